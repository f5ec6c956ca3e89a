"""The owner's own hand on memories: answers to what waits, and forgetting all of it.

None of this is offered to the owner's words or to a model: only a button asks for it.
"""

import re
from dataclasses import replace
from typing import Annotated

from inference import person
from inference.memory import correcting, keeping
from inference.tools.base import Call, Desk, Effect, Mark, Result, Target, by_owner, tool
from inference.tools.errors import ArgumentRefused, NothingLikeThat, UndoGone
from inference.tools.memory import state
from vault import items, memories, memory_lists, profile, traces
from vault.connection import ReadConn, WriteConn
from vault.items import Kind
from vault.memories import Memory, State

Targets = Annotated[tuple[str, ...], Mark.TARGET]
WAITING = "waiting memory"
SETTLED = re.compile(r"everything up to number (\d+)")


@tool(Effect.WRITE)
def answer_memories(desk: Desk, keep: Targets = (), drop: Targets = ()) -> Result:
    """Keep or drop what waits to be remembered."""
    conn = desk.conn
    kept, dropped = ([_waiting(conn, one) for one in some] for some in (keep, drop))
    ended: list[int] = []
    for one in kept:
        ended += keeping.accept(conn, one.id, desk.now).ended
    for one in dropped:
        keeping.drop(conn, one.id, desk.now)
    undo = by_owner(
        ask_again.name, kept=_said(kept), dropped=_said(dropped), ended=[str(one) for one in ended],
        sure=[str(one.confidence) for one in (*kept, *dropped)],
    )  # fmt: skip
    numbers = tuple(one.id for one in (*kept, *dropped))
    return Result(
        _answered(kept, dropped), {"kept": _said(kept), "dropped": _said(dropped)}, numbers,
        lambda conn: all(state(conn, one.id) is State.KEPT for one in kept)
        and all(state(conn, one.id) is State.ENDED for one in dropped),
        undo,
    )  # fmt: skip


@tool(Effect.WRITE)
def edit_memory(desk: Desk, memory: Target, text: str) -> Result:
    """Keep what waits to be remembered, in the owner's own words."""
    one = _waiting(desk.conn, memory)
    found = correcting.understood(one, text, desk.now)
    kept = keeping.edit(desk.conn, one.id, found, desk.now)
    new = [] if kept.memory is None or kept.outcome is keeping.Outcome.KNOWN else [kept.memory]
    undo = by_owner(
        ask_again.name, dropped=[str(one.id)], ended=[str(number) for number in kept.ended],
        sure=[str(one.confidence)], added=[str(number) for number in new],
    )  # fmt: skip
    return Result(
        f"I will remember: {kept.text}", {"memory": kept.memory, "instead_of": one.id},
        (one.id, *new), lambda conn: state(conn, one.id) is State.ENDED, undo,
    )  # fmt: skip


@tool(Effect.WRITE, is_hidden=True)
def ask_again(  # noqa: PLR0913 - everything that an answer did
    desk: Desk, kept: tuple[str, ...] = (), dropped: tuple[str, ...] = (),
    ended: tuple[str, ...] = (), sure: tuple[str, ...] = (), added: tuple[str, ...] = (),
) -> Result:  # fmt: skip
    """Take an answer back: what was kept or dropped waits again."""
    conn = desk.conn
    _check(conn, kept, State.KEPT)
    _check(conn, (*dropped, *ended), State.ENDED)
    for number in ended:
        memories.revive(conn, int(number))
    for number in kept:
        _unsettle(conn, int(number))
    items.delete(conn, [int(number) for number in added])
    numbers = [int(number) for number in (*kept, *dropped)]
    for one, confidence in zip(numbers, sure, strict=True):
        memory_lists.propose_again(conn, one, float(confidence))
    return Result(
        "Waits for your word again.", items=tuple(numbers),
        check=lambda conn: all(state(conn, one) is State.PROPOSED for one in numbers),
    )  # fmt: skip


def settled(desk: Desk, call: Call) -> Call:
    """A wish to forget everything with what “everything” is now."""
    if SETTLED.fullmatch(str(call.arguments.get("what"))):
        return call
    last = max(memory_lists.every(desk.conn), default=0)
    return replace(call, arguments={"what": f"everything up to number {last}"})


@tool(Effect.SEND, is_hidden=True)
def forget_everything(desk: Desk, what: Target) -> Result:
    """Forget everything about the owner: each memory, the whole profile, everybody they named."""
    found = SETTLED.fullmatch(what)
    if found is None:
        raise ArgumentRefused("what", "not what was asked about")
    numbers = [one for one in memory_lists.every(desk.conn) if one <= int(found[1])]
    gone = items.delete(desk.conn, numbers)
    for group in person.GROUPS:
        profile.forget(desk.conn, group)
    return Result(
        f"Forgotten: everything that Tacit knew about you ({len(numbers):,} memories).",
        {"items": len(gone.items)}, tuple(numbers[:1]),
        lambda conn: not [one for one in memory_lists.every(conn) if one <= int(found[1])],
    )  # fmt: skip


def preview(desk: Desk, call: Call) -> str:
    """How much everything is, for the card of the question."""
    del call
    count = len(memory_lists.every(desk.conn))
    entries = len(profile.current(desk.conn))
    return "\n".join((
        f"- {count:,} memories, with what is proposed and what once held",
        f"- {entries:,} entries of your profile, with their history",
        "- the people and topics that were known only from these",
        "Your conversations, tasks, notes and documents are kept.",
        "Backups that were made before still hold it all.",
    ))  # fmt: skip


def _waiting(conn: ReadConn, number: str) -> Memory:
    if not number.isdecimal() or state(conn, int(number)) is not State.PROPOSED:
        raise NothingLikeThat(WAITING, number)
    return memories.get(conn, int(number))


def _check(conn: ReadConn, numbers: tuple[str, ...], wanted: State) -> None:
    for number in numbers:
        if state(conn, int(number)) is not wanted:
            raise UndoGone(int(number))


def _unsettle(conn: WriteConn, number: int) -> None:
    """What taking its place did elsewhere: entries of the profile, relations."""
    profile.take_back_from(conn, number)
    along = [one for one in traces.derived(conn, number)
             if items.get(conn, one).kind is Kind.RELATION]  # fmt: skip
    items.delete(conn, along)


def _said(some: list[Memory]) -> list[str]:
    return [str(one.id) for one in some]


def _answered(kept: list[Memory], dropped: list[Memory]) -> str:
    if len(kept) + len(dropped) == 1:
        one = (kept or dropped)[0]
        return f"I will remember: {one.fact.text}" if kept else f"Dropped: {one.fact.text}"
    parts = [f"{len(kept)} kept"] if kept else []
    parts += [f"{len(dropped)} dropped"] if dropped else []
    return f"{', '.join(parts) or 'Nothing waits for your word'}."
