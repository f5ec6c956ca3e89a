"""One turn: understand, then act or look up and answer, then keep what was said.

Acting goes through the gate; answering is a model that reads and writes text and can do nothing
else. What is kept is kept by `branch.py`, which keeps nothing of a private conversation.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from inference import drawn, early, learning, preferences, prompt
from inference import guard as gate
from inference.asking import summing, talk
from inference.asking.following import Before
from inference.branch import Branch
from inference.early import Early
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.errors import InferenceError
from inference.guard import Guard
from inference.memory.forgetting import INSTEAD
from inference.memory.gather import Context, Wanted, gather
from inference.memory.keeping import Kept, Outcome
from inference.tools.base import Call, Desk, Result
from inference.tools.errors import ApprovalNeeded, NotAllowed, ToolError
from inference.turn import (
    ApprovalWaits,
    Asked,
    Heard,
    Recalled,
    ToolDone,
    ToolFailed,
    ToolProposed,
    TurnEvent,
    TurnFailed,
    TurnFinished,
    Understood,
    Used,
    Words,
)
from inference.types import Failed, Finished, FinishReason, Loading, Reading, Token
from inference.understanding import answering, correcting
from inference.understanding.language import is_foreign
from inference.understanding.plan import Plan
from inference.understanding.slots import Spoken
from inference.understanding.understand import Understanding
from vault import items, traces
from vault.conversations import Message, Said, Speaker
from vault.items import Source

NOT_IN_PRIVATE = frozenset({"remember", "correct", "set_profile"})
LEFT = "All right, I left it."
ENGLISH_ONLY = "I can act on English only so far, so nothing was done.\n\n"
NOTED = {
    Outcome.ADDED: "Noted: {}",
    Outcome.UPDATED: "Noted: {}",
    Outcome.ENDED: "Noted: {}",
    Outcome.KNOWN: "I know: {}",
}
TAKEN_BACK = "Taken back: {}"
GONE_ALREADY = "That was taken back already."
UNDO = re.compile(
    r"(?:(?:no|oh|wait|actually|please|sorry)[, ]+)*"
    r"(?:(?:undo|cancel|scratch|revert|take back)(?: (?:that|it|this|the last one|that again))?"
    r"|take (?:that|it) back|never ?mind(?: that)?)(?:,? please)?[.! ]*",
    re.IGNORECASE,
)
"said right after something was done"
FORGET = "forget"
IN_VIEW = 100
"messages of a conversation among which those are looked for that there is room for"


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
        self._waiting: Plan | None = None
        self._used: tuple[Used, ...] = ()
        self._last: Done | None = None
        "what the owner's last words brought about: the next ones may put it right"
        self._about: Plan | None = None
        "what was done last, whenever it was: what “it” is"
        self._talk: Message | None = None
        "what was last said without asking for anything: there may be something to learn in it"
        self._learned: list[Kept] = []
        "what was learned in answering"
        self._noted_last: tuple[Kept, ...] = ()
        "what the last answer said was noted"
        self._changes: list[int | tuple[Kept, ...]] = []
        "what this conversation changed or noted, the latest last"
        self._papers: Before | None = None
        "the last question, if documents answered it: the next may lean on it"
        self._early: Early | None = None
        self.is_heard = False
        "whether answers are for the ear"
        self._unheard = ""
        "what the owner did not hear of the last answer"

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
        return self._noted_last

    def go_to(self, last: int | None) -> None:
        """Go on after this message: what came later stays, as another branch."""
        self._waiting, self._used, self._talk = None, (), None
        self._last = self._about = None
        self._papers = None
        self._early, self._unheard = None, ""
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
            yield from self._answered(last.text, stopped)

    def heard_only(self, unheard: str) -> None:
        """The last answer was spoken and interrupted: this part of it was not heard."""
        self._unheard = unheard

    def expect(self, text: str, stopped: Stopped = never) -> None:
        """Read ahead what an answer will need, while its question is still being said.

        Without words of it, that is what all answers begin with. Nothing is kept, and nothing is
        done; what a rule knows to do needs no answer.
        """
        chat = self._mind.chat
        if chat is None:
            return
        found = self._mind.understanding.rules.read(text, self._spoken()) if text else None
        if found is not None and found.calls and not found.is_guess:
            return
        desk = self._mind.desk()
        now = early.moment(self._early, desk.now)
        context = self._gathered(desk, text, self.branch, is_private=True) if text else Context()
        self._early = Early(text, context, now)
        asked = prompt.Question(text, now, self._length(desk), self._unheard, self.is_heard)
        request = replace(prompt.answer(asked, context, self.branch), max_tokens=0)
        for event in chat.stream(request, stopped=stopped):
            if isinstance(event, Failed):
                return  # whoever asks in earnest is told
        if not text:
            self._mind.understanding.wake()

    def turn(self, text: str, stopped: Stopped = never) -> Iterator[TurnEvent]:
        """Everything that comes of the owner's words, up to TurnFinished or TurnFailed."""
        try:
            yield from self._turn(text, stopped)
        finally:
            self._early, self._unheard = None, ""  # they were for these words only

    def _turn(self, text: str, stopped: Stopped) -> Iterator[TurnEvent]:
        self._noted_last = ()
        yield Heard(self._branch.keep(Said(Speaker.OWNER, text)))
        waiting, self._waiting = self._waiting, None
        last, self._last = self._last, None
        papers, self._papers = self._papers, None
        if (events := self._without_plan(text, waiting, last, stopped)) is not None:
            yield from events
            return
        if (leaning := talk.leaning(text, papers)) is not None:
            yield from self._asked_of(leaning, stopped)
        elif (listed := talk.listed(self._mind.desk(), text)) is not None:
            yield Words(listed.text)
            yield self._from_papers(listed)
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
            yield self._finished(plan.question.text, speaker=Speaker.TOOL)
        elif (wish := self._wish(text, plan)) is not None:
            yield from self._asked_of(wish, stopped)
        elif plan.calls:
            yield from self._acted(plan, stopped)
        elif plan.reply:
            yield Words(plan.reply)
            yield self._finished(plan.reply, speaker=Speaker.TOOL)
        else:
            self._talk = self.branch[-1]
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
        chat, desk = self._mind.chat, self._mind.desk()
        if chat is not None and (paper := summing.wanted(desk, text)):
            return self._from_documents(summing.told(desk, chat, paper, stopped), text, stopped)
        return None

    def _left(self) -> Iterator[TurnEvent]:
        """What was asked for is not wanted any more."""
        yield Words(LEFT)
        yield self._finished(LEFT, speaker=Speaker.TOOL)

    def _taken_back(self) -> Iterator[TurnEvent]:
        """“Undo that”: the last change of this conversation, or what it noted last."""
        desk, last = self._mind.desk(), self._changes.pop()
        if isinstance(last, tuple):
            says = self._unlearned(desk, last)
        else:
            try:
                says = self._mind.guard.undo(desk, last).says
            except ToolError as error:
                yield TurnFailed(error, None, "")
                return
        yield Words(says)
        yield self._finished(says, speaker=Speaker.TOOL)

    def _unlearned(self, desk: Desk, noted: tuple[Kept, ...]) -> str:
        """What was noted goes again; what went already is not said to go now."""
        numbers = [one.memory for one in noted if one.memory is not None]
        there = traces.there(desk.conn, numbers)
        left = [one for one in noted if one.memory in there]
        for one in reversed(left):
            learning.take_back(desk, one)
        return "\n".join(TAKEN_BACK.format(one.text) for one in left) or GONE_ALREADY

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
        yield from self._acted(plan, stopped)

    def _noted(self, text: str) -> list[TurnEvent]:
        """An answer to somebody who only tells something: what was kept of it, and nothing else."""
        if "?" in text or self._branch.is_private:
            return []
        kept = self.learn()
        self._learned = [one for one in kept if one.outcome not in NOTED]
        self._noted_last = tuple(one for one in kept if one.outcome in NOTED)
        told = list(dict.fromkeys(NOTED[one.outcome].format(one.text) for one in kept
                                  if one.outcome in NOTED))  # fmt: skip
        if not told:
            return []
        if self._noted_last:
            self._changes.append(self._noted_last)
        answer = "\n".join(told)
        return [Words(answer), self._finished(answer, speaker=Speaker.TOOL)]

    def took_place(self, result: Result) -> None:
        """What had waited for a yes was done: that belongs to the conversation, too."""
        self._used = drawn.used_by(result)
        self._branch.keep(Said(Speaker.TOOL, drawn.shown(result), source=drawn.outside(result)))

    def learn(self) -> list[Kept]:
        """What the owner’s last message states that is worth keeping, once it is answered."""
        message, self._talk = self._talk, None
        left, self._learned = self._learned, []
        if message is None or self._branch.is_private:
            return left
        return left + learning.learn(self._mind.desk(), message)

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

    def _acted(self, plan: Plan, stopped: Stopped) -> Iterator[TurnEvent]:
        """One call after the other; the first that cannot be made ends the turn."""
        said: list[str] = []
        source: Source | None = None
        if any(call.tool == FORGET for call in plan.calls):
            self._branch.reword(INSTEAD)  # the words would name what is to be gone
        for call in plan.calls:
            if stopped():
                break
            for event in self._called(self._pointed(call)):
                yield event
            if isinstance(event, ToolDone):
                said.append(drawn.shown(event.result))
                source = drawn.outside(event.result) or source
                self._used = drawn.used_by(event.result)
                self._last, self._about = Done(event.call, event.change), Plan((event.call,))
            elif isinstance(event, ToolFailed):
                break
        text = "\n".join(said)
        if text:
            yield Words(text)
        yield self._finished(text, source, "cancelled" if stopped() else "end", Speaker.TOOL)

    def _called(self, call: Call) -> Iterator[TurnEvent]:
        guard, desk = self._mind.guard, self._mind.desk()
        tool = guard.tools.get(call.tool)
        if tool is not None:
            yield ToolProposed(call, tool.effect)
        try:
            if self._branch.is_private and call.tool in NOT_IN_PRIVATE:
                raise NotAllowed(call.tool, "private")
            done = guard.carry_out(desk, call, asker=gate.OWNER)
        except ApprovalNeeded as needed:
            yield ApprovalWaits(call, needed.approval)
        except ToolError as error:
            yield ToolFailed(call, error)
        else:
            if not self._branch.is_private:
                items.mark_used(desk.conn, done.result.items, desk.now)
            if done.change is not None and done.result.undo is not None:
                self._changes.append(done.change)
            yield ToolDone(call, done.result, done.change)

    def _pointed(self, call: Call) -> Call:
        """“That one” is what the last answer was about."""
        if call.arguments.get("old") != "last" or not self._used:
            return call
        return replace(call, arguments={**call.arguments, "old": str(self._used[0].item)})

    def _answered(self, text: str, stopped: Stopped) -> Iterator[TurnEvent]:
        """An answer in words, from what is known."""
        desk = self._mind.desk()
        before = self.branch[:-1]
        context = self._gathered(desk, text, before, is_private=self._branch.is_private)
        now = early.moment(self._early, desk.now)
        context = early.context(self._early, text, context, desk.conn)
        self._used = drawn.used(context)
        yield Recalled(self._used, context.tokens, prompt.CONTEXT_TOKENS)
        if self._mind.chat is None:
            yield self._finished("")
            return
        asked = prompt.Question(text, now, self._length(desk), self._unheard, self.is_heard)
        request = prompt.answer(asked, context, before)
        parts: list[str] = []
        for event in self._mind.chat.stream(request, stopped=stopped):
            if isinstance(event, Token):
                parts.append(event.text)
                yield Words(event.text)
            elif isinstance(event, Loading | Reading):
                yield event
            elif isinstance(event, Failed):
                text = "".join(parts)
                kept = self._branch.keep(Said(Speaker.ASSISTANT, text)) if text else None
                yield TurnFailed(event.error, kept, text)
            elif isinstance(event, Finished):
                yield self._told("".join(parts), context, event.reason)

    def _wish(self, text: str, plan: Plan) -> talk.Wish | None:
        """A question for the owner's documents; without a model they are only looked through."""
        if self._mind.chat is None or plan.reply:
            return None
        return talk.wanted(self._mind.desk(), text, plan)

    def _asked_of(self, wish: talk.Wish, stopped: Stopped) -> Iterator[TurnEvent]:
        """A question that documents are to answer."""
        told = talk.told(self._mind.desk(), self._mind.chat, wish, stopped)
        return self._from_documents(told, wish.text, stopped)

    def _from_documents(
        self, told: Iterator[talk.TalkEvent], text: str, stopped: Stopped
    ) -> Iterator[TurnEvent]:
        """What documents say, with its pages; what is not theirs to know is answered as usual."""
        for event in told:
            if not isinstance(event, talk.Told):
                yield event
            elif event.text or event.reason != "end":
                yield self._from_papers(event)
            else:
                yield from self._answered(text, stopped)

    def _from_papers(self, told: talk.Told) -> TurnFinished:
        """An answer that is drawn from documents, and goes with them."""
        self._used, self._papers = told.used, told.before
        said = Said(Speaker.ASSISTANT, told.text, derived_from=told.documents)
        kept = self._branch.keep(said) if told.text else None
        return TurnFinished(kept, told.text, told.reason, told.used)

    def _gathered(
        self, desk: Desk, text: str, before: tuple[Message, ...], *, is_private: bool
    ) -> Context:
        return gather(desk, Wanted(
            text, prompt.CONTEXT_TOKENS, prompt.tokens,
            branch=() if self._branch.is_private else before[-IN_VIEW:],
            asked=next(iter(self.branch[len(before) :]), None), is_private=is_private,
        ))  # fmt: skip

    def _length(self, desk: Desk) -> str:
        return str(preferences.value(desk.conn, "answers.length"))

    def _told(self, answer: str, context: Context, reason: FinishReason) -> TurnFinished:
        """An answer in words goes when what it was drawn from is forgotten."""
        asked = self.branch[-1].text if self.branch else ""
        said = Said(
            Speaker.ASSISTANT, answer, sensitivity=context.sensitivity,
            derived_from=drawn.drawn_on(context, answer, asked),
        )  # fmt: skip
        message = self._branch.keep(said) if answer else None
        return TurnFinished(message, answer, reason, self._used)

    def _finished(
        self, text: str, source: Source | None = None, reason: FinishReason = "end",
        speaker: Speaker = Speaker.ASSISTANT,
    ) -> TurnFinished:  # fmt: skip
        said = Said(speaker, text, source=source)
        message = self._branch.keep(said) if text else None
        return TurnFinished(message, text, reason, self._used)
