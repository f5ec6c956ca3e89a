"""Putting a document that was read into the vault: its pages to look at, its passages to be found.

A passage is a few paragraphs of one page, below the headings that they stand under, so that a hit
leads to the page and says by itself what it is about.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from inference.reading import dated, naming, wording
from inference.reading.document import Block, Document, Gap, Head
from vault import appearances, documents, entities, likeness
from vault.connection import ReadConn, WriteConn
from vault.documents import About, NewDocument
from vault.items import Origin, Passage, Source

PASSAGE_SIGNS = 900
"about what an embedder of sentences reads of a text"
LONGEST_HEADING = 120
ENDS = ("\n", ". ", " ")
"where a text is rather cut, the best first"


@dataclass(frozen=True)
class Taken:
    """A file that the owner handed over."""

    place: str
    "where it lies; what a citation names"
    sha256: str
    size: int
    original: bytes | None = None
    "its bytes, if they are to be kept in the vault"

    @classmethod
    def of(cls, place: str, contents: bytes, *, keeps: bool) -> "Taken":
        return cls(
            place, hashlib.sha256(contents).hexdigest(), len(contents), contents if keeps else None
        )


def known(conn: ReadConn, taken: Taken) -> int | None:
    """The document of exactly these bytes, where there is one."""
    same = documents.with_contents(conn, taken.sha256)
    return same[0].id if same else None


def put(conn: WriteConn, document: Document, taken: Taken, now: datetime) -> int:
    """Keep a document; its number."""
    with conn.transaction():
        number = documents.add(conn, _new(document, taken, now), now)
        _look_into(conn, number, document)
    return number


def renew(conn: WriteConn, number: int, document: Document, taken: Taken, now: datetime) -> None:
    """The file of a document says something else now."""
    with conn.transaction():
        documents.replace(conn, number, _new(document, taken, now), now)
        _look_into(conn, number, document)


def _look_into(conn: WriteConn, number: int, document: Document) -> None:
    """What rules find in the text: whom and which days it names, and what it is nearly the same as.

    The text is a stranger's: what is found leads to the document, and becomes nothing more.
    """
    texts = [page.untrusted_text for page in document.pages]
    people = naming.people(texts, entities.of_the_owner(conn))
    appearances.note(conn, number, people, dated.days(texts))
    likeness.note(conn, number, wording.signature(texts))


def _new(document: Document, taken: Taken, now: datetime) -> NewDocument:
    about = About(
        document.language, document.unit, document.page_count, taken.size,
        json.dumps([asdict(gap) for gap in document.gaps], ensure_ascii=False),
        tuple(page.title for page in document.pages),
    )  # fmt: skip
    return NewDocument(
        document.title, document.media, taken.sha256, Source(Origin.FILE, taken.place), now,
        [page.untrusted_text for page in document.pages], list(passages(document)),
        taken.original, about=about,
    )  # fmt: skip


def head(kept: documents.Document) -> Head:
    """What was known of a document beside its pages when it was read."""
    gaps = tuple(Gap(**row) for row in json.loads(kept.gaps))
    unit: Any = kept.unit
    return Head(kept.title, kept.language, kept.media, unit, kept.page_count, gaps)


def passages(document: Document) -> Iterator[Passage]:
    """Every text of the document, cut where its own parts end."""
    cutting = _Cutting()
    for page in document.pages:
        for block in page.blocks:
            yield from cutting.take(block, page.number)
        yield from cutting.end(page.number)


class _Cutting:
    """Gathers blocks into passages; a heading holds until one of its level or above comes."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []
        self._texts: list[str] = []
        self._has_words = False
        "whether there is more in `texts` than the headings"

    def take(self, block: Block, page: int) -> Iterator[Passage]:
        if block.kind == "heading":
            is_within = bool(self._headings) and block.level > self._headings[-1][0]
            if self._has_words or not is_within:
                yield from self.end(page)
            self._headings = [one for one in self._headings if one[0] < block.level]
            text = " ".join(block.text.split())[:LONGEST_HEADING]
            self._headings.append((block.level, text))
            self._texts = [self._above()]
            return
        for piece in _pieces(block):
            if self._has_words and sum(map(len, self._texts)) + len(piece) > PASSAGE_SIGNS:
                yield from self.end(page)
            if not self._texts and self._headings:
                self._texts = [self._above()]
            self._texts.append(piece)
            self._has_words = True

    def end(self, page: int) -> Iterator[Passage]:
        if self._texts:
            yield Passage("\n".join(self._texts), page)
        self._texts, self._has_words = [], False

    def _above(self) -> str:
        return " › ".join(text for _level, text in self._headings)


def _pieces(block: Block) -> Iterator[str]:
    """A block as it is, or cut at the ends of its lines and sentences where it is too long."""
    text = block.untrusted_text.strip()
    while len(text) > PASSAGE_SIGNS:
        ends = (text.rfind(sign, PASSAGE_SIGNS // 2, PASSAGE_SIGNS) for sign in ENDS)
        at = next((end + 1 for end in ends if end > 0), PASSAGE_SIGNS)
        yield text[:at].strip()
        text = text[at:].strip()
    if text:
        yield text
