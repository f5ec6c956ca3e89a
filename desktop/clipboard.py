"""A secret on the clipboard: for a minute, and not into the history of clipboard programs."""

import hashlib

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

STAYS_MS = 60_000
HINT = "x-kde-passwordManagerHint"
"clipboard programs leave out what carries it"


class SecretClipboard(QObject):
    """Takes back what it put there, unless something else was copied meanwhile."""

    cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digest = b""
        self._timer = QTimer(self, interval=STAYS_MS, singleShot=True)
        self._timer.timeout.connect(self.clear)

    def copy(self, secret: str) -> None:
        data = QMimeData()
        data.setText(secret)
        data.setData(HINT, b"secret")
        QGuiApplication.clipboard().setMimeData(data)
        self._digest = hashlib.sha256(secret.encode()).digest()
        self._timer.start()

    def clear(self) -> None:
        """Now, as when the window that showed the secret goes away."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self._digest and hashlib.sha256(clipboard.text().encode()).digest() == self._digest:
            clipboard.clear()
            self.cleared.emit()
        self._digest = b""
