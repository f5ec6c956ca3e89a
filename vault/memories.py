"""What Tacit knows: facts, episodes, preferences, each with its source; ended, never overwritten.

A memory that turned out otherwise is ended and points to what replaced it; it is not overwritten.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from vault import items
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
        expires=old.expires, derived_from=(number,), about=tuple(about),
    )  # fmt: skip
    with conn.transaction():
        replacement = remember(conn, new, now)
        conn.run(
            "UPDATE memory SET state = ?, ended_us = ?, replaced_by = ? WHERE item = ?",
            (State.ENDED.value, to_us(now), replacement, number),
        )
        items.replace_passages(conn, number, [])  # history is shown, but no longer found
    return replacement


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
