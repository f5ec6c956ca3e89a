"""Who and which days documents name, as rules found them: a way to documents, never a fact.

A document that names somebody says nothing about the owner. So this is kept beside what is known of
people (`vault.entities`), always with the document and its page, and goes with the document.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vault import entities
from vault.connection import ReadConn, WriteConn
from vault.entities import Entity


@dataclass(frozen=True)
class Person:
    """Somebody whom a document names."""

    name: str
    page: int
    "the first"
    times: int


@dataclass(frozen=True)
class Days:
    """A day that a document names, or a stretch such as a month."""

    first: date
    last: date
    page: int


@dataclass(frozen=True)
class Place:
    """Where somebody is named."""

    document: int
    title: str
    page: int
    times: int


def note(conn: WriteConn, document: int, people: Sequence[Person], days: Sequence[Days]) -> None:
    """Keep who and what is named in a document, instead of what was kept of it before."""
    with conn.transaction():
        conn.run("DELETE FROM appearance WHERE item = ?", (document,))
        conn.run("DELETE FROM document_day WHERE item = ?", (document,))
        conn.run_many(
            "INSERT OR IGNORE INTO appearance(item, entity, page, times) VALUES (?, ?, ?, ?)",
            [(document, _who(conn, one.name), one.page, one.times) for one in people],
        )
        conn.run_many(
            "INSERT OR IGNORE INTO document_day(item, first, last, page) VALUES (?, ?, ?, ?)",
            [(document, one.first.isoformat(), one.last.isoformat(), one.page) for one in days],
        )


def people(conn: ReadConn, document: int) -> list[tuple[Entity, Person]]:
    """Whom a document names, the most often named first."""
    rows = conn.rows(
        "SELECT id, kind, name, page, times FROM appearance JOIN entity ON id = entity "
        "WHERE item = ? ORDER BY times DESC, folded",
        (document,),
    )
    return [(Entity(*row[:3]), Person(row[2], row[3], row[4])) for row in rows]


def days(conn: ReadConn, document: int) -> list[Days]:
    rows = conn.rows(
        "SELECT first, last, page FROM document_day WHERE item = ? ORDER BY first", (document,)
    )
    return [Days(date.fromisoformat(a), date.fromisoformat(b), page) for a, b, page in rows]


def everybody(conn: ReadConn, most: int) -> list[tuple[Entity, int]]:
    """Who is named in documents, and in how many; those in most first."""
    rows = conn.rows(
        "SELECT id, kind, name, count(*) AS much FROM appearance JOIN entity ON id = entity "
        "GROUP BY id ORDER BY much DESC, folded LIMIT ?",
        (most,),
    )
    return [(Entity(*row[:3]), row[3]) for row in rows]


def together(conn: ReadConn, among: Sequence[int]) -> list[tuple[int, int]]:
    """Those of these people whom one document names, two by two."""
    marks = ", ".join("?" * len(among))
    rows = conn.rows(
        "SELECT DISTINCT one.entity, other.entity FROM appearance AS one JOIN appearance AS other "
        f"ON other.item = one.item AND other.entity > one.entity WHERE one.entity IN ({marks}) "
        f"AND other.entity IN ({marks}) ORDER BY 1, 2",
        (*among, *among),
    )
    return [(row[0], row[1]) for row in rows]


def best_known(conn: ReadConn, name: str) -> int | None:
    """Who bears this name, or one that begins so, and is named in most documents."""
    begins = entities.fold(name)
    row = conn.row(
        "SELECT entity FROM appearance JOIN entity ON id = entity "
        "WHERE folded = ? OR substr(folded, 1, ?) = ? "
        "GROUP BY entity ORDER BY count(*) DESC, entity LIMIT 1",
        (begins, len(begins) + 1, f"{begins} "),
    )
    return row[0] if row else None


def places(conn: ReadConn, entity: int) -> list[Place]:
    """The documents that name somebody, the latest first."""
    rows = conn.rows(
        "SELECT appearance.item, title, page, times FROM appearance "
        "JOIN document ON document.item = appearance.item WHERE entity = ? "
        "ORDER BY appearance.item DESC",
        (entity,),
    )
    return [Place(*row) for row in rows]


def months(conn: ReadConn, most: int) -> list[tuple[date, int]]:
    """Months that documents name, by their first day, and how many do; the latest first."""
    rows = conn.rows(
        "SELECT substr(first, 1, 7) AS month, count(DISTINCT item) FROM document_day "
        "WHERE substr(first, 1, 7) = substr(last, 1, 7) GROUP BY month ORDER BY month DESC LIMIT ?",
        (most,),
    )
    return [(date.fromisoformat(f"{row[0]}-01"), row[1]) for row in rows]


def _who(conn: WriteConn, name: str) -> int:
    """Somebody of this name whom the owner's own words know, or else a new name."""
    known = [one for one in entities.find(conn, name) if one.kind != "owner"]
    return known[0].id if known else entities.know(conn, "person", name)
