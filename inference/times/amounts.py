"""Amounts of time: three days, an hour and a half, 2h30, and what they are counted from."""

from inference.times.edges import Edges
from inference.times.periods import Found
from inference.times.said import Amount, Said
from inference.times.tokens import SENTENCE_SIGNS

MOST_SKIPPED = 3
"words between what is counted from and its time: the meeting with Ben at three"
WEEKS = ("week", "fortnight")


class Amounts(Edges):
    """The rules for amounts."""

    def _time(self, at: int) -> Found:
        """A whole time, which an amount can be counted from; `whole.py` has the rules."""
        raise NotImplementedError

    def _lasting(self, at: int) -> tuple[tuple[Amount, ...], int] | None:
        count = self._is(at, self._words.lasting)
        return self._amounts(at + count) if count else None

    def _amount(self, at: int) -> Found:
        """In three days, two hours ago, a week from Friday, an hour before noon."""
        found = self._amount_said(at)
        return (found[0], self._skip(found[1], self._words.roughly_after)) if found else None

    def _amount_said(self, at: int) -> Found:
        words = self._words
        if within := self._is(at, words.within):
            found = self._amounts(at + within) or self._one_within(at + within)
            said = Said(amounts=found[0], direction=1, is_deadline=True) if found else None
            return (said, found[1]) if said and found else None
        for leads, direction in ((words.ahead, 1), (words.ago_before, -1)):
            count = self._is(at, leads)
            found = self._amounts(self._skip(at + count, words.roughly)) if count else None
            if found:
                return self._ahead(found[0], found[1], direction)
        found = self._amounts(at)
        if found:
            return self._counted_from(*found) if not self._is_past_an_hour(at) else None
        return self._some_weekdays_on(at) or self._one_beside(at)

    def _is_past_an_hour(self, at: int) -> bool:
        """“A quarter past six” is a time of day, and no three months after six."""
        led = self._value(at, self._words.half)
        return led is not None and self._hour_named(led[1]) is not None

    def _ahead(self, amounts: tuple[Amount, ...], at: int, direction: int) -> Found:
        said = Said(amounts=amounts, direction=direction)
        after = self._words.ahead_after if direction > 0 else self._words.ago
        return said, self._skip(at, after)

    def _counted_from(self, amounts: tuple[Amount, ...], at: int) -> Found:
        words = self._words
        for after, direction in ((words.ahead_after, 1), (words.ago, -1)):
            count = self._is(at, after)
            if count:
                return Said(amounts=amounts, direction=direction), at + count
        for after, direction in ((words.after, 1), (words.before, -1)):
            count = self._is(at, after)
            anchor = self._anchor_at(at + count) if count else None
            if anchor:
                return Said(amounts=amounts, direction=direction, anchor=anchor[0]), anchor[1]
        if words.week_on and len(amounts) == 1 and amounts[0][1] in WEEKS:
            return self._weeks_on(amounts, at)
        return None

    def _anchor_at(self, at: int) -> Found:
        """What an amount is counted from: noon, my 3 pm call, the meeting at three."""
        found = self._time(at)
        place = self._skip(at, self._words.owners)
        if found or place == at:
            return found
        found = self._time(place)
        for skipped in range(place + 1, place + MOST_SKIPPED + 1):
            if found or self._word(skipped - 1) in ("", *SENTENCE_SIGNS):
                return found
            led = self._is(skipped, self._words.at) or self._is(skipped, self._words.glue)
            found = self._time(skipped) if led else None
        return found

    def _weeks_on(self, amounts: tuple[Amount, ...], at: int) -> Found:
        """A week on Thursday, a fortnight today."""
        place = self._skip(at, self._words.week_on)
        day = self._day(place) or self._weekday(place)
        if day is None:
            return None
        return Said(amounts=amounts, direction=1, anchor=day[0]), day[1]

    def _one_beside(self, at: int) -> Found:
        """The day before Christmas Eve; Friday week; heute in einer Woche."""
        one = self._one(at)
        if one:
            for after, direction in ((self._words.after, 1), (self._words.before, -1)):
                count = self._is(one[1], after)
                anchor = self._time(one[1] + count) if count else None
                if anchor and anchor[0].has_day:
                    return Said(amounts=one[0], direction=direction, anchor=anchor[0]), anchor[1]
            return None
        day = self._day(at) or self._weekday(at)
        if day is None or day[0].which:
            return None
        unit = self._unit(day[1])
        if unit and unit[0] in WEEKS and self._words.day_then_week:
            return Said(amounts=((1, unit[0]),), direction=1, anchor=day[0]), unit[1]
        count = self._is(day[1], self._words.ahead)
        amounts = self._amounts(day[1] + count) if count else None
        if amounts and amounts[0][0][1] in WEEKS:
            return Said(amounts=amounts[0], direction=1, anchor=day[0]), amounts[1]
        return None

    def _some_weekdays_on(self, at: int) -> Found:
        """Three Fridays from now, two Mondays ago."""
        number = self._whole_number(at)
        day = self._value(number[1], self._words.weekdays) if number else None
        ahead = self._is(day[1], self._words.ahead_after) if day else 0
        ago = self._is(day[1], self._words.ago) if day else 0
        if number is None or day is None or not (ahead or ago) or number[0] < 2:
            return None
        anchor = Said(weekdays=(day[0],), which="" if ahead else "last")
        weeks = ((float(number[0] - 1), "week"),)
        side = 1 if ahead else -1
        return Said(amounts=weeks, direction=side, anchor=anchor), day[1] + (ahead or ago)

    def _one_within(self, at: int) -> tuple[tuple[Amount, ...], int] | None:
        """In the next hour; in the next hour or two is asked about."""
        one = self._one(at)
        unit = self._unit(at)
        found = one or ((((1.0, unit[0]),), unit[1]) if unit else None)
        if found is None:
            return None
        end = self._or_two(found[1])
        return (((0.0, found[0][0][1]),), end) if end > found[1] else found

    def _or_two(self, at: int) -> int:
        """Where the "or two" of "a day or two" ends."""
        count = self._is(at, self._words.or_)
        number = self._whole_number(at + count) if count else None
        return number[1] if number and not self._unit(number[1]) else at

    def _one(self, at: int) -> tuple[tuple[Amount, ...], int] | None:
        """The day: one of them."""
        place = self._skip_the(at)
        unit = self._unit(place)
        if place == at and unit and unit[0] not in ("day", *WEEKS):
            return None
        return (((1.0, unit[0]),), unit[1]) if unit else None

    def _amounts(self, at: int) -> tuple[tuple[Amount, ...], int] | None:
        """Two hours and ten minutes; an hour and a half; half an hour; 2h30."""
        found: list[Amount] = []
        place = at
        while one := self._one_amount(place):
            found += one[0]
            place = one[1]
            step = self._is(place, self._words.and_)
            part = self._value(place + step, self._words.and_a_half) if step else None
            if part:
                found.append((part[0], one[0][-1][1]))
                return tuple(found), part[1]
            if self._one_amount(place + step) is None:
                break
            place += step
        return (tuple(found), place) if found else None

    def _one_amount(self, at: int) -> tuple[list[Amount], int] | None:
        hours, sign, minutes = self._word(at).partition("h")
        if sign and hours.isdecimal() and minutes.isdecimal():
            end = at + 1 + (self._word(at + 1) == "m" and self._is_attached(at + 1))
            return [(float(hours), "hour"), (float(minutes), "minute")], end
        vague = self._vague_amount(at)
        if vague:
            return vague
        number = self._value(at, self._words.fractions) or self._number_and_a_half(at)
        unit = self._unit(number[1]) if number else None
        if number is None or unit is None:
            return None
        end = self._or_two(unit[1])
        return [(0.0 if end > unit[1] else number[0], unit[0])], end

    def _vague_amount(self, at: int) -> tuple[list[Amount], int] | None:
        """Two or three days, 5-10 minutes: as none, which is asked about."""
        first = self._whole_number(at)
        count = self._is(first[1], self._words.or_ | self._words.to) if first else 0
        last = self._whole_number(first[1] + count) if first and count else None
        unit = self._unit(last[1]) if last else None
        return ([(0.0, unit[0])], unit[1]) if unit else None

    def _number_and_a_half(self, at: int) -> tuple[float, int] | None:
        number = self._value(at, self._words.vague_numbers) or self._number(at)
        if number is None:
            return None
        step = self._is(number[1], self._words.and_)
        part = self._value(number[1] + step, self._words.and_a_half) if step else None
        return (number[0] + part[0], part[1]) if part else number
