"""A field for a passphrase: hidden unless the owner wants to see it, and honest about Caps Lock."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.ui import icons


class PassphraseField(QLineEdit):
    """Says when capitals come although nobody holds Shift."""

    capitals_changed = Signal(bool)
    shown_changed = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__(echoMode=QLineEdit.EchoMode.Password)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self._has_capitals = False
        self._eye = self.addAction(icons.icon("eye"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.triggered.connect(self.toggle)
        self._name_eye()

    @property
    def is_shown(self) -> bool:
        return self.echoMode() is QLineEdit.EchoMode.Normal

    def toggle(self) -> None:
        """Show what was typed, or hide it again."""
        self.set_shown(not self.is_shown)
        self.shown_changed.emit(self.is_shown)

    def set_shown(self, is_shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self._name_eye()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._notice_capitals(event)
        super().keyPressEvent(event)

    def _notice_capitals(self, event: QKeyEvent) -> None:
        """A capital without Shift, or a small letter with it, says that Caps Lock is on."""
        typed = event.text()
        if event.key() == Qt.Key.Key_CapsLock and self._has_capitals:
            self._set_capitals(has=False)
        elif len(typed) == 1 and typed.upper() != typed.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_capitals(has=typed.isupper() is not shift)

    def _set_capitals(self, *, has: bool) -> None:
        if has != self._has_capitals:
            self._has_capitals = has
            self.capitals_changed.emit(has)

    def _name_eye(self) -> None:
        self._eye.setIcon(icons.icon("private" if self.is_shown else "eye"))
        self._eye.setToolTip(
            self.tr("Hide the passphrase") if self.is_shown else self.tr("Show the passphrase")
        )
