"""Reading a conversation for the window: its latest stretch first, the rest when it is scrolled to.

Runs on lanes and knows no Qt. A conversation is read as an outline without words; only the messages
that are shown are read whole.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.translation import in_window
from desktop.viewmodels.chat_shown import Evidence, Shown, Who
from desktop.viewmodels.fixed_words import fixed
from inference.reading import citing
from inference.turn import Used
from vault import conversations, items, recordings, traces
from vault.connection import ReadConn
from vault.conversations import Message, Speaker
from vault.items import Kind, Origin, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

STRETCH = 50
"messages that are read at once"
ABOVE = 10
"messages that are read above one that is to be seen"
OWN = (Origin.OWNER, Origin.ASSISTANT)
Row = tuple[int, int | None, Speaker]


@dataclass(frozen=True)
class Outline:
    """Which message came after which, in one conversation."""

    rows: tuple[Row, ...]

    @classmethod
    def of(cls, conn: ReadConn, conversation: int) -> "Outline":
        return cls(tuple(conversations.outline(conn, conversation)))

    def last(self) -> int | None:
        return self.rows[-1][0] if self.rows else None

    def line(self, last: int | None) -> list[int]:
        """The messages that lead to this one."""
        after = {number: before for number, before, _speaker in self.rows}
        found: list[int] = []
        at = last if last in after else None
        while at is not None:
            found.append(at)
            at = after.get(at)
        return found[::-1]

    def newest_below(self, number: int) -> int:
        """The end of the branch that goes on most lately from a message."""
        newest = {before: one for one, before, _speaker in self.rows if before is not None}
        while number in newest:
            number = newest[number]
        return number

    def ways(self) -> dict[int, tuple[int, ...]]:
        """For each message that does not stand alone, those that stand there."""
        beside: dict[tuple[int | None, bool], list[int]] = {}
        for number, before, speaker in self.rows:
            beside.setdefault((before, speaker is Speaker.OWNER), []).append(number)
        return {one: tuple(some) for some in beside.values() if len(some) > 1 for one in some}


@dataclass(frozen=True)
class Stretch:
    """Messages that follow each other, and whether there are earlier ones."""

    messages: tuple[Shown, ...]
    has_earlier: bool
    last: int | None
    "the end of the branch"


def where(conn: ReadConn, number: int) -> tuple[int, int | None]:
    """The conversation that an item is or lies in, and for a message the end of its branch."""
    one = items.get(conn, number)
    if one.kind is not Kind.MESSAGE or one.parent is None:
        return number, None
    return one.parent, Outline.of(conn, one.parent).newest_below(number)


def read(
    conn: ReadConn, conversation: int, last: int | None = None, before: int | None = None,
    *, at: int | None = None,
) -> Stretch:  # fmt: skip
    """The latest messages of a branch, those before one of them, or all from this one on."""
    outline = Outline.of(conn, conversation)
    last = outline.last() if last is None else last
    line = outline.line(last)
    whole = line[: line.index(before)] if before in line else line
    first = max(len(whole) - STRETCH, 0)
    wanted = whole[max(min(first, whole.index(at) - ABOVE), 0) :] if at in whole else whole[first:]
    ways = outline.ways()
    found = {one.id: one for one in conversations.some(conn, wanted)}
    recorded = recordings.kept(conn, wanted)
    shown = tuple(
        replace(as_shown(found[number], ways.get(number, ()), known(conn, found[number])),
                is_recorded=number in recorded)
        for number in wanted if number in found
    )  # fmt: skip
    return Stretch(shown, len(whole) > len(wanted), last)


def as_shown(
    message: Message, ways: "Sequence[int]" = (), used: tuple[Evidence, ...] = ()
) -> Shown:  # fmt: skip
    text = fixed(message.text) if message.speaker is Speaker.ASSISTANT else message.text
    return Shown(message.id, Who(message.speaker.value), text, message.happened, tuple(ways), used)


def known(conn: ReadConn, message: Message) -> tuple[Evidence, ...]:
    """What a message that is kept was drawn from."""
    if message.speaker is not Speaker.ASSISTANT:
        return ()
    found = []
    for number in traces.there(conn, traces.origins(conn, message.id)):
        source = items.get(conn, number).source
        found.append(evidence(conn, Used(number, traces.text(conn, number), source)))
    return tuple(found)


def evidence(conn: ReadConn, used: Used) -> Evidence:
    where = "" if used.page is None else citing.place(conn, used.item, (used.page,), in_window)
    return Evidence(used.item, used.text, place(used.source), used.page, where)


def place(source: Source) -> str:
    """The file or the mail that a text is from; nothing for the owner's own words."""
    if source.origin in OWN:
        return ""
    name = source.ref.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return name or source.origin.value
