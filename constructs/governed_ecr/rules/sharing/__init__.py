"""Rules about who may use a registry: its policies, and what they let happen."""
