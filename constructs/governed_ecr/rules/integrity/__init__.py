"""What keeps a tag on its image."""
