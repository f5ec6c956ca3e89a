"""From what was said to when it is: calendar arithmetic in the owner's zone, and what to ask.

The clock is passed in. Hours and minutes are elapsed time, days and longer are calendar time; a
clock time that a day skips or repeats is asked about, never guessed.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from inference.times.reading import (
    Conventions,
    Doubt,
    Meaning,
    Moment,
    Question,
    Rule,
    Span,
    on,
)
from inference.times.said import Amount, Anything, Clock, Said, SaidRule, SaidSpan

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SECONDS = {"second": 1, "minute": 60, "hour": 3600}
WEEK_UNITS = {"week": 1, "fortnight": 2}
MONTH_UNITS = {"month": 1, "quarter": 3, "year": 12}
FREQUENCIES = {
    "hour": ("HOURLY", 1), "day": ("DAILY", 1), "workday": ("WEEKLY", 1), "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2), "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1), "minute": ("MINUTELY", 1),
}  # fmt: skip
FRIDAY, SATURDAY = 4, 5
AGE_OF_REASON = 400
"days or months that are tried before a date is said not to exist"


class _Ask(Exception):
    """Resolving stopped at something that only the owner knows."""

    def __init__(self, doubt: Doubt, *choices: Moment) -> None:
        super().__init__(doubt)
        self.question = Question(doubt, choices)


@dataclass(frozen=True)
class Resolved:
    """What was meant, and another reading worth offering."""

    meaning: Meaning
    other: Moment | None = None


def resolve(said: Anything, now: datetime, conventions: Conventions) -> Resolved:
    """What was said, as of now; `now` carries the owner's zone."""
    resolver = _Resolver(now, conventions)
    try:
        if isinstance(said, SaidRule):
            return Resolved(resolver.rule(said))
        if isinstance(said, SaidSpan):
            return Resolved(resolver.span(said))
        meaning = resolver.meaning(said)
        return Resolved(meaning, resolver.other)
    except _Ask as ask:
        return Resolved(ask.question)
    except (ValueError, OverflowError):
        return Resolved(Question(Doubt.NO_SUCH_DATE))


class _Resolver:
    """Works in wall clock time and puts the zone on last."""

    def __init__(self, now: datetime, conventions: Conventions) -> None:
        assert now.tzinfo is not None
        self._zone: tzinfo = now.tzinfo
        self._now = now
        self._wall = now.replace(tzinfo=None)
        self._today = self._wall.date()
        self._conventions = conventions
        self.other: Moment | None = None

    # moments

    def meaning(self, said: Said) -> Meaning:
        """A moment, or the whole stretch where one was named."""
        if said.clock is None and not said.part and not said.amounts and not said.is_deadline:
            stretch = self._stretch(said)
            if stretch is not None and stretch[0] != stretch[1]:
                first, last = stretch
                return Span(self._aware(on(first)), self._aware(on(last)), is_days=True)
        return self.moment(said)

    def moment(self, said: Said) -> Moment:
        """One point in time, or one day."""
        if said.amounts and not said.weekdays:
            return self._counted(said)
        stretch = self._stretch(said)
        if stretch is not None:
            first, last = stretch
            return self._on_day(last if said.is_deadline else first, said)
        if said.doubtful:
            return self._doubtful(said)
        day = self._day(said)
        if day is None:
            return self._clock_alone(said)
        return self._on_day(day, said)

    def _on_day(self, day: date, said: Said) -> Moment:
        if said.edge_unit == "day" and said.clock is None:
            said = replace(said, clock=Clock(self._conventions.evening_hour, is_exact=True))
        if said.clock is None and not said.part:
            return Moment(self._aware(on(day)), is_day=True, is_deadline=said.is_deadline)
        moment = Moment(self._said_clock(self._at(day, said)), is_deadline=said.is_deadline)
        if said.day_offset == 0 and moment.at < self._now:
            raise _Ask(Doubt.PAST, moment)
        if self.other is not None and not self.other.is_day:
            return moment
        if self.other is not None:
            other = self._at(self.other.at.date(), said)
            self.other = Moment(self._said_clock(other))
        return moment

    def _clock_alone(self, said: Said) -> Moment:
        """A time of day and no day: the next one."""
        if said.clock is None:
            at = self._at(self._today, said)
            at = at if at > self._wall else at + timedelta(days=1)
            return Moment(self._said_clock(at), is_deadline=said.is_deadline)
        clock = said.clock
        if clock.is_midnight or clock.is_exact or clock.half or said.part:
            hour = self._hour(clock, said.part) if not clock.is_midnight else 0
            choices = [on(self._today, hour, clock.minute)]
        else:
            choices = [
                on(self._today, hour, clock.minute)
                for hour in sorted({clock.hour % 12, clock.hour % 12 + 12})
            ]
        later = [one for one in choices if one > self._wall] or [choices[0] + timedelta(days=1)]
        return Moment(self._said_clock(later[0]), is_deadline=said.is_deadline)

    def _at(self, day: date, said: Said) -> datetime:
        """A clock time or a part of a day, on a day."""
        clock = said.clock
        if clock is None:
            return on(day, self._part_hour(said.part))
        if clock.is_midnight:
            following = on(day + timedelta(days=1))
            if said.part or said.day_offset == 0:
                return following
            raise _Ask(
                Doubt.WHICH_MIDNIGHT, Moment(self._aware(on(day))), Moment(self._aware(following))
            )
        if clock.is_exact or clock.half or said.part:
            hour = self._hour(clock, said.part)
            night = said.part == "night" and hour < 6
            return on(day + timedelta(days=night), hour, clock.minute)
        return self._bare(day, clock)

    def _bare(self, day: date, clock: Clock) -> datetime:
        """An hour without morning or evening, on a day that was said."""
        hour, rules = clock.hour, self._conventions
        early, late = on(day, hour % 12, clock.minute), on(day, hour % 12 + 12, clock.minute)
        if day == self._today:
            later = [one for one in (early, late) if one > self._wall]
            if not later:
                raise _Ask(Doubt.PAST, Moment(self._aware(late)))
            return later[0]
        if hour == 12 or hour <= rules.afternoon_until:
            return late
        if hour >= rules.morning_from:
            return early
        raise _Ask(Doubt.MORNING_OR_EVENING, Moment(self._aware(early)), Moment(self._aware(late)))

    def _hour(self, clock: Clock, part: str) -> int:
        hour = clock.hour
        if clock.half or clock.is_exact:
            if clock.half == "am":
                return hour % 12
            return hour % 12 + 12 if clock.half == "pm" and hour <= 12 else hour
        if part in ("afternoon", "evening", "noon"):
            return hour % 12 + 12 if hour <= 12 else hour
        if part == "night":
            return hour % 12 if hour == 12 or hour < 6 else hour + 12 * (hour < 12)
        return hour % 12 if part == "morning" and hour == 12 else hour

    def _part_hour(self, part: str) -> int:
        rules = self._conventions
        return {
            "morning": rules.morning_hour, "noon": rules.noon_hour,
            "afternoon": rules.afternoon_hour, "evening": rules.evening_hour,
            "night": rules.night_hour,
        }[part]  # fmt: skip

    # days

    def _day(self, said: Said) -> date | None:
        """The day that was said; None where none was."""
        if said.day_offset is not None:
            return self._today + timedelta(days=said.day_offset)
        if said.weekdays:
            return self._weekday(said)
        if said.nth is not None:
            return self._nth(said)
        if said.day is not None:
            return self._date(said)
        return None

    def _weekday(self, said: Said) -> date:
        wanted = said.weekdays[0]
        monday = self._today - timedelta(days=self._today.weekday())
        coming = self._today + timedelta(days=(wanted - self._today.weekday()) % 7)
        if said.week is not None:
            return monday + timedelta(days=7 * said.week + wanted)
        if said.which == "last":
            return self._today - timedelta(days=(self._today.weekday() - wanted - 1) % 7 + 1)
        if said.amounts:  # Friday week
            return coming + timedelta(days=7)
        if said.which == "next" and self._conventions.next_weekday_is_next_week:
            following = monday + timedelta(days=7 + wanted)
            if self._today < coming < following:
                self.other = Moment(self._aware(on(coming)), is_day=True)
            return following
        if coming == self._today and said.which != "this":
            return self._today_or_later(said, coming)
        return coming

    def _today_or_later(self, said: Said, day: date) -> date:
        """A weekday that is today's: over already, or one of two."""
        later = day + timedelta(days=7)
        if said.which == "next":
            return later
        if said.clock is not None or said.part:
            try:
                at = self._at(day, said)
            except _Ask as ask:
                if ask.question.doubt is Doubt.PAST:
                    return later
                raise
            if at <= self._wall:
                return later
        choices = [Moment(self._aware(on(one)), is_day=True) for one in (day, later)]
        raise _Ask(Doubt.TODAY_OR_NEXT_WEEK, *choices)

    def _date(self, said: Said) -> date:
        """A day of a month; the next one where month or year were left out."""
        assert said.day is not None
        if said.month is not None:
            if said.year is not None or said.year_offset is not None:
                year = said.year or self._today.year + (said.year_offset or 0)
                return date(year, said.month, said.day)
            for year in range(self._today.year, self._today.year + 9):
                found = _valid(year, said.month, said.day)
                if found and found >= self._today:
                    return found
            raise _Ask(Doubt.NO_SUCH_DATE)
        if said.month_offset is not None:
            year, month = self._month(said.month_offset)
            return date(year, month, said.day)
        for offset in range(24):
            found = _valid(*self._month(offset), said.day)
            if found and found >= self._today:
                return found
        raise _Ask(Doubt.NO_SUCH_DATE)

    def _doubtful(self, said: Said) -> Moment:
        """3/4: the third of April, or March the fourth."""
        rule = self._conventions.day_before_month
        readings = [
            replace(said, doubtful=(), day=one.day, month=one.month) for one in said.doubtful
        ]
        moments = [self.moment(one) for one in readings]
        if rule is None:
            raise _Ask(Doubt.DAY_OR_MONTH, *moments)
        return moments[0] if rule else moments[1]

    def _nth(self, said: Said) -> date:
        """The first Monday of a month; of the next month that still has it, where none was said."""
        assert said.nth is not None
        if said.month is not None:
            year = said.year or self._today.year
            found = _nth_of(year, said.month, said.nth)
            if said.year is None and found < self._today:
                found = _nth_of(year + 1, said.month, said.nth)
            return found
        if said.month_offset is not None:
            return _nth_of(*self._month(said.month_offset), said.nth)
        found = _nth_of(*self._month(0), said.nth)
        return found if found >= self._today else _nth_of(*self._month(1), said.nth)

    def _month(self, offset: int) -> tuple[int, int]:
        months = self._today.year * 12 + self._today.month - 1 + offset
        return months // 12, months % 12 + 1

    # stretches of days

    def _stretch(self, said: Said) -> tuple[date, date] | None:
        """First and last day of a week, weekend, month or year, or one edge of it."""
        whole = self._whole(said)
        if whole is None or not said.edge:
            return whole
        first, last = whole
        friday = last - timedelta(days=2)
        if said.edge_unit == "week" and friday >= self._today:
            last = friday  # for most people a week ends with its work
        middle = first + (last - first) // 2
        day = {"start": first, "end": last, "middle": middle}[said.edge]
        return day, day

    def _whole(self, said: Said) -> tuple[date, date] | None:
        if said.edge_unit == "day" and said.day_offset is not None:
            day = self._today + timedelta(days=said.day_offset)
            return day, day
        if said.weekdays or said.day is not None or said.nth is not None:
            return None
        monday = self._today - timedelta(days=self._today.weekday())
        if said.weekend:
            return self._weekend(said, monday)
        if said.week is not None:
            start = monday + timedelta(days=7 * said.week)
            return start, start + timedelta(days=6)
        if said.month is not None:
            return self._whole_month(said)
        if said.month_offset is not None:
            return _month_days(*self._month(said.month_offset))
        if said.year_offset is not None:
            year = self._today.year + said.year_offset
            return date(year, 1, 1), date(year, 12, 31)
        return None

    def _weekend(self, said: Said, monday: date) -> tuple[date, date]:
        saturday = monday + timedelta(days=SATURDAY)
        weeks = {"next": 1, "last": -1}.get(said.which, 0) + (said.week or 0)
        start = saturday + timedelta(days=7 * weeks)
        if said.which == "next":
            self.other = Moment(self._aware(on(saturday)), is_day=True)
        return start, start + timedelta(days=1)

    def _whole_month(self, said: Said) -> tuple[date, date]:
        assert said.month is not None
        year = said.year or self._today.year + (said.year_offset or 0)
        if said.year is None and said.year_offset is None:
            if said.which == "last":
                year -= said.month >= self._today.month
            elif said.month < self._today.month or (
                said.which == "next" and said.month == self._today.month
            ):
                year += 1
        return _month_days(year, said.month)

    # amounts

    def _counted(self, said: Said) -> Moment:
        """So much later or earlier than now, or than something else."""
        start = Moment(self._now) if said.anchor is None else self.moment(said.anchor)
        at, is_exact = self._moved(start, said.amounts, said.direction)
        is_day = not is_exact and (said.anchor is None or start.is_day)
        if said.clock is None and not said.part:
            if is_day:
                at = self._aware(on(at.date()))
            return Moment(at, is_day=is_day, is_deadline=said.is_deadline)
        return Moment(self._said_clock(self._at(at.date(), said)), is_deadline=said.is_deadline)

    def _moved(
        self, start: Moment, amounts: tuple[Amount, ...], direction: int
    ) -> tuple[datetime, bool]:
        """Where amounts lead, and whether to the minute."""
        wall = start.at.replace(tzinfo=None)
        seconds = 0.0
        for count, unit in amounts:
            if unit in SECONDS:
                seconds += count * SECONDS[unit]
            elif unit in MONTH_UNITS:
                wall = _months_later(wall, round(count * MONTH_UNITS[unit]) * direction)
            elif unit == "workday":
                wall = _workdays_later(wall, int(count) * direction)
            else:
                days = count * 7 * WEEK_UNITS[unit] if unit in WEEK_UNITS else count
                wall += timedelta(days=days) * direction
        at = start.at if wall == start.at.replace(tzinfo=None) else self._aware(wall)
        if seconds:
            elapsed = at.astimezone(UTC) + timedelta(seconds=seconds) * direction
            return elapsed.astimezone(self._zone), True
        return at, False

    # spans

    def span(self, said: SaidSpan) -> Meaning:
        if said.lasting:
            return self._lasting(said)
        assert said.end is not None
        start, end = _shared(said.start, said.end)
        first = self.meaning(start)
        if end.weekdays and not end.which and end.week is None and isinstance(first, Moment):
            end = self._weekday_after(first.at.date(), end)
        last = self.meaning(end)
        if isinstance(first, Question) or isinstance(last, Question):
            return first if isinstance(first, Question) else last
        begins = first.start if isinstance(first, Span) else first.at  # type: ignore[union-attr]
        ends = last.end if isinstance(last, Span) else last.at  # type: ignore[union-attr]
        is_days = not (isinstance(last, Moment) and not last.is_day)
        if ends <= begins and not is_days and _is_same_day(start, end):
            ends = self._aware(ends.replace(tzinfo=None) + timedelta(days=1))
        if ends < begins:
            raise _Ask(Doubt.ENDS_BEFORE_IT_BEGINS)
        return Span(begins, ends, is_days)

    @staticmethod
    def _weekday_after(first: date, end: Said) -> Said:
        """Monday to Friday: the Friday after that Monday."""
        day = first + timedelta(days=(end.weekdays[0] - first.weekday()) % 7)
        return replace(end, weekdays=(), year=day.year, month=day.month, day=day.day)

    def _lasting(self, said: SaidSpan) -> Span:
        start = self.moment(said.start)
        end, is_exact = self._moved(start, said.lasting, 1)
        if start.is_day and is_exact:
            raise _Ask(Doubt.WHAT_TIME)
        if start.is_day:
            return Span(start.at, self._aware(on(end.date() - timedelta(days=1))), is_days=True)
        return Span(start.at, end)

    # rules

    def rule(self, said: SaidRule) -> Meaning:
        unit = said.unit
        if unit not in FREQUENCIES or self._needs_a_day(said):
            raise _Ask(Doubt.HOW_OFTEN)
        frequency, times = FREQUENCIES[unit]
        weekdays = said.weekdays or ((0, 1, 2, 3, 4) if unit == "workday" else ())
        parts = [f"FREQ={frequency}"]
        if said.every * times > 1:
            parts.append(f"INTERVAL={said.every * times}")
        if weekdays:
            parts.append("BYDAY=" + ",".join(DAYS[day] for day in sorted(weekdays)))
        if said.nth is not None:
            parts.append(f"BYDAY={said.nth[0]}{DAYS[said.nth[1]]}")
        if said.month_day is not None:
            parts.append(f"BYMONTHDAY={said.month_day}")
        if said.month is not None:
            parts[0] = "FREQ=YEARLY"
            parts.append(f"BYMONTH={said.month}")
        first = self._first(said, weekdays)
        if said.count:
            parts.append(f"COUNT={said.count}")
        last = self._last(said, first)
        if last is not None:
            parts.append(f"UNTIL={last.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        return Rule(first, ";".join(parts))

    def _needs_a_day(self, said: SaidRule) -> bool:
        named = said.weekdays or said.nth or said.month_day or (said.start and said.start.has_day)
        return said.unit not in ("hour", "minute", "day", "workday") and not named

    def _first(self, said: SaidRule, weekdays: tuple[int, ...]) -> Moment:
        """The first day that fits, at the time that was said."""
        begin = self._today
        if said.start is not None:
            begin = self.moment(said.start).at.date()
        if said.unit in ("hour", "minute"):
            at, _ = self._moved(Moment(self._now), ((said.every, said.unit),), 1)
            return Moment(at)
        for offset in range(AGE_OF_REASON * 4):
            day = begin + timedelta(days=offset)
            if not _fits(day, said, weekdays):
                continue
            if said.at.is_empty:
                return Moment(self._aware(on(day)), is_day=True)
            moment = self._time_of_rule(day, said)
            if moment.at > self._now:
                return moment
        raise _Ask(Doubt.NO_SUCH_DATE)

    def _time_of_rule(self, day: date, said: SaidRule) -> Moment:
        if (
            said.at.clock
            and day == self._today
            and not (said.at.clock.is_exact or said.at.clock.half)
        ):
            # What comes again is not "the next such hour", but the hour that is meant every time.
            wall = self._bare(day + timedelta(days=1), said.at.clock) if not said.at.part else None
            if wall is not None:
                return Moment(self._said_clock(wall - timedelta(days=1)))
        return Moment(self._said_clock(self._at(day, said.at)))

    def _last(self, said: SaidRule, first: Moment) -> datetime | None:
        if said.until is not None:
            until = said.until
            stretch = self._stretch(until)
            day = stretch[0] - timedelta(days=1) if stretch else self.moment(until).at.date()
            if until.edge and stretch:
                day = stretch[1]
        elif said.lasting:
            moved, _ = self._moved(Moment(self._aware(on(first.at.date()))), said.lasting, 1)
            day = moved.date() - timedelta(days=1)
        else:
            return None
        if day < first.at.date():
            raise _Ask(Doubt.ENDS_BEFORE_IT_BEGINS)
        return self._aware(on(day, 23, 59)) + timedelta(seconds=59)

    # zones

    def _aware(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self._zone)

    def _said_clock(self, wall: datetime) -> datetime:
        """A clock time that somebody said, in the zone; asked about where it is none or two."""
        one, two = wall.replace(tzinfo=self._zone), wall.replace(tzinfo=self._zone, fold=1)
        if one.utcoffset() == two.utcoffset():
            return one
        there = one.astimezone(UTC).astimezone(self._zone).replace(tzinfo=None)
        if there != wall:
            raise _Ask(Doubt.CLOCK_SKIPS, Moment(one.astimezone(UTC).astimezone(self._zone)))
        raise _Ask(Doubt.CLOCK_REPEATS, Moment(one), Moment(two))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nth_of(year: int, month: int, nth: tuple[int, int]) -> date:
    count, weekday = nth
    first, last = _month_days(year, month)
    if count > 0:
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
        if day > last:
            raise _Ask(Doubt.NO_SUCH_DATE)
        return day
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _month_days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _months_later(wall: datetime, months: int) -> datetime:
    total = wall.year * 12 + wall.month - 1 + months
    year, month = total // 12, total % 12 + 1
    day = min(wall.day, calendar.monthrange(year, month)[1])
    return wall.replace(year=year, month=month, day=day)


def _workdays_later(wall: datetime, days: int) -> datetime:
    step = 1 if days > 0 else -1
    while days:
        wall += timedelta(days=step)
        if wall.weekday() <= FRIDAY:
            days -= step
    return wall


def _shared(start: Said, end: Said) -> tuple[Said, Said]:
    """Both ends of a span, each with what was said only at the other."""
    if not start.has_day and end.has_day and start.clock is not None:
        start = end.joined(start) or replace(end, clock=start.clock, part=start.part or end.part)
    elif not end.has_day and end.clock is not None and start.has_day:
        day = replace(start, clock=None, part="")
        end = day.joined(end) or end
    elif end.day is not None and end.month is None and end.month_offset is None:
        end = replace(end, month=start.month, month_offset=start.month_offset, year=start.year)
    first, last = start.clock, end.clock
    if first and last and last.half and not first.half and not first.is_exact:
        same = replace(first, half=last.half)
        if (same.hour % 12, same.minute) > (last.hour % 12, last.minute):
            same = replace(first, half="am" if last.half == "pm" else "pm")
        start = replace(start, clock=same)
    elif first and last and first.half and not last.half and not last.is_exact:
        end = replace(end, clock=replace(last, half=first.half))
    return start, end


def _is_same_day(start: Said, end: Said) -> bool:
    blank = replace(start, clock=None, part=""), replace(end, clock=None, part="")
    return blank[0] == blank[1]


def _fits(day: date, said: SaidRule, weekdays: tuple[int, ...]) -> bool:
    if weekdays and day.weekday() not in weekdays:
        return False
    if said.month is not None and day.month != said.month:
        return False
    if said.month_day is not None and day.day != said.month_day:
        return False
    if said.nth is not None:
        try:
            return _nth_of(day.year, day.month, said.nth) == day
        except _Ask:
            return False
    return True
