"""A command that another process handed over, done by the window with the vault that it has open.

It is the same command, on a thread of its own, with an assistant of its own. What it writes waits
in a short queue until the other side has taken it; what it asks waits for the other side's answer.
"""

import contextlib
import io
import queue
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QObject

from desktop import console, lent, local_wire
from desktop.jobs import Cancelled, Job, Lane
from desktop.lent import Lent
from desktop.local_socket import LocalSocket
from desktop.local_wire import Message, WireBroken
from desktop.session import Session

PIECE = 16_384
"characters of one message"
MOST_WAITING = 32
"messages; who writes more waits until the other side has read"
MOST_UNSENT = 1 << 18
"bytes that the socket keeps for a side that does not read"
MOST_PRESSES = 8
WRONG, STOPPED = 1, 130


class Errand(QObject):
    """On the window's thread: the socket, and the job that does the command."""

    def __init__(self, message: Message, socket: LocalSocket, session: Session) -> None:
        super().__init__(socket)
        self._socket = socket
        self._session = session
        self._terminal = Terminal(message)
        words, folder = message.words("words"), Path(message.text("folder"))
        if not folder.is_absolute() or message.text("wants") != "command":
            raise WireBroken("no command")
        self._code: int | None = None
        self._send("accepted")
        self._job = session.jobs.start(
            Lane.IO, lambda job: _done(words, folder, self._terminal, session, job),
            on_event=lambda _nothing: self._pump(), on_done=self._on_done,
            on_error=lambda _error: self._on_done(WRONG),
        )  # fmt: skip
        socket.taken.connect(self._pump)

    def hear(self, message: Message) -> None:
        """What the other side says meanwhile."""
        self._terminal.hear(message)

    def stop(self) -> None:
        """The other side has gone."""
        self._job.cancel()
        self._terminal.leave()

    def end(self) -> None:
        """The window closes: the other side is told that it ends here."""
        self.stop()

    def _on_done(self, code: int) -> None:
        self._code = code
        self._session.tell_changed()
        self._pump()

    def _pump(self) -> None:
        """Hand on what was written, as fast as it is taken."""
        while self._socket.waiting < MOST_UNSENT:
            written = self._terminal.written()
            if written is None:
                break
            self._socket.write(written)
        else:
            return
        if self._code is not None:
            code, self._code = self._code, None
            self._send("end", code=code)
            self._socket.leave()

    def _send(self, kind: str, **fields: object) -> None:
        self._socket.write(local_wire.packed(kind, **fields))


def _done(
    words: list[str], folder: Path, terminal: "Terminal", session: Session, job: Job[int]
) -> int:
    """The command itself, on its thread."""
    from desktop import cli

    terminal.job = job
    lends = Lent(session.vault, session.engines)
    with console.speaking_at(terminal), lent.lending(lends):
        try:
            code = cli.perform_here(words, folder)
            terminal.flush()
        except BrokenPipeError:
            raise Cancelled from None
        except KeyboardInterrupt:
            return STOPPED
    return code


class Terminal:
    """What a command listens and speaks with whose terminal is in another process.

    The command's thread writes and waits; the window's thread hands on what goes and comes. A
    press of Ctrl+C over there takes effect where the command next writes or checks, and is said to
    have; one that was under way while a question came the other way is the answer to that question.
    """

    def __init__(self, greeting: Message) -> None:
        self.job: Job[int] | None = None
        self.shows_colour = greeting.flag("colour")
        self.stdin: TextIO = _stdin(self, is_terminal=greeting.flag("listens"))
        self._out = _Written(self, "out", is_terminal=greeting.flag("speaks"))
        self._err = _Written(self, "err", is_terminal=greeting.flag("tells"))
        self._going: queue.Queue[bytes] = queue.Queue(MOST_WAITING)
        self._coming: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._presses: deque[None] = deque(maxlen=MOST_PRESSES)
        self._press: Callable[[], None] | None = None
        self._prefill = ""
        self._question = 0
        "its number; an answer to an earlier one comes too late to count"
        self._is_waiting = False
        self._is_gone = False

    @property
    def stdout(self) -> TextIO:
        return self._out

    @property
    def stderr(self) -> TextIO:
        return self._err

    def ask(self, prompt: str) -> str:
        return self._asked(prompt, is_secret=False)

    def secret(self, prompt: str) -> str:
        return self._asked(prompt, is_secret=True)

    @contextlib.contextmanager
    def prefilled(self, text: str) -> Iterator[None]:
        self._prefill = text
        try:
            yield
        finally:
            self._prefill = ""

    def editing(self) -> contextlib.AbstractContextManager[None]:
        """The other side sees to it for itself."""
        return contextlib.nullcontext()

    @contextlib.contextmanager
    def pressing(self, press: Callable[[], None]) -> Iterator[None]:
        before, self._press = self._press, press
        try:
            yield
        finally:
            self._press = before

    def check(self) -> None:
        """Where Ctrl+C takes effect, and that there is nobody any more."""
        if self._is_gone:
            raise BrokenPipeError
        while self._presses:
            self._presses.popleft()
            self._going.put(local_wire.packed("pressed"))
            if self._press is None:
                raise KeyboardInterrupt
            self._press()

    def send(self, kind: str, **fields: object) -> None:
        """From the command's thread; waits while the other side has not taken what went before."""
        self.check()
        self._going.put(local_wire.packed(kind, **fields))
        assert self.job is not None
        try:
            self.job.emit(None)
        except Cancelled:
            raise BrokenPipeError from None

    def read(self) -> str:
        """More of the other side's standard input; nothing at its end."""
        self.flush()
        return self._answer("read") or ""

    def flush(self) -> None:
        self._out.flush()
        self._err.flush()

    def written(self) -> bytes | None:
        """On the window's thread: the next message to hand on."""
        try:
            return self._going.get_nowait()
        except queue.Empty:
            return None

    def hear(self, message: Message) -> None:
        """On the window's thread: what the other side says."""
        if message.kind == "interrupt":
            self._presses.append(None)
            return
        if message.kind not in ("line", "stopped"):
            raise WireBroken(message.kind)
        if message.fields.get("text") is not None:
            message.text("text")
        if self._is_waiting and message.number("question") == self._question:
            self._is_waiting = False
            self._coming.put(message)

    def leave(self) -> None:
        """On the window's thread: nobody is there any more, and whoever waits hears of it."""
        self._is_gone = True
        while self.written() is not None:
            """What nobody reads makes room for the one who writes."""
        self._coming.put(None)

    def _asked(self, prompt: str, *, is_secret: bool) -> str:
        self.flush()
        said = self._answer("ask", prompt=prompt, prefill=self._prefill, secret=is_secret)
        if said is None:
            raise EOFError
        return said

    def _answer(self, kind: str, **fields: object) -> str | None:
        self._question += 1
        self._is_waiting = True
        self.send(kind, question=self._question, **fields)
        message = self._coming.get()
        if message is None:
            raise BrokenPipeError
        if message.kind == "stopped":  # so Ctrl+C was heard over there, at this question
            self._presses.clear()
            raise KeyboardInterrupt
        text = message.fields.get("text")
        return None if text is None else str(text)


class _Written(io.StringIO):
    """What a command writes to; it goes when it is flushed, or when there is much of it."""

    def __init__(self, terminal: Terminal, kind: str, *, is_terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal
        self._kind = kind
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def write(self, text: str) -> int:
        count = super().write(text)
        if self.tell() >= PIECE:
            self.flush()
        return count

    def flush(self) -> None:
        text = self.getvalue()
        self.seek(0)
        self.truncate()
        for at in range(0, len(text), PIECE):
            self._terminal.send(self._kind, text=text[at : at + PIECE])


class _Read(io.RawIOBase):
    """What a command reads from."""

    def __init__(self, terminal: Terminal, *, is_terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal
        self._is_terminal = is_terminal
        self._left = b""

    def readable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._is_terminal

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._left:
            self._left = self._terminal.read().encode()
        some, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)


def _stdin(terminal: Terminal, *, is_terminal: bool) -> TextIO:
    raw = _Read(terminal, is_terminal=is_terminal)
    return io.TextIOWrapper(io.BufferedReader(raw), encoding="utf-8")
