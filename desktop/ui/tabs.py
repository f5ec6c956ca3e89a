"""Parts of a page behind tabs: a row of names, and below it the part that was chosen."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE


class Tabs(QWidget):
    """Ctrl+Tab goes to the next part, as everywhere."""

    changed = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bar = QTabBar(expanding=False, drawBase=False)
        self.bar.setAccessibleName(name)
        self._stack = QStackedWidget()
        self._waiting: dict[int, tuple[QWidget, Callable[[], QWidget]]] = {}
        "an empty room, and what makes the part that belongs there"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE * 2)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(self._show)
        self.bar.currentChanged.connect(self.changed)

    def add(self, name: str, part: QWidget) -> None:
        self._stack.addWidget(part)
        self.bar.addTab(name)

    def add_later(self, name: str, make: Callable[[], QWidget]) -> None:
        """A part that is made when it is first chosen, so that the page is there sooner."""
        room = QWidget()
        self._waiting[self._stack.count()] = room, make
        self.add(name, room)

    def choose(self, number: int) -> None:
        self.bar.setCurrentIndex(number)

    @property
    def chosen(self) -> int:
        return self.bar.currentIndex()

    def _show(self, number: int) -> None:
        if number in self._waiting:
            room, make = self._waiting.pop(number)
            self._stack.insertWidget(number, make())
            self._stack.removeWidget(room)
            room.deleteLater()
        self._stack.setCurrentIndex(number)
