"""What the list of conversations shows, looked up on a lane: lines under headings."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.viewmodels.days import WEEK
from desktop.viewmodels.rows import alike
from vault import conversations
from vault.conversations import Conversation, Shelf
from vault.items import Kind

if TYPE_CHECKING:
    from desktop.assistant import Assistant

PAGE = 200
"conversations that are fetched at once"
MOST_FOUND = 500
MOST_WEIGHED = 50
"conversations of which it is counted what goes along"


class Group(StrEnum):
    """Under which heading a conversation stands."""

    PINNED = "pinned"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    OLDER = "older"
    TITLED = "titled"
    SAID = "said"
    MORE = "more"
    "found more than is shown"


@dataclass(frozen=True, slots=True)
class Line:
    """A conversation in the list, or a heading."""

    group: Group
    conversation: Conversation | None = None
    happened: datetime | None = None
    "where the owner is; a heading has none"
    passage: str = ""

    @property
    def key(self) -> Hashable:
        return self.conversation.id if self.conversation else self.group


@dataclass(frozen=True)
class Wanted:
    """What is to be listed."""

    text: str
    shelf: Shelf
    most: int = PAGE
    skip: int = 0
    after: Group | None = None
    "under which heading the list goes on"
    before: tuple[Line, ...] = ()
    "what is shown of it already, where it is looked at again"


@dataclass(frozen=True)
class Listed:
    """What there is of it."""

    wanted: Wanted
    lines: tuple[Line, ...]
    folders: tuple[str, ...]
    today: datetime
    is_last: bool
    alike: tuple[int, int] = (0, 0)
    "how much of it is as it was before, at both ends"


@dataclass(frozen=True)
class Hidden:
    """What was deleted, as it is told."""

    numbers: tuple[int, ...]
    title: str
    learned: int | None
    "what was learned there and goes along; None where nobody counted"


def listed(wanted: Wanted, assistant: "Assistant") -> Listed:
    """On the lane: what is to be shown, under its headings."""
    conn, now = assistant.conn, assistant.desk().now
    lines: list[Line] = []
    if wanted.text:
        found = conversations.find(conn, wanted.text, MOST_FOUND)
        lines = [
            Line(Group.SAID if one.passage else Group.TITLED, one.conversation,
                 _local(one.conversation, now), one.passage)
            for one in found
        ]  # fmt: skip
        more = [Line(Group.MORE)] if len(found) == MOST_FOUND else []
        is_last = True
    else:
        page = conversations.recent(conn, wanted.most, wanted.skip, wanted.shelf)
        lines = [Line(_group(one, now), one, _local(one, now)) for one in page]
        more, is_last = [], len(page) < wanted.most
    folders = tuple(conversations.folders(conn))
    headed = (*_headed(lines, wanted.after), *more)
    return Listed(wanted, headed, folders, now, is_last, alike(wanted.before, headed))


def _headed(lines: Sequence[Line], after: Group | None) -> list[Line]:
    """With a heading wherever another group begins."""
    found: list[Line] = []
    for one in lines:
        if one.group is not after:
            after = one.group
            found.append(Line(after))
        found.append(one)
    return found


def _group(one: Conversation, now: datetime) -> Group:
    if one.is_pinned:
        return Group.PINNED
    days = (now.date() - _local(one, now).date()).days
    if days < 1:
        return Group.TODAY
    if days == 1:
        return Group.YESTERDAY
    return Group.WEEK if days < WEEK else Group.OLDER


def _local(one: Conversation, now: datetime) -> datetime:
    return one.happened.astimezone(now.tzinfo)


def hidden(numbers: tuple[int, ...], assistant: "Assistant") -> Hidden:
    """On the lane: out of every list, and what will go along."""
    from vault import forget

    conn = assistant.conn
    title = conversations.get(conn, numbers[0]).title if len(numbers) == 1 else ""
    learned = None
    if len(numbers) <= MOST_WEIGHED:
        kinds = forget.preview(conn, numbers).kinds
        learned = kinds.get(Kind.MEMORY, 0) + kinds.get(Kind.RELATION, 0)
    conversations.hide(conn, numbers, assistant.desk().now)
    return Hidden(numbers, title, learned)
