"""What a model has read of a prompt that never changes, so that it need not read it again."""

VERSION = 5

STATEMENTS = """
CREATE TABLE prefix (
    key TEXT PRIMARY KEY,
    state BLOB NOT NULL,
    used_us INTEGER NOT NULL
) STRICT;
"""
