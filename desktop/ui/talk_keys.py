"""The talk key in the window: held it talks, tapped it begins and ends; any other makes silent.

Where words are written in another field than the chat's own, they are written there. Keys are
watched only while one is held or Tacit speaks: at all other times none of them costs anything.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desktop.keys import Keys

if TYPE_CHECKING:  # what speaks is loaded when it is first wanted
    from desktop.viewmodels.talking import Talking

MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta,
             Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock)  # fmt: skip
"alone, they are no key that somebody hit"
Field = QLineEdit | QPlainTextEdit | QTextEdit


class TalkKeys(QObject):
    """Makes what speaks when it is first wanted."""

    def __init__(
        self, over: QWidget, make: "Callable[[], Talking]", is_own: Callable[[QWidget], bool]
    ) -> None:
        """`is_own` says of a field whether what is said there is said to Tacit."""
        super().__init__(over)
        self._make, self._is_own = make, is_own
        self._talking: Talking | None = None
        self._is_held = False
        self._watches = False
        self._key = QKeySequence(Keys.TALK)[0].key()  # type: ignore[index]  # PySide6
        pressed = QShortcut(QKeySequence(Keys.TALK), over)
        pressed.setAutoRepeat(False)
        pressed.activated.connect(self._on_pressed)

    @property
    def talking(self) -> "Talking":
        if self._talking is None:
            self._talking = self._make()
            self._talking.changed.connect(self._watch)
        return self._talking

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self._released(event)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_speaking = self.talking.is_speaking
            if is_speaking and event.key() not in (*MODIFIERS, self._key):
                self.talking.hit_key()
        return False

    def _on_pressed(self) -> None:
        self._is_held = True
        into = self.into_field()
        if into is not None:
            self.talking.press_to_write(into)
        else:
            self.talking.press()
        self._watch()

    def into_field(self) -> Callable[[str], None] | None:
        """Puts words where the keyboard is; None where nothing of ours is written by it."""
        focus = QApplication.focusWidget()
        if not isinstance(focus, Field) or not self._takes_words(focus):
            return None
        return lambda text: self._write(focus, text)

    def _released(self, event: QKeyEvent) -> bool:
        if not self._is_held or event.key() != self._key or event.isAutoRepeat():
            return False
        self._is_held = False
        self.talking.release()
        self._watch()
        return True

    def _write(self, field: Field, text: str) -> None:
        """Where the field went away meanwhile, the words are not lost with it."""
        if shiboken6.isValid(field):
            write_into(field, text)
        else:
            self.talking.wrote.emit(text)

    def _takes_words(self, field: Field) -> bool:
        is_secret = isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal
        return not (field.isReadOnly() or is_secret or self._is_own(field))

    def _watch(self) -> None:
        wanted = self._is_held or self.talking.is_speaking
        application = QApplication.instance()
        if wanted == self._watches or application is None:
            return
        self._watches = wanted
        if wanted:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)


def write_into(field: Field, text: str) -> None:
    """Put words where the cursor is, with a space before them where one is missing."""
    if isinstance(field, QLineEdit):
        at = field.selectionStart() if field.hasSelectedText() else field.cursorPosition()
        field.insert(_spaced(field.text()[:at], text))
    else:
        cursor = field.textCursor()
        before = field.toPlainText()[: cursor.selectionStart()]
        cursor.insertText(_spaced(before, text))


def _spaced(before: str, text: str) -> str:
    return f" {text}" if before and not before[-1].isspace() else text
