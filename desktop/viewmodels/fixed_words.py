"""Sentences of Tacit's own among the answers, in the window's language.

They are kept as they were said, so that a conversation is the same whoever opens it; only what is
shown is turned. Whatever else an answer says is left alone.
"""

import re

from desktop.translation import in_window
from desktop.viewmodels.effect_words import effect
from inference.asking.talk import ABSENT, ABSENT_HERE, CLOSEST
from inference.reading import citing

CLOSEST_TO_IT = CLOSEST.strip().format("“%s”")
CLOSEST_AT = CLOSEST.strip().format("“%s”, %s")
_OWN = re.compile(
    rf"({re.escape(ABSENT)}|{re.escape(ABSENT_HERE)})"
    rf"(?:{re.escape(CLOSEST).replace(re.escape('{}'), '(.+)')})?",
    re.DOTALL,
)


def fixed(text: str) -> str:
    """An answer as it is shown."""
    own = _OWN.fullmatch(text)
    if own is None:
        return effect(text)
    place = citing.parted(own[2], in_window) if own[2] else None
    if place is None:
        return in_window(own[1]) if own[2] is None else text
    title, where = place
    closest = in_window(CLOSEST_AT) % place if where else in_window(CLOSEST_TO_IT) % title
    return f"{in_window(own[1])} {closest}"
