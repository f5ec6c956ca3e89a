"""Tasks as they are shown: one of them, and all of them with when that changes."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True)
class TaskRow:
    """One task."""

    number: int
    title: str
    state: str
    "open, doing or done"
    list: str
    due: str
    "short: Today, 17:00"
    due_at: datetime | None
    is_overdue: bool
    is_today: bool
    repeats: str
    reminders: tuple[str, ...]
    importance: str
    minutes: int | None
    reasons: tuple[str, ...]
    place: int
    "in what matters most"
    own_place: int
    "in the owner's own order; behind all others where it has none"

    @property
    def is_done(self) -> bool:
        return self.state == "done"

    @property
    def says(self) -> str:
        """The whole of it, for who cannot see it."""
        parts = [self.title, self.due, self.repeats, *self.reminders]
        if self.importance == "high":
            parts.append(tr("important"))
        if self.is_overdue:
            parts.append(tr("overdue"))
        if self.state != "open":
            parts.append(tr("begun") if self.state == "doing" else tr("done"))
        return ", ".join(one for one in parts if one)


@dataclass(frozen=True)
class Tasks:
    """All that the page shows, and when some of it will look otherwise."""

    rows: tuple[TaskRow, ...]
    lists: tuple[str, ...]
    turns: datetime | None
    "the next midnight, or when the next one becomes overdue"


def tr(text: str) -> str:
    return QCoreApplication.translate("TaskRow", text)
