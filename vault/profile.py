"""The owner’s profile and the vault’s settings: dotted keys, and all that ever held is kept."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vault.connection import ReadConn, Row, WriteConn
from vault.items import from_us, to_us

KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")


@dataclass(frozen=True)
class Learned:
    """How a value came about."""

    source: str = "owner"
    origin: int | None = None
    "the item it was learned from"


@dataclass(frozen=True)
class Entry:
    """A value and since when it holds; None means that it was taken away."""

    key: str
    value: Any
    since: datetime
    source: str
    origin: int | None
    "the item it was learned from"


SELECT = "SELECT key, value, since_us, source, origin FROM profile"


def put(
    conn: WriteConn, key: str, value: Any, now: datetime, learned: Learned | None = None
) -> int:
    """Set a value from now on; what held before stays in the history. The entry's number."""
    if not KEY.fullmatch(key):
        raise ValueError("a key is words joined by dots")
    learned = learned or Learned()
    text = None if value is None else json.dumps(value, ensure_ascii=False)
    with conn.transaction():
        return conn.insert(
            "INSERT INTO profile(key, value, since_us, source, origin) VALUES (?, ?, ?, ?, ?)",
            (key, text, to_us(now), learned.source, learned.origin),
        )


def get(conn: ReadConn, key: str, default: Any = None) -> Any:
    row = conn.row(f"{SELECT} WHERE key = ? ORDER BY id DESC LIMIT 1", (key,))
    return default if row is None or row[1] is None else json.loads(row[1])


def below(conn: ReadConn, prefix: str = "") -> dict[str, Any]:
    """Everything that holds now, of one part of the profile or of all."""
    rows = conn.rows(
        "SELECT key, value FROM profile WHERE id IN (SELECT max(id) FROM profile GROUP BY key) "
        "AND value IS NOT NULL ORDER BY key"
    )
    wanted = [row for row in rows if not prefix or f"{row[0]}.".startswith(f"{prefix}.")]
    return {row[0]: json.loads(row[1]) for row in wanted}


def history(conn: ReadConn, key: str) -> list[Entry]:
    """What ever held, the oldest first."""
    return [_entry(row) for row in conn.rows(f"{SELECT} WHERE key = ? ORDER BY id", (key,))]


def changes(conn: ReadConn, since: datetime) -> list[Entry]:
    """What was set or taken away from then on, the oldest first."""
    rows = conn.rows(f"{SELECT} WHERE since_us >= ? ORDER BY id", (to_us(since),))
    return [_entry(row) for row in rows]


def current(conn: ReadConn, prefix: str = "") -> list[Entry]:
    """What holds now, of one part of the profile or of all, as it came about, in that order."""
    rows = conn.rows(
        f"{SELECT} WHERE id IN (SELECT max(id) FROM profile GROUP BY key) "
        "AND value IS NOT NULL ORDER BY id"
    )
    entries = [_entry(row) for row in rows]
    return [one for one in entries if not prefix or f"{one.key}.".startswith(f"{prefix}.")]


def take_back(conn: WriteConn, number: int) -> None:
    """Undo an entry: what held before it holds again."""
    with conn.transaction():
        conn.run("DELETE FROM profile WHERE id = ?", (number,))


def take_back_from(conn: WriteConn, item: int) -> None:
    """Undo what was learned from an item: what held before it holds again."""
    with conn.transaction():
        conn.run("DELETE FROM profile WHERE origin = ?", (item,))


def forget(conn: WriteConn, prefix: str) -> int:
    """Take a part of the profile away, history included; how many entries that were."""
    with conn.transaction():
        return conn.run(
            "DELETE FROM profile WHERE key = ? OR substr(key, 1, ?) = ?",
            (prefix, len(prefix) + 1, prefix + "."),
        )


def put_setting(conn: WriteConn, key: str, value: Any) -> None:
    """A setting that is private, or that belongs to the vault."""
    with conn.transaction():
        conn.run(
            "INSERT OR REPLACE INTO setting(key, value) VALUES (?, ?)", (key, json.dumps(value))
        )


def setting(conn: ReadConn, key: str, default: Any = None) -> Any:
    found = conn.value("SELECT value FROM setting WHERE key = ?", (key,))
    return default if found is None else json.loads(found)


def _entry(row: Row) -> Entry:
    value = None if row[1] is None else json.loads(row[1])
    return Entry(row[0], value, from_us(row[2]), row[3], row[4])
