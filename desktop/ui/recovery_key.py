"""A recovery key on the screen: shown in its groups, then asked for in part."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.clipboard import SecretClipboard
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, row
from desktop.viewmodels.recovery import RecoveryKey

COLUMNS = 3


class RecoveryKeyView(QWidget):
    """Shows it, hides it, and asks."""

    said = Signal(str)
    answered = Signal()
    "Return was pressed in the last field"

    def __init__(self) -> None:
        super().__init__()
        self._key: RecoveryKey | None = None
        self._clipboard = SecretClipboard(self)
        self._stack = QStackedWidget()
        self._grid = QGridLayout()
        self.fields: list[QLineEdit] = []
        self._asked = QVBoxLayout()
        self.copy = button(self.tr("Copy"), self._on_copy)
        self.again = button(self.tr("Show it once more"), self.show_key, style="link")
        self._stack.addWidget(self._shown())
        self._stack.addWidget(self._asking())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.destroyed.connect(self._clipboard.clear)

    @property
    def is_asking(self) -> bool:
        return self._stack.currentIndex() == 1

    @property
    def key(self) -> RecoveryKey | None:
        return self._key

    def show(self, key: RecoveryKey | None = None) -> None:
        super().show()
        if key is not None:
            self._key = key
            self._fill(key)
            self.show_key()

    def show_key(self) -> None:
        self._stack.setCurrentIndex(0)

    def ask(self) -> None:
        """Take it out of sight, and ask for a part of it."""
        for field in self.fields:
            field.clear()
        self._stack.setCurrentIndex(1)
        self.fields[0].setFocus()

    def is_right(self) -> bool:
        return self._key is not None and self._key.is_right(
            tuple(field.text() for field in self.fields)
        )

    def forget(self) -> None:
        """It is written down: nothing of it stays here, nor on the clipboard."""
        self._clipboard.clear()

    def _shown(self) -> QWidget:
        frame = QFrame()
        frame.setObjectName("panel")
        self._grid.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 3)
        self._grid.setSpacing(SPACE * 2)
        frame.setLayout(self._grid)
        made = QWidget()
        inside = QVBoxLayout(made)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE)
        inside.addWidget(frame)
        inside.addLayout(row(self.copy, spacing=SPACE, stretch_before=self.copy))
        return made

    def _asking(self) -> QWidget:
        made = QWidget()
        self._asked.setSpacing(SPACE)
        inside = QVBoxLayout(made)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE)
        inside.addLayout(self._asked)
        again = QHBoxLayout()
        again.addWidget(self.again)
        again.addStretch(1)
        inside.addLayout(again)
        inside.addStretch(1)
        return made

    def _fill(self, key: RecoveryKey) -> None:
        for number, group in enumerate(key.groups):
            words = QLabel(group)
            words.setObjectName("key")
            words.setAccessibleName(" ".join(group))
            self._grid.addWidget(words, number // COLUMNS, number % COLUMNS)
        for number in key.asked:
            field = QLineEdit(maxLength=8)
            name = self.tr("Group %s of %s") % (number + 1, len(key.groups))
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.returnPressed.connect(self._on_return)
            self.fields.append(field)
            self._asked.addWidget(label(name, "small"))
            self._asked.addWidget(field)

    def _on_return(self) -> None:
        empty = [field for field in self.fields if not field.text().strip()]
        if empty:
            empty[0].setFocus()
        else:
            self.answered.emit()

    def _on_copy(self) -> None:
        if self._key is not None:
            self._clipboard.copy(self._key.text)
            self.said.emit(self.tr("Copied. In a minute it is taken off the clipboard again."))
