"""What was said, each as a part of the conversation: the owner's words, and an answer."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.chat.evidence import EvidenceRow
from desktop.ui.chat.lesson import LessonField
from desktop.ui.chat.text_view import TextView
from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, button, label
from desktop.viewmodels.aloud import Aloud
from desktop.viewmodels.chat import ChatModel
from desktop.viewmodels.chat_shown import Shown, Who
from desktop.viewmodels.thought import Thought, parts

COPIED_MS = 1_500
LONG_PX = 320
"of the owner's own words, before the rest is folded away"
BUBBLE = 0.78
"of the column's width, at most"


class Ways(QWidget):
    """“2/3”, with arrows: the messages that stand beside each other."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._ways: tuple[int, ...] = ()
        self._at = 0
        self.before = IconButton("left", self.tr("The one before"), lambda: self._go(-1))
        self.after = IconButton("right", self.tr("The next one"), lambda: self._go(1))
        self.count = QLabel()
        self.count.setObjectName("small")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for one in (self.before, self.count, self.after):
            line.addWidget(one)
        self.hide()

    def show_for(self, shown: Shown) -> None:
        self._ways = shown.ways
        self.setVisible(len(self._ways) > 1)
        if shown.number in self._ways:
            self._at = self._ways.index(shown.number)
            self.count.setText(f"{self._at + 1}/{len(self._ways)}")
            self.count.setAccessibleName(
                self.tr("Version %s of %s") % (self._at + 1, len(self._ways))
            )
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < len(self._ways) - 1)

    def _go(self, by: int) -> None:
        self.chosen.emit(self._ways[self._at + by])


class CopyButton(IconButton):
    """Copies a text, and says for a moment that it did."""

    def __init__(self, name: str, text: "TextView") -> None:
        super().__init__("copy", name, self._copy)
        self._text = text
        self._back = QTimer(self, interval=COPIED_MS, singleShot=True)
        self._back.timeout.connect(lambda: self.set_icon("copy"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.words)
        self.set_icon("check")
        self._back.start()


class Message(QWidget):
    """A part of the conversation that can be read with the keyboard."""

    link_wanted = Signal(str)

    def __init__(self, shown: Shown, name: str) -> None:
        super().__init__()
        self.shown = shown
        self.text = TextView(name)
        self.text.link_wanted.connect(self.link_wanted)
        self.ways = Ways()

    def show_as(self, shown: Shown) -> None:
        """The message is kept now, or stands beside others."""
        self.shown = shown
        self.ways.show_for(shown)


class OwnMessage(Message):
    """The owner's words."""

    edit_wanted = Signal(object)
    "the Shown"

    def __init__(self, model: ChatModel, shown: Shown) -> None:
        super().__init__(shown, QCoreApplication.translate("OwnMessage", "Your words"))
        self.bubble = QFrame()
        self.bubble.setObjectName("own")
        inside = QVBoxLayout(self.bubble)
        inside.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, SPACE)
        inside.addWidget(self.text)
        self.more = button(self.tr("Show all"), self._show_all, style="link")
        self.more.hide()
        inside.addWidget(self.more)
        self._is_unfolded = False
        self.edit = IconButton(
            "edit", self.tr("Say it differently"), lambda: self.edit_wanted.emit(self.shown)
        )
        self.copy = CopyButton(self.tr("Copy"), self.text)
        self.ways.chosen.connect(model.switch)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, SPACE * 2, 0, SPACE // 2)
        whole.setSpacing(0)
        whole.addStretch(1)
        for one in (self.ways, self.copy, self.edit):
            whole.addWidget(one, 0, Qt.AlignmentFlag.AlignBottom)
        whole.addSpacing(SPACE // 2)
        whole.addWidget(self.bubble)
        self.show_as(shown)

    def show_as(self, shown: Shown) -> None:
        if self.text.words != shown.text:
            self.text.set_plain(shown.text)
            self._fit()
        super().show_as(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "more"):
            self._fit()

    def _fit(self) -> None:
        """As wide as the words, up to a part of the column."""
        most = int(self.width() * BUBBLE) - SPACE * 4
        self.text.setFixedWidth(max(40, min(self.text.natural_width(), most)))
        is_long = self.text.whole_height() > LONG_PX * 1.5
        if is_long and self.text.limit is None and not self._is_unfolded:
            self.text.set_limit(LONG_PX)
            self.more.show()

    def _show_all(self) -> None:
        self._is_unfolded = True
        self.more.hide()
        self.text.set_limit(None)


class Answer(Message):
    """What Tacit says, or says that it did; it may still be coming."""

    def __init__(self, model: ChatModel, aloud: Aloud, shown: Shown) -> None:
        super().__init__(shown, QCoreApplication.translate("Answer", "Answer"))
        self._model, self._aloud = model, aloud
        self._thought = Thought()
        self._is_aloud = False
        self.thinking = TextView(self.tr("Reasoning"))
        self.thinking.setObjectName("quiet")
        self.unfold = button(self.tr("Reasoning"), self._unfold, style="link")
        self.under = QWidget()
        self.evidence = EvidenceRow(model)
        self.lesson = LessonField(model)
        self.note = label(style="small")
        self._make_actions()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, SPACE, 0, 0)
        whole.setSpacing(SPACE // 2)
        whole.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        for one in (self.thinking, self.text, self.note, self.under, self.evidence, self.lesson):
            whole.addWidget(one)
        for folded in (self.unfold, self.thinking, self.note, self.under, self.lesson):
            folded.hide()
        aloud.changed.connect(self._on_aloud)

    @classmethod
    def whole(cls, model: ChatModel, aloud: Aloud, shown: Shown) -> "Answer":
        """An answer that is there already."""
        made = cls(model, aloud, shown)
        made._write(shown)
        made.settle(shown)
        return made

    def add(self, text: str) -> None:
        """More of it."""
        self._add(*self._thought.add(text))

    def settle(self, shown: Shown, note: str = "") -> None:
        """It is over, and kept."""
        self._add(*self._thought.rest())
        self.text.finish()
        if shown.who is Who.PROGRAM and self.shown.who is not Who.PROGRAM:
            self.text.set_plain(shown.text)
        self.show_as(shown)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        is_said = shown.who is Who.TACIT
        for one in (self.again, self.good, self.bad, self.keep, self.task):
            one.setVisible(is_said)
        self.under.show()
        self.evidence.show_for(shown.used)

    def _write(self, shown: Shown) -> None:
        if shown.who is Who.PROGRAM:
            self.text.set_plain(shown.text)
            return
        thought, said = parts(shown.text)
        self._add(thought, "")
        self.text.set_markdown(said)

    def _add(self, thought: str, said: str) -> None:
        if thought:
            self.unfold.show()
            self.thinking.add(thought)
        if said:
            self.text.add(said)

    def _unfold(self) -> None:
        self.thinking.setVisible(not self.thinking.isVisible())

    def _make_actions(self) -> None:
        tr, model = self.tr, self._model
        self.copy = CopyButton(tr("Copy the answer"), self.text)
        self.again = IconButton(
            "again", tr("Answer again"), lambda: model.again(self.shown.number)
        )  # fmt: skip
        self.speak = IconButton("speaker", tr("Read aloud"), self._speak)
        self.good = IconButton("good", tr("Good answer"), lambda: self.lesson.ask(is_good=True))
        self.bad = IconButton(
            "bad", tr("Not what I wanted"), lambda: self.lesson.ask(is_good=False)
        )  # fmt: skip
        self.keep = IconButton(
            "note", tr("Save as a note"), lambda: model.save_note(parts(self.text.words)[1])
        )
        self.task = IconButton(
            "tasks", tr("Save as a task"), lambda: model.save_task(parts(self.text.words)[1])
        )
        self.ways.chosen.connect(model.switch)
        line = QHBoxLayout(self.under)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for one in (self.ways, self.copy, self.again, self.speak, self.good, self.bad, self.keep,
                    self.task):  # fmt: skip
            line.addWidget(one)
        line.addStretch(1)
        model.busy_changed.connect(self._on_busy)

    def _on_busy(self, is_busy: bool) -> None:
        self.again.setEnabled(not is_busy)
        self.ways.setEnabled(not is_busy)

    def _speak(self) -> None:
        if self._is_aloud:
            self._aloud.hush()
        else:
            self._aloud.read(self, self.text.words)

    def _on_aloud(self, key: object) -> None:
        self._is_aloud = key is self
        self.speak.set_icon("stop" if self._is_aloud else "speaker")
        self.speak.set_name(self.tr("Stop reading") if self._is_aloud else self.tr("Read aloud"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
