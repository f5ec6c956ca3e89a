"""Says what is due while the window is open, also after the computer slept or its clock was set.

Saying it and noting that it was said is one step in the vault. Whoever shows it hears `announced`:
a card in the window, and the system's notifications, which show nothing that is private.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.session import Failing, Session
from desktop.viewmodels.alarm import Alarm

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.reminders import Announcement as Announcement  # views know it from here
    from inference.tools.base import Call

TEN_MINUTES, HOUR = 10, 60


class Snooze(Enum):
    """Until when a reminder is put off."""

    TEN_MINUTES = "ten minutes"
    HOUR = "an hour"
    TOMORROW = "tomorrow"


@dataclass(frozen=True)
class _Said:
    """What is to be said now, and when to look again."""

    announcements: "list[Announcement]"
    following: datetime | None
    standing: frozenset[int]
    "what was said and is not put aside, and whatever comes again"


class Reminding(QObject):
    """From the first look to the end of the session."""

    announced = Signal(object)
    "a list of Announcements"
    stand = Signal(object)
    "the numbers of reminders that may still be shown"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_looking = self._is_old = False
        self.alarm = Alarm(session.now, self)
        self.alarm.rang.connect(self.look)
        session.changed.connect(self.look)

    def look(self) -> None:
        """Say what is due, and wait for the next."""
        if self._is_looking:
            self._is_old = True
            return
        self._is_looking, self._is_old = True, False
        self._session.look(_say, on_done=self._on_said, on_error=self._on_failed)

    def _on_said(self, said: _Said) -> None:
        self._is_looking = False
        self.alarm.set(said.following)
        self.stand.emit(said.standing)
        if said.announcements:
            self.announced.emit(said.announcements)
            self._session.tell_changed()
        if self._is_old:
            self.look()

    def _on_failed(self, error: BaseException) -> None:
        self._is_looking = False
        self._session.jobs.failed.emit(error)


def put_off(
    session: Session, reminder: int, until: Snooze, *, on_error: Failing | None = None
) -> None:
    """Say it again then."""
    session.look(
        lambda assistant: _snooze(assistant, reminder, until),
        on_done=lambda call: session.act(call, on_error=on_error), on_error=on_error,
    )  # fmt: skip


def put_aside(session: Session, reminder: int, *, on_error: Failing | None = None) -> None:
    """It was taken note of; the task that it belongs to is done with it."""
    session.look(
        lambda assistant: _finish(assistant, reminder),
        on_done=lambda call: session.act(call, on_error=on_error), on_error=on_error,
    )  # fmt: skip


def _say(assistant: "Assistant") -> _Said:
    from inference import reminders
    from vault import reminders as stored
    from vault.reminders import ReminderState

    desk = assistant.desk()
    found: list[Announcement] = []
    following = reminders.next_moment(desk.conn, desk.now)
    if following is not None and following <= desk.now:
        found = reminders.announce(desk.conn, desk.now)
        following = reminders.next_moment(desk.conn, desk.now)
    both = stored.in_state(desk.conn, ReminderState.ANNOUNCED, ReminderState.WAITING)
    standing = (one.id for one in both if one.series.rule or one.state is ReminderState.ANNOUNCED)
    return _Said(found, following, frozenset(standing))


def _snooze(assistant: "Assistant", reminder: int, until: Snooze) -> "Call":
    from datetime import timedelta

    from inference.tools.base import by_owner

    now = assistant.desk().now
    if until is Snooze.TOMORROW:
        at = (now.date() + timedelta(days=1)).isoformat()  # a day alone is its morning
    else:
        minutes = TEN_MINUTES if until is Snooze.TEN_MINUTES else HOUR
        at = (now + timedelta(minutes=minutes)).isoformat(timespec="seconds")
    return by_owner("snooze_reminder", reminder=str(reminder), until=at)


def _finish(assistant: "Assistant", reminder: int) -> "Call":
    from inference.tools.base import by_owner
    from vault import items, tasks
    from vault import reminders as stored
    from vault.items import Kind

    one = stored.get(assistant.conn, reminder)
    if items.get(assistant.conn, one.item).kind is Kind.TASK:
        task = tasks.get(assistant.conn, one.item)
        if task.is_open:
            return by_owner("complete_task", task=str(task.id))
    return by_owner("finish_reminder", reminder=str(reminder))
