"""The conversation and the place where it goes on: what the view model tells, as it is shown."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDesktopServices,
    QGuiApplication,
)
from PySide6.QtWidgets import QFrame, QMessageBox, QStackedLayout, QVBoxLayout, QWidget

from desktop.cards import ErrorCard
from desktop.places import PageName, Place
from desktop.ui.approval_card import ApprovalCard
from desktop.ui.chat import lines
from desktop.ui.chat.beginning import Beginning
from desktop.ui.chat.composer import Composer
from desktop.ui.chat.message import Answer, Message, OwnMessage
from desktop.ui.chat.transcript import Transcript, centred
from desktop.ui.theme import READING_WIDTH, SPACE
from desktop.ui.widgets import label, set_state
from desktop.viewmodels.aloud import Aloud
from desktop.viewmodels.chat import ChatModel, arrived
from desktop.viewmodels.chat_shown import Choice, Fill, Lesson, Opened, Settled, Shown, Step, Who

ANNOUNCED = 2_000
"letters; the rest is there to be read"
OPENED = ("https", "http", "mailto")
"kinds of addresses that are handed to the system, after a yes"


class Talk(QFrame):
    """One conversation."""

    asked_for = Signal(object)

    def __init__(self, model: ChatModel, aloud: Aloud, composer: Composer) -> None:
        super().__init__()
        self.setObjectName("talk")
        self._model, self._aloud = model, aloud
        self.composer = composer
        self.beginning = Beginning()
        self.transcript = Transcript(self._made)
        self.stage = lines.Stage()
        self.left_out = label(style="small")
        self.left_out.hide()
        self.no_weights: QWidget | None = None
        self._own: OwnMessage | None = None
        "the words that were said last, until they are kept"
        self._answer: Answer | None = None
        "the answer that is coming"
        self._question: lines.Question | None = None
        "what is to be answered before anything is done; it stands below its own words"
        self._has_weights = True
        self._lay_out()
        self._connect()

    @property
    def is_empty(self) -> bool:
        return not self.transcript.parts() and self._stack.currentWidget() is self.beginning

    def _lay_out(self) -> None:
        both = QWidget()
        self._stack = QStackedLayout(both)
        self._stack.addWidget(self.beginning)
        self._stack.addWidget(self.transcript)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        whole.setSpacing(SPACE)
        whole.addWidget(both, 1)
        whole.addLayout(centred(self.left_out))
        whole.addLayout(centred(self.composer, READING_WIDTH + SPACE * 4))

    def _connect(self) -> None:
        model, composer = self._model, self.composer
        model.opened.connect(self._on_opened)
        model.earlier_came.connect(
            lambda some, more: self.transcript.put_before(some, has_earlier=more)
        )
        model.left_behind.connect(self._on_left_behind)
        model.own_said.connect(self._on_own_said)
        model.began.connect(self._on_began)
        model.stage.connect(self._on_stage)
        model.words.connect(self._on_words)
        model.step.connect(self._on_step)
        model.asked.connect(self._on_asked)
        model.waits.connect(self._on_waits)
        model.answered_wait.connect(self._on_answered_wait)
        model.settled.connect(self._on_settled)
        model.broke.connect(self._on_broke)
        model.given_back.connect(self._on_given_back)
        model.learned.connect(self._on_learned)
        model.busy_changed.connect(self._on_busy)
        model.filled.connect(self._on_filled)
        model.weights_known.connect(self._on_weights)
        model.place_found.connect(self.asked_for)
        self.transcript.earlier_wanted.connect(model.load_earlier)
        self.transcript.let_go.connect(model.let_go)
        composer.sent.connect(model.say)
        composer.edited.connect(model.edit)
        composer.stop_wanted.connect(model.stop)
        composer.edit_last_wanted.connect(self.edit_last)
        composer.leave_upwards.connect(self.transcript.focus_last)
        self.beginning.asked.connect(model.say)
        self.beginning.suggested.connect(self._on_suggested)

    def put_above_composer(self, part: QWidget) -> None:
        """What is seen where words are written, while it is there."""
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertLayout(whole.count() - 1, centred(part, READING_WIDTH + SPACE * 4))

    def edit_last(self) -> None:
        """Say the last of the owner's messages differently."""
        mine = [one for one in self.transcript.messages() if isinstance(one, OwnMessage)]
        if mine and not self._model.is_busy:
            self.composer.edit(mine[-1].shown)

    def ask_about_link(self, address: str) -> None:
        """An address is seen in full before anything is opened."""
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Open this address?"))
        box.setText(self.tr("This opens your browser, which goes to the network."))
        box.setInformativeText(address)
        box.setTextFormat(box.textFormat().PlainText)
        can = QUrl(address).scheme() in OPENED
        opens = box.addButton(self.tr("Open"), QMessageBox.ButtonRole.AcceptRole) if can else None
        copies = box.addButton(self.tr("Copy the address"), QMessageBox.ButtonRole.ActionRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        if opens is not None and box.clickedButton() is opens:
            QDesktopServices.openUrl(QUrl(address))
        elif box.clickedButton() is copies:
            QGuiApplication.clipboard().setText(address)

    def _made(self, shown: Shown) -> Message:
        made: Message
        if shown.who is Who.OWNER:
            made = OwnMessage(self._model, shown)
            made.edit_wanted.connect(self.composer.edit)
        else:
            made = Answer.whole(self._model, self._aloud, shown)
        made.link_wanted.connect(self.ask_about_link)
        return made

    def _append(self, part: QWidget) -> None:
        """After everything but what tells of the work that goes on."""
        self._stack.setCurrentWidget(self.transcript)
        self.transcript.append(part)
        if self.stage.isVisibleTo(self):
            self.transcript.append(self.stage)

    def _on_opened(self, what: Opened) -> None:
        self._own, self._answer, self._question = None, None, None
        self.stage = lines.Stage()
        self.no_weights = None
        self.composer.stop_editing()
        self.transcript.show_messages(what.messages, has_earlier=what.has_earlier, at=what.at)
        is_empty = not what.messages and what.arriving is None
        self._stack.setCurrentWidget(self.beginning if is_empty else self.transcript)
        self.beginning.set_private(is_private=what.is_private)
        set_state(self, "private", what.is_private)
        if what.arriving:
            self._on_words(what.arriving)
        self._tell_of_weights()

    def _on_left_behind(self, message: int) -> None:
        """Another branch begins: what stood there goes, whatever it was."""
        self.transcript.remove_from(message)
        if self.stage not in self.transcript.parts():
            self.stage = lines.Stage()
        if self.no_weights not in self.transcript.parts():
            self.no_weights = None

    def _on_own_said(self, text: str) -> None:
        self._answer = None
        own = self._made(arrived(Who.OWNER, text))
        assert isinstance(own, OwnMessage)
        own.edit.setEnabled(False)
        self._own = own
        self._append(own)
        self.transcript.follow()

    def _on_began(self, message: int) -> None:
        if self._own is not None:
            self._own.show_as(arrived(Who.OWNER, self._own.shown.text, message))

    def _on_stage(self, text: str, share: float) -> None:
        if self._answer is None:
            self._stack.setCurrentWidget(self.transcript)
            self.transcript.append(self.stage)
            self.stage.tell(text, share)

    def _on_words(self, text: str) -> None:
        if self._answer is None:
            self.stage.tell("", -1)
            made = Answer(self._model, self._aloud, arrived(Who.TACIT, ""))
            made.link_wanted.connect(self.ask_about_link)
            self._answer = made
            self._append(made)
        self._answer.add(text)

    def _on_step(self, step: Step) -> None:
        self._append(lines.step(step, self))

    def _on_asked(self, text: str, some: tuple[Choice, ...]) -> None:
        self._question = lines.Question(self._model, text, some)

    def _on_waits(self, number: int) -> None:
        self._append(ApprovalCard(self._model.session, number))

    def _on_answered_wait(self, shown: Shown) -> None:
        self._append(self._made(shown))

    def _on_settled(self, settled: Settled) -> None:
        self.stage.tell("", -1)
        if self._own is not None and settled.own is not None:
            self._own.show_as(settled.own)
            self._own.edit.setEnabled(True)
        note = {
            "cancelled": self.tr("Stopped."),
            "length": self.tr("The answer was cut off here: it reached its longest length."),
            "context": self.tr("The answer was cut off here: there is no more room in view."),
        }.get(settled.left, "")
        if settled.answer is None:
            if note and self._answer is None:
                self._append(label(note, "small"))
        elif self._answer is None:
            self._append(self._made(settled.answer))
        else:
            self._answer.settle(settled.answer, note)
        if settled.answer is not None:
            self._announce(settled.answer.text)
        if self._question is not None:
            said = settled.answer.text if settled.answer is not None else ""
            self._question.leave_out(said)
            self._append(self._question)
        self._question = None
        self._own, self._answer = None, None

    def _announce(self, text: str) -> None:
        """Tell those who listen to the screen that the answer is there."""
        event = QAccessibleAnnouncementEvent(self, text[:ANNOUNCED])
        QAccessible.updateAccessibility(event)

    def _on_broke(self, card: ErrorCard) -> None:
        self.stage.tell("", -1)
        self._append(lines.card(card, self))

    def _on_given_back(self, text: str) -> None:
        self.stage.tell("", -1)
        if self._own is not None:
            self.transcript.remove(self._own)
            self._own = None
        if not self.transcript.messages():
            self._stack.setCurrentWidget(self.beginning)
        if text and not self.composer.text():
            self.composer.write(text)

    def _on_learned(self, some: tuple[Lesson, ...]) -> None:
        for one in some:
            self._append(lines.Noted(self._model, one))

    def _on_busy(self, is_busy: bool) -> None:
        self.composer.set_busy(is_busy)

    def _on_filled(self, fill: Fill) -> None:
        self.composer.meter.show_fill(fill)
        self.left_out.setVisible(fill.left_out > 0)
        self.left_out.setText(
            self.tr("The first %s messages are too long ago to be in the model’s view.")
            % fill.left_out
        )

    def _on_weights(self, has_weights: bool) -> None:
        self._has_weights = has_weights
        self._tell_of_weights()

    def _tell_of_weights(self) -> None:
        if self._has_weights and self.no_weights is not None:
            self.transcript.remove(self.no_weights)
            self.no_weights = None
        elif not self._has_weights and self.no_weights is None and self.transcript.parts():
            models = Place(PageName.MODELS)
            self.no_weights = lines.NoWeights(lambda: self.asked_for.emit(models))
            self._append(self.no_weights)

    def _on_suggested(self, text: str) -> None:
        self.composer.write(text)
        self.composer.field.setFocus()
