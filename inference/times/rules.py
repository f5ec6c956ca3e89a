"""What comes again: every second Tuesday until June, on Mondays, the last day of every month."""

from dataclasses import replace

from inference.times.rule_parts import FoundRule, RuleParts
from inference.times.said import Said, SaidRule
from inference.times.words import Words

MOST_BEFORE = 20
"tokens before the words that say that it comes again"
PARTS = ("morning", "noon", "afternoon", "evening", "night")


class Rules(RuleParts):
    """The rules for times that come again."""

    def __init__(self, text: str, words: Words) -> None:
        super().__init__(text, words)
        self._heads: dict[int, FoundRule] = {}

    def _rule(self, at: int) -> FoundRule:
        """What comes again, with the rest of it before or after in any order."""
        by = self._is(at, self._words.by - self._words.until)
        if by:  # due on the first of each month
            return self._rule(at + by)
        for place in range(at, min(at + MOST_BEFORE, self._limit)):
            head = self._head(place)
            rule = self._with_before(head[0], at, place) if head else None
            if head and rule:
                return self._rest_of_rule(rule, head[1])
            if place == at and (head or not self._may_lead(at)):
                return None
        return None

    def _with_before(self, rule: SaidRule, at: int, end: int) -> SaidRule | None:
        """A rule with what was said before it: until June, at nine, every Tuesday."""
        hours = {at} if self._is_bare_range(at, end) else set()
        limit, self._limit = self._limit, end
        self._hours_expected |= hours
        found, place = self._rest_of_rule(rule, at)
        place = self._skip_glue(place)
        self._hours_expected -= hours
        self._limit = limit
        return found if place == end else None

    def _is_bare_range(self, at: int, end: int) -> bool:
        """The 9 to 5 of "9 to 5 on weekdays"."""
        number = self._whole_number(at)
        count = self._is(number[1], self._words.to) if number else 0
        last = self._whole_number(number[1] + count) if number and count else None
        return (
            last is not None and self._skip_glue(last[1]) == end and self._is_range(number[1])
            if number
            else False
        )

    def _may_lead(self, at: int) -> bool:
        """Whether a word can begin what is said before a rule."""
        word = self._word(at)
        return word[:1].isdigit() or word in self._words.known

    def _head(self, at: int) -> FoundRule:
        """The words that say that something comes again."""
        if at not in self._heads:
            rules = (
                self._adverb, self._every, self._plural, self._of_every_month, self._some_weekdays,
            )  # fmt: skip
            start = self._skip_glue(at)
            found = [rule(start) for rule in rules] if self._may_lead(at) else []
            self._heads[at] = max(filter(None, found), key=lambda one: one[1], default=None)
        return self._heads[at]

    def _adverb(self, at: int) -> FoundRule:
        part = self._value(at, self._words.part_adverbs)
        if part:
            return SaidRule("day", at=Said(part=part[0])), part[1]
        often = self._so_often(at) or self._once_every(at)
        if often:
            return often
        found = self._value(at, self._words.adverbs)
        return (SaidRule(found[0]), found[1]) if found else None

    def _once_every(self, at: int) -> FoundRule:
        """Once every two weeks."""
        often = self._value(at, self._words.often)
        rule = self._every(often[1]) if often else None
        if often is None or rule is None:
            return None
        return rule if often[0] == 1 else (SaidRule("?"), rule[1])

    def _so_often(self, at: int) -> FoundRule:
        """Once a week; four times a year, twice a day: on which days, at what times?"""
        words = self._words
        often = self._value(at, words.often)
        number = self._whole_number(at)
        times = self._is(number[1], words.times) if number else 0
        if number and times and often is None:
            often = number[0], number[1] + times
        per = self._is(often[1], words.per) if often else 0
        unit = self._unit(often[1] + per) if often and per else None
        if often is None or unit is None:
            return None
        if often[0] == 1:
            return SaidRule(unit[0]), unit[1]
        return SaidRule("?day" if unit[0] in ("day", "hour") else "?"), unit[1]

    def _some_weekdays(self, at: int) -> FoundRule:
        """Mon, Wed and Fri at ten: once or every week, that has to be asked."""
        days, place = self._weekday_list(at)
        is_range = any(self._is(one, self._words.to) for one in range(at, place))
        return (SaidRule("?", weekdays=days), place) if len(days) > 1 and not is_range else None

    def _of_every_month(self, at: int) -> FoundRule:
        """The first Monday, the last day, the 1st and 15th of every month."""
        found = self._days_of_month(at) or self._edge_day(at)
        of = self._is(found[1], self._words.of) if found else 0
        if found is None or not (of or not self._words.of_is_said):
            return None
        every = self._is(found[1] + of, self._words.every)
        other = self._skip(found[1] + of + every, self._words.other)
        unit = self._unit(other) if every else None
        if unit is None or unit[0] != "month":
            return None
        interval = 2 if other > found[1] + of + every else 1
        return replace(found[0], every=interval), unit[1]

    def _edge_day(self, at: int) -> FoundRule:
        """The beginning of each month is its first day, the end its last."""
        edge = self._value(self._skip_the(at), self._words.edges)
        day = {"start": 1, "end": -1}.get(edge[0]) if edge else None
        return (SaidRule("month", month_days=(day,)), edge[1]) if edge and day else None

    def _plural(self, at: int) -> FoundRule:
        """On Mondays; weekdays at nine; Monday mornings."""
        other = self._is(at, self._words.other)
        found = self._plural(at + other) if other else None
        if found:
            return replace(found[0], every=2), found[1]
        led = self._is_before(at, self._words.plural_leads)
        days, place = self._weekday_list(at)
        part = self._value(place, self._words.parts) if days else None
        if part and self._word(part[1] - 1) in self._words.plural_days:
            return SaidRule("week", weekdays=days, at=Said(part=part[0])), part[1]
        if days and (led or self._word(place - 1) in self._words.plural_days):
            return SaidRule("week", weekdays=days), place
        group = self._value(at, self._words.weekday_groups)
        part = self._value(group[1], self._words.parts) if group else None
        if group and part and self._word(part[1] - 1) in self._words.plural_days:
            return SaidRule("week", weekdays=group[0], at=Said(part=part[0])), part[1]
        if group and (led or self._text(group[1] - 1, 1) in self._words.plural_days):
            return SaidRule("week", weekdays=group[0]), group[1]
        return None

    def _every(self, at: int) -> FoundRule:
        count = self._is(at, self._words.every)
        if not count:
            return None
        place = at + count
        nth = self._nth(place)
        days = self._days_of_month(place)
        if days and len(days[0].nths) > 1:
            return days[0], self._skip_of_the_month(days[1])
        if nth and nth[0].nth:
            return SaidRule("month", nths=(nth[0].nth,), month=nth[0].month), nth[1]
        short = self._short_interval(place)
        if short:
            return short
        interval, place = self._interval(place)
        return self._what_comes_again(place, interval)

    def _short_interval(self, at: int) -> FoundRule:
        """Every half hour, every hour and a half."""
        found = self._amounts(at)
        if found is None:
            return None
        minutes = sum(count * {"hour": 60, "minute": 1}.get(unit, 0) for count, unit in found[0])
        if minutes < 1 or not any(count % 1 for count, _ in found[0]):
            return None
        return SaidRule("minute", int(minutes)), found[1]

    def _interval(self, at: int) -> tuple[int, int]:
        other = self._is(at, self._words.other)
        if other:
            return 2, at + other
        ordinal = self._ordinal(at)
        if (
            ordinal
            and ordinal[0] > 0
            and (self._unit(ordinal[1]) or self._value(ordinal[1], self._words.weekdays))
        ):
            return ordinal[0], ordinal[1]
        number = self._whole_number(at)
        if (
            number
            and number[0] >= 1
            and (self._unit(number[1]) or self._value(number[1], self._words.weekdays))
        ):
            return number
        return 1, at

    def _what_comes_again(self, at: int, every: int) -> FoundRule:
        group = self._value(at, self._words.weekday_groups)
        if group:
            return SaidRule("week", every, weekdays=group[0]), group[1]
        days, place = self._weekday_list(at)
        if days:
            return SaidRule("week", every, weekdays=days), place
        words = self._words
        part = self._value(at, words.every_parts) or self._value(at, words.parts)
        if part and part[0] in PARTS:
            return SaidRule("day", every, at=Said(part=part[0])), part[1]
        if self._skip(at, words.seasons) > at or (
            self._value(at, words.months) and not self._date_of(at)
        ):
            end = self._skip(at, words.seasons)
            return SaidRule("?"), end if end > at else at + 1
        return self._date_that_comes_again(at, every) or self._unit_that_comes_again(at, every)

    def _date_of(self, at: int) -> bool:
        """Whether a whole date stands here, not a month alone."""
        found = self._date(at)
        return bool(found and found[0].day)

    def _unit_that_comes_again(self, at: int, every: int) -> FoundRule:
        named = self._unit(at)
        return (SaidRule(named[0], every), named[1]) if named else None

    def _date_that_comes_again(self, at: int, every: int) -> FoundRule:
        """Every 15th, every 3 May, every 1st and 15th."""
        found = self._date(at)
        if found and found[0].day and found[0].month and not found[0].year:
            said = found[0]
            return SaidRule("year", every, month_days=(found[0].day,), month=said.month), found[1]
        if found and found[0].nth and found[0].month:
            nths = (found[0].nth,)
            return SaidRule("year", every, nths=nths, month=found[0].month), found[1]
        if found and found[0].easter is not None:
            return SaidRule("?"), found[1]
        days = self._days_of_month(at)
        end = self._skip_of_the_month(days[1]) if days else at
        sure = self._word(at).isdecimal() or (days and end > days[1])
        if days is None or not days[0].month_days or not sure:
            return None
        return replace(days[0], every=every), end
