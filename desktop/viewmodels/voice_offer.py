"""One thing more that Tacit offers after something was done by voice: a reminder before its hour.

A yes makes it, through the gate like anything that is asked for; a no, any other words or silence
make nothing. Nothing is offered that is there already.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from desktop.viewmodels.voice_consent import LATEST_S
from inference.voice import consent

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.guard import Done

BEFORE = timedelta(minutes=30)
SOONEST = timedelta(minutes=60)
"from now: what is sooner is remembered without being reminded"
STANDS_S = 60.0
"after which a yes is meant for something else"
TAKES_BACK = "remove_task"
"what undoes a new task"


@dataclass(frozen=True)
class Reminder:
    """What would be made."""

    text: str
    at: datetime


class VoiceOffer(QObject):
    """Thinks of it when something was done, and hears whether the owner wants it."""

    answered = Signal(str)
    "what came of it, in words"
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._done: Done | None = None
        self._offered: Reminder | None = None
        self._at = 0.0

    @property
    def may_offer(self) -> bool:
        """Whether something was done of which more may be wanted."""
        return self._done is not None

    def note(self, done: "Done") -> None:
        """This was done just now, because it was said."""
        undo = done.result.undo
        self._done = done if undo is not None and undo.tool == TAKES_BACK else None

    def look(self, then: Callable[[str], None], at: float) -> None:
        """What is to be said, or nothing."""
        done, self._done = self._done, None
        assert done is not None
        item = done.result.items[0]

        def found(offer: Reminder | None) -> None:
            self._offered, self._at = offer, at
            then(self.tr("Shall I remind you half an hour before?") if offer is not None else "")

        self._session.look(
            lambda assistant: _possible(assistant, item), on_done=found,
            on_error=lambda _error: then(""),
        )  # fmt: skip

    def was_heard(self, at: float) -> None:
        """Tacit fell silent: what it offers, it did until now."""
        self._at = at

    def answers(self, text: str, at: float, *, by_hand: bool) -> bool:
        """Whether these words are an answer to it; any others make it go away."""
        longest = STANDS_S if by_hand else LATEST_S
        is_answer = consent.consent(text) is not None and at - self._at <= longest
        if self._offered is not None and not is_answer:
            self._offered = None
        return self._offered is not None

    def answer(self, text: str) -> None:
        offered, self._offered = self._offered, None
        assert offered is not None
        if not consent.consent(text):
            self.answered.emit(self.tr("All right."))
            return
        from inference.tools.base import by_owner

        self._session.act(
            by_owner("set_reminder", text=offered.text, at=offered.at.isoformat()),
            on_done=lambda done: self.answered.emit(done.result.says),
            on_error=self.failed.emit,
        )

    def forget(self) -> None:
        """Something else was said, or another conversation opened."""
        self._done, self._offered = None, None


def _possible(assistant: "Assistant", item: int) -> Reminder | None:
    """A reminder for a task that has an hour, is not near, and has none yet."""
    from vault import reminders, tasks

    desk = assistant.desk()
    task = tasks.get(assistant.conn, item)
    if task.due is None or task.due.day is not None or reminders.of(assistant.conn, item):
        return None
    if task.due.at - desk.now < SOONEST:
        return None
    return Reminder(task.title, (task.due.at - BEFORE).astimezone(desk.zone))
