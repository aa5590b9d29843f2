"""The version of this package: the build reads it from here, and reading it takes no time."""

VERSION = "0.1.0"
