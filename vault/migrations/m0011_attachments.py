"""How large each attachment is, and a quick way to all of a kind without reading any of them."""

VERSION = 11

STATEMENTS = """
ALTER TABLE attachment ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE attachment SET bytes = length(content);
CREATE INDEX attachment_media ON attachment(media, item, bytes);
"""
