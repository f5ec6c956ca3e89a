"""Questions about documents within a conversation: which those are, and the turn they make.

Only the owner's words decide whether documents are asked. What comes of it is words and the places
they are from: no tool is called, whatever a document says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inference.asking import across, finding, following, ledger, many, shelf
from inference.asking.answer import Answered, AskEvent, Computed, Gathered, Statement, ask
from inference.asking.finding import Excerpt
from inference.asking.following import Before
from inference.asking.support import Judge
from inference.asking.wording import Kind, Question
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.errors import InferenceError
from inference.reading import citing
from inference.tools import catalog
from inference.tools.base import Desk, Effect
from inference.turn import TurnFailed, Used, Words
from inference.types import FinishReason, Loading, Reading
from inference.understanding.plan import By, Plan
from vault import documents
from vault.entities import fold
from vault.items import Origin, Source

TOOL = "find_documents"
ABSENT = "Your documents do not say that."
ABSENT_HERE = "This document does not say that."
PART = "Of the rest your documents say nothing."
CLOSEST = " Closest to it is {}."
_ASKS = re.compile(
    r"\?|^\W*(?:(?:and|so|please|ok|hey)\W+)*(?:what|when|where|who|whom|whose|why|how|which|is|are|"
    r"was|were|does|do|did|has|have|can|may|must|tell me|wie|was|wann|wo|wer|warum|welche\w*|ist|"
    r"sind|hat)\b(?!.*\b(?:find|show|open|search)\b)",
    re.IGNORECASE,
)
_SEEKS = re.compile(
    r"^\W*(?:(?:please|can|could|would|will|you|kindly|might)\W+)*"
    r"(?:find|show|open|search|look|locate|fetch|get|dig)\b|"
    r"^\W*(?:which|what) (?:documents|papers|files|docs)\b|"
    r"^\W*(?:do i have|is there|are there|have i)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[“\"„](.{2,200}?)[”\"“]|@(\w[\w.-]{1,80})")
_GOES_ALONG = re.compile(r"^> From .+:$", re.MULTILINE)
"above a text that was attached: that is what is asked about, and no other document"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
SHORTEST_TITLE = 4
_THE = "the|my|our|this|that|der|die|das|dem|den|meine[rnm]?|mein|unsere[rnm]?"
LEAST_SAID = 0.6
"of a question's telling words that a document says, which is asked without being named"


@dataclass(frozen=True)
class Wish:
    """A question that documents are to answer."""

    text: str
    scope: tuple[int, ...] = ()
    is_sure: bool = True
    "whether it is theirs to answer; else it is answered as usual where they do not"
    before: Before | None = None
    "the question that it leans on"


@dataclass(frozen=True)
class Told:
    """The end of a turn that documents answered, or did not."""

    text: str
    used: tuple[Used, ...]
    reason: FinishReason = "end"
    before: Before | None = None
    "what the next question may lean on"

    @property
    def documents(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.item for one in self.used))


TalkEvent = Words | Loading | Reading | TurnFailed | Told


def wanted(desk: Desk, text: str, plan: Plan) -> Wish | None:
    """The question, if documents are asked: one is named, or they are to be looked in."""
    if _GOES_ALONG.search(text) or not documents.any_there(desk.conn):
        return None
    if not plan.reply and (plan.is_answer or _only_looks(plan)) and _is_of_many(desk, text):
        return Wish(text)
    if not _ASKS.search(text) or _SEEKS.search(text):
        return None
    if plan.is_answer or _looks_in_documents(plan):
        scope, rest = _named(desk, text)
        if scope:
            return Wish(rest, scope)
    if _looks_in_documents(plan):
        return Wish(text)
    if plan.is_answer:
        bears = _bears(desk, text) or _is_known(desk, text)
        return Wish(text, is_sure=False) if bears else None
    if not _only_looks(plan):
        return None
    scope = _titled(desk, text)
    if not scope and plan.by is not By.MODEL and ledger.flow(text) is None:
        return None  # rules know what the owner's words ask for; a model guesses
    is_known = _is_known(desk, text, scope) or _is_money_guessed(text, plan)
    return Wish(text, scope) if is_known else None


def leaning(text: str, before: Before | None) -> Wish | None:
    """A question that goes on from the last one, which documents answered."""
    if before is None or _GOES_ALONG.search(text) or not following.follows(text):
        return None
    return Wish(text, is_sure=False, before=before)


def listed(desk: Desk, text: str) -> Told | None:
    """The documents of a time, if that is what is asked for."""
    wish = shelf.asked(text, desk.now) if documents.any_there(desk.conn) else None
    if wish is None:
        return None
    said, found = shelf.told(desk, wish)
    used = [Used(one.id, one.title, Source(Origin(one.source.origin), one.source.ref), 1)
            for one in found]  # fmt: skip
    return Told(said, tuple(used))


def told(
    desk: Desk, chat: ChatEngine | None, wish: Wish, stopped: Stopped = never
) -> Iterator[TalkEvent]:
    """What is said and done; the last is `Told`, without text where documents say nothing."""
    parts, used = list[str](), list[Used]()
    where = finding.Desk(desk.conn, desk.find, wish.scope, desk.now.date())
    try:
        for event in ask(wish.text, where, chat, stopped=stopped, before=wish.before):
            if isinstance(event, Statement | Computed | Gathered):
                parts.append(_part(desk, event))
                if not isinstance(event, Gathered):
                    used.append(_used(desk, event.document, event.page, event.untrusted_quote))
                yield Words(parts[-1] if len(parts) == 1 else f"\n{parts[-1]}")
            elif isinstance(event, Loading | Reading):
                yield event
    except InferenceError as error:
        yield TurnFailed(error, None, "")
        return
    yield from _ended(desk, wish, event, (parts, used))


def _ended(
    desk: Desk, wish: Wish, event: AskEvent, said: tuple[list[str], list[Used]]
) -> Iterator[TalkEvent]:
    parts, used = said
    assert isinstance(event, Answered), "an answer without an end"
    if event.reason == "stopped":
        yield Told("\n".join(parts), tuple(used), "cancelled")
        return
    if not parts and wish.is_sure:
        text = ABSENT_HERE if len(wish.scope) == 1 else ABSENT
        if event.nearest:
            first = event.nearest[0]
            text += CLOSEST.format(_place(desk, first))
        used += [_used(desk, one.document, one.page, one.untrusted_text) for one in event.nearest]
        parts.append(text)
        yield Words(text)
    elif event.reason == "part":
        parts.append(PART)
        yield Words(f"\n{PART}")
    yield Told("\n".join(parts), tuple(used), before=event.before)


def _looks_in_documents(plan: Plan) -> bool:
    return [call.tool for call in plan.calls] == [TOOL]


def _named(desk: Desk, text: str) -> tuple[tuple[int, ...], str]:
    """The documents whose titles stand in quotation marks or behind an @, and what is left."""
    by_title: dict[str, list[int]] = {}
    for number, title in documents.titles(desk.conn).items():
        by_title.setdefault(fold(title), []).append(number)
    scope, rest = list[int](), text
    for one in _NAMED.finditer(text):
        if numbers := by_title.get(fold(one[1] or one[2])):
            scope += numbers
            rest = rest.replace(one[0], "")
    return tuple(dict.fromkeys(scope)), rest.strip(" ,:") or text


def _titled(desk: Desk, text: str) -> tuple[int, ...]:
    """The documents that are called by their titles: “what is due on the invoice”."""
    said = fold(text)
    return tuple(
        number for number, title in documents.titles(desk.conn).items()
        if len(title) >= SHORTEST_TITLE
        and re.search(rf"\b(?:{_THE}) {re.escape(fold(title))}\b", said)
    )  # fmt: skip


def _only_looks(plan: Plan) -> bool:
    """Whether nothing would be changed by it."""
    effects = [catalog.BY_NAME[call.tool].effect for call in plan.calls]
    return bool(effects) and all(one is Effect.READ for one in effects)


def _is_money_guessed(text: str, plan: Plan) -> bool:
    """Whether a model would reckon what was spent or earned out of no number that was said."""
    is_sum = [call.tool for call in plan.calls] == ["calculate"] and plan.by is By.MODEL
    return is_sum and ledger.flow(text) is not None and not re.search(r"\d", _YEAR.sub("", text))


def _is_of_many(desk: Desk, text: str) -> bool:
    """Whether many papers answer it together, and there are some."""
    wish = many.wish(text, desk.now.date())
    where = finding.Desk(desk.conn, desk.find, (), desk.now.date())
    return wish is not None and across.meant(where, wish) is not None


def _is_known(desk: Desk, text: str, scope: tuple[int, ...] = ()) -> bool:
    """Whether code alone finds the figure or the day that is asked for in documents."""
    if Question.of(text).kind is Kind.ANY and ledger.flow(text) is None:
        return False
    where = finding.Desk(desk.conn, desk.find, scope, desk.now.date())
    return any(isinstance(event, Statement | Computed) for event in ask(text, where, None))


def _bears(desk: Desk, text: str) -> bool:
    """Whether a document says nearly all that the question speaks of, its names above all."""
    question = Question.of(text)
    found = finding.find(finding.Desk(desk.conn, desk.find), question)
    return (
        bool(found.excerpts) and Judge(desk.conn, question).share(found.excerpts[0]) >= LEAST_SAID
    )


def _used(desk: Desk, number: int, page: int, untrusted_text: str) -> Used:
    source = documents.get(desk.conn, number).source
    return Used(number, untrusted_text, Source(Origin(source.origin), source.ref), page)


def _part(desk: Desk, event: Statement | Computed | Gathered) -> str:
    """What is said, and where it stands; what is drawn from many names none of them."""
    if isinstance(event, Gathered):
        return event.text
    return f"{event.text} ({_place(desk, event)})"


def _place(desk: Desk, one: Statement | Computed | Excerpt) -> str:
    pages = one.pages if isinstance(one, Computed) else (one.page,)
    return citing.named(one.title, citing.place(desk.conn, one.document, pages))
