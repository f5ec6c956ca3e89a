"""What Tacit knows: facts, episodes, preferences, each with its source; ended, never overwritten.

A memory that turned out otherwise is ended and points to what replaced it; it is not overwritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from vault import items, traces
from vault.connection import ReadConn, Row, WriteConn
from vault.items import Item, Kind, NewItem, Passage, Sensitivity, Source, from_us, to_us


class Tier(StrEnum):
    """How lasting a memory is, and what it is about."""

    SESSION = "session"
    WORKING = "working"
    EPISODIC = "episodic"
    SEMANTIC = "semantic"
    PREFERENCE = "preference"


class State(StrEnum):
    """Whether a memory counts."""

    PROPOSED = "proposed"
    KEPT = "kept"
    ENDED = "ended"


@dataclass(frozen=True)
class Fact:
    """What a memory says, taken apart as far as that is known."""

    text: str
    subject: str = ""
    predicate: str = ""
    object: str = ""


@dataclass(frozen=True)
class NewMemory:
    """A memory before it has a number."""

    tier: Tier
    fact: Fact
    source: Source
    happened: datetime
    confidence: float = 1.0
    state: State = State.KEPT
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    expires: datetime | None = None
    derived_from: tuple[int, ...] = ()
    about: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class Memory:
    """A memory with everything that is known about it."""

    item: Item
    tier: Tier
    fact: Fact
    confidence: float
    state: State
    expires: datetime | None
    ended: datetime | None
    replaced_by: int | None

    @property
    def id(self) -> int:
        return self.item.id


SELECT = (
    "SELECT item, tier, text, subject, predicate, object, confidence, state, expires_us, "
    "ended_us, replaced_by FROM memory"
)


def remember(conn: WriteConn, new: NewMemory, now: datetime) -> int:
    """Keep (or propose) a memory; its number."""
    item = NewItem(
        Kind.MEMORY, new.source, new.happened, sensitivity=new.sensitivity,
        derived_from=new.derived_from, about=new.about,
    )  # fmt: skip
    fact = new.fact
    with conn.transaction():
        number = items.add(conn, item, now, [Passage(fact.text)])
        conn.run(
            "INSERT INTO memory(item, tier, text, subject, predicate, object, confidence, state, "
            "expires_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, new.tier.value, fact.text, fact.subject, fact.predicate, fact.object,
             new.confidence, new.state.value, to_us(new.expires) if new.expires else None),
        )  # fmt: skip
    return number


def get(conn: ReadConn, number: int) -> Memory:
    return _memory(conn, conn.required("memory", number, f"{SELECT} WHERE item = ?", (number,)))


def known(conn: ReadConn, now: datetime, tier: Tier | None = None) -> list[Memory]:
    """What counts now: kept, not ended, not expired; the newest first."""
    sql = f"{SELECT} WHERE state = ? AND (expires_us IS NULL OR expires_us > ?)"
    values: list[str | int] = [State.KEPT.value, to_us(now)]
    if tier:
        sql += " AND tier = ?"
        values.append(tier.value)
    return [_memory(conn, row) for row in conn.rows(sql + " ORDER BY item DESC", values)]


def proposed(conn: ReadConn) -> list[Memory]:
    """What waits for the owner's word."""
    rows = conn.rows(f"{SELECT} WHERE state = ? ORDER BY item", (State.PROPOSED.value,))
    return [_memory(conn, row) for row in rows]


def about(conn: ReadConn, subject: str, predicate: str) -> list[Memory]:
    """What was ever known of this, history included, the newest first."""
    rows = conn.rows(
        f"{SELECT} WHERE subject = ? AND predicate = ? ORDER BY item DESC", (subject, predicate)
    )
    return [_memory(conn, row) for row in rows]


def keep(conn: WriteConn, number: int) -> None:
    """The owner says yes to a proposed memory."""
    with conn.transaction():
        conn.run("UPDATE memory SET state = ? WHERE item = ?", (State.KEPT.value, number))


def correct(conn: WriteConn, number: int, fact: Fact, now: datetime) -> int:
    """It is otherwise now: the old memory ends and points to the new one."""
    old = get(conn, number)
    about = conn.column("SELECT entity FROM mention WHERE item = ?", (number,))
    new = NewMemory(
        old.tier, fact, old.item.source, now, sensitivity=old.item.sensitivity,
        expires=old.expires, about=tuple(about),
    )  # fmt: skip
    return replace(conn, number, new, now)


def replace(conn: WriteConn, number: int, new: NewMemory, now: datetime) -> int:
    """Another memory takes the place of this one, which stays as history."""
    with conn.transaction():
        replacement = remember(conn, new, now)
        traces.derive(conn, replacement, number)
        end(conn, number, now, replaced_by=replacement)
    return replacement


def end(conn: WriteConn, number: int, now: datetime, *, replaced_by: int | None = None) -> None:
    """It held until now."""
    with conn.transaction():
        conn.run(
            "UPDATE memory SET state = ?, ended_us = ?, replaced_by = ? WHERE item = ?",
            (State.ENDED.value, to_us(now), replaced_by, number),
        )
        items.replace_passages(conn, number, [])  # history is shown, but no longer found
        conn.run(
            "UPDATE relation SET ended_us = ? WHERE ended_us IS NULL AND item IN "
            "(SELECT item FROM derivation WHERE origin = ?)",
            (to_us(now), number),
        )


def revive(conn: WriteConn, number: int) -> None:
    """What ended it is taken back: it holds as before."""
    memory = get(conn, number)
    with conn.transaction():
        if memory.replaced_by is not None:
            traces.part(conn, memory.replaced_by, number)
        conn.run(
            "UPDATE memory SET state = ?, ended_us = NULL, replaced_by = NULL WHERE item = ?",
            (State.KEPT.value, number),
        )
        items.replace_passages(conn, number, [Passage(memory.fact.text)])
        conn.run(
            "UPDATE relation SET ended_us = NULL WHERE item IN "
            "(SELECT item FROM derivation WHERE origin = ?)",
            (number,),
        )


def believe(conn: WriteConn, number: int, confidence: float) -> None:
    """How sure it is, from now on."""
    with conn.transaction():
        conn.run("UPDATE memory SET confidence = ? WHERE item = ?", (confidence, number))


def hide(conn: WriteConn, number: int, sensitivity: Sensitivity) -> None:
    """An item is at least this private; what told a secret is one."""
    with conn.transaction():
        conn.run(
            "UPDATE item SET sensitivity = max(sensitivity, ?) WHERE id = ?",
            (int(sensitivity), number),
        )


def among(conn: ReadConn, numbers: Iterable[int]) -> list[Memory]:
    """Those of these items that are memories, in their order."""
    wanted = list(numbers)
    rows = conn.rows(f"{SELECT} WHERE item IN ({', '.join('?' * len(wanted))})", wanted)
    found = {row[0]: row for row in rows}
    return [_memory(conn, found[number]) for number in wanted if number in found]


def of_subject(conn: ReadConn, subject: str) -> list[Memory]:
    """What counts of somebody or something, the newest first."""
    rows = conn.rows(
        f"{SELECT} WHERE subject = ? AND state = ? ORDER BY item DESC",
        (subject, State.KEPT.value),
    )
    return [_memory(conn, row) for row in rows]


def of_predicate(conn: ReadConn, predicate: str) -> list[Memory]:
    """What counts and says this of anybody or anything, the newest first."""
    rows = conn.rows(
        f"{SELECT} WHERE predicate = ? AND state = ? ORDER BY item DESC",
        (predicate, State.KEPT.value),
    )
    return [_memory(conn, row) for row in rows]


def mentioning(conn: ReadConn, entity: int) -> list[Memory]:
    """What counts and is about this entity, the newest first."""
    rows = conn.rows(
        f"{SELECT} WHERE state = ? AND item IN (SELECT item FROM mention WHERE entity = ?) "
        "ORDER BY item DESC",
        (State.KEPT.value, entity),
    )
    return [_memory(conn, row) for row in rows]


def last_used(conn: ReadConn, most: int = 5) -> list[Memory]:
    """What the latest answer used."""
    latest = conn.value(
        "SELECT max(used_us) FROM item WHERE id IN (SELECT item FROM memory WHERE state = ?)",
        (State.KEPT.value,),
    )
    rows = conn.rows(
        f"{SELECT} WHERE state = ? AND item IN (SELECT id FROM item WHERE used_us = ?) LIMIT ?",
        (State.KEPT.value, latest or -1, most),
    )
    return [_memory(conn, row) for row in rows]


def drop_expired(conn: WriteConn, now: datetime) -> int:
    """Forget what was only to be remembered for a while; how many that were."""
    numbers = conn.column("SELECT item FROM memory WHERE expires_us <= ?", (to_us(now),))
    items.delete(conn, numbers)
    return len(numbers)


def _memory(conn: ReadConn, row: Row) -> Memory:
    return Memory(
        item=items.get(conn, row[0]),
        tier=Tier(row[1]),
        fact=Fact(row[2], row[3], row[4], row[5]),
        confidence=row[6],
        state=State(row[7]),
        expires=from_us(row[8]) if row[8] is not None else None,
        ended=from_us(row[9]) if row[9] is not None else None,
        replaced_by=row[10],
    )
