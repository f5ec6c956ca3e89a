"""Speaking with a person at a terminal: a line asked for, text that cannot play tricks on it.

A person is there only where both what is shown and what is typed belong to a terminal; a pipe is
nobody, and a program that reads JSON is nobody either.
"""

from contextlib import AbstractContextManager

from desktop import console
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
    here = console.here()
    return not out.as_json and here.stdin.isatty() and here.stdout.isatty()


def plain(text: str) -> str:
    """Text as it may be written to a terminal, wherever it comes from."""
    return text.translate(PLAIN)


def dim(text: str) -> str:
    """Beside what matters, where the terminal can show that."""
    return f"{DIM}{text}{BRIGHT}" if console.here().shows_colour else text


def ask(question: str) -> str | None:
    """A line from the person who is there, whom Ctrl+C frees; None where they have gone."""
    try:
        return console.here().ask(f"{question} ").strip()
    except EOFError:
        return None


def line_editing() -> AbstractContextManager[None]:
    """Arrow keys and earlier lines, where the system has them; never kept in a file."""
    return console.here().editing()


def prefilled(text: str) -> AbstractContextManager[None]:
    """The next line begins with this text, to be changed, where the system can do that."""
    return console.here().prefilled(text)
