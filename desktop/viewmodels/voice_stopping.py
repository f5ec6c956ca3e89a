"""“Stop everything”, said aloud: what is under way ends at once, and nothing more is done.

It waits for no lane: whatever works is asked to stop by whoever heard the words.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from inference.voice.stopping import Stopping, stopping

if TYPE_CHECKING:
    from desktop.assistant import Assistant


class VoiceStopping(QObject):
    """Hears whether the owner's words stop something, and stops it."""

    answered = Signal(str)
    "what came of it, in words"
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def stops(self, text: str) -> bool:
        """Whether these words do."""
        return stopping(text) is not None

    def stop(self, text: str) -> None:
        """Do what they say; `answered` or `failed` follows."""
        what = stopping(text)
        if what is not Stopping.NO_MORE:
            self._session.stop_thinking()
        if what is Stopping.THIS:
            self.answered.emit(self.tr("Stopped."))
            return
        is_stopped = what is Stopping.ALL
        says = (
            self.tr("Everything is stopped. Say “go on with everything” when it may go on.")
            if is_stopped
            else self.tr("All right, it goes on.")
        )
        self._session.change(
            lambda assistant: _switch(assistant, is_stopped=is_stopped),
            on_done=lambda _nothing: self.answered.emit(says), on_error=self.failed.emit,
        )  # fmt: skip


def _switch(assistant: "Assistant", *, is_stopped: bool) -> None:
    from inference import guard

    desk = assistant.desk()
    (guard.stop_everything if is_stopped else guard.go_on)(desk.conn, desk.now)
