"""A document as it was read, a page at a time, with what was looked for marked.

What stands there was written by strangers: it is shown as plain text and does nothing.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.as_tall import AsTall
from desktop.ui.asking_view import AskingView
from desktop.ui.document_facts import DocumentFacts
from desktop.ui.summary_view import SummaryView
from desktop.ui.theme import SPACE, tokens
from desktop.ui.widgets import IconButton, button, label, scrolled
from desktop.viewmodels.asking import AskingModel, Told
from desktop.viewmodels.library import LibraryModel, Opened
from desktop.viewmodels.shelf import Earlier, Looked

SHORTEST_WORD = 3
"letters of words that are worth marking"
LONGEST_LINE = 1_500
FEWEST_LINES = 7
"of the page that are seen, however much stands above it"


class DocumentView(QFrame):
    """The title, the page, and the way to the other pages."""

    def __init__(self, model: LibraryModel) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.summary = SummaryView(model)
        self.summary.page_wanted.connect(self.go_to)
        self.asking = AskingView(AskingModel(model.session))
        self.asking.place_wanted.connect(self.show_place)
        self.facts = DocumentFacts(model.shelf)
        self.before = label(style="warn")
        self.back_to_now = button(self.tr("Show what it says now"), self._show_now, style="link")
        self._opened: Opened | None = None
        self._old: Earlier | None = None
        "an earlier text, while that is shown"
        self._at = 0
        self._words = ""
        self._passage = ""
        self.title = label(style="heading")
        self.about = label(style="small")
        self.missing = label(style="warn")
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(self.tr("The page"))
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(self.tr("The page as it looks"))
        self._looks = QStackedWidget()
        self._looks.addWidget(self.text)
        self._looks.addWidget(scrolled(self.picture))
        self.page = label(style="quiet")
        self.page.setWordWrap(False)
        self.back = IconButton("left", self.tr("Page before"), lambda: self._turn(-1))
        self.forth = IconButton("right", self.tr("Next page"), lambda: self._turn(1))
        self._model = model
        model.shelf.version_opened.connect(self._show_version)
        model.shelf.looked.connect(self._on_looked)
        self.facts.look_wanted.connect(lambda is_on: self._show_looks(is_on=is_on))
        self._lay_out()
        self._show_now()
        self.hide()

    @property
    def opened(self) -> Opened | None:
        """What is shown, or was until this was hidden."""
        return self._opened

    @property
    def number(self) -> int | None:
        """Of the document that is shown."""
        return self._opened.document.id if self._opened is not None else None

    def show_document(self, opened: Opened) -> None:
        """Its first page, or the one that was asked for before it was here.

        A page that says what it said stays where it was scrolled to, with what is selected in it.
        """
        before, self._opened = self._opened, opened
        is_other = before is None or before.document.id != opened.document.id
        one = opened.document
        self.title.setText(one.title)
        self.summary.show_document(one.id, one.title)
        self.asking.show_document(one.id)
        self.about.setText(one.source.ref)
        self.missing.setText(" ".join(opened.missing))
        self.missing.setVisible(bool(opened.missing))
        self.facts.show_document(opened)
        if is_other:
            self._at = 0
            self._show_now()
            self._show_looks(is_on=False)
        self.show()
        if is_other or before is None or before.pages != opened.pages:
            self._show_page()

    def go_to(self, page: int, words: str = "") -> None:
        """Show a page, with these words marked."""
        self._words, self._passage = words, ""
        self._go(page)

    def show_place(self, told: Told) -> None:
        """Show where a part of an answer stands, with the passage marked."""
        self._words, self._passage = "", told.passage
        self._go(told.page)

    def _go(self, page: int) -> None:
        self._show_now()
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
        above = QWidget()
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(SPACE)
        parts: tuple[QWidget, ...] = (self.title, self.about, self.missing, self.facts, self.before)
        for part in parts:
            upper.addWidget(part)
        upper.addWidget(self.back_to_now, 0, Qt.AlignmentFlag.AlignLeading)
        upper.addWidget(self.asking)
        upper.addWidget(self.summary)
        self.text.setMinimumHeight(FEWEST_LINES * self.fontMetrics().lineSpacing())
        layout.addWidget(AsTall(above))
        layout.addWidget(self._looks, 1)
        layout.addWidget(turning)

    def _show_version(self, old: Earlier) -> None:
        """What the document said before, for as long as it is looked at."""
        if self._opened is None or old.document != self._opened.document.id:
            return
        self._show_looks(is_on=False)
        self._old = old
        until = f"{old.until.astimezone():%Y-%m-%d %H:%M}"
        self.before.setText(self.tr("This is what it said until %s.") % until)
        self.before.show()
        self.back_to_now.show()
        self._show_page()

    def _show_now(self) -> None:
        was_old, self._old = self._old is not None, None
        self.before.hide()
        self.back_to_now.hide()
        if was_old:
            self._show_page()

    def _show_looks(self, *, is_on: bool) -> None:
        """The page as it looks, or its text again."""
        self.facts.show_looks(looks=is_on)
        self.picture.clear()
        self._looks.setCurrentIndex(1 if is_on else 0)
        if is_on:
            self._show_page()

    def _ask_for_look(self, page: int) -> None:
        if self._opened is not None:
            width = self._looks.width() - SPACE * 3
            scale = self.devicePixelRatioF()
            number = self._opened.document.id
            self._model.shelf.look_at(number, page, round(max(width, SPACE) * scale))

    def _on_looked(self, found: Looked) -> None:
        """Of what was turned away from meanwhile nothing is shown."""
        opened, look = self._opened, found.look
        if opened is None or opened.document.id != found.document or not self._is_at(found.page):
            return
        size = look.width, look.height, 3 * look.width
        image = QImage(look.untrusted_rgb, *size, QImage.Format.Format_RGB888).copy()
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(QPixmap.fromImage(image))

    def _is_at(self, page: int) -> bool:
        pages = self._opened.pages if self._opened is not None else ()
        return self._at < len(pages) and pages[self._at].number == page

    def _turn(self, by: int) -> None:
        self._at += by
        self._show_page()

    def _show_page(self) -> None:
        shown = self._old or self._opened
        if self._opened is None or shown is None or not shown.pages:
            self.text.clear()
            return
        pages = shown.pages
        self._at = max(0, min(self._at, len(pages) - 1))
        one = pages[self._at]
        self.text.setPlainText(f"{one.title}\n\n{one.text}" if one.title else one.text)
        of = self._opened.document.page_count if self._old is None else len(pages)
        where = self._opened.places.get(one.number, "") if self._old is None else ""
        counted = self.tr("%s of %s") % (one.number, of)
        self.page.setText(self.tr("%s (%s)") % (where, counted) if where else counted)
        self.back.setEnabled(self._at > 0)
        self.forth.setEnabled(self._at < len(pages) - 1)
        self._mark()
        if self._looks.currentIndex() == 1 and self._old is None:
            self._ask_for_look(one.number)

    def _mark(self) -> None:
        """Mark the words that were looked for, and show the first of them."""
        form = QTextCharFormat()
        form.setBackground(QColor(tokens().warn_ground))
        form.setForeground(QColor(tokens().text))
        marks = []
        first: QTextCursor | None = None
        document = self.text.document()
        lines = [one.strip()[:LONGEST_LINE] for one in self._passage.splitlines()]
        for word in (one for one in [*self._words.split(), *lines] if len(one) >= SHORTEST_WORD):
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
