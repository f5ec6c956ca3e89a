"""What the owner wants, read from the owner's words."""
