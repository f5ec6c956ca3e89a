"""The branch of a conversation that is gone on with: in the vault, or, private, in memory only.

What is kept of a conversation is kept here and nowhere else.
"""

from collections.abc import Callable
from dataclasses import replace

from inference.titles import title
from inference.tools.base import Desk
from inference.turn import TurnFinished, Used
from inference.types import FinishReason
from vault import conversations, traces
from vault.conversations import Message, Said, Speaker


class Branch:
    """Messages, each after the one before; the next one joins at the end."""

    def __init__(
        self, desk: Callable[[], Desk], number: int | None = None, *, is_private: bool = False
    ) -> None:
        self._desk = desk
        self._number = number
        self.is_private = is_private
        self._messages: list[Message] = []
        self._private: dict[int, Said] = {}
        "of a private conversation, whatever is known of its messages"

    @property
    def number(self) -> int | None:
        """The conversation's, in the vault; None while nothing is kept."""
        return self._number

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(self._messages)

    def go_to(self, last: int | None) -> None:
        """Go on after this message: what came later stays, as another branch."""
        if self.is_private:
            numbers = [one.id for one in self._messages]
            self._messages = self._messages[: numbers.index(last) + 1] if last in numbers else []
            return
        self._messages = conversations.branch(self._desk().conn, last) if last else []

    def before(self, message: int) -> int | None:
        """The message that this one came after."""
        return next(one.after for one in self._messages if one.id == message)

    def back_to_owner(self) -> Message | None:
        """Leave out what was answered to the owner's last message; that message."""
        while self._messages and self._messages[-1].speaker is not Speaker.OWNER:
            self._messages.pop()
        return self._messages[-1] if self._messages else None

    def keep(self, said: Said) -> int | None:
        """Add a message; its number, or None where nothing is to be left of it."""
        desk = self._desk()
        self._leave_out_forgotten()
        said = replace(said, after=self._messages[-1].id if self._messages else None)
        number = self._written(said)
        here = -len(self._messages) - 1 if number is None else number
        kept = Message(here, self._number or 0, said.after, said.speaker, said.text, desk.now)
        self._messages.append(kept)
        if number is None:
            self._private[here] = said
        return number

    def finish(
        self, said: Said, used: tuple[Used, ...], reason: FinishReason = "end"
    ) -> TurnFinished:
        """The end of a turn, with what was said in it, if anything was."""
        kept = self.keep(said) if said.text else None
        return TurnFinished(kept, said.text, reason, used)

    def reword(self, text: str) -> None:
        """The last message says something else, and so does a title that was made of it."""
        last = self._messages[-1]
        self._messages[-1] = replace(last, text=text)
        if self._number is None:
            return
        conn = self._desk().conn
        with conn.transaction():
            conversations.reword(conn, last.id, text)
            if conversations.get(conn, self._number).title == title(last.text):
                conversations.rename(conn, self._number, title(text))

    def keep_after_all(self) -> None:
        """What was said in private is kept from now on, with all that was said before."""
        if not self.is_private:
            return
        before, self._messages, self.is_private = self._messages, [], False
        conn = self._desk().conn
        with conn.transaction():
            for one in before:
                said = self._private[one.id]
                if len(traces.there(conn, said.derived_from)) == len(said.derived_from):
                    self.keep(replace(said, text=one.text))
        self._private.clear()

    def _written(self, said: Said) -> int | None:
        if self.is_private:
            return None
        desk = self._desk()
        if self._number is None:
            self._number = conversations.begin(desk.conn, title(said.text), desk.now)
        return conversations.say(desk.conn, self._number, said, desk.now)

    def _leave_out_forgotten(self) -> None:
        """What was forgotten meanwhile is said to nobody any more."""
        if not self.is_private:
            there = set(traces.there(self._desk().conn, [one.id for one in self._messages]))
            self._messages = [one for one in self._messages if one.id in there]
