"""The page for today without its window: what matters, what is due, what waits, what was done."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from desktop.viewmodels import reminding
from desktop.viewmodels.alarm import Alarm
from desktop.viewmodels.page import SessionModel
from desktop.viewmodels.reminding import Snooze
from desktop.viewmodels.task_rows import TaskRow

if TYPE_CHECKING:
    from desktop.assistant import Assistant


@dataclass(frozen=True)
class DueReminder:
    """A reminder that was said and not put aside, or that comes today."""

    number: int
    text: str
    when: str
    is_said: bool


@dataclass(frozen=True)
class Deed:
    """Something that was done today."""

    change: int
    when: str
    says: str
    asker: str
    can_be_undone: bool
    is_undone: bool


@dataclass(frozen=True)
class Day:
    """Everything that the page shows, and when some of it will be otherwise."""

    greeting: str
    date: str
    focus: tuple[TaskRow, ...]
    due: tuple[TaskRow, ...]
    "overdue or due today, without those in focus"
    more_due: int
    "how many of these are not shown"
    waiting: tuple[TaskRow, ...]
    "what is somebody else's turn"
    more_waiting: int
    reminders: tuple[DueReminder, ...]
    approvals: int
    memories: int
    "guesses of Tacit's that wait in the review queue"
    deeds: tuple[Deed, ...]
    more_deeds: int
    turns: datetime | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but the date."""
        waits = self.approvals or self.memories or self.waiting
        return not (self.focus or self.due or self.reminders or waits or self.deeds)


class TodayViewModel(SessionModel):
    """Looks again when something changed, at midnight, and when something becomes due."""

    changed = Signal(object)
    "a Day"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.alarm = Alarm(session.now, self)
        self.alarm.rang.connect(self.grow_old)

    def refresh(self) -> None:
        self.session.look(_day, on_done=self._on_read, on_error=self.fail)

    def complete(self, task: int) -> None:
        from inference.tools.base import by_owner

        self.act(by_owner("complete_task", task=str(task)))

    def put_off(self, reminder: int, until: Snooze) -> None:
        reminding.put_off(self.session, reminder, until, on_error=self.fail)

    def put_aside(self, reminder: int) -> None:
        reminding.put_aside(self.session, reminder, on_error=self.fail)

    def cancel(self, reminder: int) -> None:
        """Not to be reminded of it at all."""
        from inference.tools.base import by_owner

        self.act(by_owner("cancel_reminder", reminder=str(reminder)))

    def undo(self, change: int) -> None:
        self.session.undo(change, on_error=self.fail)

    def _on_read(self, day: Day) -> None:
        self.alarm.set(day.turns)
        self.changed.emit(day)


def _day(assistant: "Assistant") -> Day:
    from desktop.viewmodels import today_reading

    return today_reading.read(assistant)
