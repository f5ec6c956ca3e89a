"""What a document says, statement by statement, each leading to its page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label
from desktop.viewmodels.library import LibraryModel

PAGE = Qt.ItemDataRole.UserRole
TALLEST = 260


class SummaryView(QWidget):
    """A choice of kinds, a button, and below them what comes."""

    page_wanted = Signal(int)

    def __init__(self, model: LibraryModel) -> None:
        super().__init__()
        self._model = model
        self._document = 0
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(self.tr("What to find out"))
        for kind, words in (
            ("summary", self.tr("Summary")), ("points", self.tr("Key points")),
            ("decisions", self.tr("Decisions and what is to be done")),
            ("figures", self.tr("Figures")), ("questions", self.tr("What it leaves open")),
            ("plain", self.tr("In plain language")),
        ):  # fmt: skip
            self.kinds.addItem(words, kind)
        self.start = button(self.tr("Summarize"), self._on_start)
        self.stop = button(self.tr("Stop"), model.stop_summary)
        self.statements = QListWidget()
        self.statements.setObjectName("statements")
        self.statements.setWordWrap(True)
        self.statements.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.statements.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.statements.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.statements.setAccessibleName(self.tr("The summary"))
        self.statements.setMaximumHeight(TALLEST)
        self.said = label(style="small")
        self._lay_out()
        self._connect()

    def show_document(self, number: int) -> None:
        """Of another document nothing is known yet."""
        if number != self._document:
            self._document = number
            self._model.stop_summary()
            self._clear()

    def sum_up(self, number: int) -> None:
        """Say at once what this document says."""
        self.show_document(number)
        self._on_start()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        for one in (self.kinds, self.start, self.stop):
            line.addWidget(one)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(line)
        layout.addWidget(self.statements)
        layout.addWidget(self.said)
        self._clear()

    def _connect(self) -> None:
        self._model.stated.connect(self._on_stated)
        self._model.summary_went_on.connect(self._on_went_on)
        self._model.summary_ended.connect(self._on_ended)
        self.statements.itemActivated.connect(self._on_chosen)
        self.statements.itemClicked.connect(self._on_chosen)

    def _clear(self) -> None:
        self.statements.clear()
        self.statements.hide()
        self.said.hide()
        self.stop.hide()
        self.start.setEnabled(True)

    def _on_start(self) -> None:
        self._clear()
        self.start.setEnabled(False)
        self.stop.show()
        self._model.summarize(self._document, self.kinds.currentData())

    def _on_stated(self, statement: object) -> None:
        pages = tuple(getattr(statement, "pages", ()))
        text = str(getattr(statement, "text", ""))
        absent = "; ".join(getattr(statement, "unproven", ()))
        where = ", ".join(str(page) for page in pages)
        said = self.tr("%s (p. %s)") % (text, where) if pages else text
        if absent:
            said = self.tr("%s Not found there: %s") % (said, absent)
        item = QListWidgetItem(said)
        item.setData(PAGE, pages[0] if pages else 0)
        self.statements.addItem(item)
        self.statements.show()

    def _on_went_on(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()

    def _on_ended(self, words: str) -> None:
        if self.stop.isHidden():
            return
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self.stop.hide()
        self.start.setEnabled(True)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        if page := item.data(PAGE):
            self.page_wanted.emit(int(page))
