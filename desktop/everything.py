"""Whatever is in the vault and can be gone to: what is recent, what holds words, what is alike.

Nothing that is marked as secret is shown here, and nothing that does not hold any more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.places import PageName, Place
from vault import conversations, items, memories, notes, tasks, typed
from vault.connection import ReadConn
from vault.errors import NotThere
from vault.items import Kind, Sensitivity
from vault.memories import State

if TYPE_CHECKING:
    from desktop.assistant import Assistant

PAGES: Mapping[Kind, PageName] = {
    Kind.CONVERSATION: PageName.CHAT,
    Kind.MESSAGE: PageName.CHAT,
    Kind.MEMORY: PageName.MEMORY,
    Kind.NOTE: PageName.DOCUMENTS,
    Kind.DOCUMENT: PageName.DOCUMENTS,
    Kind.TASK: PageName.TASKS,
}
"where each kind of thing is shown"
MOST_OF_A_KIND = 5
MOST_ALIKE = 6
MOST_RECENT = 8
FEWEST_LETTERS = 2
"one letter is the beginning of nearly everything"


@dataclass(frozen=True)
class Thing:
    """Something in the vault that can be gone to."""

    kind: Kind
    number: int
    title: str
    detail: str = ""
    happened: datetime | None = None
    "where the owner is"

    @property
    def place(self) -> Place:
        return Place(PAGES[self.kind], self.number)


def recent(assistant: "Assistant") -> list[Thing]:
    """What was last talked about, written down, or brought in."""
    conn = assistant.conn
    kinds = (Kind.CONVERSATION, Kind.NOTE, Kind.DOCUMENT, Kind.TASK)
    found = items.latest(conn, kinds, MOST_RECENT, Sensitivity.PERSONAL)
    return _things(assistant, [(kind, number, "") for kind, number in found])


def with_words(assistant: "Assistant", text: str) -> list[Thing]:
    """What holds these words, the last of which may not be typed to its end; by kind."""
    if len(text.strip()) < FEWEST_LETTERS:
        return []
    conn = assistant.conn
    talks = conversations.find(conn, text, MOST_OF_A_KIND, Sensitivity.PERSONAL)
    wanted = [(Kind.CONVERSATION, one.conversation.id, one.passage) for one in talks]
    wanted += [
        (Kind.DOCUMENT, number, "") for number in typed.documents(conn, text, MOST_OF_A_KIND)
    ]
    kinds = (Kind.MEMORY, Kind.NOTE, Kind.TASK, Kind.DOCUMENT)
    for hit in typed.passages(conn, text, kinds, most_sensitive=Sensitivity.PERSONAL):
        wanted.append((hit.kind, hit.item, hit.text))
    return _things(assistant, wanted, MOST_OF_A_KIND)


def alike(assistant: "Assistant", text: str) -> list[Thing]:
    """What means something like it; nothing where no weights for meaning are ready."""
    from inference.memory.bearing import ALIKE
    from vault.search import Query

    hits = assistant.desk().find(Query(text, most=4 * MOST_ALIKE))
    near = [
        (hit.kind, hit.item, hit.text)
        for hit in sorted(hits, key=lambda one: -one.likeness)
        if hit.likeness >= ALIKE and hit.kind in PAGES
    ]
    return _things(assistant, near)[:MOST_ALIKE]


def _things(
    assistant: "Assistant", wanted: Iterable[tuple[Kind, int, str]], most: int = MOST_ALIKE * 4
) -> list[Thing]:  # fmt: skip
    """Each thing once, and no more than so many of a kind."""
    found: dict[tuple[Kind, int], Thing] = {}
    counts = dict.fromkeys(Kind, 0)
    zone = assistant.desk().zone
    for kind, number, passage in wanted:
        if counts[kind] >= most or (kind, number) in found:
            continue
        made = _thing(assistant.conn, kind, number, passage)
        if made is not None and (made.kind, made.number) not in found:
            happened = items.get(assistant.conn, made.number).happened.astimezone(zone)
            found[made.kind, made.number] = Thing(
                made.kind, made.number, made.title, made.detail, happened
            )
            counts[made.kind] += 1
    return list(found.values())


def _thing(conn: ReadConn, kind: Kind, number: int, passage: str) -> Thing | None:
    """What a thing says, or None where it does not count any more."""
    try:
        return MAKERS[kind](conn, number, _line(passage))
    except NotThere:  # forgotten meanwhile
        return None


def _conversation(conn: ReadConn, number: int, passage: str) -> Thing:
    one = conversations.get(conn, number)
    return Thing(Kind.CONVERSATION, number, one.title, passage if passage != one.title else "")


def _message(conn: ReadConn, number: int, passage: str) -> Thing | None:
    parent = items.get(conn, number).parent
    return None if parent is None else _conversation(conn, parent, passage)


def _memory(conn: ReadConn, number: int, _passage: str) -> Thing | None:
    one = memories.get(conn, number)
    return Thing(Kind.MEMORY, number, _line(one.fact.text)) if one.state is State.KEPT else None


def _note(conn: ReadConn, number: int, passage: str) -> Thing:
    one = notes.get(conn, number)
    rest = _line((passage or one.text).removeprefix(one.title))
    return Thing(Kind.NOTE, number, _line(one.title) or _line(one.text), rest)


def _task(conn: ReadConn, number: int, _passage: str) -> Thing | None:
    one = tasks.get(conn, number)
    is_open = one.state in (tasks.TaskState.OPEN, tasks.TaskState.DOING)
    return Thing(Kind.TASK, number, _line(one.title), one.list) if is_open else None


def _document(conn: ReadConn, number: int, passage: str) -> Thing:
    from vault import documents

    return Thing(Kind.DOCUMENT, number, documents.get(conn, number).title, passage)


MAKERS: Mapping[Kind, Callable[[ReadConn, int, str], Thing | None]] = {
    Kind.CONVERSATION: _conversation, Kind.MESSAGE: _message, Kind.MEMORY: _memory,
    Kind.NOTE: _note, Kind.TASK: _task, Kind.DOCUMENT: _document,
}  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split())


def begins(words: Sequence[str], title: str) -> bool:
    """Whether each of the words begins a word of the title."""
    parts = title.casefold().split()
    return all(any(part.startswith(word) for part in parts) for word in words)
