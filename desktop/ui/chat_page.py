"""The page “Chat”: conversations at the left, the one that is shown at the right."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QMessageBox, QSplitter, QWidget

from desktop.jobs import Lane
from desktop.keys import Keys
from desktop.places import NEW, PRIVATE
from desktop.session import Session
from desktop.ui.chat import highlight
from desktop.ui.chat.composer import Composer
from desktop.ui.chat.talk import Talk
from desktop.ui.conversations_panel import ConversationsPanel
from desktop.ui.page import Page
from desktop.ui.talk_bar import TalkBar
from desktop.ui.talk_button import TalkButton
from desktop.ui.talk_keys import write_into
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, chip
from desktop.viewmodels.aloud import Aloud
from desktop.viewmodels.attaching import Attaching
from desktop.viewmodels.chat import ChatModel
from desktop.viewmodels.chat_shown import Opened, Settled
from desktop.viewmodels.drafts import Drafts
from desktop.viewmodels.mentions import Mentions
from desktop.viewmodels.talking import Talking

MEASURED_MS = 500


class ChatPage(Page):
    """Puts the parts together and gives the keys their meaning."""

    def __init__(self, session: Session) -> None:
        self.model = ChatModel(session)
        super().__init__(self.model)
        self.set_title(self.tr("Chat"))
        self.aloud = Aloud(session, self)
        self.drafts = Drafts(session, self)
        self.attaching = Attaching(session, self)
        self.composer = Composer(Mentions(session, self), self.attaching)
        self.talk = Talk(self.model, self.aloud, self.composer)
        self.talking = Talking(session, self.model, parent=self)
        self.talk_bar = TalkBar(self.talking)
        self.talk_button = TalkButton(self.talking)
        self.setAcceptDrops(True)
        self.private_chip = chip(self.tr("Private: nothing is kept"), "private")
        self.keep = button(self.tr("Keep it after all"), self.model.keep_after_all, style="link")
        self.panel = ConversationsPanel(session)
        self._measuring = QTimer(self, interval=MEASURED_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self._set_keys()
        self._on_opened(Opened(None))
        session.jobs.start(Lane.IO, lambda _job: highlight.prepare())

    @property
    def edge(self) -> int:
        """Where words are written stays free."""
        return self.composer.height() + SPACE * 3

    def says_to_tacit(self, field: QWidget) -> bool:
        return field is self.composer.field

    def begin(self, *, is_private: bool) -> None:
        """A new conversation."""
        self.model.begin(is_private=is_private or None)
        self.composer.field.setFocus()

    def go_to(self, number: int | str) -> None:
        """A conversation, what was said in one, or a new one."""
        if isinstance(number, int):
            self.model.open_item(number)
        elif number in (NEW, PRIVATE):
            self.begin(is_private=number == PRIVATE)

    def begin_with(self, words: str) -> None:
        """Ready to be sent, or to be changed first."""
        self.composer.write(words)
        self.composer.field.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Words can be written at once. No proxy: with one, Tab never leaves it."""
        super().focusInEvent(event)
        self.composer.field.setFocus(event.reason())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.drafts.save()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self.attaching.attach([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _lay_out(self) -> None:
        for one in (self.private_chip, self.keep):
            self.buttons.addWidget(one)
        both = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        both.addWidget(self.panel)
        both.addWidget(self.talk)
        both.setStretchFactor(1, 1)
        self.content.addWidget(both, 1)
        self.talk.put_above_composer(self.talk_bar)
        self.composer.below.insertWidget(self.composer.below.count() - 1, self.talk_button)

    def _connect(self) -> None:
        model = self.model
        model.opened.connect(self._on_opened)
        model.settled.connect(self._on_settled)
        model.began.connect(lambda _message: self._mark())
        self.drafts.found.connect(self._on_draft)
        self.composer.changed.connect(self._on_changed)
        self.composer.action.connect(self._on_action)
        self.talk.asked_for.connect(self.asked_for)
        self.aloud.failed.connect(model.fail)
        self.talking.wrote.connect(self._on_dictated)
        self.talking.noticed.connect(self.composer.say)
        self.talking.failed.connect(self.card.show_error)
        self.talking.open_changed.connect(lambda _is_open: self._hush())
        self.talking.open_changed.connect(self.microphone_changed)
        self.aloud.changed.connect(self._on_aloud)
        model.recordings.played.connect(self._on_recording_played)
        self._measuring.timeout.connect(lambda: model.measure(self.composer.text()))
        self.panel.chosen.connect(self._on_chosen)
        self.panel.new_wanted.connect(lambda private: self.begin(is_private=private))

    def _set_keys(self) -> None:
        for keys, slot in (
            (Keys.STOP, self._on_escape),
            (Keys.SEND, self.composer.submit),
            ("Ctrl+Enter", self.composer.submit),
        ):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(slot)

    def _on_escape(self) -> None:
        """The nearest thing that can be stopped."""
        if self.talking.cancel() or self.model.recordings.stop():
            return
        if self.model.is_busy:
            self.model.stop()
        elif self.composer.is_editing:
            self.composer.stop_editing()
        else:
            self.aloud.hush()
            self.composer.field.setFocus()

    def _hush(self) -> None:
        """Somebody else is to be heard."""
        self.aloud.hush()
        self.model.recordings.stop()

    def _on_aloud(self, key: object) -> None:
        if key is not None:
            self.talking.hit_key()
            self.model.recordings.stop()

    def _on_recording_played(self) -> None:
        self.talking.hit_key()
        self.aloud.hush()

    def _on_chosen(self, number: int | None) -> None:
        if number is None:
            self.begin(is_private=False)
        elif number != self.model.number:
            self.model.open(number)

    def _on_opened(self, what: Opened) -> None:
        self.private_chip.setVisible(what.is_private)
        self.keep.setVisible(what.is_private)
        self.drafts.go_to(what.number, is_private=what.is_private)
        self.composer.write("")
        self._mark()

    def _on_settled(self, settled: Settled) -> None:
        self.drafts.is_kept_as(settled.number)
        self._mark()

    def _mark(self) -> None:
        self.panel.mark(self.model.number)

    def _on_draft(self, text: str) -> None:
        if not self.composer.is_editing:
            self.composer.write(text)

    def _on_changed(self, text: str) -> None:
        if not self.composer.is_editing:
            self.drafts.note(text)
            self._measuring.start()

    def _on_dictated(self, text: str) -> None:
        """Words that are looked at before they are sent."""
        write_into(self.composer.field, text)
        self.composer.field.setFocus()

    def _on_action(self, name: str) -> None:
        if name == "help":
            self._show_help()
        else:
            self.begin(is_private=name == "private")

    def _show_help(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("What you can say"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(HELP)
        box.exec()


HELP = QCoreApplication.translate(
    "ChatPage",
    "Say it in your own words: “remind me …”, “add a task …”, “note …”, “what is due …”, “what do "
    "you know about …”, “forget …”, “undo that”.\n\n"
    "Enter sends, Shift+Enter begins a line. Ctrl+Enter sends from anywhere on the page. Esc stops "
    "an answer. Up, while nothing is written, says your last words differently. Alt+Up leads to "
    "the messages, Up and Down from one to the next.\n\n"
    "/ lists requests, @ finds people, memories and notes. Drop a text file to talk about it.",
)
