"""How many questions wait for the owner's yes, kept up to date while the window is open."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.session import Session

if TYPE_CHECKING:
    from desktop.assistant import Assistant

MOST_MS = 60 * 60 * 1_000
LEAST_MS = 1_000


class Waiting(QObject):
    """Counts again when something changed, and when the first of them runs out."""

    counted = Signal(int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.count)
        session.changed.connect(self.count)

    def count(self) -> None:
        self._session.look(_waiting, on_done=self._on_counted)

    def _on_counted(self, ends: list[datetime]) -> None:
        self.counted.emit(len(ends))
        if ends:
            left = min(ends) - self._session.now()
            at = round(left.total_seconds() * 1_000)
            self._timer.start(min(max(at, LEAST_MS), MOST_MS))
        else:
            self._timer.stop()


def _waiting(assistant: "Assistant") -> list[datetime]:
    """Until when each of them stands."""
    from vault import runs

    return [one.expires for one in runs.waiting(assistant.conn, assistant.desk().now)]
