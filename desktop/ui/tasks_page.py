"""The page “Tasks”: a line to write new ones in, a list or a board, and one task beside it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.keys import Keys
from desktop.places import NEW
from desktop.session import Session
from desktop.ui.echo import Echo
from desktop.ui.page import Page
from desktop.ui.task_details import TaskDetails
from desktop.ui.task_list import TaskList
from desktop.ui.task_menu import TaskMenu
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Empty, IconButton, label, scrolled
from desktop.viewmodels.task_model import TaskModel
from desktop.viewmodels.task_rows import Tasks, Understood
from desktop.viewmodels.task_sifting import Show, Sort
from desktop.viewmodels.tasks import STATES, TasksViewModel

NARROWEST_COLUMN = 26
"letters; columns that do not fit beside each other are scrolled to"
NARROW = 640
"pixels; below that a list and details beside it are too much"


class TasksPage(Page):
    """Everything that there is to do."""

    def __init__(self, session: Session) -> None:
        self._tasks = TasksViewModel(session)
        super().__init__(self._tasks)
        self.set_title(self.tr("Tasks"))
        self._is_board = False
        self._wanted = 0
        self._make_line()
        self._make_choices()
        self._make_views()
        self._lay_out()
        self._connect()

    def go_to(self, number: int | str) -> None:
        """Show a task and what there is to know about it; or write a new one."""
        if number == NEW:
            self.line.setFocus()
            return
        self._wanted = int(number)
        self.set_board(is_board=False)
        self._show_wanted()

    def set_board(self, *, is_board: bool) -> None:
        """Columns instead of a list."""
        self._is_board = is_board
        self.as_board.setChecked(is_board)
        self.as_list.setChecked(not is_board)
        self.show_which.setEnabled(not is_board)
        self._choose_view()

    def _make_line(self) -> None:
        self.line = QLineEdit()
        self.line.setPlaceholderText(
            self.tr("Write a task: call mum tomorrow 9am, weekly, important #family")
        )
        self.line.setAccessibleName(self.tr("New task"))
        self.line.setClearButtonEnabled(True)
        self.echo = Echo()

    def _make_choices(self) -> None:
        self.as_list = IconButton(
            "tasks", self.tr("As a list"), lambda: self.set_board(is_board=False), checkable=True
        )
        self.as_board = IconButton(
            "board", self.tr("As a board"), lambda: self.set_board(is_board=True), checkable=True
        )
        self.as_list.setChecked(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search tasks"))
        self.search.setMinimumWidth(110)
        self.search.setClearButtonEnabled(True)
        self.show_which = _choice(self.tr("Show"), (
            (Show.OPEN, self.tr("To do")), (Show.TODAY, self.tr("Due today")),
            (Show.OVERDUE, self.tr("Overdue")), (Show.IMPORTANT, self.tr("Important")),
            (Show.WAITING, self.tr("Waiting")), (Show.REPEATING, self.tr("Repeating")),
            (Show.DONE, self.tr("Done")),
        ))  # fmt: skip
        self.show_list = _choice(self.tr("List"), (("", self.tr("All lists")),))
        self.sort = _choice(self.tr("Order"), (
            (Sort.MATTERS, self.tr("What matters most")), (Sort.DUE, self.tr("By due date")),
            (Sort.OWN, self.tr("My order")), (Sort.TITLE, self.tr("By title")),
            (Sort.NEWEST, self.tr("Newest first")),
        ))  # fmt: skip

    def _make_views(self) -> None:
        self.list = TaskList(self._tasks.model, self.tr("Tasks"))
        names = (self.tr("To do"), self.tr("Doing"), self.tr("Waiting"), self.tr("Done"))
        self.columns = {
            state: TaskList(self._tasks.columns[state], name, shows_reasons=False)
            for state, name in zip(STATES, names, strict=True)
        }
        inner = QWidget()
        self._board = scrolled(inner)
        self._board.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        line = QHBoxLayout(inner)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE * 2)
        self._counts = {}
        for (state, column), name in zip(self.columns.items(), names, strict=True):
            self._counts[state] = (label(name, "strong"), name)
            one = QVBoxLayout()
            one.setSpacing(SPACE)
            one.addWidget(self._counts[state][0])
            one.addWidget(column, 1)
            column.setMinimumWidth(column.fontMetrics().averageCharWidth() * NARROWEST_COLUMN)
            line.addLayout(one, 1)
        self._empty = Empty(
            "tasks",
            self.tr("No tasks yet"),
            self.tr("Write down the first thing that you want to get done."),
        )
        self._nothing = Empty(
            "search", self.tr("Nothing here"), self.tr("No task fits what you asked for.")
        )
        self._views = QStackedWidget()
        for view in (self._empty, self.list, self._board, self._nothing):
            self._views.addWidget(view)
        self.details = TaskDetails(self._tasks)

    def _lay_out(self) -> None:
        self.buttons.addWidget(self.as_list)
        self.buttons.addWidget(self.as_board)
        top = QVBoxLayout()
        top.setSpacing(SPACE // 2)
        top.addWidget(self.line)
        top.addWidget(self.echo)
        choices = QHBoxLayout()
        choices.setSpacing(SPACE)
        choices.addWidget(self.search, 1)
        for one in (self.show_which, self.show_list, self.sort):
            choices.addWidget(one)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE * 2)
        middle.addWidget(self._views, 1)
        middle.addWidget(self.details)
        self.content.addLayout(top)
        self.content.addLayout(choices)
        self.content.addLayout(middle, 1)

    def _connect(self) -> None:
        model = self._tasks
        self.line.textEdited.connect(model.read_line)
        self.line.returnPressed.connect(lambda: model.add(self.line.text()))
        self.echo.chosen.connect(self._on_chosen)
        model.understood.connect(self._on_understood)
        model.taken.connect(self.line.clear)
        model.changed.connect(self._on_changed)
        model.sorted_by_hand.connect(
            lambda: self.sort.setCurrentIndex(self.sort.findData(Sort.OWN))
        )
        self.search.textChanged.connect(lambda text: self._sift(lambda: model.search(text)))
        self.show_which.currentIndexChanged.connect(
            lambda _at: self._sift(lambda: model.show_only(self.show_which.currentData()))
        )
        self.show_list.currentIndexChanged.connect(
            lambda _at: self._sift(lambda: model.show_list(self.show_list.currentData() or ""))
        )
        self.sort.currentIndexChanged.connect(lambda _at: model.sort(self.sort.currentData()))
        for view in (self.list, *self.columns.values()):
            view.chosen.connect(lambda view=view: self._on_selected(view))
            view.opened.connect(self._open_details)
            view.unwanted.connect(model.drop)
            view.ticked.connect(model.complete)
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(
                lambda place, view=view: self._open_menu(view, place)
            )
            view.lifted.connect(lambda before, view=view: self._lift(view, before))
        for at, view in enumerate(self.columns.values()):
            view.pushed.connect(lambda by, at=at: self._push(at, by))
        self.details.closed.connect(self._on_details_closed)
        QShortcut(QKeySequence(Keys.FIND_HERE), self, self.search.setFocus)
        QShortcut(QKeySequence(Keys.NEW_TASK), self, self.line.setFocus)
        QShortcut(QKeySequence(Keys.DUE), self, self._write_due)

    def _sift(self, sift: Callable[[], None]) -> None:
        sift()
        self._choose_view()

    def _on_understood(self, found: Understood) -> None:
        if not found.text:
            self.echo.hide()
        elif found.asks:
            plainly = (self.tr("Keep it without a time"), lambda: self._add_plainly(found))
            self.echo.show_what(found, plainly)
        else:
            self.echo.show_what(found)

    def _add_plainly(self, found: Understood) -> None:
        self._tasks.add_plainly(found)
        self.line.clear()
        self.echo.hide()

    def _on_chosen(self, line: str) -> None:
        """What was chosen is written into the line, and kept as it is understood then."""
        self.line.setText(line)
        self.line.setFocus()
        self._tasks.add(line)

    def _on_changed(self, tasks: Tasks) -> None:
        names = [self.show_list.itemData(at) for at in range(1, self.show_list.count())]
        if names != list(tasks.lists):
            chosen = self.show_list.currentData()
            self.show_list.blockSignals(True)  # noqa: FBT003 - Qt's signature
            while self.show_list.count() > 1:
                self.show_list.removeItem(1)
            for name in tasks.lists:
                self.show_list.addItem(f"#{name}", name)
            self.show_list.blockSignals(False)  # noqa: FBT003
            self.show_list.setCurrentIndex(max(self.show_list.findData(chosen), 0))
        for state, (words, name) in self._counts.items():
            words.setText(f"{name}  {self._tasks.columns[state].rowCount()}")
        self._choose_view()
        rows = [row for one in self.details.numbers if (row := self._tasks.find(one))]
        if self.details.isVisible():
            self.details.show_rows(rows)
        self._show_wanted()

    def _choose_view(self) -> None:
        shown: QWidget = self._empty
        if not self._tasks.all.rows:
            pass  # there is nothing to choose from yet
        elif self._is_board:
            shown = self._board
        else:
            shown = self.list if self._tasks.model.rowCount() else self._nothing
        self._views.setCurrentWidget(shown)

    def _on_selected(self, view: TaskList) -> None:
        numbers = view.numbers()
        if numbers:
            for other in (self.list, *self.columns.values()):
                if other is not view and other.numbers():
                    other.clearSelection()
        elif self._selected():
            return  # another list has what is selected now
        if self.details.isVisible() or not self._is_narrow():
            self.details.show_rows([row for one in numbers if (row := self._tasks.find(one))])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A task can be written at once. No proxy: with one, Tab leaves parts of the page out."""
        super().focusInEvent(event)
        self.line.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _is_narrow(self) -> bool:
        return self.width() < NARROW

    def _on_details_closed(self) -> None:
        self._share_room()
        view = next((one for one in self.columns.values() if one.numbers()), self.list)
        (view if self._is_board else self.list).setFocus()

    def _share_room(self) -> None:
        """Where there is no room for both, the details cover the list until they are closed."""
        is_covered = self._is_narrow() and not self.details.isHidden()
        self.details.set_wide(is_wide=is_covered)
        self._views.setVisible(not is_covered)

    def _open_menu(self, view: TaskList, place: QPoint) -> None:
        if view.numbers():
            menu = TaskMenu(self._tasks, view.numbers(), self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(view.viewport().mapToGlobal(place))

    def _lift(self, view: TaskList, before: int) -> None:
        model = view.model()
        assert isinstance(model, TaskModel)
        self._tasks.reorder(view.numbers(), model, before)

    def _push(self, at: int, by: int) -> None:
        """Into the next column, where there is one; the keyboard goes along."""
        if 0 <= at + by < len(STATES):
            target = self.columns[STATES[at + by]]
            numbers = self.columns[STATES[at]].numbers()
            self._tasks.put(numbers, STATES[at + by])
            target.setFocus()
            self._wanted = numbers[0]

    def _selected(self) -> list[int]:
        views = self.columns.values() if self._is_board else [self.list]
        return [one for view in views for one in view.numbers()]

    def _open_details(self) -> None:
        self.details.show_rows([r for one in self._selected() if (r := self._tasks.find(one))])
        self._share_room()
        self.details.title.setFocus()

    def _write_due(self) -> None:
        if len(self._selected()) == 1:
            self._open_details()
            self.details.due.setFocus()
            self.details.due.selectAll()

    def _show_wanted(self) -> None:
        views = self.columns.values() if self._is_board else [self.list]
        for view in views if self._wanted else ():
            if view.select(self._wanted):
                self._wanted = 0
                view.setFocus()
                return


def _choice(name: str, options: Sequence[tuple[object, str]]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMinimumWidth(90)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for data, text in options:
        made.addItem(text, data)
    return made
