"""What stands around a block of code: its language, copying, and long lines moved sideways.

Lines of code keep their ends: what is too wide is scrolled, or wrapped for whoever prefers that.
"""

from PySide6.QtCore import QLineF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGuiApplication,
    QLinearGradient,
    QPainter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollBar, QWidget

from desktop.ui.chat import highlight
from desktop.ui.chat.style import CODE_BAR, CODE_EDGE, Code
from desktop.ui.theme import SPACE, tokens
from desktop.ui.widgets import IconButton

COPIED_MS = 1_500
STEP = 40
"pixels of one turn of the wheel"
FADE = 28
ROUND = 8
BAR = 12


class CodeBar(QWidget):
    """Above a block of code: its language, and what can be done with it; below, how far it goes."""

    rewrapped = Signal()
    moved = Signal()

    def __init__(self, viewport: QWidget, document: QTextDocument) -> None:
        super().__init__(viewport)
        self._document = document
        self._code: Code | None = None
        self._room = 0.0
        self.language = QLabel()
        self.language.setObjectName("small")
        self.language.setTextFormat(Qt.TextFormat.PlainText)
        self.wrap = IconButton("wrap", self.tr("Wrap long lines"), self._rewrap, checkable=True)
        self.copy = IconButton("copy", self.tr("Copy the code"), self._on_copy)
        self.across: QScrollBar | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE * 3 // 2, 0, SPACE // 2, 0)
        line.setSpacing(0)
        line.addWidget(self.language, 1)
        line.addWidget(self.wrap)
        line.addWidget(self.copy)
        self._back = QTimer(self, interval=COPIED_MS, singleShot=True)
        self._back.timeout.connect(lambda: self.copy.set_icon("copy"))

    @property
    def hidden_width(self) -> int:
        """So many pixels of the longest line there is no room for."""
        code = self._code
        if code is None or code.wraps:
            return 0
        return max(round(code.widest + CODE_EDGE * 2 - self._room), 0)

    def show_for(self, code: Code, ground: QRectF) -> None:
        """This block of code, which stands there."""
        self._code, self._room = code, ground.width()
        self.setGeometry(round(ground.left()), round(ground.top()), round(ground.width()), CODE_BAR)
        self.language.setText(highlight.name(code.language) if code.language else "")
        _measure(self._document, code)
        hidden = self.hidden_width
        self.wrap.setVisible(code.can_scroll and (hidden > 0 or code.wraps))
        self.wrap.setChecked(code.wraps)
        if code.offset > hidden:
            self.move_to(hidden)
        self._place_scroll(ground, hidden)
        self.show()

    def leave(self) -> None:
        """No code stands here any more."""
        self._code = None
        self.hide()
        if self.across is not None:
            self.across.hide()

    def move_by(self, pixels: int) -> bool:
        """Sideways; whether there was anywhere to go."""
        if self._code is None or not self.hidden_width:
            return False
        self.move_to(self._code.offset + pixels)
        return True

    def move_to(self, offset: int) -> None:
        """So far to the right."""
        code = self._code
        offset = max(0, min(offset, self.hidden_width))
        if code is None or offset == code.offset:
            return
        code.offset = offset
        form = QTextBlockFormat()
        form.setTextIndent(-offset)
        _all_of(self._document, code).mergeBlockFormat(form)
        if self.across is not None:
            self.across.setValue(offset)
        self.moved.emit()

    def paint_edges(self, painter: QPainter, ground: QRectF) -> None:
        """Where a line goes on past the edge, it fades."""
        hidden, offset = self.hidden_width, self._code.offset if self._code is not None else 0
        if not hidden:
            return
        middle = ground.adjusted(-0.5, CODE_BAR, 0.5, -CODE_EDGE)
        if offset > 0:
            self._fade(painter, middle, is_left=True)
        if offset < hidden:
            self._fade(painter, middle, is_left=False)

    def _fade(self, painter: QPainter, middle: QRectF, *, is_left: bool) -> None:
        solid, clear = QColor(tokens().code), QColor(tokens().code)
        clear.setAlpha(0)
        edge, towards = (middle.left(), 1) if is_left else (middle.right(), -1)
        over = QLinearGradient(edge, 0, edge + towards * FADE, 0)
        over.setColorAt(0, solid)
        over.setColorAt(CODE_EDGE / 2 / FADE, solid)
        over.setColorAt(1, clear)
        left = edge if is_left else edge - FADE
        painter.fillRect(QRectF(left, middle.top(), FADE, middle.height()), QBrush(over))
        painter.setPen(QColor(tokens().line))
        x = middle.left() + 0.5 if is_left else middle.right() - 0.5
        painter.drawLine(QLineF(x, middle.top(), x, middle.bottom()))

    def _place_scroll(self, ground: QRectF, hidden: int) -> None:
        if self.across is None and hidden:
            self.across = QScrollBar(Qt.Orientation.Horizontal, self.parentWidget())
            self.across.setSingleStep(STEP)
            self.across.setAccessibleName(self.tr("Along the lines of code"))
            self.across.valueChanged.connect(self.move_to)
        if self.across is None:
            return
        self.across.setRange(0, hidden)
        self.across.setPageStep(round(self._room))
        bottom = round(ground.bottom())
        self.across.setGeometry(
            QRect(
                round(ground.left()) + ROUND, bottom - BAR, round(ground.width()) - ROUND * 2, BAR
            )
        )
        self.across.setVisible(hidden > 0)

    def _rewrap(self) -> None:
        code = self._code
        if code is None:
            return
        self.move_to(0)
        code.wraps = self.wrap.isChecked()
        form = QTextBlockFormat()
        form.setNonBreakableLines(not code.wraps)
        _all_of(self._document, code).mergeBlockFormat(form)
        self.rewrapped.emit()

    def _on_copy(self) -> None:
        if self._code is not None:
            QGuiApplication.clipboard().setText(self._code.text)
            self.copy.set_icon("check")
            self._back.start()


def _all_of(document: QTextDocument, code: Code) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(code.first)
    cursor.setPosition(code.last, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _measure(document: QTextDocument, code: Code) -> None:
    """How wide the longest line is; what was measured and cannot grow is not measured again."""
    if code.wraps:
        return
    block = document.findBlock(code.measured_to or code.first)
    while block.isValid() and block.position() <= code.last:
        code.widest = max(code.widest, _width(block))
        code.measured_to = block.position()
        block = block.next()


def _width(block: QTextBlock) -> float:
    layout = block.layout()
    if not layout.lineCount():
        return 0.0
    line = layout.lineAt(0)
    return line.naturalTextWidth()
