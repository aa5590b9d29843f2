"""Lifecycle policies: that there is one, that ECR takes it, and that releases outlive it."""
