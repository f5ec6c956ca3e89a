"""What Tacit remembers: keep, find, correct, forget. Nothing of it is changed by outside text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.memory import correcting, forgetting, gather, keeping, matching, rules
from inference.memory.gather import Piece, day
from inference.memory.keeping import Heard, Kept, Outcome
from inference.memory.statements import turned
from inference.tools.base import Call, Desk, Effect, Result, Target, by_owner, tool
from inference.tools.errors import UndoGone, WhichOne
from vault import items, memories
from vault.connection import ReadConn
from vault.errors import NotThere
from vault.items import Origin
from vault.memories import Memory, State

SAID_AT_ONCE = 8
"memories that are read out in one answer"
AND_THAT = re.compile(r",?\s+and\s+that\s+(?=\w+\s+\w+)", re.IGNORECASE)
SOMEBODY = re.compile(r"((?!I\b|The\b|My\b|Our\b)[A-ZÀ-Þ][\w-]+)\s")
OWNED = re.compile(r"^(?:his|her|their)\b(?=\s+\w+)", re.IGNORECASE)
HIMSELF = re.compile(r"^(?:he|she)\b", re.IGNORECASE)
WILL_REMEMBER = "I will remember:"
SAID = {
    Outcome.KNOWN: "I know that already:",
    Outcome.UPDATED: "Noted, in place of what I knew:",
}


@tool(Effect.WRITE)
def remember(desk: Desk, text: Target) -> Result:
    """Keep a fact or preference that the owner states."""
    found = [
        fact
        for one in _statements(text)
        for fact in rules.propose(f"Remember that {one}", desk.now) or [keeping.stated(turned(one))]
    ]
    kept = keeping.keep(desk.conn, found, Heard(), desk.now)
    return changed(kept, _all_said(kept))


def _statements(text: str) -> list[str]:
    """“A, and that B” are two; who “his” is in the second is said in the first."""
    first, *more = AND_THAT.split(text)
    who = SOMEBODY.match(first)
    if who is None:
        return [first, *more]
    named = (OWNED.sub(f"{who[1]}’s", one) for one in more)
    return [first, *(HIMSELF.sub(who[1], one) for one in named)]


@tool(Effect.READ)
def recall(desk: Desk, query: str) -> Result:
    """Say what is known about somebody or something."""
    about_owner = query.strip(" ?.").casefold() in ("me", "myself", "about me", "everything")
    found = gather.of_owner(desk) if about_owner else gather.recalled(desk, query)
    said = [] if about_owner else gather.own_words(desk, query)
    others = [] if about_owner else gather.documents(desk, query)
    lines = [f"{one.fact.text} {source(one)}" for one in found[:SAID_AT_ONCE]]
    lines += [f"On {day(one.happened)} you said: “{one.text}”" for one in said]
    lines += [_named(one) for one in others]
    numbers = [one.id for one in found] + [one.item for one in (*said, *others) if one.item]
    says = "\n".join(lines) or "I know nothing about that."
    facts = [
        {"item": one.id, "text": one.fact.text, "since": one.item.happened.isoformat(),
         "source": one.item.source.origin.value, "confidence": one.confidence}
        for one in found
    ]  # fmt: skip
    untrusted = [{"item": one.item, "untrusted_text": one.text} for one in others]
    return Result(says, {"facts": facts, "untrusted_documents": untrusted}, tuple(numbers))


def _named(piece: Piece) -> str:
    """What the owner's own tasks and notes say, by what they are; the rest as a quotation."""
    if piece.is_outside:
        return gather.quoted(piece)
    return f"{piece.kind.value.capitalize()}: {piece.text}"


@tool(Effect.WRITE)
def correct(desk: Desk, old: Target, new: Target) -> Result:
    """Say how something that is remembered really is; the old stays as history."""
    memory = matching.one(desk, old)
    kept = correcting.correct(desk.conn, memory, new, desk.now)
    return changed([kept], f"Corrected: {kept.text} Before, it was: {memory.fact.text}")


def settled(desk: Desk, call: Call) -> Call:
    """A wish to forget with the exact items in it: what is approved is what goes."""
    what = call.arguments.get("what")
    if not isinstance(what, str) or forgetting.is_settled(what):
        return call
    return replace(call, arguments={**call.arguments, "what": forgetting.plan(desk, what).target})


@tool(Effect.SEND)
def forget(desk: Desk, what: Target) -> Result:
    """Take something out of memory for good, with everything that was derived from it."""
    if not forgetting.is_settled(what):
        plan = forgetting.plan(desk, what)
        raise WhichOne(matching.KIND, what, tuple(enumerate(plan.texts, start=1)))
    plan = forgetting.carry_out(desk, what)
    count = len(plan.texts) + len(plan.notes)
    things = ("one thing" if count == 1 else f"{count} things") if count else ""
    said_in = "the message" if plan.messages == 1 else f"the {plan.messages} messages"
    messages = f"{said_in} that said it" if plan.messages else ""
    says = f"Forgotten: {', with '.join(filter(None, (things, messages))) or 'it'}."
    data = {"items": list(plan.items), "elsewhere": list(plan.elsewhere)}
    return Result(says, data, plan.items, lambda conn: forgetting.gone(conn, plan.items))


@tool(Effect.WRITE, is_hidden=True)
def take_back_memory(desk: Desk, added: tuple[str, ...], ended: tuple[str, ...]) -> Result:
    """Undo what was remembered: the new goes, and what it replaced holds again."""
    new, old = [int(one) for one in added], [int(one) for one in ended]
    for number in (*new, *old):
        wanted = State.KEPT if number in new else State.ENDED
        if state(desk.conn, number) is not wanted:
            raise UndoGone(number)
    for number in old:
        memories.revive(desk.conn, number)
    items.delete(desk.conn, new)
    return Result("Taken back.", items=tuple(old), check=lambda conn: _is_back(conn, new, old))


def preview(desk: Desk, call: Call) -> str:
    """Everything that would go along, for the card of the approval."""
    what = call.arguments.get("what")
    return forgetting.plan(desk, str(what)).says


def source(memory: Memory) -> str:
    """Where a memory is from, and since when."""
    when, place = day(memory.item.happened), memory.item.source
    if place.origin is Origin.OWNER:
        return f"(You said so on {when}.)"
    name = place.ref.replace("\\", "/").rpartition("/")[2]
    return f"(From {place.origin.value} {gather.clean(name)}, {when}.)"


def state(conn: ReadConn, number: int) -> State | None:
    try:
        return memories.get(conn, number).state
    except NotThere:
        return None


def changed(kept: Sequence[Kept], says: str) -> Result:
    """What was kept, as the result of a tool: with its proof and its way back."""
    new = [one for one in kept if one.memory is not None]
    numbers = [one.memory for one in new if one.memory is not None]
    added = [str(one.memory) for one in new if one.outcome is not Outcome.KNOWN]
    ended = [str(number) for one in new for number in one.ended]
    undo = by_owner(take_back_memory.name, added=added, ended=ended) if added else None
    ends = [int(one) for one in ended]
    return Result(says, {"memories": numbers}, tuple(numbers),
                  lambda conn: _holds(conn, numbers, ends), undo)  # fmt: skip


def _holds(conn: ReadConn, kept: Sequence[int], ended: Sequence[int]) -> bool:
    return all(state(conn, one) is State.KEPT for one in kept) and all(
        state(conn, one) is State.ENDED for one in ended
    )


def _is_back(conn: ReadConn, gone: Sequence[int], kept: Sequence[int]) -> bool:
    return _holds(conn, kept, ()) and all(state(conn, one) is None for one in gone)


def _all_said(kept: Sequence[Kept]) -> str:
    """What became of each statement: one line for one, a list where several went the same way."""
    lines: dict[str, list[str]] = {}
    for one in kept:
        lines.setdefault(SAID.get(one.outcome, WILL_REMEMBER), []).append(one.text)
    return "\n".join(
        f"{begins} {texts[0]}"
        if len(texts) == 1
        else "\n".join([begins, *(f"- {one}" for one in texts)])
        for begins, texts in lines.items()
    )
