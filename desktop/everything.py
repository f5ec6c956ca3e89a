"""Whatever is in the vault and can be gone to: what is recent, what holds words, what is alike.

Nothing that is marked as secret is shown here, and nothing that does not hold any more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    Kind.NOTE: PageName.MEMORY,
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
    spot: int | None = None
    "the message, or the page of a document"

    @property
    def place(self) -> Place:
        """As the page that shows it understands it."""
        number: int | str = self.number
        if self.kind is Kind.NOTE:
            number = f"note {self.number}"
        elif self.spot is not None:
            is_document = self.kind is Kind.DOCUMENT
            number = f"{self.number}:{self.spot}" if is_document else self.spot
        return Place(PAGES[self.kind], number)


@dataclass(frozen=True)
class _Seen:
    """Where something was found."""

    kind: Kind
    number: int
    passage: str = ""
    spot: int | None = None


def recent(assistant: "Assistant") -> list[Thing]:
    """What was last talked about, written down, or brought in."""
    conn = assistant.conn
    kinds = (Kind.CONVERSATION, Kind.NOTE, Kind.DOCUMENT, Kind.TASK)
    found = items.latest(conn, kinds, MOST_RECENT, Sensitivity.PERSONAL)
    return _things(assistant, [_Seen(kind, number) for kind, number in found])


def with_words(assistant: "Assistant", text: str) -> list[Thing]:
    """What holds these words, the last of which may not be typed to its end; by kind."""
    if len(text.strip()) < FEWEST_LETTERS:
        return []
    conn = assistant.conn
    talks = conversations.find(conn, text, MOST_OF_A_KIND, Sensitivity.PERSONAL)
    wanted = [
        _Seen(Kind.CONVERSATION, one.conversation.id, one.passage, one.message) for one in talks
    ]
    titled = typed.documents(conn, text, MOST_OF_A_KIND)
    wanted += [_Seen(Kind.DOCUMENT, number) for number in titled]
    kinds = (Kind.MEMORY, Kind.NOTE, Kind.TASK, Kind.DOCUMENT)
    for hit in typed.passages(conn, text, kinds, most_sensitive=Sensitivity.PERSONAL):
        wanted.append(_Seen(hit.kind, hit.item, hit.text, hit.page))
    return _things(assistant, wanted, MOST_OF_A_KIND)


def alike(assistant: "Assistant", text: str) -> list[Thing]:
    """What means something like it; nothing where no weights for meaning are ready."""
    from inference.memory.bearing import ALIKE
    from vault.search import Query

    hits = assistant.desk().find(Query(text, most=4 * MOST_ALIKE))
    near = [
        _Seen(hit.kind, hit.item, hit.text, hit.page)
        for hit in sorted(hits, key=lambda one: -one.likeness)
        if hit.likeness >= ALIKE and hit.kind in PAGES
    ]
    return _things(assistant, near)[:MOST_ALIKE]


def _things(
    assistant: "Assistant", wanted: Iterable[_Seen], most: int = MOST_ALIKE * 4
) -> list[Thing]:  # fmt: skip
    """Each thing once, and no more than so many of a kind."""
    found: dict[tuple[Kind, int], Thing] = {}
    counts = dict.fromkeys(Kind, 0)
    zone = assistant.desk().zone
    for seen in wanted:
        if counts[seen.kind] >= most or (seen.kind, seen.number) in found:
            continue
        made = _thing(assistant.conn, seen)
        if made is not None and (made.kind, made.number) not in found:
            happened = items.get(assistant.conn, made.number).happened.astimezone(zone)
            found[made.kind, made.number] = replace(made, happened=happened)
            counts[seen.kind] += 1
    return list(found.values())


def _thing(conn: ReadConn, seen: _Seen) -> Thing | None:
    """What a thing says, or None where it does not count any more."""
    try:
        return MAKERS[seen.kind](conn, seen)
    except NotThere:  # forgotten meanwhile
        return None


def _conversation(conn: ReadConn, seen: _Seen) -> Thing:
    one, passage = conversations.get(conn, seen.number), _line(seen.passage)
    detail = passage if passage != one.title else ""
    return Thing(Kind.CONVERSATION, seen.number, one.title, detail, spot=seen.spot)


def _message(conn: ReadConn, seen: _Seen) -> Thing | None:
    parent = items.get(conn, seen.number).parent
    if parent is None:
        return None
    return _conversation(conn, replace(seen, number=parent, spot=seen.number))


def _memory(conn: ReadConn, seen: _Seen) -> Thing | None:
    one = memories.get(conn, seen.number)
    is_kept = one.state is State.KEPT
    return Thing(Kind.MEMORY, seen.number, _line(one.fact.text)) if is_kept else None


def _note(conn: ReadConn, seen: _Seen) -> Thing:
    one = notes.get(conn, seen.number)
    rest = _line(_line(seen.passage or one.text).removeprefix(_line(one.title)))
    return Thing(Kind.NOTE, seen.number, _line(one.title) or _line(one.text), rest)


def _task(conn: ReadConn, seen: _Seen) -> Thing | None:
    one = tasks.get(conn, seen.number)
    is_open = one.is_open
    return Thing(Kind.TASK, seen.number, _line(one.title), one.list) if is_open else None


def _document(conn: ReadConn, seen: _Seen) -> Thing:
    from vault import documents

    title = documents.get(conn, seen.number).title
    return Thing(Kind.DOCUMENT, seen.number, title, _line(seen.passage), spot=seen.spot)


MAKERS: Mapping[Kind, Callable[[ReadConn, _Seen], Thing | None]] = {
    Kind.CONVERSATION: _conversation, Kind.MESSAGE: _message, Kind.MEMORY: _memory,
    Kind.NOTE: _note, Kind.TASK: _task, Kind.DOCUMENT: _document,
}  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split())


def begins(words: Sequence[str], title: str) -> bool:
    """Whether each of the words begins a word of the title."""
    parts = title.casefold().split()
    return all(any(part.startswith(word) for part in parts) for word in words)
