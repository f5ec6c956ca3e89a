"""Days in words: the 5th of March, next Friday, 24/12, Easter Monday."""

import re
from dataclasses import replace
from datetime import date, datetime

from inference.times.periods import YEAR, Found, Periods
from inference.times.said import Said

_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:[/.-](\d{2,4})?)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})$")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]")
LATEST_DAY, MONTHS = 31, 12
CENTURY = 2000
HOURS_OF_A_DAY = 24
LEAP = 2004


class Dates(Periods):
    """The rules for days, and for weeks, months and years as a whole."""

    def _date(self, at: int) -> Found:
        rules = (
            self._instant, self._written_out, self._day_month, self._month_day,
            self._month_alone, self._day_alone, self._holiday, self._year_alone,
            self._several_days, self._weekday_and_number,
        )  # fmt: skip
        return max(filter(None, (rule(at) for rule in rules)), key=lambda one: one[1], default=None)

    def _instant(self, at: int) -> Found:
        """2026-11-21T18:00:00+01:00."""
        if not _INSTANT.match(self._word(at)):
            return None
        try:
            return Said(instant=datetime.fromisoformat(self._word(at).upper())), at + 1
        except ValueError:
            return None

    def _written_out(self, at: int) -> Found:
        """2026-11-21, 21/11/2026, 5.3., 11/21."""
        word = self._word(at)
        whole = _YEAR_FIRST.match(word)
        if whole:
            return Said(year=int(whole[1]), month=int(whole[2]), day=int(whole[3])), at + 1
        found = _NUMERIC.match(word)
        if found is None:
            return None
        year = _full_year(found[4])
        if year is None and not self._is_date_of_two(at, found[2], word):
            return None
        return self._of_numbers(int(found[1]), found[2], int(found[3]), year), at + 1

    def _is_date_of_two(self, at: int, sign: str, word: str) -> bool:
        """1/2 of a cup is none; 5.3 without its last full stop neither."""
        if sign == ".":
            return word.endswith(".")
        return sign == "/" and self._ends_well(at + 1)

    @staticmethod
    def _of_numbers(one: int, sign: str, two: int, year: int | None) -> Said:
        if sign == ".":
            return Said(day=one, month=two, year=year)
        if one > MONTHS or two > MONTHS or one == two or 0 in (one, two):
            day, month = (two, one) if two > MONTHS else (one, two)
            return Said(day=day, month=month, year=year)
        stand_in = year or LEAP
        readings = (date(stand_in, two, one), date(stand_in, one, two))
        return Said(doubtful=readings, year=year)

    def _day_month(self, at: int) -> Found:
        """5 March, the fifth of March 2027."""
        day = self._day_number(self._skip_the(at))
        if day is None:
            return None
        place = self._skip(day[1], self._words.of)
        month = self._value(place, self._words.months)
        if month is None:
            return None
        return self._with_year(Said(day=day[0], month=month[0]), month[1])

    def _month_day(self, at: int) -> Found:
        """March 5th, March the fifth, 2027."""
        month = self._value(at, self._words.months)
        day = self._day_number(self._skip_the(month[1])) if month else None
        if month is None or day is None or self._meridiem(day[1])[0]:
            return None
        if day[1] == month[1] + 1 and not self._words.month_before_day:
            return None
        return self._with_year(Said(day=day[0], month=month[0]), day[1])

    def _day_number(self, at: int) -> tuple[int, int] | None:
        """An ordinal or a bare number that can be the day of a month."""
        day = self._ordinal(at)
        if day is None and (self._word(at).isdecimal() or self._words.dates_in_words):
            day = self._whole_number(at)
        return day if day and 1 <= day[0] <= LATEST_DAY else None

    def _month_alone(self, at: int) -> Found:
        which, place = self._which(at)
        month = self._value(place, self._words.months)
        if month is None:
            return None
        which, end = self._which_after(which, month[1])
        said, end = self._with_year(Said(month=month[0], which=which), end)  # type: ignore[arg-type]
        doubtful = self._word(place) in self._words.doubtful and end == month[1]
        if doubtful and not (self._led_by(at, place) or self._is_all(at, end)):
            return None
        return said, end

    def _led_by(self, at: int, place: int) -> bool:
        """Whether a word that is also a common one (may, march) stands where a time would."""
        words = self._words
        leading = words.glue | words.until | words.by | words.begin | words.to | words.every
        leading = (leading | words.edges.keys() | words.since) - words.the - words.roughly
        return place > at or self._is_before(at, leading)

    def _day_alone(self, at: int) -> Found:
        """The 5th."""
        the = self._skip_the(at)
        if self._is(the, self._words.day_word):
            number = self._day_number(the + 1)
            return (Said(day=number[0]), number[1]) if number else None
        day = self._ordinal(the)
        if day is None or day[0] < 1 or (the == at and not self._word(the).isdecimal()):
            return None
        if self._unit(day[1]) or day[1] < self._next_unit(day[1]):
            return None
        place = self._skip(day[1], self._words.of)
        other = self._period(place) if place > day[1] or not self._words.of else None
        other = other or self._period(day[1])
        if other and other[0].month_offset is not None:
            return Said(day=day[0], month_offset=other[0].month_offset), other[1]
        if YEAR.match(self._word(day[1])):
            return Said(day=day[0], year=int(self._word(day[1]))), day[1] + 1
        if self._word(day[1]) in self._words.ranked:
            return None
        led = self._word(the).isdecimal() and self._is_before(the, self._words.glue)
        return (Said(day=day[0]), day[1]) if led or self._ends_well(day[1]) else None

    def _several_days(self, at: int) -> Found:
        """5 and 8 December; December 5, 7 and 8: which of them?"""
        month = self._value(at, self._words.months)
        place = month[1] if month else at
        last, count, is_joined = place, 0, False
        while day := self._day_number(self._skip_the(place)):
            last, count = day[1], count + 1
            and_ = self._is(last, self._words.and_ | self._words.or_)
            step = and_ or int(self._word(last) == ",")
            if not step:
                break
            is_joined = is_joined or and_ > 0
            place = last + step
        if count < 2 or day is None:
            return None
        if month and not is_joined:
            return None
        if month:
            plain = self._ends_well(last) and not self._meridiem(last)[0] and not self._unit(last)
            return (Said(is_vague=True), last) if plain else None
        full = self._day_month(place)
        return (Said(is_vague=True), full[1]) if full else None

    def _weekday_and_number(self, at: int) -> Found:
        """Friday 27; Friday 20 at five."""
        day = self._value(at, self._words.weekdays)
        number = self._day_number(day[1]) if day and self._word(day[1]).isdecimal() else None
        if day is None or number is None or self._ordinal(day[1]) or self._unit(number[1]):
            return None
        place = self._skip_glue(number[1])
        clock = place > number[1] and self._clock(place)
        alone = number[0] > HOURS_OF_A_DAY and self._ends_well(number[1])
        if self._meridiem(number[1])[0] or not (clock or alone):
            return None
        return Said(weekdays=(day[0],), day=number[0]), number[1]

    def _next_unit(self, at: int) -> int:
        """Where a weekday or weekend ends that begins here."""
        weekday = self._value(at, self._words.weekdays)
        return weekday[1] if weekday else self._skip(at, self._words.weekend)

    def _holiday(self, at: int) -> Found:
        which, place = self._which(at)
        words = self._words
        said = Said(which=which)  # type: ignore[arg-type]
        if fixed := self._value(place, words.holidays):
            month, day = fixed[0]
            return self._with_year(replace(said, month=month, day=day), fixed[1])
        if movable := self._value(place, words.movable):
            return self._with_year(replace(said, easter=movable[0]), movable[1])
        if nth := self._value(place, words.nth_holidays):
            month, count, weekday = nth[0]
            return self._with_year(replace(said, month=month, nth=(count, weekday)), nth[1])
        return None

    def _year_alone(self, at: int) -> Found:
        """In 2027: a year, where a word before says that it is one."""
        words = self._words
        leads = words.of | words.by | words.until | words.begin | words.since
        if not YEAR.match(self._word(at)) or not self._is_before(at, leads):
            return None
        return Said(year=int(self._word(at))), at + 1

    def _day(self, at: int) -> Found:
        found = self._value(at, self._words.days)
        return (Said(day_offset=found[0]), found[1]) if found else None

    def _weekday(self, at: int) -> Found:
        """Friday, next Friday, the Tuesday after next."""
        any_day = self._is(at, self._words.any_day)  # on a Tuesday: nobody knows which
        which, place = self._which(self._skip_the(at + any_day))
        place = self._skip_the(place)
        found = self._value(place, self._words.weekdays)
        if found is None:
            return None
        which, end = self._which_after(which, found[1])
        doubtful = self._word(place) in self._words.doubtful
        if doubtful and not self._is_weekday(at, place, end):
            return None
        if before := self._is(end, self._words.before_last_after):
            return Said(is_vague=True), end + before
        said = Said(weekdays=(found[0],), which=which)  # type: ignore[arg-type]
        return replace(said, is_vague=any_day > 0), end

    def _is_weekday(self, at: int, place: int, end: int) -> bool:
        """Whether sun or sat is the day: by what leads it, or by a date or clock that follows."""
        if self._is_before(place, self._words.the):
            return False
        if self._led_by(at, place) or self._is_all(at, end):
            return True
        token = self.tokens[place]
        follows = self._date(end) or self._clock(end) or self._part(end)
        is_range = self._is(end, self._words.to) and self._weekday(end + 1)
        return bool(follows or is_range) and (token.is_capital or place == 0)


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) > 2 else CENTURY + int(text)
