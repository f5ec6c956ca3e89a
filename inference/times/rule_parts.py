"""What is said of a time that comes again: on which days, when, from when on, until when."""

from dataclasses import replace

from inference.times.said import Said, SaidRule
from inference.times.stretches import Stretches

FoundRule = tuple[SaidRule, int] | None
ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)


class RuleParts(Stretches):
    """The rules for the rest of a rule."""

    def _weekday_list(self, at: int) -> tuple[tuple[int, ...], int]:
        """Monday, Wednesday and Friday."""
        days: list[int] = []
        end = place = at
        while found := self._value(self._skip_the(place), self._words.weekdays):
            days.append(found[0])
            end = place = found[1]
            through = self._is(place, self._words.to) if len(days) == 1 else 0
            last = self._value(place + through, self._words.weekdays) if through else None
            if last:
                days += [(days[0] + step) % 7 for step in range(1, (last[0] - days[0]) % 7 + 1)]
                end = place = last[1]
                break
            while step := self._is(place, self._words.and_) or int(self._word(place) in (",", "/")):
                place = self._skip(place + step, self._words.every)
        doubtful = len(days) == 1 and self._word(at) in self._words.doubtful
        if doubtful and not self._led_by(at, at):
            return (), at
        return tuple(dict.fromkeys(days)), end

    def _days_of_month(self, at: int) -> FoundRule:
        """The 1st and the 15th; the second and fourth Tuesday; the last day."""
        numbers: list[int] = []
        place = end = at
        named = self._skip(self._skip_the(at), self._words.day_word)
        number = self._day_number(named) if self._is(named - 1, self._words.day_word) else None
        if number:
            return SaidRule("month", month_days=(number[0],)), number[1]
        while found := self._ordinal(self._skip_the(place)):
            numbers.append(found[0])
            end = place = found[1]
            while step := self._is(place, self._words.and_) or (self._word(place) == "," and 1):
                place += int(step)
        if not numbers:
            return None
        weekday = self._value(end, self._words.weekdays)
        if weekday:
            nths = tuple((n, weekday[0]) for n in numbers)
            return self._more_nths(SaidRule("month", nths=nths), weekday[1])
        day = self._unit(end)
        if day and day[0] == "day":
            return SaidRule("month", month_days=tuple(numbers)), day[1]
        if day and day[0] == "workday":
            return SaidRule("?"), day[1]
        return None if -1 in numbers else (SaidRule("month", month_days=tuple(numbers)), end)

    def _more_nths(self, rule: SaidRule, at: int) -> FoundRule:
        """The first Monday and the third Thursday."""
        count = self._is(at, self._words.and_)
        found = self._days_of_month(at + count) if count else None
        if found is None or not found[0].nths:
            return rule, at
        return replace(rule, nths=rule.nths + found[0].nths), found[1]

    def _skip_of_the_month(self, at: int) -> int:
        place = self._skip_the(self._skip(at, self._words.of))
        unit = self._unit(place) if place > at else None
        return unit[1] if unit and unit[0] == "month" else at

    def _rest_of_rule(self, rule: SaidRule, at: int) -> tuple[SaidRule, int]:
        place = at
        while step := self._part_of_rule(rule, place):
            if step[1] <= place:
                break
            rule, place = step
        return rule, place

    def _part_of_rule(self, rule: SaidRule, at: int) -> FoundRule:
        place = at + (self._word(at) == ",")
        rules = (
            self._counted_rule, self._from_to_rule, self._lasting_rule, self._bounded_rule,
            self._excepted_rule, self._day_of_every_year, self._day_of_every_month,
            self._during_rule, self._time_of_rule,
        )  # fmt: skip
        for one in rules:
            found = one(rule, place)
            if found:
                return found
        return None

    def _counted_rule(self, rule: SaidRule, at: int) -> FoundRule:
        number = self._whole_number(self._skip(at, self._words.lasting))
        counted = self._is(number[1], self._words.times) if number else 0
        return (replace(rule, count=number[0]), number[1] + counted) if number and counted else None

    def _lasting_rule(self, rule: SaidRule, at: int) -> FoundRule:
        count = self._is(at, self._words.lasting)
        the_next = self._skip(self._skip_the(at + count), self._words.next)
        found = self._amounts(the_next) if count else None
        return (replace(rule, lasting=found[0]), found[1]) if found else None

    def _from_to_rule(self, rule: SaidRule, at: int) -> FoundRule:
        """Every Tuesday from three to four."""
        place = self._skip_glue(at)
        found = self._span(place)
        if found is None or found[0].end is None or not found[0].start.clock:
            return None
        start, end = found[0].start, found[0].end
        joined = rule.at.joined(start)
        if rule.unit in ("hour", "minute") and end.clock:
            return SaidRule("?day"), found[1]
        if start.has_day or end.has_day or joined is None:
            return None
        return replace(rule, at=joined, end=end), found[1]

    def _during_rule(self, rule: SaidRule, at: int) -> FoundRule:
        """Every Friday in December; every day this week."""
        if rule.during or rule.until or rule.month_days or rule.unit == "year":
            return None
        place = self._skip(at, self._words.of)
        found = self._period(place) or (self._month_alone(place) if place > at else None)
        if found is None or (found[0].weekend and not found[0].which):
            return None
        return replace(rule, during=found[0]), found[1]

    def _bounded_rule(self, rule: SaidRule, at: int) -> FoundRule:
        for words, name in ((self._words.until, "until"), (self._words.begin, "start")):
            count = self._is(at, words)
            if name == "until" and rule.start and not count:
                count = self._is(at, self._words.to)
            found = self._expected(at + count) if count else None
            is_short = rule.unit in ("hour", "minute") and name == "until"
            from_clock = found and name == "start" and found[0].clock and not rule.at.clock
            if found and (found[0].has_day or is_short or from_clock):
                said = found[0]
                if name == "until" and not self._begins_with_clock(at + count):
                    rule, said = self._clock_of_rule(rule, said)
                end = found[1] if name == "until" else self._skip_onwards(found[1])
                return self._bounded(rule, name, said), end
        return None

    def _skip_onwards(self, at: int) -> int:
        """From now on; but not from June on Mondays."""
        end = self._skip(at, self._words.onwards)
        return at if self._row(end) else end

    @staticmethod
    def _clock_of_rule(rule: SaidRule, until: Said) -> tuple[SaidRule, Said]:
        """Until June at ten: what was said behind the last day is the time of each."""
        if rule.unit in ("hour", "minute") or rule.at.clock or until.clock is None:
            return rule, until
        at = rule.at.joined(Said(clock=until.clock, zone=until.zone))
        return (
            (replace(rule, at=at), replace(until, clock=None, zone=None)) if at else (rule, until)
        )

    @staticmethod
    def _bounded(rule: SaidRule, name: str, said: Said) -> SaidRule:
        """A rule with its beginning or end; a clock time said with the beginning is the rule's."""
        if name == "until":
            return replace(rule, until=said)
        if rule.unit in ("hour", "minute"):
            return replace(rule, start=said)
        clock = Said(clock=said.clock, part=said.part)
        if not said.has_day:
            return replace(rule, at=rule.at.joined(clock) or rule.at)
        start = replace(said, clock=None, part="")
        return replace(rule, start=start, at=rule.at.joined(clock) or rule.at)

    def _excepted_rule(self, rule: SaidRule, at: int) -> FoundRule:
        """Every day except Sunday."""
        count = self._is(at, self._words.except_)
        if not count or rule.unit not in ("day", "week") or rule.every > 1:
            return None
        place = self._skip_glue(at + count)
        group = self._value(place, self._words.weekday_groups)
        days, end = group or self._weekday_list(place)
        left = tuple(day for day in rule.weekdays or ALL_DAYS if day not in days)
        other = None if days else self._row(at + count)
        if other:
            return SaidRule("?"), other[1]
        if not set(days) <= set(rule.weekdays or ALL_DAYS):
            return None
        return (replace(rule, unit="week", weekdays=left), end) if days and left else None

    def _day_of_every_year(self, rule: SaidRule, at: int) -> FoundRule:
        if rule.unit != "year" or rule.month_days:
            return None
        found = self._date(self._skip_glue(at))
        if found is None or not found[0].day or not found[0].month:
            return None
        return replace(rule, month_days=(found[0].day,), month=found[0].month), found[1]

    def _day_of_every_month(self, rule: SaidRule, at: int) -> FoundRule:
        """Every month on the 5th, on the first Monday, on the last day."""
        if rule.unit not in ("month", "quarter") or rule.nths or rule.month_days:
            return None
        place = self._skip_glue(at)
        found = self._days_of_month(place) if place > at or self._skip_the(at) > at else None
        if found is None:
            return None
        days = found[0]
        end = self._skip_of_the_month(found[1])
        return replace(rule, nths=days.nths, month_days=days.month_days), end

    def _time_of_rule(self, rule: SaidRule, at: int) -> FoundRule:
        found = self._row(at)
        if found is None:
            return self._more_times(rule, at)
        part = self._row_of_rule(rule, at, found) or self._hours_of_rule(rule, at)
        return part or self._more_times(rule, at)

    def _hours_of_rule(self, rule: SaidRule, at: int) -> FoundRule:
        """Only the clock time of a row: at five, in December."""
        place = self._skip_glue(at)
        found = self._clock(self._skip(place, self._words.roughly))
        joined = rule.at.joined(found[0]) if found and place > at else None
        return (replace(rule, at=joined), found[1]) if found and joined else None

    def _row_of_rule(self, rule: SaidRule, at: int, found: tuple[Said, int]) -> FoundRule:
        said = found[0]
        joined = rule.at.joined(said)
        if said.is_vague and rule.unit not in ("week", "fortnight"):
            return replace(rule, unit="?"), found[1]
        if joined is None or said.is_deadline:
            return None
        if said.day and said.month and rule.unit in ("week", "fortnight") and not rule.start:
            return self._bounded(rule, "start", said), found[1]
        if said.weekdays and not said.beside and not rule.weekdays and rule.unit in (
            "week", "fortnight",
        ):  # fmt: skip
            rest = replace(said, weekdays=(), which="", is_vague=False)
            days, end = self._weekday_list(self._skip_glue(at))
            if len(days) > 1:
                return replace(rule, weekdays=days), end
            return replace(rule, weekdays=said.weekdays, at=rule.at.joined(rest) or rest), found[1]
        return None if said.has_day else (replace(rule, at=joined), found[1])

    def _more_parts(self, rule: SaidRule, at: int) -> FoundRule:
        """Every morning and evening."""
        found = self._part(at)
        if found is None or found[0] != Said(part=found[0].part):
            return None
        return replace(rule, more=(*rule.more, found[0])), found[1]

    def _more_times(self, rule: SaidRule, at: int) -> FoundRule:
        """Every day at 8 am and 8 pm."""
        count = self._is(at, self._words.and_)
        if rule.at.part and not rule.at.clock and count:
            return self._more_parts(rule, self._skip(at + count, self._words.every))
        if rule.at.clock is None or not (count or self._word(at - 1) == ","):
            return None
        self._hours_expected.add(at + count)
        found = self._time(at + count)
        self._hours_expected.discard(at + count)
        if found is None or found[0].clock is None or found[0].has_day:
            return None
        return replace(rule, more=(*rule.more, found[0])), found[1]
