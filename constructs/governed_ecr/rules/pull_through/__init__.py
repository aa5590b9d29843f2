"""Caches of other registries."""
