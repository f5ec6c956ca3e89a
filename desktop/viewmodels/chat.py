"""The page “Chat” without its window: one conversation that is shown, its turns, what is learned.

A turn is led on the model lane by its `Lead`; only what belongs to the conversation that is shown
reaches the page. A conversation that is left goes on answering, and is found as it then stands.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.commands.acting import chosen, spoken_choice
from desktop.errors import describe
from desktop.jobs import Job
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.viewmodels import chat_history
from desktop.viewmodels.chat_history import Stretch
from desktop.viewmodels.chat_lead import Began, Ended, Given, Lead, Turn, take_back
from desktop.viewmodels.chat_shown import (
    Attached,
    Choice,
    Evidence,
    Fill,
    Lesson,
    Opened,
    Settled,
    Shown,
    Step,
    Who,
)
from desktop.viewmodels.page import SessionModel
from inference.guard import Done
from inference.memory import keeping
from inference.memory.keeping import Kept, Outcome
from inference.tools.base import Call, by_owner
from inference.tools.errors import ApprovalNeeded, WhichOne
from inference.turn import (
    ApprovalWaits,
    Asked,
    ToolDone,
    ToolFailed,
    ToolProposed,
    Words,
)
from inference.types import Loading, Reading
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
NOTED = (Outcome.ADDED, Outcome.UPDATED, Outcome.ENDED)


class ChatModel(SessionModel):
    """What the page shows and can do."""

    opened = Signal(object)
    "an Opened: another conversation is shown"
    earlier_came = Signal(object, bool)
    "messages that stand before those that are shown, and whether there are still earlier ones"
    own_said = Signal(str)
    "the owner’s words, as they go off"
    began = Signal(int)
    "the message that they are"
    stage = Signal(str, float)
    "what is being done, and how far it is; below 0 where nobody knows"
    words = Signal(str)
    step = Signal(object)
    asked = Signal(str, object)
    "a question before anything is done, and the Choices that it offers"
    waits = Signal(int)
    "the number of what waits for the owner’s yes"
    answered_wait = Signal(int, object)
    "a question was answered: the question that took its place, a Shown, or None"
    settled = Signal(object)
    broke = Signal(object)
    "an ErrorCard about an answer that did not come"
    given_back = Signal(str)
    "words that were stopped before they were heard"
    learned = Signal(object)
    busy_changed = Signal(bool)
    filled = Signal(object)
    weights_known = Signal(bool)
    "whether anything is here to answer with"
    place_found = Signal(object)
    lesson_kept = Signal(str, int)
    "what holds from now on, and the change by which it can be taken back"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self._lead = Lead()
        self._jobs: dict[Lead, Job[Ended]] = {}
        self._arriving: dict[Lead, list[str]] = {}
        self._heard: set[Lead] = set()
        self._waiting: set[int] = set()
        self._kept: dict[int, Kept] = {}
        self._which: tuple[Call, WhichOne] | None = None
        self._shown: set[int] = set()
        self._earliest: int | None = None
        self._last: int | None = None
        self._draft = ""
        self._is_measuring = False

    @property
    def number(self) -> int | None:
        return self._lead.number

    @property
    def is_private(self) -> bool:
        return self._lead.is_private

    @property
    def is_busy(self) -> bool:
        return self._lead in self._jobs

    def refresh(self) -> None:
        """Whether there is something to answer with, and whether what is shown is still there."""
        self._look_after()
        self._measure()
        if self._shown and not self.is_busy and not self.is_private:
            shown = sorted(self._shown)
            self.session.look(
                lambda assistant: traces.there(assistant.conn, shown),
                on_done=lambda there: self._on_there(shown, there), on_error=self.fail,
            )  # fmt: skip

    # Which conversation

    def begin(self, *, is_private: bool = False) -> None:
        """A new conversation; nothing of it is kept before something is said."""
        self._show(Lead(is_private=is_private), Opened(None, is_private=is_private))

    def open(self, number: int, *, last: int | None = None, at: int | None = None) -> None:
        """Show a conversation that is kept, at the end of this branch or of the latest."""
        running = next((one for one in self._jobs if one.number == number), None)

        def work(assistant: "Assistant") -> Stretch:
            conversations.get(assistant.conn, number)
            return chat_history.read(assistant.conn, number, last)

        def found(stretch: Stretch) -> None:
            lead = running if running in self._jobs else None
            arriving = "".join(self._arriving[lead]) if lead else None
            self._show(
                lead or Lead(number, stretch.last),
                Opened(number, stretch.messages, stretch.has_earlier, arriving=arriving, at=at),
            )
            self._last = stretch.last

        self.session.look(work, on_done=found, on_error=self.fail)

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

    # Turns

    def say(self, text: str, attached: tuple[Attached, ...] = ()) -> None:
        """The owner’s words."""
        whole = "\n\n".join([text, *map(_quoted, attached)]).strip()
        if not whole or self.is_busy:
            return
        self.own_said.emit(whole)
        self._run(lambda talk, stopped: talk.turn(whole, stopped), whole)

    def edit(self, message: int, text: str) -> None:
        """Say this in place of one of the owner’s messages; the old one stays beside it."""
        if text.strip() and not self.is_busy:
            self.own_said.emit(text)
            self._run(lambda talk, stopped: talk.edit(message, text, stopped), text)

    def again(self, answer: int) -> None:
        """Another answer beside this one."""
        if self.is_busy:
            return
        lead = self._lead

        def prepare(assistant: "Assistant") -> None:
            lead.go_to(assistant, answer)

        self._run(lambda talk, stopped: talk.again(stopped), "", prepare)

    def choose(self, choice: Choice) -> None:
        """One of the answers that a question offered."""
        which, self._which = self._which, None
        if which is None:
            self.say(choice.label)
            return
        call = chosen(*which, int(choice.value))
        lead = self._lead
        if call is None:
            return

        def done(result: tuple[Done, Shown]) -> None:
            self.session.heard_of(result[0])
            if lead is self._lead:
                self._note_shown((result[1],))
                self.settled.emit(Settled(lead.number, None, result[1]))

        self.session.think(
            lambda assistant, _job: lead.carry_out(assistant, call), on_done=done,
            on_error=self._on_choice_failed,
        )  # fmt: skip

    def stop(self) -> None:
        """Stop answering; what has come of the answer is kept."""
        job = self._jobs.get(self._lead)
        if job is not None:
            job.cancel()
            self.stage.emit(self.tr("Stopping…"), -1.0)

    # What comes of an answer

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
            return Place(page, number)

        self.session.look(kind, on_done=self.place_found.emit, on_error=self.fail)

    def measure(self, draft: str) -> None:
        """How full it would be with these words."""
        self._draft = draft
        self._measure()

    # What happens on the way

    def _run(
        self, make: Turn, text: str, prepare: "Callable[[Assistant], None] | None" = None
    ) -> None:  # fmt: skip
        lead = self._lead
        self._which = None
        self._arriving[lead] = []
        self._heard.discard(lead)

        def work(assistant: "Assistant", job: Job[Ended]) -> Ended:
            if prepare is not None:
                prepare(assistant)
            ended.append(lead.turn(assistant, job, make))
            return ended[0]

        ended: list[Ended] = []
        self._jobs[lead] = self.session.think(
            work, on_event=lambda event: self._on_event(lead, event),
            on_done=lambda result: self._on_ended(lead, result),
            on_error=lambda error: self._on_broken(lead, error),
            on_stopped=lambda: self._on_stopped(lead, ended, text),
        )  # fmt: skip
        self.stage.emit(self.tr("Understanding…"), -1.0)
        self.busy_changed.emit(self.is_busy)

    def _on_event(self, lead: Lead, event: Any) -> None:
        if isinstance(event, Words):
            self._arriving[lead].append(event.text)
        if isinstance(event, ToolDone):
            self.session.heard_of(Done(event.result, event.change))
        if isinstance(event, ApprovalWaits):
            self.session.waits.emit(event.approval)
        if isinstance(event, Began):
            self._heard.add(lead)
        if lead is self._lead:
            self._tell(event)

    def _tell(self, event: Any) -> None:
        """What the page is told of an event."""
        if isinstance(event, Began):
            self._shown.update([event.message] if event.number else [])
            self.began.emit(event.message)
            self.stage.emit(self.tr("Thinking…"), -1.0)
        elif isinstance(event, Loading):
            self.stage.emit(self.tr("Loading the model…"), event.share)
        elif isinstance(event, Reading):
            self.stage.emit(self.tr("Reading…"), event.done / max(event.total, 1))
        elif isinstance(event, Words):
            self.words.emit(event.text)
        elif isinstance(event, Asked):
            some = tuple(Choice(spoken_choice(one), one) for one in event.question.choices)
            self.asked.emit(event.question.text, some)
        else:
            self._tell_of_tool(event)

    def _tell_of_tool(self, event: Any) -> None:
        if isinstance(event, ToolProposed):
            self.stage.emit(self.tr("Doing it…"), -1.0)
        elif isinstance(event, ToolDone):
            self.step.emit(Step(event.call.tool.replace("_", " ")))
        elif isinstance(event, ApprovalWaits):
            self._waiting.add(event.approval)
            self.waits.emit(event.approval)
        elif isinstance(event, ToolFailed) and isinstance(event.error, WhichOne):
            self._ask_which(event.call, event.error)
        elif isinstance(event, ToolFailed):
            self.step.emit(Step(event.call.tool.replace("_", " "), describe(event.error)))

    def _ask_which(self, call: Call, error: WhichOne) -> None:
        self._which = (call, error)
        some = tuple(Choice(text, str(number)) for number, text in error.choices)
        self.asked.emit(self.tr("Which %s do you mean?") % error.kind, some)

    def _on_ended(self, lead: Lead, result: Ended) -> None:
        self._over(lead)
        if lead is not self._lead:
            return
        settled = result.settled
        messages = [one for one in (settled.own, settled.answer) if one is not None]
        self._note_shown(tuple(messages))
        self._last = messages[-1].number if messages else self._last
        self.settled.emit(settled)
        if result.failed is not None:
            self.broke.emit(describe(result.failed))
        if result.lacks_weights:
            self.weights_known.emit(not result.lacks_weights)
        self._measure()
        self._learn(lead)

    def _on_stopped(self, lead: Lead, ended: list[Ended], text: str) -> None:
        if ended and (lead in self._heard or ended[0].settled.own is not None):
            settled = replace(ended[0].settled, left="cancelled")
            self._on_ended(lead, Ended(settled))
            return
        self._over(lead)
        if lead is self._lead:
            self.given_back.emit(text)

    def _on_broken(self, lead: Lead, error: BaseException) -> None:
        self._over(lead)
        if lead is self._lead:
            self.broke.emit(describe(error))
        else:
            self.fail(error)

    def _over(self, lead: Lead) -> None:
        self._jobs.pop(lead, None)
        self._arriving.pop(lead, None)
        self.session.tell_changed()
        if lead is self._lead:
            self.busy_changed.emit(self.is_busy)

    def _on_choice_failed(self, error: BaseException) -> None:
        if isinstance(error, ApprovalNeeded):
            self._waiting.add(error.approval)
            self.session.waits.emit(error.approval)
            self.waits.emit(error.approval)
        else:
            self.broke.emit(describe(error))

    def _learn(self, lead: Lead) -> None:
        """What is worth keeping of it, once it is answered."""

        def found(some: list[Kept]) -> None:
            lessons = []
            for one in some:
                if one.memory is not None and one.outcome in (*NOTED, Outcome.PROPOSED):
                    self._kept[one.memory] = one
                    is_guess = one.outcome is Outcome.PROPOSED
                    lessons.append(Lesson(one.text, one.memory, is_guess))
            if lessons:
                self.session.tell_changed()
                if lead is self._lead:
                    self.learned.emit(tuple(lessons))

        self.session.think(
            lambda assistant, _job: lead.learn(assistant), on_done=found, on_error=self.fail
        )

    def _look_after(self) -> None:
        """What became of the questions that wait for a yes."""
        lead = self._lead
        for number in sorted(self._waiting):
            self._look_after_one(lead, number)

    def _look_after_one(self, lead: Lead, number: int) -> None:
        self.session.think(
            lambda assistant, _job: lead.look_after(assistant, number),
            on_done=lambda given: self._on_given(lead, number, given), on_error=self.fail,
        )  # fmt: skip

    def _on_given(self, lead: Lead, number: int, given: Given | None) -> None:
        if given is None or number not in self._waiting:
            return
        self._waiting.discard(number)
        if given.instead is not None:
            self._waiting.add(given.instead)
        if given.shown is not None:
            self._last = given.shown.number
            self._note_shown((given.shown,))
        if lead is self._lead:
            self.answered_wait.emit(number, given.instead or given.shown)

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

    def _measure(self) -> None:
        lead, draft = self._lead, self._draft
        if self.is_busy or self._is_measuring:
            return

        def found(result: tuple[Fill, bool]) -> None:
            self._is_measuring = False
            self.weights_known.emit(result[1])
            if lead is self._lead:
                self.filled.emit(result[0])

        def failed(error: BaseException) -> None:
            self._is_measuring = False
            self.fail(error)

        self._is_measuring = True
        self.session.think(
            lambda assistant, _job: (lead.fill(assistant, draft), assistant.mind.chat is not None),
            on_done=found, on_error=failed,
        )  # fmt: skip

    def _show(self, lead: Lead, what: Opened) -> None:
        was_busy = self.is_busy
        self._lead = lead
        self._shown.clear()
        self._waiting.clear()
        self._which, self._earliest, self._last = None, None, None
        self._note_shown(what.messages)
        self.opened.emit(what)
        if was_busy or self.is_busy:
            self.busy_changed.emit(self.is_busy)
        self._measure()

    def _note_shown(self, messages: tuple[Shown, ...]) -> None:
        numbers = [one.number for one in messages if one.number > 0]
        self._shown.update(numbers)
        if numbers and (self._earliest is None or numbers[0] < self._earliest):
            self._earliest = numbers[0]


def arrived(who: Who, text: str, number: int = 0) -> Shown:
    """Words before they are kept."""
    return Shown(number, who, text, datetime.now(UTC))


def _quoted(attached: Attached) -> str:
    """A text from outside, each line marked: it is read, and never obeyed."""
    lines = [f"From {attached.name}:", *attached.untrusted_text.strip().splitlines()]
    return "\n".join(f"> {line}" for line in lines)


def _is_there(assistant: "Assistant", number: int | None) -> bool:
    try:
        conversations.get(assistant.conn, number or 0)
    except NotThere:
        return False
    return True
