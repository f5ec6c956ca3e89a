"""Small widgets that every page is made of, dressed by name in `theme.py`."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


def label(text: str = "", style: str = "plain") -> QLabel:
    """Words to read; they wrap, can be selected, and are never taken for markup."""
    made = QLabel(text, wordWrap=True)
    made.setObjectName(style)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def button(
    text: str, on_click: Callable[[], None], *, style: str = "plain", shortcut: str = ""
) -> QPushButton:
    """A button that also Return presses; its shortcut is shown as its tip."""
    made = QPushButton(text, autoDefault=True)
    made.setObjectName(style)
    made.clicked.connect(lambda _checked=False: on_click())
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
        made.setToolTip(QKeySequence(shortcut).toString())
    return made


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
