"""What an empty conversation shows: how to begin, with words that really work."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.chat.transcript import centred
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Picture, label

WIDTH = 720


class Beginning(QWidget):
    """Suggestions: questions go off at once, orders are put where they can be changed first."""

    asked = Signal(str)
    suggested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = label(style="heading")
        self.about = label(style="quiet")
        for said in (self.title, self.about):
            said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons: list[QPushButton] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACE)
        for words, goes_off in self._suggestions():
            self._button(words, goes_off=goes_off)
        picture = Picture("chat", 40)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(SPACE)
        for one in (picture, self.title, self.about):
            column.addWidget(one)
        column.addSpacing(SPACE)
        column.addLayout(self._grid)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(centred(inside, WIDTH))
        whole.addStretch(3)
        self._columns = 0
        self._arrange(2)
        self.set_private(is_private=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else below each other."""
        super().resizeEvent(event)
        widest = max(one.sizeHint().width() for one in self.buttons)
        room = min(self.width(), WIDTH) - SPACE * 8
        self._arrange(2 if 2 * widest + SPACE <= room else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, one in enumerate(self.buttons):
            self._grid.addWidget(one, at // columns, at % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, columns - 1)

    def set_private(self, *, is_private: bool) -> None:
        if is_private:
            self.title.setText(self.tr("A private conversation"))
            self.about.setText(
                self.tr("Nothing that is said here is kept, and nothing is learned from it. "
                        "Tasks, reminders and notes that you make here stay.")
            )  # fmt: skip
        else:
            self.title.setText(self.tr("What can I do for you?"))
            self.about.setText(
                self.tr("Ask something, or say what is to be done. It all stays on this computer.")
            )

    def _suggestions(self) -> tuple[tuple[str, bool], ...]:
        return (
            (self.tr("What is due this week?"), True),
            (self.tr("What do you know about me?"), True),
            (self.tr("Remind me tomorrow at 9:00 to water the plants"), False),
            (self.tr("Note: the spare key is with Ana"), False),
        )

    def _button(self, words: str, *, goes_off: bool) -> None:
        made = QPushButton(words, autoDefault=True)
        made.setObjectName("suggestion")
        signal = self.asked if goes_off else self.suggested
        made.clicked.connect(lambda _checked=False: signal.emit(words))
        self.buttons.append(made)
