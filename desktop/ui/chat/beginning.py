"""What an empty conversation shows: how to begin, with words that really work."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import Picture, label

WIDTH = 680


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
            said.setFixedWidth(WIDTH)
        self.buttons: list[QPushButton] = []
        grid = QGridLayout()
        grid.setSpacing(SPACE)
        for at, (words, goes_off) in enumerate(self._suggestions()):
            grid.addWidget(self._button(words, goes_off=goes_off), at // 2, at % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        inside = QWidget()
        inside.setFixedWidth(WIDTH)
        inside.setLayout(grid)
        whole = QVBoxLayout(self)
        whole.setSpacing(SPACE)
        whole.addStretch(2)
        picture = Picture("chat", 40)
        for one in (picture, self.title, self.about, inside):
            whole.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.set_private(is_private=False)

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

    def _button(self, words: str, *, goes_off: bool) -> QPushButton:
        made = QPushButton(words, autoDefault=True)
        made.setObjectName("suggestion")
        signal = self.asked if goes_off else self.suggested
        made.clicked.connect(lambda _checked=False: signal.emit(words))
        self.buttons.append(made)
        return made
