"""Parts of a page behind tabs: a row of names, and below it the part that was chosen."""

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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE * 2)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(self._stack.setCurrentIndex)
        self.bar.currentChanged.connect(self.changed)

    def add(self, name: str, part: QWidget) -> None:
        self._stack.addWidget(part)
        self.bar.addTab(name)

    def choose(self, number: int) -> None:
        self.bar.setCurrentIndex(number)

    @property
    def chosen(self) -> int:
        return self.bar.currentIndex()
