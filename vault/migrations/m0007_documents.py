"""What is known of a document beside its text: its language, its pages, and what was not read."""

VERSION = 7

STATEMENTS = """
ALTER TABLE document ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN unit TEXT NOT NULL DEFAULT 'page';
ALTER TABLE document ADD COLUMN page_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN gaps TEXT NOT NULL DEFAULT '[]';
ALTER TABLE page ADD COLUMN title TEXT NOT NULL DEFAULT '';
UPDATE document SET page_count = (SELECT count(*) FROM page WHERE page.item = document.item);
"""
