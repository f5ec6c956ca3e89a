"""Sentences of Tacit's own among the answers, in the window's language.

They are kept as they were said, so that a conversation is the same whoever opens it; only what is
shown is turned. Whatever else an answer says is left alone.
"""

import re

from desktop.translation import in_window
from desktop.viewmodels.effect_words import effect
from inference.asking.talk import ABSENT, ABSENT_HERE, CLOSEST

CLOSEST_TO_IT = CLOSEST.strip().format("“%s”, p. %s")
_OWN = re.compile(
    rf"({re.escape(ABSENT)}|{re.escape(ABSENT_HERE)})"
    rf"(?: {re.escape(CLOSEST_TO_IT).replace('%s', '(.+)')})?",
    re.DOTALL,
)


def fixed(text: str) -> str:
    """An answer as it is shown."""
    own = _OWN.fullmatch(text)
    if own is None:
        return effect(text)
    said, title, page = own.groups()
    closest = in_window(CLOSEST_TO_IT) % (title, page) if title else ""
    return f"{in_window(said)} {closest}".rstrip()
