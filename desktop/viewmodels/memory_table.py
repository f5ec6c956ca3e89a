"""The item model of memories: it knows which there are, and what those say that were looked at.

A line that was not looked at yet is empty, and its page is asked for; so a hundred thousand rows
cost no more than the few that are seen.
"""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.viewmodels import memory_words as words
from vault.memories import State
from vault.memory_lists import Line, Order

Index = QModelIndex | QPersistentModelIndex
PAGE = 200
MOST_KEPT = 12_000
"lines; what was looked at longest ago is let go first"


class MemoryTable(QAbstractTableModel):
    """Rows are memories; column 0 is what they say, and can be written over."""

    wanted = Signal(int)
    "the number of a page that somebody looks at"
    edited = Signal(int, str)
    "a memory, and what it is to say"
    order_wanted = Signal(object, bool)
    "an Order, and whether the largest comes first"

    def __init__(self, orders: Sequence[Order], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.orders = tuple(orders)
        self._numbers: list[int] = []
        self._lines: dict[int, Line] = {}
        self._asked: set[int] = set()
        self._zone: tzinfo | None = None

    def set_numbers(self, numbers: list[int], zone: tzinfo) -> None:
        """Which memories there are; what is known of them may be old, and is asked for anew."""
        self._zone = zone
        self._asked.clear()
        if numbers == self._numbers:
            self._tell(0, len(numbers))
            return
        self.beginResetModel()
        self._numbers = numbers
        self.endResetModel()

    def fill(self, page: int, lines: Sequence[Line]) -> None:
        """What the memories of a page say."""
        for one in lines:
            self._lines.pop(one.id, None)
            self._lines[one.id] = one
        for number in list(self._lines)[: max(0, len(self._lines) - MOST_KEPT)]:
            del self._lines[number]
        self._tell(page * PAGE, min((page + 1) * PAGE, len(self._numbers)))

    def page(self, number: int) -> list[int]:
        return self._numbers[number * PAGE : (number + 1) * PAGE]

    def number(self, row: int) -> int | None:
        """The memory of a row."""
        return self._numbers[row] if 0 <= row < len(self._numbers) else None

    def numbers(self, first: int, last: int) -> list[int]:
        """The memories from one row to another, both included."""
        return self._numbers[first : last + 1]

    def rows_of(self, numbers: Sequence[int]) -> list[int]:
        """Where these are now; what is gone is left out."""
        wanted = set(numbers)
        return [row for row, number in enumerate(self._numbers) if number in wanted]

    def line(self, row: int) -> Line | None:
        """What a row says, as far as that is here."""
        number = self.number(row)
        return None if number is None else self._lines.get(number)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.orders)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        self._ask(index.row() // PAGE)
        line = self.line(index.row())
        if line is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        order = self.orders[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._cell(line, order)
        if role == Qt.ItemDataRole.ToolTipRole and order is Order.TEXT:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._told(line) if order is Order.TEXT else self._cell(line, order)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.line(index.row()) if index.isValid() else None
        said = " ".join(str(value).split())
        if line is None or role != Qt.ItemDataRole.EditRole or index.column() != 0:
            return False
        if not said or said == line.text:
            return False
        self.edited.emit(line.id, said)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        line = self.line(index.row()) if index.isValid() else None
        is_open = line is not None and line.state is not State.ENDED
        return flags | Qt.ItemFlag.ItemIsEditable if is_open and index.column() == 0 else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[self.orders[section]]
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.orders):
            self.order_wanted.emit(self.orders[column], order == Qt.SortOrder.DescendingOrder)

    def _titles(self) -> dict[Order, str]:
        return {
            Order.TEXT: self.tr("What"), Order.KIND: self.tr("Kind"), Order.ABOUT: self.tr("About"),
            Order.SOURCE: self.tr("From"), Order.LEARNED: self.tr("Learned"),
            Order.USED: self.tr("Last used"), Order.SURE: self.tr("How sure"),
            Order.PRIVATE: self.tr("Privacy"),
        }  # fmt: skip

    def _cell(self, line: Line, order: Order) -> str:
        written: dict[Order, Callable[[], str]] = {
            Order.TEXT: lambda: line.text,
            Order.KIND: lambda: words.kind(line.tier),
            Order.ABOUT: lambda: words.about(line.subject),
            Order.SOURCE: lambda: words.source(line),
            Order.LEARNED: lambda: words.day(line.learned, self._zone),
            Order.USED: lambda: words.day(line.used, self._zone) or self.tr("never"),
            Order.SURE: lambda: words.sure(line.confidence),
            Order.PRIVATE: lambda: words.privacy(line.sensitivity),
        }
        return written[order]()

    def _told(self, line: Line) -> str:
        """The whole row, for a screen reader."""
        said = self.tr("%s From: %s. Learned: %s. %s.")
        return said % (
            line.text, words.source(line), words.day(line.learned, self._zone),
            words.sure(line.confidence),
        )  # fmt: skip

    def _ask(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self.wanted.emit(page)

    def _tell(self, first: int, until: int) -> None:
        """These rows may say something else now."""
        if until > first:
            last = self.index(until - 1, len(self.orders) - 1)
            self.dataChanged.emit(self.index(first, 0), last)
