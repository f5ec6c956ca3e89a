"""From what was said to when it is: calendar arithmetic in the owner's zone, and what to ask.

The clock is passed in. The steps stand on one another: `arithmetic` (the calendar), `clockwork`
(clock times and zones), `days`, `moments` (with amounts), `spans`, and here what comes again.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from inference.times.arithmetic import Ask, month_days, nth_of
from inference.times.reading import Conventions, Doubt, Meaning, Moment, Question, Rule, Span, on
from inference.times.said import Anything, Clock, Said, SaidRule, SaidSpan
from inference.times.spans import Spans, shared

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = (0, 1, 2, 3, 4)
FREQUENCIES = {
    "hour": ("HOURLY", 1), "day": ("DAILY", 1), "workday": ("WEEKLY", 1), "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2), "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1), "minute": ("MINUTELY", 1),
}  # fmt: skip
NOON = 12
SHORT = ("hour", "minute")
DAYS_TRIED = 1600
"before it is said that no such day comes"


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
    except Ask as ask:
        return Resolved(ask.question)
    except (ValueError, OverflowError):
        return Resolved(Question(Doubt.NO_SUCH_DATE))


class _Resolver(Spans):
    """What comes again, and everything below."""

    def rule(self, said: SaidRule) -> Meaning:
        """The first time, and the rest as RFC 5545 writes it."""
        self._ask_first(said.at)
        if said.unit == "?day":
            raise Ask(Doubt.WHAT_TIME)
        if said.unit not in FREQUENCIES or self._needs_a_day(said):
            raise Ask(Doubt.HOW_OFTEN)
        if said.unit == "workday":
            said = replace(said, unit="week", weekdays=WORKING_DAYS)
        said = self._named_by_start(said)
        if said.end is not None:
            at, end = shared(said.at, said.end)
            said = replace(said, at=at, end=end)
        if said.start and said.until and said.start.weekdays and said.until.weekdays:
            raise Ask(Doubt.HOW_OFTEN)  # from Monday to Friday: once, or every week
        if said.during is not None:
            start, until = self._bounds(said.during)
            said = replace(said, start=start, until=until)
        first = self._first(said)
        parts = [*_frequency(said), *self._hours(said, first)]
        if said.count:
            parts.append(f"COUNT={said.count}")
        last = self._last(said, first)
        if last is not None:
            parts.append(f"UNTIL={last.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        return Rule(first, ";".join(parts), self._length(said, first))

    def _named_by_start(self, said: SaidRule) -> SaidRule:
        """Every six weeks starting Monday: on Mondays."""
        named = said.weekdays or said.nths or said.month_days
        if said.start is None or named or said.unit in ("hour", "minute", "day"):
            return said
        day = self.moment(said.start).at.date()
        if said.unit in ("week", "fortnight"):
            return replace(said, weekdays=(day.weekday(),))
        month = day.month if said.unit == "year" else None
        return replace(said, month_days=(day.day,), month=month)

    def _bounds(self, during: Said) -> tuple[Said, Said]:
        """The first and last day of a month or week that something comes again in."""
        stretch = self._stretch(during)
        if stretch is None:
            raise Ask(Doubt.HOW_OFTEN)
        first, last = max(stretch[0], self._today), stretch[1]
        days = [Said(year=day.year, month=day.month, day=day.day) for day in (first, last)]
        return days[0], days[1]

    def _length(self, said: SaidRule, first: Moment) -> timedelta | None:
        """How long it lasts each time, where that was said."""
        if said.end is not None:
            day = first.at + timedelta(days=7)  # whatever today's hour is
            clock = Clock(day.hour, day.minute, is_exact=True)
            start = Said(year=day.year, month=day.month, day=day.day, clock=clock)
            span = self.span(SaidSpan(start, said.end))
            return span.end - span.start if isinstance(span, Span) else None
        if not said.lasting or said.unit in SHORT or not _is_short(said):
            return None
        end, _ = self._moved(first, said.lasting, 1)
        return end.astimezone(UTC) - first.at.astimezone(UTC)

    @staticmethod
    def _needs_a_day(said: SaidRule) -> bool:
        named = said.weekdays or said.nths or said.month_days or (said.start and said.start.has_day)
        return said.unit not in ("hour", "minute", "day", "workday") and not named

    def _first(self, said: SaidRule) -> Moment:
        """The first day that fits, at the time that was said."""
        if said.unit in SHORT and said.start is None:
            at, _ = self._moved(Moment(self._now), ((said.every, said.unit),), 1)
            return Moment(at)
        if said.unit in SHORT and said.start is not None:
            return self._start_of_short(said, said.start)
        begin = self._today
        if said.start is not None:
            begin = self.moment(said.start).at.date()
        for offset in range(DAYS_TRIED):
            day = begin + timedelta(days=offset)
            if not _fits(day, said):
                continue
            if said.at.is_empty:
                return self._whole_day(day)
            times = [self._time_of_rule(day, said, one) for one in (said.at, *said.more)]
            later = [one for one in sorted(times, key=lambda one: one.at) if one.at > self._now]
            if later:
                return later[0]
        raise Ask(Doubt.NO_SUCH_DATE)

    def _start_of_short(self, said: SaidRule, start: Said) -> Moment:
        """Every twelve hours starting at eight."""
        first = self.moment(start)
        if first.is_day and said.unit in SHORT:
            raise Ask(Doubt.WHAT_TIME)
        return first

    def _time_of_rule(self, day: date, said: SaidRule, at: Said) -> Moment:
        at = self._like_first(said.at, at)
        if at.clock and day == self._today and not (at.clock.is_exact or at.clock.half or at.part):
            # What comes again is not "the next such hour", but the hour that is meant every time.
            wall = self._bare(day + timedelta(days=1), at.clock)
            return Moment(self._said_clock(wall - timedelta(days=1)))
        return Moment(self._said_clock(self._at(day, at)))

    @staticmethod
    def _like_first(first: Said, other: Said) -> Said:
        """At 8 and 12 in the morning: what was said of one is said of all."""
        if other is first or first.clock is None or other.clock is None:
            return other
        if other.clock.half or other.clock.is_exact or other.clock.hour == NOON:
            return other
        is_later = other.clock.hour > first.clock.hour
        half = first.clock.half if is_later else ""
        return replace(other, clock=replace(other.clock, half=half))

    def _hours(self, said: SaidRule, first: Moment) -> list[str]:
        """The hours of several times a day, where their minutes are the same."""
        if not said.more:
            return []
        day = first.at.date() + timedelta(days=7)
        times = [self._time_of_rule(day, said, one).at for one in (said.at, *said.more)]
        if len({one.minute for one in times}) > 1:
            raise Ask(Doubt.WHAT_TIME)
        return ["BYHOUR=" + ",".join(str(one.hour) for one in sorted(times))]

    def _last(self, said: SaidRule, first: Moment) -> datetime | None:
        if said.until is not None and (said.unit in SHORT or said.until.clock):
            last = self.moment(said.until)
            if last.at < first.at and not last.is_day:
                raise Ask(Doubt.ENDS_BEFORE_IT_BEGINS)
            if not last.is_day:
                return last.at
        if said.until is not None:
            day = self._last_day(said.until)
        elif said.lasting and said.unit in SHORT and _is_short(said):
            return self._moved(first if said.start else Moment(self._now), said.lasting, 1)[0]
        elif said.lasting and (said.unit in SHORT or not _is_short(said)):
            moved, _ = self._moved(self._whole_day(first.at.date()), said.lasting, 1)
            day = moved.date() - timedelta(days=1)
        else:
            return None
        if day < first.at.date():
            raise Ask(Doubt.ENDS_BEFORE_IT_BEGINS)
        return self._aware(on(day, 23, 59)) + timedelta(seconds=59)

    def _last_day(self, until: Said) -> date:
        """Until June is until it begins; until the end of June is its last day."""
        stretch = self._stretch(until)
        if stretch is None:
            return self.moment(until).at.date()
        is_begun = stretch[0] <= self._today
        return stretch[1] if until.edge or is_begun else stretch[0] - timedelta(days=1)


def _is_short(said: SaidRule) -> bool:
    return all(unit in SHORT for _, unit in said.lasting)


def _frequency(said: SaidRule) -> list[str]:
    frequency, times = FREQUENCIES[said.unit]
    if said.month is not None:
        frequency = "YEARLY"
    parts = [f"FREQ={frequency}"]
    if said.every * times > 1:
        parts.append(f"INTERVAL={said.every * times}")
    if said.weekdays:
        parts.append("BYDAY=" + ",".join(DAYS[day] for day in sorted(said.weekdays)))
    if said.nths:
        parts.append("BYDAY=" + ",".join(f"{count}{DAYS[day]}" for count, day in said.nths))
    if said.month_days:
        parts.append("BYMONTHDAY=" + ",".join(str(day) for day in said.month_days))
    if said.month is not None:
        parts.append(f"BYMONTH={said.month}")
    return parts


def _fits(day: date, said: SaidRule) -> bool:
    if said.weekdays and day.weekday() not in said.weekdays:
        return False
    if said.month is not None and day.month != said.month:
        return False
    if said.month_days and not {day.day, day.day - 1 - _length(day)} & set(said.month_days):
        return False
    return not said.nths or any(_is_nth(day, nth) for nth in said.nths)


def _length(day: date) -> int:
    return month_days(day.year, day.month)[1].day


def _is_nth(day: date, nth: tuple[int, int]) -> bool:
    try:
        return nth_of(day.year, day.month, nth) == day
    except Ask:
        return False
