"""A few lines that are kept when they are left."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from desktop.ui.theme import SPACE

LEAST_LINES = 4


class NotesField(QPlainTextEdit):
    """Says what was written once it is left, or Ctrl+Enter is pressed."""

    kept = Signal(str)

    def __init__(self, name: str, example: str) -> None:
        super().__init__(placeholderText=example, tabChangesFocus=True)
        self.setAccessibleName(name)
        self._shown = ""

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().lineSpacing() * LEAST_LINES + SPACE * 3
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def show_value(self, text: str, *, is_same: bool) -> None:
        """What holds; what is being written about the same thing is left alone."""
        if is_same and self.hasFocus() and self.toPlainText() != self._shown:
            return
        self._shown = text
        if text != self.toPlainText():
            self.setPlainText(text)

    def keep(self) -> None:
        text = self.toPlainText()
        if text.strip() != self._shown.strip():
            self._shown = text
            self.kept.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep()
