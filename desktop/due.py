"""Reminders that come due while the vault is locked: only that, never what they are about."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from desktop.viewmodels.alarm import Alarm


def _now() -> datetime:
    return datetime.now(UTC)


class Due(QObject):
    """Waits for the next of some moments, also while the clock is set and the computer sleeps."""

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
        self._alarm = Alarm(clock, self)
        self._alarm.rang.connect(self.look)

    def look(self) -> None:
        """Count what is due now, and wait for the next."""
        now = self._clock()
        count = sum(one <= now for one in self._moments)
        if count != self.count:
            self.count = count
            self.due.emit(count)
        self._alarm.set(self._moments[count] if count < len(self._moments) else None)

    def stop(self) -> None:
        self._alarm.set(None)
