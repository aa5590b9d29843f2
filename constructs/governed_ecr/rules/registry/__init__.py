"""What a registry has once, or takes so much of."""
