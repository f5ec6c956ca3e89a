"""What is done with a time that was read: taken out of its sentence, or written for a tool.

`without` leaves what is to be done; `as_arguments` writes when, in ISO 8601 and RFC 5545, under the
names that tools use. A question gives no arguments: nothing is done before it is answered.
"""

import re
from collections.abc import Iterable

from inference.times.reading import Meaning, Moment, Reading, Rule, Span

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


def as_arguments(meaning: Meaning) -> dict[str, str]:
    """`at` for a moment or day, `since` and `until` for a span, `at` and `repeats` for a rule."""
    if isinstance(meaning, Moment):
        return {"at": iso(meaning)}
    if isinstance(meaning, Span):
        ends = (Moment(one, meaning.is_days) for one in (meaning.start, meaning.end))
        return dict(zip(("since", "until"), map(iso, ends), strict=True))
    if isinstance(meaning, Rule):
        return {"at": iso(meaning.first), "repeats": meaning.rrule}
    return {}


def iso(moment: Moment) -> str:
    """2026-11-24 for a whole day, 2026-11-24T09:00:00+01:00 for a moment."""
    if moment.is_day:
        return moment.at.date().isoformat()
    return moment.at.isoformat(timespec="seconds")
