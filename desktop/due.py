"""Reminders that come due while the vault is locked: only that, never what they are about."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

LONGEST_MS = 24 * 3_600_000
"a timer holds no more than some weeks, and clocks are set anew"


def _now() -> datetime:
    return datetime.now(UTC)


class Due(QObject):
    """Waits for the next of some moments; no wake-ups in between."""

    due = Signal(int)
    "so many have come due since the window was locked"

    def __init__(
        self, moments: Sequence[datetime], clock: Callable[[], datetime] = _now,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._moments = sorted(moments)
        self._clock = clock
        self.count = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    def look(self) -> None:
        """Count what is due now, and wait for the next."""
        now = self._clock()
        count = sum(one <= now for one in self._moments)
        if count != self.count:
            self.count = count
            self.due.emit(count)
        if count < len(self._moments):
            ahead_ms = (self._moments[count] - now).total_seconds() * 1000
            self._timer.start(min(LONGEST_MS, round(ahead_ms) + 50))

    def stop(self) -> None:
        self._timer.stop()
