"""Summarizing one document: in one look where it fits, else notes of each piece, then one text.

What comes of it is a stream of frozen events and nothing else: whatever a document says, it can
start nothing, choose nothing and send nothing. Every answer of the model is kept at once, so that
whoever stops goes on from there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from inference.engines.protocols import ChatEngine, Stopped, never
from inference.errors import CalledOff, ContextFull
from inference.summarizing import accounts, lines, notebook, orders, pieces, prompts, timeline
from inference.summarizing.checking import Proof
from inference.summarizing.lines import Line
from inference.summarizing.notebook import Notebook
from inference.summarizing.pieces import Piece
from inference.summarizing.wish import TIMELINE_LINES, Kind, Wish
from inference.types import ChatRequest, Failed, Finished, Loading, Reading, Usage
from vault.documents import Page

LEAST_PIECE = 300
"tokens of a piece, however little a model can look at"
LEAST_NOTES = 2
"of a piece, however small"
MOST_LEVELS = 8


About = Literal["", "differs", "both", "first", "second"]


@dataclass(frozen=True)
class Paper:
    """A document that is to be summarized."""

    pages: tuple[Page, ...]
    language: str = ""
    members: tuple[tuple[int, str], ...] = ()
    "the first page and the title of each document, where several are read as one"

    def pieces(self, most: int, *, first: int | None = None) -> Iterator[Piece]:
        """Cut for a model; no piece has parts of two documents."""
        begins = {page for page, _title in self.members[1:]}
        ends = [0, *(at for at, page in enumerate(self.pages) if page.number in begins)]
        for begin, end in pairwise([*ends, len(self.pages)]):
            yield from pieces.pieces(self.pages[begin:end], most, first=first)
            first = None

    def title_of(self, page: int) -> str:
        """Of the document that a page is from; nothing where there is only one."""
        return next((title for first, title in reversed(self.members) if first <= page), "")


@dataclass(frozen=True)
class Writer:
    """Who summarizes."""

    engine: ChatEngine | None
    "None for what code does alone"
    model: str
    "which weights: notes of others do not count"
    context: int
    "tokens that it can look at in one go"
    notebook: Notebook


@dataclass(frozen=True)
class Progress:
    """Pages that are read and noted."""

    done: int
    of: int


@dataclass(frozen=True)
class Statement:
    """Something that the document says."""

    text: str
    pages: tuple[int, ...]
    unproven: tuple[str, ...] = ()
    "its names, numbers and dates that were not found on these pages"
    when: str = ""
    "the day that it is about, in a timeline"
    about: About = ""
    "which of two documents it is about, where they are compared"
    against: str = ""
    "what the second document says in its place"


@dataclass(frozen=True)
class Noted:
    """A statement about a piece, early; it may be joined with others or left out at the end."""

    statement: Statement


@dataclass(frozen=True)
class Summarized:
    """The end. What came before it is the summary, if it was not stopped."""

    reason: Literal["whole", "stopped"]
    statements: int = 0
    unproven: int = 0
    "statements of which something was not found"
    read_tokens: int = 0
    "that a model had to read for it; what was noted before costs none"
    orders: int = 0
    "sentences that told programs what to write, and were left out"
    more: int = 0
    "differences beyond those that are told"


SummaryEvent = Progress | Statement | Noted | Loading | Reading | Summarized


def summarize(
    paper: Paper, wish: Wish, writer: Writer, *, stopped: Stopped = never
) -> Iterator[SummaryEvent]:
    """The statements of a summary; the last event says how it ended. Errors are raised."""
    work = Work(paper, wish, writer, stopped)
    try:
        yield from work.run()
    except CalledOff:
        yield Summarized("stopped", read_tokens=work.read_tokens)


class Work:
    """One summary, or one comparison, being made."""

    def __init__(self, paper: Paper, wish: Wish, writer: Writer, stopped: Stopped) -> None:
        self._paper, self._orders = _without_orders(paper)
        self._pages = tuple(dict.fromkeys(page.number for page in paper.pages))
        self._wish = wish
        self._writer = writer
        self._stopped = stopped
        texts = {
            page.number: f"{page.text}\n{paper.title_of(page.number)}" for page in self._paper.pages
        }
        self._proof = Proof(texts, wish.language or paper.language)
        self.read_tokens = 0

    def run(self) -> Iterator[SummaryEvent]:
        yield Progress(0, len(self._pages))
        if self._wish.kind is Kind.TIMELINE:
            yield from self._timeline()
            return
        if added := self._added_up():
            yield from added
            yield Progress(len(self._pages), len(self._pages))
            yield self.end(added)
            return
        most = min(self._room(self._wish.lines), pieces.MOST_TOKENS)
        whole = tuple(self._paper.pieces(most))
        if len(whole) <= 1:
            yield from self._in_one(whole)
            return
        yield from self._in_pieces()

    def _added_up(self) -> list[Statement]:
        """Of an account statement, what code makes of it, if nothing else is asked for."""
        wish = self._wish
        if wish.kind not in (Kind.SUMMARY, Kind.POINTS, Kind.FIGURES) or wish.instructions.strip():
            return []
        language = wish.language or self._paper.language
        found = accounts.summed_up(self._paper.pages, language) if not self._paper.members else []
        return [Statement(one.text, one.pages) for one in found[: wish.lines]]

    def _timeline(self) -> Iterator[SummaryEvent]:
        pages, language = self._paper.pages, self._paper.language
        every = timeline.dated(pages, language, stopped=self._stopped)[:TIMELINE_LINES]
        said = [Statement(one.text, one.pages, when=one.when) for one in every]
        yield from said
        yield Progress(len(self._pages), len(self._pages))
        yield self.end(said)

    def _in_pieces(self) -> Iterator[SummaryEvent]:
        """Notes of each piece, then fewer out of all of them."""
        notes = Distinct()
        yield from self.noted(notes)
        yield from self._united(notes.statements)

    def noted(self, notes: "Distinct") -> Iterator[SummaryEvent]:
        """Notes of each piece, in the order of reading."""
        room = min(self._room(self._wish.telling.per_piece), pieces.MOST_TOKENS)
        cut = tuple(self._paper.pieces(room, first=pieces.FIRST_TOKENS))
        last = {page: at for at, piece in enumerate(cut) for page in piece.pages}
        for at, piece in enumerate(cut):
            for event in self._noted(piece, self._notes_of(piece)):
                if not isinstance(event, Statement):
                    yield event
                elif notes.add(event):
                    yield Noted(event)
            left = sum(end > at for end in last.values())
            yield Progress(len(self._pages) - left, len(self._pages))

    def _notes_of(self, piece: Piece) -> int:
        """How many notes of a piece there are to be, at most: fewer of a small one."""
        most = self._wish.telling.per_piece
        return max(min(most, LEAST_NOTES), -(-most * piece.tokens // pieces.MOST_TOKENS))

    def _room(self, answer: int) -> int:
        """Tokens of text that a request for so many lines has room for."""
        taken = prompts.RULES_TOKENS + pieces.tokens(self._wish.instructions)
        taken += prompts.answer_tokens(answer)
        return max(self._writer.context - taken, LEAST_PIECE)

    def _in_one(self, whole: Sequence[Piece]) -> Iterator[SummaryEvent]:
        said = Distinct(self._wish.lines)
        for piece in whole:
            for event in self._noted(piece, self._wish.lines):
                if not isinstance(event, Statement) or said.add(event):
                    yield event
        yield Progress(len(self._pages), len(self._pages))
        yield self.end(said.statements)

    def _noted(self, piece: Piece, most: int) -> Iterator[SummaryEvent]:
        """Statements about a piece; one that is too long after all is taken in two."""
        try:
            parts, request = piece.parts, prompts.noting(piece, self._wish, most)
            for found in self.answer(request, len(parts), piece.pages):
                if isinstance(found, Line):
                    cited = tuple(parts[number - 1].page for number in found.cited)
                    yield self._statement(found.text, cited, piece.pages)
                else:
                    yield found
        except ContextFull:
            if (halves := piece.halves()) is None:
                raise
            for half in halves:
                yield from self._noted(half, most)

    def _united(self, notes: list[Statement]) -> Iterator[SummaryEvent]:
        """As few statements as were asked for, out of all the notes."""
        for _ in range(MOST_LEVELS):
            if len(notes) <= self._wish.lines:
                break
            groups = self._groups(notes)
            fewer = Distinct()
            for group in groups:
                most = self._target(len(group), len(groups))
                for event in self._joined(group, most):
                    if isinstance(event, Statement):
                        fewer.add(event)
                    else:
                        yield event
            notes = fewer.statements
        final = notes[: self._wish.lines]
        yield from final
        yield self.end(final)

    def _groups(self, notes: Sequence[Statement]) -> list[list[Statement]]:
        """Notes that are looked at together: as many as there is room for, at least two."""
        room = min(self._room(self._wish.lines), pieces.MOST_TOKENS)
        groups: list[list[Statement]] = [[]]
        taken = 0
        for note in notes:
            size = pieces.tokens(note.text) + 6
            if taken + size > room and len(groups[-1]) > 1:
                groups.append([])
                taken = 0
            groups[-1].append(note)
            taken += size
        return groups

    def _target(self, size: int, groups: int) -> int:
        """How many statements are to come of a group: fewer than it has, enough in all."""
        if groups == 1:
            return self._wish.lines
        return max(1, min(size - 1, max(size // 3, -(-self._wish.lines // groups))))

    def _joined(self, group: Sequence[Statement], most: int) -> Iterator[SummaryEvent]:
        if len(group) <= most:
            yield from group
            return
        among = tuple(dict.fromkeys(page for note in group for page in note.pages))
        request = prompts.uniting([self._told(note) for note in group], self._wish, most)
        for found in self.answer(request, len(group), among):
            if isinstance(found, Line):
                yield self.taken_from(found, group, among)
            else:
                yield found

    def _told(self, note: Statement) -> str:
        """A note, and of several documents the one that it is about."""
        title = self._paper.title_of(note.pages[0])
        return f"{note.text} ({title})" if title else note.text

    def taken_from(self, line: Line, notes: Sequence[Statement], among: Sequence[int]) -> Statement:
        """A line that was made from notes, with the pages of those."""
        cited = [page for number in line.cited for page in notes[number - 1].pages]
        text = line.text
        for _page, title in self._paper.members:  # said by the pages, beside the statement
            text = text.replace(f" ({title})", "")
        return self._statement(text, tuple(dict.fromkeys(cited)), among)

    def _statement(self, text: str, cited: Sequence[int], among: Sequence[int]) -> Statement:
        found, missing = self._proof.cited(text, cited, among)
        return Statement(text, tuple(sorted(found)), missing)

    def answer(
        self, request: ChatRequest, count: int, about: Sequence[int]
    ) -> Iterator[Line | Loading | Reading]:
        """The lines of an answer on these pages: as they were kept, or as the model writes them."""
        if self._stopped():
            raise CalledOff("chat")
        key = notebook.key(self._writer.model, request)
        kept = self._writer.notebook.find(key)
        if kept is not None:
            yield from lines.read(kept, count)
            return
        assert self._writer.engine is not None, "asked for more than code can do"
        found: list[Line] = []
        events = self._writer.engine.stream(request, stopped=self._stopped)
        for event in lines.arriving(events, count):
            if isinstance(event, Line):
                found.append(event)
            self._heed(event)
            if isinstance(event, Line | Loading | Reading):
                yield event
        self._writer.notebook.keep(key, "\n".join(map(str, found)) or lines.NONE, about)

    def _heed(self, event: object) -> None:
        if isinstance(event, Failed):
            raise event.error
        if isinstance(event, Usage):
            self.read_tokens += event.evaluated_tokens
        if isinstance(event, Finished) and event.reason == "cancelled":
            raise CalledOff("chat")

    def end(self, said: Sequence[Statement]) -> Summarized:
        unproven = sum(bool(one.unproven) for one in said)
        return Summarized("whole", len(said), unproven, self.read_tokens, self._orders)


def _without_orders(paper: Paper) -> tuple[Paper, int]:
    cleared = [(page, *orders.without(page.text)) for page in paper.pages]
    pages = tuple(replace(page, text=text) for page, text, _ in cleared)
    return replace(paper, pages=pages), sum(count for *_, count in cleared)


class Distinct:
    """Statements, each only once, however it is written."""

    def __init__(self, most: int | None = None) -> None:
        self.statements: list[Statement] = []
        self._most = most
        self._seen: set[str] = set()

    def add(self, one: Statement) -> bool:
        """Whether it is new, and there is room for it."""
        key = " ".join(one.text.casefold().split()).strip(" .!")
        if key in self._seen or len(self.statements) == self._most:
            return False
        self._seen.add(key)
        self.statements.append(one)
        return True
