"""What documents say, statement by statement, each leading to its page."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.clear_text import as_file_name, ask_for_place
from desktop.ui.pdf import PdfPainting
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, row
from desktop.viewmodels.library import LibraryModel
from desktop.viewmodels.summary import Chosen, SummaryModel, Told

PLACE = Qt.ItemDataRole.UserRole
TALLEST = 260
TWO = 2
SHORTEST_KIND = 9
"letters of a kind that are to be seen where it is narrow"


class SummaryView(QWidget):
    """Choices, a button, and below them what comes."""

    page_wanted = Signal(int)
    "of the document that is shown"
    place_wanted = Signal(int, int)
    "a page of another document"

    def __init__(self, library: LibraryModel) -> None:
        super().__init__()
        self.model = SummaryModel(library.session, self)
        self.model.failed.connect(library.failed)
        self._documents: tuple[int, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._is_early = False
        "whether what the list shows may still be joined or left out"
        self._make_choices()
        self._make_buttons()
        self._make_list()
        self.said = label(style="small")
        self._lay_out()
        self._connect()

    def show_document(self, number: int, title: str = "") -> None:
        """Of another document nothing is known yet; one of several goes on."""
        if number not in self._documents or (self._documents and not self._titles):
            self._show((number,), (title,))

    def show_documents(self, numbers: Sequence[int], titles: Sequence[str]) -> None:
        """Several that are selected can be compared, or made into one text."""
        if tuple(numbers) != self._documents:
            self._show(tuple(numbers), tuple(titles))

    def _show(self, numbers: tuple[int, ...], titles: tuple[str, ...]) -> None:
        self._documents, self._titles = numbers, titles
        is_several = len(numbers) > 1
        self.start.setText(self.tr("One brief") if is_several else self.tr("Summarize"))
        self.compare.setVisible(len(numbers) == TWO)
        self.model.stop()
        self._clear()
        if is_several:
            self._say(self.tr("Documents that are selected: %s.") % len(numbers))

    def _make_choices(self) -> None:
        self.kinds = _combo(self.tr("What to find out"), (
            ("summary", self.tr("Summary")), ("points", self.tr("Key points")),
            ("decisions", self.tr("Decisions and what is to be done")),
            ("timeline", self.tr("Timeline")), ("figures", self.tr("Figures")),
            ("questions", self.tr("What it leaves open")), ("plain", self.tr("In plain language")),
        ))  # fmt: skip
        self.kinds.setMinimumContentsLength(SHORTEST_KIND)
        self.lengths = _combo(self.tr("How long"), (
            ("short", self.tr("Short")), ("line", self.tr("One sentence")),
            ("full", self.tr("Full length")),
        ))  # fmt: skip
        self.languages = _combo(self.tr("In which language"), (
            ("", self.tr("In its own language")), ("en", self.tr("In English")),
            ("de", self.tr("In German")), ("es", self.tr("In Spanish")),
            ("fr", self.tr("In French")),
        ))  # fmt: skip
        self.instructions = QLineEdit(clearButtonEnabled=True)
        self.instructions.setPlaceholderText(self.tr("What else matters to you"))
        self.instructions.setAccessibleName(self.tr("What else matters to you"))
        self.more = QWidget()
        self.more.hide()

    def _make_buttons(self) -> None:
        self.start = button(self.tr("Summarize"), self._on_start)
        self.compare = button(self.tr("Compare"), self._on_compare)
        self.stop = button(self.tr("Stop"), self.model.stop)
        self.choices = button(self.tr("More choices"), self._on_more, style="link")
        self.export = button(self.tr("Export…"), self._on_export, style="link")
        self.compare.hide()

    def _make_list(self) -> None:
        self.statements = QListWidget()
        self.statements.setObjectName("statements")
        self.statements.setWordWrap(True)
        self.statements.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.statements.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.statements.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.statements.setAccessibleName(self.tr("The summary"))
        self.statements.setMaximumHeight(TALLEST)

    def sum_up(self, numbers: Sequence[int], titles: Sequence[str]) -> None:
        """Say at once what this document says, or these together."""
        self.show_documents(numbers, titles)
        self._on_start()

    def _lay_out(self) -> None:
        more = QVBoxLayout(self.more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(SPACE)
        more.addLayout(row(self.lengths, self.languages, spacing=SPACE))
        more.addWidget(self.instructions)
        below = QHBoxLayout()
        below.addWidget(self.said, 1)
        below.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(row(self.kinds, self.choices, spacing=SPACE, stretch_before=self.choices))
        layout.addWidget(self.more)
        layout.addLayout(self._buttons())
        layout.addWidget(self.statements)
        layout.addLayout(below)
        self._clear()

    def _buttons(self) -> QHBoxLayout:
        line = row(self.start, self.compare, self.stop, spacing=SPACE)
        line.addStretch(1)
        return line

    def _connect(self) -> None:
        self.model.stated.connect(self._on_stated)
        self.model.noted.connect(self._on_noted)
        self.model.went_on.connect(self._say)
        self.model.ended.connect(self._on_ended)
        self.model.to_paint.connect(self._paint_pdf)
        self.statements.itemActivated.connect(self._on_chosen)
        self.statements.itemClicked.connect(self._on_chosen)

    def _clear(self) -> None:
        self.statements.clear()
        self.statements.hide()
        self._is_early = False
        self.said.hide()
        self.stop.hide()
        self.export.hide()
        self._enable(is_free=True)

    def _enable(self, *, is_free: bool) -> None:
        for one in (self.start, self.compare):
            one.setEnabled(is_free)

    def _on_more(self) -> None:
        self._show_more(is_open=self.more.isHidden())

    def _show_more(self, *, is_open: bool) -> None:
        self.more.setVisible(is_open)
        self.choices.setText(self.tr("Fewer choices") if is_open else self.tr("More choices"))

    def _on_start(self) -> None:
        self._begin(compares=False)

    def _on_compare(self) -> None:
        self._begin(compares=True)

    def _begin(self, *, compares: bool) -> None:
        if not self._documents:
            return
        self._clear()
        self._show_more(is_open=False)  # what comes needs the room
        self._enable(is_free=False)
        self.stop.show()
        kind = self.kinds.currentData()
        self.model.summarize(Chosen(
            self._documents, self._titles, "summary" if compares and kind == "timeline" else kind,
            self.lengths.currentData(), self.languages.currentData(),
            self.instructions.text(), compares,
        ))  # fmt: skip

    def _on_noted(self, told: Told) -> None:
        """Something to read until the end is known."""
        self._is_early = True
        self._add(told)

    def _on_stated(self, told: Told) -> None:
        if self._is_early:
            self._is_early = False
            self.statements.clear()
        self._add(told)

    def _add(self, told: Told) -> None:
        said = self.tr("%s (%s)") % (told.text, told.where) if told.where else told.text
        if told.absent:
            said = f"{said} {told.absent}"
        if told.heading:
            said = self.tr("%s: %s") % (told.heading, said)
        item = QListWidgetItem(said)
        if self._is_early:
            item.setForeground(self.palette().placeholderText())
        item.setData(PLACE, (told.document, told.page))
        self.statements.addItem(item)
        self.statements.show()

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _on_ended(self, words: str) -> None:
        if self.stop.isHidden():
            return
        self._say(words)
        self.stop.hide()
        self.export.setVisible(self.model.has_any)
        self._enable(is_free=True)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        document, page = item.data(PLACE)
        if len(self._documents) > 1:
            self.place_wanted.emit(document, page)
        elif page:
            self.page_wanted.emit(page)

    def _on_export(self) -> None:
        menu = QMenu(self)
        for kind, name in self._formats().items():
            menu.addAction(name, partial(self.export_as, kind))
        menu.popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    def export_as(self, kind: str) -> None:
        """Warn, ask where to, and write."""
        title = " · ".join(filter(None, self._titles)) or self.tr("Summary")
        ask_for_place(
            self, f"{as_file_name(title, self.tr('Summary'))}.{kind}",
            lambda path: self.model.export(path, kind, title),
            f"{self._formats()[kind].removesuffix('…')} (*.{kind})",
        )  # fmt: skip

    def _formats(self) -> dict[str, str]:
        return {"md": self.tr("Markdown…"), "docx": self.tr("Word…"), "pdf": self.tr("PDF…")}

    def _paint_pdf(self, path: Path, pieces: list[str]) -> None:
        painting = PdfPainting(path.stem, pieces, self)
        painting.painted.connect(lambda content: self.model.save(path, content))


def _combo(name: str, items: Sequence[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for data, words in items:
        made.addItem(words, data)
    return made
