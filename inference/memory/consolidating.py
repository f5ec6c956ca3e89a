"""Tidying up while nothing else is asked: expired goes, doubles join, old episodes fold together.

Each step is small and whole, and leaves the vault right wherever it is stopped; what is left is
done the next time. No model is needed.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from inference.memory.forgetting import unfold
from inference.memory.gather import day
from inference.memory.proposals import OWNER
from vault import items, memories, profile
from vault.connection import ReadConn, WriteConn
from vault.entities import fold
from vault.items import Origin
from vault.memories import Fact, Memory, NewMemory, State, Tier

LASTS = {Tier.SESSION: timedelta(days=1), Tier.WORKING: timedelta(days=30)}
OLD = timedelta(days=60)
"an episode is folded with others of its month after this"
FEWEST = 3
"episodes that are worth a summary"
LONGEST = 12
"episodes in one summary"
SUMMARY = "summary"
WEEK = timedelta(days=7)
DECAY = 0.8
"of a guess’s confidence that is left after a week without the owner’s word"
HOPELESS = 0.1
DECAYED = "memory.decayed"


@dataclass(frozen=True)
class Tidied:
    """What one round did; there is more to do while it did anything."""

    expired: int = 0
    merged: int = 0
    folded: int = 0
    dropped: int = 0

    @property
    def is_done(self) -> bool:
        return not (self.expired or self.merged or self.folded)


def consolidate(conn: WriteConn, now: datetime, most: int = 100) -> Tidied:
    """One round over at most so many memories of each kind."""
    unfold(conn)
    return Tidied(_expire(conn, now), _merge(conn, now, most), _fold(conn, now), _decay(conn, now))


def _expire(conn: WriteConn, now: datetime) -> int:
    """What was only for a session or a task goes, even where nobody said until when."""
    with conn.transaction():
        count = memories.drop_expired(conn, now)
        for tier, lasts in LASTS.items():
            old = [
                one.id for one in memories.known(conn, now, tier)
                if one.expires is None and one.item.created < now - lasts
            ]  # fmt: skip
            count += len(old)
            items.delete(conn, old)
    return count


def _merge(conn: WriteConn, now: datetime, most: int) -> int:
    """The same said twice is one memory, the first; the others are its history."""
    same: dict[tuple[str, ...], list[Memory]] = defaultdict(list)
    for one in reversed(memories.known(conn, now)):
        if one.tier is not Tier.EPISODIC:
            fact = one.fact
            key = (fact.subject, fact.predicate, fold(fact.object)) if fact.predicate else ()
            same[key or (fold(fact.text),)].append(one)
    merged = 0
    for first, *others in same.values():
        for one in others[: max(0, most - merged)]:
            with conn.transaction():
                memories.end(conn, one.id, now, replaced_by=first.id)
                memories.believe(conn, first.id, max(first.confidence, one.confidence))
            merged += 1
    return merged


def _fold(conn: WriteConn, now: datetime) -> int:
    """Old episodes of a month become one; each is kept, and found again if the summary goes."""
    by_month: dict[tuple[int, int], list[Memory]] = defaultdict(list)
    for one in reversed(memories.known(conn, now, Tier.EPISODIC)):
        is_own = one.item.source.origin is Origin.OWNER and one.fact.predicate != SUMMARY
        if is_own and one.item.happened < now - OLD and not _is_folded(conn, one):
            happened = one.item.happened
            by_month[happened.year, happened.month].append(one)
    folded = 0
    for several in by_month.values():
        if len(several) >= FEWEST:
            some = several[:LONGEST]
            _sum_up(conn, some, now)
            folded += len(some)
    return folded


def _is_folded(conn: ReadConn, one: Memory) -> bool:
    return not conn.value("SELECT 1 FROM passage WHERE item = ?", (one.id,))


def _sum_up(conn: WriteConn, some: list[Memory], now: datetime) -> int:
    first = some[0].item.happened
    said = "; ".join(f"{day(one.item.happened)}: {one.fact.text.rstrip('.')}" for one in some)
    fact = Fact(f"In {first:%B %Y}: {said}.", OWNER, SUMMARY, f"{first:%Y-%m}")
    new = NewMemory(
        Tier.EPISODIC, fact, some[0].item.source, some[-1].item.happened,
        sensitivity=max(one.item.sensitivity for one in some),
        derived_from=tuple(one.id for one in some),
    )  # fmt: skip
    with conn.transaction():
        number = memories.remember(conn, new, now)
        for one in some:
            items.replace_passages(conn, one.id, [])
    return number


def _decay(conn: WriteConn, now: datetime) -> int:
    """Guesses that nobody confirmed count for less each week, and end when it is little."""
    last = profile.setting(conn, DECAYED)
    since = datetime.fromisoformat(last) if last else now
    weeks = int((now - since) / WEEK)
    if last and not weeks:
        return 0
    dropped = 0
    with conn.transaction():
        for one in memories.proposed(conn):
            old = one.item.created <= since
            confidence = one.confidence * DECAY**weeks if old else one.confidence
            memories.believe(conn, one.id, confidence)
            if confidence < HOPELESS:
                memories.end(conn, one.id, now)
                dropped += 1
        profile.put_setting(conn, DECAYED, (since + weeks * WEEK).isoformat())
    return dropped


def review(conn: ReadConn) -> list[Memory]:
    """What waits for the owner’s word, the surest first."""
    waiting = [one for one in memories.proposed(conn) if one.state is State.PROPOSED]
    return sorted(waiting, key=lambda one: -one.confidence)
