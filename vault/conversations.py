"""Conversations and their messages. A message follows another; two that follow one are branches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vault import items
from vault.connection import ReadConn, Row, WriteConn
from vault.items import Kind, NewItem, Origin, Passage, Sensitivity, Source, from_us


class Speaker(StrEnum):
    """Who said it."""

    OWNER = "owner"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True)
class Conversation:
    """A conversation, without its messages."""

    id: int
    title: str
    is_private: bool
    is_pinned: bool
    is_archived: bool
    happened: datetime


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


def set_flags(conn: WriteConn, number: int, *, is_pinned: bool, is_archived: bool) -> None:
    with conn.transaction():
        conn.run(
            "UPDATE conversation SET is_pinned = ?, is_archived = ? WHERE item = ?",
            (is_pinned, is_archived, number),
        )


def get(conn: ReadConn, number: int) -> Conversation:
    return _conversation(
        conn.required("conversation", number, f"{CONVERSATION} WHERE item.id = ?", (number,))
    )


def recent(conn: ReadConn, most: int = 100, skip: int = 0) -> list[Conversation]:
    """The latest first, pinned ones above, archived ones left out."""
    rows = conn.rows(
        f"{CONVERSATION} WHERE NOT is_archived "
        "ORDER BY is_pinned DESC, item.happened_us DESC LIMIT ? OFFSET ?",
        (most, skip),
    )
    return [_conversation(row) for row in rows]


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
    line: list[Message] = []
    at: int | None = last
    while at is not None:
        line.append(_message(conn.required("message", at, f"{MESSAGE} WHERE item.id = ?", (at,))))
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
            "INSERT INTO attachment(item, name, media, content) VALUES (?, ?, ?, ?)",
            (item, name, media, content),
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
    "SELECT item.id, title, is_private, is_pinned, is_archived, happened_us "
    "FROM conversation JOIN item ON item.id = conversation.item"
)
MESSAGE = (
    "SELECT item.id, conversation, after, role, text, happened_us "
    "FROM message JOIN item ON item.id = message.item"
)


def _conversation(row: Row) -> Conversation:
    return Conversation(row[0], row[1], bool(row[2]), bool(row[3]), bool(row[4]), from_us(row[5]))


def _message(row: Row) -> Message:
    return Message(row[0], row[1], row[2], Speaker(row[3]), row[4], from_us(row[5]))
