"""A document as it was read, a page at a time, with what was looked for marked.

What stands there was written by strangers: it is shown as plain text and does nothing.
"""

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.summary_view import SummaryView
from desktop.ui.theme import SPACE, tokens
from desktop.ui.widgets import IconButton, label
from desktop.viewmodels.library import LibraryModel, Opened

SHORTEST_WORD = 3
"letters of words that are worth marking"


class DocumentView(QFrame):
    """The title, the page, and the way to the other pages."""

    def __init__(self, model: LibraryModel) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.summary = SummaryView(model)
        self.summary.page_wanted.connect(self.go_to)
        self._opened: Opened | None = None
        self._at = 0
        self._words = ""
        self.title = label(style="heading")
        self.about = label(style="small")
        self.missing = label(style="warn")
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(self.tr("The page"))
        self.page = label(style="quiet")
        self.page.setWordWrap(False)
        self.back = IconButton("left", self.tr("Page before"), lambda: self._turn(-1))
        self.forth = IconButton("right", self.tr("Next page"), lambda: self._turn(1))
        self._lay_out()
        self.hide()

    def show_document(self, opened: Opened) -> None:
        """Its first page, or the one that was asked for before it was here."""
        is_other = self._opened is None or self._opened.document.id != opened.document.id
        self._opened = opened
        one = opened.document
        self.title.setText(one.title)
        self.summary.show_document(one.id, one.title)
        self.about.setText(one.source.ref)
        self.missing.setText(" ".join(opened.missing))
        self.missing.setVisible(bool(opened.missing))
        if is_other:
            self._at = 0
        self.show()
        self._show_page()

    def go_to(self, page: int, words: str = "") -> None:
        """Show a page, with these words marked."""
        self._words = words
        pages = self._opened.pages if self._opened else ()
        numbers = [one.number for one in pages]
        self._at = numbers.index(page) if page in numbers else 0
        self._show_page()

    def _lay_out(self) -> None:
        turning = QWidget()
        line = QHBoxLayout(turning)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        for one in (self.back, self.page, self.forth):
            line.addWidget(one)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE)
        layout.setSpacing(SPACE)
        for one in (self.title, self.about, self.missing):
            layout.addWidget(one)
        layout.addWidget(self.summary)
        layout.addWidget(self.text, 1)
        layout.addWidget(turning)

    def _turn(self, by: int) -> None:
        self._at += by
        self._show_page()

    def _show_page(self) -> None:
        if self._opened is None or not self._opened.pages:
            self.text.clear()
            return
        pages = self._opened.pages
        self._at = max(0, min(self._at, len(pages) - 1))
        one = pages[self._at]
        self.text.setPlainText(f"{one.title}\n\n{one.text}" if one.title else one.text)
        self.page.setText(self.tr("%s of %s") % (one.number, self._opened.document.page_count))
        self.back.setEnabled(self._at > 0)
        self.forth.setEnabled(self._at < len(pages) - 1)
        self._mark()

    def _mark(self) -> None:
        """Mark the words that were looked for, and show the first of them."""
        form = QTextCharFormat()
        form.setBackground(QColor(tokens().warn_ground))
        form.setForeground(QColor(tokens().text))
        marks = []
        first: QTextCursor | None = None
        document = self.text.document()
        for word in (one for one in self._words.split() if len(one) >= SHORTEST_WORD):
            cursor = document.find(word, 0, QTextDocument.FindFlag(0))
            while not cursor.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = cursor, form
                marks.append(mark)
                if first is None or cursor.position() < first.position():
                    first = cursor
                cursor = document.find(word, cursor, QTextDocument.FindFlag(0))
        self.text.setExtraSelections(marks)
        if first is not None:
            shown = QTextCursor(first)
            shown.clearSelection()
            self.text.setTextCursor(shown)
            self.text.centerCursor()
