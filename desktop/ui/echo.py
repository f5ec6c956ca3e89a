"""Says back what was understood of words as they are written, and asks what is not sure."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.ui.flow import Flow
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, chip, label
from desktop.viewmodels.task_rows import Understood


class Echo(QWidget):
    """Hidden while there is nothing to say."""

    chosen = Signal(str)
    "the words of a choice, as they stand for the line that says so"

    def __init__(self) -> None:
        super().__init__()
        self._asks = label(style="warn")
        self._line = Flow(SPACE // 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE // 2, 0, 0, 0)
        whole.setSpacing(SPACE // 2)
        whole.addWidget(self._asks)
        whole.addLayout(self._line)
        self._said = ""
        self.hide()

    def text(self) -> str:
        """Everything that is said."""
        return self._said if not self.isHidden() else ""

    def buttons(self) -> list[QPushButton]:
        return [one for one in self.findChildren(QPushButton) if one.isVisibleTo(self)]

    def show_what(self, found: Understood, *more: tuple[str, Callable[[], None]]) -> None:
        """What was understood, or what is asked with what could be meant."""
        self._clear()
        for part in () if found.asks else found.parts:
            self._line.addWidget(chip(part, "accent"))
        for words, line in found.choices:
            self._line.addWidget(button(words, partial(self.chosen.emit, line)))
        for words, on_click in more:
            self._line.addWidget(button(words, on_click, style="link"))
        self._asks.setText(found.asks)
        self._asks.setVisible(bool(found.asks))
        choices = [words for words, _line in found.choices]
        self._said = " · ".join((found.asks, *choices) if found.asks else found.parts)
        self.setAccessibleName(self._said)
        self.setVisible(bool(self._said))

    def _clear(self) -> None:
        while (item := self._line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
