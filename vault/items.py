"""Items: the one shape of everything that is remembered, and the one way of adding and deleting.

An item says what kind it is, where it came from, when it happened, how private it is, what it lies
in, what it was derived from and whom it is about. Its passages are the texts it can be found by.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum

from vault.connection import LISTED, ReadConn, Row, WriteConn, listed

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Kind(StrEnum):
    """What an item is. Later kinds join here."""

    CONVERSATION = "conversation"
    MESSAGE = "message"
    MEMORY = "memory"
    RELATION = "relation"
    DOCUMENT = "document"
    TASK = "task"
    REMINDER = "reminder"
    NOTE = "note"
    RUN = "run"


class Origin(StrEnum):
    """Where an item's content comes from; anything but the owner's own word is outside text."""

    OWNER = "owner"
    ASSISTANT = "assistant"
    FILE = "file"
    MAIL = "mail"
    CALENDAR = "calendar"
    WEB = "web"
    IMPORT = "import"


class Sensitivity(IntEnum):
    """How private an item is; SECRET is never put into an answer without being asked for."""

    ORDINARY = 0
    PERSONAL = 1
    SECRET = 2


@dataclass(frozen=True)
class Source:
    """Where something came from: the kind of place, and which one."""

    origin: Origin
    ref: str = ""
    "a path, a message id, an address: whatever finds it again in its place"


@dataclass(frozen=True)
class NewItem:
    """What is known of an item before it has a number."""

    kind: Kind
    source: Source
    happened: datetime
    parent: int | None = None
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    derived_from: tuple[int, ...] = ()
    about: tuple[int, ...] = ()
    "entities"


@dataclass(frozen=True)
class Item:
    """A row of `item`."""

    id: int
    kind: Kind
    source: Source
    parent: int | None
    created: datetime
    happened: datetime
    sensitivity: Sensitivity
    uses: int
    used: datetime | None


@dataclass(frozen=True)
class Passage:
    """A text that an item is found by; documents have many, with their page."""

    text: str
    page: int | None = None


COLUMNS = (
    "id, kind, source, source_ref, parent, created_us, happened_us, sensitivity, uses, used_us"
)
WITH_ALONG = """WITH RECURSIVE whole(id) AS (
    SELECT value FROM json_each(?)
    UNION SELECT item.id FROM item JOIN whole ON item.parent = whole.id
    UNION SELECT derivation.item FROM derivation JOIN whole ON derivation.origin = whole.id
    UNION SELECT memory.item FROM memory JOIN whole ON memory.replaced_by = whole.id
) SELECT id FROM whole ORDER BY id"""
MANY = 1_000
"passages, from which on it is looked for a quicker way of taking their words out"
STAYING = 5
"times as many passages as go: with more of them staying, the index of words is not made anew"


@dataclass(frozen=True)
class Deleted:
    """What a deletion took."""

    items: tuple[int, ...] = ()
    passages: tuple[int, ...] = field(default=())


def to_us(moment: datetime) -> int:
    """Microseconds since 1970; a moment without a zone is a bug."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return (moment - EPOCH) // MICROSECOND


def from_us(microseconds: int) -> datetime:
    return EPOCH + microseconds * MICROSECOND


def add(conn: WriteConn, new: NewItem, now: datetime, passages: Sequence[Passage] = ()) -> int:
    """Remember an item; its number."""
    with conn.transaction():
        number = conn.insert(
            "INSERT INTO item(kind, source, source_ref, parent, created_us, happened_us, "
            "sensitivity) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (new.kind.value, new.source.origin.value, new.source.ref, new.parent, to_us(now),
             to_us(new.happened), int(new.sensitivity)),
        )  # fmt: skip
        conn.run_many(
            "INSERT INTO derivation(item, origin) VALUES (?, ?)",
            [(number, origin) for origin in new.derived_from],
        )
        conn.run_many(
            "INSERT OR IGNORE INTO mention(item, entity) VALUES (?, ?)",
            [(number, entity) for entity in new.about],
        )
        add_passages(conn, number, passages)
    return number


def add_passages(conn: WriteConn, item: int, passages: Sequence[Passage]) -> None:
    conn.run_many(
        "INSERT INTO passage(item, ordinal, page, text) VALUES (?, ?, ?, ?)",
        [(item, ordinal, one.page, one.text) for ordinal, one in enumerate(passages)],
    )


def replace_passages(conn: WriteConn, item: int, passages: Sequence[Passage]) -> None:
    """The item says something else now; what it was found by before is gone."""
    with conn.transaction():
        forget_vectors(conn, conn.column("SELECT id FROM passage WHERE item = ?", (item,)))
        conn.run("DELETE FROM passage WHERE item = ?", (item,))
        add_passages(conn, item, passages)


def get(conn: ReadConn, number: int) -> Item:
    row = conn.required("item", number, f"SELECT {COLUMNS} FROM item WHERE id = ?", (number,))
    return _item(row)


def latest(
    conn: ReadConn, kinds: Sequence[Kind], most: int, most_sensitive: Sensitivity
) -> list[tuple[Kind, int]]:
    """The last of these kinds to have happened, with what is deleted left out."""
    marks = ", ".join("?" * len(kinds))
    rows = conn.rows(
        f"SELECT kind, id FROM item WHERE kind IN ({marks}) AND sensitivity <= ? "
        "AND id NOT IN (SELECT item FROM conversation WHERE hidden_us IS NOT NULL) "
        "ORDER BY happened_us DESC LIMIT ?",
        (*(kind.value for kind in kinds), int(most_sensitive), most),
    )
    return [(Kind(kind), number) for kind, number in rows]


def mark_used(conn: WriteConn, numbers: Iterable[int], now: datetime) -> None:
    """Note that an answer used these items."""
    with conn.transaction():
        conn.run_many(
            "UPDATE item SET uses = uses + 1, used_us = ? WHERE id = ?",
            [(to_us(now), number) for number in numbers],
        )


def closure(conn: ReadConn, numbers: Iterable[int]) -> tuple[int, ...]:
    """These items, what lies in them, and what was derived from any of those."""
    return tuple(conn.column(WITH_ALONG, (listed(numbers),)))


def delete(conn: WriteConn, numbers: Iterable[int]) -> Deleted:
    """Take items away with what lies in them and was derived from them: rows, words, vectors.

    Entities that nothing mentions any more go too. The log keeps hashes of what it said about them.
    """
    with conn.transaction():
        gone = closure(conn, numbers)
        some = (listed(gone),)
        passages = conn.column(f"SELECT id FROM passage WHERE item IN {LISTED}", some)
        if passages:
            forget_vectors(conn, passages)
        _leave_no_gap(conn, some)
        conn.run(
            "UPDATE audit SET payload = NULL WHERE sequence IN "
            f"(SELECT sequence FROM audit_item WHERE item IN {LISTED})",
            some,
        )
        with _words_at_once(conn, len(passages)):
            conn.run(f"DELETE FROM item WHERE id IN {LISTED}", some)
        conn.run(
            "DELETE FROM entity WHERE id NOT IN (SELECT entity FROM mention) "
            "AND id NOT IN (SELECT entity FROM appearance) "
            "AND id NOT IN (SELECT subject FROM relation) "
            "AND id NOT IN (SELECT object FROM relation)"
        )
    return Deleted(gone, tuple(passages))


def _leave_no_gap(conn: WriteConn, some: tuple[str]) -> None:
    """What items left elsewhere: their places in conversations, in summaries, in the profile."""
    messages = conn.column(f"SELECT item FROM message WHERE item IN {LISTED}", some)
    conn.run_many(
        "UPDATE message SET after = (SELECT after FROM message WHERE item = ?) WHERE after = ?",
        [(number, number) for number in messages],
    )
    conn.run(f"DELETE FROM profile WHERE origin IN {LISTED}", some)
    conn.run(
        "WITH RECURSIVE above(id) AS ("
        f"SELECT parent FROM item WHERE id IN {LISTED} "
        "UNION SELECT item.parent FROM item JOIN above ON item.id = above.id) "
        "DELETE FROM summary WHERE item IN (SELECT id FROM above)",
        some,
    )


@contextlib.contextmanager
def _words_at_once(conn: WriteConn, going: int) -> Iterator[None]:
    """Where most passages go, make the index of words anew from those that stay.

    Otherwise each takes its own words out, which is ten times as slow for one, and no slower where
    few of many go. The trigger that does so is away for that long, in the same transaction.
    """
    if going < MANY or _staying(conn, going) >= going * STAYING:
        yield
        return
    trigger = conn.value("SELECT sql FROM sqlite_master WHERE name = 'passage_removed'")
    conn.run("DROP TRIGGER passage_removed")
    yield
    conn.run(trigger)
    conn.run("INSERT INTO passage_words(passage_words) VALUES ('rebuild')")


def _staying(conn: ReadConn, going: int) -> int:
    return int(conn.value("SELECT count(*) FROM passage")) - going


def forget_vectors(conn: WriteConn, passages: Sequence[int]) -> None:
    """Take the vectors of passages out, also out of the blocks that hold many."""
    if conn.value("SELECT 1 FROM vector_state") is None:
        return  # there never was one, and numpy need not come for nothing
    from vault import vectors

    vectors.remove(conn, passages)


def count_without_vector(conn: ReadConn) -> int:
    """How many those are, counted, which costs next to nothing."""
    return int(conn.value(
        "SELECT (SELECT count(*) FROM passage) - coalesce((SELECT rows FROM vector_state), 0)"
    ) or 0)  # fmt: skip


def without_vector(conn: ReadConn) -> list[int]:
    """Passages whose meaning is still to be learned."""
    return conn.column(
        "SELECT id FROM passage WHERE id NOT IN (SELECT passage FROM vector) "
        "AND id NOT IN (SELECT passage FROM vector_place) ORDER BY id"
    )


def _item(row: Row) -> Item:
    return Item(
        id=row[0],
        kind=Kind(row[1]),
        source=Source(Origin(row[2]), row[3]),
        parent=row[4],
        created=from_us(row[5]),
        happened=from_us(row[6]),
        sensitivity=Sensitivity(row[7]),
        uses=row[8],
        used=from_us(row[9]) if row[9] else None,
    )
