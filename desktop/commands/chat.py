"""`tacit chat`: a conversation at the terminal, or one turn a line from a pipe.

Ctrl+C stops the answer and not the program; twice in a row leaves. Nothing that is typed is kept
but in the vault, and of a private conversation not there either.
"""

import argparse
import contextlib
import time
from collections.abc import Iterator

from desktop import console
from desktop.commands import terminal
from desktop.commands.acting import DONE, at_hand
from desktop.commands.conversing import Talk
from desktop.commands.vault import common_options
from desktop.output import Output
from desktop.paths import Paths
from inference import preferences
from vault import conversations
from vault.connection import ReadConn

TWICE_S = 2.0
"two presses of Ctrl+C in this time leave"
PROMPT = ">"
STOPPED = 130


class Stopper:
    """Whether the owner pressed Ctrl+C during a turn; pressed twice in a row, it is meant."""

    def __init__(self) -> None:
        self._pressed = 0.0
        self._is_pressed = False

    def __call__(self) -> bool:
        console.here().check()
        return self._is_pressed

    def press(self) -> None:
        """KeyboardInterrupt the second time."""
        now = time.monotonic()
        if self._pressed and now - self._pressed < TWICE_S:
            raise KeyboardInterrupt
        self._pressed, self._is_pressed = now, True

    @contextlib.contextmanager
    def listening(self) -> Iterator["Stopper"]:
        """During this, the first press only sets the sign."""
        self._is_pressed = False
        with console.here().pressing(self.press):
            yield self


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "talk with Tacit: it remembers, looks up, and acts after your yes"
    parser = commands.add_parser("chat", help=about, description=about)
    parser.add_argument("--private", action="store_true",
                        help="nothing that is said is kept; reminders, tasks and notes "
                        "that you have made there stay")  # fmt: skip
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--continue", action="store_true", dest="goes_on",
                       help="go on with the last conversation")  # fmt: skip
    which.add_argument("--conversation", type=int, metavar="N", help="go on with this one")
    parser.add_argument("--model", default="", metavar="NAME", help="which weights")
    common_options(parser, run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """Turn after turn, until there is no more to say."""
    with at_hand(args, paths, out) as hand, terminal.line_editing():
        conn = hand.desk.conn
        number = _number(conn, args)
        usually = number is None and bool(preferences.value(conn, "chats.private"))
        talk = Talk(hand, is_private=args.private or usually)
        if number is not None:
            talk.go_on_with(number)
        talk.greet()
        if terminal.is_there(out):
            try:
                return _typed(talk, Stopper())
            except KeyboardInterrupt:
                out.say("Goodbye.")
                return DONE
        return _piped(talk, Stopper())


def _number(conn: ReadConn, args: argparse.Namespace) -> int | None:
    """Of the conversation to go on with; None for a new one."""
    if not args.goes_on:
        return None if args.conversation is None else int(args.conversation)
    return next((one.id for one in conversations.recent(conn) if not one.is_private), None)


def _typed(talk: Talk, stopper: Stopper) -> int:
    """Line by line from a person."""
    while not talk.is_over:
        try:
            line = _line(talk)
        except KeyboardInterrupt:
            talk.out.say("")
            stopper.press()
            talk.out.say(terminal.dim("Ctrl+C once more leaves."))
            continue
        if line is None:
            talk.out.say("")
            break
        if line.strip():
            turn(talk, line, stopper)
    return DONE


def _line(talk: Talk) -> str | None:
    with terminal.prefilled(talk.prefill()):
        return terminal.ask(PROMPT)


def _piped(talk: Talk, stopper: Stopper) -> int:
    """A turn for each line; the exit code says how the whole went."""
    for line in console.here().stdin:
        if line.strip():
            turn(talk, line.strip(), stopper)
        if stopper():
            return STOPPED
        if talk.is_over:
            break
    return talk.code


def turn(talk: Talk, line: str, stopper: Stopper) -> None:
    """One line of the owner's, that Ctrl+C stops."""
    with stopper.listening():
        talk.say(line, stopper)
