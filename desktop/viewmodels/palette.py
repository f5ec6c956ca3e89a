"""One field for everything: pages, what can be begun, and what is in the vault.

What the window knows by itself is there with the letter, words follow from the vault, and meaning
when it is ready. An answer to letters that are not there any more is never shown.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence

from desktop import everything
from desktop.everything import Thing
from desktop.jobs import Job
from desktop.keys import Keys
from desktop.places import NEW, PRIVATE, PageName, Place
from desktop.session import Session
from desktop.viewmodels.days import short_day
from desktop.viewmodels.rows import Row, RowsModel
from vault.items import Kind

if TYPE_CHECKING:
    from desktop.assistant import Assistant

PAUSE_MS = 250
"without a letter, before meaning is asked for"
FEWEST_FOR_MEANING = 3
ICONS = {
    Kind.CONVERSATION: "chat", Kind.MEMORY: "memory", Kind.NOTE: "note", Kind.TASK: "tasks",
    Kind.DOCUMENT: "documents",
}  # fmt: skip


class Act(StrEnum):
    """What is done rather than gone to."""

    LOCK = "lock"
    SHORTCUTS = "shortcuts"


class Group(StrEnum):
    """Under which heading something stands."""

    DO = "do"
    GO = "go"
    RECENT = "recent"
    CHATS = "chats"
    MEMORIES = "memories"
    NOTES = "notes"
    TASKS = "tasks"
    DOCUMENTS = "documents"
    ALIKE = "alike"
    NOTHING = "nothing"


GROUPS = {
    Kind.CONVERSATION: Group.CHATS, Kind.TASK: Group.TASKS, Kind.NOTE: Group.NOTES,
    Kind.MEMORY: Group.MEMORIES, Kind.DOCUMENT: Group.DOCUMENTS,
}  # fmt: skip
"in the order in which they are shown"


@dataclass(frozen=True)
class Known:
    """A page or an action: what the window knows by itself."""

    title: str
    icon: str
    goal: Place | Act
    keys: str = ""


@dataclass(frozen=True)
class Line:
    """Something that can be chosen, or a heading."""

    group: Group
    known: Known | None = None
    thing: Thing | None = None

    @property
    def key(self) -> Hashable:
        if self.thing is not None:
            return self.thing.kind, self.thing.number
        return self.known.goal if self.known else self.group

    @property
    def goal(self) -> Place | Act | None:
        if self.thing is not None:
            return self.thing.place
        return self.known.goal if self.known else None


class PaletteViewModel(QObject):
    """What is listed for the letters that are typed."""

    listed = Signal()

    def __init__(
        self, session: Session, pages: Sequence[Known], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.model = RowsModel(self._row, self)
        self.is_waiting = False
        "whether the vault has not answered yet"
        self._session = session
        self._actions = self._made_actions()
        self._pages = list(pages)
        self._text = ""
        self._today: datetime | None = None
        self._found: list[Thing] = []
        self._alike: list[Thing] = []
        self._jobs: list[Job[Any]] = []
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look_for_meaning)

    def search(self, text: str) -> None:
        """What there is for these letters; for none, what is recent."""
        self.stop()
        self._text, self._alike, self.is_waiting = text.strip(), [], True
        words = self._text.casefold().split()
        self._found = [one for one in self._found if words and _still_fits(words, one)]
        self._list()
        self._jobs.append(
            self._session.look(partial(_looked_up, self._text), on_done=self._on_found)
        )
        if len(self._text) >= FEWEST_FOR_MEANING:
            self._pause.start()

    def stop(self) -> None:
        """Nobody waits for an answer any more."""
        self._pause.stop()
        for job in self._jobs:
            job.cancel()
        self._jobs.clear()

    def _on_found(self, found: tuple[list[Thing], datetime]) -> None:
        self.is_waiting = False
        self._found, self._today = found
        self._list()

    def _look_for_meaning(self) -> None:
        def work(assistant: "Assistant", _job: Job[list[Thing]]) -> list[Thing]:
            return everything.alike(assistant, text)

        text = self._text
        self._jobs.append(self._session.think(work, on_done=self._on_alike))

    def _on_alike(self, alike: list[Thing]) -> None:
        self._alike = alike
        self._list()

    def _list(self) -> None:
        """Everything that is known for the letters by now, under headings."""
        words = self._text.casefold().split()
        parts = {
            Group.DO: self._fitting(Group.DO, self._actions, words),
            Group.GO: self._fitting(Group.GO, self._pages, words),
        }
        if not words:
            recent = [Line(Group.RECENT, thing=one) for one in self._found]
            parts = {Group.DO: parts[Group.DO], Group.RECENT: recent, Group.GO: parts[Group.GO]}
        else:
            for kind, group in GROUPS.items():
                things = [one for one in self._found if one.kind is kind]
                parts[group] = [Line(group, thing=one) for one in things]
            there = {(one.kind, one.number) for one in self._found}
            new = [one for one in self._alike if (one.kind, one.number) not in there]
            parts[Group.ALIKE] = [Line(Group.ALIKE, thing=one) for one in new]
        lines: list[Line] = []
        for group, those in parts.items():
            lines += [Line(group), *those] if those else []
        if not lines and not self.is_waiting:
            lines = [Line(Group.NOTHING)]
        self.model.become(lines)
        self.listed.emit()

    def _fitting(self, group: Group, known: Sequence[Known], words: list[str]) -> list[Line]:
        return [Line(group, one) for one in known if everything.begins(words, one.title)]

    def _made_actions(self) -> list[Known]:
        return [
            Known(self.tr("New chat"), "plus", Place(PageName.CHAT, NEW), Keys.NEW_CHAT),
            Known(self.tr("New private chat"), "private", Place(PageName.CHAT, PRIVATE),
                  Keys.PRIVATE_CHAT),
            Known(self.tr("New task"), "tasks", Place(PageName.TASKS, NEW)),
            Known(self.tr("Lock"), "lock", Act.LOCK, Keys.LOCK),
            Known(self.tr("Keyboard shortcuts"), "more", Act.SHORTCUTS, Keys.SHORTCUTS),
        ]  # fmt: skip

    def _row(self, line: Line) -> Row:
        if line.thing is not None:
            title = line.thing.title or self.tr("Untitled conversation")
            return Row(
                title, line.thing.detail, self._day(line.thing), ICONS[line.thing.kind],
                is_faint=not line.thing.title,
            )  # fmt: skip
        if line.known is not None:
            keys = QKeySequence(line.known.keys)
            aside = keys.toString(QKeySequence.SequenceFormat.NativeText)
            return Row(line.known.title, aside=aside, icon=line.known.icon)
        return Row(self._heading(line.group), is_head=True)

    def _day(self, thing: Thing) -> str:
        if thing.happened is None or self._today is None or thing.kind is Kind.TASK:
            return ""
        return short_day(thing.happened, self._today)

    def _heading(self, group: Group) -> str:
        return {
            Group.DO: self.tr("Do"),
            Group.GO: self.tr("Go to"),
            Group.RECENT: self.tr("Recent"),
            Group.CHATS: self.tr("Conversations"),
            Group.MEMORIES: self.tr("Memories"),
            Group.NOTES: self.tr("Notes"),
            Group.TASKS: self.tr("Tasks"),
            Group.DOCUMENTS: self.tr("Documents"),
            Group.ALIKE: self.tr("Alike in meaning"),
            Group.NOTHING: self.tr("Nothing like this is here"),
        }[group]


def _still_fits(words: list[str], thing: Thing) -> bool:
    """Whether what was found for other letters shows these as well: it need not flicker."""
    return everything.begins(words, f"{thing.title} {thing.detail}")


def _looked_up(text: str, assistant: "Assistant") -> tuple[list[Thing], datetime]:
    """On the lane: what holds the words, or what is recent; and when that was."""
    found = everything.with_words(assistant, text) if text else everything.recent(assistant)
    return found, assistant.desk().now
