"""The conversation as the window shows it: what was said, and where the next words are written."""
