"""Notes: a list at the left, the chosen one at the right to write in."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.keys import Keys
from desktop.ui.memory.part import Part
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, row, table
from desktop.viewmodels.notes import NotesModel, Sheet

LEAST_WITH_DAY = 36
"characters, for the title and the day of its last change"
NARROWEST, WIDTH = 200, 340


class NotesPart(Part):
    """What is being written stays until it is kept or given up."""

    forget_wanted = Signal(object)
    "the numbers of notes"

    def __init__(self, viewmodel: NotesModel) -> None:
        super().__init__(viewmodel)
        self._model = viewmodel
        self._sheet: Sheet | None = None
        self._to_choose: int | None = None
        self.search = self.make_search(self.tr("Search notes"), self.tr("Search notes"))
        self.new = button(self.tr("New note"), self._on_new, shortcut=Keys.NEW_NOTE)
        self.list = table(viewmodel.list, self.tr("Notes"))
        self.title = QLineEdit(placeholderText=self.tr("Title"))
        self.title.setAccessibleName(self.tr("Title"))
        self.text = QPlainTextEdit(placeholderText=self.tr("Write something down"))
        self.text.setAccessibleName(self.tr("Text of the note"))
        self.text.setTabChangesFocus(True)
        self.line = QLineEdit(placeholderText=self.tr("Add a line"))
        self.line.setAccessibleName(self.tr("Add a line at the end"))
        self.keep = button(self.tr("Keep"), self._on_keep, style="primary", shortcut="Ctrl+S")
        self.back = button(self.tr("Give up changes"), self._on_back)
        self.forget = button(self.tr("Forget…"), self._on_forget, style="danger")
        self.state = label(style="quiet")
        self._lay_out()
        self._connect()
        self._enable()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        least = self.list.fontMetrics().averageCharWidth() * LEAST_WITH_DAY
        self.list.setColumnHidden(1, self.list.width() < least)

    @property
    def is_changed(self) -> bool:
        """Whether something is written that is not kept."""
        was = (self._sheet.title, self._sheet.text) if self._sheet else ("", "")
        return (self.title.text(), self.text.toPlainText()) != was

    def show_note(self, number: int) -> None:
        self._to_choose = number
        self._model.refresh()

    def _lay_out(self) -> None:
        left = QWidget()
        left.setMinimumWidth(NARROWEST)
        left.setMaximumWidth(WIDTH)
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(SPACE)
        top = row(self.search, self.new, spacing=SPACE)
        top.setStretch(0, 1)
        side.addLayout(top)
        side.addWidget(self.list, 1)
        sheet = QVBoxLayout()
        sheet.setSpacing(SPACE)
        sheet.addWidget(self.title)
        sheet.addWidget(self.text, 1)
        sheet.addWidget(self.line)
        sheet.addLayout(row(self.keep, self.back, self.state, self.forget, spacing=SPACE,
                            stretch_before=self.forget))  # fmt: skip
        whole = QHBoxLayout()
        whole.setSpacing(SPACE * 2)
        whole.addWidget(left, 2)
        whole.addLayout(sheet, 3)
        self.content.addLayout(whole, 1)

    def _connect(self) -> None:
        model = self._model
        self.search.textChanged.connect(model.search)
        self.list.selectionModel().currentRowChanged.connect(self._on_row)
        self.title.textChanged.connect(self._enable)
        self.text.textChanged.connect(self._enable)
        self.line.returnPressed.connect(self._on_line)
        self.title.returnPressed.connect(self.text.setFocus)
        model.looked.connect(self._on_looked)
        model.written.connect(self._on_written)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_forget)

    def _on_looked(self) -> None:
        """The same note again, wherever it is now; what is being written is left alone."""
        rows = [self._model.list.row(one) for one in range(self._model.list.rowCount())]
        wanted = self._to_choose or (self._sheet.id if self._sheet else None)
        found = next((at for at, one in enumerate(rows) if one and one.id == wanted), None)
        self._to_choose = None
        if self.is_changed:
            return
        if found is not None:
            self.list.selectRow(found)
            self._show(rows[found])
        elif self._sheet is not None:
            self._show(None)

    def _on_row(self) -> None:
        sheet = self._model.list.row(self.list.currentIndex().row())
        if sheet is None or self.is_changed or sheet == self._sheet:
            return
        self._show(sheet)

    def _on_new(self) -> None:
        if self.is_changed:
            self._enable()
            return
        self.list.clearSelection()
        self._show(None)
        self.title.setFocus()

    def _on_keep(self) -> None:
        if self.is_changed and self.text.toPlainText().strip():
            title = self.title.text()
            if self._sheet is not None and not title.strip():
                title = self._sheet.title
            number = self._sheet.id if self._sheet else None
            self._model.write(number, title, self.text.toPlainText())

    def _on_written(self, number: int) -> None:
        """What was written is kept now: show it as it is in the vault."""
        self._to_choose = number
        self._show(None)
        self._model.refresh()

    def _on_line(self) -> None:
        text = self.line.text().strip()
        if self._sheet is not None and text and not self.is_changed:
            self.line.clear()
            self._model.append(self._sheet.id, text)

    def _on_back(self) -> None:
        self._show(self._sheet)

    def _on_forget(self) -> None:
        if self._sheet is not None:
            self.forget_wanted.emit([self._sheet.id])

    def _show(self, sheet: Sheet | None) -> None:
        self._sheet = sheet
        with QSignalBlocker(self.title), QSignalBlocker(self.text):
            self.title.setText(sheet.title if sheet else "")
            self.text.setPlainText(sheet.text if sheet else "")
        self._enable()

    def _enable(self) -> None:
        changed, written = self.is_changed, bool(self.text.toPlainText().strip())
        self.keep.setEnabled(changed and written)
        self.back.setVisible(changed)
        self.list.setEnabled(not changed)
        self.new.setEnabled(not changed)
        self.line.setEnabled(self._sheet is not None and not changed)
        self.forget.setEnabled(self._sheet is not None)
        self.state.setText(self.tr("Not kept yet") if changed else "")
