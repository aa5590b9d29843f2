"""Which images are copied where, and whether they arrive."""
