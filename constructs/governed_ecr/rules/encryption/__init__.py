"""Rules about encryption at rest, and the KMS keys that images depend on."""
