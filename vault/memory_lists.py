"""Memories as a list to look through: filtered, searched, in an order, a page at a time.

Which memories there are is asked once, as numbers; what they say only for the lines that are seen.
So a list of a hundred thousand scrolls like one of ten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vault.connection import ReadConn, Row, Value, WriteConn
from vault.items import Kind, Origin, Sensitivity, Source, from_us, to_us
from vault.memories import State, Tier
from vault.search import WORD


class Which(StrEnum):
    """Parts of what is remembered."""

    KNOWN = "known"
    SAID = "said"
    "learned from conversations"
    WRITTEN = "written"
    "given to Tacit by the owner, word for word"
    OUTSIDE = "outside"
    "from documents, mail, imports"
    PRIVATE = "private"
    EXPIRING = "expiring"
    PROPOSED = "proposed"
    ENDED = "ended"
    "what held once, or was dropped"


class Order(StrEnum):
    """What a list can be sorted by."""

    TEXT = "text"
    KIND = "kind"
    ABOUT = "about"
    SOURCE = "source"
    LEARNED = "learned"
    USED = "used"
    SURE = "sure"
    PRIVATE = "private"


@dataclass(frozen=True)
class View:
    """What is looked at."""

    which: Which = Which.KNOWN
    words: str = ""
    about: int | None = None
    "an entity"
    tiers: tuple[Tier, ...] = ()
    "only these; all where none is named"
    subject: str = ""
    "only what is said of this"
    other_than: str = ""
    "only what is said of anything else"
    order: Order = Order.LEARNED
    is_down: bool = True
    "the largest, or the latest, first"


@dataclass(frozen=True)
class Line:
    """A memory as a list shows it."""

    id: int
    text: str
    tier: Tier
    subject: str
    source: Source
    learned: datetime
    used: datetime | None
    confidence: float
    sensitivity: Sensitivity
    state: State
    expires: datetime | None
    is_said: bool
    "learned from something that the owner said"


SAID = (
    "EXISTS (SELECT 1 FROM derivation JOIN item AS o ON o.id = derivation.origin "
    f"WHERE derivation.item = memory.item AND o.kind = '{Kind.MESSAGE.value}')"
)
OWN = f"item.source = '{Origin.OWNER.value}'"
LIMITS = {
    Which.KNOWN: "",
    Which.SAID: f" AND {OWN} AND {SAID}",
    Which.WRITTEN: f" AND {OWN} AND NOT {SAID}",
    Which.OUTSIDE: f" AND NOT {OWN}",
    Which.PRIVATE: f" AND item.sensitivity > {int(Sensitivity.ORDINARY)}",
    Which.EXPIRING: " AND expires_us IS NOT NULL",
    Which.PROPOSED: "",
    Which.ENDED: "",
}
STATES = {Which.PROPOSED: State.PROPOSED, Which.ENDED: State.ENDED}
COLUMNS = {
    Order.TEXT: "memory.text COLLATE NOCASE",
    Order.KIND: "memory.tier",
    Order.ABOUT: "memory.subject COLLATE NOCASE",
    Order.SOURCE: "item.source",
    Order.LEARNED: "item.happened_us",
    Order.USED: "item.used_us",
    Order.SURE: "memory.confidence",
    Order.PRIVATE: "item.sensitivity",
}
LINE = (
    "SELECT memory.item, text, tier, subject, item.source, item.source_ref, item.happened_us, "
    f"item.used_us, confidence, item.sensitivity, state, expires_us, {SAID} "
    "FROM memory JOIN item ON item.id = memory.item"
)


def numbers(conn: ReadConn, view: View, now: datetime) -> list[int]:
    """The memories of a view, in its order."""
    state = STATES.get(view.which, State.KEPT)
    where, values = "memory.state = ?" + LIMITS[view.which], list[Value]([state.value])
    if state is State.KEPT:
        where += " AND (expires_us IS NULL OR expires_us > ?)"
        values.append(to_us(now))
    if view.about is not None:
        where += " AND memory.item IN (SELECT item FROM mention WHERE entity = ?)"
        values.append(view.about)
    if view.tiers:
        where += f" AND memory.tier IN ({', '.join('?' * len(view.tiers))})"
        values += [one.value for one in view.tiers]
    for sign, subject in (("=", view.subject), ("<>", view.other_than)):
        if subject:
            where += f" AND memory.subject {sign} ?"
            values.append(subject)
    if view.words.strip():
        limit, value = _saying(view.words, is_found=state is not State.ENDED)
        where += limit
        values.append(value)
    way = "DESC" if view.is_down else "ASC"
    return conn.column(
        "SELECT memory.item FROM memory JOIN item ON item.id = memory.item "
        f"WHERE {where} ORDER BY {COLUMNS[view.order]} {way}, memory.item {way}",
        values,
    )


def lines(conn: ReadConn, wanted: Sequence[int]) -> list[Line]:
    """These memories, in this order; what is gone meanwhile is left out."""
    marks = ", ".join("?" * len(wanted))
    rows = conn.rows(f"{LINE} WHERE memory.item IN ({marks})", list(wanted))
    found = {row[0]: _line(row) for row in rows}
    return [found[one] for one in wanted if one in found]


def count(conn: ReadConn, state: State) -> int:
    return int(conn.value("SELECT count(*) FROM memory WHERE state = ?", (state.value,)))


def between(conn: ReadConn, since: datetime, until: datetime) -> list[int]:
    """What was learned in a stretch of time, whatever became of it."""
    return conn.column(
        "SELECT item.id FROM item JOIN memory ON memory.item = item.id "
        "WHERE item.happened_us >= ? AND item.happened_us < ? ORDER BY item.id",
        (to_us(since), to_us(until)),
    )


def every(conn: ReadConn) -> list[int]:
    """All there ever was, proposed and ended included."""
    return conn.column("SELECT item FROM memory ORDER BY item")


def propose_again(conn: WriteConn, number: int, confidence: float) -> None:
    """The owner's answer to a proposed memory is taken back."""
    with conn.transaction():
        conn.run(
            "UPDATE memory SET state = ?, confidence = ?, ended_us = NULL, replaced_by = NULL "
            "WHERE item = ?",
            (State.PROPOSED.value, confidence, number),
        )


def _saying(words: str, *, is_found: bool) -> tuple[str, str]:
    """Those with all of these words, or with words that begin so; history is in no index."""
    said = WORD.findall(words)
    if is_found and said:
        return (
            " AND memory.item IN (SELECT passage.item FROM passage_words JOIN passage "
            "ON passage.id = passage_words.rowid WHERE passage_words MATCH ?)"
        ), " AND ".join(f'"{one}"*' for one in said)
    return " AND instr(lower(memory.text), ?) > 0", words.strip().lower()


def _line(row: Row) -> Line:
    return Line(
        id=row[0],
        text=row[1],
        tier=Tier(row[2]),
        subject=row[3],
        source=Source(Origin(row[4]), row[5]),
        learned=from_us(row[6]),
        used=from_us(row[7]) if row[7] else None,
        confidence=row[8],
        sensitivity=Sensitivity(row[9]),
        state=State(row[10]),
        expires=from_us(row[11]) if row[11] is not None else None,
        is_said=bool(row[12]),
    )
