"""Answers in words, from what is known; and what they will need, read ahead.

A model reads and writes text here and can do nothing else. What it wrote is kept with what it was
drawn from, so that it goes when that is forgotten.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from inference import drawn, early, preferences, prompt
from inference.branch import Branch
from inference.early import Early
from inference.engines.protocols import ChatEngine, Stopped
from inference.memory.gather import Context, Wanted, gather
from inference.tools.base import Desk
from inference.turn import Recalled, TurnEvent, TurnFailed, TurnFinished, Words
from inference.types import Failed, Finished, FinishReason, Loading, Reading, Token
from vault.conversations import Message, Said, Speaker

IN_VIEW = 100
"messages of a conversation among which those are looked for that there is room for"


class Answers:
    """What a model answers at the end of a branch."""

    def __init__(self, chat: ChatEngine | None, desk: Callable[[], Desk], branch: Branch) -> None:
        self._chat = chat
        self._desk = desk
        self._branch = branch
        self._early: Early | None = None
        self.unheard = ""
        "what the owner did not hear of the last answer"

    def begin_anew(self) -> None:
        """What was read ahead, and what was not heard, was for other words."""
        self._early, self.unheard = None, ""

    def read_ahead(self, text: str, stopped: Stopped, *, is_heard: bool) -> bool:
        """Read what an answer to these words will need, as far as they are said; whether it was."""
        if self._chat is None:
            return False
        desk, before = self._desk(), self._branch.messages
        now = early.moment(self._early, desk.now)
        context = self._gathered(desk, text, before, is_private=True) if text else Context()
        self._early = Early(text, context, now)
        asked = prompt.Question(text, now, _length(desk), self.unheard, is_heard)
        request = replace(prompt.answer(asked, context, before), max_tokens=0)
        events = self._chat.stream(request, stopped=stopped)
        return not any(isinstance(event, Failed) for event in events)

    def to(self, text: str, stopped: Stopped, *, is_heard: bool) -> Iterator[TurnEvent]:
        """An answer to the owner's last message, which says this."""
        desk, before = self._desk(), self._branch.messages[:-1]
        context = self._gathered(desk, text, before, is_private=self._branch.is_private)
        now = early.moment(self._early, desk.now)
        context = early.context(self._early, text, context, desk.conn)
        yield Recalled(drawn.used(context), context.tokens, prompt.CONTEXT_TOKENS)
        if self._chat is None:
            yield TurnFinished(None, "", "end", drawn.used(context))
            return
        asked = prompt.Question(text, now, _length(desk), self.unheard, is_heard)
        request = prompt.answer(asked, context, before)
        parts: list[str] = []
        for event in self._chat.stream(request, stopped=stopped):
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

    def _told(self, answer: str, context: Context, reason: FinishReason) -> TurnFinished:
        """An answer in words goes when what it was drawn from is forgotten."""
        messages = self._branch.messages
        asked = messages[-1].text if messages else ""
        said = Said(
            Speaker.ASSISTANT, answer, sensitivity=context.sensitivity,
            derived_from=drawn.drawn_on(context, answer, asked),
        )  # fmt: skip
        return self._branch.finish(said, drawn.used(context), reason)

    def _gathered(
        self, desk: Desk, text: str, before: tuple[Message, ...], *, is_private: bool
    ) -> Context:
        return gather(desk, Wanted(
            text, prompt.CONTEXT_TOKENS, prompt.tokens,
            branch=() if self._branch.is_private else before[-IN_VIEW:],
            asked=next(iter(self._branch.messages[len(before) :]), None), is_private=is_private,
        ))  # fmt: skip


def _length(desk: Desk) -> str:
    return str(preferences.value(desk.conn, "answers.length"))
