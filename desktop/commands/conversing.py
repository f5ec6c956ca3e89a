"""A conversation as the command line leads it: each event of a turn as lines, or as a JSON row."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from desktop.cards import ErrorCard, command
from desktop.commands import approving, terminal, undo
from desktop.commands.acting import (
    DONE,
    NEEDS_YES,
    WRONG,
    Hand,
    carried_out,
    spoken_choice,
    which,
)
from desktop.commands.turns import row, understood, used_row
from desktop.errors import describe
from inference.engines.protocols import Stopped
from inference.errors import ContextFull
from inference.guard import OWNER, Done
from inference.memory.keeping import Kept, Outcome
from inference.reading import citing
from inference.tools.base import Result, by_owner
from inference.tools.errors import ToolError, UndoGone, WhichOne
from inference.turn import (
    ApprovalWaits,
    Asked,
    ToolDone,
    ToolFailed,
    TurnEvent,
    TurnFailed,
    TurnFinished,
    Understood,
    Used,
    Words,
)
from inference.types import Loading, Reading
from vault import changes, conversations, memories
from vault.conversations import Speaker
from vault.errors import VaultError
from vault.runs import approval as waiting_approval

LAST_SHOWN = 4
"messages shown of a conversation that goes on"
LINE = 200
"characters shown of each"
PRIVATE = "nothing that is said is kept. Reminders, tasks and notes made here stay."
HELP = """\
/undo [N]    take back the last change, or change N
/again       another answer to your last words
/edit        say your last words differently
/new         a new conversation
/private     a conversation of which nothing is kept but reminders, tasks and notes made there;
             again: back to an ordinary one
/memory …    what Tacit knows, of you or of what you name
/sources     what the last answer was written from
/quit        leave; Ctrl+D does so too
Ctrl+C stops an answer."""


class Talk:
    """The conversation, and what the commands between its turns need to know."""

    def __init__(self, hand: Hand, *, is_private: bool = False) -> None:
        self.out = hand.out
        self.is_over = False
        self.code = DONE
        self._hand = hand
        self._is_private = is_private
        self._conversation = hand.assistant.conversation(is_private=is_private)
        self._changes: list[int] = []
        self._used: tuple[Used, ...] = ()
        self._prefill = ""
        self._edits: int | None = None
        self._is_open = False

    def go_on_with(self, number: int) -> None:
        """Go on at the end of a conversation that is kept."""
        conn = self._hand.desk.conn
        conversations.get(conn, number)
        said = conversations.messages(conn, number)
        self._conversation = self._hand.assistant.conversation(
            number=number, is_private=self._is_private
        )
        self._conversation.go_to(said[-1].id if said else None)
        for one in self._conversation.branch[-LAST_SHOWN:]:
            mark = ">" if one.speaker is Speaker.OWNER else " "
            self.out.say(terminal.dim(f"{mark} {terminal.plain(_one_line(one.text))}"))

    def greet(self) -> None:
        if terminal.is_there(self.out):
            private = f" Private: {PRIVATE}" if self._is_private else ""
            self.out.say(
                terminal.dim(f"Say what you want; /help shows what else there is.{private}")
            )

    def prefill(self) -> str:
        """What the next line begins with."""
        text, self._prefill = self._prefill, ""
        return text

    def say(self, line: str, stopped: Stopped) -> None:
        """A line of the owner's: a command of this window, or a turn."""
        if line.startswith("/") and not line.startswith("//"):
            word, _, rest = line[1:].partition(" ")
            self._commanded(word, rest.strip(), stopped)
            return
        text = line.removeprefix("/") if line.startswith("//") else line
        if self._edits is not None:
            message, self._edits = self._edits, None
            self._follow(self._conversation.edit(message, text, stopped))
            return
        self._follow(self._conversation.turn(text, stopped))

    def _commanded(self, word: str, rest: str, stopped: Stopped) -> None:
        known: dict[str, Callable[[str, Stopped], None]] = {
            "help": self._help, "undo": self._undo, "again": self._again, "edit": self._edit,
            "new": self._new, "private": self._private, "memory": self._memory,
            "sources": self._sources, "quit": self._quit, "exit": self._quit, "q": self._quit,
        }  # fmt: skip
        if word not in known:
            self.out.say(f"There is no /{terminal.plain(word)}. /help shows what there is.")
            return
        try:
            known[word](rest, stopped)
        except (ToolError, VaultError) as error:
            self._failed(error)

    def _help(self, _rest: str, _stopped: Stopped) -> None:
        self.out.say(HELP)

    def _undo(self, rest: str, _stopped: Stopped) -> None:
        number = int(rest) if rest.isdecimal() else self._last_change()
        if number is None:
            self.out.say("There is nothing to take back.")
            return
        try:
            says = self._hand.assistant.guard.undo(self._hand.desk, number).says
        except UndoGone as error:
            self._failed(error, undo.gone(self._hand.desk.conn, number))
            return
        self._changes = [one for one in self._changes if one != number]
        self.out.say(terminal.plain(says))
        self.out.data({"event": "undone", "change": number, "says": says})

    def _last_change(self) -> int | None:
        if self._changes:
            return self._changes[-1]
        recent = changes.recent(self._hand.desk.conn)
        return next((one.id for one in recent if one.can_be_undone and one.asker == OWNER), None)

    def _again(self, _rest: str, stopped: Stopped) -> None:
        if not self._conversation.branch:
            self.out.say("Nothing was said yet.")
            return
        self._follow(self._conversation.again(stopped))

    def _edit(self, rest: str, stopped: Stopped) -> None:
        """Rather at the terminal than on this line: then the words are there to be changed."""
        mine = [one for one in self._conversation.branch if one.speaker is Speaker.OWNER]
        if not mine:
            self.out.say("Nothing was said yet.")
        elif rest:
            self._follow(self._conversation.edit(mine[-1].id, rest, stopped))
        else:
            self._edits, self._prefill = mine[-1].id, mine[-1].text
            self.out.say(terminal.dim("What shall it say instead?"))

    def _new(self, _rest: str, _stopped: Stopped) -> None:
        self._begin(is_private=self._is_private)
        self.out.say("A new conversation.")

    def _private(self, _rest: str, _stopped: Stopped) -> None:
        self._begin(is_private=not self._is_private)
        self.out.say(f"A private conversation: {PRIVATE}" if self._is_private
                     else "An ordinary conversation, kept in the vault.")  # fmt: skip

    def _begin(self, *, is_private: bool) -> None:
        self._is_private = is_private
        self._conversation = self._hand.assistant.conversation(is_private=is_private)
        self._used, self._edits = (), None

    def _memory(self, rest: str, _stopped: Stopped) -> None:
        done = carried_out(self._hand, by_owner("recall", query=rest or "everything"))
        if done is None:
            return
        self.out.say(terminal.plain(done.result.says))
        self.out.data({"event": "memory", **done.result.data})
        waiting = len(memories.proposed(self._hand.desk.conn))
        if waiting:
            them = "one waits" if waiting == 1 else f"{waiting} wait"
            self.out.note(f"And {them} for your word: {command('memory review')}")

    def _sources(self, _rest: str, _stopped: Stopped) -> None:
        for one in self._used:
            pages = () if one.page is None else (one.page,)
            place = citing.place(self._hand.desk.conn, one.item, pages)
            page = f", {terminal.plain(place)}" if place else ""
            where = f"{one.source.origin.value} {one.source.ref}".strip()
            text = " ".join(one.text.split())
            self.out.say(f"{one.item:6}  {terminal.plain(text)} ({terminal.plain(where)}{page})")
            self.out.data({"event": "source", **used_row(one)})
        if not self._used:
            self.out.say("The last answer was written from nothing that is kept.")

    def _quit(self, _rest: str, _stopped: Stopped) -> None:
        self.is_over = True

    def _follow(self, events: Iterator[TurnEvent]) -> None:
        """Show a turn as it happens."""
        before = len(self._changes)
        for event in events:
            self._show(event)
            if found := row(event):
                self.out.data(found)
        for one in self._conversation.learn():
            self._learned(one)
        if len(self._changes) > before and terminal.is_there(self.out):
            self.out.say(terminal.dim("  /undo takes it back"))

    def _learned(self, one: Kept) -> None:
        """What was kept of the owner's words, or waits to be."""
        if one.outcome in (Outcome.ADDED, Outcome.UPDATED, Outcome.ENDED):
            self.out.say(terminal.dim(f"  Noted: {terminal.plain(one.text)}"))
        elif one.outcome is Outcome.PROPOSED:
            review = command("memory review")
            self.out.say(terminal.dim(f"  Shall I note: {terminal.plain(one.text)} ({review})"))
        self.out.data({"event": "learned", "outcome": one.outcome.value, "text": one.text,
                       "memory": one.memory})  # fmt: skip

    def _show(self, event: TurnEvent) -> None:
        """One event, for people."""
        shows: dict[type[Any], Callable[[Any], None]] = {
            Understood: self._understood, ToolDone: self._done, ToolFailed: self._tool_failed,
            ApprovalWaits: self._waits, Asked: self._asked, Words: self._said,
            Loading: self._loading, Reading: self._reading, TurnFinished: self._finished,
            TurnFailed: self._turn_failed,
        }  # fmt: skip
        if type(event) in shows:
            shows[type(event)](event)

    def _understood(self, event: Understood) -> None:
        for line in understood(event.plan):
            self.out.say(terminal.dim(f"  {line}"))

    def _done(self, event: ToolDone) -> None:
        self._changed(event.result, event.change)

    def _tool_failed(self, event: ToolFailed) -> None:
        chosen = None
        if isinstance(event.error, WhichOne):
            with contextlib.suppress(KeyboardInterrupt):
                chosen = which(self.out, event.call, event.error)
        if chosen is None:
            self._failed(event.error)
            return
        self._settled(lambda: carried_out(self._hand, chosen))

    def _waits(self, event: ApprovalWaits) -> None:
        if not terminal.is_there(self.out):
            approving.left_waiting(waiting_approval(self._hand.desk.conn, event.approval), self.out)
            self.code = self.code or NEEDS_YES
            return
        self._settled(lambda: approving.settled(self._hand.assistant, event.approval, self.out))

    def _settled(self, ask: Callable[[], Done | None]) -> None:
        """What came of a question; Ctrl+C leaves it waiting."""
        try:
            done = ask()
        except ToolError as error:
            self._failed(error)
        except KeyboardInterrupt:
            self.out.say(f"\nLeft waiting. To answer it: {command('approvals list')}")
        else:
            if done is not None:
                self._conversation.took_place(done.result)
                self.out.say(terminal.plain(done.result.says))
                self._changed(done.result, done.change)

    def _changed(self, result: Result, change: int | None) -> None:
        if change is not None and result.undo is not None:
            self._changes.append(change)

    def _asked(self, event: Asked) -> None:
        self.out.say(event.question.text)
        for place, choice in enumerate(event.question.choices, start=1):
            self.out.say(f"  {place}. {spoken_choice(choice)}")

    def _said(self, event: Words) -> None:
        self._is_open = True
        self.out.write(terminal.plain(event.text))

    def _loading(self, event: Loading) -> None:
        self.out.share("Loading", event.share)

    def _reading(self, event: Reading) -> None:
        self.out.share("Reading", event.done / max(event.total, 1))

    def _finished(self, event: TurnFinished) -> None:
        self._end_line()
        if event.used:
            self._used = event.used
        if event.reason in ("length", "context"):
            self.out.note("The answer was cut off here: it reached its longest length.")
        if event.reason == "cancelled":
            self.out.note(terminal.dim("Stopped."))
        if not event.text and event.reason == "end" and self._hand.assistant.mind.chat is None:
            self.out.note(f"No weights to answer with are here: {command('models')}")

    def _turn_failed(self, event: TurnFailed) -> None:
        self._end_line()
        self._failed(event.error)

    def _end_line(self) -> None:
        if self._is_open:
            self.out.say("")
            self._is_open = False

    def _failed(self, error: Exception, card: ErrorCard | None = None) -> None:
        self._end_line()
        self.code = WRONG
        self.out.error(card or _card(error), type(error).__name__)


def _card(error: Exception) -> ErrorCard:
    """Where a conversation offers another way on than the rest of the program."""
    card = describe(error)
    if isinstance(error, ContextFull):
        note = command("notes add -")
        return replace(card, action=f"Say a shorter part of it, or keep it as a note: {note}")
    return card


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"
