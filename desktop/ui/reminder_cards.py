"""Reminders that are due, one card each in the corner of the window until they are put aside."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.keys import Keys
from desktop.session import Session
from desktop.ui.flow import Flow
from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, Picture, button, label
from desktop.viewmodels.reminding import Snooze, put_aside, put_off

if TYPE_CHECKING:
    from desktop.viewmodels.reminding import Announcement

WIDTH = 360
"pixels at least; larger text needs more"
MOST = 4
"of cards at once; the oldest go first, and stay on the page for today"


class ReminderCard(QFrame):
    """One reminder; what is private is said only when it is asked for."""

    def __init__(self, session: Session, one: "Announcement", parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reminder")
        self.reminder = one.reminder
        self._session = session
        self._one = one
        self.words = label(style="strong")
        self.words.setMinimumWidth(1)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._show = button(self.tr("Show"), self._say, style="link")
        self._lay_out()
        if one.is_private:
            self._write(self.tr("A reminder is due."))
        else:
            self._say()

    def put_off(self, until: Snooze) -> None:
        put_off(self._session, self.reminder, until)
        self._leave()

    def finish(self) -> None:
        put_aside(self._session, self.reminder)
        self._leave()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(Picture("bell"))
        top.addWidget(self.words, 1)
        close = IconButton("close", self.tr("Close; it stays on the page for today"), self._leave)
        top.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.done = button(self.tr("Done"), self.finish)
        self.snoozes = [
            button(text, partial(self.put_off, until))
            for until, text in (
                (Snooze.TEN_MINUTES, self.tr("10 min")), (Snooze.HOUR, self.tr("1 h")),
                (Snooze.TOMORROW, self.tr("Tomorrow")),
            )
        ]  # fmt: skip
        line = Flow(SPACE // 2)
        for one in (self.done, *self.snoozes):
            line.addWidget(one)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE * 2, SPACE, SPACE, SPACE * 2)
        whole.addLayout(top)
        whole.addWidget(self._show, 0, Qt.AlignmentFlag.AlignLeading)
        whole.addLayout(line)

    def _say(self) -> None:
        self._show.hide()
        one = self._one
        late = self.tr("It was due at %s.") % f"{one.due:%H:%M}" if one.is_late else ""
        hour = self.tr("At %s.") % f"{one.at:%H:%M}" if one.at is not None else ""
        self._write("\n".join(filter(None, (one.text, hour, late))))
        parent = self.parentWidget()
        if isinstance(parent, ReminderCards):
            parent.place()

    def _write(self, text: str) -> None:
        self.words.setText(text)
        self.setAccessibleName(self.tr("Reminder: %s") % text)

    def _leave(self) -> None:
        parent = self.parentWidget()
        assert isinstance(parent, ReminderCards)
        parent.take_out(self)


class ReminderCards(QWidget):
    """Floats above its parent, at the upper far corner."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session = session
        self._over = over
        self.cards: list[ReminderCard] = []
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(SPACE)
        self.setAccessibleName(self.tr("Reminders"))
        over.installEventFilter(self)
        QShortcut(QKeySequence(Keys.REMINDER), over, self._reach)
        self.hide()

    def announce(self, announcements: "Sequence[Announcement]") -> None:
        """Show these, the newest on top; the keyboard stays where it is."""
        for one in announcements:
            for card in [each for each in self.cards if each.reminder == one.reminder]:
                self.take_out(card)
            made = ReminderCard(self._session, one, self)
            self.cards.insert(0, made)
            self._list.insertWidget(0, made)
        for card in self.cards[MOST:]:
            self.take_out(card)
        self.place()

    def keep_only(self, reminders: Collection[int]) -> None:
        """What was put off or aside elsewhere goes."""
        for card in [one for one in self.cards if one.reminder not in reminders]:
            self.take_out(card)

    def take_out(self, card: ReminderCard) -> None:
        had_focus = any(one.hasFocus() for one in (card.done, *card.snoozes))
        self.cards.remove(card)
        card.hide()
        card.deleteLater()
        if had_focus:
            (self.cards[0].done if self.cards else self._over).setFocus()
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.cards:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """At the far end of the upper edge, as high as it needs to be."""
        self.setVisible(bool(self.cards))
        if not self.cards:
            return
        room = self._over.rect()
        wanted = max(WIDTH, *(one.sizeHint().width() for one in self.cards))
        self.setFixedWidth(min(wanted, room.width() - SPACE * 4))
        self.raise_()
        heights = [max(one.heightForWidth(self.width()), one.sizeHint().height())
                   for one in self.cards]  # fmt: skip
        self.setFixedHeight(sum(heights) + SPACE * (len(heights) - 1))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = SPACE * 2 if is_mirrored else room.width() - self.width() - SPACE * 2
        self.move(x, SPACE * 2)

    def _reach(self) -> None:
        """F8: the keyboard goes to the newest reminder."""
        if self.cards:
            self.cards[0].done.setFocus()
