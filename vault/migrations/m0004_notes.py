"""Notes; reminders that stand alone, keep their zone and can come again; tasks that repeat.

`due_day` is set where a whole day was meant: `due_us` is then the beginning of that day, for order.
A series is its first time, its rule and its zone; `due_us` is only when it is said the next time.
"""

VERSION = 4

STATEMENTS = """
CREATE TABLE note (
    item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_us INTEGER NOT NULL
) STRICT;

ALTER TABLE task ADD COLUMN due_day TEXT;
ALTER TABLE task ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE task ADD COLUMN repeats TEXT NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN first_us INTEGER;
UPDATE task SET priority = 2 WHERE priority = 0;

ALTER TABLE reminder ADD COLUMN text TEXT NOT NULL DEFAULT '';
ALTER TABLE reminder ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE reminder ADD COLUMN first_us INTEGER;
ALTER TABLE reminder ADD COLUMN said_us INTEGER;
UPDATE reminder SET first_us = due_us;
CREATE INDEX reminder_item ON reminder(item);
"""
