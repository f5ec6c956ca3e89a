"""“Actually make it 6”: what was just done, as the owner would rather have had it.

Only what is plainly said of the last request is read as a correction of it: a sign of one (“no”,
“actually”, “make it …”) and then nothing but a time, or “I meant” and then a name. The call that
comes of it is made in place of the first, which is taken back.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from inference.times.find import find
from inference.times.reading import Meaning, Moment, Question, Rule, Span
from inference.times.use import iso
from inference.tools.base import OWNER, Argument, Call
from inference.understanding import slots
from inference.understanding.slots import Spoken

SIGN = re.compile(
    r"\s*(?:(?:no|nope|oh|oops|sorry|wait|hang on|hmm|ah|um|actually|i mean|well|rather|better)\b"
    r"[\s,.:;…–—-]*)+(?:please\b[\s,]*)?",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"\s*(?:(?:can|could) you |please |and |then |ok(?:ay)?,? )*(?:make (?:it|that|this)(?: for)?"
    r"|(?:change|switch|put|set|move|push|shift) (?:it|that|this) (?:to|for|at|on|until|till)"
    r"|(?:i|we) (?:meant|mean|said|wanted)|it (?:should|has to|must) be|it's|it is|should be"
    r"|let's (?:say|make it|do))\s+(?:for |on )?",
    re.IGNORECASE,
)
MEANT = re.compile(r"\s*i (?:meant|mean|said)\s+(?!(?:that|it|to|for|as|well|no|yes|what|you)\b)",
                   re.IGNORECASE)  # fmt: skip
NOT_BUT = re.compile(r"^\s*not\s+.+?(?:,\s*|\s+but\s+|\s+)(?=(?:at|on|by|for)\s)", re.IGNORECASE)
BEHIND = re.compile(
    r"[\s,]*(?:\b(?:instead(?: of .+)?|rather|please|then|sorry|thanks|thank you|not .+|i mean))*"
    r"[\s.!,]*$",
    re.IGNORECASE,
)
SHIFT = re.compile(r"\b(later|earlier|sooner|more|longer)\b", re.IGNORECASE)
DAY = re.compile(
    r"day\b|tomorrow|tonight|week|month|year|\d(?:st|nd|rd|th)\b|\d\s*[./-]\s*\d"
    r"|\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
EXACT = re.compile(r"[ap]\.?m\b|:|noon|midnight|\b(?:1[3-9]|2[0-3]|0\d)\b", re.IGNORECASE)
DAILY = "FREQ=DAILY"
HALF_A_DAY = timedelta(hours=12)
TIMES = {"set_reminder": "at", "snooze_reminder": "until", "create_task": "due", "move_task": "due"}
TEXTS = {
    "set_reminder": "text", "create_task": "title", "create_note": "text", "complete_task": "task",
    "drop_task": "task", "move_task": "task", "prioritize_task": "task", "snooze_reminder":
    "reminder", "cancel_reminder": "reminder", "tell_time": "place", "find_notes": "query",
    "find_documents": "query", "find_files": "name", "recall": "query",
}  # fmt: skip
LONGEST = 8
"words of a name that is put right"


def corrected(call: Call, text: str, spoken: Spoken) -> Call | None:
    """The call as it is meant now; None where these words do not correct it."""
    sign = SIGN.match(text)
    start = sign.end() if sign else 0
    lead = LEAD.match(text, start)
    if sign is None and lead is None:
        return None
    rest = NOT_BUT.sub("", text[lead.end() if lead else start :])
    said = BEHIND.sub("", rest, count=1).strip(" ,.")
    if not said:
        return None
    return _at_another_time(call, said, spoken) or _of_another_name(call, text[start:], said)


def _of_another_name(call: Call, text: str, said: str) -> Call | None:
    name = TEXTS.get(call.tool)
    if name is None or name not in call.arguments or len(said.split()) > LONGEST:
        return None
    return _with(call, {name: said}) if MEANT.match(text) else None


def _at_another_time(call: Call, said: str, spoken: Spoken) -> Call | None:
    name = TIMES.get(call.tool)
    if name is None:
        return None
    before = call.arguments.get(name)
    old = datetime.fromisoformat(before) if isinstance(before, str) else None
    is_day = isinstance(before, str) and "T" not in before
    if old is not None and (moved := _shifted(old, said)):
        return _with(call, {name: iso(Moment(moved, is_day=is_day))})
    meaning = _meaning(said, spoken)
    if isinstance(meaning, Rule) and call.tool in ("set_reminder", "create_task"):
        first = _kept_clock(meaning.first, None if is_day else old)
        if old is not None and meaning.rrule == DAILY:  # from the day on that was named
            first = Moment(old, is_day=is_day)
        return _with(call, {name: iso(first), "repeats": meaning.rrule})
    at = _moment(meaning, said, None if is_day else old, spoken)
    if at is None or (not at.is_day and at.at <= spoken.now):
        return None
    return _with(call, {name: iso(at)})


def _meaning(said: str, spoken: Spoken) -> Meaning | None:
    """The time that is all there is."""
    for words in (said, f"at {said}", f"on {said}"):
        found = find(words, spoken.now, spoken.conventions)
        if len(found) == 1 and found[0].start == 0 and found[0].end >= len(words):
            return found[0].meaning
    return None


def _moment(
    meaning: Meaning | None, said: str, old: datetime | None, spoken: Spoken
) -> Moment | None:
    if isinstance(meaning, Span):
        meaning = Moment(meaning.start, is_day=meaning.is_days)
    if isinstance(meaning, Question):  # morning or evening: as it was before
        halves = [one for one in meaning.choices if old and _half(one.at) == _half(old)]
        return halves[0] if len(halves) == 1 else None
    if not isinstance(meaning, Moment) or old is None:
        return meaning if isinstance(meaning, Moment) else None
    if meaning.is_day:
        return _kept_clock(meaning, old)
    if DAY.search(said):
        return meaning
    at = old.replace(hour=meaning.at.hour, minute=meaning.at.minute)
    ways = [at] if EXACT.search(said) else [at.replace(hour=at.hour % 12), _late(at)]
    coming = [one for one in ways if one > spoken.now]
    return Moment(min(coming, key=lambda one: abs(one - old))) if coming else None


def _late(at: datetime) -> datetime:
    return at.replace(hour=at.hour % 12 + 12)


def _half(at: datetime) -> bool:
    return at.hour >= HALF_A_DAY.seconds // 3600


def _kept_clock(day: Moment, old: datetime | None) -> Moment:
    """Another day at the hour that it was at."""
    if not day.is_day or old is None:
        return day
    return Moment(day.at.replace(hour=old.hour, minute=old.minute))


def _shifted(old: datetime, said: str) -> datetime | None:
    """“Half an hour later”."""
    found = SHIFT.search(said)
    meant = slots.later(said, old) if found else None
    if found is None or meant is None:
        return None
    step = meant.at - (slots.replace_time(old) if meant.is_day else old)
    return old - step if found[1].lower() in ("earlier", "sooner") else old + step


def _with(call: Call, said: dict[str, Argument]) -> Call:
    origins = {**call.origins, **dict.fromkeys(said, OWNER)}
    return replace(call, arguments={**call.arguments, **said}, origins=origins)
