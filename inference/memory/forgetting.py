"""What goes along when something is forgotten, and taking it all away.

A fact goes with its history, with what was derived from it, and with the messages in which it was
said; other facts from the same message stay. What is shown before is exactly what goes: the items
are named by number, and if they are not the same any more, nothing is done.
"""

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from inference.memory import matching, people
from inference.memory.matching import telling, whole
from inference.tools.base import Desk
from inference.tools.errors import NothingLikeThat, WhichOne
from vault import conversations, entities, forget, items, memories, notes, traces
from vault.connection import ReadConn, WriteConn
from vault.errors import VaultBusy
from vault.items import Kind, Passage
from vault.memories import Memory, Tier

SETTLED = re.compile(r"items? (\d+(?:, \d+)*): .+", re.DOTALL)
"what is to be forgotten, once it is sure"
ABOUT = re.compile(
    r"^(?:everything|anything|all|all you know|what you know|whatever you know)"
    r"(?: (?:that )?(?:i (?:told you|said)|you know|we talked))? about (?P<topic>.+)$",
    re.IGNORECASE,
)
SAID_IN = (Kind.MESSAGE, Kind.MEMORY)
INSTEAD = "(You asked Tacit to forget something.)"
"what a conversation keeps of such a request: its words would name what is gone"
SHOWN = 3
"texts that are named in the argument; the card shows all"


@dataclass(frozen=True)
class Plan:
    """What would go, and where it stands besides."""

    items: tuple[int, ...]
    texts: tuple[str, ...]
    "of the memories among them"
    messages: int
    elsewhere: tuple[int, ...]
    "documents, notes, tasks that say it too, and are kept"
    notes: tuple[str, ...] = ()
    "titles of those that were chosen themselves"

    @property
    def target(self) -> str:
        """The argument that names exactly this."""
        texts = (*self.texts, *self.notes)
        named = "; ".join(text.rstrip(".") for text in texts[:SHOWN])
        more = len(texts) - SHOWN
        rest = f"; and {more} more" if more > 0 else ""
        numbers = ", ".join(map(str, self.items))
        return f"items {numbers}: {named or 'what was said'}{rest}"

    @property
    def says(self) -> str:
        """For the card: everything that goes along."""
        lines = [f"- {text}" for text in self.texts]
        lines += [f"- the note “{title}”" for title in self.notes]
        if self.messages:
            noun = "message" if self.messages == 1 else "messages"
            lines.append(f"- {self.messages} {noun} in which this was said")
        if self.elsewhere:
            count = len(self.elsewhere)
            noun = "other place" if count == 1 else "other places"
            numbers = ", ".join(map(str, self.elsewhere))
            lines.append(f"It also stands in {count} {noun} (item {numbers}), kept as they are.")
        lines.append("Backups that were made before still hold it.")
        return "\n".join(lines)


def plan(desk: Desk, what: str) -> Plan:
    """What “forget …” would take, before anything is taken."""
    settled = SETTLED.fullmatch(what)
    if settled:
        return _of(desk.conn, traces.there(desk.conn, _numbers(settled[1])))
    if found := ABOUT.match(what.strip(" .")):
        return _of(desk.conn, _topic(desk, found["topic"]))
    if matching.names_somebody(desk.conn, what):
        return _of(desk.conn, _topic(desk, matching.LEAD.sub("", what)))
    try:
        found_here = matching.meant(desk, what)
    except NothingLikeThat:
        return _of(desk.conn, _only_said(desk, what))
    same = {(one.fact.subject, one.fact.predicate) for one in found_here}
    if len(same) > 1:
        choices = tuple((one.id, one.fact.text) for one in found_here)
        raise WhichOne(matching.KIND, what, choices)
    return _of(desk.conn, [one.id for one in found_here])


def is_settled(what: str) -> bool:
    return SETTLED.fullmatch(what) is not None


def carry_out(desk: Desk, what: str) -> Plan:
    """Take away exactly what was shown; WhichOne where that is another set by now."""
    settled = SETTLED.fullmatch(what)
    now = plan(desk, what)
    if settled is None or now.items != tuple(sorted(_numbers(settled[1]))):
        raise WhichOne(matching.KIND, what, tuple(enumerate(now.texts, start=1)))
    conn = desk.conn
    with conn.transaction():
        _stand_alone(conn, set(now.items))
        _untitle(conn, now.items)
        items.delete(conn, now.items)
        unfold(conn)
    if not conn.in_transaction:  # otherwise the gate does it, after the whole
        forget.scrub(conn)
    return now


def forget_hidden(conn: WriteConn, until: datetime, now: datetime) -> int:
    """Conversations that were deleted up to then go for good, with what was derived from them."""
    numbers = conversations.hidden(conn, until)
    if numbers:
        with contextlib.suppress(VaultBusy):  # somebody reads; the next forgetting scrubs for both
            forget.forget(conn, numbers, now)
        unfold(conn)
    return len(numbers)


def gone(conn: ReadConn, numbers: Iterable[int]) -> bool:
    """Whether none of these items is in the vault any more."""
    return not traces.there(conn, numbers)


def unfold(conn: WriteConn) -> None:
    """Episodes whose summary is gone are found by themselves again."""
    for number, text in traces.unfound(conn, Tier.EPISODIC.value):
        items.replace_passages(conn, number, [Passage(text)])


def _of(conn: ReadConn, meant: Iterable[int]) -> Plan:
    whole_set = _closed(conn, set(meant))
    known = memories.among(conn, sorted(whole_set))
    said = [one for one in whole_set if items.get(conn, one).kind is Kind.MESSAGE]
    elsewhere = {
        number for memory in known for number in _saying(conn, memory)
        if number not in whole_set and items.get(conn, number).kind not in SAID_IN
    }  # fmt: skip
    texts = tuple(dict.fromkeys(one.fact.text for one in known))
    titles = tuple(
        notes.get(conn, one).title for one in sorted(whole_set)
        if items.get(conn, one).kind is Kind.NOTE
    )  # fmt: skip
    return Plan(tuple(sorted(whole_set)), texts, len(said), tuple(sorted(elsewhere)), titles)


def _closed(conn: ReadConn, meant: set[int]) -> set[int]:
    """With all that goes along; the same again when it is asked of the result."""
    found: set[int] = set()
    waiting = set(meant)
    while waiting:
        number = waiting.pop()
        found.add(number)
        kind = items.get(conn, number).kind
        along = set(traces.inside(conn, number))
        if kind is Kind.MEMORY:
            along |= _with_memory(conn, memories.get(conn, number))
        elif kind is not Kind.MESSAGE:
            along |= set(traces.derived(conn, number))
        waiting |= along - found
    return found


def _with_memory(conn: ReadConn, memory: Memory) -> set[int]:
    """A fact's history, what was made from it, and where it was said."""
    along = set(traces.replaced(conn, memory.id))
    along |= {one for one in traces.derived(conn, memory.id) if one != memory.replaced_by}
    said_in = {*traces.origins(conn, memory.id), *_saying(conn, memory)}
    along |= {one for one in said_in if items.get(conn, one).kind in SAID_IN} - _others(
        conn, memory, said_in
    )
    return along


def _others(conn: ReadConn, memory: Memory, numbers: Iterable[int]) -> set[int]:
    """Memories among these that say something else, though with the same words."""
    fact = memory.fact
    found = set()
    for one in memories.among(conn, numbers):
        is_same = (one.fact.subject, one.fact.predicate) == (fact.subject, fact.predicate)
        if one.fact.predicate != "note" and (not is_same or one.fact.object != fact.object):
            found.add(one.id)
    return found


def _saying(conn: ReadConn, memory: Memory) -> set[int]:
    """Items that say what a memory says, in other words."""
    thing = telling(conn, memory.fact.object.removeprefix("no longer "))
    if not thing:
        return set()
    found = set(traces.saying(conn, sorted(thing)))
    rest = whole(conn, memory) - thing
    if len(thing) > 1 or any(character.isdigit() for character in memory.fact.object) or not rest:
        return found
    return {number for number in found if rest & telling(conn, traces.text(conn, number))}


def _only_said(desk: Desk, what: str) -> set[int]:
    """The messages that say it, where nothing was learned from them."""
    words = telling(desk.conn, matching.LEAD.sub("", what))
    found = {
        one for one in traces.saying(desk.conn, sorted(words))
        if items.get(desk.conn, one).kind is Kind.MESSAGE
    }  # fmt: skip
    if not found:
        raise NothingLikeThat(matching.KIND, what)
    return found


def _topic(desk: Desk, topic: str) -> set[int]:
    """All memories and messages about somebody or something."""
    conn = desk.conn
    named = people.named_in(conn, topic)
    words = sorted(telling(conn, topic))
    if not words:
        raise NothingLikeThat(matching.KIND, topic)
    found = set(named.memories) | set(traces.saying(conn, words))
    for one in named.entities:
        found |= set(entities.about(conn, one.id))
    about = {one for one in found if items.get(conn, one).kind in (*SAID_IN, Kind.RELATION)}
    if not about:
        raise NothingLikeThat(matching.KIND, topic)
    return about


def _stand_alone(conn: WriteConn, going: set[int]) -> None:
    """What is not to go does not hang on what goes."""
    for number in going:
        for other in traces.derived(conn, number):
            if other not in going:
                traces.part(conn, other, number)


def _untitle(conn: WriteConn, going: Iterable[int]) -> None:
    """A conversation's title is made from what was said in it."""
    above = {items.get(conn, number).parent for number in going}
    for number in above:
        if number is not None and items.get(conn, number).kind is Kind.CONVERSATION:
            title = telling(conn, conversations.get(conn, number).title)
            if any(title & telling(conn, traces.text(conn, one)) for one in going):
                conversations.rename(conn, number, "")


def _numbers(said: str) -> list[int]:
    return [int(one) for one in said.split(", ")]
