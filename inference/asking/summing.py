"""A summary of a document that the owner names in a conversation, by its title or words of it.

Only the owner's words choose the document. What it says is quoted with its pages, and does nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inference.asking.talk import TalkEvent, Told
from inference.engines.local import Chat
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.errors import InferenceError
from inference.reading import citing
from inference.summarizing.summary import (
    Paper,
    Statement,
    Summarized,
    Writer,
    summarize,
)
from inference.summarizing.wish import Wish
from inference.tools.base import Desk
from inference.turn import TurnFailed, Used, Words
from inference.types import Loading, Reading
from vault import documents
from vault.entities import fold
from vault.items import Origin, Source

NOTHING = "There was nothing in it to be summarized."
ORDINARY_CONTEXT = 8192
_WISH = re.compile(
    r"^\W*(?:(?:please|hey|ok|okay|tacit|now|can|could|would|will|you|kindly)\W+)*"
    r"(?:summari[sz]e|sum up|(?:(?:give|read|tell|show|write|make|start|begin|get|prepare)"
    r"(?:\W+(?:me|out|us))?\W+)?(?:a|the)?\W*(?:short |brief |quick )?(?:summary|overview) of"
    r"|what are the (?:main|key) points (?:of|in))\s+(?P<named>.{2,200}?)(?:,? please)?\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_AROUND = frozenset("the my our a an this that document paper file pdf called named".split())  # noqa: SIM905


@dataclass(frozen=True)
class Asked:
    """A document that is to be summarized."""

    document: int
    title: str


def wanted(desk: Desk, text: str) -> Asked | None:
    """The document, if a summary is asked for of one that there is."""
    found = _WISH.match(text.replace("“", '"').replace("”", '"'))
    if found is None:
        return None
    said = {one for one in _WORD.findall(fold(found["named"])) if one not in _AROUND}
    fitting = [
        (len(words), -number, title)
        for number, title in documents.titles(desk.conn).items()
        if said and said <= (words := set(_WORD.findall(fold(title))))
    ]
    if not fitting:
        return None
    _more, number, title = min(fitting)
    return Asked(-number, title)


def told(
    desk: Desk, chat: ChatEngine, asked: Asked, stopped: Stopped = never
) -> Iterator[TalkEvent]:
    """The statements with their pages; the last event is `Told`."""
    one = documents.get(desk.conn, asked.document)
    paper = Paper(tuple(documents.pages(desk.conn, one.id)), one.language)
    source = Source(Origin(one.source.origin), one.source.ref)
    parts, used, reason = list[str](), list[Used](), "whole"
    try:
        for event in summarize(paper, Wish(), _writer(desk, chat, one.id), stopped=stopped):
            if isinstance(event, Statement):
                parts.append(_shown(desk, one.id, event))
                used.append(Used(one.id, event.text, source, next(iter(event.pages), None)))
                yield Words(parts[-1] if len(parts) == 1 else f"\n{parts[-1]}")
            elif isinstance(event, Loading | Reading):
                yield event
            elif isinstance(event, Summarized):
                reason = event.reason
    except InferenceError as error:
        yield TurnFailed(error, None, "")
        return
    if not parts and reason == "whole":
        parts.append(NOTHING)
        yield Words(NOTHING)
    yield Told("\n".join(parts), tuple(used), "end" if reason == "whole" else "cancelled")


def _shown(desk: Desk, number: int, one: Statement) -> str:
    """With its pages, and with what of it was not found on them."""
    pages = citing.place(desk.conn, number, one.pages)
    missing = f"not found there: {', '.join(one.unproven)}" if one.unproven else ""
    where = "; ".join(filter(None, (pages, missing)))
    return f"{one.text} ({where})" if where else one.text


def _writer(desk: Desk, chat: ChatEngine, number: int) -> Writer:
    name, context = "", ORDINARY_CONTEXT
    if isinstance(chat, Chat):
        name = chat.name
        context = int(chat.condition.about.get("context") or ORDINARY_CONTEXT)
    return Writer(chat, name, context, _Notes(desk, number))


class _Notes:
    """Answers about the document, kept with it, where the page “Documents” finds them, too."""

    def __init__(self, desk: Desk, number: int) -> None:
        self._desk = desk
        self._number = number
        self._kind = f"notes: {Wish().kind}"

    def find(self, key: str) -> str | None:
        return documents.any_summary(self._desk.conn, (self._kind, key))

    def keep(self, key: str, text: str, pages: Sequence[int]) -> None:  # noqa: ARG002
        desk = self._desk
        documents.keep_summary(desk.conn, self._number, (self._kind, key), text, desk.now)
