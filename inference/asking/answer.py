"""Answering a question about documents: find, ask, check; or say that none of them says it.

What comes of it is a stream of frozen events and nothing else: whatever a document says, it can
start nothing, choose nothing and send nothing. The model chooses a quotation and says what stands
there; code decides whether that is an answer.
"""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from inference.asking import (
    across,
    across_words,
    filling,
    finding,
    following,
    joining,
    labelled,
    ledger,
    many,
    periods,
    prompts,
    quoting,
    sheets,
    sums,
    support,
    telling,
)
from inference.asking.finding import Desk, Excerpt, Found
from inference.asking.following import Before
from inference.asking.sums import Form, Worked
from inference.asking.support import Judge, Verdict
from inference.asking.wording import Question
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.errors import CalledOff
from inference.summarizing import lines, orders
from inference.summarizing.lines import Line
from inference.types import ChatEvent, ChatRequest, Failed, Finished, Loading, Reading, Token, Usage
from vault import documents
from vault.entities import fold
from vault.search import WORD

FEWEST_WORDS = 6
"of a statement that is shown as the model wrote it"
_SCRAP = re.compile(r"[\s,;]+$")
MOST_NEAREST = 3
"places that are named where no answer was found"
MOST_TABLED = 12
"documents whose tables are looked at"
MOST_TABLES_TOLD = 3
"documents of which each tells something, where no question says which is meant"
MOST_LOOKED_AT = 300
"documents that are looked through for tables"
MOST_ROWS_SHOWN = 5


@dataclass(frozen=True)
class Looked:
    """Where the answer may stand, before a model was asked."""

    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True)
class Statement:
    """Part of an answer, and where it stands."""

    text: str
    document: int
    title: str
    page: int
    untrusted_quote: str
    "the paragraph, as it is there"


@dataclass(frozen=True)
class Computed:
    """What code worked out of the rows of a table."""

    text: str
    document: int
    title: str
    page: int
    pages: tuple[int, ...]
    "of the rows that counted"
    rows: int
    "how many those are"
    untrusted_quote: str
    "the head and the first of these rows"


@dataclass(frozen=True)
class Gathered:
    """What code put together from many documents; the statements beside it are the figures."""

    text: str


@dataclass(frozen=True)
class Answered:
    """The end. What came before it is the answer, if it was not stopped."""

    reason: Literal["whole", "part", "absent", "unasked", "stopped"]
    "part: of two things; absent: no document says it; unasked: there is no model to ask"
    statements: int = 0
    nearest: tuple[Excerpt, ...] = ()
    "where something like it stands, if no document says it"
    read_tokens: int = 0
    before: Before | None = None
    "what the next question may lean on"


AskEvent = Looked | Statement | Computed | Gathered | Loading | Reading | Answered


def ask(
    text: str, desk: Desk, engine: ChatEngine | None, *, stopped: Stopped = never,
    before: Before | None = None,
) -> Iterator[AskEvent]:  # fmt: skip
    """The statements of an answer; the last event says how it ended. Errors are raised."""
    work = _Work(desk, engine, stopped)
    try:
        yield from work.run(following.meant(text, before))
    except CalledOff:
        yield Answered("stopped", read_tokens=work.read_tokens)


class _Work:
    """One question being answered."""

    def __init__(self, desk: Desk, engine: ChatEngine | None, stopped: Stopped) -> None:
        self._question = Question.of("")
        self._desk = desk
        self._engine = engine
        self._stopped = stopped
        self.read_tokens = 0

    def run(self, meant: following.Meant) -> Iterator[AskEvent]:
        """The question where it leads, then anywhere if it may be there; of two things, each."""
        wide, said, nearest = self._desk, list[int](), tuple[Excerpt, ...]()
        if among := tuple(one for one in meant.documents if one in wide.scope or not wide.scope):
            self._desk = Desk(wide.conn, wide.find, among, wide.today)
        if (together := self._together(meant.text)) is not None:
            yield from together
            return
        parts = joining.parts(meant.text)
        if not parts or self._is_in_one(meant.text):
            said, nearest = yield from self._tried(meant.text)
            if not said and among and meant.is_open:
                self._desk = wide
                said, nearest = yield from self._tried(meant.text)
        is_part = False
        if parts and not said and self._engine is not None:
            self._desk = wide
            said, nearest, is_part = yield from self._each(parts)
        reason: Literal["whole", "part", "absent", "unasked"] = "part" if is_part else "whole"
        if not said:
            reason = "unasked" if self._engine is None and nearest else "absent"
        known = Before(meant.text, tuple(dict.fromkeys(said)) or meant.documents)
        near = () if said else nearest
        yield Answered(reason, len(said), near, self.read_tokens, known)

    def _together(self, text: str) -> list[AskEvent] | None:
        """What many documents say together, where that is asked for.

        Where no sort of papers is named, what an account says of the same is told before it.
        """
        wish = many.wish(text, self._desk.today)
        told = across.together(self._desk, wish) if wish is not None else None
        if wish is None or told is None:
            return None
        events = list[AskEvent]()
        if not wish.is_named:
            self._question = Question.of(text)
            meant = {one.document for one in told.papers}
            found = finding.find(self._desk, self._question)
            events += [one for one in self._computed(found) if one.document not in meant]
        events += _from_many(told)
        count = sum(isinstance(one, Statement | Computed) for one in events)
        among = tuple(one.document for one in told.papers) if wish.is_one else ()
        return [*events, Answered("whole", count, before=Before(text, among))]

    def _each(
        self, parts: Sequence[str]
    ) -> Generator[AskEvent, None, tuple[list[int], tuple[Excerpt, ...], bool]]:
        """Two questions for one; whether only one of them was answered."""
        said, nearest, answered = list[int](), list[Excerpt](), 0
        for part in parts:
            found, near = yield from self._tried(part)
            said += found
            answered += bool(found)
            nearest += near
        return said, tuple(dict.fromkeys(nearest))[:MOST_NEAREST], 0 < answered < len(parts)

    def _is_in_one(self, text: str) -> bool:
        """Whether any document holds every name in it."""
        conn, scope = self._desk.conn, self._desk.scope
        titles = finding.titles(conn, scope)
        left: set[int] | None = None
        for name in Question.of(text).names:
            held = {one.item for one in documents.spots(conn, name, scope)}
            held |= {one for one, title in titles.items() if name in WORD.findall(fold(title))}
            left = held if left is None else left & held
        return left is None or bool(left)

    def _tried(self, text: str) -> Generator[AskEvent, None, tuple[list[int], tuple[Excerpt, ...]]]:
        """One question; the documents of its statements, and what comes close without any."""
        self._question = Question.of(text)
        found = _without_orders(finding.find(self._desk, self._question))
        if computed := self._computed(found):
            yield from computed
            return [one.document for one in computed], ()
        yield Looked(found.excerpts)
        said = list[int]()
        for event in self._asked(found.excerpts) if found.excerpts else ():
            if isinstance(event, Statement):
                said.append(event.document)
            yield event
        if not said and (beside := self._beside(found.excerpts)) is not None:
            yield beside
            said.append(beside.document)
        return said, found.excerpts[:MOST_NEAREST]

    def _beside(self, excerpts: Sequence[Excerpt]) -> Statement | None:
        """A line whose label says what was asked, else a sentence that plainly says it."""
        judge, conn = Judge(self._desk.conn, self._question, excerpts), self._desk.conn
        first = dict[int, Excerpt]()
        for one in excerpts:
            first.setdefault(one.document, one)
        for one in first.values():
            pages, said = documents.pages(conn, one.document), judge.in_document(one)
            found = labelled.answer(judge, one.title, pages, said)
            if found is not None and not orders.without(found.text)[1]:
                return Statement(found.text, one.document, one.title, found.page, found.line)
        if (plain := quoting.plain(judge, excerpts)) is not None:
            return _statement(*plain)
        return None

    def _computed(self, found: Found) -> list[Computed]:
        """What a table says, where the question asks for that and its words are clear.

        “What did I spend” is in no bank's words, so any table may be meant by it.
        """
        conn, bearing = self._desk.conn, list(found.documents[:MOST_LOOKED_AT])
        question = Question.of(periods.absolute(self._question.text, self._desk.today))
        if ledger.flow(question.text) is not None:
            bearing += list(finding.titles(conn, self._desk.scope))[:MOST_LOOKED_AT]
            bearing = list(dict.fromkeys(bearing))
        tabled = documents.with_tables(conn, bearing)
        wanted = [number for number in bearing if number in tabled][:MOST_TABLED]
        titles = finding.titles(conn, wanted) if wanted else {}
        held = [
            table
            for number in wanted
            for table in sheets.tables(number, titles[number], documents.pages(conn, number))
        ]
        forms = filling.read(conn, question, held)[:MOST_TABLES_TOLD]
        done = (sums.work(self._settled(form)) for form in forms)
        return [_from_table(one, question.text) for one in done if one is not None]

    def _settled(self, form: Form) -> Form:
        """The form with its column, for which the model is asked where the words leave it open."""
        if self._engine is None or not form.columns:
            return form
        names = [one.name for one in form.columns]
        request = prompts.choosing(self._question.text, names)
        said = "".join(one.text for one in self._events(request) if isinstance(one, Token))
        return replace(form, column=form.columns[int(said) - 1])

    def _asked(self, excerpts: Sequence[Excerpt]) -> Iterator[AskEvent]:
        if self._engine is None:
            return
        request = prompts.answering(self._question.text, excerpts)
        found = list[Line]()
        for event in lines.arriving(self._events(request), len(excerpts)):
            if isinstance(event, Line):
                found.append(event)
            elif isinstance(event, Loading | Reading):
                yield event
        judge = Judge(self._desk.conn, self._question, excerpts)
        for line in dict.fromkeys(found):
            cited = judge.cited(line.text, excerpts[line.cited[0] - 1])
            if self._is_reckoned(cited):
                continue
            if self._holds(judge.verdict(line.text, cited), cited):
                yield _statement(line.text, cited)

    def _is_reckoned(self, cited: Excerpt) -> bool:
        """Whether a model would add up an account: that is for code, or for nobody."""
        if ledger.flow(self._question.text) is None or not cited.untrusted_text.startswith("|"):
            return False
        pages = documents.pages(self._desk.conn, cited.document)
        return any(map(ledger.is_ledger, sheets.tables(cited.document, cited.title, pages)))

    def _holds(self, verdict: Verdict, cited: Excerpt) -> bool:
        if verdict is not Verdict.OPEN:
            return verdict is Verdict.HOLDS
        about = f"{prompts.above(cited)}\n{cited.untrusted_text}"
        request = prompts.supporting(self._question.text, about)
        said = "".join(one.text for one in self._events(request) if isinstance(one, Token))
        return said == prompts.YES

    def _events(self, request: ChatRequest) -> Iterator[ChatEvent]:
        if self._stopped():
            raise CalledOff("chat")
        assert self._engine is not None
        for event in self._engine.stream(request, stopped=self._stopped):
            if isinstance(event, Failed):
                raise event.error
            if isinstance(event, Usage):
                self.read_tokens += event.evaluated_tokens
            if isinstance(event, Finished) and event.reason == "cancelled":
                raise CalledOff("chat")
            yield event


def _statement(text: str, cited: Excerpt) -> Statement:
    """A statement; of a mere scrap, the sentence that it is from."""
    text = _SCRAP.sub("", text).strip()
    words = set(WORD.findall(text.casefold()))
    if len(words) < FEWEST_WORDS or text[-1:] not in lines.ENDS:
        whole = (one for one in support.sentences(cited.untrusted_text)
                 if words <= set(WORD.findall(one.casefold())))  # fmt: skip
        text = next(whole, text)
    return Statement(text, cited.document, cited.title, cited.page, cited.untrusted_text)


def _from_many(told: across.Together) -> list[AskEvent]:
    """The sentence, then every figure with its place, then what lacks."""
    head = across_words.head(told)
    rows = [
        Statement(across_words.row(told, one), one.document, one.title,
                  one.figure.page if one.figure else 1, one.figure.line if one.figure else "")
        for one in told.chosen[:across_words.MOST_TOLD]
    ]  # fmt: skip
    return [*([Gathered(head)] if head else []), *rows, *map(Gathered, across_words.after(told))]


def _from_table(worked: Worked, question: str) -> Computed:
    table, rows = worked.form.table, worked.best or worked.rows
    pages = tuple(dict.fromkeys(table.pages[at] for at in rows)) or table.pages[:1]
    head = tuple(column.name for column in table.columns)
    shown = [head, *(table.row(at) for at in rows[:MOST_ROWS_SHOWN])]
    quote = "\n".join(" | ".join(row) for row in shown)
    text = telling.sentence(worked, question)
    return Computed(text, table.document, table.title, pages[0], pages, len(worked.rows), quote)


def _without_orders(found: Found) -> Found:
    """What plainly orders a program what to write is not shown to one."""
    kept = []
    for one in found.excerpts:
        text, count = orders.without(one.untrusted_text)
        if not count:
            kept.append(one)
        elif text.strip():
            kept.append(replace(one, untrusted_text=text.strip()))
    return Found(tuple(kept), found.documents)
