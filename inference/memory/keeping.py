"""Keeping what was learned: held against what is known, it adds, updates, contradicts or is old.

What the owner states is kept at once; a guess, and anything from outside, waits for the owner's
word. What it replaces is ended, never overwritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from inference import person
from inference.memory.proposals import (
    GUESS,
    OPPOSITE,
    OWNER,
    PLAIN,
    Change,
    Proposal,
    is_single,
)
from inference.person import Key
from inference.tools.errors import ValueRefused
from vault import entities, memories, profile, traces
from vault.connection import ReadConn, WriteConn
from vault.entities import fold
from vault.items import Origin, Sensitivity, Source
from vault.memories import Fact, Memory, NewMemory, State, Tier
from vault.profile import Learned

OWNERS = Source(Origin.OWNER)
OUTSIDE = 0.3
"how sure a statement from outside is, at most"
OVER = "no longer "
"before the object of what is so no longer"
ORDERS = frozenset(("wants", "always", "never", "usually"))
"what only the owner can want"


class Outcome(StrEnum):
    """What became of a proposal."""

    ADDED = "added"
    UPDATED = "updated"
    ENDED = "ended"
    KNOWN = "known"
    PROPOSED = "proposed"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Heard:
    """Where a proposal comes from."""

    source: Source = OWNERS
    message: int | None = None
    is_private: bool = False
    "in a private conversation: nothing is written"

    @property
    def is_outside(self) -> bool:
        return self.source.origin is not Origin.OWNER


@dataclass(frozen=True)
class Kept:
    """What became of a proposal, and what that changed."""

    outcome: Outcome
    text: str
    memory: int | None = None
    ended: tuple[int, ...] = ()


def keep(conn: WriteConn, found: Iterable[Proposal], heard: Heard, now: datetime) -> list[Kept]:
    """Keep, or put before the owner, each of these; what says the same is kept once."""
    found = {one.fact.text.casefold(): one for one in reversed(list(found))}.values()
    if heard.is_private:
        return [Kept(Outcome.IGNORED, one.fact.text) for one in found]
    with conn.transaction():
        return [_keep(conn, one, heard, now) for one in reversed(found)]


def accept(conn: WriteConn, number: int, now: datetime) -> Kept:
    """The owner says yes to a proposed memory."""
    with conn.transaction():
        memories.keep(conn, number)
        memories.believe(conn, number, 1.0)
        about = tuple((one.kind, one.name) for one in entities.mentioned(conn, number))
        one = replace(as_proposal(memories.get(conn, number)), names=about)
        in_the_way = [old for old in _in_the_way(conn, one) if old.id != number]
        return _settle(conn, number, one, in_the_way, now)


def drop(conn: WriteConn, number: int, now: datetime) -> None:
    """The owner says no: it is not offered again."""
    memories.end(conn, number, now)


def edit(conn: WriteConn, number: int, found: Proposal, now: datetime) -> Kept:
    """The owner says how it really is: now it is the owner's own word."""
    with conn.transaction():
        memories.end(conn, number, now)
        return _keep(conn, replace(found, confidence=1.0), Heard(), now)


def put_instead(conn: WriteConn, old: Memory, new: Proposal, now: datetime) -> Kept:
    """The owner says how it is: this in place of that, and of whatever else it contradicts."""
    with conn.transaction():
        new = replace(_resolved(conn, new), confidence=1.0)
        in_the_way = {one.id: one for one in (old, *_in_the_way(conn, new))}
        number = _add(conn, new, Heard(), now)
        traces.derive(conn, number, old.id)
        return _settle(conn, number, new, list(in_the_way.values()), now)


def clear(conn: WriteConn, key: Key, now: datetime, member: Any = None) -> list[Kept]:
    """Take an entry out of the profile, with all its members or one; it stays as history."""
    held = [one for one in profile.current(conn, key.name) if member in (None, one.value)]
    if not held:
        return []
    origins = {one.origin for one in held}
    known = [one for one in memories.about(conn, OWNER, key.name) if _counts(one)]
    if member is not None:
        known = [one for one in known if one.id in origins]
    gone = key.about if member is None else f"{key.about}, {member}"
    fact = Fact(f"Your profile says nothing of this any more: {gone}.", OWNER, key.name,
                f"{OVER}{member or ''}")  # fmt: skip
    with conn.transaction():
        number = _add(conn, Proposal(fact), Heard(), now)
        for one in held:
            profile.put(conn, one.key, None, now, Learned("owner", number))
        for old in known:
            memories.end(conn, old.id, now, replaced_by=number)
    return [Kept(Outcome.ENDED, fact.text, number, tuple(old.id for old in known))]


def as_proposal(memory: Memory) -> Proposal:
    """A memory as it would be proposed, with the entry of the profile that it is."""
    return Proposal(memory.fact, memory.tier, memory.item.sensitivity, memory.confidence,
                    profile=entry(memory.fact.predicate, memory.fact.object))  # fmt: skip


def entry(predicate: str, said: str) -> tuple[str, Any] | None:
    """The entry of the profile that a fact is, if it is one."""
    one = person.BY_NAME.get(predicate)
    if one is None or said.startswith(OVER):
        return None
    try:
        return predicate, person.read(one, said)
    except ValueRefused:
        return None


def _keep(conn: WriteConn, one: Proposal, heard: Heard, now: datetime) -> Kept:
    one = _resolved(conn, one)
    _hide(conn, one, heard)
    if one.change is Change.ENDS and not heard.is_outside:
        return _end(conn, one, heard, now)
    if heard.is_outside:
        if one.fact.predicate in ORDERS or one.change is Change.ENDS:
            return Kept(Outcome.IGNORED, one.fact.text)
        one = replace(one, confidence=min(one.confidence, OUTSIDE))
    before = [
        old for old in memories.about(conn, one.fact.subject, one.fact.predicate)
        if _same(old.fact.object, one.fact.object) and not _says_more(one, old)
    ]  # fmt: skip
    if before and (kept := _met_before(conn, one, before, now)):
        return kept
    if not one.is_plain:
        return Kept(Outcome.PROPOSED, one.fact.text, _add(conn, one, heard, now))
    in_the_way = _in_the_way(conn, one)
    return _settle(conn, _add(conn, one, heard, now), one, in_the_way, now)


def _met_before(conn: WriteConn, one: Proposal, before: list[Memory], now: datetime) -> Kept | None:
    """What there is to do with something that was kept, proposed or dropped before."""
    text = one.fact.text
    for old in before:
        if old.state is State.KEPT:
            memories.believe(conn, old.id, max(old.confidence, one.confidence))
            return Kept(Outcome.KNOWN, text, old.id)
        if old.state is State.PROPOSED:
            return accept(conn, old.id, now) if one.is_plain else Kept(Outcome.IGNORED, text)
    return None if one.is_plain else Kept(Outcome.IGNORED, text)


def _end(conn: WriteConn, one: Proposal, heard: Heard, now: datetime) -> Kept:
    """It is so no longer: what said otherwise is ended, by a memory that says so."""
    fact = one.fact
    known = [old for old in memories.about(conn, fact.subject, fact.predicate) if _counts(old)]
    over = [old for old in known if not fact.object or _alike(old.fact.object, fact.object)]
    if not over and known and is_single(fact.predicate):
        return Kept(Outcome.KNOWN, fact.text)
    if instead := OPPOSITE.get(fact.predicate):
        now_so = replace(fact, predicate=instead)
    else:
        now_so = replace(fact, object=f"{OVER}{fact.object}".strip())
    one = replace(one, fact=now_so, change=Change.HOLDS, profile=None)
    kept = _settle(conn, _add(conn, one, heard, now), one, over, now)
    return replace(kept, outcome=Outcome.ENDED if over else Outcome.ADDED)


def _settle(
    conn: WriteConn, number: int, one: Proposal, in_the_way: list[Memory], now: datetime
) -> Kept:
    """A memory takes its place: what it replaces ends, the profile and relations follow."""
    for old in in_the_way:
        memories.end(conn, old.id, now, replaced_by=number)
        key = old.fact.predicate
        if one.profile is None and key in person.BY_NAME and profile.get(conn, key) is not None:
            profile.put(conn, key, None, now, Learned("owner", number))
    if one.profile is not None:
        key, value = one.profile
        at = person.place(person.BY_NAME[key], value)
        profile.put(conn, at, value, now, Learned("owner", number))
    _relate(conn, number, one, now)
    outcome = Outcome.UPDATED if in_the_way else Outcome.ADDED
    return Kept(outcome, one.fact.text, number, tuple(old.id for old in in_the_way))


def _add(conn: WriteConn, one: Proposal, heard: Heard, now: datetime) -> int:
    new = NewMemory(
        one.tier, one.fact, heard.source, one.happened or now, one.confidence,
        State.KEPT if one.is_plain else State.PROPOSED, one.sensitivity, one.expires,
        (heard.message,) if heard.message else (),
        tuple(entities.know(conn, kind, name) for kind, name in one.names),
    )  # fmt: skip
    return memories.remember(conn, new, now)


def _hide(conn: WriteConn, one: Proposal, heard: Heard) -> None:
    """A message that told a secret is one."""
    if one.sensitivity is Sensitivity.SECRET and heard.message:
        memories.hide(conn, heard.message, Sensitivity.SECRET)


def _relate(conn: WriteConn, number: int, one: Proposal, now: datetime) -> None:
    """Somebody named has to do with the owner, or with somewhere named."""
    if one.fact.object.startswith(OVER) or one.tier is Tier.EPISODIC:
        return
    ends = {fold(name): entities.know(conn, kind, name) for kind, name in one.names}
    other = ends.get(fold(one.fact.object))
    if other is None:
        return
    subject = ends.get(fold(one.fact.subject))
    if one.fact.subject == OWNER:
        subject = entities.know(conn, "owner", "you")
    if subject is not None and subject != other:
        entities.relate_as(conn, number, (subject, other), one.fact.predicate, now)


def _in_the_way(conn: ReadConn, one: Proposal) -> list[Memory]:
    """What cannot hold together with this."""
    fact = one.fact
    known = [old for old in memories.about(conn, fact.subject, fact.predicate) if _counts(old)]
    is_one = is_single(fact.predicate)
    found = [old for old in known if is_one or _same(old.fact.object, OVER + fact.object)]
    if opposite := OPPOSITE.get(fact.predicate):
        found += [
            old for old in memories.about(conn, fact.subject, opposite)
            if _counts(old) and _same(old.fact.object, fact.object)
        ]  # fmt: skip
    return found


def _resolved(conn: ReadConn, one: Proposal) -> Proposal:
    """With people under the name that they are known by: “your sister” is Ana."""
    subject = who(conn, one.fact.subject)
    if subject.startswith("the "):
        somebody = who(conn, subject.removeprefix("the "))
        is_known = entities.named(conn, [somebody]) and somebody[:1].isupper()
        subject = somebody if is_known else thing(conn, subject, one.fact.predicate)
    names = tuple((kind, who(conn, name)) for kind, name in one.names)
    if subject != one.fact.subject and not any(name == subject for _kind, name in names):
        names = (("person", subject), *names)
    return replace(one, fact=replace(one.fact, subject=subject), names=names)


def who(conn: ReadConn, name: str) -> str:
    """The name somebody is known by."""
    if name.startswith("your "):
        known = [
            old for old in memories.about(conn, OWNER, name.removeprefix("your "))
            if _counts(old) and not old.fact.object.startswith(OVER)
        ]  # fmt: skip
        return known[0].fact.object if len(known) == 1 else name
    if name == OWNER or not name[:1].isupper():
        return name
    known_by = [one for one in entities.named(conn, [name]) if one.kind in ("person", "pet")]
    return known_by[0].name if len(known_by) == 1 else name


def thing(conn: ReadConn, name: str, predicate: str) -> str:
    """The name something is known by: “the Orion” is “the Orion launch”, if only that is known."""
    alike = [
        one.fact.subject for one in memories.of_predicate(conn, predicate)
        if one.fact.subject.startswith("the ")
        and _alike(one.fact.subject[4:], name[4:])
    ]  # fmt: skip
    known = list(dict.fromkeys(alike))
    return known[0] if len(known) == 1 else name


def _counts(memory: Memory) -> bool:
    return memory.state is State.KEPT


def _says_more(one: Proposal, old: Memory) -> bool:
    """Whether the owner says the same of the one value, and something with it."""
    is_longer = one.fact.text.startswith(f"{old.fact.text} ")
    return _counts(old) and is_longer and one.is_plain and is_single(one.fact.predicate)


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _alike(one: str, other: str) -> bool:
    """Whether one names the other: “Acme” and “Acme Ltd”."""
    mine, theirs = set(_bare(one).split()), set(_bare(other).split())
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _bare(text: str) -> str:
    return " ".join(word for word in fold(text).split() if word not in ("a", "an", "the"))


def stated(text: str, fact: Fact | None = None) -> Proposal:
    """What the owner wants kept as it stands."""
    return Proposal(fact or Fact(text, OWNER, "note", text), confidence=max(PLAIN, GUESS))
