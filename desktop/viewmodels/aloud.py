"""Reading aloud: a text that is there already, said from its beginning until somebody stops it."""

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from desktop.speaking import Mouth
from inference.voice.cutting import Cut, cut


class Aloud(QObject):
    """Reads one text at a time."""

    changed = Signal(object)
    "what is being read: the key that it was started with; None when it is silent"
    failed = Signal(object)
    "an exception"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mouth = Mouth(session, self)
        self._number = 0
        self._is_reading = False
        self._mouth.quiet.connect(lambda number, _piece, _share: self._on_quiet(number))
        self._mouth.failed.connect(self._on_error)

    def read(self, key: object, text: str) -> None:
        """Read this, and whatever was being read no longer."""
        self.hush()
        self._number += 1
        self._is_reading = True
        for place, piece in enumerate(cut(Cut(), text, is_end=True)[1]):
            if not piece.is_silent:
                self._mouth.say(self._number, place, piece.text)
        self._mouth.no_more(self._number)
        self.changed.emit(key)

    def hush(self) -> None:
        """Be silent."""
        if self._is_reading:
            self._mouth.hush()
            self._over()

    def _on_quiet(self, number: int) -> None:
        if self._is_reading and number == self._number:
            self._over()

    def _over(self) -> None:
        self._is_reading = False
        self.changed.emit(None)

    def _on_error(self, error: BaseException) -> None:
        if self._is_reading:
            self._over()
        self.failed.emit(error)
