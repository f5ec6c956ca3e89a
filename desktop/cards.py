"""What a person reads when something went wrong, and how its parts are written."""

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


def command(words: str) -> str:
    """A command as it is typed here: run from its sources, Tacit is on nobody's path."""
    return f"{os.environ.get(COMMAND_VARIABLE, 'tacit')} {words}"


def set_up_again() -> str:
    """What mends a missing or broken part: an installed Tacit is installed again."""
    if getattr(sys, "frozen", False):
        return "install Tacit again; what it remembers stays"
    return "python3 run.py setup --again"


def size(byte_count: float) -> str:
    """Bytes as people read them."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if byte_count >= scale:
            return f"{byte_count / scale:.1f} {unit}"
    return f"{byte_count:.0f} bytes"


def plain(title: str, body: str, action: str, in_window: str = "") -> Callable[[Any], ErrorCard]:
    """A card that needs nothing from the error."""
    return lambda _error: ErrorCard(title, body, action, in_window)
