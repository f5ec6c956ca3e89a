"""“What do you know about me?”: everything that counts, to be read from top to bottom."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QStackedWidget, QTextBrowser

from desktop.ui.memory.part import Part
from desktop.ui.theme import SPACE, tokens
from desktop.ui.widgets import Empty
from desktop.viewmodels.known import KnownModel

if TYPE_CHECKING:
    from desktop.known import Told


class KnownPart(Part):
    """One text, that can be searched with the eye, selected and copied."""

    def __init__(self, viewmodel: KnownModel) -> None:
        super().__init__(viewmodel)
        self._model = viewmodel
        self._stack = QStackedWidget()
        self._stack.addWidget(Empty(
            "profile", self.tr("Tacit knows nothing about you"),
            self.tr("What you tell it, and what you keep of its guesses, can be read here."),
        ))  # fmt: skip
        self.text = QTextBrowser(openLinks=False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(self.tr("What Tacit knows about you"))
        self.text.document().setDocumentMargin(0)
        self._stack.addWidget(self.text)
        self.content.addWidget(self._stack, 1)
        viewmodel.told.connect(self._on_told)

    def _on_told(self, parts: "list[Told]") -> None:
        self._stack.setCurrentIndex(1 if parts else 0)
        place = self.text.verticalScrollBar().value()
        self.text.clear()
        cursor = QTextCursor(self.text.document())
        for told in parts:
            self._write(cursor, self._model.heading(told), is_heading=True)
            for line in told.lines:
                self._write(cursor, line.text, self._model.where(line))
            if more := self._model.more(told):
                self._write(cursor, "", more)
        self.text.verticalScrollBar().setValue(place)

    def _write(
        self, cursor: QTextCursor, text: str, where: str = "", *, is_heading: bool = False
    ) -> None:
        """A line of its own, plain as it is; and quieter at its end where it is from."""
        block, plain, quiet = QTextBlockFormat(), QTextCharFormat(), QTextCharFormat()
        block.setBottomMargin(SPACE / 2)
        plain.setForeground(QColor(tokens().text))
        quiet.setForeground(QColor(tokens().quiet))
        size = self.text.font().pointSizeF()
        quiet.setFontPointSize(size * 0.9)
        if is_heading:
            block.setTopMargin(SPACE * 2 if not cursor.atStart() else 0)
            plain.setFontPointSize(size * 1.2)
            plain.setFontWeight(QFont.Weight.DemiBold)
        if not cursor.atStart():
            cursor.insertBlock(block)
        else:
            cursor.setBlockFormat(block)
        cursor.insertText(" ".join(text.split()), plain)
        if where:
            cursor.insertText(f"   {where}" if text else where, quiet)
