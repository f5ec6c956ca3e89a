"""One turn: understand, then act or look up and answer, then keep what was said.

Here it is decided which of these the owner's words are for. Acting (`acting.py`) goes through the
gate; answering (`answers.py`, `asking/papers.py`) is a model that reads and writes text and can do
nothing else. What is kept is kept by `branch.py`, which keeps nothing of a private conversation.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inference import drawn
from inference.acting import Acting
from inference.answers import Answers
from inference.asking.papers import Papers
from inference.branch import Branch
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.errors import InferenceError
from inference.guard import Guard
from inference.memory.keeping import Kept
from inference.noting import Noting
from inference.tools.base import Call, Desk, Result
from inference.tools.errors import ToolError
from inference.turn import (
    Asked,
    Heard,
    Recalled,
    ToolDone,
    TurnEvent,
    TurnFailed,
    TurnFinished,
    Understood,
    Used,
    Words,
)
from inference.understanding import answering, correcting
from inference.understanding.language import is_foreign
from inference.understanding.plan import Plan
from inference.understanding.slots import Spoken
from inference.understanding.understand import Understanding
from vault.conversations import Message, Said, Speaker

LEFT = "All right, I left it."
ENGLISH_ONLY = "I can act on English only so far, so nothing was done.\n\n"
UNDO = re.compile(
    r"(?:(?:no|oh|wait|actually|please|sorry)[, ]+)*"
    r"(?:(?:undo|cancel|scratch|revert|take back)(?: (?:that|it|this|the last one|that again))?"
    r"|take (?:that|it) back|never ?mind(?: that)?)(?:,? please)?[.! ]*",
    re.IGNORECASE,
)
"said right after something was done"


@dataclass(frozen=True)
class Mind:
    """What a conversation is led with."""

    understanding: Understanding
    guard: Guard
    chat: ChatEngine | None
    desk: Callable[[], Desk]
    "what may be touched, with the time as it is at that moment"


@dataclass(frozen=True)
class Done:
    """A call that was made, and how it can be taken back."""

    call: Call
    change: int | None


class Conversation:
    """A conversation with the owner: one branch of it, at whose end the next turn begins."""

    def __init__(self, mind: Mind, *, number: int | None = None, is_private: bool = False) -> None:
        self._mind = mind
        self._branch = Branch(mind.desk, number, is_private=is_private)
        self._answers = Answers(mind.chat, mind.desk, self._branch)
        self._papers = Papers(mind.chat, mind.desk, self._branch)
        self._acting = Acting(mind.guard, mind.desk, self._branch)
        self._noting = Noting(mind.desk, self._branch)
        self._waiting: Plan | None = None
        self._used: tuple[Used, ...] = ()
        self._last: Done | None = None
        "what the owner's last words brought about: the next ones may put it right"
        self._about: Plan | None = None
        "what was done last, whenever it was: what “it” is"
        self._changes: list[int | tuple[Kept, ...]] = []
        "what this conversation changed or noted, the latest last"
        self.is_heard = False
        "whether answers are for the ear"

    @property
    def number(self) -> int | None:
        """Of the vault; None while nothing is kept."""
        return self._branch.number

    @property
    def branch(self) -> tuple[Message, ...]:
        return self._branch.messages

    @property
    def noted(self) -> tuple[Kept, ...]:
        """What the last answer said was noted: it may be taken back."""
        return self._noting.last

    def go_to(self, last: int | None) -> None:
        """Go on after this message: what came later stays, as another branch."""
        self._waiting, self._used = None, ()
        self._last = self._about = None
        self._noting.hear(None)
        self._papers.begin_anew()
        self._answers.begin_anew()
        self._branch.go_to(last)

    def keep_after_all(self) -> None:
        """A private conversation becomes an ordinary one."""
        self._branch.keep_after_all()

    def edit(self, message: int, text: str, stopped: Stopped = never) -> Iterator[TurnEvent]:
        """Say something else in place of a message of the owner's; the old one stays beside it."""
        self.go_to(self._branch.before(message))
        return self.turn(text, stopped)

    def again(self, stopped: Stopped = never) -> Iterator[TurnEvent]:
        """Answer the owner's last message once more, beside the answer that there is."""
        if last := self._branch.back_to_owner():
            yield from self._followed(self._answered(last.text, stopped))

    def heard_only(self, unheard: str) -> None:
        """The last answer was spoken and interrupted: this part of it was not heard."""
        self._answers.unheard = unheard

    def expect(self, text: str, stopped: Stopped = never) -> None:
        """Read ahead what an answer will need, while its question is still being said.

        Without words of it, that is what all answers begin with. Nothing is kept, and nothing is
        done; what a rule knows to do needs no answer.
        """
        found = self._mind.understanding.rules.read(text, self._spoken()) if text else None
        if found is not None and found.calls and not found.is_guess:
            return
        is_read = self._answers.read_ahead(text, stopped, is_heard=self.is_heard)
        if is_read and not text:  # whoever asks in earnest is told of a failure
            self._mind.understanding.wake()

    def turn(self, text: str, stopped: Stopped = never) -> Iterator[TurnEvent]:
        """Everything that comes of the owner's words, up to TurnFinished or TurnFailed."""
        try:
            yield from self._followed(self._turn(text, stopped))
        finally:
            self._answers.begin_anew()

    def _followed(self, events: Iterator[TurnEvent]) -> Iterator[TurnEvent]:
        """Notice on the way what was done, and what an answer is about."""
        for event in events:
            if isinstance(event, Recalled | TurnFinished):
                self._used = event.used
            elif isinstance(event, ToolDone):
                self._used = drawn.used_by(event.result)
                self._last, self._about = Done(event.call, event.change), Plan((event.call,))
                if event.change is not None and event.result.undo is not None:
                    self._changes.append(event.change)
            yield event

    def _turn(self, text: str, stopped: Stopped) -> Iterator[TurnEvent]:
        self._noting.last = ()
        yield Heard(self._branch.keep(Said(Speaker.OWNER, text)))
        waiting, self._waiting = self._waiting, None
        last, self._last = self._last, None
        leaning = self._papers.leaning(text)
        if (events := self._without_plan(text, waiting, last, stopped)) is not None:
            yield from events
        elif leaning is not None:
            yield from self._papers.answer(leaning, stopped, self._answered)
        elif (listed := self._papers.listed(text)) is not None:
            yield from listed
        else:
            yield from self._understood(text, waiting, stopped)

    def _understood(self, text: str, waiting: Plan | None, stopped: Stopped) -> Iterator[TurnEvent]:
        """What the words ask for is found out first."""
        try:
            plan = self._completed(waiting, text) or self._planned(text, stopped)
        except InferenceError as error:
            yield TurnFailed(error, None, "")
            return
        yield Understood(plan)
        if plan.question is not None:
            self._waiting = plan
            yield Asked(plan.question)
            yield self._finished(plan.question.text)
        elif (wish := self._papers.wanted(text, plan)) is not None:
            yield from self._papers.answer(wish, stopped, self._answered)
        elif plan.calls:
            yield from self._acting.act(plan, self._used, stopped)
        elif plan.reply:
            yield Words(plan.reply)
            yield self._finished(plan.reply)
        else:
            self._noting.hear(self.branch[-1])
            if is_foreign(text):
                yield Words(ENGLISH_ONLY)
            yield from self._noted(text) or self._answered(text, stopped)

    def _without_plan(
        self, text: str, waiting: Plan | None, last: Done | None, stopped: Stopped
    ) -> Iterator[TurnEvent] | None:
        """What follows from words that are about what was just said, or name a document."""
        if waiting is not None and answering.gives_up(text):
            return self._left()
        if self._changes and UNDO.fullmatch(text.strip()):
            return self._taken_back()
        if last is not None and (call := correcting.corrected(last.call, text, self._spoken())):
            return self._put_right(last, call, stopped)
        return self._papers.summary(text, stopped, self._answered)

    def _left(self) -> Iterator[TurnEvent]:
        """What was asked for is not wanted any more."""
        yield Words(LEFT)
        yield self._finished(LEFT)

    def _taken_back(self) -> Iterator[TurnEvent]:
        """“Undo that”: the last change of this conversation, or what it noted last."""
        last = self._changes.pop()
        if isinstance(last, tuple):
            says = self._noting.take_back(last)
        else:
            try:
                says = self._mind.guard.undo(self._mind.desk(), last).says
            except ToolError as error:
                yield TurnFailed(error, None, "")
                return
        yield Words(says)
        yield self._finished(says)

    def _put_right(self, last: Done, call: Call, stopped: Stopped) -> Iterator[TurnEvent]:
        """“Actually make it 6”: another call in place of the last one."""
        plan = Plan((call,))
        yield Understood(plan)
        if last.change is not None:
            try:
                self._mind.guard.undo(self._mind.desk(), last.change)
            except ToolError as error:
                yield TurnFailed(error, None, "")
                return
            self._changes.remove(last.change)
        yield from self._acting.act(plan, self._used, stopped)

    def _noted(self, text: str) -> list[TurnEvent]:
        """An answer to somebody who only tells something: what was kept of it, and nothing else."""
        if not (told := self._noting.told(text)):
            return []
        self._changes.append(self.noted)
        return [Words(told), self._finished(told)]

    def took_place(self, result: Result) -> None:
        """What had waited for a yes was done: that belongs to the conversation, too."""
        self._used = drawn.used_by(result)
        self._branch.keep(Said(Speaker.TOOL, drawn.shown(result), source=drawn.outside(result)))

    def learn(self) -> list[Kept]:
        """What the owner’s last message states that is worth keeping, once it is answered."""
        return self._noting.learn()

    def _planned(self, text: str, stopped: Stopped) -> Plan:
        return self._mind.understanding.plan(text, self._spoken(), stopped, self._about)

    def _completed(self, waiting: Plan | None, text: str) -> Plan | None:
        """What was asked for before, with the gap filled; None where these words do not fill it."""
        if waiting is None:
            return None
        spoken = self._spoken()
        fresh = self._mind.understanding.rules.read(text, spoken)
        if fresh is not None and fresh.calls and not fresh.is_guess:
            return None
        return answering.answered(waiting, text, spoken)

    def _spoken(self) -> Spoken:
        return Spoken.at(self._mind.desk())

    def _answered(self, text: str, stopped: Stopped) -> Iterator[TurnEvent]:
        """An answer in words, from what is known."""
        return self._answers.to(text, stopped, is_heard=self.is_heard)

    def _finished(self, text: str) -> TurnFinished:
        """The end of a turn in which we said this."""
        return self._branch.finish(Said(Speaker.TOOL, text), self._used)
