"""Documents: pages as they were read, chunks to be found by, summaries that can be made again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vault import items
from vault.connection import ReadConn, WriteConn
from vault.items import Kind, NewItem, Passage, Sensitivity, Source, to_us


@dataclass(frozen=True)
class NewDocument:
    """A document that was read."""

    title: str
    media: str
    sha256: str
    source: Source
    happened: datetime
    pages: Sequence[str]
    chunks: Sequence[Passage]
    original: bytes | None = None
    "the file itself, if the owner wants it kept in the vault"
    sensitivity: Sensitivity = Sensitivity.ORDINARY


@dataclass(frozen=True)
class Document:
    """A document, without its text."""

    id: int
    title: str
    media: str
    sha256: str
    has_original: bool


SELECT = "SELECT item, title, media, sha256, original IS NOT NULL FROM document"


def add(conn: WriteConn, new: NewDocument, now: datetime) -> int:
    with conn.transaction():
        item = NewItem(Kind.DOCUMENT, new.source, new.happened, sensitivity=new.sensitivity)
        number = items.add(conn, item, now, new.chunks)
        conn.run(
            "INSERT INTO document(item, title, media, sha256, state, original) "
            "VALUES (?, ?, ?, ?, 'read', ?)",
            (number, new.title, new.media, new.sha256, new.original),
        )
        conn.run_many(
            "INSERT INTO page(item, number, text) VALUES (?, ?, ?)",
            [(number, at, text) for at, text in enumerate(new.pages, start=1)],
        )
    return number


def get(conn: ReadConn, number: int) -> Document:
    row = conn.required("document", number, f"{SELECT} WHERE item = ?", (number,))
    return Document(row[0], row[1], row[2], row[3], bool(row[4]))


def with_contents(conn: ReadConn, sha256: str) -> list[Document]:
    """Documents of exactly these bytes."""
    rows = conn.rows(f"{SELECT} WHERE sha256 = ? ORDER BY item", (sha256,))
    return [Document(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]


def page(conn: ReadConn, number: int, at: int) -> str:
    row = conn.required(
        "page", at, "SELECT text FROM page WHERE item = ? AND number = ?", (number, at)
    )
    return str(row[0])


def original(conn: ReadConn, number: int) -> bytes | None:
    sql = "SELECT original FROM document WHERE item = ?"
    row = conn.required("document", number, sql, (number,))
    return row[0] if row[0] is None else bytes(row[0])


def keep_summary(
    conn: WriteConn, item: int, what: tuple[str, str], text: str, now: datetime
) -> None:
    """Keep a summary by its kind and a hash of what it was made from."""
    kind, made_from = what
    with conn.transaction():
        conn.run(
            "INSERT OR REPLACE INTO summary(item, kind, made_from, text, made_us) "
            "VALUES (?, ?, ?, ?, ?)",
            (item, kind, made_from, text, to_us(now)),
        )


def summary(conn: ReadConn, item: int, what: tuple[str, str]) -> str | None:
    found = conn.value(
        "SELECT text FROM summary WHERE item = ? AND kind = ? AND made_from = ?", (item, *what)
    )
    return None if found is None else str(found)
