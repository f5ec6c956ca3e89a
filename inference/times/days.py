"""Which day was meant, or which days: weekdays, dates, feasts; weeks, months and their edges."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from inference.times.arithmetic import Ask, easter, month_days, nth_of, valid
from inference.times.clockwork import Clockwork
from inference.times.reading import Doubt
from inference.times.said import Said

SATURDAY = 5
PART_ENDS = {"morning": 12, "noon": 14, "afternoon": 18, "evening": 22, "night": 24}
MONTHS, QUARTER = 12, 3
YEARS_TRIED = 9
MONTHS_TRIED = 24


class Days(Clockwork):
    """Days are calendar time."""

    def _day(self, said: Said) -> date | None:
        """The day that was said; None where none was."""
        if said.day is not None:
            return self._date(said)
        if said.day_offset is not None:
            return self._named_day(self._today + timedelta(days=said.day_offset), said)
        if said.weekdays:
            return self._weekday(said)
        if said.nth is not None:
            return self._nth(said)
        if said.easter is not None:
            return self._feast(said)
        return None

    # weekdays

    def _weekday(self, said: Said) -> date:
        wanted = said.weekdays[0]
        coming = self._today + timedelta(days=(wanted - self._today.weekday()) % 7)
        if said.week is not None:
            return self._monday + timedelta(days=7 * said.week + wanted)
        if said.which == "after next":
            return self._monday + timedelta(days=14 + wanted)
        if said.is_since:
            return self._today - timedelta(days=(self._today.weekday() - wanted) % 7)
        if said.which == "last":
            return self._today - timedelta(days=(self._today.weekday() - wanted - 1) % 7 + 1)
        if said.which == "next" and self._conventions.next_weekday_is_next_week:
            following = self._monday + timedelta(days=7 + wanted)
            if self._today < coming < following:
                self.other = self._whole_day(coming)
            return following
        if coming == self._today and said.which != "this":
            return self._today_or_later(said, coming)
        return coming

    def _today_or_later(self, said: Said, day: date) -> date:
        """A weekday that is today's: over already, or one of two."""
        later = day + timedelta(days=7)
        if said.which == "next" or self._is_over(said, day):
            return later
        raise Ask(Doubt.TODAY_OR_NEXT_WEEK, self._whole_day(day), self._whole_day(later))

    def _is_over(self, said: Said, day: date) -> bool:
        if said.clock is None:
            return bool(said.part) and self._wall.hour >= PART_ENDS[said.part]
        try:
            return self._at(day, said) <= self._wall
        except Ask as ask:
            if ask.question.doubt is Doubt.PAST:
                return True
            raise

    def _beside(self, day: date, said: Said) -> date:
        """The weekday before or after a day, never that day itself."""
        wanted = said.weekdays[0]
        if said.beside > 0:
            return day + timedelta(days=(wanted - day.weekday() - 1) % 7 + 1)
        return day - timedelta(days=(day.weekday() - wanted - 1) % 7 + 1)

    # dates

    def _date(self, said: Said) -> date:
        """A day of a month; the next one where month or year were left out."""
        found = next(self._dates(said), None)
        if found is None:
            raise Ask(Doubt.NO_SUCH_DATE)
        return self._named_day(found, said)

    def _named_day(self, day: date, said: Said) -> date:
        """A day that was said with its weekday too, which has to be the right one."""
        if not said.weekdays or day.weekday() == said.weekdays[0]:
            return day
        coming = self._weekday(Said(weekdays=said.weekdays, which="this"))
        raise Ask(Doubt.NO_SUCH_DATE, self._whole_day(day), self._whole_day(coming))

    def _dates(self, said: Said) -> Iterator[date]:
        """The dates that were said, the nearest first."""
        assert said.day is not None
        if said.month is not None and (said.year is not None or said.year_offset is not None):
            year = said.year or self._today.year + (said.year_offset or 0)
            yield date(year, said.month, said.day)
        elif said.month is not None:
            years = (self._today.year + step for step in self._steps(said, YEARS_TRIED))
            yield from self._right_side(said, [valid(one, said.month, said.day) for one in years])
        elif said.month_offset is not None:
            yield date(*self._month(said.month_offset), said.day)
        else:
            steps = self._steps(said, MONTHS_TRIED)
            months = (self._month(step) for step in steps)
            yield from self._right_side(said, [valid(*month, said.day) for month in months])

    @staticmethod
    def _steps(said: Said, tried: int) -> range:
        """Years or months from now on, or back for what lies behind."""
        return range(0, -tried, -1) if said.is_since or said.which == "last" else range(tried)

    def _right_side(self, said: Said, dates: list[date | None]) -> Iterator[date]:
        is_past = said.is_since or said.which == "last"
        for day in dates:
            if day and (day <= self._today if is_past else day >= self._today):
                yield day

    def _feast(self, said: Said) -> date:
        assert said.easter is not None
        for year in self._years(said):
            day = easter(year) + timedelta(days=said.easter)
            if len(self._years(said)) == 1 or day >= self._today:
                return day
        raise Ask(Doubt.NO_SUCH_DATE)

    def _years(self, said: Said) -> range:
        """The year that was said, or this and the next."""
        if said.year is not None or said.year_offset is not None:
            year = said.year or self._today.year + (said.year_offset or 0)
            return range(year, year + 1)
        if said.which == "last":
            return self._years_back(said)
        return range(self._today.year, self._today.year + 2)

    def _years_back(self, said: Said) -> range:
        """The year in which a feast was last."""
        year = self._today.year
        this = self._day(replace(said, which="", year=year))
        year -= bool(this and this >= self._today)
        return range(year, year + 1)

    def _nth(self, said: Said) -> date:
        """The first Monday of a month; of the next month that still has it, where none was said."""
        assert said.nth is not None
        if said.month is not None:
            years = self._years(said)
            found = nth_of(years[0], said.month, said.nth)
            if len(years) > 1 and found < self._today:
                found = nth_of(years[1], said.month, said.nth)
            return found
        if said.month_offset is not None:
            return nth_of(*self._month(said.month_offset), said.nth)
        found = nth_of(*self._month(0), said.nth)
        return found if found >= self._today else nth_of(*self._month(1), said.nth)

    def _month(self, offset: int) -> tuple[int, int]:
        months = self._today.year * MONTHS + self._today.month - 1 + offset
        return months // MONTHS, months % MONTHS + 1

    # stretches of days

    def _stretch(self, said: Said) -> tuple[date, date] | None:
        """First and last day of a week, weekend, month or year, or one edge of it."""
        whole = self._whole(said)
        if whole is None or not said.edge:
            return whole
        first, last = whole
        friday = last - timedelta(days=2)
        if said.edge_unit == "week" and said.edge == "end" and friday >= self._today:
            last = friday  # for most people a week ends with its work
        middle = first + (last - first) // 2
        if said.edge == "rest":
            return max(first, self._today), last
        day = {"start": first, "end": last, "middle": middle}[said.edge]
        return day, day

    def _whole(self, said: Said) -> tuple[date, date] | None:
        if said.unit_of_month is not None:
            return self._unit_of_month(said, said.unit_of_month)
        if said.edge_unit == "day":
            day = self._day(replace(said, edge="", edge_unit="")) or self._today
            return day, day
        if said.weekdays or said.day is not None or said.nth is not None or said.same_time:
            return None
        if said.weekend:
            return self._weekend(said)
        if said.week is not None:
            start = self._monday + timedelta(days=7 * said.week)
            return start, start + timedelta(days=6)
        if said.month is not None:
            return self._whole_month(said)
        if said.month_offset is not None:
            return month_days(*self._month(said.month_offset))
        return self._quarter(said) or self._year(said)

    def _unit_of_month(self, said: Said, wanted: tuple[int, str]) -> tuple[date, date]:
        """The first day, the last working day, the second week of a month."""
        count, unit = wanted
        found = self._in_month(replace(said, unit_of_month=None), count, unit)
        if found[1] < self._today and said.month is None and said.month_offset is None:
            found = self._in_month(Said(month_offset=1), count, unit)
        return found

    def _in_month(self, month: Said, count: int, unit: str) -> tuple[date, date]:
        first, last = self._whole(month) or month_days(*self._month(0))
        if unit in ("week", "weekend"):
            weekday = SATURDAY if unit == "weekend" else 0
            start = nth_of(first.year, first.month, (count, weekday))
            if count < 0 and unit == "week" and start + timedelta(days=6) > last:
                start -= timedelta(days=7)
            return start, start + timedelta(days=1 if unit == "weekend" else 6)
        days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        if unit == "workday":
            days = [day for day in days if day.weekday() < SATURDAY]
        if count > len(days):
            raise Ask(Doubt.NO_SUCH_DATE)
        day = days[count - (count > 0)]
        return day, day

    def _quarter(self, said: Said) -> tuple[date, date] | None:
        if said.quarter is None and said.quarter_offset is None:
            return None
        this = (self._today.month - 1) // QUARTER
        if said.quarter_offset is not None:
            quarters = self._today.year * 4 + this + said.quarter_offset
        else:
            wanted = (said.quarter or 1) - 1
            year = said.year or self._today.year + (said.year_offset or 0)
            is_later = said.year is None and said.year_offset is None and wanted < this
            quarters = (year + is_later) * 4 + wanted
        year, quarter = divmod(quarters, 4)
        first = QUARTER * quarter + 1
        return date(year, first, 1), month_days(year, first + QUARTER - 1)[1]

    def _year(self, said: Said) -> tuple[date, date] | None:
        if (
            said.easter is not None
            or said.doubtful
            or (said.year is None and said.year_offset is None)
        ):
            return None
        year = said.year or self._today.year + (said.year_offset or 0)
        return date(year, 1, 1), date(year, MONTHS, 31)

    def _weekend(self, said: Said) -> tuple[date, date]:
        saturday = self._monday + timedelta(days=SATURDAY)
        weeks = {"next": 1, "last": -1, "after next": 2}.get(said.which, 0) + (said.week or 0)
        start = saturday + timedelta(days=7 * weeks)
        if said.which == "next":
            self.other = self._whole_day(saturday)
        return start, start + timedelta(days=1)

    def _whole_month(self, said: Said) -> tuple[date, date]:
        assert said.month is not None
        year = said.year or self._today.year + (said.year_offset or 0)
        if said.year is None and said.year_offset is None:
            if said.which == "last" or said.is_since:
                year -= said.month >= self._today.month + said.is_since
            elif said.month < self._today.month or (
                said.which == "next" and said.month == self._today.month
            ):
                year += 1
        return month_days(year, said.month)
