"""A text of the conversation: as tall as its words, read with mouse or keyboard, fetching nothing.

It paints what Qt's documents cannot: round grounds behind code, bars beside quotations, lines.
"""

import math
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from desktop.ui.chat.code import STEP, CodeBar
from desktop.ui.chat.markdown import Growing, clean
from desktop.ui.chat.style import CODE_EDGE, QUOTED, RULE, Code, Style
from desktop.ui.chat.writer import Writer
from desktop.ui.theme import SPACE, tokens

FRAME_MS = 33
"between two times that arriving words are drawn"
INDENT = 26


class TextView(QTextBrowser):
    """Words that were said, as they stand or as Markdown; more of them may come."""

    link_wanted = Signal(str)
    "an address, that is shown before anything is opened"
    grew = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(1)
        self._document.setIndentWidth(INDENT)
        self._document.setUndoRedoEnabled(False)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._document.setDefaultTextOption(option)
        self.setDocument(self._document)
        self._is_markdown = False
        self._plain = ""
        self._bars: list[CodeBar] = []
        self.limit: int | None = None
        "pixels that are shown of it; None where all is"
        self._growing = self._fresh()
        self._pending = ""
        self._drawing = QTimer(self, interval=FRAME_MS, singleShot=True)
        self._drawing.timeout.connect(self.draw_now)
        self.horizontalScrollBar().valueChanged.connect(
            lambda _at: self.horizontalScrollBar().setValue(0)  # only code moves sideways
        )
        self._document.documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.anchorClicked.connect(lambda url: self.link_wanted.emit(_written(url)))
        self.highlighted.connect(lambda url: self.setToolTip(_written(url)))

    @property
    def words(self) -> str:
        """What was said, as it was written."""
        return self._growing.source + self._pending if self._is_markdown else self._plain

    def natural_width(self) -> int:
        """As wide as the longest line, if nothing were broken."""
        free = self._document.clone(self)
        free.setTextWidth(-1)
        width = math.ceil(free.idealWidth()) + 4
        free.deleteLater()
        return width

    def whole_height(self) -> int:
        below = self._document.lastBlock().blockFormat().bottomMargin()  # Qt leaves that out
        return math.ceil(self._document.size().height() + below) + 2

    def set_limit(self, pixels: int | None) -> None:
        """Show only the beginning, or all."""
        self.limit = pixels
        self._fit()

    def set_plain(self, text: str) -> None:
        """Words as they stand."""
        self._is_markdown, self._plain = False, text
        self._again()

    def set_markdown(self, text: str) -> None:
        self._is_markdown = True
        self.clear()
        self._growing = self._fresh()
        self._pending = text
        self.finish()

    def add(self, text: str) -> None:
        """More Markdown; it is drawn with the next frame."""
        self._is_markdown = True
        self._pending += text
        if not self._drawing.isActive():
            self._drawing.start()

    def finish(self) -> None:
        """No more comes."""
        self._drawing.stop()
        self.draw_now()
        self._growing.finish()
        self._place_bars()
        self._fit()

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        """Nothing is ever loaded: no picture, no style sheet, no file."""
        return None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_drawing"):
            self._again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bars()
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Sideways it moves code that is too wide; else the conversation scrolls, not its parts."""
        across = event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            across = across or event.angleDelta().y()
        for bar, code in zip(self._bars, self._growing.codes, strict=False):
            is_here = self._ground(code).contains(event.position())
            if across and is_here and bar.move_by(-round(across / 120 * STEP)):
                event.accept()
                return
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = QRectF(event.rect())
        for code in reversed(self._growing.codes):
            ground = self._ground(code)
            if ground.bottom() < seen.top():
                break
            if ground.intersects(seen):
                painter.setPen(QColor(tokens().line))
                painter.setBrush(QBrush(QColor(tokens().code)))
                painter.drawRoundedRect(ground, 8, 8)
        self._paint_quotes(painter, seen)
        painter.end()
        super().paintEvent(event)
        self._paint_edges(seen)

    def _paint_edges(self, seen: QRectF) -> None:
        """Over the words: where lines of code go on past what is seen."""
        painter = QPainter(self.viewport())
        for bar, code in zip(self._bars, self._growing.codes, strict=False):
            if bar.hidden_width and (ground := self._ground(code)).intersects(seen):
                bar.paint_edges(painter, ground)
        painter.end()

    def _paint_quotes(self, painter: QPainter, seen: QRectF) -> None:
        layout = self._document.documentLayout()
        for at in reversed(self._growing.lined):
            block = self._document.findBlock(at)
            box = layout.blockBoundingRect(block)
            if box.bottom() < seen.top() - SPACE:
                return
            if box.top() > seen.bottom() + SPACE:
                continue
            if depth := block.blockFormat().property(QUOTED):
                self._bars_beside(painter, block, box, int(depth))
            if block.blockFormat().property(RULE):
                painter.setPen(QColor(tokens().line))
                across = QPointF(box.width() / 2, 0)
                painter.drawLine(box.center() - across, box.center() + across)

    def _bars_beside(
        self, painter: QPainter, block: QTextBlock, box: QRectF, depth: int
    ) -> None:  # fmt: skip
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(tokens().line)))
        is_rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
        for number in range(depth):
            at = 8 + number * INDENT
            x = self.viewport().width() - at - 3 if is_rtl else at
            painter.drawRect(QRectF(x, box.top() - 4, 3, box.height() + 8))

    def _ground(self, code: Code) -> QRectF:
        layout = self._document.documentLayout()
        start, end = self._document.findBlock(code.first), self._document.findBlock(code.last)
        first, last = layout.blockBoundingRect(start), layout.blockBoundingRect(end)
        left = 0.5 + start.blockFormat().indent() * INDENT
        top = first.top() - _above(start) + SPACE / 2
        bottom = last.bottom() + CODE_EDGE
        return QRectF(left, top, self.viewport().width() - left - 0.5, bottom - top)

    def _fresh(self) -> Growing:
        return Growing(self._document, Style(tokens(), self.font()))

    def _again(self) -> None:
        """Everything anew, in the colours and sizes that hold now."""
        text, self._pending = self.words, ""
        self.clear()
        self._document.setDefaultFont(self.font())
        self._growing = self._fresh()
        if self._is_markdown:
            self._pending = text
            self.draw_now()
            self._growing.finish()
        else:
            style = Style(tokens(), self.font())
            writer = Writer(QTextCursor(self._document), style)
            writer.plain(clean(text))
            self._growing.lined = writer.lined
        self._place_bars()
        self._fit()

    def draw_now(self) -> None:
        """What has come since the last frame."""
        text, self._pending = self._pending, ""
        if text:
            settled = self._growing.settled
            self._growing.add(text)
            self._place_bars(settled)
            self.grew.emit()

    def _place_bars(self, first: int = 0) -> None:
        """One above each block of code, from this one on; those that are there are used again."""
        codes = self._growing.codes
        while len(self._bars) < len(codes):
            bar = CodeBar(self.viewport(), self._document)
            bar.moved.connect(self.viewport().update)
            bar.rewrapped.connect(self._place_bars)
            self._bars.append(bar)
        for bar, code in zip(self._bars[first:], codes[first:], strict=False):
            bar.show_for(code, self._ground(code))
        for bar in self._bars[len(codes) :]:
            bar.leave()

    def _fit(self) -> None:
        height = self.whole_height()
        if self.limit is not None:
            height = min(height, self.limit)
        if height != self.height():
            self.setFixedHeight(height)


def _above(block: QTextBlock) -> float:
    """What Qt leaves above a block is no part of its box."""
    return block.blockFormat().topMargin()


def _written(url: QUrl) -> str:
    """An address with nothing in it that looks like something else."""
    return bytes(url.toEncoded().data()).decode("ascii", "replace")
