"""What a person reads when something went wrong, and how its parts are written.

The texts are English, as the command line says them; the window hands in what turns each into its
own language. What is said only by the command line is not turned.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

COMMAND_VARIABLE = "TACIT_COMMAND"
"what a person typed to get here, set by run.py"


@dataclass(frozen=True)
class ErrorCard:
    """What a person reads when something went wrong."""

    title: str
    body: str
    action: str
    in_window: str = ""
    "what to do, where that is something else for somebody before the window"

    @property
    def todo(self) -> str:
        """What to do, for the window: it names no command where a page does it."""
        return self.in_window or self.action


class Words:
    """The language of whoever reads; this one is English, as the texts stand in the code."""

    def __call__(self, text: str) -> str:
        """A text of Tacit's in that language."""
        return text

    def number(self, value: float, places: int = 0) -> str:
        """A number with its thousands and decimals set apart, as they are there."""
        return f"{value:,.{places}f}"


english = Words()
Card = Callable[[Any, Words], ErrorCard]
"how the card of an error is written"


def command(words: str) -> str:
    """A command as it is typed here: run from its sources, Tacit is on nobody's path."""
    return f"{os.environ.get(COMMAND_VARIABLE, 'tacit')} {words}"


def set_up_again() -> str:
    """What mends a missing or broken part: an installed Tacit is installed again."""
    if getattr(sys, "frozen", False):
        return "install Tacit again; what it remembers stays"
    return "python3 run.py setup --again"


def size(byte_count: float, tr: Words = english) -> str:
    """Bytes as people read them."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if byte_count >= scale:
            return f"{tr.number(byte_count / scale, 1)} {unit}"
    return tr("%s bytes") % tr.number(byte_count)


def one_line(text: str) -> str:
    """The first line of what a library said, at a length that can be read."""
    return (text.strip().splitlines() or ["unknown"])[0][:160]


def joined(*sentences: str) -> str:
    """Whole sentences, one after another; empty ones are none."""
    return " ".join(filter(None, sentences))


def plain(title: str, body: str, action: str, in_window: str = "") -> Card:
    """A card that needs nothing from the error."""

    def made(_error: Any, tr: Words) -> ErrorCard:
        todo = action if in_window else tr(action)
        return ErrorCard(tr(title), tr(body), todo, tr(in_window) if in_window else "")

    return made


unexpected = plain(
    "Something unexpected happened",
    "This is a mistake in Tacit. What you had saved is untouched.",
    "Try it once more. A report without any of your content is in the log folder.",
)
