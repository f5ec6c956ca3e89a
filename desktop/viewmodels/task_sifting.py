"""Which tasks are listed, and in which order."""

from collections.abc import Callable
from enum import Enum

from desktop.viewmodels.task_rows import TaskRow

LAST = 1 << 60


class Show(Enum):
    """Which tasks are listed."""

    OPEN = "open"
    TODAY = "today"
    OVERDUE = "overdue"
    IMPORTANT = "important"
    REPEATING = "repeating"
    WAITING = "waiting"
    DONE = "done"


class Sort(Enum):
    """In which order."""

    MATTERS = "matters"
    DUE = "due"
    TITLE = "title"
    NEWEST = "newest"
    OWN = "own"


SIFT: dict[Show, Callable[[TaskRow], bool]] = {
    Show.OPEN: lambda row: not row.is_done,
    Show.TODAY: lambda row: row.is_today or row.is_overdue,
    Show.OVERDUE: lambda row: row.is_overdue,
    Show.IMPORTANT: lambda row: not row.is_done and row.importance == "high",
    Show.REPEATING: lambda row: not row.is_done and bool(row.repeats),
    Show.WAITING: lambda row: row.state == "waiting",
    Show.DONE: lambda row: row.is_done,
}
KEYS: dict[Sort, Callable[[TaskRow], tuple[float | str, ...]]] = {
    Sort.MATTERS: lambda row: (row.place,),
    Sort.DUE: lambda row: (row.due_at.timestamp() if row.due_at else LAST, row.place),
    Sort.TITLE: lambda row: (row.title.casefold(), row.number),
    Sort.NEWEST: lambda row: (-row.number,),
    Sort.OWN: lambda row: (row.own_place, row.place),
}
