"""What was done, with what takes it back; questions that belong to no run; steps of runs.

A question also keeps who asked and where each argument came from. Forgetting an item takes the
words out of the questions, changes and steps that were about it.
"""

VERSION = 3

STATEMENTS = """
CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    intent INTEGER NOT NULL,
    tool TEXT NOT NULL,
    asker TEXT NOT NULL,
    payload TEXT NOT NULL,
    says TEXT NOT NULL,
    undo TEXT,
    fingerprint TEXT NOT NULL,
    undoes INTEGER,
    made_us INTEGER NOT NULL,
    undone_us INTEGER
) STRICT;
CREATE TABLE change_item (
    change INTEGER NOT NULL REFERENCES change(id) ON DELETE CASCADE,
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    PRIMARY KEY (item, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_item_change ON change_item(change);
CREATE TRIGGER change_item_removed AFTER DELETE ON change_item BEGIN
    UPDATE change SET payload = '', says = '', undo = NULL WHERE id = old.change;
END;

CREATE TABLE approval_3 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER REFERENCES item(id) ON DELETE CASCADE,
    tool TEXT NOT NULL,
    payload TEXT NOT NULL,
    payload_sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_us INTEGER NOT NULL,
    expires_us INTEGER NOT NULL,
    answered_us INTEGER,
    asker TEXT NOT NULL DEFAULT 'agent',
    origins TEXT NOT NULL DEFAULT '{}',
    record INTEGER,
    intent INTEGER,
    result TEXT
) STRICT;
INSERT INTO approval_3(id, run, tool, payload, payload_sha256, state, asked_us, expires_us,
    answered_us)
SELECT id, run, tool, payload, payload_sha256, state, asked_us, expires_us, answered_us
    FROM approval;
DROP TABLE approval;
ALTER TABLE approval_3 RENAME TO approval;
CREATE INDEX approval_state ON approval(state, expires_us);
CREATE INDEX approval_run ON approval(run);
CREATE TABLE approval_item (
    approval INTEGER NOT NULL REFERENCES approval(id) ON DELETE CASCADE,
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    PRIMARY KEY (item, approval)
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_item_approval ON approval_item(approval);
CREATE TRIGGER approval_item_removed AFTER DELETE ON approval_item BEGIN
    UPDATE approval SET payload = '', origins = '{}', result = NULL WHERE id = old.approval;
END;

CREATE TABLE run_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    result TEXT NOT NULL,
    done_us INTEGER NOT NULL,
    UNIQUE (run, ordinal)
) STRICT;
CREATE TABLE run_step_item (
    run_step INTEGER NOT NULL REFERENCES run_step(id) ON DELETE CASCADE,
    item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
    PRIMARY KEY (item, run_step)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_step_item_step ON run_step_item(run_step);
CREATE TRIGGER run_step_item_removed AFTER DELETE ON run_step_item BEGIN
    UPDATE run_step SET result = '' WHERE id = old.run_step;
END;
"""
