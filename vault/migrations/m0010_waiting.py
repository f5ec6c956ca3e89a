"""What a task waits for, and since when; empty for one that is the owner's turn."""

VERSION = 10

STATEMENTS = """
ALTER TABLE task ADD COLUMN waits_for TEXT;
ALTER TABLE task ADD COLUMN waits_since_us INTEGER;
"""
