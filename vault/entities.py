"""People, places, projects: what items are about, and how they are related."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vault import items
from vault.connection import ReadConn, WriteConn
from vault.items import Kind, NewItem, Passage, Source, to_us


@dataclass(frozen=True)
class Entity:
    """Somebody or something with a name."""

    id: int
    kind: str
    name: str


@dataclass(frozen=True)
class Relation:
    """Subject, predicate, object: “Ana”, “works at”, “Miller & Co”."""

    item: int
    subject: Entity
    predicate: str
    object: Entity


def fold(name: str) -> str:
    """Names that differ only in case, accents or spaces are one name."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def know(conn: WriteConn, kind: str, name: str) -> int:
    """The number of an entity, met before or now."""
    with conn.transaction():
        conn.run(
            "INSERT OR IGNORE INTO entity(kind, name, folded) VALUES (?, ?, ?)",
            (kind, name, fold(name)),
        )
        return int(
            conn.value("SELECT id FROM entity WHERE kind = ? AND folded = ?", (kind, fold(name)))
        )


def find(conn: ReadConn, name: str) -> list[Entity]:
    """Entities of this name, of any kind."""
    rows = conn.rows("SELECT id, kind, name FROM entity WHERE folded = ?", (fold(name),))
    return [Entity(*row) for row in rows]


def get(conn: ReadConn, number: int) -> Entity:
    return Entity(
        *conn.required(
            "entity", number, "SELECT id, kind, name FROM entity WHERE id = ?", (number,)
        )
    )


def about(conn: ReadConn, number: int) -> list[int]:
    """The items that mention an entity."""
    return conn.column("SELECT item FROM mention WHERE entity = ? ORDER BY item", (number,))


def mentioned(conn: ReadConn, item: int) -> list[Entity]:
    """Those that an item is about."""
    rows = conn.rows(
        "SELECT id, kind, name FROM entity WHERE id IN (SELECT entity FROM mention WHERE item = ?) "
        "ORDER BY id",
        (item,),
    )
    return [Entity(*row) for row in rows]


def relate(
    conn: WriteConn, ends: tuple[int, int], predicate: str, source: Source, now: datetime
) -> int:
    """Note how two entities (subject, object) are related; the item of the relation."""
    subject, other = ends
    text = f"{get(conn, subject).name} {predicate} {get(conn, other).name}"
    with conn.transaction():
        new = NewItem(Kind.RELATION, source, now, about=(subject, other))
        number = items.add(conn, new, now, [Passage(text)])
        conn.run(
            "INSERT INTO relation(item, subject, predicate, object) VALUES (?, ?, ?, ?)",
            (number, subject, predicate, other),
        )
    return number


def relate_as(
    conn: WriteConn, memory: int, ends: tuple[int, int], predicate: str, now: datetime
) -> int:
    """Note the relation that a memory says; it is found by the memory, and goes where that goes."""
    subject, other = ends
    with conn.transaction():
        source = items.get(conn, memory).source
        new = NewItem(Kind.RELATION, source, now, derived_from=(memory,), about=(subject, other))
        number = items.add(conn, new, now)
        conn.run(
            "INSERT INTO relation(item, subject, predicate, object) VALUES (?, ?, ?, ?)",
            (number, subject, predicate, other),
        )
    return number


def named(conn: ReadConn, names: Sequence[str]) -> list[Entity]:
    """Entities that bear one of these names, or whose name begins with it."""
    found: dict[int, Entity] = {}
    for name in dict.fromkeys(map(fold, names)):
        rows = conn.rows(
            "SELECT id, kind, name FROM entity WHERE folded = ? "
            "OR substr(folded, 1, ?) = ? ORDER BY id",
            (name, len(name) + 1, f"{name} "),
        )
        found.update({row[0]: Entity(*row) for row in rows})
    return list(found.values())


def relations(conn: ReadConn, number: int) -> list[Relation]:
    """What is known to hold now between this entity and others."""
    rows = conn.rows(
        "SELECT item, subject, predicate, object FROM relation "
        "WHERE (subject = ? OR object = ?) AND ended_us IS NULL ORDER BY item",
        (number, number),
    )
    return [Relation(row[0], get(conn, row[1]), row[2], get(conn, row[3])) for row in rows]


def end_relation(conn: WriteConn, item: int, now: datetime) -> None:
    """It held until now."""
    with conn.transaction():
        conn.run("UPDATE relation SET ended_us = ? WHERE item = ?", (to_us(now), item))
