"""RegistryState: what a registry is to be, in CloudFormation's own shape, wherever it was read from."""
