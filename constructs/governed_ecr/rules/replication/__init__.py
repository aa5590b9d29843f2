"""What images are copied where."""
