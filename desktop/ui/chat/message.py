"""What was said, each as a part of the conversation: the owner's words, and an answer."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.chat.evidence import EvidenceRow
from desktop.ui.chat.lesson import LessonField
from desktop.ui.chat.recording import RecordingButtons
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
FILLED = 0.94
"of it with the buttons beside: where it could not be narrower, a narrower window had no effect"


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
    """A part of the conversation that can be read with the keyboard.

    What most messages do not need is made only for those that do: there may be hundreds.
    """

    link_wanted = Signal(str)

    def __init__(self, model: ChatModel, shown: Shown, name: str) -> None:
        super().__init__()
        self.shown = shown
        self._model = model
        self.text = TextView(name)
        self.text.link_wanted.connect(self.link_wanted)
        self.ways: Ways | None = None
        self._is_busy = False
        model.busy_changed.connect(self.set_busy)

    def show_as(self, shown: Shown) -> None:
        """The message is kept now, or stands beside others."""
        self.shown = shown
        if self.ways is None and len(shown.ways) > 1:
            self.ways = Ways()
            self.ways.chosen.connect(self._model.switch)
            self.ways.setEnabled(not self._is_busy)
            self._line().insertWidget(self._first_in_line(), self.ways)
        if self.ways is not None:
            self.ways.show_for(shown)

    def set_busy(self, is_busy: bool) -> None:
        """While an answer comes, nothing else is asked for."""
        self._is_busy = is_busy
        if self.ways is not None:
            self.ways.setEnabled(not is_busy)

    def _line(self) -> QHBoxLayout:
        """Where the buttons are."""
        raise NotImplementedError

    def _first_in_line(self) -> int:
        return 0


class OwnMessage(Message):
    """The owner's words."""

    edit_wanted = Signal(object)
    "the Shown"

    def __init__(self, model: ChatModel, shown: Shown) -> None:
        super().__init__(model, shown, QCoreApplication.translate("OwnMessage", "Your words"))
        self.bubble = QFrame()
        self.bubble.setObjectName("own")
        inside = QVBoxLayout(self.bubble)
        inside.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, SPACE)
        inside.addWidget(self.text)
        self.more = button(self.tr("Show all"), self._show_all, style="link")
        self.more.hide()
        inside.addWidget(self.more)
        self._is_unfolded = False
        self.recording: RecordingButtons | None = None
        self.edit = IconButton(
            "edit", self.tr("Say it differently"), lambda: self.edit_wanted.emit(self.shown)
        )
        self.copy = CopyButton(self.tr("Copy"), self.text)
        whole = self._whole = QHBoxLayout(self)
        whole.setContentsMargins(0, SPACE * 2, 0, SPACE // 2)
        whole.setSpacing(0)
        whole.addStretch(1)
        for one in (self.copy, self.edit):
            whole.addWidget(one, 0, Qt.AlignmentFlag.AlignBottom)
        whole.addSpacing(SPACE // 2)
        whole.addWidget(self.bubble)
        model.recordings.changed.connect(self._show_recording)
        self.show_as(shown)

    def show_as(self, shown: Shown) -> None:
        if self.text.words != shown.text:
            self.text.set_plain(shown.text)
            self._fit()
        super().show_as(shown)
        self._show_recording()

    def set_busy(self, is_busy: bool) -> None:
        super().set_busy(is_busy)
        self.edit.setEnabled(not is_busy)

    def _line(self) -> QHBoxLayout:
        return self._whole

    def _first_in_line(self) -> int:
        return 1  # after the stretch

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "copy"):
            self._fit()

    def _fit(self) -> None:
        """As wide as the words, up to a part of the column, and the buttons beside them fit."""
        whole = self.width()
        most = int(min(whole * BUBBLE, whole * FILLED - self._beside())) - SPACE * 4
        self.text.setFixedWidth(max(40, min(self.text.natural_width(), most)))
        is_long = self.text.whole_height() > LONG_PX * 1.5
        if is_long and self.text.limit is None and not self._is_unfolded:
            self.text.set_limit(LONG_PX)
            self.more.show()

    def _beside(self) -> int:
        """How wide the buttons are, those that are there."""
        some = (self.ways, self.recording, self.copy, self.edit)
        there = [one for one in some if one is not None and not one.isHidden()]
        return sum(one.sizeHint().width() for one in there) + SPACE // 2

    def _show_recording(self) -> None:
        """What was said aloud can be heard again, while its recording is there."""
        recordings, number = self._model.recordings, self.shown.number
        is_there = recordings.has(number)
        if self.recording is None and is_there:
            self.recording = RecordingButtons(recordings, number)
            place = self._whole.indexOf(self.copy)
            self._whole.insertWidget(place, self.recording, 0, Qt.AlignmentFlag.AlignBottom)
        if self.recording is not None:
            self.recording.setVisible(is_there)
            self.recording.refresh()
            self._fit()

    def _show_all(self) -> None:
        self._is_unfolded = True
        self.more.hide()
        self.text.set_limit(None)


class Answer(Message):
    """What Tacit says, or says that it did; it may still be coming."""

    def __init__(self, model: ChatModel, aloud: Aloud, shown: Shown) -> None:
        super().__init__(model, shown, QCoreApplication.translate("Answer", "Answer"))
        self._aloud = aloud
        self._thought = Thought()
        self._is_aloud = False
        self.thinking: TextView | None = None
        self.evidence: EvidenceRow | None = None
        self.lesson: LessonField | None = None
        self.note: QLabel | None = None
        self.again: IconButton | None = None
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(0)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, SPACE, 0, 0)
        self._whole.setSpacing(SPACE // 2)
        self._whole.addWidget(self.text)
        aloud.changed.connect(self._on_aloud)

    @classmethod
    def whole(cls, model: ChatModel, aloud: Aloud, shown: Shown) -> "Answer":
        """An answer that is there already."""
        made = cls(model, aloud, shown)
        if shown.who is Who.PROGRAM:
            made.text.set_plain(shown.text)
        else:
            thought, said = parts(shown.text)
            made._add(thought, "")
            made.text.set_markdown(said)
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
        if note:
            self.note = label(note, "small")
            self._whole.addWidget(self.note)
        self._make_buttons(is_said=shown.who is Who.TACIT)
        self.show_as(shown)
        if shown.used and self.evidence is None:
            self.evidence = EvidenceRow(self._model)
            self._whole.addWidget(self.evidence)
            self.evidence.show_for(shown.used)

    def set_busy(self, is_busy: bool) -> None:
        super().set_busy(is_busy)
        if self.again is not None:
            self.again.setEnabled(not is_busy)

    def ask(self, *, is_good: bool) -> None:
        """What the owner thinks of it."""
        if self.lesson is None:
            self.lesson = LessonField(self._model)
            self._whole.addWidget(self.lesson)
        self.lesson.ask(is_good=is_good)

    def _add(self, thought: str, said: str) -> None:
        if thought:
            self._reasoning().add(thought)
        if said:
            self.text.add(said)

    def _reasoning(self) -> TextView:
        """What it thought, folded away."""
        if self.thinking is None:
            self.thinking = TextView(self.tr("Reasoning"))
            self.thinking.setObjectName("quiet")
            self.thinking.hide()
            unfold = button(self.tr("Reasoning"), self._unfold, style="link")
            self._whole.insertWidget(0, unfold, 0, Qt.AlignmentFlag.AlignLeft)
            self._whole.insertWidget(1, self.thinking)
        return self.thinking

    def _unfold(self) -> None:
        if self.thinking is not None:
            self.thinking.setVisible(not self.thinking.isVisibleTo(self))

    def _line(self) -> QHBoxLayout:
        return self._buttons

    def _make_buttons(self, *, is_said: bool) -> None:
        tr, model = self.tr, self._model
        self.copy = CopyButton(tr("Copy the answer"), self.text)
        self.speak = IconButton("speaker", tr("Read aloud"), self._speak)
        some: list[IconButton] = [self.copy, self.speak]
        if is_said:
            self.again = IconButton(
                "again", tr("Answer again"), lambda: model.again(self.shown.number)
            )
            self.again.setEnabled(not self._is_busy)
            self.good = IconButton("good", tr("Good answer"), lambda: self.ask(is_good=True))
            self.bad = IconButton("bad", tr("Not what I wanted"), lambda: self.ask(is_good=False))
            self.keep = IconButton(
                "note", tr("Save as a note"), lambda: model.save_note(self.text.words)
            )
            self.task = IconButton(
                "tasks", tr("Save as a task"), lambda: model.save_task(self.text.words)
            )
            some[1:1] = [self.again]
            some += [self.good, self.bad, self.keep, self.task]
        for one in some:
            self._buttons.addWidget(one)
        self._buttons.addStretch(1)
        self._whole.addLayout(self._buttons)

    def _speak(self) -> None:
        if self._is_aloud:
            self._aloud.hush()
        else:
            self._aloud.read(self, self.text.words)

    def _on_aloud(self, key: object) -> None:
        is_aloud = key is self
        if is_aloud is not self._is_aloud:
            self._is_aloud = is_aloud
            self.speak.set_icon("stop" if is_aloud else "speaker")
            self.speak.set_name(self.tr("Stop reading") if is_aloud else self.tr("Read aloud"))
