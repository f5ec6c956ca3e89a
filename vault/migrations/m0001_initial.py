"""The first shape: items with a source, and what each kind of item adds.

Everything that is remembered is a row of `item` first: what kind, from where, when, how private,
inside what, derived from what, about whom. A kind adds a table keyed by the item's number. Mail,
events, contacts, meetings and workflows join the same way: a kind, a table, passages to be found
by. Deleting an item deletes what its kind added.
"""

VERSION = 1

STATEMENTS = """
CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    source_ref TEXT NOT NULL DEFAULT '',
    parent INTEGER REFERENCES item(id) ON DELETE CASCADE,
    created_us INTEGER NOT NULL,
    happened_us INTEGER NOT NULL,
    sensitivity INTEGER NOT NULL DEFAULT 0,
    uses INTEGER NOT NULL DEFAULT 0,
    used_us INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX item_parent ON item(parent);
CREATE INDEX item_kind ON item(kind, happened_us);
CREATE INDEX item_sensitivity ON item(sensitivity);
CREATE INDEX item_source ON item(source, source_ref);

CREATE TABLE derivation (
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    origin INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    PRIMARY KEY (item, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX derivation_origin ON derivation(origin);

CREATE TABLE entity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    UNIQUE (kind, folded)
) STRICT;
CREATE TABLE mention (
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    entity INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    PRIMARY KEY (item, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_entity ON mention(entity);
CREATE TABLE relation (
    item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
    subject INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    predicate TEXT NOT NULL,
    object INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    ended_us INTEGER
) STRICT;
CREATE INDEX relation_subject ON relation(subject);
CREATE INDEX relation_object ON relation(object);

CREATE TABLE conversation (
    item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    is_private INTEGER NOT NULL DEFAULT 0,
    is_pinned INTEGER NOT NULL DEFAULT 0,
    is_archived INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE message (
    item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
    conversation INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    after INTEGER REFERENCES message(item) ON DELETE SET NULL,
    role TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX message_conversation ON message(conversation, item);
CREATE INDEX message_after ON message(after);
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE INDEX attachment_item ON attachment(item);

CREATE TABLE memory (
    item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
    tier TEXT NOT NULL,
    text TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    predicate TEXT NOT NULL DEFAULT '',
    object TEXT NOT NULL DEFAULT '',
    confidence REAL NOT NULL DEFAULT 1.0,
    state TEXT NOT NULL,
    expires_us INTEGER,
    ended_us INTEGER,
    replaced_by INTEGER REFERENCES item(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX memory_about ON memory(subject, predicate);
CREATE INDEX memory_expiry ON memory(expires_us) WHERE expires_us IS NOT NULL;

CREATE TABLE document (
    item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    media TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    original BLOB
) STRICT;
CREATE INDEX document_sha256 ON document(sha256);
CREATE TABLE page (
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (item, number)
) STRICT;

CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    page INTEGER,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX passage_item ON passage(item, ordinal);
CREATE VIRTUAL TABLE passage_words USING fts5(
    text, content='passage', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
INSERT INTO passage_words(passage_words, rank) VALUES('secure-delete', 1);
CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_words, 'row');
CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
    INSERT INTO passage_words(rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
    INSERT INTO passage_words(passage_words, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER passage_changed AFTER UPDATE OF text ON passage BEGIN
    INSERT INTO passage_words(passage_words, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO passage_words(rowid, text) VALUES (new.id, new.text);
END;

CREATE TABLE vector (
    passage INTEGER PRIMARY KEY,
    data BLOB NOT NULL
) STRICT;
CREATE TABLE vector_block (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    passages BLOB NOT NULL,
    lists BLOB NOT NULL,
    data BLOB NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE TABLE vector_place (
    passage INTEGER PRIMARY KEY,
    block INTEGER NOT NULL REFERENCES vector_block(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE vector_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    model TEXT NOT NULL,
    dimensions INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    rowset INTEGER NOT NULL,
    trained BLOB,
    trained_digest BLOB
) STRICT;

CREATE TABLE profile (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    value TEXT,
    since_us INTEGER NOT NULL,
    source TEXT NOT NULL,
    origin INTEGER REFERENCES item(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX profile_key ON profile(key, id);
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE task (
    item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    notes TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    list TEXT NOT NULL DEFAULT '',
    due_us INTEGER,
    priority INTEGER NOT NULL DEFAULT 0,
    minutes INTEGER,
    done_us INTEGER
) STRICT;
CREATE INDEX task_due ON task(state, due_us);
CREATE TABLE reminder (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    due_us INTEGER NOT NULL,
    rule TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL
) STRICT;
CREATE INDEX reminder_due ON reminder(state, due_us);

CREATE TABLE run (
    item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
    agent TEXT NOT NULL,
    goal TEXT NOT NULL,
    state TEXT NOT NULL,
    journal TEXT NOT NULL DEFAULT '[]',
    ended_us INTEGER
) STRICT;
CREATE TABLE approval (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    tool TEXT NOT NULL,
    payload TEXT NOT NULL,
    payload_sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_us INTEGER NOT NULL,
    expires_us INTEGER NOT NULL,
    answered_us INTEGER
) STRICT;
CREATE INDEX approval_state ON approval(state, expires_us);

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    action TEXT NOT NULL,
    phase TEXT NOT NULL,
    intent INTEGER,
    payload TEXT,
    payload_sha256 TEXT NOT NULL,
    previous BLOB NOT NULL,
    digest BLOB NOT NULL,
    seal BLOB NOT NULL
) STRICT;
CREATE TABLE audit_item (
    sequence INTEGER NOT NULL REFERENCES audit(sequence),
    item INTEGER NOT NULL,
    PRIMARY KEY (item, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL,
    key BLOB NOT NULL
) STRICT;

CREATE TABLE audit_segment (
    first INTEGER PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT;

CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    vault_id TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
"""
