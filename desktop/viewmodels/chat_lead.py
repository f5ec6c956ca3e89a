"""One conversation as the model lane leads it.

`Lead` is handed from job to job on that one lane, where the conversation lives; what the window
hears of it are frozen events. When a turn is stopped, it is still heard to its end, so that what
had come of the answer is kept.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop.engines import DEFAULT_CONTEXT
from desktop.jobs import Cancelled, Job
from desktop.viewmodels.chat_history import Outline, as_shown, evidence
from desktop.viewmodels.chat_shown import Fill, Settled, Shown
from inference import learning, prompt, titles
from inference.conversation import Conversation
from inference.engines.protocols import Stopped
from inference.guard import OWNER, Done
from inference.memory.keeping import Kept
from inference.tools.base import Call, Result
from inference.turn import Heard, TurnEvent, TurnFailed, TurnFinished
from vault import conversations
from vault.conversations import Speaker
from vault.runs import Answer, approval, asked_next

if TYPE_CHECKING:
    from desktop.assistant import Assistant

Turn = Callable[[Conversation, Stopped], Iterator[TurnEvent]]


@dataclass(frozen=True)
class Began:
    """The owner's words are kept; in this conversation, if in any."""

    number: int | None
    message: int


@dataclass(frozen=True)
class Ended:
    """A turn is over."""

    settled: Settled
    failed: Exception | None = None
    lacks_weights: bool = False
    told: tuple[Kept, ...] = ()
    "what the answer said was noted"


@dataclass(frozen=True)
class Given:
    """What became of a question that had waited for the owner's yes."""

    answer: Answer
    instead: int | None = None
    "the question that took its place"
    shown: Shown | None = None


class Lead:
    """A conversation and the point of it where the next turn begins."""

    def __init__(
        self, number: int | None = None, last: int | None = None, *, is_private: bool = False
    ) -> None:  # fmt: skip
        self.number = number
        self.is_private = is_private
        self.is_heard = False
        "whether the next answer is for the ear; said by the window, before it is asked"
        self._last = last
        self._talk: Conversation | None = None
        self._mind: object = None

    def turn(self, assistant: "Assistant", job: "Job[Ended]", make: Turn) -> Ended:
        """Lead a turn to its end, whatever happens on the way."""
        talk = self._at(assistant)
        ending: TurnEvent | None = None
        for event in make(talk, lambda: job.is_cancelled):
            ending = event
            told: Any = event
            if isinstance(event, Heard):
                self.number = talk.number
                told = Began(talk.number, talk.branch[-1].id)
            with contextlib.suppress(Cancelled):
                job.emit(told)
        return self._ended(assistant, talk, ending)

    def go_to(self, assistant: "Assistant", last: int | None) -> None:
        """Go on after this message."""
        self._at(assistant).go_to(last)

    def expect(self, assistant: "Assistant", text: str, stopped: Stopped) -> None:
        """Read ahead what an answer to words that begin like this will need."""
        self._at(assistant).expect(text, stopped)

    def heard_only(self, assistant: "Assistant", unheard: str) -> None:
        """The owner did not hear this part of the last answer."""
        self._at(assistant).heard_only(unheard)

    def learn(self, assistant: "Assistant") -> list[Kept]:
        """What is worth keeping of what the owner said last."""
        return self._at(assistant).learn()

    def entitle(self, assistant: "Assistant", stopped: Stopped) -> bool:
        """Let the model name the conversation if nobody did; whether it did."""
        chat, conn, number = assistant.mind.chat, assistant.conn, self.number
        if self.is_private or number is None or chat is None:
            return False
        said = [one for one in self._at(assistant).branch if one.speaker is not Speaker.TOOL]
        made = titles.title(said[0].text) if said else ""
        if titles.is_gist(made) or conversations.get(conn, number).title != made:
            return False
        found = titles.asked(chat, [one.text for one in said[:2]], stopped)
        if not found:
            return False
        with conn.transaction():
            conversations.rename(conn, number, found)
        return True

    def fill(self, assistant: "Assistant", draft: str) -> Fill:
        """How much of what can be held in view is taken."""
        room = prompt.room(self._at(assistant).branch, draft, DEFAULT_CONTEXT)
        return Fill(room.tokens, room.share, room.left_out)

    def keep_after_all(self, assistant: "Assistant") -> int | None:
        """A private conversation becomes an ordinary one; its number."""
        talk = self._at(assistant)
        talk.keep_after_all()
        self.is_private, self.number = False, talk.number
        return talk.number

    def carry_out(self, assistant: "Assistant", call: Call) -> tuple[Done, Shown]:
        """Do what the owner chose among several things, and say so in the conversation."""
        done = assistant.guard.carry_out(assistant.desk(), call, asker=OWNER)
        talk = self._at(assistant)
        talk.took_place(done.result)
        return done, as_shown(talk.branch[-1])

    def look_after(self, assistant: "Assistant", number: int) -> Given | None:
        """What became of a question; None while it waits."""
        one = approval(assistant.conn, number)
        if one.answer in (Answer.ASKED, Answer.YES):
            return None
        if one.answer is Answer.EDITED:
            following = asked_next(assistant.conn, one)
            return Given(one.answer, following.id if following else None)
        said = json.loads(one.result or "{}")
        if one.answer is not Answer.USED or "says" not in said:
            return Given(one.answer)
        talk = self._at(assistant)
        talk.took_place(Result(said["says"], said.get("data", {}), tuple(said.get("items", ()))))
        return Given(one.answer, shown=as_shown(talk.branch[-1]))

    def _at(self, assistant: "Assistant") -> Conversation:
        """The conversation, led by the assistant there is now; a private one keeps its own."""
        stale = self._mind is not assistant.mind and not self.is_private
        if self._talk is None or stale:
            last = self._last if self._talk is None else _end(self._talk)
            self._talk = assistant.conversation(number=self.number, is_private=self.is_private)
            self._mind = assistant.mind
            if last is not None:
                self._talk.go_to(last)
        self._talk.is_heard = self.is_heard
        return self._talk

    def _ended(
        self, assistant: "Assistant", talk: Conversation, ending: TurnEvent | None
    ) -> Ended:  # fmt: skip
        self.number = talk.number
        own = next((one for one in reversed(talk.branch) if one.speaker is Speaker.OWNER), None)
        last = talk.branch[-1] if talk.branch else None
        answer = as_shown(last) if last and own and last.speaker is not Speaker.OWNER else None
        ways = Outline.of(assistant.conn, talk.number).ways() if talk.number else {}
        settled = Settled(
            talk.number, _with_ways(as_shown(own) if own else None, ways),
            _with_ways(answer, ways),
        )  # fmt: skip
        if isinstance(ending, TurnFailed):
            return Ended(settled, ending.error)
        if not isinstance(ending, TurnFinished):
            return Ended(settled)
        if settled.answer is not None:
            used = tuple(evidence(assistant.conn, one) for one in ending.used)
            settled = replace(settled, answer=replace(settled.answer, used=used))
        left = ending.reason if ending.reason in ("cancelled", "length", "context") else ""
        lacks = not ending.text and ending.reason == "end" and assistant.mind.chat is None
        return Ended(replace(settled, left=left), lacks_weights=lacks, told=talk.noted)


def take_back(assistant: "Assistant", kept: Kept) -> None:
    """What was noted goes again."""
    learning.take_back(assistant.desk(), kept)


def _end(talk: Conversation) -> int | None:
    return talk.branch[-1].id if talk.branch else None


def _with_ways(shown: Shown | None, ways: dict[int, tuple[int, ...]]) -> Shown | None:
    return replace(shown, ways=ways.get(shown.number, ())) if shown else None
