"""Paints a task in a list: a circle to tick, the title, and below it what else there is to know.

Rows are painted, never widgets, so that thousands of them scroll as easily as ten.
"""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui import icons
from desktop.ui.theme import SPACE, Tokens, tokens
from desktop.viewmodels.task_model import RowRole
from desktop.viewmodels.task_rows import TaskRow

Index = QModelIndex | QPersistentModelIndex
GAP = 6


@dataclass(frozen=True)
class Bit:
    """One thing below the title."""

    text: str
    icon: str = ""
    colour: str = ""


class TaskDelegate(QStyledItemDelegate):
    """How tasks look in lists; reasons are shown where there is room for them."""

    def __init__(self, parent: QWidget, *, shows_reasons: bool = True) -> None:
        super().__init__(parent)
        self._shows_reasons = shows_reasons

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        lines = QFontMetrics(option.font).height() + QFontMetrics(_small(option.font)).height()
        return QSize(200, lines + SPACE * 2 + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(RowRole)
        if not isinstance(row, TaskRow):
            return
        colours = tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each text has its own
        self._ground(painter, option, colours)
        bits = self._known(row, colours)
        lines = _text_at(option)
        if not bits:  # one line stands in the middle
            down = QFontMetrics(_small(option.font)).height() // 2
            lines.adjust(0, down, 0, down)
        _circle(painter, _circle_at(option, lines.top()), row, colours)
        self._title(painter, option, row, lines)
        below = lines.adjusted(0, QFontMetrics(option.font).height() + 3, 0, 0)
        painter.setFont(_small(option.font))
        self._bits(painter, option, bits, below)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        made = QLineEdit(parent)
        made.setObjectName("inline")
        made.setAccessibleName(self.tr("Title"))
        return made

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        place = _text_at(option)
        height = editor.sizeHint().height()
        editor.setGeometry(place.adjusted(-GAP, -GAP, 0, 0).left(), option.rect.top() + 1,
                           place.width() + GAP, min(height, option.rect.height() - 2))  # fmt: skip

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the circle ticks the task."""
        is_click = event.type() == QEvent.Type.MouseButtonRelease
        if is_click and isinstance(event, QMouseEvent):
            words = QStyle.visualRect(option.direction, option.rect, _text_at(option))
            is_beside = not words.left() <= event.position().x() <= words.right()
            if event.button() == Qt.MouseButton.LeftButton and is_beside:
                tick(model.index(index.row(), 0))
                return True
        return super().editorEvent(event, model, option, index)

    def _known(self, row: TaskRow, colours: Tokens) -> list[Bit]:
        bits = _known(row, colours)
        why = " ".join(row.reasons[1:] if row.due else row.reasons)
        if self._shows_reasons and why and not row.is_done:
            bits.append(Bit(why))
        return bits

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, colours: Tokens) -> None:
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            colour = QColor(colours.raised)
            colour.setAlphaF(1.0 if selected else 0.5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -3, -2), 6, 6)

    def _title(
        self, painter: QPainter, option: QStyleOptionViewItem, row: TaskRow, lines: QRect
    ) -> None:
        colours = tokens()
        font = QFont(option.font)
        font.setStrikeOut(row.is_done)
        font.setWeight(QFont.Weight.DemiBold if row.importance == "high" else QFont.Weight.Normal)
        painter.setFont(font)
        colour = colours.quiet if row.is_done or row.importance == "low" else colours.text
        painter.setPen(QColor(colour))
        place = QRect(lines.left(), lines.top(), lines.width(), QFontMetrics(font).height())
        if row.importance == "high" and not row.is_done:
            edge = round(place.height() * 0.85)
            flag = QRect(lines.right() - edge, place.center().y() - edge // 2, edge, edge)
            _icon(painter, flag, option, "flag", colours.warn)
            place.adjust(0, 0, -edge - GAP, 0)
        _draw(painter, option, place, row.title)

    def _bits(
        self, painter: QPainter, option: QStyleOptionViewItem, bits: list[Bit], place: QRect
    ) -> None:
        metrics = painter.fontMetrics()
        height = metrics.height()
        at, colours, edge = place.left(), tokens(), round(height * 0.95)
        for bit in bits:
            room = place.right() - at
            if not bit.text or room < height * 2:
                continue
            if bit.icon:
                spot = QRect(at, place.top() + (height - edge) // 2, edge, edge)
                _icon(painter, spot, option, bit.icon, bit.colour or colours.quiet)
                at += edge + 4
            width = min(metrics.horizontalAdvance(bit.text) + 2, place.right() - at)
            painter.setPen(QColor(bit.colour or colours.quiet))
            _draw(painter, option, QRect(at, place.top(), width, height), bit.text)
            at += width + GAP * 2


def tick(index: QModelIndex) -> None:
    """What a click on the circle does, and the space bar."""
    checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    state = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
    index.model().setData(index, state, Qt.ItemDataRole.CheckStateRole)


def _known(row: TaskRow, colours: Tokens) -> list[Bit]:
    """What there is to know about a task, what matters most first."""
    late = colours.bad if row.is_overdue else colours.accent if row.is_today else ""
    bits = [Bit(row.due, "calendar", late)] if row.due else []
    if row.state == "doing":
        bits.append(Bit(tr("Begun"), "activity", colours.good))
    if row.waits:
        bits.append(Bit(row.waits, "clock"))
    if row.repeats:
        bits.append(Bit(row.repeats, "repeat"))
    if row.reminders:
        bits.append(Bit(row.reminders[0], "bell"))
    if row.minutes:
        bits.append(Bit(tr("%s min") % row.minutes, "clock"))
    if row.list:
        bits.append(Bit(f"#{row.list}"))
    return bits


def tr(text: str) -> str:
    return QCoreApplication.translate("TaskDelegate", text)


def _edge(option: QStyleOptionViewItem) -> int:
    """Of the circle: as high as the words beside it."""
    return round(QFontMetrics(option.font).height() * 1.15)


def _circle_at(option: QStyleOptionViewItem, top: int) -> QRect:
    line, edge = QFontMetrics(option.font).height(), _edge(option)
    place = QRect(option.rect.left() + SPACE + 2, top + (line - edge) // 2, edge, edge)
    return QStyle.visualRect(option.direction, option.rect, place)


def _text_at(option: QStyleOptionViewItem) -> QRect:
    """Where the words are, as if they were read from left to right."""
    left = SPACE * 2 + _edge(option) + 2
    return option.rect.adjusted(left, SPACE, -SPACE - 2, -SPACE)


def _circle(painter: QPainter, place: QRect, row: TaskRow, colours: Tokens) -> None:
    painter.setPen(QPen(QColor(colours.accent if row.is_done else colours.quiet), 1.4))
    painter.setBrush(QColor(colours.accent) if row.is_done else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(place.adjusted(1, 1, -1, -1))
    if row.is_done:
        scale = max(round(painter.device().devicePixelRatioF()), 1)
        tick_at = place.adjusted(3, 3, -3, -3)
        painter.drawPixmap(
            tick_at, icons.pixmap("check", colours.on_accent, tick_at.width(), scale)
        )


def _icon(
    painter: QPainter, place: QRect, option: QStyleOptionViewItem, name: str, colour: str
) -> None:
    scale = max(round(painter.device().devicePixelRatioF()), 1)
    there = QStyle.visualRect(option.direction, option.rect, place)
    painter.drawPixmap(there, icons.pixmap(name, colour, place.width(), scale))


def _draw(painter: QPainter, option: QStyleOptionViewItem, place: QRect, text: str) -> None:
    there = QStyle.visualRect(option.direction, option.rect, place)
    short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    align = QStyle.visualAlignment(
        option.direction, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
    )
    flags = align | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(there, int(flags) | int(Qt.TextFlag.TextSingleLine), short)


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * 0.88)
    return made
