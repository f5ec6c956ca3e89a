"""Whole times: rows of pieces in any order, amounts counted from one, deadlines and spans."""

from dataclasses import replace

from inference.times.amounts import Amounts
from inference.times.dates import LATEST_DAY
from inference.times.periods import Found
from inference.times.said import Amount, Said, SaidSpan
from inference.times.words import Words

DEEPEST = 12
"times counted from times counted from times"
WINDOWS = ("hour", "day", "week", "fortnight", "month", "quarter", "year")
SHORTEST_CLOCK_AMOUNTS = ("second", "minute", "hour")


class Times(Amounts):
    """The rules for everything that comes once."""

    def __init__(self, text: str, words: Words) -> None:
        super().__init__(text, words)
        self._depth = 0
        self._rows: dict[tuple[int, int, bool, frozenset[int]], Found] = {}

    def _time(self, at: int) -> Found:
        """A row of pieces in any order, that is a time by itself."""
        found = self._row(at)
        return found if found and self._stands(found[0], at, found[1]) else None

    def saying(self, at: int) -> int:
        """How many tokens only look like a time: good morning, 24/7."""
        return self._is(at, self._words.sayings)

    def _row(self, at: int) -> Found:
        """A row of pieces in any order; worked out once for what is known around it."""
        key = at, self._limit, self._row_begun, frozenset(self._hours_expected)
        if key not in self._rows:
            self._depth += 1
            self._rows[key] = self._new_row(at) if self._depth <= DEEPEST else None
            self._depth -= 1
        return self._rows[key]

    def _new_row(self, at: int) -> Found:
        said, end = Said(), at
        before = self._row_begun
        while end < self._limit:
            self._row_begun = said.has_day
            piece = self._next_piece(end)
            joined = said.joined(piece[0]) if piece else None
            if piece is None or joined is None:
                zone, place = self._zone_apart(said, end)
                if zone is None:
                    break
                joined, piece = replace(said, zone=zone), (said, place)
            said, end = joined, piece[1]
        self._row_begun = before
        if said.is_empty:
            return None
        latest = self._is(end, self._words.by_after)
        return (replace(said, is_deadline=True), end + latest) if latest else (said, end)

    def _zone_apart(self, said: Said, at: int) -> tuple[str | None, int]:
        """At five tomorrow, London time."""
        if said.clock is None or said.zone is not None:
            return None, at
        return self._zone(self._skip_glue(at))

    def _stands(self, said: Said, at: int, end: int) -> bool:
        """Whether it is a time by itself; a part of the day needs more: "in the evening"."""
        if said == Said(part=said.part) and not self._is_all(at, end):
            words = self._words
            return bool(self._is(at, words.part_leads)) or self._is_before(
                self._skip_the(at), words.by | words.until | words.since | words.part_leads
            )
        return said != Said(same_time=True)

    def _next_piece(self, at: int) -> Found:
        """A piece here, or after words that join pieces."""
        words = self._words
        while at < self._limit:
            piece = self._piece(at)
            if piece is not None:
                return piece
            roughly = self._is(at, words.roughly)
            if roughly:
                place = at + roughly
                return self._clock(place) or self._amount(place) or self._part(place)
            early = self._is(at, words.early)
            if early:
                return self._day(at + early) or self._part(at + early)
            step = self._is(at, words.glue) or int(self._word(at) == ",")
            if not step or self._lasting(at):
                return self._in_brackets(at)
            at += step
        return None

    def _in_brackets(self, at: int) -> Found:
        """Tomorrow (Thursday) at five."""
        found = self._piece(at + 1) if self._word(at) == "(" and self._row_begun else None
        return (found[0], found[1] + 1) if found and self._word(found[1]) == ")" else None

    def _piece(self, at: int) -> Found:
        rules = (
            self._week_beside, self._window, self._amount, self._edge, self._nth, self._date,
            self._day, self._weekday, self._period, self._quarter, self._season, self._part,
            self._clock, self._beside, self._now, self._times_that_day, self._minutes_only,
        )  # fmt: skip
        found = [rule(at) for rule in rules]
        return max(filter(None, found), key=lambda one: one[1], default=None)

    def _now(self, at: int) -> Found:
        """Right now; this time tomorrow."""
        words = self._words
        if same := self._is(at, words.same_time):
            return Said(same_time=True), at + same
        now = self._is(at, words.now)
        if now and (now > 1 or at in self._hours_expected or self._is_all(at, at + now)):
            return Said(is_now=True), at + now
        return None

    def _times_that_day(self, at: int) -> Found:
        """Three times tomorrow: at what times?"""
        number = self._whole_number(at)
        count = self._is(number[1], self._words.times) if number else 0
        often = self._value(at, self._words.often)
        place = often[1] if often else number[1] + count if number and count else at
        glued = self._skip_glue(place)
        day = (self._day(glued) or self._weekday(glued)) if place > at else None
        return (replace(day[0], is_choice=True), day[1]) if day else None

    def _minutes_only(self, at: int) -> Found:
        """At ten past: of which hour?"""
        number = self._whole_number(at)
        count = (
            self._is(number[1], frozenset(self._words.minutes.keys() - self._words.to))
            if number
            else 0
        )
        if number is None or not count or not self._is_before(at, self._words.at):
            return None
        return Said(is_choice=True), number[1] + count

    def _beside(self, at: int) -> Found:
        """The Friday before Christmas."""
        day = self._value(self._skip_the(at), self._words.weekdays)
        if day is None:
            return None
        for words, side in ((self._words.after_that, 1), (self._words.before, -1)):
            count = self._is(day[1], words)
            anchor = self._time(day[1] + count) if count else None
            if anchor and anchor[0].has_day:
                return Said(weekdays=(day[0],), beside=side, anchor=anchor[0]), anchor[1]
        return None

    def _week_beside(self, at: int) -> Found:
        """The week before Christmas, the weekend after Easter, the week of the 7th."""
        words = self._words
        place = self._skip_the(at)
        weekend = self._is(place, words.weekend)
        unit = self._unit(place)
        if place == at or not (weekend or (unit and unit[0] == "week")):
            return None
        place = place + weekend if weekend else unit[1] if unit else place
        for side, leads in ((1, words.after_that), (-1, words.before), (0, words.of)):
            count = self._is(place, leads)
            anchor = self._time(place + count) if count else None
            if anchor and anchor[0].has_day and (anchor[0].day or anchor[0].easter is not None):
                said = Said(week_beside=side, weekend=bool(weekend), anchor=anchor[0])
                return said, anchor[1]
        return None

    def _window(self, at: int) -> Found:
        """The next three days, the past week."""
        words = self._words
        place = self._skip_the(self._skip(at, words.lasting))
        for side, leads in ((1, words.next), (-1, words.past | words.last)):
            count = self._is(place, leads)
            found = self._amounts(place + count) if count else None
            past = count and side < 0 and self._word(place) == "past"
            unit = self._unit(place + count) if past else None
            if found is None and unit and unit[0] in WINDOWS:
                found = ((1.0, unit[0]),), unit[1]
            if found:
                return Said(amounts=found[0], direction=side, window=side), found[1]
        return None

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
        last = self._open(first[1] + (self._word(first[1]) == ","))
        joined = first[0].joined(last[0]) if last and not last[0].has_day else None
        return (joined, last[1]) if joined and last else None

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
        return self._end_of_span(found[0], found[1], self._words.to)

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
        if found is None or any(unit not in ("hour", "minute") for _, unit in found[0]):
            return None
        row = None if self._is(found[1], self._words.glue) else self._time(found[1])
        return None if row and not row[0].clock else found

    def _with_length(self, lasting: tuple[Amount, ...], at: int) -> tuple[SaidSpan, int] | None:
        """For two hours on Friday at nine."""
        found = self._time(self._skip(at, self._words.begin))
        if found is None or (found[0].amounts and not found[0].anchor):
            return None
        if not (found[0].has_day or found[0].clock):
            return None
        return SaidSpan(found[0], lasting=lasting), found[1]

    def _end_of_span(
        self, first: Said, at: int, joiners: frozenset[str]
    ) -> tuple[SaidSpan, int] | None:
        lasting = self._lasting(at) or self._amounts(at)
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
