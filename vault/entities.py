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


def of_the_owner(conn: ReadConn) -> list[str]:
    """Names of people that the owner's own words know; not those that only documents name."""
    return conn.column(
        "SELECT name FROM entity WHERE kind = 'person' AND id IN (SELECT entity FROM mention)"
    )


def beginning(conn: ReadConn, start: str, most: int) -> list[Entity]:
    """Entities with a name, or a part of one, that begins like this; by name."""
    begins = fold(start)
    rows = conn.rows(
        "SELECT id, kind, name FROM entity WHERE kind != 'owner' AND "
        "(substr(folded, 1, ?) = ? OR instr(folded, ?) > 0) ORDER BY folded LIMIT ?",
        (len(begins), begins, f" {begins}", most),
    )
    return [Entity(*row) for row in rows]


def latest(conn: ReadConn, most: int) -> list[Entity]:
    """Those that were spoken of last."""
    rows = conn.rows(
        "SELECT id, kind, name FROM entity JOIN (SELECT entity, max(item) AS last FROM mention "
        "GROUP BY entity ORDER BY last DESC LIMIT ?) ON entity = id WHERE kind != 'owner' "
        "ORDER BY last DESC",
        (most,),
    )
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
    """Entities with one of these names, or one that begins so; none that only documents name."""
    found: dict[int, Entity] = {}
    for name in dict.fromkeys(map(fold, names)):
        rows = conn.rows(
            "SELECT id, kind, name FROM entity WHERE (folded = ? OR substr(folded, 1, ?) = ?) "
            "AND (id IN (SELECT entity FROM mention) OR id IN (SELECT subject FROM relation) "
            "OR id IN (SELECT object FROM relation)) ORDER BY id",
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


def relation(conn: ReadConn, item: int) -> Relation | None:
    """The relation that an item is, if it is one."""
    row = conn.row("SELECT item, subject, predicate, object FROM relation WHERE item = ?", (item,))
    if row is None:
        return None
    return Relation(row[0], get(conn, row[1]), row[2], get(conn, row[3]))


KEPT_OF = (
    "(SELECT count(*) FROM mention JOIN memory ON memory.item = mention.item "
    "WHERE mention.entity = entity.id AND memory.state = 'kept')"
)


def busiest(conn: ReadConn, most: int) -> list[tuple[Entity, int]]:
    """The owner, and those whom most memories are about that count, and how many."""
    rows = conn.rows(
        "SELECT id, kind, name, count(memory.item) AS much FROM entity "
        "JOIN mention ON mention.entity = id "
        "LEFT JOIN memory ON memory.item = mention.item AND memory.state = 'kept' "
        "GROUP BY id HAVING much > 0 OR kind = 'owner' "
        "ORDER BY kind = 'owner' DESC, much DESC, id LIMIT ?",
        (most,),
    )
    return [(Entity(*row[:3]), row[3]) for row in rows]


def starting(conn: ReadConn, text: str, most: int) -> list[tuple[Entity, int]]:
    """Those with a name, or a part of one, that begins so, and how many memories of each count."""
    begun = fold(text)
    rows = conn.rows(
        f"SELECT id, kind, name, {KEPT_OF} AS much FROM entity "
        "WHERE (substr(folded, 1, ?) = ? OR instr(folded, ?) > 0) AND kind <> 'owner' "
        "ORDER BY much DESC, id LIMIT ?",
        (len(begun), begun, f" {begun}", most),
    )
    return [(Entity(*row[:3]), row[3]) for row in rows]


def ties(conn: ReadConn, among: Sequence[int]) -> list[tuple[int, str, int]]:
    """How these are related now; without words where something only names both."""
    marks = ", ".join("?" * len(among))
    said = conn.rows(
        "SELECT DISTINCT subject, predicate, object FROM relation WHERE ended_us IS NULL "
        f"AND subject IN ({marks}) AND object IN ({marks}) ORDER BY subject, object, predicate",
        [*among, *among],
    )
    together = conn.rows(
        "SELECT DISTINCT one.entity, other.entity FROM mention AS one JOIN mention AS other "
        "ON other.item = one.item AND other.entity > one.entity JOIN memory "
        "ON memory.item = one.item WHERE memory.state = 'kept' "
        f"AND one.entity IN ({marks}) AND other.entity IN ({marks}) ORDER BY 1, 2",
        [*among, *among],
    )
    known = {frozenset((row[0], row[2])) for row in said}
    plain = [(row[0], "", row[1]) for row in together if frozenset(row) not in known]
    return [(row[0], row[1], row[2]) for row in said] + plain


def neighbours(conn: ReadConn, number: int, most: int) -> list[tuple[Entity, int]]:
    """Those who are related to an entity, and how many memories of each count."""
    rows = conn.rows(
        f"SELECT id, kind, name, {KEPT_OF} FROM entity "
        "WHERE id IN (SELECT object FROM relation WHERE subject = ? AND ended_us IS NULL "
        "UNION SELECT subject FROM relation WHERE object = ? AND ended_us IS NULL) "
        "ORDER BY id LIMIT ?",
        (number, number, most),
    )
    return [(Entity(*row[:3]), row[3]) for row in rows]


def end_relation(conn: WriteConn, item: int, now: datetime) -> None:
    """It held until now."""
    with conn.transaction():
        conn.run("UPDATE relation SET ended_us = ? WHERE item = ?", (to_us(now), item))
