"""Handing a command to the window that has the vault open, and being its terminal meanwhile.

The window runs the very same command; what it says is written here, what it asks is asked here, and
Ctrl+C here stops it there.
"""

import argparse
import codecs
import contextlib
import io
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import console, local_wire
from desktop.cards import ErrorCard
from desktop.console import Own
from desktop.local_wire import Message, WireBroken
from desktop.output import Output
from desktop.paths import Paths

if TYPE_CHECKING:  # Qt's network part is loaded only where there is a window to speak with
    from desktop.visit import Visit

AT_ONCE = 16_384
"bytes of standard input; as text they fit what the window takes at once"
WRONG, STOPPED = 1, 130
LEAVES = 3
"presses of Ctrl+C that leave, where the window does not hear of them"
REFUSED = {
    "other version": ErrorCard(
        "The window is of another version",
        "It has the vault open, and does not speak with this one. Nothing was done.",
        "Close the window, open it again, and repeat this.",
    ),
    "busy": ErrorCard(
        "The window is busy with other commands",
        "It does a few at a time, and they are not done yet. Nothing was done.",
        "End one of them, or try again in a moment.",
    ),
}
GONE = ErrorCard(
    "The window was locked or closed",
    "It had the vault open, so this ended with it. What was done before is kept.",
    "Open the window again, or leave it closed and repeat this.",
)


def tried(words: Sequence[str], args: argparse.Namespace, paths: Paths) -> int | None:
    """The exit code of what the window did; None where none can, and this process has to."""
    place = local_wire.address(paths)
    if not local_wire.may_be_there(place):
        return None
    from desktop import visit

    with visit.made(place) as line:
        if line is None:
            return None
        own = Own()
        line.send("hello", version=local_wire.spoken(), wants="command", words=list(words),
                  folder=str(Path.cwd()), listens=own.stdin.isatty(), speaks=own.stdout.isatty(),
                  tells=own.stderr.isatty(), colour=own.shows_colour)  # fmt: skip
        answer = line.receive(visit.ANSWERS_MS)
        if answer is None or answer.kind == "locked":
            return None
        out = Output(as_json=args.json)
        if answer.kind != "accepted":
            out.error(REFUSED.get(answer.kind, GONE), "NotAccepted")
            return WRONG
        terminal = _Terminal(line, out)
        if args.passphrase_stdin:
            terminal.pass_over_line()
        return terminal.serve()


class _Terminal:
    """What the command of the window listens and speaks with."""

    def __init__(self, line: "Visit", out: Output) -> None:
        self._line = line
        self._out = out
        self._own = Own()
        self._unheard = 0
        "presses of Ctrl+C of which the command does not know yet"
        encoding = getattr(sys.stdin, "encoding", None) or "utf-8"
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def serve(self) -> int:
        """Until the command has ended; its exit code."""
        editing, pressing = self._own.editing(), self._own.pressing(self._on_press)
        with contextlib.suppress(WireBroken), editing, pressing:
            while (message := self._line.receive()) is not None:
                if message.kind == "end":
                    return message.number("code")
                self._do(message)
        self._out.error(GONE, "WindowGone")
        return WRONG

    def pass_over_line(self) -> None:
        """The passphrase: it is there for a vault that is closed, and no part of what is read."""
        buffer = self._buffer()
        if buffer is not None:  # text would be read further ahead than the line
            buffer.readline()
        else:
            self._own.stdin.readline()

    def _buffer(self) -> io.BufferedReader | None:
        """The bytes of standard input; None where there is text only."""
        found = getattr(self._own.stdin, "buffer", None)
        return found if isinstance(found, io.BufferedReader) else None

    def _do(self, message: Message) -> None:
        if message.kind in ("out", "err"):
            stream = self._own.stdout if message.kind == "out" else self._own.stderr
            stream.write(message.text("text"))
            stream.flush()
        elif message.kind == "pressed":
            self._unheard = max(0, self._unheard - 1)
        elif message.kind in ("ask", "read") and self._unheard:
            self._unheard = 0
            self._line.send("stopped", question=message.number("question"))
        elif message.kind == "ask":
            self._ask(message)
        elif message.kind == "read":
            self._read(message)
        else:
            raise WireBroken(message.kind)

    def _ask(self, message: Message) -> None:
        asks = self._own.secret if message.flag("secret") else self._own.ask
        try:
            with self._own.prefilled(message.text("prefill")):
                said: str | None = asks(message.text("prompt"))
        except EOFError:
            said = None
        except KeyboardInterrupt:
            self._line.send("stopped", question=message.number("question"))
            return
        self._line.send("line", text=said, question=message.number("question"))

    def _read(self, message: Message) -> None:
        """As much as there is, without waiting for more."""
        try:
            with console.interrupting(signal.default_int_handler):
                text = self._arrived()
        except KeyboardInterrupt:
            self._line.send("stopped", question=message.number("question"))
            return
        self._line.send("line", text=text or None, question=message.number("question"))

    def _arrived(self) -> str:
        buffer = self._buffer()
        if buffer is None:
            return self._own.stdin.readline(AT_ONCE)
        while piece := buffer.read1(AT_ONCE):
            if text := self._decoder.decode(piece):
                return text
        return self._decoder.decode(b"", final=True)

    def _on_press(self) -> None:
        self._unheard += 1
        if self._unheard >= LEAVES:
            raise KeyboardInterrupt
        self._line.send("interrupt")
