"""Rules about caches of other registries."""
