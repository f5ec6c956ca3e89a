"""Leading turns: the owner’s words go to the model lane, and what happens there is told.

A turn is led by its `Lead`; only what belongs to the conversation that is shown reaches the page. A
conversation that is left goes on answering.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.commands.acting import chosen, spoken_choice
from desktop.jobs import Job
from desktop.session import Session
from desktop.translation import described, in_window
from desktop.viewmodels.chat_lead import Began, Ended, Given, Lead, Turn
from desktop.viewmodels.chat_shown import Attached, Choice, Fill, Lesson, Settled, Shown, Step
from desktop.viewmodels.entitling import Entitling
from desktop.viewmodels.fixed_words import fixed
from desktop.viewmodels.page import SessionModel
from inference.guard import Done
from inference.guard.questions import in_words
from inference.memory.keeping import Kept, Outcome
from inference.tools.base import Call
from inference.tools.errors import ApprovalNeeded, WhichOne
from inference.turn import ApprovalWaits, Asked, ToolDone, ToolFailed, ToolProposed, Words
from inference.types import Loading, Reading

if TYPE_CHECKING:
    from desktop.assistant import Assistant

NOTED = (Outcome.ADDED, Outcome.UPDATED, Outcome.ENDED)


class Turns(SessionModel):
    """Says what the owner wants to say, and tells what comes of it."""

    left_behind = Signal(int)
    "a message that is on the branch no longer, nor what followed it"
    own_said = Signal(str)
    "the owner’s words, as they go off"
    began = Signal(int)
    "the message that they are"
    own_kept = Signal(object, int)
    "a Lead, and the message in the vault that the owner’s words in it are; shown or not"
    turn_over = Signal(object)
    "a Lead, whatever came of its turn; shown or not"
    stage = Signal(str, float)
    "what is being done, and how far it is; below 0 where nobody knows"
    words = Signal(str)
    step = Signal(object)
    asked = Signal(str, object)
    "a question before anything is done, and the Choices that it offers"
    waits = Signal(int)
    "the number of what waits for the owner’s yes"
    decided = Signal(int)
    "the number of one that waits no longer"
    answered_wait = Signal(object)
    "what came of a yes, as a Shown"
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
        self._entitling = Entitling(session, self)
        self._draft = ""
        self._is_measuring = False

    @property
    def number(self) -> int | None:
        return self._lead.number

    @property
    def is_private(self) -> bool:
        return self._lead.is_private

    @property
    def lead(self) -> Lead:
        """The conversation that is shown, for whoever speaks in it."""
        return self._lead

    @property
    def is_busy(self) -> bool:
        return self._lead in self._jobs

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
            self.left_behind.emit(message)
            self.own_said.emit(text)
            self._run(lambda talk, stopped: talk.edit(message, text, stopped), text)

    def again(self, answer: int) -> None:
        """Another answer beside this one."""
        if self.is_busy:
            return
        lead = self._lead

        def prepare(assistant: "Assistant") -> None:
            lead.go_to(assistant, answer)

        self.left_behind.emit(answer)
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
            on_error=lambda error: self._on_choice_failed(lead, error),
        )  # fmt: skip

    def stop(self) -> None:
        """Stop answering; what has come of the answer is kept."""
        job = self._jobs.get(self._lead)
        if job is not None:
            job.cancel()
            self.stage.emit(self.tr("Stopping…"), -1.0)

    def measure(self, draft: str) -> None:
        """How full it would be with these words."""
        self._draft = draft
        self._measure()

    def _run(
        self, make: Turn, text: str, prepare: "Callable[[Assistant], None] | None" = None
    ) -> None:  # fmt: skip
        lead = self._lead
        self._entitling.leave()
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
            if event.number is not None:
                self.own_kept.emit(lead, event.message)
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
            self.words.emit(fixed(event.text))
        elif isinstance(event, Asked):
            some = tuple(Choice(spoken_choice(one), one) for one in event.question.choices)
            self.asked.emit(event.question.text, some)
        else:
            self._tell_of_tool(event)

    def _tell_of_tool(self, event: Any) -> None:
        if isinstance(event, ToolProposed):
            self.stage.emit(self.tr("Doing it…"), -1.0)
        elif isinstance(event, ToolDone):
            self.step.emit(Step(in_window(in_words(event.call.tool))))
        elif isinstance(event, ApprovalWaits):
            self._waiting.add(event.approval)
            self.waits.emit(event.approval)
        elif isinstance(event, ToolFailed) and isinstance(event.error, WhichOne):
            self._ask_which(event.call, event.error)
        elif isinstance(event, ToolFailed):
            self.step.emit(Step(in_window(in_words(event.call.tool)), described(event.error)))

    def _ask_which(self, call: Call, error: WhichOne) -> None:
        self._which = (call, error)
        some = tuple(Choice(text, str(number)) for number, text in error.choices)
        self.asked.emit(self.tr("Which %s do you mean?") % in_window(error.kind), some)

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
            self.broke.emit(described(result.failed))
        if result.lacks_weights:
            self.weights_known.emit(not result.lacks_weights)
        self._tell_learned(lead, result.told, is_told=True)
        self._measure()
        self._learn(lead)
        self._entitling.rest(lead)

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
            self.broke.emit(described(error))
        else:
            self.fail(error)

    def _over(self, lead: Lead) -> None:
        self._jobs.pop(lead, None)
        self._arriving.pop(lead, None)
        self.turn_over.emit(lead)
        self.session.tell_changed()
        if lead is self._lead:
            self.busy_changed.emit(self.is_busy)

    def _on_choice_failed(self, lead: Lead, error: BaseException) -> None:
        if isinstance(error, ApprovalNeeded):
            self.session.waits.emit(error.approval)
            if lead is self._lead:
                self._waiting.add(error.approval)
                self.waits.emit(error.approval)
        else:
            self.broke.emit(described(error))

    def _learn(self, lead: Lead) -> None:
        """What is worth keeping of it, once it is answered."""

        self.session.think(
            lambda assistant, _job: lead.learn(assistant),
            on_done=lambda some: self._tell_learned(lead, some, is_told=False),
            on_error=self.fail,
        )  # fmt: skip

    def _tell_learned(self, lead: Lead, some: Sequence[Kept], *, is_told: bool) -> None:
        """What was noted, so that it can be taken back; what may be, so that it can be kept."""
        lessons = []
        for one in some:
            if one.memory is not None and one.outcome in (*NOTED, Outcome.PROPOSED):
                self._kept[one.memory] = one
                is_guess = one.outcome is Outcome.PROPOSED
                lessons.append(Lesson(one.text, one.memory, is_guess, is_told))
        if lessons:
            self.session.tell_changed()
            if lead is self._lead:
                self.learned.emit(tuple(lessons))

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
        self.decided.emit(number)
        if given.instead is not None:
            self._waiting.add(given.instead)
        if given.shown is not None:
            self._last = given.shown.number
            self._note_shown((given.shown,))
            if lead is self._lead:
                self.answered_wait.emit(given.shown)

    def _measure(self) -> None:
        lead, draft = self._lead, self._draft
        if self.is_busy or self._is_measuring or self.session.jobs.is_closed:
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

    def _note_shown(self, messages: tuple[Shown, ...]) -> None:
        numbers = [one.number for one in messages if one.number > 0]
        self._shown.update(numbers)
        if numbers and (self._earliest is None or numbers[0] < self._earliest):
            self._earliest = numbers[0]


def _quoted(attached: Attached) -> str:
    """A text from outside, each line marked: it is read, and never obeyed."""
    lines = [f"From {attached.name}:", *attached.untrusted_text.strip().splitlines()]
    return "\n".join(f"> {line}" for line in lines)
