"""Documents: pages as they were read, chunks to be found by, summaries that can be made again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from vault import items
from vault.connection import ReadConn, Row, WriteConn
from vault.items import Kind, NewItem, Origin, Passage, Sensitivity, Source, from_us, to_us


@dataclass(frozen=True)
class About:
    """What is known of a document beside its text."""

    language: str = ""
    unit: str = "page"
    page_count: int = 0
    "how many there are in the file, read or not"
    size: int = 0
    "of the file, in bytes"
    gaps: str = "[]"
    "what is in the file and not in the text, as JSON"
    page_titles: tuple[str, ...] = ()


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
    about: About = field(default_factory=About)


@dataclass(frozen=True)
class Document:
    """A document, without its text."""

    id: int
    title: str
    media: str
    sha256: str
    has_original: bool
    language: str
    unit: str
    page_count: int
    size: int
    gaps: str
    source: Source
    added: datetime


@dataclass(frozen=True)
class Page:
    """One page, as it was read."""

    number: int
    title: str
    text: str


@dataclass(frozen=True)
class Spot:
    """Where a passage stands."""

    passage: int
    item: int
    ordinal: int
    "among the passages of its document"
    page: int


SELECT = (
    "SELECT document.item, title, media, sha256, original IS NOT NULL, language, unit, page_count, "
    "bytes, gaps, source, source_ref, created_us FROM document JOIN item ON item.id = document.item"
)


def add(conn: WriteConn, new: NewDocument, now: datetime) -> int:
    about = new.about
    with conn.transaction():
        item = NewItem(Kind.DOCUMENT, new.source, new.happened, sensitivity=new.sensitivity)
        number = items.add(conn, item, now, new.chunks)
        conn.run(
            "INSERT INTO document(item, title, media, sha256, state, original, language, unit, "
            "page_count, bytes, gaps) VALUES (?, ?, ?, ?, 'read', ?, ?, ?, ?, ?, ?)",
            (number, new.title, new.media, new.sha256, new.original, about.language, about.unit,
             about.page_count or len(new.pages), about.size, about.gaps),
        )  # fmt: skip
        titles = [*about.page_titles, *[""] * len(new.pages)]
        conn.run_many(
            "INSERT INTO page(item, number, text, title) VALUES (?, ?, ?, ?)",
            [(number, at, text, titles[at - 1]) for at, text in enumerate(new.pages, start=1)],
        )
    return number


def get(conn: ReadConn, number: int) -> Document:
    return _document(conn.required("document", number, f"{SELECT} WHERE item.id = ?", (number,)))


def listed(conn: ReadConn, most: int = 500, skip: int = 0) -> list[Document]:
    """The latest first."""
    rows = conn.rows(f"{SELECT} ORDER BY item.id DESC LIMIT ? OFFSET ?", (most, skip))
    return [_document(row) for row in rows]


def with_contents(conn: ReadConn, sha256: str) -> list[Document]:
    """Documents of exactly these bytes."""
    rows = conn.rows(f"{SELECT} WHERE sha256 = ? ORDER BY item.id", (sha256,))
    return [_document(row) for row in rows]


def pages(conn: ReadConn, number: int) -> list[Page]:
    sql = "SELECT number, title, text FROM page WHERE item = ? ORDER BY number"
    return [Page(row[0], row[1], row[2]) for row in conn.rows(sql, (number,))]


def page(conn: ReadConn, number: int, at: int) -> str:
    row = conn.required(
        "page", at, "SELECT text FROM page WHERE item = ? AND number = ?", (number, at)
    )
    return str(row[0])


def spots(conn: ReadConn, word: str, among: Sequence[int] = (), most: int = 2_000) -> list[Spot]:
    """Passages of documents, or of these, that hold a word that begins as this one does.

    Begins after its ending was taken off: “allergic” finds “allergy”.
    """
    only = f"AND passage.item IN ({', '.join('?' * len(among))}) " if among else ""
    sql = (
        "SELECT passage.id, passage.item, passage.ordinal, passage.page FROM passage_words "
        "JOIN passage ON passage.id = passage_words.rowid "
        "JOIN document ON document.item = passage.item JOIN item ON item.id = document.item "
        f"WHERE passage_words MATCH ? AND item.sensitivity <= ? {only}LIMIT ?"
    )
    values = (f'"{word}" *', int(Sensitivity.PERSONAL), *among, most)
    return [Spot(row[0], row[1], row[2], row[3] or 1) for row in conn.rows(sql, values)]


def passages(conn: ReadConn, numbers: Sequence[int]) -> dict[int, str]:
    """The texts of passages."""
    marks = ", ".join("?" * len(numbers))
    rows = conn.rows(f"SELECT id, text FROM passage WHERE id IN ({marks})", tuple(numbers))
    return {row[0]: row[1] for row in rows}


def titles(conn: ReadConn, among: Sequence[int] = ()) -> dict[int, str]:
    """What documents, or these, are called; the latest first."""
    only = f" WHERE item IN ({', '.join('?' * len(among))})" if among else ""
    rows = conn.rows(f"SELECT item, title FROM document{only} ORDER BY item DESC", tuple(among))
    return {row[0]: row[1] for row in rows}


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


def any_summary(conn: ReadConn, what: tuple[str, str]) -> str | None:
    """A summary of any document: what was made from the same is the same."""
    found = conn.value(
        "SELECT summary.text FROM document JOIN summary ON summary.item = document.item "
        "WHERE summary.kind = ? AND summary.made_from = ? LIMIT 1", what,
    )  # fmt: skip
    return None if found is None else str(found)


def _document(row: Row) -> Document:
    source = Source(Origin(row[10]), row[11])
    has_original = bool(row[4])
    return Document(
        row[0], row[1], row[2], row[3], has_original, row[5], row[6], row[7], row[8], row[9],
        source, from_us(row[12]),
    )  # fmt: skip
