"""Rows painted by hand, and the list that holds them: quick however many there are.

All rows of a long list are as high as each other, headings too, so that it is laid out at once.
"""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QDrag, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui import icons
from desktop.ui.theme import SPACE, tokens
from desktop.viewmodels.rows import ROW, Row

Index = QModelIndex | QPersistentModelIndex
ICON = 18
MARK = 14
ROUND = 6
GAP = SPACE // 2


class RowPainter(QStyledItemDelegate):
    """Paints a Row: an icon, a title with a second line, what stands at the far end."""

    def __init__(self, parent: QWidget, *, is_even: bool) -> None:
        super().__init__(parent)
        self.is_even = is_even
        self.has_details = False
        "whether rows that are all as high have room for a second line"

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = None if self.is_even else index.data(ROW)
        has_details = row.detail if isinstance(row, Row) else self.has_details
        lines = option.fontMetrics.height() * (2 if has_details else 1)
        return QSize(120, lines + SPACE * 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each text has its own
        if row.is_head:
            self._paint_head(painter, option, row)
        else:
            self._paint_ground(painter, option, row)
            self._paint_row(painter, option, row)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: Index
    ) -> QWidget:  # fmt: skip
        editor = QLineEdit(parent)
        editor.setObjectName("inline")
        editor.setAccessibleName(self.tr("New title of %s") % index.data())
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:  # fmt: skip
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(1, 1, -1, -1))

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        font = _font(option, 0.9)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(tokens().quiet))
        rect: QRect = option.rect
        inner = rect.adjusted(SPACE, 0, -SPACE, -GAP)
        _write(painter, option, inner, row.title, Qt.AlignmentFlag.AlignBottom)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        state, colours = option.state, tokens()
        ground = ""
        if row.is_open:
            ground = colours.tint
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            ground = colours.raised
        rect: QRect = option.rect
        inner = rect.adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(inner, ROUND, ROUND)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, ROUND, ROUND)
        if row.is_open:
            bar = QRect(rect.left() + 1, rect.top() + 8, 3, rect.height() - 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(QStyle.visualRect(option.direction, rect, bar), 1.5, 1.5)

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        rect: QRect = option.rect
        inner = rect.adjusted(SPACE, SPACE, -SPACE, -SPACE)
        if row.icon:
            box = QRect(inner.left(), inner.top(), ICON, inner.height())
            self._paint_icon(painter, option, row.icon, box, tokens().quiet)
            inner.setLeft(inner.left() + ICON + SPACE)
        first = QRect(inner)
        if row.detail:
            first.setHeight(inner.height() // 2)
        first.setRight(self._paint_end(painter, option, row, first))
        font = _font(option)
        if row.is_open:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(tokens().quiet if row.is_faint else tokens().text))
        _write(painter, option, first, row.title)
        if row.detail:
            painter.setFont(_font(option, 0.9))
            painter.setPen(QColor(tokens().quiet))
            _write(painter, option, inner.adjusted(0, first.height(), 0, 0), row.detail)

    def _paint_end(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row, line: QRect
    ) -> int:  # fmt: skip
        """What stands at the far end of the first line; where the title has to end."""
        end = line.right()
        if row.aside:
            painter.setFont(_font(option, 0.9))
            painter.setPen(QColor(tokens().quiet))
            width = painter.fontMetrics().horizontalAdvance(row.aside) + 1
            box = QRect(end - width, line.top(), width, line.height())
            _write(painter, option, box, row.aside)
            end = box.left() - SPACE
        for mark in reversed(row.marks):
            box = QRect(end - MARK, line.top(), MARK, line.height())
            self._paint_icon(painter, option, mark, box, tokens().quiet)
            end = box.left() - GAP
        return end

    def _paint_icon(
        self, painter: QPainter, option: QStyleOptionViewItem, name: str, box: QRect, colour: str
    ) -> None:
        edge = box.width()
        scale = max(round(painter.device().devicePixelRatio()), 1)
        place = QRect(box.left(), box.center().y() - edge // 2, edge, edge)
        shown = QStyle.visualRect(option.direction, option.rect, place)
        painter.drawPixmap(shown.topLeft(), icons.pixmap(name, colour, edge, scale))


class RowsView(QListView):
    """A list of painted rows, led by the keyboard as much as by the pointer."""

    entered_at = Signal(QModelIndex)
    "Return was pressed, or a row was clicked"
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)
    dragging = Signal(bool)
    "whether rows are under way to somewhere"

    def __init__(self, name: str, *, is_even: bool = True) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.setAccessibleName(name)
        self.setUniformItemSizes(is_even)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self._painter = RowPainter(self, is_even=is_even)
        self.setItemDelegate(self._painter)
        self.clicked.connect(self._on_clicked)

    def set_details(self, has_details: bool) -> None:
        """Whether rows have a second line."""
        if has_details != self._painter.has_details:
            self._painter.has_details = has_details
            self.scheduleDelayedItemsLayout()

    def first(self) -> QModelIndex:
        """The first row that can be chosen."""
        model = self.model()
        for number in range(model.rowCount()):
            index = model.index(number, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                return index
        return QModelIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() != QAbstractItemView.State.EditingState:
                self.entered_at.emit(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
            return
        super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Rows stay where they are: what they are dropped on knows what that means."""
        chosen = self.selectionModel().selectedRows()
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData(chosen))
        is_begun = True
        self.dragging.emit(is_begun)
        drag.exec(Qt.DropAction.MoveAction)
        self.dragging.emit(not is_begun)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(where)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
        super().changeEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        """A click with Ctrl or Shift only selects."""
        if len(self.selectionModel().selectedRows()) <= 1:
            self.entered_at.emit(index)


def _font(option: QStyleOptionViewItem, size: float = 1.0) -> QFont:
    font = QFont(option.font)
    font.setPointSizeF(font.pointSizeF() * size)
    return font


def _write(
    painter: QPainter, option: QStyleOptionViewItem, box: QRect, text: str,
    upright: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:  # fmt: skip
    """One line of plain text, cut where there is no more room."""
    shown = QStyle.visualRect(option.direction, option.rect, box)
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | upright)
    flags = int(side.value) | int(Qt.TextFlag.TextSingleLine.value)
    painter.drawText(shown, flags, cut)
