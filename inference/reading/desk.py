"""What a format's reader works with: the file's bytes come in, pages go out, limits hold.

Readers never open anything themselves, and never hold back a whole document: a page is handed on
as soon as it is read. Text is cleaned here, once, for all of them.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from inference.reading.document import Block, Gap, Limits, Page, Reason, Unit, numbers

LONGEST_PAGE = 1_000_000
"what a page may cost, so that it fits into a frame; no page that a person wrote comes near it"
PART_CHARACTERS = 4_000
"of formats that know no pages, about as much as a printed page holds"
LONGEST_TITLE = 200
MOST_GAPS = 200
BLOCK_COST, CELL_COST = 32, 4
"what a block and a cell count for beside their letters, so that empty ones cannot pile up"
TIME_SHARE = 0.8
"of the time allowed, after which what was read is handed over rather than lost"
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\U000e0000-\U000e007f]"
)
"controls, halves of characters, and marks that turn or hide what is read"
BLANKS = re.compile(r"[^\S\n]+")


class Enough(Exception):
    """A limit was reached; what was read stands."""


@dataclass
class Gathered:
    """What has come of one file so far, parts within it included."""

    limits: Limits
    send: Callable[[Page], None]
    stopped: Callable[[], bool]
    deadline: float
    tell: Callable[[int, int], None] = lambda _done, _of: None
    pages: int = 0
    characters: int = 0
    unpacked: int = 0
    members: int = 0
    sample: list[str] = field(default_factory=list)
    "the beginning, by which the language is told"
    has_text: bool = False
    missing: dict[tuple[Reason, str], int] = field(default_factory=dict)
    without: dict[Reason, list[int]] = field(default_factory=dict)
    "numbers of pages by what they lack"


class Desk:
    """Where one file, or a part of one, is read."""

    def __init__(
        self, name: str, gathered: Gathered, *, password: str | None = None, depth: int = 0
    ) -> None:
        self.name = name
        self.password = password
        self.depth = depth
        self.title = ""
        self.media = ""
        self.unit: Unit = "part"
        self.count = 0
        "pages of this file alone"
        self.page_count = 0
        "as the file says; where it says nothing, as many as were read"
        self.everything = gathered

    @property
    def limits(self) -> Limits:
        return self.everything.limits

    def page(self, blocks: Iterable[Block], title: str = "") -> int:
        """Hand on a page; its number. Raises Enough when no more is wanted."""
        self.still_wanted()
        at = self.everything
        if at.pages >= self.limits.pages:
            self.gap("past the limit", self.name if self.depth else "")
            raise Enough
        kept, whole = self._within(blocks)
        at.pages += 1
        self.count += 1
        at.send(Page(at.pages, tuple(kept), line(self._named(title))))
        if not whole:
            self.gap("past the limit", self.name if self.depth else "")
        if at.characters >= self.limits.characters:
            raise Enough
        return at.pages

    def parts(self, blocks: Iterable[Block], title: str = "") -> None:
        """Hand on text that knows no pages, cut between blocks, rather before a heading."""
        waiting: list[Block] = []
        size = 0
        for block in blocks:
            cost = _cost(block)
            is_break = block.kind == "heading" and size * 2 > PART_CHARACTERS
            if waiting and (size + cost > PART_CHARACTERS or is_break):
                self.page(waiting, title)
                waiting, size = [], 0
            waiting.append(block)
            size += cost
        if waiting:
            self.page(waiting, title)

    def gap(self, reason: Reason, where: str = "", count: int = 1) -> None:
        missing = self.everything.missing
        key = (reason, line(where))
        if key in missing or len(missing) < MOST_GAPS:
            missing[key] = missing.get(key, 0) + count
        else:
            missing[reason, ""] = missing.get((reason, ""), 0) + count

    def at(self, done: int, of: int) -> None:
        """Say how far the reading has come."""
        if not self.depth:
            self.everything.tell(done, of)

    def lacks(self, reason: Reason, page: int) -> None:
        """A page of this number has nothing that could be read."""
        self.everything.without.setdefault(reason, []).append(page)

    def unpacked(self, count: int) -> None:
        """So many bytes came out of something packed."""
        self.everything.unpacked += count
        if self.everything.unpacked > self.limits.unpacked_bytes:
            self.gap("past the limit", self.name if self.depth else "")
            raise Enough
        self.still_wanted()

    def still_wanted(self) -> None:
        """Stop here if nobody waits any more, or time runs out."""
        if self.everything.stopped():
            raise Enough
        if time.monotonic() > self.everything.deadline:
            self.gap("out of time")
            raise Enough

    def inner(self, name: str) -> "Desk | None":
        """A desk for a file within this one; None where it lies too deep."""
        self.everything.members += 1
        if self.everything.members > self.limits.members:
            self.gap("past the limit")
            raise Enough
        if self.depth >= self.limits.depth:
            self.gap("past the limit", name)
            return None
        return Desk(line(name), self.everything, password=self.password, depth=self.depth + 1)

    def gaps(self) -> tuple[Gap, ...]:
        at = self.everything
        by_page = [Gap(why, len(set(of)), numbers(of)) for why, of in at.without.items()]
        return (*by_page, *(Gap(why, count, where) for (why, where), count in at.missing.items()))

    def _named(self, title: str) -> str:
        """A page's title; of a part of a file, also which part it is, and which page of it."""
        if not self.depth:
            return title
        number = str(self.count) if self.unit in ("page", "slide") else ""
        rest = " ".join(filter(None, (number, title)))
        return f"{self.name}: {rest}" if rest else self.name

    def _within(self, blocks: Iterable[Block]) -> tuple[list[Block], bool]:
        """The blocks as far as there is room, and whether that is all of them."""
        at, kept = self.everything, list[Block]()
        room = min(self.limits.characters - at.characters, LONGEST_PAGE)
        for block in map(_clean, blocks):
            if not block.text and not block.rows:
                continue
            cost = min(_cost(block), room)
            is_whole = cost < room or _cost(block) == room
            kept.append(block if is_whole else _cut(block, room))
            room -= cost
            at.characters += cost
            at.has_text = True
            if len(at.sample) < 400 and block.kind != "code":
                at.sample.append((block.text or " ".join(map(" ".join, block.rows[:50])))[:2000])
            if not is_whole:
                return kept, False
        return kept, True


def clean(text: str) -> str:
    """Text without what nobody sees, its lines kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    return UNSEEN.sub("", text).replace("\xad", "").replace("\xa0", " ")


def line(text: str) -> str:
    """Text as one line, for titles and names."""
    return " ".join(clean(text).split())[:LONGEST_TITLE]


def _clean(block: Block) -> Block:
    text = clean(block.text)
    if block.kind in ("heading", "list"):
        text = " ".join(text.split())
    elif block.kind != "code":
        text = "\n".join(BLANKS.sub(" ", one).strip() for one in text.split("\n")).strip()
    rows = tuple(tuple(clean(cell).strip() for cell in row) for row in block.rows)
    return Block(block.kind, text, block.level, rows if any(map(any, rows)) else ())


def _cut(block: Block, room: int) -> Block:
    """As much of a block as there is room for."""
    rows = list[tuple[str, ...]]()
    for row in block.rows:
        room -= sum(len(cell) + CELL_COST for cell in row)
        if room < 0:
            break
        rows.append(row)
    return Block(block.kind, block.text[: max(room, 0)], block.level, tuple(rows))


def _cost(block: Block) -> int:
    cells = sum(len(cell) + CELL_COST for row in block.rows for cell in row)
    return len(block.text) + cells + BLOCK_COST
