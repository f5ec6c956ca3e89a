"""The page “Chat” without its window: which conversation is shown, and what its answers lead to."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.places import PageName, Place
from desktop.session import Session
from desktop.viewmodels import chat_history
from desktop.viewmodels.chat_history import Stretch
from desktop.viewmodels.chat_lead import Lead, take_back
from desktop.viewmodels.chat_shown import Evidence, Lesson, Opened, Shown, Who
from desktop.viewmodels.chat_turns import Turns
from desktop.viewmodels.recordings import Recordings
from inference import preferences
from inference.guard import Done
from inference.memory import keeping
from inference.tools.base import by_owner
from vault import conversations, items, traces
from vault.errors import NotThere
from vault.items import Kind

if TYPE_CHECKING:
    from desktop.assistant import Assistant

PAGES = {
    Kind.MEMORY: PageName.MEMORY, Kind.RELATION: PageName.MEMORY, Kind.TASK: PageName.TASKS,
    Kind.REMINDER: PageName.TASKS, Kind.DOCUMENT: PageName.DOCUMENTS,
    Kind.CONVERSATION: PageName.CHAT, Kind.MESSAGE: PageName.CHAT,
}  # fmt: skip
"where things of a kind are found; the rest with what is remembered"


class ChatModel(Turns):
    """What the page shows and can do."""

    opened = Signal(object)
    "an Opened: another conversation is shown"
    earlier_came = Signal(object, bool)
    "messages that stand before those that are shown, and whether there are still earlier ones"
    place_found = Signal(object)
    lesson_kept = Signal(str, int)
    "what holds from now on, and the change by which it can be taken back"

    _is_usually_private = False

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.recordings = Recordings(session, self)
        self.own_kept.connect(self.recordings.on_kept)
        self.turn_over.connect(self.recordings.on_over)
        self.recordings.failed.connect(self.fail)

    def refresh(self) -> None:
        """Whether there is something to answer with, and whether what is shown is still there."""
        self._look_after()
        self._measure()
        self.session.look(
            lambda assistant: bool(preferences.value(assistant.conn, "chats.private")),
            on_done=self._on_usual, on_error=self.fail,
        )  # fmt: skip
        if self._shown and not self.is_busy and not self.is_private:
            shown = sorted(self._shown)
            self.session.look(
                lambda assistant: traces.there(assistant.conn, shown),
                on_done=lambda there: self._on_there(shown, there), on_error=self.fail,
            )  # fmt: skip

    def begin(self, *, is_private: bool | None = None) -> None:
        """A new conversation; nothing of it is kept before something is said.

        Unless it is said, it is private where the owner wants new ones to be.
        """
        is_private = self._is_usually_private if is_private is None else is_private
        self._show(Lead(is_private=is_private), Opened(None, is_private=is_private))

    def open(self, number: int, *, last: int | None = None, at: int | None = None) -> None:
        """Show a conversation that is kept, at the end of this branch or of the latest."""
        running = next((one for one in self._jobs if one.number == number), None)

        def work(assistant: "Assistant") -> Stretch:
            conversations.get(assistant.conn, number)
            return chat_history.read(assistant.conn, number, last, at=at)

        def found(stretch: Stretch) -> None:
            lead = running if running in self._jobs else None
            arriving = "".join(self._arriving[lead]) if lead else None
            self._show(
                lead or Lead(number, stretch.last),
                Opened(number, stretch.messages, stretch.has_earlier, arriving=arriving, at=at),
            )
            self._last = stretch.last

        self.session.look(work, on_done=found, on_error=self.fail)

    def open_item(self, number: int) -> None:
        """A conversation, or the one in which this was said, there."""

        def found(where: tuple[int, int | None]) -> None:
            self.open(where[0], last=where[1], at=None if where[1] is None else number)

        self.session.look(
            lambda assistant: chat_history.where(assistant.conn, number),
            on_done=found, on_error=self.fail,
        )  # fmt: skip

    def _on_usual(self, is_private: bool) -> None:
        was, self._is_usually_private = self._is_usually_private, is_private
        if is_private and not was and self.number is None and not self._shown:
            self.begin()

    def load_earlier(self) -> None:
        """The messages before those that are shown."""
        lead, number, last, before = self._lead, self.number, self._last, self._earliest
        if number is None or before is None or lead.is_private:
            return

        def found(stretch: Stretch) -> None:
            if lead is self._lead and stretch.messages and before == self._earliest:
                self._note_shown(stretch.messages)
                self.earlier_came.emit(stretch.messages, stretch.has_earlier)

        self.session.look(
            lambda assistant: chat_history.read(assistant.conn, number, last, before),
            on_done=found, on_error=self.fail,
        )  # fmt: skip

    def let_go(self, first: int) -> None:
        """What stands before this message is not shown any longer; it is read again when wanted."""
        self._shown = {one for one in self._shown if one >= first}
        self._earliest = first

    def switch(self, way: int) -> None:
        """Show another of the messages that stand beside each other, and what followed it."""
        number = self.number
        if number is None or self.is_busy:
            return

        def end_of(assistant: "Assistant") -> int:
            return chat_history.Outline.of(assistant.conn, number).newest_below(way)

        self.session.look(
            end_of, on_done=lambda last: self.open(number, last=last, at=way), on_error=self.fail
        )

    def keep_after_all(self) -> None:
        """A private conversation is kept from now on, with what was said in it."""
        lead = self._lead

        def kept(number: int | None) -> None:
            self.session.tell_changed()
            if number is not None and lead is self._lead:
                self.open(number)

        self.session.think(
            lambda assistant, _job: lead.keep_after_all(assistant), on_done=kept,
            on_error=self.fail,
        )  # fmt: skip

    def forget_lesson(self, lesson: Lesson) -> None:
        """What was noted goes again; a guess is not offered again."""
        kept = self._kept[lesson.memory]

        def work(assistant: "Assistant") -> None:
            if lesson.is_proposed:
                keeping.drop(assistant.conn, lesson.memory, assistant.desk().now)
            else:
                take_back(assistant, kept)

        self.session.change(work, on_error=self.fail)

    def keep_lesson(self, lesson: Lesson) -> None:
        """A guess is right."""
        self.session.change(
            lambda assistant: keeping.accept(
                assistant.conn, lesson.memory, assistant.desk().now
            ),
            on_error=self.fail,
        )  # fmt: skip

    def teach(self, text: str) -> None:
        """The owner says how answers are to be: it holds from now on, and can be taken back."""
        text = text.strip().rstrip(".")
        is_own = text.casefold().startswith(("i ", "my ", "from now on", "always ", "never "))
        said = text if is_own else f"from now on, {text}"

        def kept(done: Done) -> None:
            if done.change is not None:
                self.lesson_kept.emit(text, done.change)

        if text:
            self.session.act(by_owner("remember", text=said), on_done=kept, on_error=self.fail)

    def undo(self, change: int) -> None:
        self.session.undo(change, on_error=self.fail)

    def save_note(self, text: str) -> None:
        self.act(by_owner("create_note", text=text))

    def save_task(self, text: str) -> None:
        """The first line of a text becomes a task."""
        line = next((one.strip(" #*->\t") for one in text.split("\n") if one.strip(" #*->\t")), "")
        if line:
            self.act(by_owner("create_task", title=line[:200]))

    def find(self, used: Evidence) -> None:
        """Where the thing is that an answer was written from."""

        def kind(assistant: "Assistant") -> Place:
            one = items.get(assistant.conn, used.item)
            page = PAGES.get(one.kind, PageName.MEMORY)
            number = one.parent if one.kind is Kind.MESSAGE else one.id
            if one.kind is Kind.DOCUMENT and used.page:
                return Place(page, f"{one.id}:{used.page}:{used.text}")
            return Place(page, number)

        self.session.look(kind, on_done=self.place_found.emit, on_error=self.fail)

    def _on_there(self, wanted: list[int], there: list[int]) -> None:
        """Something that is shown was forgotten meanwhile: it is not shown any longer."""
        if set(wanted) != self._shown or len(there) == len(wanted) or self.is_busy:
            return
        if self.number is None:
            return
        self.session.look(
            lambda assistant: _is_there(assistant, self.number),
            on_done=lambda is_there: self.open(self.number or 0) if is_there else self.begin(),
        )

    def _note_shown(self, messages: tuple[Shown, ...]) -> None:
        super()._note_shown(messages)
        self.recordings.see(messages)

    def _show(self, lead: Lead, what: Opened) -> None:
        was_busy = self.is_busy
        self.recordings.stop()
        self._lead = lead
        self._shown.clear()
        self._waiting.clear()
        self._which, self._earliest, self._last = None, None, None
        self._note_shown(what.messages)
        self.opened.emit(what)
        if was_busy or self.is_busy:
            self.busy_changed.emit(self.is_busy)
        self._measure()


def arrived(who: Who, text: str, number: int = 0) -> Shown:
    """Words before they are kept."""
    return Shown(number, who, text, datetime.now(UTC))


def _is_there(assistant: "Assistant", number: int | None) -> bool:
    try:
        conversations.get(assistant.conn, number or 0)
    except NotThere:
        return False
    return True
