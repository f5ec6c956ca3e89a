"""A field for words about time: what they mean is said back below it, and kept on Enter."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from desktop.ui.echo import Echo
from desktop.viewmodels.task_rows import Understood


class SaidField(QLineEdit):
    """Its echo stands below it."""

    asked = Signal(str)
    "words whose meaning is to be said back"
    kept = Signal(str)

    def __init__(self, name: str, example: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(self.tr("such as %s") % example)
        self.echo = Echo()
        self._held = ""
        self.echo.chosen.connect(self._on_chosen)
        self.textEdited.connect(self._on_edited)
        self.returnPressed.connect(self._on_entered)

    def show_value(self, text: str, *, is_same: bool) -> None:
        """What holds; what is being written, or asked about, is left alone while that is so."""
        is_as_before, self._held = text == self._held, text
        if is_same and is_as_before and self.hasFocus() and self.text() != text:
            return
        self.setText(text)
        self.setCursorPosition(0)
        self.setModified(False)
        self.echo.hide()

    def hear(self, found: Understood) -> None:
        """What words mean, if they are still these."""
        if found.text == self.text():
            self.echo.show_what(found)

    def _on_edited(self, text: str) -> None:
        if text.strip():
            self.asked.emit(text)
        else:
            self.echo.hide()

    def _on_entered(self) -> None:
        self.setModified(False)
        self.kept.emit(self.text())

    def _on_chosen(self, text: str) -> None:
        self.setText(text)
        self._on_entered()
