"""Tacit's own sign: a speech bubble with closed lips; in the tray it also says what is going on."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FILE = Path(__file__).with_name("tacit.svg")
COLOUR = "#2d5f73"
"in the file; a locked sign is grey instead"
GREY = "#6b7075"
EDGES = (16, 22, 24, 32, 48, 64, 128, 256)
DOTS = {"thinking": "#4fb3d9", "waiting": "#e0912f", "listening": "#d0453a"}
"colours that are told apart on light and dark panels"


class State(StrEnum):
    """What the sign says; never by its colour alone: the tip says it in words."""

    QUIET = "quiet"
    LOCKED = "locked"
    THINKING = "thinking"
    WAITING = "waiting"
    LISTENING = "listening"


@cache
def mark(state: State = State.QUIET) -> QIcon:
    """The sign in all sizes."""
    made = QIcon()
    for edge in EDGES:
        made.addPixmap(_drawn(state, edge))
    return made


def _drawn(state: State, edge: int) -> QPixmap:
    svg = FILE.read_text(encoding="utf-8")
    if state is State.LOCKED:
        svg = svg.replace(COLOUR, GREY)
    drawn = QPixmap(QSize(edge, edge))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, edge, edge))
    if state in DOTS:
        _dot(painter, edge, QColor(DOTS[state]))
    painter.end()
    return drawn


def _dot(painter: QPainter, edge: int, colour: QColor) -> None:
    """In the lower right corner, with a rim so that it stands out on any ground."""
    size = edge * 0.44
    place = QRectF(edge - size, edge - size, size, size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#ffffff"))
    painter.drawEllipse(place)
    rim = edge * 0.05
    painter.setBrush(colour)
    painter.drawEllipse(place.adjusted(rim, rim, -rim, -rim))
