"""Folders for conversations, and a while in which one that was deleted can be brought back."""

VERSION = 6

STATEMENTS = """
ALTER TABLE conversation ADD COLUMN folder TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN hidden_us INTEGER;
CREATE INDEX conversation_hidden ON conversation(hidden_us) WHERE hidden_us IS NOT NULL;
"""
