"""The owner's answer to a question about a request: it fills the gap, or it is a new request."""

import re
from dataclasses import replace
from datetime import date, datetime

from inference.times.find import find
from inference.times.reading import Moment, Span
from inference.times.use import iso
from inference.tools.base import OWNER, Argument, Call
from inference.understanding.plan import Plan
from inference.understanding.slots import Spoken

MORNING = re.compile(r"\b(?:morning|a\.?m\.?|early|before noon)\b", re.IGNORECASE)
LATER = re.compile(r"\b(?:evening|p\.?m\.?|afternoon|tonight|night|late)\b", re.IGNORECASE)
ORDER = (
    re.compile(r"\b(?:first|former|1st|earlier|today|one)\b|^\W*1\W*$", re.IGNORECASE),
    re.compile(r"\b(?:second|latter|2nd|later|other|next week|two)\b|^\W*2\W*$", re.IGNORECASE),
)
NEVER_MIND = re.compile(
    r"\s*(?:no|nope|never ?mind|forget it|cancel|stop|leave it|not now|skip it|nothing)\b",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\d\s*(?:am|pm|a\.m|p\.m|:\d\d|o'clock|h\b)|\bnoon\b", re.IGNORECASE)
"a clock time of its own counts before any choice"
NOON = 12
WORDS_WANTED = frozenset({"text", "title"})


def gives_up(text: str) -> bool:
    return NEVER_MIND.match(text) is not None


def answered(plan: Plan, text: str, spoken: Spoken) -> Plan | None:
    """The plan with its gap filled; None where these words do not answer the question."""
    asked = plan.question
    if asked is None or not plan.calls:
        return None
    if asked.argument in WORDS_WANTED:
        return _filled(plan, asked.argument, text.strip())
    ways = [_chosen(asked.choices, text), _read(text, spoken, asked.choices)]
    value = next(filter(None, reversed(ways) if CLOCK.search(text) else ways), None)
    return _filled(plan, asked.argument, value) if value else None


def _filled(plan: Plan, name: str, value: Argument) -> Plan:
    """The first call that lacks the argument gets it; whoever said it is the owner."""
    calls = list(plan.calls)
    place = next((at for at, one in enumerate(calls) if name not in one.arguments), 0)
    call = calls[place]
    arguments, origins = {**call.arguments, name: value}, {**call.origins, name: OWNER}
    calls[place] = Call(call.tool, arguments, origins)
    return replace(plan, calls=tuple(calls), question=None)


def _chosen(choices: tuple[str, ...], text: str) -> str | None:
    """One of the choices, told by the half of the day or by its place."""
    for sign, is_meant in ((MORNING, _is_morning), (LATER, lambda one: not _is_morning(one))):
        if sign.search(text):
            fitting = [one for one in choices if is_meant(one)]
            return fitting[0] if len(fitting) == 1 else None
    for place in reversed(range(min(len(choices), len(ORDER)))):  # “the second one” is not one
        if ORDER[place].search(text):
            return choices[place]
    return None


def _is_morning(choice: str) -> bool:
    return "T" in choice and datetime.fromisoformat(choice).hour < NOON


def _read(text: str, spoken: Spoken, choices: tuple[str, ...]) -> str | None:
    """A time that the answer names; a clock time alone belongs to the day that was asked about."""
    now, conventions = spoken.now, spoken.conventions
    found = find(text, now, conventions) or find(f"at {text}", now, conventions)
    meaning = found[0].meaning if len(found) == 1 else None
    if isinstance(meaning, Span):
        return iso(Moment(meaning.start, is_day=meaning.is_days))
    if not isinstance(meaning, Moment):
        return None
    if choices and not meaning.is_day and not re.search(r"day|\d\s*[./-]\s*\d|tomorrow", text):
        day = date.fromisoformat(choices[0][:10])
        return iso(Moment(meaning.at.replace(year=day.year, month=day.month, day=day.day)))
    return iso(meaning)
