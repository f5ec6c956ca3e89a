"""What an entry of the profile may hold: each form reads what was said, and gives plain JSON.

A form that cannot read a text raises ValueError; the entry then says what it wants instead.
"""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any
from zoneinfo import available_timezones

Read = Callable[[str], Any]
LONGEST = 200
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = {
    "mon": ("mon", "monday"), "tue": ("tue", "tues", "tuesday"),
    "wed": ("wed", "wednesday", "wedne"), "thu": ("thu", "thur", "thursday"),
    "fri": ("fri", "friday"), "sat": ("sat", "saturday"), "sun": ("sun", "sunday"),
}  # fmt: skip
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = {
    "morning": (time(9), time(12)),
    "afternoon": (time(13), time(17)),
    "evening": (time(18), time(21)),
}
NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
HOURS = {word: number for number, word in enumerate(NUMBERS.split(), start=1)}
CLOCK = re.compile(
    rf"(?:(?P<half>half past|quarter past)\s+)?(?P<hour>\d{{1,2}}|noon|midnight|{'|'.join(HOURS)})"
    r"(?:[:.h](?P<minute>\d{2}))?(?:\s+(?P<said>thirty|fifteen))?\s*(?P<noon>a\.?m\.?|p\.?m\.?)?",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\btill\b|\buntil\b|\band\b)\s*")
LEAP_YEAR = 2024
FIRST_WORKING_HOUR = 6
"a bare hour before this is in the afternoon"


def text(said: str) -> str:
    found = " ".join(said.split()).strip(" .“”\"'")
    if not found or len(found) > LONGEST or any(ord(one) < ord(" ") for one in found):
        raise ValueError
    return found


def choice(**words: str) -> Read:
    """One of a few words, each said in several ways."""

    def read(said: str) -> str:
        folded = said.strip(" .").casefold()
        for value, ways in words.items():
            if folded == value or re.fullmatch(ways, folded):
                return value
        raise ValueError

    return read


def minutes(said: str) -> int:
    """A length of time; a bare number is minutes."""
    folded = said.strip(" .").casefold().removesuffix(" long")
    fixed = {"half an hour": 30, "an hour": 60, "one hour": 60, "a quarter of an hour": 15,
             "quarter of an hour": 15, "an hour and a half": 90, "none": 0, "no": 0}  # fmt: skip
    if folded in fixed:
        return fixed[folded]
    found = re.fullmatch(r"(\d{1,3}|[a-z]+)[ -]?(m|mins?|minutes?|h|hours?)?", folded)
    number = HOURS.get(found[1]) if found else None
    if found is None or (number is None and not found[1].isdigit()):
        raise ValueError
    number = int(found[1]) if number is None else number
    count = number * 60 if (found[2] or "m").startswith("h") else number
    if count > 24 * 60:
        raise ValueError
    return count


def span(said: str) -> str:
    """From one clock time to another on the same day, as 09:00-17:30."""
    folded = re.sub(r"^(from|between)\s+", "", said.strip(" .").casefold())
    ends = BETWEEN.split(folded)
    if len(ends) != 2:
        raise ValueError
    (start, start_is_sure), (end, end_is_sure) = map(_clock, ends)
    if start < FIRST_WORKING_HOUR * 60 and not start_is_sure:
        start += 12 * 60
    if end <= start and not end_is_sure:
        end += 12 * 60
    if not 0 <= start < end <= 24 * 60:
        raise ValueError
    return f"{_wall(start)}-{_wall(end)}"


def spans(said: str) -> list[str]:
    """Several of those, or parts of the day."""
    parts = re.split(r",|;|\band also\b|\bor\b", said)
    found = [_span_or_part(one) for one in parts if one.strip()]
    if len(found) == 1 and found[0] is None:
        found = [_span_or_part(one) for one in re.split(r"\s+and\s+", said)]
    if not found or None in found:
        raise ValueError
    return [one for one in found if one]


def days(said: str) -> list[str]:
    """Days of the week, in their order."""
    folded = said.casefold().strip(" .")
    if re.fullmatch(r"(on )?(all )?(weekdays|working days|week days)", folded):
        return list(DAYS[:5])
    if re.fullmatch(r"(every ?day|all days|all week)", folded):
        return list(DAYS)
    if folded in ("weekends", "the weekend", "on weekends"):
        return list(DAYS[5:])
    chosen: set[int] = set()
    for piece in re.split(r",|;|\band\b|&", folded.removeprefix("on ")):
        ends = [_day(one) for one in re.split(r"\bto\b|\bthrough\b|-|–", piece) if one.strip()]
        if len(ends) not in (1, 2):
            raise ValueError
        chosen.update(_from_to(ends[0], ends[-1]))
    return [DAYS[one] for one in sorted(chosen)]


def zone(said: str) -> str:
    """A zone by its name, or by its city."""
    folded = re.sub(r"\s*\b(time ?zone|time)\b$", "", said.strip(" .").casefold())
    named = {one.casefold(): one for one in sorted(available_timezones())}
    wanted = folded.replace(" ", "_")
    if wanted in named:
        return named[wanted]
    cities = [
        one for key, one in named.items()
        if key.rpartition("/")[2] == wanted and not key.startswith(("posix", "right", "etc"))
    ]  # fmt: skip
    if not cities:
        raise ValueError
    return min(cities, key=len)


def day_of_year(said: str) -> str:
    """A birthday: 05-12, or 1985-05-12 where the year was said."""
    folded = said.casefold().replace(",", " ").replace(".", " ").strip()
    if found := re.fullmatch(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})", folded):
        year, month, day = found[1], int(found[2]), int(found[3])
    else:
        words = re.sub(r"\b(on|the|of|in)\b", " ", folded).split()
        month = _single([MONTHS.index(one[:3]) + 1 for one in words if one[:3] in MONTHS])
        numbers = [int(found[0]) for one in words if (found := re.match(r"\d+", one))]
        day = _single([one for one in numbers if one <= 31])
        years = [one for one in numbers if one > 31]
        year = str(_single(years)) if years else None
        if len(words) != 2 + len(years):
            raise ValueError
    date(int(year) if year else LEAP_YEAR, month, day)
    return (f"{year}-" if year else "") + f"{month:02}-{day:02}"


def clock(said: str) -> str:
    """A time of day, as 22:00."""
    return _wall(_clock(said.strip(" ."))[0] % (24 * 60))


def bounds(written: str) -> tuple[time, time]:
    """The two ends of a span that was kept, or of a part of the day."""
    if written in PARTS:
        return PARTS[written]
    start, _, end = written.partition("-")
    return time.fromisoformat(start), time.max if end == "24:00" else time.fromisoformat(end)


def _span_or_part(said: str) -> str | None:
    part = said.casefold().strip(" .").removeprefix("in ").removeprefix("the ").removesuffix("s")
    if part in PARTS:
        return part
    try:
        return span(said)
    except ValueError:
        return None


def _clock(said: str) -> tuple[int, bool]:
    """Minutes of the day, and whether it can only be meant so."""
    found = CLOCK.fullmatch(said.strip())
    if found is None:
        raise ValueError
    hour_said, noon = found["hour"].casefold(), (found["noon"] or "").casefold().replace(".", "")
    if hour_said in ("noon", "midnight"):
        return (12 * 60 if hour_said == "noon" else 24 * 60), True
    hour = HOURS.get(hour_said) or int(hour_said)
    minute = int(found["minute"] or {"thirty": 30, "fifteen": 15}.get(found["said"] or "", 0))
    minute += {"half past": 30, "quarter past": 15}.get((found["half"] or "").casefold(), 0)
    if noon:
        hour = hour % 12 + (12 if noon == "pm" else 0)
    if hour > 24 or minute > 59:
        raise ValueError
    is_sure = bool(noon) or hour > 12 or (len(hour_said) == 2 and hour_said.startswith("0"))
    return hour * 60 + minute, is_sure


def _wall(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _day(said: str) -> int:
    word = said.strip().removesuffix("s")
    if word[:3] not in DAYS or word not in NAMES[word[:3]]:
        raise ValueError
    return DAYS.index(word[:3])


def _from_to(first: int, last: int) -> list[int]:
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _single(values: list[int]) -> int:
    if len(values) != 1:
        raise ValueError
    return values[0]
