"""What is open at an end, due by a time, or from one time to another."""

from dataclasses import replace

from inference.times.dates import LATEST_DAY
from inference.times.periods import Found
from inference.times.said import Amount, Said, SaidSpan
from inference.times.whole import Times


class Stretches(Times):
    """The rules for deadlines, open ends and spans."""

    def _open(self, at: int) -> Found:
        """From two onwards; starting Monday; after six, not before Tuesday."""
        words = self._words
        if count := self._is(at, words.open_ended):
            found = self._expected(at + count)
            return (replace(found[0], is_open=True), found[1]) if found else None
        if count := self._is(at, words.leads):
            found = self._time(at + count)
            sure = (found and replace(found[0], month=None, year=None).has_day) or (
                found and found[0].clock
            )
            return found if sure else None
        count = self._is(at, words.begin - words.between)
        found = self._expected(at + count) if count else None
        if found is None:
            return None
        onwards = self._is(found[1], words.onwards)
        if found[0].clock and not found[0].has_day and not onwards:
            return None
        more = self._time(found[1] + onwards) if onwards else None
        joined = found[0].joined(more[0]) if more else None
        return (joined, more[1]) if joined and more else (found[0], found[1] + onwards)

    def _open_after(self, at: int) -> Found:
        """On Friday after five; tomorrow from two onwards."""
        first = self._time(at)
        if first is None or first[0].clock or not first[0].has_day:
            return None
        place = first[1] + (self._word(first[1]) == ",")
        last = self._open(place) or self._open_part(place) or self._from(place)
        joined = first[0].joined(last[0]) if last and not last[0].has_day else None
        return (joined, last[1]) if joined and last else None

    def _from(self, at: int) -> Found:
        """The from two of "on Friday from two"."""
        count = self._is(at, self._words.begin - self._words.between)
        found = self._expected(at + count) if count else None
        return found if found and found[0].clock else None

    def _open_part(self, at: int) -> Found:
        """After lunch."""
        count = self._is(at, self._words.open_ended)
        part = self._part(at + count) if count else None
        return (replace(part[0], is_open=True), part[1]) if part else None

    # deadlines

    def _deadline(self, at: int) -> Found:
        """By Friday; Friday by noon; since Monday."""
        if count := self._is(at, self._words.since):
            found = self._time(at + count)
            return (replace(found[0], is_since=True), found[1]) if found else None
        words = self._words.by | self._words.until
        count = self._is(at, words)
        if count:
            found = self._time(at + count)
            return (replace(found[0], is_deadline=True), found[1]) if found else None
        first = self._time(at)
        count = self._is(first[1], words) if first else 0
        last = self._time(first[1] + count) if first and count else None
        joined = first[0].joined(last[0]) if first and last and not last[0].has_day else None
        if last is None or joined is None or (first and first[0].clock):
            return None
        return replace(joined, is_deadline=True), last[1]

    # spans

    def _span(self, at: int) -> tuple[SaidSpan, int] | None:
        """From X to Y, X until Y, X for two hours."""
        lasting = self._lasting(at) or self._short_amounts(at)
        if lasting:
            return self._with_length(lasting[0], lasting[1])
        begin = self._is(at, self._words.begin)
        found = self._expected(at + begin) if begin else self._range_start(at)
        if found is None:
            return None
        if begin:
            return self._end_of_span(found[0], found[1], self._joiners(at))
        # "on Friday from 3 to 5": the day goes before the range
        inner = self._is(found[1], self._words.begin)
        later = self._expected(found[1] + inner) if inner else None
        joined = found[0].joined(later[0]) if later else None
        if later and joined:
            return self._end_of_span(joined, later[1], self._joiners(found[1]))
        return self._each_day(at, self._end_of_span(found[0], found[1], self._words.to))

    def _each_day(self, at: int, found: tuple[SaidSpan, int] | None) -> tuple[SaidSpan, int] | None:
        """At nine, Monday to Friday: each day, or once?"""
        span = found[0] if found else None
        if found is None or span is None or span.end is None or not self._begins_with_clock(at):
            return found
        if not (span.start.weekdays and span.end.weekdays) or span.end.clock:
            return found
        return replace(span, end=replace(span.end, is_vague=True)), found[1]

    def _begins_with_clock(self, at: int) -> bool:
        """Until 5 pm on Friday: the clock time is that of the end."""
        place = self._skip_glue(at)
        clock, date = self._clock(place), self._date(place)
        return bool(clock and not (date and date[1] > clock[1]))

    def _joiners(self, begin: int) -> frozenset[str]:
        """To, until; and, after between."""
        between = self._is(begin, self._words.between)
        return self._words.to | (self._words.and_ if between else frozenset())

    def _expected(self, at: int) -> Found:
        """A time at a place where a bare number is an hour."""
        place = self._skip_the(at)
        self._hours_expected.add(place)
        found = self._bare_day(at) or self._time(at)
        self._hours_expected.discard(place)
        return found

    def _range_start(self, at: int) -> Found:
        return self._time(at) or self._bare_day(at)

    def _bare_day(self, at: int) -> Found:
        """3 of "3-7 March"."""
        day = self._day_number(self._skip_the(at))
        count = self._is(day[1], self._words.to | self._words.and_) if day else 0
        full = self._day_month(day[1] + count) if day and count else None
        return (Said(day=day[0]), day[1]) if day and full else None

    def _short_amounts(self, at: int) -> tuple[tuple[Amount, ...], int] | None:
        """Two hours on Wednesday morning."""
        found = self._amounts(at)
        if found and self._is(found[1], self._words.begin - self._words.after):
            return found
        if found is None or any(unit not in ("hour", "minute") for _, unit in found[0]):
            return None
        row = None if self._is(found[1], self._words.glue) else self._time(found[1])
        later = row and self._is(row[1], self._words.begin)
        return None if row and not row[0].clock and not later else found

    def _with_length(self, lasting: tuple[Amount, ...], at: int) -> tuple[SaidSpan, int] | None:
        """For two hours on Friday at nine."""
        place = self._skip(at, self._words.begin)
        found = self._time(place)
        if found is None or (found[0].amounts and not found[0].anchor):
            return None
        if not (found[0].has_day or found[0].clock):
            return None
        found = self._open_after(place) or found
        return SaidSpan(found[0], lasting=lasting), found[1]

    def _end_of_span(
        self, first: Said, at: int, joiners: frozenset[str]
    ) -> tuple[SaidSpan, int] | None:
        comma = int(self._word(at) == ",")
        lasting = self._lasting(at + comma) or self._amounts(at)
        if lasting and (first.clock or first.has_day):
            return self._lasting_from(first, *lasting)
        count = self._is(at, joiners)
        found = self._second_day(first, at + count) or self._expected(at + count) if count else None
        if found is None:
            return None
        last, end = found
        if last.amounts or (first.clock is None and last.clock is not None and not first.has_day):
            return None
        return SaidSpan(first, last), end

    def _lasting_from(
        self, first: Said, lasting: tuple[Amount, ...], at: int
    ) -> tuple[SaidSpan, int]:
        """Friday for half an hour from 2 pm."""
        begin = self._is(at, self._words.begin | self._words.at)
        found = self._time(at + begin) or self._time(at)
        joined = first.joined(found[0]) if found else None
        if found and joined:
            return SaidSpan(joined, lasting=lasting), found[1]
        return SaidSpan(first, lasting=lasting), at

    def _second_day(self, first: Said, at: int) -> Found:
        """7 of "March 3-7"."""
        word = self._word(at)
        if first.day is None or first.clock or not word.isdecimal() or self._day_month(at):
            return None
        plain = self._ends_well(at + 1) and not self._meridiem(at + 1)[0]
        if not plain or not first.day < int(word) <= LATEST_DAY or self._ordinal(at):
            return None
        return self._with_year(Said(day=int(word)), at + 1)
