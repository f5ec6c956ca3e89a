"""Conversations and their messages. A message follows another; two that follow one are branches.

A conversation that the owner deletes is hidden at once, and forgotten when it cannot be brought
back any more: whoever hides it sees to that, and every unlocking does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vault import items, typed
from vault.connection import ReadConn, Row, Value, WriteConn
from vault.items import Kind, NewItem, Origin, Passage, Sensitivity, Source, from_us


class Speaker(StrEnum):
    """Who said it."""

    OWNER = "owner"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation, without its messages."""

    id: int
    title: str
    is_private: bool
    is_pinned: bool
    is_archived: bool
    happened: datetime
    folder: str = ""


@dataclass(frozen=True)
class Shelf:
    """Which conversations are meant."""

    folder: str | None = None
    "None: whatever folder they are in"
    is_archived: bool = False


@dataclass(frozen=True)
class Found:
    """A conversation with the words that were looked for."""

    conversation: Conversation
    passage: str = ""
    "where the words stand; empty where that is the title"
    message: int | None = None
    "which said them"


@dataclass(frozen=True)
class Message:
    """Something that was said."""

    id: int
    conversation: int
    after: int | None
    speaker: Speaker
    text: str
    happened: datetime


@dataclass(frozen=True)
class Said:
    """A message before it has a number."""

    speaker: Speaker
    text: str
    after: int | None = None
    source: Source | None = None
    "where the words come from, if not from the speaker"
    derived_from: tuple[int, ...] = ()
    "what the words were drawn from: they go when it is forgotten"
    sensitivity: Sensitivity = Sensitivity.ORDINARY


SOURCES = {
    Speaker.OWNER: Origin.OWNER,
    Speaker.ASSISTANT: Origin.ASSISTANT,
    Speaker.TOOL: Origin.ASSISTANT,
}


def begin(conn: WriteConn, title: str, now: datetime, *, is_private: bool = False) -> int:
    with conn.transaction():
        new = NewItem(Kind.CONVERSATION, Source(Origin.OWNER), now)
        number = items.add(conn, new, now, [Passage(title)] if title else [])
        conn.run(
            "INSERT INTO conversation(item, title, is_private) VALUES (?, ?, ?)",
            (number, title, is_private),
        )
    return number


def say(conn: WriteConn, conversation: int, said: Said, now: datetime) -> int:
    """Add a message; its number."""
    source = said.source or Source(SOURCES[said.speaker])
    with conn.transaction():
        new = NewItem(
            Kind.MESSAGE, source, now, parent=conversation, sensitivity=said.sensitivity,
            derived_from=said.derived_from,
        )  # fmt: skip
        number = items.add(conn, new, now, [Passage(said.text)] if said.text.strip() else [])
        conn.run(
            "INSERT INTO message(item, conversation, after, role, text) VALUES (?, ?, ?, ?, ?)",
            (number, conversation, said.after, said.speaker.value, said.text),
        )
        conn.run("UPDATE item SET happened_us = ? WHERE id = ?", (items.to_us(now), conversation))
    return number


def reword(conn: WriteConn, number: int, text: str) -> None:
    """A message says something else now; what it said is found no more."""
    with conn.transaction():
        conn.run("UPDATE message SET text = ? WHERE item = ?", (text, number))
        items.replace_passages(conn, number, [Passage(text)])


def rename(conn: WriteConn, number: int, title: str) -> None:
    with conn.transaction():
        conn.run("UPDATE conversation SET title = ? WHERE item = ?", (title, number))
        items.replace_passages(conn, number, [Passage(title)] if title else [])


def pin(conn: WriteConn, numbers: Sequence[int], *, is_pinned: bool) -> None:
    _set(conn, "is_pinned", is_pinned, numbers)


def archive(conn: WriteConn, numbers: Sequence[int], *, is_archived: bool) -> None:
    _set(conn, "is_archived", is_archived, numbers)


def put_into(conn: WriteConn, folder: str, numbers: Sequence[int]) -> None:
    """A folder is there as long as something is in it; the empty one is none."""
    _set(conn, "folder", folder, numbers)


def folders(conn: ReadConn) -> list[str]:
    return conn.column(
        "SELECT DISTINCT folder FROM conversation WHERE folder <> '' AND hidden_us IS NULL "
        "ORDER BY folder COLLATE NOCASE"
    )


def rename_folder(conn: WriteConn, old: str, new: str) -> None:
    with conn.transaction():
        conn.run("UPDATE conversation SET folder = ? WHERE folder = ?", (new, old))


def hide(conn: WriteConn, numbers: Sequence[int], now: datetime) -> None:
    """Out of every list and every search, until it is brought back or forgotten."""
    _set(conn, "hidden_us", items.to_us(now), numbers)


def bring_back(conn: WriteConn, numbers: Sequence[int]) -> list[int]:
    """Show again what was hidden; what of it is still there."""
    _set(conn, "hidden_us", None, numbers)
    marks = ", ".join("?" * len(numbers))
    return conn.column(f"SELECT item FROM conversation WHERE item IN ({marks})", numbers)


def hidden(conn: ReadConn, until: datetime) -> list[int]:
    """What was hidden until then, and waits to be forgotten."""
    sql = "SELECT item FROM conversation WHERE hidden_us IS NOT NULL AND hidden_us <= ?"
    return conn.column(sql, (items.to_us(until),))


def _set(conn: WriteConn, column: str, value: Value, numbers: Sequence[int]) -> None:
    with conn.transaction():
        sql = f"UPDATE conversation SET {column} = ? WHERE item = ?"
        conn.run_many(sql, [(value, number) for number in numbers])


def get(conn: ReadConn, number: int) -> Conversation:
    return _conversation(
        conn.required("conversation", number, f"{CONVERSATION} WHERE item.id = ?", (number,))
    )


def recent(
    conn: ReadConn, most: int = 100, skip: int = 0, shelf: Shelf | None = None
) -> list[Conversation]:
    """The latest first, pinned ones above; without a shelf, all that are not archived."""
    limits = ["hidden_us IS NULL", "is_archived = ?"]
    values: list[Value] = [bool(shelf and shelf.is_archived)]
    if shelf and shelf.folder is not None:
        limits.append("folder = ?")
        values.append(shelf.folder)
    rows = conn.rows(
        f"{CONVERSATION} WHERE {' AND '.join(limits)} "
        "ORDER BY is_pinned DESC, item.happened_us DESC, item.id DESC LIMIT ? OFFSET ?",
        (*values, most, skip),
    )
    return [_conversation(row) for row in rows]


def find(
    conn: ReadConn, text: str, most: int = 100, most_sensitive: Sensitivity = Sensitivity.SECRET
) -> list[Found]:
    """Those with these words, also archived ones: by title first, then by what was said."""
    if not text.strip():
        return []
    titled = conn.rows(
        f"{CONVERSATION} WHERE hidden_us IS NULL AND title LIKE ? ESCAPE '\\' "
        "ORDER BY item.happened_us DESC LIMIT ?",
        (f"%{typed.literal(text.strip())}%", most),
    )
    found = {row[0]: Found(_conversation(row)) for row in titled}
    if len(found) == most:
        return list(found.values())
    said: dict[int, tuple[str, int | None]] = {}
    kinds = (Kind.CONVERSATION, Kind.MESSAGE)
    for hit in typed.passages(conn, text, kinds, most_sensitive=most_sensitive):
        number = hit.parent or hit.item
        if number not in found:
            is_title = hit.kind is Kind.CONVERSATION
            said.setdefault(number, ("", None) if is_title else (hit.text, hit.item))
    marks = ", ".join("?" * len(said))
    rows = conn.rows(
        f"{CONVERSATION} WHERE hidden_us IS NULL AND item.id IN ({marks}) "
        "ORDER BY item.happened_us DESC",
        list(said),
    )
    spoken = [Found(_conversation(row), *said[row[0]]) for row in rows]
    spoken.sort(key=lambda one: bool(one.passage))
    return [*found.values(), *spoken][:most]


def messages(conn: ReadConn, conversation: int) -> list[Message]:
    """Everything that was said, in order, branches included."""
    rows = conn.rows(f"{MESSAGE} WHERE message.conversation = ? ORDER BY item.id", (conversation,))
    return [_message(row) for row in rows]


def by_owner(conn: ReadConn, after: int, most: int) -> list[Message]:
    """What the owner said in any conversation, from after this message on, in order."""
    rows = conn.rows(
        f"{MESSAGE} WHERE item.id > ? AND role = ? ORDER BY item.id LIMIT ?",
        (after, Speaker.OWNER.value, most),
    )
    return [_message(row) for row in rows]


def branch(conn: ReadConn, last: int) -> list[Message]:
    """The messages that lead to this one, from the first on."""
    row = conn.required("message", last, "SELECT conversation FROM message WHERE item = ?", (last,))
    there = {one.id: one for one in messages(conn, row[0])}  # one by one takes long in a long one
    line: list[Message] = []
    at: int | None = last
    while at is not None:
        line.append(there[at])
        at = line[-1].after
    return line[::-1]


def outline(conn: ReadConn, conversation: int) -> list[tuple[int, int | None, Speaker]]:
    """Each message, what it came after, and who said it; in order, without a word of any."""
    rows = conn.rows(
        "SELECT item, after, role FROM message WHERE conversation = ? ORDER BY item",
        (conversation,),
    )
    return [(row[0], row[1], Speaker(row[2])) for row in rows]


def some(conn: ReadConn, numbers: Sequence[int]) -> list[Message]:
    """Those of these messages that are there, in order."""
    marks = ", ".join("?" * len(numbers))
    rows = conn.rows(f"{MESSAGE} WHERE item.id IN ({marks}) ORDER BY item.id", tuple(numbers))
    return [_message(row) for row in rows]


def attach(conn: WriteConn, item: int, name: str, media: str, content: bytes) -> int:
    with conn.transaction():
        return conn.insert(
            "INSERT INTO attachment(item, name, media, content, bytes) VALUES (?, ?, ?, ?, ?)",
            (item, name, media, content, len(content)),
        )


def attachments(conn: ReadConn, item: int) -> Sequence[tuple[int, str, str]]:
    """Number, name and media type of each."""
    return conn.rows("SELECT id, name, media FROM attachment WHERE item = ?", (item,))


def attached(conn: ReadConn, number: int) -> bytes:
    row = conn.required(
        "attachment", number, "SELECT content FROM attachment WHERE id = ?", (number,)
    )
    return bytes(row[0])


CONVERSATION = (
    "SELECT item.id, title, is_private, is_pinned, is_archived, happened_us, folder "
    "FROM conversation JOIN item ON item.id = conversation.item"
)
MESSAGE = (
    "SELECT item.id, conversation, after, role, text, happened_us "
    "FROM message JOIN item ON item.id = message.item"
)


def _conversation(row: Row) -> Conversation:
    number, title, is_private, is_pinned, is_archived, happened_us, folder = row
    return Conversation(
        number, title, bool(is_private), bool(is_pinned), bool(is_archived), from_us(happened_us),
        folder,
    )  # fmt: skip


def _message(row: Row) -> Message:
    return Message(row[0], row[1], row[2], Speaker(row[3]), row[4], from_us(row[5]))
