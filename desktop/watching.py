"""What runs beside the window: gaps of its event loop, whether anybody is there, what comes due."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import idle_time
from desktop.due import Due
from desktop.garbage import give_back
from desktop.heartbeat import Heartbeat
from desktop.idle import Ask, Idle
from desktop.jobs import JobRunner, Lane
from desktop.screen_lock import ScreenLock
from desktop.viewmodels.window_settings import WindowSettings

UNLOCKED_MS = 4_000
"until what unlocking needed is not needed any more"


class Watching(QObject):
    """From when the window has settled to its end."""

    away = Signal()
    "nobody is there any more: the vault is to be locked"
    due = Signal(int)
    "so many reminders have come due since it was locked; what they are about is not known here"

    def __init__(
        self, jobs: JobRunner, settings: WindowSettings, ask: Ask = idle_time.of_the_system,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._jobs, self._settings = jobs, settings
        self.heartbeat = Heartbeat(lambda: jobs.busy, self)
        self.idle = Idle(jobs, ask, parent=self)
        self.screen = ScreenLock(self)
        self.reminders: Due | None = None
        self._minutes = 0
        self._is_unlocked = False
        self.idle.idle.connect(self.away)
        self.screen.away.connect(self._on_screen)
        settings.changed.connect(self._on_settings)
        self.heartbeat.start()

    def wait_for(self, moments: Sequence[datetime], clock: Callable[[], datetime]) -> None:
        """While it is locked: when reminders come due."""
        self.reminders = Due(moments, clock, self)
        self.reminders.due.connect(self.due)
        self.reminders.look()

    def unlocked(self) -> None:
        """From now on: who is away is locked out, and reminders are said by what knows them."""
        if self._is_unlocked:
            return
        if self.reminders is not None:
            self.reminders.stop()
        self._is_unlocked = True
        self._minutes = self._settings.now.lock_minutes
        self.idle.start(self._minutes)
        self.screen.listen()
        QTimer.singleShot(UNLOCKED_MS, self, self._on_rest)

    def stop(self) -> None:
        self._is_unlocked = False
        self.idle.stop()
        self.heartbeat.stop()
        if self.reminders is not None:
            self.reminders.stop()

    def _on_rest(self) -> None:
        """Unlocking takes much memory for a moment."""
        if self._is_unlocked:
            self._jobs.start(Lane.IO, lambda _job: give_back())

    def _on_screen(self) -> None:
        if self._settings.now.locks_with_screen:
            self.away.emit()

    def _on_settings(self) -> None:
        minutes = self._settings.now.lock_minutes
        if self._is_unlocked and minutes != self._minutes:
            self._minutes = minutes
            self.idle.start(minutes)
