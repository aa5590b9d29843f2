"""A stand-in for AWS on loopback, for development and tests. It never ships in the wheel."""
