"""What is known, told to people: one memory with all around it, and everything as a document.

For the pages and for what is written into files; the words about it are given by whoever shows it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from desktop.errors import CannotWrite
from inference.memory.proposals import OWNER
from inference.tools.base import Desk
from vault import conversations, documents, entities, forget, items, memories, memory_lists, traces
from vault.connection import ReadConn
from vault.entities import Entity
from vault.errors import NotThere
from vault.forget import What
from vault.items import Kind
from vault.memories import Memory, Tier
from vault.memory_lists import Line, View

AT_ONCE = 1_000
MOST_TOLD = 20
"what is told of each at most, beside the memory itself"


class Part(StrEnum):
    """The parts of what is known, in the order in which they are told."""

    YOU = "you"
    LIKES = "likes"
    OTHERS = "others"
    HAPPENED = "happened"
    FOR_NOW = "for now"


VIEWS = {
    Part.YOU: View(tiers=(Tier.SEMANTIC,), subject=OWNER),
    Part.LIKES: View(tiers=(Tier.PREFERENCE,)),
    Part.OTHERS: View(tiers=(Tier.SEMANTIC,), other_than=OWNER),
    Part.HAPPENED: View(tiers=(Tier.EPISODIC,)),
    Part.FOR_NOW: View(tiers=(Tier.WORKING, Tier.SESSION)),
}


@dataclass(frozen=True)
class Origin:
    """The place in the vault that something was learned in."""

    kind: Kind
    item: int
    "of the conversation or document"
    title: str


@dataclass(frozen=True)
class Before:
    """What a memory said before, and until when."""

    text: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Around:
    """A memory and what hangs together with it."""

    line: Line
    uses: int
    origin: Origin | None
    before: tuple[Before, ...]
    "the latest first"
    now: str
    "what took its place, where something did"
    derived: tuple[str, ...]
    about: tuple[Entity, ...]


@dataclass(frozen=True)
class Told:
    """A part of what is known: some of it, and how much there is."""

    part: Part
    lines: tuple[Line, ...]
    count: int


def around(conn: ReadConn, number: int) -> Around:
    """Everything about one memory."""
    memory = memories.get(conn, number)
    chain = _chain(conn, memory)
    instead = memory.replaced_by
    return Around(
        line=memory_lists.lines(conn, [number])[0],
        uses=memory.item.uses,
        origin=origin(conn, [memory, *chain]),
        before=tuple(Before(one.fact.text, one.item.happened, one.ended) for one in chain),
        now=memories.get(conn, instead).fact.text if instead is not None else "",
        derived=_derived(conn, memory),
        about=tuple(one for one in entities.mentioned(conn, number) if one.kind != "owner"),
    )


def origin(conn: ReadConn, some: list[Memory]) -> Origin | None:
    """Where the first of these was learned that says so."""
    for memory in some:
        for number in traces.origins(conn, memory.id):
            if found := _place(conn, number):
                return found
        if ref := memory.item.source.ref:
            same = forget.find(conn, What(origin=memory.item.source.origin, source_ref=ref))
            for number in same:
                if items.get(conn, number).kind is Kind.DOCUMENT:
                    return _place(conn, number)
    return None


def parts(desk: Desk, most: int) -> list[Told]:
    """What is known of each part that has something, the latest first."""
    found = []
    for part, view in VIEWS.items():
        numbers = memory_lists.numbers(desk.conn, view, desk.now)
        lines: list[Line] = []
        for start in range(0, min(most, len(numbers)), AT_ONCE):
            some = numbers[start : min(start + AT_ONCE, most)]
            lines += memory_lists.lines(desk.conn, some)
        if numbers:
            found.append(Told(part, tuple(lines), len(numbers)))
    return found


def write(path: Path, lines: Iterator[str]) -> int:
    """Lines into a file that only the owner can read; how many those are."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise CannotWrite(path) from error
    count = 0
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        for line in lines:
            file.write(f"{line}\n")
            count += 1
    return count


def _place(conn: ReadConn, number: int) -> Origin | None:
    """The conversation of a message, or a document."""
    item = items.get(conn, number)
    try:
        if item.kind is Kind.MESSAGE and item.parent is not None:
            talk = conversations.get(conn, item.parent)
            return Origin(Kind.CONVERSATION, talk.id, talk.title)
        if item.kind is Kind.DOCUMENT:
            return Origin(Kind.DOCUMENT, number, documents.get(conn, number).title)
    except NotThere:  # being deleted: what is left of it says nothing
        return None
    return None


def _chain(conn: ReadConn, memory: Memory) -> list[Memory]:
    """What held in its place before, the latest first."""
    found: dict[int, Memory] = {}
    waiting = traces.replaced(conn, memory.id)
    while waiting and len(found) < MOST_TOLD:
        number = max(waiting)
        waiting.remove(number)
        if number not in found and number != memory.id:
            found[number] = memories.get(conn, number)
            waiting += traces.replaced(conn, number)
    return list(found.values())


def _derived(conn: ReadConn, memory: Memory) -> tuple[str, ...]:
    """What was made from it, in words; what took its place is told as history."""
    numbers = [one for one in traces.derived(conn, memory.id) if one != memory.replaced_by]
    texts = [traces.text(conn, one) or _relation(conn, one) for one in numbers[:MOST_TOLD]]
    return tuple(" ".join(one.split()) for one in texts if one)


def _relation(conn: ReadConn, number: int) -> str:
    """A relation is found by its memory and has no words of its own."""
    found = entities.relation(conn, number)
    return f"{found.subject.name} – {found.predicate} – {found.object.name}" if found else ""
