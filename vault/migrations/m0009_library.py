"""The library: where files lie, watched folders, versions, tags, and who and when is in documents.

A file that was forgotten leaves a mark behind (hashes of where it lay and of what was in it, no
more), so that a watched folder does not bring it back.
"""

VERSION = 9

STATEMENTS = """
CREATE TABLE watched_folder (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    forgets INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'new',
    left_out INTEGER NOT NULL DEFAULT 0,
    looked_us INTEGER,
    since_us INTEGER NOT NULL
) STRICT;
CREATE TABLE file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    mark TEXT NOT NULL DEFAULT '',
    item INTEGER REFERENCES item(id) ON DELETE CASCADE,
    folder INTEGER REFERENCES watched_folder(id) ON DELETE SET NULL,
    sha256 TEXT NOT NULL DEFAULT '',
    bytes INTEGER NOT NULL DEFAULT 0,
    changed_ns INTEGER NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT '',
    gone_us INTEGER
) STRICT;
CREATE INDEX file_item ON file(item);
CREATE INDEX file_folder ON file(folder);
CREATE INDEX file_sha256 ON file(sha256);
CREATE TABLE forgotten_file (mark TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TRIGGER file_removed AFTER DELETE ON file
WHEN old.item IS NOT NULL AND old.folder IS NOT NULL BEGIN
    INSERT OR IGNORE INTO forgotten_file(mark) VALUES (old.mark), (old.sha256);
END;
INSERT OR IGNORE INTO file(path, item, sha256, bytes)
    SELECT source_ref, document.item, sha256, bytes FROM document
    JOIN item ON item.id = document.item WHERE source = 'file' AND source_ref <> ''
    ORDER BY document.item DESC;

ALTER TABLE document ADD COLUMN changed_us INTEGER;
ALTER TABLE document ADD COLUMN signature BLOB;
ALTER TABLE document ADD COLUMN alike INTEGER REFERENCES item(id) ON DELETE SET NULL;
CREATE INDEX document_alike ON document(alike);
CREATE TABLE document_band (
    band INTEGER NOT NULL,
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    PRIMARY KEY (band, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_band_item ON document_band(item);
CREATE TABLE document_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    title TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    since_us INTEGER NOT NULL,
    until_us INTEGER NOT NULL,
    pages TEXT NOT NULL
) STRICT;
CREATE INDEX document_version_item ON document_version(item);
CREATE TABLE document_tag (
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    folded TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (item, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_tag_folded ON document_tag(folded);

CREATE TABLE appearance (
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    entity INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (item, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX appearance_entity ON appearance(entity);
CREATE TABLE document_day (
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (item, first, last)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_day_first ON document_day(first);
"""
