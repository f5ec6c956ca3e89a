"""What is done with a time that was read: taken out of its sentence, or written for a tool.

`without` leaves what is to be done; `iso` writes a moment as tools take it. Which of several times
is meant, and under which name it is handed on, is for `inference/understanding/slots.py` to say.
"""

import re
from collections.abc import Iterable

from inference.times.reading import Moment, Reading

_TIDY = (
    (re.compile(r"\(\s*\)"), ""),
    (re.compile(r"\s+"), " "),
    (re.compile(r" +([,;:.!?)])"), r"\1"),
    (re.compile(r"\( +"), "("),
    (re.compile(r"[,;:]+([,;:.!?])"), r"\1"),
    (re.compile(r"^[\s,;:.\-–—]+"), ""),
    (re.compile(r"[\s,;:\-–—]+$"), ""),
)


def without(text: str, readings: Iterable[Reading]) -> str:
    """A text with the words of its times taken out, and what is left tidied."""
    for one in sorted(readings, key=lambda reading: reading.start, reverse=True):
        text = f"{text[: one.start]} {text[one.end :]}"
    for pattern, instead in _TIDY:
        text = pattern.sub(instead, text)
    return text


def iso(moment: Moment) -> str:
    """2026-11-24 for a whole day, 2026-11-24T09:00:00+01:00 for a moment."""
    if moment.is_day:
        return moment.at.date().isoformat()
    return moment.at.isoformat(timespec="seconds")
