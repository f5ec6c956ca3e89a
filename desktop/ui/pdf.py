"""A PDF painted piece by piece, so that the window goes on meanwhile.

Each piece is a document of its own, laid out by itself; a page never ends within a line. This is
on the window's thread because Qt's text documents start timers, which need an event loop.
"""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

MARGIN_MM = 20.0
DOTS_PER_INCH = 300
GAP = 50.0
"dots between pieces"
LETTERS = 10.5
STYLE = (
    "pre { white-space: pre-wrap; background: #f1f1ed; } .who { color: #5c6166; } "
    "td, th { padding: 4px; border: 1px solid #dcdcd6; } table { border-collapse: collapse; } "
    "h1 { font-size: 16pt; }"
)


class PdfPainting(QObject):
    """Paints one piece in each round of the event loop."""

    painted = Signal(bytes)
    "the whole file"

    def __init__(self, title: str, pieces: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces = list(pieces)
        self._buffer = QBuffer(self)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(DOTS_PER_INCH)
        self._writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
        self._writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
        self._writer.setTitle(title)
        self._writer.setCreator("Tacit")
        self._painter = QPainter(self._writer)
        self._down = 0.0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start()

    def _on_turn(self) -> None:
        if self._pieces:
            self._paint(self._pieces.pop(0))
            return
        self._timer.stop()
        self._painter.end()
        self._buffer.close()
        self.painted.emit(bytes(self._buffer.data().data()))
        self.deleteLater()

    def _paint(self, piece: str) -> None:
        document = self._laid_out(piece)
        height, cuts, top = document.size().height(), _cuts(document), 0.0
        while top < height:
            room = self._writer.height() - self._down
            if height - top <= room:
                bottom = height
            else:
                fitting = [cut for cut in cuts if top < cut <= top + room]
                if not fitting and self._down:
                    self._turn_page()
                    continue
                bottom = fitting[-1] if fitting else top + room
            self._paint_part(document, top, bottom)
            top = bottom
        self._down += GAP

    def _laid_out(self, piece: str) -> QTextDocument:
        document = QTextDocument()
        document.setDocumentMargin(0)
        font = QFont()
        font.setPointSizeF(LETTERS)
        document.setDefaultFont(font)
        document.setDefaultStyleSheet(STYLE)
        document.documentLayout().setPaintDevice(self._writer)
        document.setHtml(piece)
        document.setTextWidth(self._writer.width())
        return document

    def _paint_part(self, document: QTextDocument, top: float, bottom: float) -> None:
        part = QRectF(0, top, self._writer.width(), bottom - top)
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, QColor("black"))
        context.palette, context.clip = palette, part
        self._painter.save()
        self._painter.translate(0, self._down - top)
        self._painter.setClipRect(part)
        document.documentLayout().draw(self._painter, context)
        self._painter.restore()
        self._down += bottom - top

    def _turn_page(self) -> None:
        self._writer.newPage()
        self._down = 0.0


def _cuts(document: QTextDocument) -> list[float]:
    """Where a page may end: above a line, where no line beside it goes on."""
    layout, lines = document.documentLayout(), []
    block = document.begin()
    while block.isValid():
        above = layout.blockBoundingRect(block).top()
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number).rect()
            lines.append((above + line.top(), above + line.bottom()))
        block = block.next()
    cuts, lowest = [], 0.0
    for top, bottom in sorted(lines):
        if top >= lowest - 0.5:
            cuts.append(top)
        lowest = max(lowest, bottom)
    return cuts
