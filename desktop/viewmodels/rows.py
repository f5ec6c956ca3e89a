"""A list whose rows are painted from a few parts, and that changes row by row.

What a view holds on to (its selection, a name that is being written) stays where its row stays.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

ROW = Qt.ItemDataRole.UserRole + 1
"of the Row as it is painted"
MOST_STEPS = 200
"row by row; where more is different, everything is shown anew"
NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """What is painted of one thing."""

    title: str
    detail: str = ""
    "a second line, fainter"
    aside: str = ""
    "at the far end, fainter"
    icon: str = ""
    marks: tuple[str, ...] = ()
    "icons at the far end"
    spoken: str = ""
    "what a screen reader says, where that is more than the words"
    is_head: bool = False
    is_faint: bool = False
    is_open: bool = False
    can_edit: bool = False


class Line(Protocol):
    """What a row is made from when it is painted."""

    @property
    def key(self) -> Hashable:
        """By which the same thing is known again."""


class RowsModel(QAbstractListModel):
    """Lines, shown as rows."""

    def __init__(self, show: Callable[[Any], Row], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._lines: list[Any] = []

    @property
    def lines(self) -> Sequence[Any]:
        return self._lines

    def line(self, index: Index) -> Any:
        """The line at an index; None where there is none."""
        row = index.row()
        return self._lines[row] if index.isValid() and row < len(self._lines) else None

    def index_of(self, key: Hashable) -> QModelIndex:
        """Where a thing is shown; nowhere if it is not."""
        for number, one in enumerate(self._lines):
            if one.key == key:
                return self.index(number)
        return QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index)
        if line is None:
            return None
        row = self._show(line)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken or ", ".join(filter(None, (row.title, row.detail, row.aside)))
        return row if role == ROW else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.line(index)
        if line is None or (row := self._show(line)).is_head:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        flags |= Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsEditable if row.can_edit else flags

    def become(self, lines: Sequence[Any], alike: tuple[int, int] = (0, 0)) -> None:
        """Show these: in as few steps as that takes, or anew where they are many.

        So many at the beginning and at the end are the same as before, as `alike` found out.
        """
        first, end = alike[0], len(self._lines) - alike[1]
        old, middle = self._lines[first:end], lines[first : len(lines) - alike[1]]
        keys = [one.key for one in middle]
        if old and _steps([one.key for one in old], keys) > MOST_STEPS:
            self.beginResetModel()
            self._lines = list(lines)
            self.endResetModel()
            return
        self._drop(set(keys), first, end)
        self._arrange(middle, first)
        self._refresh(middle, first)

    def extend(self, lines: Sequence[Any]) -> None:
        """Show these below the others."""
        if lines:
            self._insert(len(self._lines), lines)

    def repaint(self) -> None:
        """Something that all rows are painted by is different."""
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def _drop(self, kept: set[Hashable], start: int, end: int) -> None:
        while end > start:
            if self._lines[end - 1].key in kept:
                end -= 1
                continue
            first = end - 1
            while first > start and self._lines[first - 1].key not in kept:
                first -= 1
            self.beginRemoveRows(NOWHERE, first, end - 1)
            del self._lines[first:end]
            self.endRemoveRows()
            end = first

    def _arrange(self, lines: Sequence[Any], start: int) -> None:
        """Everything into its place, from the first on; what is left at the end comes at once."""
        wanted = {one.key for one in lines}
        there = {one.key for one in self._lines[start : start + len(lines)]} & wanted
        left = len(there)
        for place, line in enumerate(lines, start):
            if not left:
                self._insert(place, lines[place - start :])
                return
            if line.key not in there:
                self._insert(place, [line])
                continue
            left -= 1
            if self._lines[place].key != line.key:
                self._move(self._found(line.key, place), place)

    def _found(self, key: Hashable, start: int) -> int:
        return next(at for at in range(start, len(self._lines)) if self._lines[at].key == key)

    def _insert(self, place: int, lines: Sequence[Any]) -> None:
        self.beginInsertRows(NOWHERE, place, place + len(lines) - 1)
        self._lines[place:place] = lines
        self.endInsertRows()

    def _move(self, old: int, new: int) -> None:
        self.beginMoveRows(NOWHERE, old, old, NOWHERE, new)
        self._lines.insert(new, self._lines.pop(old))
        self.endMoveRows()

    def _refresh(self, lines: Sequence[Any], start: int) -> None:
        for place, line in enumerate(lines, start):
            if self._lines[place] != line:
                self._lines[place] = line
                self.dataChanged.emit(self.index(place), self.index(place))


def alike(old: Sequence[Any], new: Sequence[Any]) -> tuple[int, int]:
    """How many are the same at the beginning, and how many at the end; asked on a lane."""
    most = min(len(old), len(new))
    first = next((at for at in range(most) if old[at] != new[at]), most)
    rest = most - first
    last = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return first, last


def _steps(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many rows would have to come, go or move, at most; many at the end count as one."""
    wanted, there = set(new), set(old)
    kept_old = [key for key in old if key in wanted]
    kept_new = [key for key in new if key in there]
    moved = sum(a != b for a, b in zip(kept_old, kept_new, strict=True))
    gone = sum(
        key not in wanted and (not at or old[at - 1] in wanted) for at, key in enumerate(old)
    )  # those beside each other go at once
    come = len([key for key in new[: len(old)] if key not in there])
    # A single row that moves shifts all between; it is still one step.
    return gone + come + (1 if _is_one_move(kept_old, kept_new) else moved)


def _is_one_move(old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
    differ = [place for place, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if not differ:
        return True
    first, last = differ[0], differ[-1]
    one, other = list(old[first : last + 1]), list(new[first : last + 1])
    return one[1:] + one[:1] == other or one[-1:] + one[:-1] == other
