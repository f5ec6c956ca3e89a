"""Where words are written: as tall as they need, plain text only, with its own keys."""

import math
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from desktop.ui.chat.offers import Offers

LINES = 8
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Field(QTextEdit):
    """Enter sends, Shift+Enter begins a line; files that are dropped or pasted are handed on."""

    send_wanted = Signal()
    edit_last_wanted = Signal()
    leave_upwards = Signal()
    files_given = Signal(object)
    "Paths"
    picture_given = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bare")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Message"))
        self.setPlaceholderText(self.tr("Ask, or say what is to be done"))
        self.document().setDocumentMargin(4)
        self.offers: Offers | None = None
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def replace_last(self, count: int, text: str) -> None:
        """Put a text in the place of so many letters before the cursor."""
        cursor = self.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, count
        )  # fmt: skip
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def before_cursor(self) -> str:
        cursor = self.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]

    def event(self, event: QEvent) -> bool:
        """Escape closes the suggestions before it stops anything."""
        is_override = event.type() == QEvent.Type.ShortcutOverride and self._is_offering()
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and self._is_offering():
            is_tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
            if is_tab and self.offers is not None:  # Qt would lead on before it asks
                self.offers.take()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_offering() and self._steered(event):
            return
        held = event.modifiers()
        shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTER and (not held & shift or held & control):
            self.send_wanted.emit()
        elif event.key() == Qt.Key.Key_Up and held & Qt.KeyboardModifier.AltModifier:
            self.leave_upwards.emit()
        elif event.key() == Qt.Key.Key_Up and not self.toPlainText():
            self.edit_last_wanted.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files_given.emit(paths)
        elif source.hasImage() and not source.hasText():
            self.picture_given.emit()
        else:
            self.insertPlainText(source.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _is_offering(self) -> bool:
        return self.offers is not None and self.offers.isVisible()

    def _steered(self, event: QKeyEvent) -> bool:
        """Whether a key was for the suggestions."""
        assert self.offers is not None
        if event.key() == Qt.Key.Key_Escape:
            self.offers.hide()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.offers.move_mark(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in ENTER:
            self.offers.take()
        else:
            return False
        return True

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        margin = 2 * self.document().documentMargin()
        wanted = math.ceil(self.document().size().height())
        most = math.ceil(LINES * line + margin)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > most
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )  # fmt: skip
        self.setFixedHeight(max(math.ceil(line + margin), min(wanted, most)) + 2)
