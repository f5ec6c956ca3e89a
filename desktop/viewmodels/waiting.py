"""How many questions and memories wait for the owner, counted anew while the window is open."""

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
    memories_counted = Signal(int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._alarm = Alarm(session.now, self)
        self._alarm.rang.connect(self.count)
        session.changed.connect(self.count)

    def count(self) -> None:
        self._session.look(_waiting, on_done=self._on_counted)

    def _on_counted(self, found: tuple[list[datetime], int]) -> None:
        ends, memories = found
        self.counted.emit(len(ends))
        self.memories_counted.emit(memories)
        self._alarm.set(min(ends, default=None))


def _waiting(assistant: "Assistant") -> tuple[list[datetime], int]:
    """Until when each of the questions stands, and how many memories are proposed."""
    from vault import memory_lists, runs
    from vault.memories import State

    asked = runs.waiting(assistant.conn, assistant.desk().now)
    proposed = memory_lists.count(assistant.conn, State.PROPOSED)
    return [one.expires for one in asked], proposed
