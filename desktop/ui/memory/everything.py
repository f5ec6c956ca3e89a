"""All memories in one table: searched, filtered, corrected in place, forgotten one or many."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
)

from desktop.translation import in_window
from desktop.ui.memory.details import Details
from desktop.ui.memory.part import Part
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Empty, button, label, row, table
from desktop.viewmodels.memories import MemoriesModel
from desktop.viewmodels.memory_table import MemoryTable

LEAST_TEXT = 300
"pixels for what a memory says; other columns go before it gets narrower"
LEAST_FOR_DETAILS = 760
MOST_CHOSEN_AGAIN = 500
"where more were chosen and the list changes, nothing is chosen: nobody knows them one by one"
PADDING = 30
WIDTHS = {1: 11, 2: 12, 3: 14, 4: 13, 5: 13, 6: 9, 7: 10}
"characters of each column"
FIRST_TO_GO = (7, 1, 6, 5, 2, 3, 4)


class EverythingPart(Part):
    """A table, and at its right what hangs together with the chosen row."""

    forget_wanted = Signal(object)
    "the numbers of memories"

    def __init__(self, viewmodel: MemoriesModel) -> None:
        super().__init__(viewmodel)
        self._model = viewmodel
        self._chosen: list[int] = []
        hint = self.tr("Search by words or by meaning")
        self.search = self.make_search(self.tr("Search memories"), hint)
        self.parts = self._make_parts()
        self.words_only = label(
            self.tr("No weights for meaning are here yet, so this searches by words only."), "quiet"
        )
        self.about = button("", lambda: viewmodel.show_about(None), style="link")
        self.table = memory_table(viewmodel.table, self.tr("Memories"))
        self.details = Details()
        self.count = label(style="quiet")
        self.correct = button(self.tr("Correct…"), self._on_correct)
        self.correct.setToolTip("F2")
        self.forget = button(self.tr("Forget…"), self._on_forget, style="danger")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._enable()

    def show_about(self, entity: int, name: str) -> None:
        """Only what is about somebody."""
        self.about.setText(self.tr("Only about %s · show everything") % name)
        self.about.show()
        self.search.clear()
        self.parts.setCurrentIndex(0)
        self._model.show_about(entity)

    def show_memory(self, number: int) -> None:
        """Choose a memory, wherever it is in the list."""
        self._chosen = [number]
        self._choose_again()

    def chosen(self) -> list[int]:
        """The memories of the rows that are selected."""
        return chosen(self.table, self._model.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _make_parts(self) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(self.tr("Which memories"))
        for which, name in self._model.parts():
            made.addItem(name, which)
        return made

    def _lay_out(self) -> None:
        self.search.setMinimumWidth(220)
        top = row(self.search, self.parts, spacing=SPACE)
        top.setStretch(0, 1)
        self._nothing = Empty(
            "memory", self.tr("Nothing is remembered yet"),
            self.tr("What you tell Tacit to remember will be here, with where it comes from. "
                    "Say “Remember that Ana likes green tea”."),
        )  # fmt: skip
        self._not_found = Empty(
            "search", self.tr("Nothing like that is remembered"),
            self.tr("Try other words, or look through everything."),
        )  # fmt: skip
        for one in (self._nothing, self._not_found, self.table):
            self._stack.addWidget(one)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE * 2)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self.details)
        self.words_only.hide()
        self.about.hide()
        self.content.addLayout(top)
        self.content.addWidget(self.words_only)
        self.content.addWidget(self.about, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addLayout(middle, 1)
        self.content.addLayout(
            row(self.count, self.correct, self.forget, spacing=SPACE, stretch_before=self.correct)
        )

    def _connect(self) -> None:
        model = self._model
        self.search.textChanged.connect(model.search)
        self.search.returnPressed.connect(self.table.setFocus)
        self.parts.currentIndexChanged.connect(
            lambda place: model.show_part(self.parts.itemData(place))
        )
        model.looked.connect(self._on_looked)
        model.told.connect(self._on_told)
        model.by_words_only.connect(self.words_only.setVisible)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_forget)

    def _on_looked(self) -> None:
        """The rows are others now: what was chosen is found again, wherever it is."""
        count, view = self._model.table.rowCount(), self._model.view
        self.about.setVisible(view.about is not None)
        if count:
            self._stack.setCurrentWidget(self.table)
        else:
            is_plain = not view.words and view.about is None and self.parts.currentIndex() == 0
            self._stack.setCurrentWidget(self._nothing if is_plain else self._not_found)
        self._choose_again()
        self._enable()
        self._fit()

    def _choose_again(self) -> None:
        selection = self.table.selectionModel()
        if not self._chosen or self.chosen() == self._chosen:
            return
        there = self._model.table.rows_of(self._chosen)
        if not there or len(there) > MOST_CHOSEN_AGAIN:
            self.table.clearSelection()
            self._chosen = []
            self._model.choose(None)
            return
        wanted = QItemSelection()
        for one in there:
            index = self._model.table.index(one, 0)
            wanted.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        first = self._model.table.index(there[0], 0)
        selection.setCurrentIndex(first, flags.NoUpdate)
        selection.select(wanted, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(first)

    def _on_selected(self) -> None:
        self._chosen = self.chosen()
        self._enable()

    def _on_current(self) -> None:
        self._model.choose(self._model.table.number(self.table.currentIndex().row()))

    def _on_told(self, around: object) -> None:
        from desktop.known import Around

        if isinstance(around, Around):
            self.details.tell(around, self._model.zone)
        else:
            self.details.say(self.tr("Choose a memory to see where it is from."))

    def _on_correct(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.table.edit(index.siblingAtColumn(0))

    def _on_forget(self) -> None:
        if self._chosen:
            self.forget_wanted.emit(self._chosen)

    def _enable(self) -> None:
        count, chosen = self._model.table.rowCount(), len(self._chosen)
        said = (
            self.tr("%s memories") % in_window.number(count)
            if count != 1
            else self.tr("One memory")
        )
        if chosen > 1:
            said = self.tr("%s of %s memories chosen") % (
                in_window.number(chosen),
                in_window.number(count),
            )
        self.count.setText(said)
        index = self.table.currentIndex().siblingAtColumn(0)
        can_edit = bool(index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable)
        self.correct.setEnabled(chosen == 1 and can_edit)
        self.forget.setEnabled(chosen > 0)

    def _fit(self) -> None:
        """Only what there is room for; what a memory says stays."""
        has_details = self.width() >= LEAST_FOR_DETAILS and self._model.table.rowCount() > 0
        self.details.setVisible(has_details)
        room = self.width() - (self.details.width() + SPACE * 2 if has_details else 0)
        fit_columns(self.table, room, WIDTHS, FIRST_TO_GO)


def fit_columns(
    view: QTableView, room: int, characters: dict[int, int], first_to_go: Sequence[int]
) -> None:
    """Columns that have no room go, one after the other, until the first has enough."""
    one = view.fontMetrics().averageCharWidth()
    widths = {column: one * count + PADDING for column, count in characters.items()}
    gone: set[int] = set()
    for column in first_to_go:
        if room - sum(w for c, w in widths.items() if c not in gone) >= LEAST_TEXT:
            break
        gone.add(column)
    for column, width in widths.items():
        view.setColumnHidden(column, column in gone)
        view.setColumnWidth(column, width)


def chosen(view: QTableView, model: MemoryTable) -> list[int]:
    """The memories of the rows that are selected; by stretches, for there may be very many."""
    found: list[int] = []
    selection = view.selectionModel().selection()
    for place in range(selection.count()):
        stretch = selection.at(place)
        found += model.numbers(stretch.top(), stretch.bottom())
    return found


def memory_table(model: MemoryTable, name: str) -> QTableView:
    """A table of memories: many can be chosen, and what one says can be written over."""
    made = table(model, name)
    made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    triggers = QAbstractItemView.EditTrigger
    made.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
    header = made.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    # With the selection of the table a header asks about every row each time that it is painted.
    header.setSelectionModel(QItemSelectionModel(model, header))
    header.setSortIndicatorShown(True)
    header.setSectionsClickable(True)
    place = model.orders.index(next(one for one in model.orders if one.value == "learned"))
    header.setSortIndicator(place, Qt.SortOrder.DescendingOrder)
    header.sortIndicatorChanged.connect(model.sort)
    return made
