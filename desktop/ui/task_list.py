"""A list of tasks: ticked, renamed, dragged and taken off by mouse and by keyboard."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from desktop.ui.task_delegate import TaskDelegate, tick
from desktop.viewmodels.task_model import RowRole, TaskModel


class TaskList(QListView):
    """Space ticks, F2 renames, Delete takes off, Enter opens the details, Alt and arrows move."""

    chosen = Signal()
    "another selection"
    opened = Signal()
    "the details are wanted"
    unwanted = Signal(object)
    "the numbers of tasks that are to go"
    ticked = Signal(object)
    "the numbers of tasks that are done"
    lifted = Signal(int)
    "before which row the selected tasks go"
    pushed = Signal(int)
    "so many columns on, or back"

    def __init__(self, model: TaskModel, name: str, *, shows_reasons: bool = True) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(TaskDelegate(self, shows_reasons=shows_reasons))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setMouseTracking(True)
        self.setSpacing(1)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    def numbers(self) -> list[int]:
        """The tasks that are selected, in their order."""
        rows = sorted(self.selectedIndexes(), key=lambda index: index.row())
        return [index.data(RowRole).number for index in rows]

    def select(self, number: int) -> bool:
        """Show and select a task; False where it is not in this list."""
        model = self.model()
        assert isinstance(model, TaskModel)
        place = model.place(number)
        if place < 0:
            return False
        self.setCurrentIndex(model.index(place, 0))
        self.scrollTo(model.index(place, 0))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Space: self._tick,
            Qt.Key.Key_Delete: lambda: self.unwanted.emit(self.numbers()),
            Qt.Key.Key_Return: self.opened.emit,
            Qt.Key.Key_Enter: self.opened.emit,
        }
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        is_writing = self.state() == QAbstractItemView.State.EditingState
        if is_plain and not is_writing and event.key() in keys and self.numbers():
            keys[Qt.Key(event.key())]()
            return
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if is_alt and not is_writing and self._move(Qt.Key(event.key())):
            return
        super().keyPressEvent(event)

    def _move(self, key: Qt.Key) -> bool:
        """What dragging does, by keyboard."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        if not rows:
            return False
        if key == Qt.Key.Key_Up:
            self.lifted.emit(max(rows[0] - 1, 0))
        elif key == Qt.Key.Key_Down:
            self.lifted.emit(rows[-1] + 2)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self.pushed.emit(1 if (key == Qt.Key.Key_Right) != is_mirrored else -1)
        else:
            return False
        return True

    def _tick(self) -> None:
        selected = self.selectedIndexes()
        if len(selected) == 1:
            tick(selected[0])
        else:
            open_ones = [one.data(RowRole) for one in selected]
            self.ticked.emit([one.number for one in open_ones if not one.is_done])
