"""A layout that goes on in the next line where a line is full, as words do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Widgets side by side, from the edge where reading begins."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, place: QRect) -> None:
        super().setGeometry(place)
        self._place(place, is_trial=False)

    def sizeHint(self) -> QSize:
        sizes = [one.sizeHint() for one in self._items]
        width = sum(one.width() + self.spacing() for one in sizes)
        return QSize(width, max((one.height() for one in sizes), default=0))

    def minimumSize(self) -> QSize:
        """As wide as the widest; that one may be squeezed."""
        heights = [one.sizeHint().height() for one in self._items]
        return QSize(0, max(heights, default=0))

    def _place(self, room: QRect, *, is_trial: bool) -> int:
        """Put everything in its place, or only see how high that is."""
        x, y, height = room.left(), room.top(), 0
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(max(room.width(), 1), 1 << 20))
            if x > room.left() and x + size.width() > room.right() + 1:
                x, y, height = room.left(), y + height + self.spacing(), 0
            if not is_trial:
                item.setGeometry(self._mirrored(QRect(QPoint(x, y), size), room))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        return y + height - room.top()

    def _mirrored(self, place: QRect, room: QRect) -> QRect:
        parent = self.parentWidget()
        if parent is None or parent.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return place
        return place.translated(room.left() + room.right() - place.left() - place.right(), 0)
