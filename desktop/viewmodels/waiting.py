"""How many questions wait for the owner's yes, kept up to date while the window is open."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from desktop.viewmodels.alarm import Alarm

if TYPE_CHECKING:
    from desktop.assistant import Assistant


class Waiting(QObject):
    """Counts again when something changed, and when the first of them runs out."""

    counted = Signal(int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._alarm = Alarm(session.now, self)
        self._alarm.rang.connect(self.count)
        session.changed.connect(self.count)

    def count(self) -> None:
        self._session.look(_waiting, on_done=self._on_counted)

    def _on_counted(self, ends: list[datetime]) -> None:
        self.counted.emit(len(ends))
        self._alarm.set(min(ends, default=None))


def _waiting(assistant: "Assistant") -> list[datetime]:
    """Until when each of them stands."""
    from vault import runs

    return [one.expires for one in runs.waiting(assistant.conn, assistant.desk().now)]
