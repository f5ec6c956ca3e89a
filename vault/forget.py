"""Forgetting for good: by item, source, person, topic or time, with everything derived from it.

`preview` says what would go along; `forget` takes it: rows, words, vectors, cached summaries,
payloads in the log (their hashes stay), and the log of writes that SQLite keeps. Backups that were
made before still hold it: `vault.backup.kept` names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vault import audit, items, search
from vault.connection import ReadConn, Value, WriteConn
from vault.items import Deleted, Kind, Origin, Sensitivity
from vault.search import Query

if TYPE_CHECKING:
    from vault.index import Index
    from vault.vectors import Vectors

TOPIC_LIKENESS = 0.5
"of the best hit: what is less close is another topic"


@dataclass(frozen=True)
class What:
    """What to forget; every limit that is given must hold."""

    items: tuple[int, ...] = ()
    origin: Origin | None = None
    source_ref: str = ""
    about: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Preview:
    """What would be forgotten, and how much of it only because it was derived or lies inside."""

    items: tuple[int, ...]
    along: int
    kinds: dict[Kind, int]


def find(conn: ReadConn, what: What) -> tuple[int, ...]:
    """The items that are meant, without what goes along. Nothing given means nothing meant."""
    limits: list[str] = []
    values: list[Value] = []
    for limit, many in (("id", what.items), ("entity", what.about)):
        if not many:
            continue
        marks = ", ".join("?" * len(many))
        within = f"id IN ({marks})"
        if limit == "entity":
            within = f"id IN (SELECT item FROM mention WHERE entity IN ({marks}))"
        limits.append(within)
        values += many
    for column, value in (
        ("source =", what.origin.value if what.origin else None),
        ("source_ref =", what.source_ref or None),
        ("happened_us >=", items.to_us(what.since) if what.since else None),
        ("happened_us <", items.to_us(what.until) if what.until else None),
    ):
        if value is not None:
            limits.append(f"{column} ?")
            values.append(value)
    if not limits:
        return ()
    found = conn.column(f"SELECT id FROM item WHERE {' AND '.join(limits)} ORDER BY id", values)
    return tuple(found)


def on_topic(
    conn: ReadConn, text: str, now: datetime, index: "Index | None" = None,
    row: "Vectors | None" = None,
) -> tuple[int, ...]:  # fmt: skip
    """Items about a topic, to be shown before anything is forgotten."""
    query = Query(text, most=100, most_sensitive=Sensitivity.SECRET)
    hits = search.search(conn, query, now, index, row)
    best = max((hit.score for hit in hits), default=0.0)
    return tuple(sorted({hit.item for hit in hits if hit.score >= best * TOPIC_LIKENESS}))


def preview(conn: ReadConn, meant: Sequence[int]) -> Preview:
    """What `forget` would take."""
    whole = items.closure(conn, meant)
    kinds: dict[Kind, int] = {}
    for number in whole:
        kind = items.get(conn, number).kind
        kinds[kind] = kinds.get(kind, 0) + 1
    return Preview(whole, len(whole) - len(set(meant)), kinds)


def forget(
    conn: WriteConn, meant: Sequence[int], now: datetime, index: "Index | None" = None
) -> Deleted:
    """Take it all away, and leave no trace of it in the file but the log's hashes."""
    gone = forget_within(conn, meant, now)
    if index is not None:
        index.remove(gone.passages)
    scrub(conn)
    return gone


def forget_within(conn: WriteConn, meant: Sequence[int], now: datetime) -> Deleted:
    """The same as part of a larger whole, after which `scrub` is called."""
    with conn.transaction():
        gone = items.delete(conn, meant)
        audit.note(conn, "forgot", {"items": len(gone.items)}, now)
    return gone


def scrub(conn: WriteConn) -> None:
    """Empty what SQLite keeps of deleted rows: its write log, and words in the index of words."""
    with conn.transaction():
        conn.run("INSERT INTO passage_words(passage_words) VALUES ('optimize')")
    conn.checkpoint()
