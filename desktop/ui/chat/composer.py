"""Where the next words are written, with what goes along and how much room there is."""

import re
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.translation import in_window
from desktop.ui import icons
from desktop.ui.chat.field import Field
from desktop.ui.chat.offers import Offers
from desktop.ui.theme import SPACE, tokens
from desktop.ui.widgets import IconButton, button, chip, label, set_state
from desktop.viewmodels.attaching import Attaching
from desktop.viewmodels.chat_shown import Attached, Fill, Offer, Shown
from desktop.viewmodels.mentions import Mentions

COMMAND = re.compile(r"^/(\w*)$")
MENTION = re.compile(r"(?:^|\s)@(\w*)$")
LOOK_MS = 120
WARN, FULL = 0.75, 0.9


class Composer(QFrame):
    """Says what the owner wants to say."""

    sent = Signal(str, object)
    "words, and what goes along"
    edited = Signal(int, str)
    "a message, and what it is to say instead"
    stop_wanted = Signal()
    action = Signal(str)
    changed = Signal(str)
    "what is being written"
    edit_last_wanted = Signal()
    leave_upwards = Signal()

    def __init__(self, mentions: Mentions, attaching: Attaching) -> None:
        super().__init__()
        self.setObjectName("composer")
        self._mentions, self._attaching = mentions, attaching
        self._attached: list[Attached] = []
        self._edits: int | None = None
        self._before = ""
        "what was being written before a message was to be said differently"
        self._is_busy = False
        self.field = Field()
        self.send = IconButton("send", self.tr("Send"), self._on_send)
        self.attach = IconButton("attach", self.tr("Attach a document"), self._on_attach)
        self.meter = Meter()
        self.editing = self._make_editing()
        self.said = label(style="small")
        self.said.hide()
        self._chips = QHBoxLayout()
        self._chips.setSpacing(SPACE)
        self._chips.addStretch(1)
        self._lay_out()
        self.offers = Offers(self)
        self.field.offers = self.offers
        self._looking = QTimer(self, interval=LOOK_MS, singleShot=True)
        self._connect()
        self._on_text()

    @property
    def is_editing(self) -> bool:
        return self._edits is not None

    def text(self) -> str:
        return self.field.toPlainText()

    def write(self, text: str) -> None:
        """Put this where words are written, the cursor behind it."""
        self.field.setPlainText(text)
        cursor = self.field.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.field.setTextCursor(cursor)

    def edit(self, shown: Shown) -> None:
        """Say a message differently."""
        if not self.is_editing:
            self._before = self.text()
        self._edits = shown.number
        self.editing.show()
        self.write(shown.text)
        self.field.setFocus()

    def stop_editing(self) -> None:
        if self.is_editing:
            self._edits = None
            self.editing.hide()
            self.write(self._before)

    def set_busy(self, is_busy: bool) -> None:
        """While an answer comes, there is Stop in the place of Send."""
        self._is_busy = is_busy
        self.send.set_icon("stop" if is_busy else "send")
        self.send.set_name(self.tr("Stop (Esc)") if is_busy else self.tr("Send"))
        self._colour()

    def say(self, text: str) -> None:
        """A sentence about what was dropped."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def submit(self) -> None:
        """Off it goes, if there is something and nothing is being answered."""
        text = self.text().strip()
        if self._is_busy or not (text or self._attached):
            return
        if self._edits is not None:
            message, self._edits = self._edits, None
            self.editing.hide()
            self.write(self._before)
            self.edited.emit(message, text)
            return
        attached = tuple(self._attached)
        self._drop_all()
        self.write("")
        self.sent.emit(text, attached)

    def _on_send(self) -> None:
        if self._is_busy:
            self.stop_wanted.emit()
        else:
            self.submit()

    def _on_text(self) -> None:
        self.say("")
        self._colour()
        self.changed.emit("" if self.is_editing else self.text())
        before = self.field.before_cursor()
        if (found := COMMAND.search(before)) and self.text() == before:
            self.offers.offer(self._mentions.commands(found[1]))
        elif MENTION.search(before):
            self._looking.start()
        else:
            self.offers.hide()

    def _look(self) -> None:
        if found := MENTION.search(self.field.before_cursor()):
            self._mentions.look_for(found[1])

    def _on_found(self, start: str, some: tuple[Offer, ...]) -> None:
        found = MENTION.search(self.field.before_cursor())
        if found is not None and found[1] == start:
            self.offers.offer(some)

    def _on_offer(self, one: Offer) -> None:
        before = self.field.before_cursor()
        found = COMMAND.search(before) or MENTION.search(before)
        if found is not None:
            self.field.replace_last(len(found[1]) + 1, one.insert)
        self.field.setFocus()
        if one.action:
            self.action.emit(one.action)

    def _on_attach(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Attach a document"))
        self._attaching.attach([Path(name) for name in names])

    def _on_attached(self, one: Attached) -> None:
        self._attached.append(one)
        shown = Chip(one.name, self.tr("Leave out %s") % one.name)
        shown.close_it.clicked.connect(lambda _checked=False: self._drop(one, shown))
        self._chips.insertWidget(self._chips.count() - 1, shown)
        self._colour()

    def _drop(self, one: Attached, shown: QWidget) -> None:
        self._attached = [other for other in self._attached if other is not one]
        self._chips.removeWidget(shown)
        shown.deleteLater()
        self._colour()

    def _drop_all(self) -> None:
        self._attached.clear()
        while self._chips.count() > 1:
            item = self._chips.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.deleteLater()

    def _colour(self) -> None:
        """The button stands out when it can be pressed."""
        can = self._is_busy or bool(self.text().strip() or self._attached)
        self.send.setEnabled(can)
        set_state(self.send, "ready", can)
        name = "stop" if self._is_busy else "send"
        self.send.setIcon(icons.icon(name, colour=tokens().on_accent if can else ""))

    def _make_editing(self) -> QFrame:
        made = QFrame()
        line = QHBoxLayout(made)
        line.setContentsMargins(SPACE, SPACE // 2, 0, 0)
        line.addWidget(chip(self.tr("Saying it differently"), "accent"))
        line.addWidget(label(self.tr("What was said before stays beside it."), "small"), 1)
        line.addWidget(button(self.tr("Cancel"), self.stop_editing, style="link"))
        made.hide()
        return made

    def _lay_out(self) -> None:
        self.below = below = QHBoxLayout()
        below.setSpacing(SPACE // 2)
        below.addWidget(self.attach)
        below.addLayout(self._chips, 1)
        below.addWidget(self.meter)
        below.addWidget(self.send)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE, SPACE, SPACE, SPACE // 2)
        whole.setSpacing(SPACE // 2)
        for one in (self.editing, self.field, self.said):
            whole.addWidget(one)
        whole.addLayout(below)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_text)
        self.field.send_wanted.connect(self.submit)
        self.field.edit_last_wanted.connect(self.edit_last_wanted)
        self.field.leave_upwards.connect(self.leave_upwards)
        self.field.files_given.connect(self._attaching.attach)
        self.field.picture_given.connect(
            lambda: self.say(self.tr("Pictures are read on the Documents page."))
        )
        self.offers.chosen.connect(self._on_offer)
        self._looking.timeout.connect(self._look)
        self._mentions.found.connect(self._on_found)
        self._attaching.attached.connect(self._on_attached)
        self._attaching.refused.connect(self.say)


class Chip(QFrame):
    """Something that goes along, and the button that leaves it out."""

    def __init__(self, name: str, leave_out: str) -> None:
        super().__init__()
        self.setObjectName("chipFrame")
        self.close_it = IconButton("close", leave_out)
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(label(name, "small"))
        line.addWidget(self.close_it)


class Meter(QWidget):
    """How much of what the model can hold in view is taken."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar(textVisible=False, maximum=100)
        self.bar.setFixedWidth(56)
        self.words = label(style="small")
        self.words.setWordWrap(False)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, SPACE, 0)
        line.addWidget(self.words)
        line.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_fill(Fill())

    def show_fill(self, fill: Fill) -> None:
        percent = round(fill.share * 100)
        self.bar.setValue(percent)
        state = "bad" if fill.share >= FULL else "warn" if fill.share >= WARN else ""
        set_state(self.bar, "state", state)
        self.words.setText(self.tr("%s %% in view") % percent if state else "")
        told = self.tr("About %s tokens of this conversation are in the model’s view: %s %% of "
                       "the room")  # fmt: skip
        self.setToolTip(told % (in_window.number(fill.tokens), percent))
        self.bar.setAccessibleName(told % (in_window.number(fill.tokens), percent))
