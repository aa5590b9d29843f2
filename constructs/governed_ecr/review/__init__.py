"""What a change does to a registry: its state before and after, compared by consequence."""
