"""The deployable app: registry.yaml in, stacks out."""
