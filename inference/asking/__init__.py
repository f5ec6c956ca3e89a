"""Answers to questions about documents, with the page where they stand, or that none is there."""
