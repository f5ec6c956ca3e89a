"""A word at the lower edge about what was just done, with the way to take it back.

It stays for half a minute, and as long as the pointer or the keyboard is on it.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label

STAYS_MS = 30_000
SHORT_MS = 6_000
"for what cannot be taken back"
WIDEST = 640


class Toast(QFrame):
    """Floats above its parent; only the latest word counts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._over = parent
        self.edge: Callable[[], int] = lambda: 0
        "pixels at the lower edge that are left free"
        self._words = label()
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._undo: QPushButton = button(self.tr("Undo"), self._on_undo)
        self._close = button(self.tr("Close"), self.hide)
        self._take_back: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE * 2, SPACE, SPACE, SPACE)
        row.addWidget(self._words, 1)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, take_back: Callable[[], None] | None = None) -> None:
        """Show this word, and the way to take back what it tells of."""
        self._take_back = take_back
        self._words.setText(text)
        self._undo.setVisible(take_back is not None)
        self.setAccessibleName(text)
        self.show()
        self.raise_()
        self._place()
        self._timer.start(STAYS_MS if take_back else SHORT_MS)

    def text(self) -> str:
        return self._words.text() if self.isVisible() else ""

    def undo(self) -> None:
        """The same as its button; nothing where there is nothing to take back."""
        if self.isVisible() and self._take_back is not None:
            self._on_undo()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _on_undo(self) -> None:
        take_back, self._take_back = self._take_back, None
        self.hide()
        if take_back is not None:
            take_back()

    def _on_time(self) -> None:
        if self.underMouse() or self._undo.hasFocus() or self._close.hasFocus():
            self._timer.start(SHORT_MS)
        else:
            self.hide()

    def _lowest(self, height: int) -> int:
        return height - self.height() - SPACE * 2 - self.edge()

    def _place(self) -> None:
        room = self._over.rect()
        width = min(WIDEST, room.width() - SPACE * 4)
        self.setFixedWidth(max(width, 200))
        self.adjustSize()
        self.move((room.width() - self.width()) // 2, self._lowest(room.height()))
