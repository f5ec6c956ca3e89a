"""What the owner's documents answer within a conversation, kept with them.

A question leans on the one before it only if documents answered that one, too.
"""

from collections.abc import Callable, Iterator

from inference.asking import summing, talk
from inference.asking.following import Before
from inference.branch import Branch
from inference.engines.protocols import ChatEngine, Stopped
from inference.tools.base import Desk
from inference.turn import TurnEvent, TurnFinished, Words
from inference.understanding.plan import Plan
from vault.conversations import Said, Speaker

Otherwise = Callable[[str, Stopped], Iterator[TurnEvent]]
"answers as usual what is not theirs to know"


class Papers:
    """What documents say at the end of a branch."""

    def __init__(self, chat: ChatEngine | None, desk: Callable[[], Desk], branch: Branch) -> None:
        self._chat = chat
        self._desk = desk
        self._branch = branch
        self._before: Before | None = None
        "the last question, if documents answered it: the next may lean on it"

    def begin_anew(self) -> None:
        """No question was asked before the next one."""
        self._before = None

    def leaning(self, text: str) -> talk.Wish | None:
        """A question that goes on from the last one; only the very next can."""
        before, self._before = self._before, None
        return talk.leaning(text, before)

    def wanted(self, text: str, plan: Plan) -> talk.Wish | None:
        """A question for documents; without a model they are only looked through."""
        if self._chat is None or plan.reply:
            return None
        return talk.wanted(self._desk(), text, plan)

    def listed(self, text: str) -> Iterator[TurnEvent] | None:
        """The documents of a time, if that is what is asked for."""
        told = talk.listed(self._desk(), text)
        return None if told is None else self._shown(told)

    def summary(
        self, text: str, stopped: Stopped, otherwise: Otherwise
    ) -> Iterator[TurnEvent] | None:
        """A summary, if one is asked for of a document that there is."""
        desk = self._desk()
        if self._chat is None or (paper := summing.wanted(desk, text)) is None:
            return None
        told = summing.told(desk, self._chat, paper, stopped)
        return self._told(told, lambda: otherwise(text, stopped))

    def answer(
        self, wish: talk.Wish, stopped: Stopped, otherwise: Otherwise
    ) -> Iterator[TurnEvent]:
        """What documents say to a question."""
        told = talk.told(self._desk(), self._chat, wish, stopped)
        return self._told(told, lambda: otherwise(wish.text, stopped))

    def _told(
        self, told: Iterator[talk.TalkEvent], otherwise: Callable[[], Iterator[TurnEvent]]
    ) -> Iterator[TurnEvent]:
        """What they say, with its pages; what is not theirs to know is answered as usual."""
        for event in told:
            if not isinstance(event, talk.Told):
                yield event
            elif event.text or event.reason != "end":
                yield self._kept(event)
            else:
                yield from otherwise()

    def _shown(self, told: talk.Told) -> Iterator[TurnEvent]:
        yield Words(told.text)
        yield self._kept(told)

    def _kept(self, told: talk.Told) -> TurnFinished:
        """An answer that is drawn from documents goes with them."""
        self._before = told.before
        said = Said(Speaker.ASSISTANT, told.text, derived_from=told.documents)
        return self._branch.finish(said, told.used, told.reason)
