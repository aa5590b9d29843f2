"""What becomes of images, and of their keys, when a stack is deleted or a resource replaced."""
