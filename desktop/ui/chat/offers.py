"""A short list above what is being written: what “/” and “@” can mean."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import row
from desktop.viewmodels.chat_shown import Offer

ROWS = 8


class Offers(QFrame):
    """One of them is marked; the field above which it floats hands on the keys."""

    chosen = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field.window())
        self.setObjectName("panel")
        self._field = field
        self._offers: tuple[Offer, ...] = ()
        self.list = QListWidget()
        self.list.setObjectName("plain")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Suggestions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _item: self.take())
        inside = QVBoxLayout(self)
        inside.setContentsMargins(SPACE // 2, SPACE // 2, SPACE // 2, SPACE // 2)
        inside.addWidget(self.list)
        self.hide()

    def offer(self, some: tuple[Offer, ...]) -> None:
        """Show these, or nothing where there are none."""
        self._offers = some
        self.list.clear()
        for one in some:
            item = QListWidgetItem(self.list)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.title}, {one.about}")
            item.setSizeHint(QSize(0, self._height()))
            self.list.setItemWidget(item, self._row(one))
        self.list.setCurrentRow(0)
        self.setVisible(bool(some))
        if some:
            self._place()

    def move_mark(self, by: int) -> None:
        count = len(self._offers)
        self.list.setCurrentRow((self.list.currentRow() + by) % count)

    def take(self) -> None:
        """The one that is marked."""
        at = self.list.currentRow()
        if 0 <= at < len(self._offers):
            one = self._offers[at]
            self.hide()
            self.chosen.emit(one)

    def _row(self, one: Offer) -> QWidget:
        title, about = QLabel(one.title), QLabel(one.about)
        title.setObjectName("strong")
        about.setObjectName("small")
        for words in (title, about):
            words.setTextFormat(Qt.TextFormat.PlainText)
        made = QWidget()
        line = row(title, about, spacing=SPACE)
        line.setContentsMargins(SPACE, 0, SPACE, 0)
        line.addStretch(1)
        made.setLayout(line)
        return made

    def _height(self) -> int:
        """Of one of them."""
        return self.fontMetrics().lineSpacing() + SPACE * 2

    def _place(self) -> None:
        if self.parentWidget() is not self._field.window():
            self.setParent(self._field.window())
            self.show()
        height = self._height() * min(len(self._offers), ROWS) + SPACE * 2
        self.setFixedSize(min(self._field.width(), 460), height)
        corner = self._field.mapTo(self._field.window(), QPoint(0, 0))
        self.move(corner.x(), corner.y() - height - SPACE)
        self.raise_()
