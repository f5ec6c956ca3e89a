"""What comes again: a rule, counted on the wall clock of the zone it was meant in.

A clock time that a day skips comes as much later as the clock jumps; one that a day has twice comes
the first time only. Rules of hours and minutes count elapsed time. Never reads the clock.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HORIZON = timedelta(days=366 * 12)
"nothing is looked for further ahead than this"
SLACK = timedelta(hours=26)
"more than any clock change and any two zones lie apart"
LONGEST = 400
LEAST_MINUTES = 5
MOST_TIMES = 10_000
STEPS = {"HOURLY": timedelta(hours=1), "MINUTELY": timedelta(minutes=1)}
PARTS = {
    "FREQ": r"YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"[1-9]\d{0,3}",
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "BYDAY": r"(\+?[1-5]|-1)?(MO|TU|WE|TH|FR|SA|SU)",
    "BYMONTHDAY": r"-1|[1-9]|[12]\d|3[01]",
    "BYMONTH": r"[1-9]|1[0-2]",
    "BYSETPOS": r"[1-5]|-1",
    "BYHOUR": r"1?\d|2[0-3]",
    "BYMINUTE": r"[1-5]?\d",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
}
"what a rule may say, for those that begin with BY piece by piece; anything else is refused"
ONLY_LONG = re.compile(r"BYMONTHDAY|BYSETPOS|BYDAY=[^;]*\d")
"what makes sense in a month or a year only; elsewhere a rule with it might never come"
OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


@dataclass(frozen=True)
class Rule:
    """A rule with the time it counts from, which carries the zone."""

    text: str
    first: datetime


class NotARule(ValueError):
    """This is no rule that Tacit keeps."""


def checked(text: str, first: datetime) -> Rule:
    """A rule that begins at its first time at or after `first`; NotARule where it has none."""
    plain = text.strip().upper().removeprefix("RRULE:").strip(";")
    said = parts_of(plain)
    if said["FREQ"] == "MINUTELY" and int(said.get("INTERVAL", 1)) < LEAST_MINUTES:
        raise NotARule
    # Every second Tuesday begins on the coming one, whichever week that is in.
    each = ";".join(f"{name}={value}" for name, value in said.items() if name != "INTERVAL")
    begins = next(_from(Rule(each, first), first), None)
    if begins is None or begins < first.astimezone(UTC):
        raise NotARule
    return Rule(plain, begins.astimezone(first.tzinfo))


def after(rule: Rule, moment: datetime) -> datetime | None:
    """The next time that comes later than a moment; None when it has come for the last time."""
    found = next((at for at in _from(rule, moment) if at > moment), None)
    return None if found is None else found.astimezone(rule.first.tzinfo)


def between(rule: Rule, start: datetime, end: datetime) -> list[datetime]:
    """The times later than one moment and not later than another, the first few thousand."""
    found = []
    for at in islice(_from(rule, start), MOST_TIMES):
        if at > end:
            break
        if at > start:
            found.append(at.astimezone(rule.first.tzinfo))
    return found


def zone_name(zone: tzinfo | None) -> str:
    """A zone as it is kept: its name, or its distance from UTC where it has none."""
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone.key
    off = datetime(2000, 1, 1, tzinfo=zone).utcoffset() or timedelta()
    minutes = abs(off) // timedelta(minutes=1)
    sign = "-" if off < timedelta() else "+"
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}" if minutes else "UTC"


def zone_named(name: str) -> tzinfo:
    """The zone of this name; UTC where this computer does not know it any more."""
    if match := OFFSET.fullmatch(name):
        away = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(-away if match[1] == "-" else away)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def in_zone(wall: datetime, zone: tzinfo) -> datetime:
    """A clock time in a zone, moved on where the clock skips it."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)


def moved_along(at: datetime, before: datetime, now: datetime, zone: tzinfo) -> datetime:
    """As long before or after `now` as it was before or after `before`, on the wall clock."""
    walls = [one.astimezone(zone).replace(tzinfo=None) for one in (at, before, now)]
    return in_zone(walls[0] + (walls[2] - walls[1]), zone)


def parts_of(text: str) -> dict[str, str]:
    """The parts of a rule, each of a form that it may have."""
    if len(text) > LONGEST:
        raise NotARule
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        pieces = value.split(",") if name.startswith("BY") else [value]
        fits = name in PARTS and all(re.fullmatch(PARTS[name], piece) for piece in pieces)
        if name in found or not fits:
            raise NotARule
        found[name] = value
    if "FREQ" not in found or (found["FREQ"] in STEPS and "BY" in text):
        raise NotARule
    if found["FREQ"] not in ("MONTHLY", "YEARLY") and ONLY_LONG.search(text):
        raise NotARule
    return found


def _from(rule: Rule, moment: datetime) -> Iterator[datetime]:
    """The times of a rule from about a moment on, each once, in order.

    In UTC: two times of the same zone are compared by their clocks, and an hour can come twice.
    """
    said = parts_of(rule.text)
    if said["FREQ"] in STEPS:
        times = _by_step(rule, said, moment)
    else:
        zone = rule.first.tzinfo or UTC
        times = (in_zone(wall, zone).astimezone(UTC) for wall in _walls(rule, said, moment))
    last = None
    for at in times:
        if last is None or at > last:  # a skipped hour can fall on the one after it
            yield at
        last = at


def _by_step(rule: Rule, said: dict[str, str], moment: datetime) -> Iterator[datetime]:
    step = STEPS[said["FREQ"]] * int(said.get("INTERVAL", 1))
    first = rule.first.astimezone(UTC)
    number = max(0, (moment.astimezone(UTC) - first) // step)
    count = int(said["COUNT"]) if "COUNT" in said else None
    end = in_zone(end_of(said, rule.first), rule.first.tzinfo or UTC) if "UNTIL" in said else None
    while count is None or number < count:
        at = first + number * step
        if end is not None and at > end:
            return
        yield at
        number += 1


def _walls(rule: Rule, said: dict[str, str], moment: datetime) -> Iterator[datetime]:
    """Clock times without a zone, as the calendar has them."""
    from dateutil.rrule import rrule, rrulestr  # not before anything comes again

    first = rule.first.replace(tzinfo=None)
    start = moment.astimezone(rule.first.tzinfo).replace(tzinfo=None) - SLACK
    horizon = max(first, start) + HORIZON
    end = min(horizon, end_of(said, rule.first)) if "UNTIL" in said else horizon
    plain = ";".join(f"{name}={value}" for name, value in said.items() if name != "UNTIL")
    try:
        found = rrulestr(plain, dtstart=first)
    except ValueError as error:
        raise NotARule from error
    assert isinstance(found, rrule)
    for wall in found.replace(until=end) if "COUNT" not in said else found:
        if wall > end:
            return
        if wall >= start:
            yield wall


def end_of(said: dict[str, str], first: datetime) -> datetime:
    """The last clock time that still counts, on the wall clock of the rule's zone."""
    text = said["UNTIL"]
    try:
        day = datetime.strptime(text[:8], "%Y%m%d")  # noqa: DTZ007 - the zone comes below
        if len(text) == len("20270531"):
            return day + timedelta(days=1) - timedelta(seconds=1)
        wall = datetime.strptime(text[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError as error:
        raise NotARule from error
    if not text.endswith("Z"):
        return wall
    return wall.replace(tzinfo=UTC).astimezone(first.tzinfo).replace(tzinfo=None)
