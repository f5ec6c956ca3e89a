"""From words to what was said about a time: one grammar for every language's table of words.

A time is a row of pieces in any order ("at three next Tuesday", "Tuesday next week, 15:00"); each
rule takes tokens from a place on and gives back what it understood and where it ended, or None. The
longest stretch that makes sense wins.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from inference.times.said import Amount, Anything, Clock, Said, SaidRule, SaidSpan
from inference.times.words import Words

V = TypeVar("V")
Rule = Callable[[int], "tuple[Said, int] | None"]

LONGEST_PHRASE = 4
_TOKEN = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}\.\d{1,2}\.(?!\d)|\d{1,2}/\d{1,2}(?![\d/])"
    r"|\d{1,2}[:h.]\d{2}(?!\d)|\d+(?:\.\d+)?|[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?|[^\s\w]",
)
_NUMERIC = re.compile(r"(\d{1,2})([/.])(\d{1,2})(?:[/.](\d{2,4})?)?$")
_CLOCK = re.compile(r"(\d{1,2})[:h.](\d{2})$")
_ORDINAL_ENDINGS = ("st", "nd", "rd", "th", ".")
LATEST_DAY = 31
MINUTES_OF_AN_HOUR = 60
NOON, HOURS = 12, 24
SPOKEN_MINUTES = (10, 15, 20, 25, 30, 35, 40, 45, 50, 55)
"nine thirty; other minutes are not said that way"
CENTURY = 2000


@dataclass(frozen=True)
class Token:
    """A word, number or sign, and where it stands."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text, in lower case; a full stop that ends a sentence is no part of one."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0].lower().replace("’", "'")
        end = match.end()
        if word.startswith("mid-"):
            found.append(Token("mid", match.start(), match.start() + 3))
            word, match_start = word[4:], match.start() + 4
        else:
            match_start = match.start()
        if word.endswith(".") and word[:1].isalpha() and word not in ("a.m.", "p.m."):
            word, end = word[:-1], end - 1
        found.append(Token(word, match_start, end))
    return found


class Grammar:
    """The rules over one text."""

    def __init__(self, text: str, words: Words) -> None:
        self.tokens = tokens(text)
        self._words = words

    def longest(self, start: int) -> tuple[Anything, int] | None:
        """The longest time that begins at a token."""
        rules: tuple[Callable[[int], tuple[Anything, int] | None], ...] = (
            self._rule, self._span, self._deadline, self._time,
        )  # fmt: skip
        found = [rule(start) for rule in rules]
        return max(filter(None, found), key=lambda one: one[1], default=None)

    # looking at tokens

    def _word(self, at: int) -> str:
        return self.tokens[at].text if at < len(self.tokens) else ""

    def _is(self, at: int, words: frozenset[str]) -> int:
        """How many tokens from here are one of these words or phrases."""
        for count in range(LONGEST_PHRASE, 0, -1):
            if at + count <= len(self.tokens) and self._text(at, count) in words:
                return count
        return 0

    def _value(self, at: int, table: Mapping[str, V]) -> tuple[V, int] | None:
        count = self._is(at, frozenset(table))
        return (table[self._text(at, count)], at + count) if count else None

    def _text(self, at: int, count: int) -> str:
        return " ".join(token.text for token in self.tokens[at : at + count])

    def _number(self, at: int) -> tuple[float, int] | None:
        word = self._word(at)
        if re.fullmatch(r"\d+(\.\d+)?", word):
            return float(word), at + 1
        found = self._value(at, self._words.numbers)
        if found is None:
            return None
        return (0.5 if found[0] == -1 else float(found[0])), found[1]

    def _ordinal(self, at: int) -> tuple[int, int] | None:
        """The fifth, 5th, 5."""
        if self._word(at).isdecimal() and self._word(at + 1) in _ORDINAL_ENDINGS:
            return int(self._word(at)), at + 2
        return self._value(at, self._words.ordinals)

    # whole times

    def _time(self, at: int) -> tuple[Said, int] | None:
        """A row of pieces in any order."""
        said, end = Said(), at
        while end < len(self.tokens):
            piece = self._next_piece(end)
            joined = said.joined(piece[0]) if piece else None
            if piece is None or joined is None:
                break
            said, end = joined, piece[1]
        return None if said.is_empty else (said, end)

    def _next_piece(self, at: int) -> tuple[Said, int] | None:
        """A piece here, or after words that join pieces."""
        while at < len(self.tokens):
            piece = self._piece(at)
            if piece is not None:
                return piece
            step = self._is(at, self._words.glue) or int(self._word(at) == ",")
            if not step:
                return None
            at += step
        return None

    def _skip_glue(self, at: int) -> int:
        while count := self._is(at, self._words.glue) or (self._word(at) == "," and 1):
            at += int(count)
        return at

    def _deadline(self, at: int) -> tuple[Said, int] | None:
        count = self._is(at, self._words.by)
        found = self._time(at + count) if count else None
        if found is None:
            return None
        return replace(found[0], is_deadline=True), found[1]

    def _span(self, at: int) -> tuple[SaidSpan, int] | None:
        """From X to Y, X until Y, X for two hours."""
        begin = self._is(at, self._words.begin)
        before = self._time(at) if not begin else None
        if begin and (found := self._time(at + begin)):
            first, place = found
        elif before:
            # "on Friday from 3 to 5": the day goes before the range
            first, place = before
            inner = self._is(place, self._words.begin)
            later = self._time(place + inner) if inner else None
            joined = first.joined(later[0]) if later else None
            if later and joined:
                first, place = joined, later[1]
        else:
            return None
        lasting = self._lasting(place)
        if lasting and (first.clock or first.has_day):
            return SaidSpan(first, lasting=lasting[0]), lasting[1]
        return self._to(first, place)

    def _to(self, first: Said, at: int) -> tuple[SaidSpan, int] | None:
        count = self._is(at, self._words.to)
        found = self._time(at + count) if count else None
        if found is None:
            return None
        last, end = found
        if first.clock is None and last.clock is not None and not first.has_day:
            return None
        return SaidSpan(first, last), end

    def _lasting(self, at: int) -> tuple[tuple[Amount, ...], int] | None:
        count = self._is(at, self._words.lasting)
        return self._amounts(at + count) if count else None

    # recurrence

    def _rule(self, at: int) -> tuple[SaidRule, int] | None:
        found = self._adverb(at) or self._every(at) or self._plural(at) or self._nth_of_every(at)
        if found is None:
            return None
        rule, place = found
        return self._rest_of_rule(rule, place)

    def _adverb(self, at: int) -> tuple[SaidRule, int] | None:
        found = self._value(at, self._words.adverbs)
        return (SaidRule(found[0]), found[1]) if found else None

    def _nth_of_every(self, at: int) -> tuple[SaidRule, int] | None:
        """The first Monday of every month."""
        place = self._skip_glue(at)
        ordinal = self._ordinal(place)
        day = self._value(ordinal[1], self._words.weekdays) if ordinal else None
        of = self._is(day[1], self._words.of) if day else 0
        if ordinal is None or day is None or not of:
            return None
        place = day[1] + of
        every = self._is(place, self._words.every)
        unit = self._unit(place + every) if every else None
        if unit is None or unit[0] != "month":
            return None
        return SaidRule("month", nth=(ordinal[0], day[0])), unit[1]

    def _plural(self, at: int) -> tuple[SaidRule, int] | None:
        """On Mondays; weekdays at nine."""
        at = self._skip_glue(at)
        days, place = self._weekday_list(at)
        if days and self._word(place - 1) in self._words.plural_days:
            return SaidRule("week", weekdays=days), place
        group = self._value(at, self._words.weekday_groups)
        if group and self._word(group[1] - 1) in self._words.plural_days:
            return SaidRule("week", weekdays=group[0]), group[1]
        return None

    def _every(self, at: int) -> tuple[SaidRule, int] | None:
        at = self._skip_glue(at)
        count = self._is(at, self._words.every)
        if not count:
            return None
        place = at + count
        nth = self._nth(place)
        if nth and nth[0].nth:
            return SaidRule("month", nth=nth[0].nth, month=nth[0].month), nth[1]
        interval, place = self._interval(place)
        return self._what_comes_again(place, interval)

    def _interval(self, at: int) -> tuple[int, int]:
        other = self._is(at, self._words.other)
        if other:
            return 2, at + other
        ordinal = self._ordinal(at)
        if ordinal and (self._unit(ordinal[1]) or self._value(ordinal[1], self._words.weekdays)):
            return ordinal[0], ordinal[1]
        number = self._number(at)
        if number and self._unit(number[1]) and number[0] >= 1:
            return int(number[0]), number[1]
        return 1, at

    def _what_comes_again(self, at: int, every: int) -> tuple[SaidRule, int] | None:
        group = self._value(at, self._words.weekday_groups)
        if group:
            return SaidRule("week", every, weekdays=group[0]), group[1]
        days, place = self._weekday_list(at)
        if days:
            return SaidRule("week", every, weekdays=days), place
        part = self._value(at, self._words.parts)
        if part:
            return SaidRule("day", every, at=Said(part=part[0])), part[1]
        month_day = self._date(at)
        if month_day and month_day[0].day and not month_day[0].year:
            said = month_day[0]
            unit = "year" if said.month else "month"
            end = self._skip_of_the_month(month_day[1]) if not said.month else month_day[1]
            return SaidRule(unit, every, month_day=said.day, month=said.month), end
        named = self._unit(at)
        return (SaidRule(named[0], every), named[1]) if named else None

    def _skip_of_the_month(self, at: int) -> int:
        place = at + self._is(at, self._words.of)
        place += self._word(place) == "the"
        unit = self._unit(place) if place > at else None
        return unit[1] if unit and unit[0] == "month" else at

    def _weekday_list(self, at: int) -> tuple[tuple[int, ...], int]:
        """Monday, Wednesday and Friday."""
        days: list[int] = []
        end = place = at
        while found := self._value(place, self._words.weekdays):
            days.append(found[0])
            end = place = found[1]
            while step := self._is(place, self._words.and_) or (self._word(place) == "," and 1):
                place += int(step)
        return tuple(days), end

    def _rest_of_rule(self, rule: SaidRule, at: int) -> tuple[SaidRule, int]:
        """When on such a day, from when on, until when, how many times."""
        place = at
        while True:
            step = self._part_of_rule(rule, place)
            if step is None:
                return rule, place
            rule, place = step

    def _part_of_rule(self, rule: SaidRule, at: int) -> tuple[SaidRule, int] | None:
        place = at + (self._word(at) == ",")
        number = self._number(place)
        counted = self._is(number[1], self._words.times) if number else 0
        if number and counted:
            return replace(rule, count=int(number[0])), number[1] + counted
        lasting = self._lasting(place)
        if lasting:
            return replace(rule, lasting=lasting[0]), lasting[1]
        for words, name in ((self._words.until, "until"), (self._words.begin, "start")):
            count = self._is(place, words)
            found = self._time(place + count) if count else None
            if found and found[0].has_day:
                return self._bounded(rule, name, found[0]), found[1]
        if rule.unit == "year" and rule.month_day is None:
            date_of_year = self._date(self._skip_glue(place))
            if date_of_year and date_of_year[0].day and date_of_year[0].month:
                said = date_of_year[0]
                return replace(rule, month_day=said.day, month=said.month), date_of_year[1]
        if rule.unit == "month" and rule.nth is None and rule.month_day is None:
            day_of_month = self._day_of_every_month(rule, place)
            if day_of_month:
                return day_of_month
        return self._time_of_rule(rule, place)

    @staticmethod
    def _bounded(rule: SaidRule, name: str, said: Said) -> SaidRule:
        """A rule with its beginning or end; a clock time said with the beginning is the rule's."""
        if name == "until":
            return replace(rule, until=said)
        clock = Said(clock=said.clock, part=said.part)
        start = replace(said, clock=None, part="")
        return replace(rule, start=start, at=rule.at.joined(clock) or rule.at)

    def _day_of_every_month(self, rule: SaidRule, at: int) -> tuple[SaidRule, int] | None:
        """Every month on the 5th, on the first Monday."""
        place = self._skip_glue(at)
        ordinal = self._ordinal(place) if place > at else None
        if ordinal is None:
            return None
        weekday = self._value(ordinal[1], self._words.weekdays)
        if weekday:
            return replace(rule, nth=(ordinal[0], weekday[0])), weekday[1]
        return replace(rule, month_day=ordinal[0]), ordinal[1]

    def _time_of_rule(self, rule: SaidRule, at: int) -> tuple[SaidRule, int] | None:
        found = self._time(at)
        joined = rule.at.joined(found[0]) if found else None
        if found is None or joined is None:
            return None
        said = found[0]
        if said.weekdays and not rule.weekdays and rule.unit in ("week", "fortnight"):
            rest = replace(said, weekdays=())
            return replace(rule, weekdays=said.weekdays, at=rule.at.joined(rest) or rest), found[1]
        if said.has_day:
            return None
        return replace(rule, at=joined), found[1]

    # pieces

    def _piece(self, at: int) -> tuple[Said, int] | None:
        rules: tuple[Rule, ...] = (
            self._amount, self._edge, self._nth, self._date, self._day, self._weekday,
            self._week_or_month, self._part, self._clock,
        )  # fmt: skip
        found = [rule(at) for rule in rules]
        return max(filter(None, found), key=lambda one: one[1], default=None)

    def _day(self, at: int) -> tuple[Said, int] | None:
        found = self._value(at, self._words.days)
        return (Said(day_offset=found[0]), found[1]) if found else None

    def _weekday(self, at: int) -> tuple[Said, int] | None:
        """Friday, next Friday, Friday week."""
        which, place = self._which(at)
        found = self._value(place, self._words.weekdays)
        if found is None or (
            self._word(place) in self._words.doubtful and at > 0 and not self._led_by(at, place)
        ):
            return None
        said = Said(weekdays=(found[0],), which=which)  # type: ignore[arg-type]
        place = found[1]
        if self._word(place) == "week" and which == "":
            return replace(said, amounts=((1, "week"),), direction=1), place + 1
        return said, place

    def _which(self, at: int) -> tuple[str, int]:
        for name in ("next", "this", "last"):
            count = self._is(at, getattr(self._words, name))
            if count:
                return name, at + count
        return "", at

    def _week_or_month(self, at: int) -> tuple[Said, int] | None:
        """Next week, this weekend, last month, next year."""
        which, place = self._which(at)
        offset = {"next": 1, "this": 0, "last": -1, "": None}[which]
        weekend = self._is(place, self._words.weekend)
        if weekend:
            return Said(weekend=True, which=which), place + weekend  # type: ignore[arg-type]
        unit = self._unit(place)
        if unit is None or offset is None:
            return None
        names = {"week": "week", "month": "month_offset", "year": "year_offset"}
        if unit[0] not in names:
            return None
        return Said(**{names[unit[0]]: offset}), unit[1]  # type: ignore[arg-type]

    def _edge(self, at: int) -> tuple[Said, int] | None:
        """The end of the month, beginning of next week, mid-March."""
        found = self._value(at, self._words.edges)
        if found is None:
            return None
        if found[0] in ("eom", "eow", "eod"):
            name = {"eom": "month", "eow": "week", "eod": "day"}[found[0]]
            return replace(_this(name), edge="end", edge_unit=name), found[1]
        place = found[1] + (self._word(found[1]) == "-")
        place += self._is(place, self._words.of)
        place += self._word(place) in ("the", "this")
        unit = self._unit(place)
        if unit and unit[0] in ("week", "month", "year", "day"):
            return replace(_this(unit[0]), edge=found[0], edge_unit=unit[0]), unit[1]
        other = self._week_or_month(place) or self._date(place)
        if other is None or other[0].day or other[0].weekend:
            return None
        unit_name = "week" if other[0].week is not None else "month"
        unit_name = "year" if other[0].year_offset is not None else unit_name
        return replace(other[0], edge=found[0], edge_unit=unit_name), other[1]

    def _nth(self, at: int) -> tuple[Said, int] | None:
        """The first Monday of June, the last Friday of the month."""
        place = at + (self._word(at) == "the")
        ordinal = self._ordinal(place)
        if ordinal is None or not -1 <= ordinal[0] <= 5:
            return None
        day = self._value(ordinal[1], self._words.weekdays)
        if day is None:
            return None
        place = day[1]
        of = self._is(place, self._words.of)
        if not of:
            return None
        place += of
        place += self._word(place) == "the"
        said = Said(nth=(ordinal[0], day[0]))
        month = self._value(place, self._words.months)
        if month:
            return replace(said, month=month[0]), month[1]
        other = self._week_or_month(place)
        if other and other[0].month_offset is not None:
            return replace(said, month_offset=other[0].month_offset), other[1]
        unit = self._unit(place)
        if unit and unit[0] == "month":
            return replace(said, month_offset=None), unit[1]
        return None

    def _date(self, at: int) -> tuple[Said, int] | None:
        rules: tuple[Rule, ...] = (
            self._written_out, self._day_month, self._month_day, self._month_alone,
            self._day_alone, self._holiday,
        )  # fmt: skip
        return max(filter(None, (rule(at) for rule in rules)), key=lambda one: one[1], default=None)

    def _written_out(self, at: int) -> tuple[Said, int] | None:
        """2026-11-21, 21/11/2026, 5.3., 11/21."""
        word = self._word(at)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            whole = [int(part) for part in word.split("-")]
            return Said(year=whole[0], month=whole[1], day=whole[2]), at + 1
        found = _NUMERIC.match(word)
        if found is None:
            return None
        one, sign, two = int(found[1]), found[2], int(found[3])
        year = _full_year(found[4])
        if sign == "." and year is None and not word.endswith("."):
            return None
        if sign == ".":
            return Said(day=one, month=two, year=year), at + 1
        if one > NOON or two > NOON or one == two:  # months and hours both end at twelve
            day, month = (one, two) if one > NOON or one == two else (two, one)
            return Said(day=day, month=month, year=year), at + 1
        stand_in = year or 4
        readings = (date(stand_in, two, one), date(stand_in, one, two))
        return Said(doubtful=readings, year=year), at + 1

    def _day_month(self, at: int) -> tuple[Said, int] | None:
        """5 March, the fifth of March 2027."""
        place = at + (self._word(at) == "the")
        day = self._ordinal(place)
        if day is None and self._word(place).isdecimal():
            day = int(self._word(place)), place + 1
        if day is None or not 1 <= day[0] <= LATEST_DAY:
            return None
        place = day[1] + self._is(day[1], self._words.of)
        month = self._value(place, self._words.months)
        if month is None:
            return None
        return self._with_year(Said(day=day[0], month=month[0]), month[1])

    def _month_day(self, at: int) -> tuple[Said, int] | None:
        """March 5th, March the fifth, 2027."""
        month = self._value(at, self._words.months)
        if month is None:
            return None
        place = month[1] + (self._word(month[1]) == "the")
        day = self._ordinal(place)
        if day is None and self._word(place).isdecimal():
            day = int(self._word(place)), place + 1
        if day is None or not 1 <= day[0] <= LATEST_DAY or self._is_clock_after(place):
            return None
        return self._with_year(Said(day=day[0], month=month[0]), day[1])

    def _is_clock_after(self, at: int) -> bool:
        return bool(self._is(at + 1, self._words.am | self._words.pm))

    def _month_alone(self, at: int) -> tuple[Said, int] | None:
        which, place = self._which(at)
        month = self._value(place, self._words.months)
        if month is None or (
            self._word(place) in self._words.doubtful and not self._led_by(at, place)
        ):
            return None
        said = Said(month=month[0], which=which)  # type: ignore[arg-type]
        return self._with_year(said, month[1])

    def _led_by(self, at: int, place: int) -> bool:
        """Whether a word that is also a common one (may, march) stands where a month would."""
        words = self._words
        leading = words.glue | words.until | words.by | words.begin | words.to | words.edges.keys()
        return place > at or (at > 0 and self._word(at - 1) in leading)

    def _day_alone(self, at: int) -> tuple[Said, int] | None:
        """The 5th."""
        place = at + (self._word(at) == "the")
        day = self._ordinal(place)
        if day is None or day[0] < 1 or (place == at and not self._word(place).isdecimal()):
            return None
        if self._unit(day[1]) or self._is(day[1], frozenset(self._words.weekdays)):
            return None
        place = day[1] + self._is(day[1], self._words.of)
        other = self._week_or_month(place) if place > day[1] else None
        if other and other[0].month_offset is not None:
            return Said(day=day[0], month_offset=other[0].month_offset), other[1]
        return Said(day=day[0]), day[1]

    def _holiday(self, at: int) -> tuple[Said, int] | None:
        found = self._value(at, self._words.holidays)
        if found is None:
            return None
        return self._with_year(Said(month=found[0][0], day=found[0][1]), found[1])

    def _with_year(self, said: Said, at: int) -> tuple[Said, int]:
        place = at + (self._word(at) == ",")
        word = self._word(place)
        if re.fullmatch(r"(19|20)\d\d", word):
            return replace(said, year=int(word)), place + 1
        glued = self._skip_glue(place)
        other = self._week_or_month(glued)
        if other and other[0].year_offset is not None:
            return replace(said, year_offset=other[0].year_offset), other[1]
        return said, at

    def _part(self, at: int) -> tuple[Said, int] | None:
        this = self._is(at, self._words.this)
        found = self._value(at + this, self._words.parts)
        if found is None:
            return None
        if found[0] == "tonight":
            return Said(day_offset=0, part="night"), found[1]
        return Said(day_offset=0 if this else None, part=found[0]), found[1]

    # clocks

    def _clock(self, at: int) -> tuple[Said, int] | None:
        rules = (self._named_clock, self._half_clock, self._digits_clock, self._hour)
        found = [rule(at) for rule in rules]
        best = max(filter(None, found), key=lambda one: one[1], default=None)
        return (Said(clock=best[0]), best[1]) if best else None

    def _named_clock(self, at: int) -> tuple[Clock, int] | None:
        found = self._value(at, self._words.clocks)
        if found is None:
            return None
        return Clock(*found[0], is_exact=True, is_midnight=found[0] == (0, 0)), found[1]

    def _half_clock(self, at: int) -> tuple[Clock, int] | None:
        """Half past three, quarter to five, ten past six, halb drei."""
        shift = self._minutes_past(at)
        if named := self._value(at, self._words.half):
            shift = named
        hour = self._hour_named(shift[1]) if shift else None
        if shift is None or hour is None:
            return None
        total = hour[0] * 60 + shift[0]
        half, end = self._meridiem(hour[1])
        return Clock(total // 60 % HOURS, total % 60, half), end  # type: ignore[arg-type]

    def _hour_named(self, at: int) -> tuple[int, int] | None:
        """The hour of "half past …": a number, noon or midnight."""
        hour = self._number(at)
        if hour is not None and 1 <= hour[0] <= HOURS and not hour[0] % 1:
            return int(hour[0]), hour[1]
        named = self._value(at, self._words.clocks)
        return (named[0][0] or HOURS, named[1]) if named else None

    def _minutes_past(self, at: int) -> tuple[int, int] | None:
        number = self._number(at)
        if number is None or not 1 <= number[0] < MINUTES_OF_AN_HOUR or number[0] % 1:
            return None
        is_named = self._word(number[1]) in ("minutes", "minute", "min")
        place = number[1] + is_named
        sign = self._words.minutes.get(self._word(place))
        is_range = self._word(at).isdecimal() and not is_named and self._is(place, self._words.to)
        return (int(number[0]) * sign, place + 1) if sign and not is_range else None

    def _digits_clock(self, at: int) -> tuple[Clock, int] | None:
        found = _CLOCK.match(self._word(at))
        if found is None:
            return None
        hour, minute = int(found[1]), int(found[2])
        if hour > HOURS or minute >= MINUTES_OF_AN_HOUR:
            return None
        half, end = self._meridiem(at + 1)
        exact = not half and (hour > NOON or hour == 0 or found[1].startswith("0"))
        return Clock(hour % HOURS, minute, half, exact), end  # type: ignore[arg-type]

    def _hour(self, at: int) -> tuple[Clock, int] | None:
        """At 3, 3pm, three o'clock, nine in the morning; a number alone is none."""
        number = self._number(at)
        if number is None or number[0] % 1 or not 0 <= number[0] <= HOURS or self._is_article(at):
            return None
        hour = int(number[0])
        minute, place = 0, number[1]
        spoken = self._number(place)
        if spoken and not self._word(at).isdecimal() and spoken[0] in SPOKEN_MINUTES:
            minute, place = int(spoken[0]), spoken[1]
        half, end = self._meridiem(place)
        oclock = self._is(end, self._words.oclock)
        before = self._is_after_at(at)
        part = self._value(self._skip_glue(end), self._words.parts)
        if self._unit(place) and not half and not oclock:
            return None
        if not (half or oclock or before or part or minute or self._is_range_end(end)):
            return None
        exact = not half and (hour > NOON or hour == 0)
        return Clock(hour % HOURS, minute, half, exact), end + oclock  # type: ignore[arg-type]

    def _is_article(self, at: int) -> bool:
        return self._word(at) in self._words.articles

    def _is_after_at(self, at: int) -> bool:
        near = (
            self._words.at | self._words.to | self._words.begin | self._words.by | self._words.until
        )
        return bool(at and self._word(at - 1) in near) or self._is_after_day(at)

    def _is_after_day(self, at: int) -> bool:
        """Tomorrow 9; Friday, 3."""
        place = at - 1 - (at > 1 and self._word(at - 1) == ",")
        if place < 0:
            return False
        word = self._word(place)
        tables = (self._words.weekdays, self._words.days, self._words.parts)
        return any(word in table for table in tables) and not self._unit(at + 1)

    def _is_range_end(self, end: int) -> bool:
        """3 of "3 to 5 pm": both ends stand as bare numbers."""
        count = self._is(end, self._words.to - self._words.and_)
        if not count:
            return False
        number = self._number(end + count)
        return bool(
            number and (self._meridiem(number[1])[0] or self._is(number[1], self._words.oclock))
        )

    def _meridiem(self, at: int) -> tuple[str, int]:
        for name in ("am", "pm"):
            count = self._is(at, getattr(self._words, name))
            if count:
                return name, at + count
        return "", at

    # amounts

    def _amount(self, at: int) -> tuple[Said, int] | None:
        """In three days, two hours ago, a week from Friday, an hour before noon."""
        ahead = self._is(at, self._words.ahead)
        back = self._is(at, self._words.ago_before)
        found = self._amounts(at + (ahead or back))
        if found is None:
            return None
        amounts, place = found
        if ahead:
            return Said(amounts=amounts, direction=1), place
        if back:
            return Said(amounts=amounts, direction=-1), place
        for words, direction in ((self._words.ahead_after, 1), (self._words.ago, -1)):
            count = self._is(place, words)
            if count:
                return Said(amounts=amounts, direction=direction), place + count
        for words, direction in ((self._words.after, 1), (self._words.before, -1)):
            count = self._is(place, words)
            anchor = self._time(place + count) if count else None
            if anchor:
                return Said(amounts=amounts, direction=direction, anchor=anchor[0]), anchor[1]
        return None

    def _amounts(self, at: int) -> tuple[tuple[Amount, ...], int] | None:
        """Two hours and ten minutes; an hour and a half; half an hour."""
        found: list[Amount] = []
        place = at
        while True:
            number = self._number_and_a_half(place)
            unit = self._unit(number[1]) if number else None
            if number is None or unit is None:
                break
            found.append((number[0], unit[0]))
            place = unit[1]
            step = self._is(place, self._words.and_)
            if step and self._text(place + step, 2) in self._words.and_a_half:
                found.append((0.5, unit[0]))
                return tuple(found), place + step + 2
            following = self._number(place + step)
            if following is None or self._unit(following[1]) is None:
                break
            place += step
        return (tuple(found), place) if found else None

    def _number_and_a_half(self, at: int) -> tuple[float, int] | None:
        number = self._number(at)
        if number is None:
            return None
        step = self._is(number[1], self._words.and_)
        half = self._text(number[1] + step, 2) in self._words.and_a_half if step else False
        return (number[0] + 0.5, number[1] + step + 2) if half else number

    def _unit(self, at: int) -> tuple[str, int] | None:
        return self._value(at, self._words.units)


def places(grammar: Grammar) -> Iterator[tuple[Anything, int, int]]:
    """Every longest time in a text, and the tokens it stands in."""
    at = 0
    while at < len(grammar.tokens):
        found = grammar.longest(at)
        if found is None:
            at += 1
            continue
        yield found[0], at, found[1]
        at = found[1]


def _this(unit: str) -> Said:
    """The week, month, year or day that it is now."""
    return {
        "week": Said(week=0), "month": Said(month_offset=0), "year": Said(year_offset=0),
        "day": Said(day_offset=0),
    }[unit]  # fmt: skip


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) > 2 else CENTURY + int(text)
