"""Whole times: rows of pieces in any order, and amounts counted from one."""

from dataclasses import replace

from inference.times.amounts import Amounts
from inference.times.clocks import ROUND_MINUTES
from inference.times.periods import Found
from inference.times.said import Said
from inference.times.tokens import SENTENCE_SIGNS
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
        end = self._skip(end, self._words.all_day)
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
                place = at + early
                return self._day(place) or self._part(place) or self._weekday(place)
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
        if number and not count:  # "at twenty to" with no hour behind it
            count = self._is(number[1], frozenset(self._words.minutes))
            count *= number[0] in ROUND_MINUTES and self._ends_here(number[1] + count)
        if number is None or not count or not self._is_before(at, self._words.at):
            return None
        return Said(is_choice=True), number[1] + count

    def _ends_here(self, at: int) -> bool:
        return self._word(at) in ("", *SENTENCE_SIGNS)

    def _beside(self, at: int) -> Found:
        """The Friday before Christmas, the last Sunday before it; the third is asked about."""
        place = self._skip_the(at)
        ordinal = self._ordinal(place)
        day = self._value(ordinal[1] if ordinal else place, self._words.weekdays)
        if day is None or (ordinal and ordinal[0] not in (1, -1)):
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
