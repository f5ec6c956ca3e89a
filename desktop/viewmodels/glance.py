"""What is seen of the open vault without the window: what waits, what comes, what goes on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from desktop.session import Session

MOST = 3
LEARNING = "learning.on"


@dataclass(frozen=True)
class Coming:
    """Something of today that is still to come, or overdue."""

    when: str
    "as a clock shows it; empty for any time of the day"
    title: str
    "empty where it is not for everybody's eyes"


@dataclass(frozen=True)
class Glance:
    """What there is to see."""

    waiting: int = 0
    "questions that wait for the owner's yes"
    agenda: tuple[Coming, ...] = ()
    learns: bool = True


class GlanceModel(QObject):
    """Looks again when something changed, and when it is asked to."""

    changed = Signal()

    def __init__(self, session: "Session", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.glance = Glance()
        self.is_thinking = False
        session.changed.connect(self.look)
        session.thinks.connect(self._on_thinks)

    def look(self) -> None:
        self._session.look(_glance, on_done=self._on_looked)

    def set_learning(self, *, is_on: bool) -> None:
        """Through the gate, so that it can be taken back like everything else."""
        from inference.tools.base import by_owner

        value = "yes" if is_on else "no"
        self._session.act(by_owner("change_setting", name=LEARNING, value=value))

    def _on_looked(self, found: Glance) -> None:
        if found != self.glance:
            self.glance = found
            self.changed.emit()

    def _on_thinks(self, is_thinking: bool) -> None:
        self.is_thinking = is_thinking
        self.changed.emit()


def _glance(assistant: "Assistant") -> Glance:
    from inference import preferences
    from vault import runs

    desk = assistant.desk()
    return Glance(
        len(runs.waiting(desk.conn, desk.now)),
        tuple(_agenda(assistant)),
        bool(preferences.value(desk.conn, LEARNING)),
    )


def _agenda(assistant: "Assistant") -> list[Coming]:
    """The next of today, reminders and tasks together; what is overdue comes first."""
    from vault import items, reminders, tasks
    from vault.items import Sensitivity
    from vault.reminders import ReminderState

    desk = assistant.desk()
    end = (desk.now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    found: list[tuple[datetime, bool, int, str]] = [
        (one.due, False, one.item, one.text)
        for one in reminders.in_state(desk.conn, ReminderState.WAITING)
    ]
    found += [
        (one.due.at, one.due.day is not None, one.id, one.title)
        for one in tasks.open_tasks(desk.conn) if one.due is not None
    ]  # fmt: skip
    coming: dict[int, Coming] = {}  # a task with a reminder is one thing
    for at, is_day, item, title in sorted(one for one in found if one[0] < end):
        if item not in coming and len(coming) < MOST:
            is_open = items.get(desk.conn, item).sensitivity == Sensitivity.ORDINARY
            clock = "" if is_day else f"{at.astimezone(desk.zone):%H:%M}"
            coming[item] = Coming(clock, title if is_open else "")
    return list(coming.values())
