"""Documents: pages as they were read, chunks to be found by, summaries that can be made again.

A file that changed gives its document a new text; the document keeps its number, and with it what
leads to it: tags, links, citations. What it said before is kept as a version, which nothing finds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from vault import items, versions
from vault.connection import ReadConn, Row, Value, WriteConn
from vault.entities import fold
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
    changed: datetime | None
    "when its text was last replaced"
    alike: int | None
    "a document that was here before it and says nearly the same"
    is_gone: bool
    "whether no file holds it any more: deleted, or something else by now"
    tags: tuple[str, ...]

    @property
    def latest(self) -> datetime:
        return self.changed or self.added


@dataclass(frozen=True)
class Shown:
    """Which documents are listed; every limit that is given must hold."""

    tag: str = ""
    person: int | None = None
    "an entity"
    days: tuple[date, date] | None = None
    "from the first to the last: documents that name a day within"
    added: tuple[date, date] | None = None
    "from the first to the last, in the owner's time: documents that were added then"
    gone: bool = False
    alike: bool = False


@dataclass(frozen=True)
class Page:
    """One page, as it was read."""

    number: int
    title: str
    text: str


@dataclass(frozen=True)
class Label:
    """What tells a page of a document from the others, where it is cited."""

    unit: str
    "what the pages of the document are: pages, slides, sheets, stretches of time, …"
    number: int
    title: str = ""
    "of the page, where that is not the document's own"
    is_alone: bool = False
    "whether the document has no other"


@dataclass(frozen=True)
class Spot:
    """Where a passage stands."""

    passage: int
    item: int
    ordinal: int
    "among the passages of its document"
    page: int


GONE = (
    "(item.source = 'file' AND item.source_ref <> '' AND NOT EXISTS "
    "(SELECT 1 FROM file WHERE file.item = document.item AND gone_us IS NULL))"
)
ALL = -1
"as many as there are"
SELECT = (
    "SELECT document.item, title, media, sha256, original IS NOT NULL, language, unit, page_count, "
    f"bytes, gaps, source, source_ref, created_us, changed_us, alike, {GONE}, "
    "(SELECT group_concat(tag, char(31)) FROM (SELECT tag FROM document_tag "
    "WHERE document_tag.item = document.item ORDER BY folded)) "
    "FROM document JOIN item ON item.id = document.item"
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
        _put_pages(conn, number, new)
    return number


def replace(conn: WriteConn, number: int, new: NewDocument, now: datetime) -> None:
    """Its file says something else now; what it said before becomes a version.

    A file that is kept in the vault stays there until another takes its place.
    """
    about = new.about
    with conn.transaction():
        versions.keep(conn, number, now)
        conn.run("DELETE FROM page WHERE item = ?", (number,))
        _put_pages(conn, number, new)
        items.replace_passages(conn, number, new.chunks)
        conn.run(
            "UPDATE document SET title = ?, media = ?, sha256 = ?, "
            "original = ifnull(?, original), language = ?, unit = ?, page_count = ?, bytes = ?, "
            "gaps = ?, changed_us = ? WHERE item = ?",
            (new.title, new.media, new.sha256, new.original, about.language, about.unit,
             about.page_count or len(new.pages), about.size, about.gaps, to_us(now), number),
        )  # fmt: skip
        conn.run("UPDATE item SET happened_us = ? WHERE id = ?", (to_us(new.happened), number))


def _put_pages(conn: WriteConn, number: int, new: NewDocument) -> None:
    titles = [*new.about.page_titles, *[""] * len(new.pages)]
    conn.run_many(
        "INSERT INTO page(item, number, text, title) VALUES (?, ?, ?, ?)",
        [(number, at, text, titles[at - 1]) for at, text in enumerate(new.pages, start=1)],
    )


def move(conn: WriteConn, number: int, ref: str) -> None:
    """Its file lies elsewhere now."""
    conn.run("UPDATE item SET source_ref = ? WHERE id = ?", (ref, number))


def get(conn: ReadConn, number: int) -> Document:
    return _document(conn.required("document", number, f"{SELECT} WHERE item.id = ?", (number,)))


def listed(
    conn: ReadConn, most: int = 500, skip: int = 0, shown: Shown = Shown()
) -> list[Document]:
    """The latest first."""
    where, values = _limits(shown)
    sql = f"{SELECT} WHERE {where} ORDER BY item.id DESC LIMIT ? OFFSET ?"
    return [_document(row) for row in conn.rows(sql, (*values, most, skip))]


def _limits(shown: Shown) -> tuple[str, list[Value]]:
    where, values = ["1"], list[Value]()
    if shown.tag:
        where.append("item.id IN (SELECT item FROM document_tag WHERE folded = ?)")
        values.append(fold(shown.tag))
    if shown.person is not None:
        where.append("item.id IN (SELECT item FROM appearance WHERE entity = ?)")
        values.append(shown.person)
    if shown.days is not None:
        where.append("item.id IN (SELECT item FROM document_day WHERE first <= ? AND last >= ?)")
        values += [shown.days[1].isoformat(), shown.days[0].isoformat()]
    if shown.added is not None:
        first, last = (datetime.combine(one, time()).astimezone() for one in shown.added)
        where.append("created_us >= ? AND created_us < ?")
        values += [to_us(first), to_us(last + timedelta(days=1))]
    if shown.gone:
        where.append(GONE)
    if shown.alike:
        where.append("(alike IS NOT NULL OR item.id IN (SELECT alike FROM document))")
    return " AND ".join(where), values


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


def label(conn: ReadConn, number: int, at: int) -> Label:
    """Of a page; of one that is no more, its number."""
    row = conn.row(
        "SELECT unit, page.number, iif(page.title = document.title, '', page.title), "
        "page_count <= 1 FROM page JOIN document ON document.item = page.item "
        "WHERE page.item = ? AND page.number = ?",
        (number, at),
    )
    return Label("page", at) if row is None else Label(row[0], row[1], row[2], bool(row[3]))


def labels(conn: ReadConn, numbers: Sequence[int]) -> dict[tuple[int, int], Label]:
    """Of all pages of these documents, by the document and the page."""
    marks = ", ".join("?" * len(numbers))
    rows = conn.rows(
        "SELECT page.item, page.number, unit, iif(page.title = document.title, '', page.title), "
        "page_count <= 1 FROM page JOIN document ON document.item = page.item "
        f"WHERE page.item IN ({marks})",
        tuple(numbers),
    )
    return {(row[0], row[1]): Label(row[2], row[1], row[3], bool(row[4])) for row in rows}


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
    values: list[str | int] = [f'"{word}" *', int(Sensitivity.PERSONAL), *among, most]
    return [Spot(row[0], row[1], row[2], row[3] or 1) for row in conn.rows(sql, values)]


def near(conn: ReadConn, numbers: Sequence[int], by: int) -> list[Spot]:
    """These passages, and so many before and after each in its document."""
    marks = ", ".join("?" * len(numbers))
    sql = (
        "SELECT DISTINCT other.id, other.item, other.ordinal, other.page FROM passage AS one "
        "JOIN passage AS other ON other.item = one.item "
        "AND other.ordinal BETWEEN one.ordinal - ? AND one.ordinal + ? "
        f"WHERE one.id IN ({marks})"
    )
    rows = conn.rows(sql, (by, by, *numbers))
    return [Spot(row[0], row[1], row[2], row[3] or 1) for row in rows]


def passages(conn: ReadConn, numbers: Sequence[int]) -> dict[int, str]:
    """The texts of passages."""
    marks = ", ".join("?" * len(numbers))
    rows = conn.rows(f"SELECT id, text FROM passage WHERE id IN ({marks})", tuple(numbers))
    return {row[0]: row[1] for row in rows}


def any_there(conn: ReadConn) -> bool:
    return conn.value("SELECT 1 FROM document LIMIT 1") is not None


def with_tables(conn: ReadConn, among: Sequence[int]) -> set[int]:
    """Those of these documents that have rows of a table on a page."""
    marks = ", ".join("?" * len(among))
    sql = f"SELECT DISTINCT item FROM page WHERE item IN ({marks}) AND instr(text, '| ') > 0"
    return set(conn.column(sql, tuple(among)))


def titles(conn: ReadConn, among: Sequence[int] = ()) -> dict[int, str]:
    """What documents, or these, are called; the latest first."""
    only = f" WHERE item IN ({', '.join('?' * len(among))})" if among else ""
    rows = conn.rows(f"SELECT item, title FROM document{only} ORDER BY item DESC", tuple(among))
    return {row[0]: row[1] for row in rows}


def same_titles(conn: ReadConn) -> dict[int, str]:
    """Documents that share their title with others, and what sets each apart from these."""
    rows = conn.rows(
        "SELECT document.item, title, source_ref, created_us FROM document "
        "JOIN item ON item.id = document.item WHERE title IN "
        "(SELECT title FROM document GROUP BY title HAVING count(*) > 1) ORDER BY document.item"
    )
    groups: dict[str, list[tuple[int, str, int]]] = {}
    for row in rows:
        groups.setdefault(row[1], []).append((row[0], row[2], row[3]))
    return {number: words for some in groups.values() for number, words in _apart(some).items()}


def _apart(some: Sequence[tuple[int, str, int]]) -> dict[int, str]:
    """The last part of each one's path that no other has; a day where there is none."""
    found = dict[int, str]()
    parts = {number: re.split(r"[/\\]", ref) for number, ref, _ in some}
    for number, _ref, added_us in some:
        others = {part for other, some_parts in parts.items() if other != number
                  for part in some_parts}  # fmt: skip
        own = [part for part in reversed(parts[number]) if part and part not in others]
        found[number] = own[0] if own else f"{from_us(added_us):%Y-%m-%d}"
    return found


def original(conn: ReadConn, number: int) -> bytes | None:
    sql = "SELECT original FROM document WHERE item = ?"
    row = conn.required("document", number, sql, (number,))
    return row[0] if row[0] is None else bytes(row[0])


def rename(conn: WriteConn, number: int, title: str) -> None:
    """Call it something else than the file calls itself."""
    conn.run("UPDATE document SET title = ? WHERE item = ?", (title, number))


def keep_original(conn: WriteConn, number: int, contents: bytes) -> None:
    """The file itself goes into the vault, too."""
    conn.run("UPDATE document SET original = ? WHERE item = ?", (contents, number))


def drop_original(conn: WriteConn, number: int) -> None:
    """Only the file in its place is left."""
    conn.run("UPDATE document SET original = NULL WHERE item = ?", (number,))


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
        source, from_us(row[12]), from_us(row[13]) if row[13] else None, row[14], bool(row[15]),
        tuple(row[16].split("\x1f")) if row[16] else (),
    )  # fmt: skip
