"""When once: points in time, whole days, amounts counted from them, spans."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from inference.times.arithmetic import Ask, months_later, workdays_later
from inference.times.days import SATURDAY, Days
from inference.times.fitting import fits, is_too_wide
from inference.times.reading import Doubt, Meaning, Moment, Span, on
from inference.times.said import Amount, Clock, Said

SECONDS = {"second": 1, "minute": 60, "hour": 3600}
DAY_HOURS = 24
WEEK_UNITS = {"week": 1, "fortnight": 2}
MONTH_UNITS = {"month": 1, "quarter": 3, "year": 12}


class Moments(Days):
    """Hours and minutes are elapsed time, days and longer are calendar time."""

    def meaning(self, said: Said) -> Meaning:
        """A moment, or the whole stretch where one was named."""
        self._ask_first(said)
        if said.window and not said.is_deadline:
            return self._window(said)
        if said.week_beside is not None and not said.is_deadline:
            return self._week_beside(said)
        points = said.clock or said.part or said.amounts or said.is_deadline or said.is_since
        if not points and not said.same_time:
            stretch = self._stretch(said)
            if stretch is not None and stretch[0] != stretch[1]:
                first, last = stretch
                return Span(self._aware(on(first)), self._aware(on(last)), is_days=True)
        return self.moment(said)

    def moment(self, said: Said) -> Moment:
        """One point in time, or one day."""
        self._ask_first(said)
        if said.window or said.week_beside is not None:
            return self._of_window(said)
        if said.zone:
            return self._elsewhere(said)
        if said.instant is not None or said.is_now:
            return self._instant(said)
        if said.beside:
            return self._on_day(self._beside(self._anchor(said).at.date(), said), said)
        if said.amounts:
            return self._counted(said)
        if said.same_time:
            return self._same_time(said)
        stretch = self._stretch(said)
        if stretch is not None:
            return self._on_day(self._of_stretch(stretch, said), said)
        if said.doubtful:
            return self._doubtful(said)
        day = self._day(said)
        return self._next_clock(said) if day is None else self._on_day(day, said)

    @staticmethod
    def _ask_first(said: Said) -> None:
        """What is too wide or too open to act on, whatever day it is."""
        if said.is_choice or said.zone == "" or (said.is_open and said.part and not said.clock):
            raise Ask(Doubt.WHAT_TIME)
        several = said.amounts and (said.weekdays or said.day) and not said.beside
        if said.is_vague or several or (said.is_open and not said.clock):
            raise Ask(Doubt.HOW_OFTEN)
        if not fits(said) or is_too_wide(said):
            raise Ask(Doubt.HOW_OFTEN)

    def _elsewhere(self, said: Said) -> Moment:
        """A clock time of another place."""
        there = type(self)(self._now.astimezone(ZoneInfo(said.zone or "UTC")), self._conventions)
        moment = there.moment(replace(said, zone=None))
        return replace(moment, at=moment.at.astimezone(self._zone))

    def _window(self, said: Said) -> Span:
        """The next or past so much time, as a stretch that begins or ends now."""
        at, is_exact = self._moved(Moment(self._now), said.amounts, said.direction)
        start, end = sorted((self._now, at))
        if is_exact:
            return Span(start, end)
        last = end.date() - timedelta(days=said.window > 0)
        return self._days_of(start.date(), last)

    def _week_beside(self, said: Said) -> Span:
        """The week or weekend before, of or after a day."""
        day = self._anchor(said).at.date()
        monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * (said.week_beside or 0))
        if not said.weekend:
            return self._days_of(monday, monday + timedelta(days=6))
        saturday = monday + timedelta(days=SATURDAY)
        if said.week_beside == 1 and day.weekday() < SATURDAY:
            saturday -= timedelta(days=7)
        return self._days_of(saturday, saturday + timedelta(days=1))

    def _days_of(self, first: date, last: date) -> Span:
        return Span(self._aware(on(first)), self._aware(on(last)), is_days=True)

    def _of_window(self, said: Said) -> Moment:
        stretch = self._window(said) if said.window else self._week_beside(said)
        at = stretch.end if said.window > 0 and said.is_deadline else stretch.start
        return Moment(at, stretch.is_days, said.is_deadline)

    def _instant(self, said: Said) -> Moment:
        if said.instant is None:
            return Moment(self._now, is_deadline=said.is_deadline)
        if said.instant.tzinfo is None:
            return Moment(self._said_clock(said.instant), is_deadline=said.is_deadline)
        return Moment(said.instant.astimezone(self._zone), is_deadline=said.is_deadline)

    def _of_stretch(self, stretch: tuple[date, date], said: Said) -> date:
        """The day of a month or week that counts: it is due when it begins, if it has not yet."""
        first, last = stretch
        is_begun = first <= self._today
        return last if said.is_deadline and is_begun else first

    def _same_time(self, said: Said) -> Moment:
        """This time next week: its weekday, or the day of the month, is today's."""
        if said.week is not None:
            return self._on_day(self._today + timedelta(days=7 * said.week), said)
        months = said.month_offset or 12 * (said.year_offset or 0)
        if months:
            return self._on_day(months_later(self._wall, months).date(), said)
        day = self._day(replace(said, same_time=False))
        return self._on_day(day or self._today, said)

    def _on_day(self, day: date, said: Said) -> Moment:
        if said.edge_unit == "day" and said.clock is None and said.edge == "end":
            said = replace(said, clock=Clock(self._conventions.evening_hour, is_exact=True))
        if said.clock is None and not said.part and not said.same_time:
            return Moment(self._aware(on(day)), is_day=True, is_deadline=said.is_deadline)
        moment = Moment(self._said_clock(self._at(day, said)), is_deadline=said.is_deadline)
        if day == self._today and moment.at < self._now and not said.is_since:
            raise Ask(Doubt.PAST, moment)
        if self.other is not None and self.other.is_day:
            other = self._at(self.other.at.date(), said)
            self.other = Moment(self._said_clock(other))
        return moment

    def _doubtful(self, said: Said) -> Moment:
        """3/4: the third of April, or March the fourth."""
        rule = self._conventions.day_before_month
        readings = [
            replace(said, doubtful=(), day=one.day, month=one.month) for one in said.doubtful
        ]
        if rule is not None:
            return self.moment(readings[0 if rule else 1])
        try:
            moments = [self.moment(one) for one in readings]
        except Ask:  # the hour is in doubt too
            days = [replace(one, clock=None, part="") for one in readings]
            moments = [self.moment(one) for one in days]
        raise Ask(Doubt.DAY_OR_MONTH, *moments)

    # amounts

    def _anchor(self, said: Said) -> Moment:
        return Moment(self._now) if said.anchor is None else self.moment(said.anchor)

    def _counted(self, said: Said) -> Moment:
        """So much later or earlier than now, or than something else."""
        try:
            moment = self._from(self._anchor(said), said)
            if self.other is not None and said.anchor is not None:
                self.other = self._from(self.other, said)
            return moment
        except Ask as ask:
            if ask.question.doubt is not Doubt.TODAY_OR_NEXT_WEEK:
                raise
            choices = [self._from(one, said) for one in ask.question.choices]
            raise Ask(Doubt.TODAY_OR_NEXT_WEEK, *choices) from None

    def _from(self, start: Moment, said: Said) -> Moment:
        at, is_exact = self._moved(start, said.amounts, said.direction)
        is_day = not is_exact and (said.anchor is None or start.is_day)
        if said.clock is not None or said.part:
            at = self._said_clock(self._at(at.date(), said))
            return Moment(at, is_deadline=said.is_deadline)
        if is_day:
            at = self._aware(on(at.date()))
        return Moment(at, is_day=is_day, is_deadline=said.is_deadline)

    def _moved(
        self, start: Moment, amounts: tuple[Amount, ...], direction: int
    ) -> tuple[datetime, bool]:
        """Where amounts lead, and whether to the minute."""
        wall = start.at.replace(tzinfo=None)
        seconds = 0.0
        for count, unit in amounts:
            if not count:
                raise Ask(Doubt.WHAT_TIME if unit in SECONDS else Doubt.HOW_OFTEN)
            if unit in SECONDS or (unit == "day" and count % 1):
                seconds += count * SECONDS.get(unit, DAY_HOURS * SECONDS["hour"])
            else:
                wall = _later(wall, count, unit, direction)
        at = start.at if wall == start.at.replace(tzinfo=None) else self._aware(wall)
        if seconds:
            elapsed = at.astimezone(UTC) + timedelta(seconds=seconds) * direction
            return elapsed.astimezone(self._zone), True
        return at, False


def _later(wall: datetime, count: float, unit: str, direction: int) -> datetime:
    if unit in MONTH_UNITS:
        return months_later(wall, round(count * MONTH_UNITS[unit]) * direction)
    if unit == "workday":
        return workdays_later(wall, int(count) * direction)
    return wall + timedelta(days=count * 7 * WEEK_UNITS[unit] if unit in WEEK_UNITS else count) * (
        direction
    )
