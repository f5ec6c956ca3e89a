"""Tasks as they are shown: one of them, all of them, and what a line of words would become."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from inference.tools.base import Call


@dataclass(frozen=True)
class TaskRow:
    """One task."""

    number: int
    title: str
    state: str
    "open, doing, waiting or done"
    list: str
    due: str
    "short: Today, 17:00"
    due_at: datetime | None
    is_overdue: bool
    is_today: bool
    repeats: str
    notes: str
    reminders: tuple[str, ...]
    importance: str
    minutes: int | None
    reasons: tuple[str, ...]
    place: int
    "in what matters most"
    own_place: int
    "in the owner's own order; behind all others where it has none"
    waits_for: str = ""
    "whose turn it is"
    waits_since: str = ""
    "short: since Friday; empty where it is the owner's turn"

    @property
    def is_done(self) -> bool:
        return self.state == "done"

    @property
    def waits(self) -> str:
        """Whose turn it is and since when; empty where it is the owner's."""
        whom = tr("Waiting for %s") % self.waits_for if self.waits_for else tr("Waiting")
        return f"{whom} · {self.waits_since}" if self.waits_since else ""

    @property
    def says(self) -> str:
        """The whole of it, for who cannot see it."""
        parts = [self.title, self.due, self.repeats, *self.reminders]
        if self.importance == "high":
            parts.append(tr("important"))
        if self.is_overdue:
            parts.append(tr("overdue"))
        if self.state in ("doing", "done"):
            parts.append(tr("begun") if self.state == "doing" else tr("done"))
        parts.append(self.waits)
        return ", ".join(one for one in parts if one)


@dataclass(frozen=True)
class Tasks:
    """All that the page shows, and when some of it will look otherwise."""

    rows: tuple[TaskRow, ...]
    lists: tuple[str, ...]
    turns: datetime | None
    "the next midnight, or when the next one becomes overdue"


@dataclass(frozen=True)
class Understood:
    """What a line of words would become."""

    text: str
    "the words that were read"
    parts: tuple[str, ...] = ()
    "what was understood, piece by piece"
    asks: str = ""
    "what is not sure"
    choices: tuple[tuple[str, str], ...] = ()
    "what could be meant in words, and the line that says so"
    call: "Call | None" = None
    "what would be done; None where something is not sure"
    plain: "Call | None" = None
    "the same without any of what was read"


def tr(text: str) -> str:
    return QCoreApplication.translate("TaskRow", text)
