"""The words that wake Tacit, and what is left of them in what was said after them."""

import re
from dataclasses import dataclass
from enum import StrEnum


class WakeWord(StrEnum):
    """Those that weights are here for, as their package calls them."""

    HEY_JARVIS = "hey_jarvis"
    HEY_MYCROFT = "hey_mycroft"
    OKAY_NABU = "okay_nabu"


SPOKEN = {
    WakeWord.HEY_JARVIS: "Hey Jarvis",
    WakeWord.HEY_MYCROFT: "Hey Mycroft",
    WakeWord.OKAY_NABU: "Okay Nabu",
}
_HEY = r"(?:(?:hey|hi|hay|a)[\s,]+)?"
_REST = {
    WakeWord.HEY_JARVIS: rf"{_HEY}(?:jarvis|jervis|jarvas|jarves|travis|service|jar|vis)",
    WakeWord.HEY_MYCROFT: rf"{_HEY}(?:my[\s-]?croft|microft|micro\w{{0,4}}|croft)",
    WakeWord.OKAY_NABU: r"(?:(?:okay|ok)[\s,]+)?(?:nab[uoie]+|navu|nabbu|na[\s-]?boo|boo)",
}
"what a recognizer makes of it, or of its end"


@dataclass(frozen=True)
class Woken:
    """Somebody said the words."""


@dataclass(frozen=True)
class Paused:
    """Whoever spoke after them has stopped, or never began."""

    has_spoken: bool


def without(text: str, word: WakeWord) -> str:
    """What was said, without the words that it began with."""
    rest = re.sub(rf"^\s*{_REST[word]}\b[\s,.!?…-]*", "", text, count=1, flags=re.IGNORECASE)
    return rest[:1].upper() + rest[1:] if rest != text else text
