"""Summaries that were made once and can be made again, kept by what they summarize."""

VERSION = 2

STATEMENTS = """
CREATE TABLE summary (
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    made_from TEXT NOT NULL,
    text TEXT NOT NULL,
    made_us INTEGER NOT NULL,
    PRIMARY KEY (item, kind, made_from)
) STRICT, WITHOUT ROWID;
"""
