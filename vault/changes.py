"""What was changed, with what takes it back, for as long as nothing changed it since.

A change keeps a fingerprint of the items that it was about. Taking it back is offered only while
they still have it. Forgetting one of its items empties the change; that it happened stays.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vault.connection import ReadConn, Row, WriteConn
from vault.errors import NotThere
from vault.items import from_us, to_us

ASIDE = (
    "appearance", "approval_item", "change_item", "derivation", "document_band", "document_day",
    "document_version", "file", "mention", "run_step_item", "summary",
)  # fmt: skip
"tables about an item that do not say what it is"
COLUMNS = "id, intent, tool, asker, payload, says, undo, fingerprint, undoes, made_us, undone_us"


@dataclass(frozen=True)
class NewChange:
    """A change before it has a number."""

    intent: int
    "its record in the log"
    tool: str
    asker: str
    payload: str
    says: str
    undo: str | None = None
    "the call that takes it back, as whoever carries it out wrote it down"
    items: tuple[int, ...] = ()
    undoes: int | None = None


@dataclass(frozen=True)
class Change:
    """Something that was done."""

    id: int
    intent: int
    tool: str
    asker: str
    payload: str
    says: str
    undo: str | None
    fingerprint: str
    undoes: int | None
    made: datetime
    undone: datetime | None
    items: tuple[int, ...]

    @property
    def can_be_undone(self) -> bool:
        """As far as the change itself knows."""
        return self.undo is not None and self.undone is None


def add(conn: WriteConn, new: NewChange, now: datetime) -> int:
    """Keep a change, within the transaction that makes it; its number."""
    with conn.transaction():
        there = still_there(conn, new.items)
        number = conn.insert(
            "INSERT INTO change(intent, tool, asker, payload, says, undo, fingerprint, undoes, "
            "made_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (new.intent, new.tool, new.asker, new.payload, new.says, new.undo,
             fingerprint(conn, there), new.undoes, to_us(now)),
        )  # fmt: skip
        for item in there:
            conn.run("INSERT INTO change_item(change, item) VALUES (?, ?)", (number, item))
        if len(there) < len(set(new.items)):
            conn.run("UPDATE change SET payload = '', says = '' WHERE id = ?", (number,))
    return number


def get(conn: ReadConn, number: int) -> Change:
    row = conn.row(f"SELECT {COLUMNS} FROM change WHERE id = ?", (number,))
    if row is None:
        raise NotThere("change", number)
    return _change(conn, row)


def recent(conn: ReadConn, most: int = 50) -> list[Change]:
    """What was done, the newest first."""
    rows = conn.rows(f"SELECT {COLUMNS} FROM change ORDER BY id DESC LIMIT ?", (most,))
    return [_change(conn, row) for row in rows]


def after(conn: ReadConn, number: int) -> list[Change]:
    """What was done since this change, the oldest first."""
    rows = conn.rows(f"SELECT {COLUMNS} FROM change WHERE id > ? ORDER BY id", (number,))
    return [_change(conn, row) for row in rows]


def is_as_left(conn: ReadConn, change: Change) -> bool:
    """Whether nothing has changed what it changed."""
    return fingerprint(conn, change.items) == change.fingerprint


def mark_undone(conn: WriteConn, number: int, now: datetime) -> bool:
    """It was taken back; False if it was before."""
    with conn.transaction():
        changed = conn.run(
            "UPDATE change SET undone_us = ? WHERE id = ? AND undone_us IS NULL",
            (to_us(now), number),
        )
    return bool(changed)


def fingerprint(conn: ReadConn, items: Sequence[int]) -> str:
    """Of all that items say, whatever kind they are; how often they were used is left out."""
    found: list[Any] = []
    tables = _tables(conn) if items else []
    for item in sorted(set(items)):
        head = conn.rows("SELECT kind, source, parent, sensitivity FROM item WHERE id = ?", (item,))
        found.append([item, [list(row) for row in head]])
        for table in tables:
            rows = conn.rows(f'SELECT * FROM "{table}" WHERE item = ?', (item,))
            found.append([table, sorted(_plain(row) for row in rows)])
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()


def still_there(conn: ReadConn, items: Sequence[int]) -> list[int]:
    """Those that were not deleted."""
    wanted = sorted(set(items))
    return [one for one in wanted if conn.value("SELECT 1 FROM item WHERE id = ?", (one,))]


def _tables(conn: ReadConn) -> list[str]:
    names = conn.column(
        "SELECT DISTINCT m.name FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f "
        "WHERE m.type = 'table' AND f.\"table\" = 'item' AND f.\"from\" = 'item' ORDER BY m.name"
    )
    return [name for name in names if name not in ASIDE]


def _plain(row: Row) -> str:
    return json.dumps([one.hex() if isinstance(one, bytes) else one for one in row])


def _change(conn: ReadConn, row: Row) -> Change:
    items = conn.column("SELECT item FROM change_item WHERE change = ? ORDER BY item", (row[0],))
    number, intent, tool, asker, payload, says, undo, found, undoes, made, undone = row
    return Change(
        id=number,
        intent=intent,
        tool=tool,
        asker=asker,
        payload=payload,
        says=says,
        undo=undo,
        fingerprint=found,
        undoes=undoes,
        made=from_us(made),
        undone=None if undone is None else from_us(undone),
        items=tuple(items),
    )
