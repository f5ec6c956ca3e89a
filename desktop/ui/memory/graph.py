"""The picture of people and topics: painted by hand, moved by pointer, wheel or keys.

Arrows go to whoever is nearest in that direction, Return asks for what is known, + and - come
nearer and go back, 0 shows everything. A screen reader hears the name and who is related.
"""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import SPACE, tokens

if TYPE_CHECKING:
    from desktop.constellation import Sky, Star

EDGE = 56
"pixels around the picture"
SMALL, LARGE = 5.0, 15.0
"radius of a star"
STEP = 1.25
NEAREST, FARTHEST = 6.0, 0.5
NAMED = 40
"of the busiest that bear their names when nobody is chosen"
DIRECTIONS = {
    Qt.Key.Key_Left: (-1.0, 0.0), Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0), Qt.Key.Key_Down: (0.0, 1.0),
}  # fmt: skip


class Graph(QWidget):
    """Draws a Sky; says who was chosen."""

    chosen = Signal(int)
    "an entity"
    left = Signal()
    "nobody is chosen any more"

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Picture of people and topics"))
        self.setAccessibleDescription(self.tr("The list beside it holds the same."))
        self.setMinimumSize(180, 200)
        self._stars: dict[int, Star] = {}
        self._sky: Sky | None = None
        self._chosen: int | None = None
        self._over: int | None = None
        self._near: frozenset[int] = frozenset()
        self._named: frozenset[int] = frozenset()
        self._scale = 1.0
        self._shift = QPointF()
        self._dragged: QPointF | None = None
        self._written: list[QRectF] = []
        "where words are drawn already"

    def sizeHint(self) -> QSize:
        return QSize(560, 420)

    def show_sky(self, sky: "Sky") -> None:
        """Another picture; who is chosen stays so."""
        self._sky = sky
        self._stars = {star.entity.id: star for star in sky.stars}
        busiest = sorted(sky.stars, key=lambda star: -star.weight)[:NAMED]
        self._named = frozenset(star.entity.id for star in busiest)
        if self._chosen is not None:
            self.choose(self._chosen)
        self.update()

    def choose(self, number: int | None) -> None:
        """Mark somebody and those around; asks nobody."""
        self._chosen = number if number in self._stars else None
        self._near = frozenset()
        if self._chosen is not None and self._sky is not None:
            self._near = self._sky.around(self._chosen)
            self._tell(self._chosen)
            self._bring_in(self._chosen)
        self.update()

    def place(self, number: int) -> QPointF:
        """Where somebody is drawn."""
        star = self._stars[number]
        room = QRectF(self.rect()).adjusted(EDGE, EDGE / 2, -EDGE, -EDGE / 2)
        spot = QPointF(room.left() + star.x * room.width(), room.top() + star.y * room.height())
        middle = QRectF(self.rect()).center()
        return middle + (spot - middle) * self._scale + self._shift

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(tokens().accent if self.hasFocus() else tokens().line))
        painter.setBrush(QColor(tokens().surface))
        painter.drawRoundedRect(frame, SPACE, SPACE)
        painter.setClipRect(frame.adjusted(1, 1, -1, -1))
        if self._sky is not None:
            places = {number: self.place(number) for number in self._stars}
            self._written.clear()
            self._draw_ties(painter, places)
            self._draw_stars(painter, places)
            self._draw_names(painter, places)
            self._draw_words(painter, places)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found is not None:
            self._choose_and_ask(found)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._dragged = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._shift += event.position() - self._dragged
            self._dragged = event.position()
            self.update()
            return
        over = self._at(event.position())
        if over != self._over:
            self._over = over
            pointer = Qt.CursorShape.PointingHandCursor
            self.setCursor(pointer if over is not None else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._dragged = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom(STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in DIRECTIONS:
            self._go(*DIRECTIONS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is not None:
            self.chosen.emit(self._chosen)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self._zoom(1 / STEP)
        elif key == Qt.Key.Key_0:
            self._scale, self._shift = 1.0, QPointF()
            self.update()
        elif key == Qt.Key.Key_Escape and self._chosen is not None:
            self.choose(None)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _draw_ties(self, painter: QPainter, places: dict[int, QPointF]) -> None:
        assert self._sky is not None
        plain, marked = QColor(tokens().line), QColor(tokens().accent)
        for tie in self._sky.ties:
            is_marked = self._chosen in (tie.one, tie.other)
            pen = QPen(marked if is_marked else plain, 1.8 if is_marked else 1.0)
            if not tie.words:
                pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.drawLine(places[tie.one], places[tie.other])

    def _draw_words(self, painter: QPainter, places: dict[int, QPointF]) -> None:
        """How whoever is chosen is related to those around."""
        assert self._sky is not None
        for tie in self._sky.ties:
            if tie.words and self._chosen in (tie.one, tie.other):
                middle = (places[tie.one] + places[tie.other]) / 2
                self._write(painter, middle, tie.words, tokens().quiet)

    def _draw_stars(self, painter: QPainter, places: dict[int, QPointF]) -> None:
        now = tokens()
        for number, spot in places.items():
            star = self._stars[number]
            is_far = self._chosen is not None and number not in self._near
            colour = QColor(_colour(star.entity.kind))
            if is_far:
                colour.setAlphaF(0.35)
            painter.setBrush(QColor(now.surface) if star.is_only_named else colour)
            ring = now.surface if not star.is_only_named else colour.name(QColor.NameFormat.HexArgb)
            ring = now.text if number in (self._chosen, self._over) else ring
            painter.setPen(QPen(QColor(ring), 2))
            radius = self._radius(star)
            painter.drawEllipse(spot, radius, radius)

    def _draw_names(self, painter: QPainter, places: dict[int, QPointF]) -> None:
        wanted = self._near if self._chosen is not None else self._named
        shown = set(wanted) | ({self._over} if self._over is not None else set())
        if self._scale > STEP and self._chosen is None:
            shown = set(self._stars)
        order = sorted(shown & set(places), key=self._comes_first)
        for number in order:
            star = self._stars[number]
            below = places[number] + QPointF(0, self._radius(star) + SPACE + 2)
            name = self.tr("You") if star.entity.kind == "owner" else star.entity.name
            self._write(painter, below, name, tokens().text, is_strong=number == self._chosen)

    def _comes_first(self, number: int) -> tuple[bool, bool, int]:
        """Whose name is drawn where there is room for one only."""
        star = self._stars[number]
        return (number != self._chosen, number != self._over, -star.weight)

    def _write(
        self, painter: QPainter, middle: QPointF, text: str, colour: str, *,
        is_strong: bool = False,
    ) -> None:  # fmt: skip
        """Words on a ground of their own; where others are already, they are left out."""
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        font.setBold(is_strong)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 150)
        box = QRectF(metrics.boundingRect(said)).adjusted(-3, 0, 3, 0)
        box.moveCenter(middle)
        if any(box.intersects(one) for one in self._written):
            return
        self._written.append(box)
        ground = QColor(tokens().surface)
        ground.setAlphaF(0.85)
        painter.fillRect(box, ground)
        painter.setPen(QColor(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def _radius(self, star: "Star") -> float:
        if star.entity.kind == "owner":
            return LARGE
        most = max((one.weight for one in self._stars.values()), default=1)
        share = math.log1p(star.weight) / math.log1p(most) if most else 0.0
        return SMALL + (LARGE - SMALL) * share

    def _at(self, point: QPointF) -> int | None:
        """Whoever is under the pointer."""
        for number, star in self._stars.items():
            away = self.place(number) - point
            if math.hypot(away.x(), away.y()) <= self._radius(star) + 4:
                return number
        return None

    def _go(self, right: float, down: float) -> None:
        """To whoever is nearest in a direction; what is beside it counts as farther."""
        if not self._stars:
            return
        if self._chosen is None:
            self._choose_and_ask(next(iter(self._stars)))
            return
        here, best = self.place(self._chosen), None
        for number in self._stars:
            away = self.place(number) - here
            along = away.x() * right + away.y() * down
            aside = abs(away.x() * down) + abs(away.y() * right)
            if along > 1 and (best is None or along + 2 * aside < best[0]):
                best = (along + 2 * aside, number)
        if best is not None:
            self._choose_and_ask(best[1])

    def _choose_and_ask(self, number: int) -> None:
        self.choose(number)
        self.chosen.emit(number)

    def _zoom(self, by: float) -> None:
        scale = min(max(self._scale * by, FARTHEST), NEAREST)
        self._shift *= scale / self._scale
        self._scale = scale
        self.update()

    def _bring_in(self, number: int) -> None:
        """Move the picture as far as is needed to see somebody."""
        room = QRectF(self.rect()).adjusted(EDGE, EDGE / 2, -EDGE, -EDGE / 2)
        spot = self.place(number)
        if room.isValid() and not room.contains(spot):
            kept = QPointF(
                min(max(spot.x(), room.left()), room.right()),
                min(max(spot.y(), room.top()), room.bottom()),
            )
            self._shift += kept - spot

    def _tell(self, number: int) -> None:
        """For a screen reader: who it is, and who is around."""
        assert self._sky is not None
        near = [self._stars[one].entity.name for one in sorted(self._near) if one != number]
        name = self._stars[number].entity.name
        if self._stars[number].is_only_named:
            name = self.tr("%s (named in documents)") % name
        said = self.tr("%s, related to %s") % (name, ", ".join(near)) if near else name
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )


def _colour(kind: str) -> str:
    now = tokens()
    return {
        "owner": now.text, "person": now.accent, "pet": now.accent, "place": now.good,
        "company": now.warn, "organisation": now.warn, "project": now.private,
    }.get(kind, now.private)  # fmt: skip
