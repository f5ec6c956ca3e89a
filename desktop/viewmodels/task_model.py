"""A list of tasks for views: it changes row by row, so that what is selected stays selected."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.viewmodels.task_rows import TaskRow

Index = QModelIndex | QPersistentModelIndex
FORMAT = "application/x-tacit-tasks"
RowRole = Qt.ItemDataRole.UserRole


class TaskModel(QAbstractListModel):
    """Rows in the order in which they are shown."""

    renamed = Signal(int, str)
    ticked = Signal(int, bool)
    "a task is done now, or is not any more"
    dropped = Signal(object, int)
    "the numbers of tasks, and before which of these rows they go"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[TaskRow] = []

    @property
    def rows(self) -> Sequence[TaskRow]:
        return self._rows

    def row(self, at: int) -> TaskRow | None:
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def place(self, number: int) -> int:
        """Where a task stands; -1 where it is not shown."""
        return next((at for at, one in enumerate(self._rows) if one.number == number), -1)

    def replace(self, rows: Sequence[TaskRow]) -> None:
        """Show these instead, with as little change as that takes."""
        wanted = {one.number for one in rows}
        self._take_out([at for at, one in enumerate(self._rows) if one.number not in wanted])
        here = {one.number for one in self._rows}
        self._put_in_order([one for one in rows if one.number in here])
        self._put_in(rows, here)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.title
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.is_done else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.says
        if role == Qt.ItemDataRole.ToolTipRole:
            return " ".join(row.reasons)
        return row if role == RowRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for the change: what is shown follows when it is done."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self.ticked.emit(row.number, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        title = " ".join(str(value).split())
        if role == Qt.ItemDataRole.EditRole and title and title != row.title:
            self.renamed.emit(row.number, title)
            return True
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        found = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsUserCheckable
        found |= flag.ItemIsDragEnabled | flag.ItemNeverHasChildren
        row = self.row(index.row())
        return found if row is None or row.is_done else found | flag.ItemIsEditable

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        rows = sorted(index.row() for index in indexes)
        numbers = " ".join(str(self._rows[at].number) for at in rows)
        data.setData(FORMAT, numbers.encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Say what is wanted; Qt's own moving of rows is not used."""
        if action != Qt.DropAction.MoveAction or not data.hasFormat(FORMAT):
            return False
        numbers = [int(one) for one in bytes(data.data(FORMAT).data()).decode().split()]
        before = parent.row() if parent.isValid() else row
        self.dropped.emit(numbers, before if before >= 0 else len(self._rows))
        return True

    def _take_out(self, places: Sequence[int]) -> None:
        stretches = [
            [at for _, at in group]
            for _, group in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])
        ]
        for stretch in reversed(stretches):
            self.beginRemoveRows(QModelIndex(), stretch[0], stretch[-1])
            del self._rows[stretch[0] : stretch[-1] + 1]
            self.endRemoveRows()

    def _put_in_order(self, rows: list[TaskRow]) -> None:
        if [one.number for one in self._rows] != [one.number for one in rows]:
            self.layoutAboutToBeChanged.emit()
            before = self.persistentIndexList()
            numbers = [self._rows[index.row()].number for index in before]
            self._rows = rows
            at = {one.number: place for place, one in enumerate(rows)}
            self.changePersistentIndexList(before, [self.index(at[one], 0) for one in numbers])
            self.layoutChanged.emit()
            return
        changed = [at for at, one in enumerate(rows) if one != self._rows[at]]
        self._rows = rows
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], 0))

    def _put_in(self, rows: Sequence[TaskRow], here: set[int]) -> None:
        at = 0
        for is_here, group in groupby(rows, key=lambda one: one.number in here):
            some = list(group)
            if not is_here:
                self.beginInsertRows(QModelIndex(), at, at + len(some) - 1)
                self._rows[at:at] = some
                self.endInsertRows()
            at += len(some)
