"""The conversation from top to bottom; it follows what is new while its end is seen.

What opens is built from its end upwards, a few messages at a time, so that nothing ever stalls.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.chat.message import Message
from desktop.ui.chat.text_view import TextView
from desktop.ui.theme import READING_WIDTH, SPACE
from desktop.ui.widgets import IconButton
from desktop.viewmodels.chat_shown import Shown

FIRST = 2
"messages that are there at once"
BUDGET_S = 0.010
NEAR_TOP = 400
"pixels from the top at which earlier messages are asked for"
NEAR_END = 40
BELOW = SPACE * 9
"pixels after the last word, where the word about what was done may stand"
MOST, LEFT = 160, 80
"messages that are built, while the end is looked at; how many are left when there are more"


class Transcript(QScrollArea):
    """Holds messages and the lines between them."""

    earlier_wanted = Signal()
    let_go = Signal(int)
    "the first message that is still built: those above come again when they are scrolled to"

    def __init__(self, make: Callable[[Shown], Message]) -> None:
        super().__init__(widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Conversation"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._make = make
        self._above: deque[Shown] = deque()
        "what is still to be built, the last of it next"
        self._has_earlier = False
        self._is_asking = False
        self._follows = True
        self._from_end: int | None = None
        self._sought: int | None = None
        self._column = QVBoxLayout()
        self._built: list[QWidget] = []
        "what is in it, in order; asked itself, it hands out items that outlive what they were"
        self._lay_out()
        self._building = QTimer(self, interval=0)
        self._building.timeout.connect(self._build)
        self.to_end = IconButton("down", self.tr("To the latest words"), self.follow, parent=self)
        self.to_end.setObjectName("floating")
        self.to_end.hide()
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda _low, _high: self._keep_place())
        bar.valueChanged.connect(lambda _value: self._on_scrolled())
        bar.sliderReleased.connect(self._on_scrolled)

    def messages(self) -> list[Message]:
        """Those that are built, in order."""
        return [one for one in self._built if isinstance(one, Message)]

    def parts(self) -> list[QWidget]:
        """Everything that is built, in order."""
        return [*self._built]

    def clear(self) -> None:
        self._building.stop()
        self._above.clear()
        self._from_end, self._sought = None, None
        for one in self.parts():
            self.remove(one)

    def show_messages(
        self, messages: Sequence[Shown], *, has_earlier: bool, at: int | None = None
    ) -> None:
        """A conversation from its end, or with this message in sight."""
        self.clear()
        self._follows, self._has_earlier, self._sought = at is None, has_earlier, at
        self._above.extend(messages)
        for _ in range(FIRST):
            self._build_one()
        self._building.start()

    def put_before(self, messages: Sequence[Shown], *, has_earlier: bool) -> None:
        """Earlier messages; what is seen stays where it is."""
        self._is_asking = False
        self._has_earlier = has_earlier
        self._above.extend(messages)
        self._building.start()

    def append(self, part: QWidget) -> None:
        self._take(part)
        self._built.append(part)
        self._column.addWidget(part)
        self._let_go()

    def remove(self, part: QWidget) -> None:
        if part in self._built:
            self._built.remove(part)
        self._column.removeWidget(part)
        part.hide()
        part.deleteLater()

    def remove_from(self, message: int) -> None:
        """This message and all that stands after it go: another branch takes their place."""
        some = self.parts()
        for at, one in enumerate(some):
            if isinstance(one, Message) and one.shown.number == message:
                for gone in some[at:]:
                    self.remove(gone)
                return

    def follow(self) -> None:
        """To the end, and stay there."""
        self._follows = True
        self._keep_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        edge = self.to_end.sizeHint()
        self.to_end.move(
            (self.width() - edge.width()) // 2, self.height() - edge.height() - SPACE
        )  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down lead from message to message, whatever stands between."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if by and isinstance(watched, TextView) and self._step(watched, by):
                return True
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, TextView):
            self.ensureWidgetVisible(watched, 0, SPACE * 3)
        return super().eventFilter(watched, event)

    def focus_last(self) -> None:
        """The keyboard goes to the latest message."""
        if some := self.messages():
            some[-1].text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _step(self, at: TextView, by: int) -> bool:
        texts = [one.text for one in self.messages()]
        place = texts.index(at) + by if at in texts else -1
        if 0 <= place < len(texts):
            texts[place].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def _build(self) -> None:
        """A few of the messages above."""
        until = time.monotonic() + BUDGET_S
        bar = self.verticalScrollBar()
        if not self._follows and self._sought is None:
            self._from_end = bar.maximum() - bar.value()
        while self._above and time.monotonic() < until:
            self._build_one()
        if not self._above:
            self._building.stop()
            QTimer.singleShot(0, self, self._on_built)

    def _build_one(self) -> None:
        if self._above:
            made = self._make(self._above.pop())
            self._take(made)
            self._built.insert(0, made)
            self._column.insertWidget(0, made)

    def _on_built(self) -> None:
        self._from_end = None
        sought, self._sought = self._sought, None
        found = [one for one in self.messages() if one.shown.number == sought]
        if sought is not None and found:
            self.ensureWidgetVisible(found[0], 0, SPACE * 3)
        self._on_scrolled()

    def _take(self, part: QWidget) -> None:
        if isinstance(part, Message):
            part.text.installEventFilter(self)

    def _keep_place(self) -> None:
        bar = self.verticalScrollBar()
        if self._follows:
            bar.setValue(bar.maximum())
        elif self._from_end is not None:
            bar.setValue(bar.maximum() - self._from_end)

    def _on_scrolled(self) -> None:
        bar = self.verticalScrollBar()
        is_at_end = bar.value() >= bar.maximum() - NEAR_END
        self._follows = is_at_end and self._sought is None
        self.to_end.setVisible(not is_at_end)
        self.to_end.raise_()
        if self._follows:
            self._let_go()
        wants = bar.value() < NEAR_TOP and self._has_earlier and not self._is_asking
        if wants and not self._above and not self._building.isActive():
            self._is_asking = True
            self.earlier_wanted.emit()

    def _let_go(self) -> None:
        """What is far above the end takes memory for nobody: it is in the vault, if it is kept."""
        some = self.messages()
        if len(some) <= MOST or not self._follows or self._above:
            return
        first = some[-LEFT]
        parts = self.parts()
        gone = parts[: parts.index(first)]
        is_kept = all(one.shown.number > 0 for one in some[:-LEFT])
        left_px = self._column.contentsRect().height() - first.y()
        is_enough = left_px > self.viewport().height() + 2 * NEAR_TOP  # else it came again at once
        is_in_use = any(one.isAncestorOf(self.focusWidget()) for one in gone)
        if not is_kept or not is_enough or is_in_use:
            return
        for one in gone:
            self.remove(one)
        self._has_earlier = True
        self.let_go.emit(first.shown.number)

    def _lay_out(self) -> None:
        self._column.setSpacing(0)
        self._column.setContentsMargins(0, 0, 0, BELOW)
        column = QWidget()
        column.setLayout(self._column)
        content = QWidget()
        content.setObjectName("scrolled")
        content.setLayout(centred(column, READING_WIDTH, Qt.AlignmentFlag.AlignTop))
        self.setWidget(content)


def centred(
    part: QWidget, width: int = READING_WIDTH, align: Qt.AlignmentFlag | None = None
) -> QHBoxLayout:  # fmt: skip
    """In the middle, and no wider than is good to read."""
    part.setMaximumWidth(width)
    across = QHBoxLayout()
    across.setContentsMargins(SPACE, 0, SPACE, 0)
    across.addStretch(1)
    across.addWidget(part, 1000)
    if align is not None:
        across.setAlignment(part, align)
    across.addStretch(1)
    return across
