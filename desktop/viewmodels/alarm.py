"""A moment that is waited for, on a clock that may jump and a computer that may sleep.

Nothing but the time is looked at while waiting, once a minute at most.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal

LONGEST_MS = 60_000
SHORTEST_MS = 20


class Alarm(QObject):
    """Says once that its moment has come."""

    rang = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._at: datetime | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.check)

    @property
    def at(self) -> datetime | None:
        return self._at

    def set(self, at: datetime | None) -> None:
        """Wait for this moment instead; None waits for nothing."""
        self._at = at
        self._timer.stop()
        if at is not None:
            self._wait(at)

    def check(self) -> None:
        """Look at the clock now, as after the computer slept."""
        if self._at is None:
            return
        if self._now() < self._at:
            self._wait(self._at)
            return
        self._at = None
        self._timer.stop()
        self.rang.emit()

    def _wait(self, at: datetime) -> None:
        left = round((at - self._now()).total_seconds() * 1_000)
        is_long = left > LONGEST_MS
        kind = Qt.TimerType.VeryCoarseTimer if is_long else Qt.TimerType.CoarseTimer
        self._timer.setTimerType(kind)
        self._timer.start(min(max(left, SHORTEST_MS), LONGEST_MS))
