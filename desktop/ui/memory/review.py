"""What waits for the owner's word: keep, edit or drop, by button or by K, E and D."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMessageBox, QPushButton, QStackedWidget

from desktop.ui.memory.everything import chosen, fit_columns, memory_table
from desktop.ui.memory.part import Part
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Empty, button, label, row
from desktop.viewmodels.memories import ReviewModel

WIDTHS = {1: 18, 2: 13, 3: 9}
FIRST_TO_GO = (3, 2, 1)


class ReviewPart(Part):
    """A table of guesses; after an answer the next one is chosen."""

    def __init__(self, viewmodel: ReviewModel) -> None:
        super().__init__(viewmodel)
        self._model = viewmodel
        self._row = 0
        self.table = memory_table(viewmodel.table, self.tr("What waits for your word"))
        self.keep = button(self.tr("Keep (K)"), self._on_keep, style="primary")
        self.edit = button(self.tr("Edit (E)"), self._on_edit)
        self.drop = button(self.tr("Drop (D)"), self._on_drop)
        self.keep_all = button(self.tr("Keep all"), self._on_keep_all)
        self.drop_all = button(self.tr("Drop all…"), self._on_drop_all)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._enable()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit_columns(self.table, self.width(), WIDTHS, FIRST_TO_GO)

    def _lay_out(self) -> None:
        empty = Empty(
            "check", self.tr("Nothing waits for your word"),
            self.tr("What Tacit guesses, or reads somewhere, is asked here before it counts."),
        )  # fmt: skip
        self._stack.addWidget(empty)
        self._stack.addWidget(self.table)
        about = self.tr(
            "Tacit guessed these, or read them somewhere. None counts before you keep it."
        )
        top = row(label(about, "quiet"), self.keep_all, self.drop_all, spacing=SPACE)
        top.setStretch(0, 1)
        answers = row(self.keep, self.edit, self.drop, spacing=SPACE)
        answers.addStretch(1)
        self.content.addLayout(top)
        self.content.addWidget(self._stack, 1)
        self.content.addLayout(answers)

    def _connect(self) -> None:
        self._model.looked.connect(self._on_looked)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        for key, work in (("K", self._on_keep), ("E", self._on_edit), ("D", self._on_drop)):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(work)

    def _chosen(self) -> list[int]:
        return chosen(self.table, self._model.table)

    def _on_looked(self) -> None:
        count = self._model.table.rowCount()
        self._stack.setCurrentIndex(1 if count else 0)
        if count and not self._chosen():
            self.table.selectRow(min(self._row, count - 1))
        self._enable()

    def _on_keep(self) -> None:
        self._row = max(0, self.table.currentIndex().row())
        self._model.keep(self._chosen())

    def _on_drop(self) -> None:
        self._row = max(0, self.table.currentIndex().row())
        self._model.drop(self._chosen())

    def _on_edit(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._row = index.row()
            self.table.edit(index.siblingAtColumn(0))

    def _on_keep_all(self) -> None:
        self._model.keep(self._model.every())

    def _on_drop_all(self) -> None:
        numbers = self._model.every()
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Tacit")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Drop all %s?") % len(numbers))
        box.setInformativeText(self.tr("None of these will be asked again."))
        agree = box.addButton(self.tr("Drop all"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Not now"), QMessageBox.ButtonRole.RejectRole))
        agree.clicked.connect(lambda: self._model.drop(numbers))
        box.open()

    def _enable(self) -> None:
        chosen, count = len(self._chosen()), self._model.table.rowCount()
        buttons: dict[QPushButton, bool] = {
            self.keep: chosen > 0, self.drop: chosen > 0, self.edit: chosen == 1,
            self.keep_all: count > 1, self.drop_all: count > 1,
        }  # fmt: skip
        for one, is_on in buttons.items():
            one.setEnabled(is_on)
