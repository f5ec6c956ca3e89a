"""Small widgets that every page is made of, dressed by name in `sheet.qss`."""

import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons
from desktop.ui.theme import SPACE, tokens

ICON = QSize(20, 20)


def label(text: str = "", style: str = "plain") -> QLabel:
    """Words to read; they wrap, can be selected, and are never taken for markup."""
    made = QLabel(text, wordWrap=True)
    made.setObjectName(style)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def chip(text: str, state: str = "") -> QLabel:
    """A word or two about something: its state, its kind, where it comes from."""
    made = QLabel(text)
    made.setObjectName("chip")
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("state", state)
    return made


def set_state(widget: QWidget, name: str, value: object) -> None:
    """Dress a widget anew for a property that the style sheet looks at."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def button(
    text: str, on_click: Callable[[], None], *, style: str = "plain", shortcut: str = ""
) -> QPushButton:
    """A button that also Return presses; its shortcut is shown as its tip."""
    made = QPushButton(text, autoDefault=True)
    made.setObjectName(style)
    made.clicked.connect(lambda _checked=False: on_click())
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
        made.setToolTip(QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText))
    return made


class IconButton(QToolButton):
    """A button without words: its name is its tip, and what a screen reader says."""

    def __init__(
        self, icon: str, name: str, on_click: Callable[[], None] | None = None,
        *, parent: QWidget | None = None, checkable: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setCheckable(checkable)
        self.setIconSize(ICON)
        self.setObjectName("icon")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name = icon
        self.set_name(name)
        self.setIcon(icons.icon(icon))
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def set_icon(self, icon: str) -> None:
        self._name = icon
        self.setIcon(icons.icon(icon))

    def set_name(self, name: str) -> None:
        self.setToolTip(name)
        self.setAccessibleName(name)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.setIcon(icons.icon(self._name))
        super().changeEvent(event)


class Picture(QLabel):
    """An icon to look at, in the quiet colour of the theme."""

    def __init__(self, icon: str, edge: int = 20) -> None:
        super().__init__()
        self._icon, self._edge = icon, edge
        self._draw()

    def _draw(self) -> None:
        scale = round(self.devicePixelRatioF())
        self.setPixmap(icons.pixmap(self._icon, tokens().quiet, self._edge, scale))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)


class Empty(QWidget):
    """What a page shows while there is nothing on it: what belongs here, and how it gets here."""

    def __init__(self, icon: str, title: str, body: str, *actions: QPushButton) -> None:
        super().__init__()
        picture = Picture(icon, 40)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading, words = label(title, "heading"), label(body, "quiet")
        for one in (heading, words):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setFixedWidth(420)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE)
        layout.addStretch(2)
        layout.addWidget(picture)
        layout.addWidget(heading)
        middle = row(words, spacing=0)  # so that its height is worked out for its own width
        middle.insertStretch(0, 1)
        middle.addStretch(1)
        layout.addLayout(middle)
        if actions:
            layout.addSpacing(SPACE)
            line = row(*actions, spacing=SPACE)
            line.insertStretch(0, 1)
            line.addStretch(1)
            layout.addLayout(line)
        layout.addStretch(3)


class OwnDirection(QStyledItemDelegate):
    """Cells of a table, each in the direction of its own words."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if not option.text.isascii() and _begins_at_the_right(option.text):
            option.direction = Qt.LayoutDirection.RightToLeft


def _begins_at_the_right(text: str) -> bool:
    """As the first letter that has a direction says."""
    ways = (unicodedata.bidirectional(sign) for sign in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"


def table(model: QAbstractItemModel, name: str, *, wide: int = 0) -> QTableView:
    """Rows to look at and to choose from; the column `wide` takes the room that is left."""
    made = QTableView(showGrid=False, wordWrap=False)
    made.setTabKeyNavigation(False)
    made.setAccessibleName(name)
    made.setModel(model)
    made.setItemDelegate(OwnDirection(made))
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setCornerButtonEnabled(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(made.fontMetrics().height() + 2 * SPACE)
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setResizeContentsPrecision(50)  # rows looked at: more would cost with every change
    header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    return made


def select_rows(shown: QTableView, rows: Sequence[int]) -> None:
    """Add these to what is selected; the first is where the keyboard goes on."""
    selection, flag = shown.selectionModel(), QItemSelectionModel.SelectionFlag
    for at in rows:
        index = shown.model().index(at, 0)
        if at == rows[0]:
            selection.setCurrentIndex(index, flag.NoUpdate)
        selection.select(index, flag.Select | flag.Rows)


def line() -> QFrame:
    """A thin line between parts."""
    made = QFrame()
    made.setObjectName("line")
    return made


def panel(*widgets: QWidget, spacing: int = SPACE) -> QFrame:
    """A card with these widgets below each other."""
    made = QFrame()
    made.setObjectName("panel")
    inside = column(*widgets, spacing=spacing)
    inside.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
    made.setLayout(inside)
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """The content as wide as there is room, and as long as it likes."""
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setObjectName("scrolled")
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    return area


def row(*widgets: QWidget, spacing: int, stretch_before: QWidget | None = None) -> QHBoxLayout:
    """Widgets side by side; everything from `stretch_before` on goes to the far end."""
    layout = QHBoxLayout()
    _fill(layout, widgets, spacing, stretch_before)
    return layout


def column(*widgets: QWidget, spacing: int) -> QVBoxLayout:
    """Widgets below each other."""
    layout = QVBoxLayout()
    _fill(layout, widgets, spacing, None)
    return layout


def _fill(
    layout: QBoxLayout, widgets: tuple[QWidget, ...], spacing: int, stretch_before: QWidget | None
) -> None:
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is stretch_before:
            layout.addStretch(1)
        layout.addWidget(widget)
