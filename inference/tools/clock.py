"""What time it is, here and elsewhere, and sums with dates. The clock is the desk's."""

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from inference.times.reading import Moment, spoken
from inference.tools import cities, days
from inference.tools.base import Desk, Effect, Result, tool
from inference.tools.errors import NothingLikeThat

Answer = Result | None
LONG = 366
"days, above which nobody counts in days"
LAST = 9999
OLDEST = 150
"years that a person may be old"
_UNITS = (
    r"(?P<unit>days?|weeks?|months?|years?|hours?|minutes?|working days?|work ?days?|business days?"
    r"|weekdays?|nights?|sleeps?|long|much time)\b"
)
_LEFT = re.compile(
    rf"(?:how many|how)? ?{_UNITS}(?: are| is| do we have| do i have)?(?: there)?(?: still)? "
    r"(?:left|remaining|to go)(?: (?:in|of|until the end of|till the end of))?"
    r"(?: the| this)? (?P<unit2>year|month|week|quarter)"
)
_BETWEEN = re.compile(
    rf"(?:how (?:many )?)?{_UNITS}.*?\b(?:between (?P<a>.+) and|from (?P<b>.+) (?:to|until|till)) "
    r"(?P<c>.+)"
)
_UNTIL = re.compile(
    rf"(?:how (?:many )?)?{_UNITS}.*?\b(?:until|till|til|before|to|up to) (?P<a>.+)"
)
_SINCE = re.compile(rf"(?:how (?:many )?)?{_UNITS}.*?\b(?:since|ago (?:was|is)) (?P<a>.+)")
_AGE = re.compile(
    r".*\b(?:how old|age)\b.*?\bborn(?: on| in)? (?P<a>.+?)(?: be)?(?: (?:on|by|at) (?P<b>.+))?"
)
_WEEK = re.compile(
    r".*\b(?:(?:which|what)(?: calendar| iso)? week|week number|calendar week|kw)\b(?P<a>.*)"
)
_WEEK_FILLERS = re.compile(r"\b(?:of the year|of|is it|are we in|is|was|in|number|now|it)\b")
_WEEK_DATE = re.compile(
    r".*\b(?:when|what date|which date|what day).*\b(?:calendar )?week (?P<n>\d{1,2})\b"
    r"(?:.*?\b(?P<y>\d{4}))?.*"
)
_LEAP = re.compile(r".*?\b(?P<y>\d{4}|next year|this year)\b.*\bleap year.*")
_LENGTH = re.compile(
    r"how many (?P<unit>days|weeks) (?:are |does )?(?:there )?(?:in|has|have)? ?(?P<a>.+)"
)
_ASKED = re.compile(
    r"^(?:(?:what|which)(?:'s| is| was| will)?(?: the)? "
    r"(?:day(?! after| before)(?: of (?:the )?week| of (?:the )?month)?|date|weekday"
    r"|(?:year|month)(?= is it))"
    r"|on (?:what|which) (?:day|date|weekday)(?: of the week)?|when(?:'s)?|what(?:'s)?)"
    r"(?: is| was| will| does| did| falls?| be| it| on)*\s*"
)


@tool(Effect.READ)
def tell_time(desk: Desk, place: str | None = None) -> Result:
    """Tell the time and date, here or in a city, country or zone."""
    if place is None or days.plain(place) in ("here", "now", "local", "local time"):
        data = {"times": [_row("here", desk.now)]}
        return Result(f"It is {_clock(desk.now)} on {_day(desk.now.date())}.", data)
    found = _zones(place)
    there = [(name, desk.now.astimezone(zone)) for name, zone in found]
    said = "; ".join(_there(desk, name, at) for name, at in there)
    return Result(f"{said[0].upper()}{said[1:]}.", {"times": [_row(*one) for one in there]})


@tool(Effect.READ)
def work_out_date(desk: Desk, question: str) -> Result:
    """Work out a date, a weekday, a week number, an age, or how long until or between dates."""
    line = days.plain(question)
    for rule in RULES:
        answer = rule(desk, line)
        if answer is not None:
            return answer
    raise NothingLikeThat("date", question)


# the time


def _zones(place: str) -> list[tuple[str, ZoneInfo]]:
    """By all of the words, or by those before a comma."""
    line = re.sub(r"^(?:in|at|for) ", "", place.strip(" ?.!"), flags=re.IGNORECASE)
    for name in (line, line.partition(",")[0], re.sub(r"(?i) time$", "", line)):
        found = cities.zones(name)
        if found:
            return found
    raise NothingLikeThat("place", place)


def _there(desk: Desk, name: str, at: datetime) -> str:
    day = "" if at.date() == desk.now.date() else f" on {_day(at.date())}"
    return f"in {name} it is {_clock(at)}{day}{_apart(desk, at)}"


def _apart(desk: Desk, at: datetime) -> str:
    """How far its clocks are from those here."""
    here, there = desk.now.utcoffset(), at.utcoffset()
    assert here is not None
    assert there is not None
    minutes = round((there - here).total_seconds() / 60)
    if not minutes:
        return ", the same as here"
    hours, rest = divmod(abs(minutes), 60)
    parts = [_count(hours, "hour")] * bool(hours) + [_count(rest, "minute")] * bool(rest)
    return f", {' and '.join(parts)} {'ahead' if minutes > 0 else 'behind'}"


def _row(name: str, at: datetime) -> dict[str, str]:
    return {"place": name, "time": at.isoformat(timespec="minutes"), "zone": str(at.tzinfo)}


# questions about dates: each rule answers what it is for, or gives None


def _left(desk: Desk, line: str) -> Answer:
    """How many days are left this year."""
    found = _LEFT.fullmatch(line)
    if found is None:
        return None
    today = desk.now.date()
    last = {
        "year": date(today.year, 12, 31),
        "month": _month_end(today.year, today.month),
        "quarter": _month_end(today.year, (today.month - 1) // 3 * 3 + 3),
        "week": today + timedelta(days=6 - today.weekday()),
    }[found["unit2"]]
    said = _length(found["unit"], today, last)
    return Result(
        f"After today, {said} of this {found['unit2']} {_are(said)} left: it ends on {_day(last)}.",
        {"date": last.isoformat(), "days": (last - today).days},
    )


def _between(desk: Desk, line: str) -> Answer:
    found = _BETWEEN.fullmatch(line)
    if found is None:
        return None
    first = days.the_day(desk, found["a"] or found["b"])
    last = days.the_day(desk, found["c"])
    if last < first and not re.search(r"\d{4}", line):
        last += relativedelta(years=1)
    if last < first:
        first, last = last, first
    said = _length(found["unit"], first, last)
    return Result(
        f"From {_day(first)} to {_day(last)} it is {said}.",
        {"from": first.isoformat(), "date": last.isoformat(), "days": (last - first).days},
    )


def _until(desk: Desk, line: str) -> Answer:
    found = _UNTIL.fullmatch(line)
    if found is None:
        return None
    moment = days.the_moment(desk, found["a"])
    today, day = desk.now.date(), moment.at.date()
    data = {"date": day.isoformat(), "days": (day - today).days}
    if moment.at < desk.now and day != today:
        return Result(f"{_day(day)} is over: it was {_days((today - day).days)} ago.", data)
    if day == today and moment.is_day:
        return Result(f"That is today, {_day(day)}.", data)
    said = _time_until(desk, found["unit"], moment)
    return Result(f"It is {said} until {spoken(moment)}.", data)


def _since(desk: Desk, line: str) -> Answer:
    found = _SINCE.fullmatch(line)
    if found is None:
        return None
    day, today = days.the_day(desk, found["a"], past=True), desk.now.date()
    if day > today:
        return Result(f"{_day(day)} is still to come.", {"date": day.isoformat()})
    said = _length(found["unit"], day, today)
    data = {"date": day.isoformat(), "days": (today - day).days}
    return Result(f"It is {said} since {_day(day)}.", data)


def _age(desk: Desk, line: str) -> Answer:
    found = _AGE.fullmatch(line)
    if found is None:
        return None
    today = desk.now.date()
    if re.fullmatch(r"\d{4}", found["a"]) and not found["b"]:
        return _age_by_year(int(found["a"]), today)
    born = days.the_day(desk, found["a"], past=True)
    on = days.the_day(desk, found["b"]) if found["b"] else today
    if on < born or on.year - born.year > OLDEST:
        raise NothingLikeThat("date", line)
    years = relativedelta(on, born).years
    when = "" if on == today else f" on {_day(on)}"
    said = f"Born on {_day(born)}, a person is {_count(years, 'year')} old{when}."
    following = born + relativedelta(years=years + 1)
    more = f" The next birthday is {_day(following)}." if on == today else ""
    return Result(said + more, {"born": born.isoformat(), "years": years})


def _age_by_year(year: int, today: date) -> Answer:
    """Where only the year is known, it is one of two."""
    age = today.year - year
    if not 0 < age <= OLDEST:
        raise NothingLikeThat("date", str(year))
    said = f"Born in {year}, a person is {age - 1} years old, or {age} after this year’s birthday."
    return Result(said, {"born": year, "years": age})


def _week_date(desk: Desk, line: str) -> Answer:
    """When week 40 begins."""
    found = _WEEK_DATE.fullmatch(line)
    if found is None:
        return None
    year = int(found["y"]) if found["y"] else desk.now.year
    try:
        monday = date.fromisocalendar(year, int(found["n"]), 1)
    except ValueError as error:
        raise NothingLikeThat("week", found["n"]) from error
    last = monday + timedelta(days=6)
    return Result(
        f"Week {int(found['n'])} of {year} is from {_day(monday)} to {_day(last)}.",
        {"date": monday.isoformat(), "until": last.isoformat()},
    )


def _week(desk: Desk, line: str) -> Answer:
    """Which week it is."""
    found = _WEEK.fullmatch(line)
    if found is None:
        return None
    rest = _WEEK_FILLERS.sub(" ", found["a"])
    day = days.the_day(desk, rest) if rest.strip(" ?") else desk.now.date()
    year, week, _weekday = day.isocalendar()
    return Result(
        f"{_day(day)} is in week {week} of {year}.",
        {"date": day.isoformat(), "week": week, "year": year},
    )


def _leap(desk: Desk, line: str) -> Answer:
    if "next leap year" in line:
        coming = next(year for year in range(desk.now.year + 1, LAST) if calendar.isleap(year))
        return Result(f"The next leap year is {coming}.", {"year": coming, "is_leap": True})
    found = _LEAP.fullmatch(line)
    if found is None:
        return None
    named = {"next year": desk.now.year + 1, "this year": desk.now.year}
    year = named.get(found["y"]) or int(found["y"])
    is_leap = calendar.isleap(year)
    said = "is a leap year" if is_leap else "is no leap year"
    return Result(f"{year} {said}.", {"year": year, "is_leap": is_leap})


def _how_long_is(desk: Desk, line: str) -> Answer:
    """How many days February 2028 has."""
    found = _LENGTH.fullmatch(line)
    if found is None or re.search(r"\b(?:until|till|since|between|to|before|ago)\b", line):
        return None
    name = found["a"].removesuffix(" have").strip()
    if re.fullmatch(r"\d{4}", name):
        first, last = date(int(name), 1, 1), date(int(name), 12, 31)
    else:
        first = days.the_day(desk, f"in {name}")
        last = _month_end(first.year, first.month)
        if "year" in name:
            last = date(first.year, 12, 31)
    if first.day != 1 or "week" in name:
        return None
    said = _length(found["unit"], first, last + timedelta(days=1))
    what = f"{first.year}" if last.month != first.month else f"{first:%B %Y}"
    return Result(f"{what} has {said}.", {"days": (last - first).days + 1})


def _which_day(desk: Desk, line: str) -> Answer:
    """What weekday was 14 July 1789; what date is three weeks from Friday; when is Easter."""
    rest = _ASKED.sub("", line).strip()
    rest = re.sub(r"\b(?:falls?(?: on)?|on a|today's date)(?= this year$|$)", "", rest).strip()
    if not rest and not re.search(r"\b(?:day|date|weekday|year|month)\b", line):
        return None
    is_past = bool(re.search(r"\b(?:was|were|did)\b", line))
    if not rest or rest in ("today", "it", "is it", "it today", "the date"):
        moment = Moment(desk.now, is_day=True)
    else:
        moment = days.the_moment(desk, rest, past=is_past)
    day = moment.at.date()
    verb = "was" if day < desk.now.date() else "is"
    is_today = day == desk.now.date()
    said = "Today is" if is_today and moment.is_day else f"That {verb}"
    data = {"date": day.isoformat(), "weekday": f"{day:%A}", "days": (day - desk.now.date()).days}
    return Result(f"{said} {spoken(moment)}.", data)


RULES: tuple[Callable[[Desk, str], Answer], ...] = (
    _left, _leap, _week_date, _week, _age, _between, _since, _until, _how_long_is, _which_day,
)  # fmt: skip


# lengths


def _length(unit: str, first: date, last: date) -> str:
    """From one day to another, in the unit that was asked for."""
    total = (last - first).days
    if unit.startswith(("work", "business", "weekday")):
        return f"{_count(_workdays(first, last), 'working day')} (holidays not taken off)"
    if unit.startswith("week"):
        return _with_rest(_count(total // 7, "week"), total % 7)
    if unit.startswith(("month", "year")) or (unit.startswith("long") and total > LONG):
        return _by_calendar(unit, first, last)
    if unit.startswith(("hour", "minute")):
        many = total * (24 if unit.startswith("hour") else 24 * 60)
        return _count(many, unit.rstrip("s"))
    if unit.startswith(("night", "sleep")):
        return _count(total, unit.rstrip("s"))
    return _days(total)


def _time_until(desk: Desk, unit: str, moment: Moment) -> str:
    """To a day by days, to a clock time by hours and minutes."""
    today, day = desk.now.date(), moment.at.date()
    if moment.is_day and not unit.startswith(("hour", "minute")):
        return _length(unit, today, day)
    minutes = max(0, round((moment.at - desk.now).total_seconds() / 60))
    if unit.startswith("minute"):
        return _count(minutes, "minute")
    if (day - today).days > 1 and not unit.startswith("hour"):
        return _length(unit, today, day)
    parts = [_count(minutes // 60, "hour")] * (minutes >= 60)
    parts += [_count(minutes % 60, "minute")] * bool(minutes % 60)
    return " and ".join(parts) or "no time at all"


def _by_calendar(unit: str, first: date, last: date) -> str:
    apart = relativedelta(last, first)
    months = apart.years * 12 + apart.months
    if unit.startswith("month"):
        return _with_rest(_count(months, "month"), apart.days)
    parts = [_count(apart.years, "year")]
    if apart.months and apart.days:
        return f"{parts[0]}, {_count(apart.months, 'month')} and {_days(apart.days)}"
    if apart.months:
        parts.append(_count(apart.months, "month"))
    return _with_rest(" and ".join(parts), apart.days)


def _with_rest(said: str, rest: int) -> str:
    return f"{said} and {_days(rest)}" if rest else said


def _workdays(first: date, last: date) -> int:
    """Mondays to Fridays after the first day, up to the last."""
    weeks, rest = divmod((last - first).days, 7)
    return weeks * 5 + sum((first.weekday() + 1 + step) % 7 < 5 for step in range(rest))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _days(count: int) -> str:
    return _count(count, "day")


def _count(count: int, name: str) -> str:
    return f"{count:,} {name}{'s' * (count != 1)}"


def _are(said: str) -> str:
    return "is" if said.startswith("1 ") and " and " not in said else "are"


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"
