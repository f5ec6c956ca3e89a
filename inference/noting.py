"""What is noted of what the owner tells in a conversation, and taken back if it was wrong.

Of a private conversation nothing is.
"""

from collections.abc import Callable

from inference import learning
from inference.branch import Branch
from inference.memory.keeping import Kept, Outcome
from inference.tools.base import Desk
from vault import traces
from vault.conversations import Message

NOTED = {
    Outcome.ADDED: "Noted: {}",
    Outcome.UPDATED: "Noted: {}",
    Outcome.ENDED: "Noted: {}",
    Outcome.KNOWN: "I know: {}",
}
TAKEN_BACK = "Taken back: {}"
GONE_ALREADY = "That was taken back already."


class Noting:
    """Learns from the owner's messages of a branch."""

    def __init__(self, desk: Callable[[], Desk], branch: Branch) -> None:
        self._desk = desk
        self._branch = branch
        self._talk: Message | None = None
        "what was last said without asking for anything: there may be something to learn in it"
        self._learned: list[Kept] = []
        "what was learned in answering"
        self.last: tuple[Kept, ...] = ()
        "what the last answer said was noted"

    def hear(self, message: Message | None) -> None:
        """This was said without asking for anything; None: nothing was."""
        self._talk = message

    def told(self, text: str) -> str:
        """An answer to somebody who only tells something: what was kept of it; empty if nothing."""
        if "?" in text or self._branch.is_private:
            return ""
        kept = self.learn()
        self._learned = [one for one in kept if one.outcome not in NOTED]
        self.last = tuple(one for one in kept if one.outcome in NOTED)
        return "\n".join(
            dict.fromkeys(NOTED[one.outcome].format(one.text) for one in self.last)
        )  # fmt: skip

    def learn(self) -> list[Kept]:
        """What the owner’s last message states that is worth keeping, once it is answered."""
        message, self._talk = self._talk, None
        left, self._learned = self._learned, []
        if message is None or self._branch.is_private:
            return left
        return left + learning.learn(self._desk(), message)

    def take_back(self, noted: tuple[Kept, ...]) -> str:
        """What was noted goes again; what went already is not said to go now."""
        desk = self._desk()
        numbers = [one.memory for one in noted if one.memory is not None]
        there = traces.there(desk.conn, numbers)
        left = [one for one in noted if one.memory in there]
        for one in reversed(left):
            learning.take_back(desk, one)
        return "\n".join(TAKEN_BACK.format(one.text) for one in left) or GONE_ALREADY
