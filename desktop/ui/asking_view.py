"""A question about documents and its answer, each part of it leading to where it stands."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label
from desktop.viewmodels.asking import AskingModel, Told

TOLD = Qt.ItemDataRole.UserRole
TALLEST = 220
LONGEST_QUESTION = 1_000


class AskingView(QWidget):
    """A field for the question, and below it what comes; of one document, or of all."""

    place_wanted = Signal(object)
    "the Told whose place the owner wants to see"

    def __init__(self, model: AskingModel, *, of_all: bool = False) -> None:
        super().__init__()
        self._model = model
        model.setParent(self)
        self._numbers: tuple[int, ...] = ()
        "of the documents that are asked; of all where there are none"
        self._is_of_all = of_all
        self.question = QLineEdit(clearButtonEnabled=True)
        self.question.setMaxLength(LONGEST_QUESTION)
        self.start = button(self.tr("Ask"), self._on_start)
        self.stop = button(self.tr("Stop"), model.stop)
        self.answer = QListWidget()
        self.answer.setObjectName("statements")
        self.answer.setWordWrap(True)
        self.answer.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.answer.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.answer.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.answer.setAccessibleName(self.tr("The answer"))
        self.said = label(style="small")
        self._name_field()
        self._lay_out()
        self._connect()

    def show_document(self, number: int) -> None:
        """Of another document nothing was asked yet."""
        if self._numbers != (number,):
            self._numbers = (number,)
            self._model.begin_anew()
            self.question.clear()
            self._clear()

    def show_documents(self, numbers: Sequence[int]) -> None:
        """Of several that are selected only these are asked; what was answered stays to be read."""
        among = tuple(numbers) if len(numbers) > 1 else ()
        if among != self._numbers:
            self._numbers = among
            self._model.begin_anew()
            self._name_field()

    def _name_field(self) -> None:
        words = self.tr("Ask about this document")
        if self._is_of_all:
            words = self.tr("Ask about all documents")
            if self._numbers:
                words = self.tr("Ask about the %s that are selected") % len(self._numbers)
        self.question.setPlaceholderText(words)
        self.question.setAccessibleName(words)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self.question, 1)
        line.addWidget(self.start)
        line.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(line)
        layout.addWidget(self.said)
        layout.addWidget(self.answer)
        self._clear()

    def _connect(self) -> None:
        self._model.told.connect(self._on_told)
        self._model.went_on.connect(self._on_went_on)
        self._model.ended.connect(self._on_ended)
        self.question.returnPressed.connect(self._on_start)
        self.question.textChanged.connect(self._on_typed)
        self.answer.itemActivated.connect(self._on_chosen)
        self.answer.itemClicked.connect(self._on_chosen)

    def _clear(self) -> None:
        self.answer.clear()
        self.answer.hide()
        self.said.hide()
        self.stop.hide()
        self.start.setEnabled(bool(self.question.text().strip()))

    def _on_typed(self, text: str) -> None:
        self.start.setEnabled(bool(text.strip()) and not self._model.is_busy)
        if not text and not self._model.is_busy:
            self._clear()

    def _on_start(self) -> None:
        question = self.question.text().strip()
        if not question:
            return
        self._clear()
        self._model.ask(question, self._numbers)
        self.start.setEnabled(False)
        self.stop.show()

    def _on_told(self, told: Told) -> None:
        item = QListWidgetItem(self._words(told))
        item.setData(TOLD, told)
        if not told.document:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.answer.addItem(item)
        self.answer.show()
        self._fit()

    def _words(self, told: Told) -> str:
        """A part of the answer, and where it stands as far as that is not clear."""
        text = _apart(told.text)
        if not told.document:
            return text
        if not self._is_of_all:
            return self.tr("%s (%s)") % (text, told.where) if told.where else text
        title = _apart(told.title)
        if not told.where:
            return self.tr("%s (“%s”)") % (text, title)
        return self.tr("%s (“%s”, %s)") % (text, title, told.where)

    def _on_went_on(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()

    def _on_ended(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self.stop.hide()
        self.start.setEnabled(bool(self.question.text().strip()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As tall as what it holds, and scrolled where that is much."""
        if not self.answer.count():
            return
        self.answer.doItemsLayout()
        first, last = self.answer.item(0), self.answer.item(self.answer.count() - 1)
        top, bottom = map(self.answer.visualItemRect, (first, last))
        rows = bottom.bottom() - top.top()
        self.answer.setFixedHeight(min(rows + 4 * SPACE, TALLEST))

    def _on_chosen(self, item: QListWidgetItem) -> None:
        if item.data(TOLD).document:
            self.place_wanted.emit(item.data(TOLD))


def _apart(text: str) -> str:
    """A text of any script, so that it does not turn the words around it."""
    return f"\u2068{text}\u2069"
