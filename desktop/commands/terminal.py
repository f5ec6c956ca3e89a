"""Speaking with a person at a terminal: a line asked for, text that cannot play tricks on it.

A person is there only where both what is shown and what is typed belong to a terminal; a pipe is
nobody, and a program that reads JSON is nobody either.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

from desktop.output import Output

DIM, BRIGHT = "\x1b[2m", "\x1b[0m"
TURNED = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), 0x061C, *range(0x200E, 0x2010), *range(0x202A, 0x202F),
     *range(0x2066, 0x206A), *range(0xD800, 0xE000)), "\N{REPLACEMENT CHARACTER}",
)  # fmt: skip
"characters that move the cursor, colour the screen or turn the direction of writing"
PLAIN = {code: sign for code, sign in TURNED.items() if chr(code) not in "\n\t"}


def is_there(out: Output) -> bool:
    """Whether a person sees what is shown and types what is read."""
    return not out.as_json and sys.stdin.isatty() and sys.stdout.isatty()


def plain(text: str) -> str:
    """Text as it may be written to a terminal, wherever it comes from."""
    return text.translate(PLAIN)


def dim(text: str) -> str:
    """Beside what matters, where the terminal can show that."""
    is_able = sys.stdout.isatty() and os.name != "nt" and os.environ.get("TERM") != "dumb"
    return f"{DIM}{text}{BRIGHT}" if is_able and "NO_COLOR" not in os.environ else text


def ask(question: str) -> str | None:
    """A line from the person who is there; None where they have gone."""
    with _interruptible():
        try:
            return input(f"{question} ").strip()
        except EOFError:
            return None


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl+C ends the question, whatever it does while an answer comes."""
    try:
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
    except ValueError:  # another thread than the main one gets no signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def line_editing() -> Iterator[None]:
    """Arrow keys and earlier lines, where the system has them; never kept in a file."""
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


@contextlib.contextmanager
def prefilled(text: str) -> Iterator[None]:
    """The next line begins with this text, to be changed, where the system can do that."""
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
