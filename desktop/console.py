"""Where a command listens and speaks: at this process's terminal, or at another process's.

A command that was handed over to the window speaks with the terminal of whoever typed it. So
commands reach standard input and output, a person, and Ctrl+C through `here()` only.
"""

import contextlib
import getpass
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from contextvars import ContextVar
from types import FrameType
from typing import Protocol, TextIO


class Console(Protocol):
    """What a command listens and speaks with."""

    @property
    def stdin(self) -> TextIO: ...

    @property
    def stdout(self) -> TextIO: ...

    @property
    def stderr(self) -> TextIO: ...

    @property
    def shows_colour(self) -> bool:
        """Whether what is written may be dimmed."""

    def ask(self, prompt: str) -> str:
        """A line from a person; EOFError where they have gone, KeyboardInterrupt on Ctrl+C."""

    def secret(self, prompt: str) -> str:
        """A line that is not seen while it is typed."""

    def prefilled(self, text: str) -> AbstractContextManager[None]:
        """The next line that is asked for begins with this text, where that can be done."""

    def editing(self) -> AbstractContextManager[None]:
        """Arrow keys and earlier lines, where the system has them; never kept in a file."""

    def pressing(self, press: Callable[[], None]) -> AbstractContextManager[None]:
        """During this, Ctrl+C does only that."""

    def check(self) -> None:
        """Where Ctrl+C takes effect that was pressed elsewhere."""


class Own:
    """The terminal of this process, as `sys` knows it at that moment."""

    @property
    def stdin(self) -> TextIO:
        return sys.stdin

    @property
    def stdout(self) -> TextIO:
        return sys.stdout

    @property
    def stderr(self) -> TextIO:
        return sys.stderr

    @property
    def shows_colour(self) -> bool:
        is_able = sys.stdout.isatty() and os.name != "nt" and os.environ.get("TERM") != "dumb"
        return is_able and "NO_COLOR" not in os.environ

    def ask(self, prompt: str) -> str:
        with interrupting(signal.default_int_handler):
            return input(prompt)

    def secret(self, prompt: str) -> str:
        return getpass.getpass(prompt)

    @contextlib.contextmanager
    def prefilled(self, text: str) -> Iterator[None]:
        try:
            import readline
        except ImportError:
            yield
            return
        readline.set_startup_hook(lambda: readline.insert_text(text))
        try:
            yield
        finally:
            readline.set_startup_hook()

    @contextlib.contextmanager
    def editing(self) -> Iterator[None]:
        try:
            import readline
        except ImportError:
            yield
            return
        readline.clear_history()
        try:
            yield
        finally:
            readline.clear_history()

    def pressing(self, press: Callable[[], None]) -> AbstractContextManager[None]:
        return interrupting(lambda _number, _frame: press())

    def check(self) -> None:
        """Ctrl+C takes effect by itself here."""


@contextlib.contextmanager
def interrupting(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """During this, Ctrl+C at this process's terminal does that."""
    try:
        before = signal.signal(signal.SIGINT, handler)
    except ValueError:  # another thread than the main one gets no signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_here: ContextVar[Console] = ContextVar("console", default=Own())  # noqa: B039 - it keeps nothing


def here() -> Console:
    """What the command that is running now listens and speaks with."""
    return _here.get()


@contextlib.contextmanager
def speaking_at(console: Console) -> Iterator[None]:
    """During this, commands of this thread listen and speak there."""
    token = _here.set(console)
    try:
        yield
    finally:
        _here.reset(token)
