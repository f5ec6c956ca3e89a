"""Which of the times in a request is the one it is about, and how it is handed to a tool.

“Remind me on Thursday about the Friday meeting” names two times, and means one of them: a time that
belongs to a thing (“the Friday meeting”, “tomorrow's lunch”) stays in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from inference.times.echo import echo
from inference.times.find import find
from inference.times.reading import Conventions, Meaning, Moment, Question, Reading, Rule, Span
from inference.times.use import iso
from inference.tools.base import Argument, Desk

BELONGS_BEFORE = re.compile(
    r"\b(?:the|my|our|his|her|their|your|a|an|from|since)\s+$", re.IGNORECASE
)
BELONGS_AFTER = re.compile(r"\s*[-–]?\s*(?:meeting|lunch|dinner|appointment|flight|train)\b")
OWN_WORD = re.compile(
    r"\s*(?:at|on|by|in|every|each|until|till|before|after|from|next|this|today|tonight|tomorrow|daily"
    r"|weekly|monthly|yearly|the (?:day|first|last|\d))\b",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"(?:due(?: (?:on|by|for|in))?|to|(?<=what's )on|(?<=what is )on)\s+", re.IGNORECASE
)
OF_THAT_DAY = re.compile(r"'s\s+(?:tasks?|to-?dos?|reminders?|list|agenda|things)\b", re.IGNORECASE)
SINCE = re.compile(r"since\b", re.IGNORECASE)
WEEK = timedelta(weeks=1)
COMMAND_BEFORE = re.compile(r"(?:^|\b(?:me|reminder|alarm|task|timer))[\s,]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Spoken:
    """When the words were said, and how the owner means times."""

    now: datetime
    "in the owner's zone"
    conventions: Conventions = Conventions()  # noqa: RUF009 - frozen

    @classmethod
    def at(cls, desk: Desk) -> "Spoken":
        return cls(desk.now, desk.conventions)


@dataclass(frozen=True)
class Times:
    """The time that a request is about."""

    meaning: Moment | Span | Rule | Question | None = None
    spans: tuple[tuple[int, int], ...] = ()
    "where it stands in the request"


def times(text: str, spoken: Spoken) -> Times:
    """The time that a request is about; nothing where it names none."""
    shown = OF_THAT_DAY.sub(lambda one: "  " + one[0][2:], text)  # “today's tasks” are of today
    found = find(shown, spoken.now, spoken.conventions)
    free = [_bare(text, one) for one in found if not _belongs(text, one)]
    if not free:
        return Times()
    joined = _joined(text, free, spoken) if len(free) > 1 else None
    if isinstance(joined, Question) and _is_apart(text, free):
        joined = None
    if joined:
        return Times(joined, tuple((one.start, one.end) for one in free))
    chosen = next((one for one in free if COMMAND_BEFORE.search(text[: one.start])), free[-1])
    return Times(_until_now(text, chosen, spoken.now), ((chosen.start, chosen.end),))


def _until_now(text: str, one: Reading, now: datetime) -> Meaning:
    """“Since Monday” is all the time from then on."""
    said, meaning = text[one.start : one.end], one.meaning
    if not (SINCE.match(said) and isinstance(meaning, Moment) and meaning.at < now):
        return meaning
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Span(meaning.at, day if meaning.is_day else now, meaning.is_day)


def point(meaning: Moment | Span | Rule | Question | None) -> tuple[Argument, str]:
    """The one moment (or day) that is meant, and how it comes again."""
    if isinstance(meaning, Rule):
        return iso(meaning.first), meaning.rrule
    if isinstance(meaning, Moment):
        return iso(meaning), ""
    if isinstance(meaning, Span):
        return _edge(meaning, meaning.start), ""
    return None, ""


def stretch(
    meaning: Moment | Span | Rule | Question | None, now: datetime
) -> tuple[Argument, Argument]:
    """From when and until when is meant; today and earlier days begin with what is overdue."""
    if isinstance(meaning, Span):
        return _edge(meaning, meaning.start), _edge(meaning, meaning.end)
    if isinstance(meaning, Rule):
        meaning = meaning.first
    if not isinstance(meaning, Moment):
        return None, None
    if meaning.is_deadline or meaning.at.date() <= now.date() or not meaning.is_day:
        return None, iso(meaning)
    return iso(meaning), iso(meaning)


def behind(meaning: Meaning | None, now: datetime) -> Meaning | None:
    """The same, looked back on: a Monday is the last one, and so is a March."""
    if isinstance(meaning, Question):
        meaning = meaning.choices[0] if meaning.choices else None
    if isinstance(meaning, Moment) and not meaning.is_deadline:
        day = replace(meaning, is_day=True)
        return _earlier(Span(day.at, day.at, is_days=True), now)
    return _earlier(meaning, now) if isinstance(meaning, Span) else meaning


def _earlier(span: Span, now: datetime) -> Span:
    """A span that is still to come, a week or a year sooner."""
    if span.start.date() <= now.date():
        return span
    if span.start - now <= WEEK:
        return replace(span, start=span.start - WEEK, end=span.end - WEEK)
    return replace(span, start=_a_year_before(span.start), end=_a_year_before(span.end))


def _a_year_before(day: datetime) -> datetime:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def end(meaning: Moment | Span | Rule | Question | None) -> Argument:
    """The last moment (or day) that is meant, as deadlines are."""
    if isinstance(meaning, Span):
        return _edge(meaning, meaning.end)
    return point(meaning)[0]


def echoes(times: Times) -> tuple[str, ...]:
    """What was understood of a time, in plain words."""
    if times.meaning is None or isinstance(times.meaning, Question):
        return ()
    return (echo(times.meaning),)


def _edge(span: Span, at: datetime) -> str:
    return iso(Moment(at, is_day=span.is_days))


def _bare(text: str, one: Reading) -> Reading:
    """Without the word in front that is as much the request's: “what is due”, “move it to”."""
    lead = LEAD.match(text, one.start, one.end)
    tail = "'s" if OF_THAT_DAY.match(text, one.end) else ""
    return replace(one, start=lead.end() if lead else one.start, end=one.end + len(tail))


def _belongs(text: str, one: Reading) -> bool:
    """Whether a time is part of what a thing is called."""
    after = text[one.end :]
    if after.startswith("'s") and not OF_THAT_DAY.match(after):
        return True
    if BELONGS_AFTER.match(after) and one.start > 0:
        return True
    stands_alone = OWN_WORD.match(text[one.start : one.end])
    is_followed = re.match(r"\s+[^\W\d_]", after) is not None
    return bool(BELONGS_BEFORE.search(text[: one.start]) and is_followed and not stands_alone)


def _joined(
    text: str, free: Sequence[Reading], spoken: Spoken
) -> Moment | Span | Rule | Question | None:
    """A day in one place and a clock time in another are one moment."""
    if len(free) != 2:
        return None
    for one, other in ((free[0], free[1]), (free[1], free[0])):
        words = f"{text[one.start : one.end]} {text[other.start : other.end]}"
        found = find(words, spoken.now, spoken.conventions)
        if len(found) == 1 and found[0].end - found[0].start >= len(words) - 1:
            return found[0].meaning
    return None


def _is_apart(text: str, free: Sequence[Reading]) -> bool:
    """“Not today, maybe on Monday”: with words between them they are no one time."""
    return re.search(r"\w", text[free[0].end : free[-1].start]) is not None


def later(words: str, now: datetime) -> Moment | None:
    """“For ten minutes”, “by two days”: so much later than now."""
    found = FOR.search(words)
    if not found:
        return None
    many = NUMBERS.get(found[1].lower()) or float(found[1].replace(",", "."))
    unit = UNITS[found[2].lower()[:2] if found[2].lower() != "m" else "mi"]
    at = now + many * unit
    return Moment(
        at if unit < timedelta(days=1) else replace_time(at), is_day=unit >= timedelta(days=1)
    )


def replace_time(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
           "seven": 7, "eight": 8, "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30,
           "forty": 40, "half an": 0.5, "another": 1, "a couple of": 2}  # fmt: skip
UNITS = {"mi": timedelta(minutes=1), "ho": timedelta(hours=1), "h": timedelta(hours=1),
         "hr": timedelta(hours=1), "da": timedelta(days=1), "we": timedelta(weeks=1)}  # fmt: skip
FOR = re.compile(
    r"(?:\b(?:for|by)\s+|[+]\s*|\b)(?:another\s+)?(half an|a couple of|another|\d+(?:[.,]\d+)?|an?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty)[\s-]*"
    r"(m|min|mins|minutes?|hours?|h|hrs?|days?|weeks?)\b",
    re.IGNORECASE,
)
