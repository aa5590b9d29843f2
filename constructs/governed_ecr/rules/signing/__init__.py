"""Signatures that ECR makes at push."""
