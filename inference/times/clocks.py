"""Clock times in words: half past three, 15:00, 3 pm, 1830, halb drei, las tres y media."""

import re
from zoneinfo import available_timezones

from inference.times.said import Clock, Said
from inference.times.tokens import Text

_CLOCK = re.compile(r"(\d{1,2})([:h.])(\d{2})(?::\d{2})?$")
_FOUR = re.compile(r"([01]\d|2[0-4])([0-5]\d)$")
MINUTES_OF_AN_HOUR = 60
CITIES = {
    name.rpartition("/")[2].lower().replace("_", " "): name
    for name in sorted(available_timezones())
    if "/" in name and not name.startswith("Etc/")
}
NOON, HOURS = 12, 24
SPOKEN_MINUTES = (5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55)
"nine thirty; other minutes are not said that way"
ROUND_MINUTES = (5, 10, 20, 25)
"ten to five; others are said with the word minutes"


class Clocks(Text):
    """The rules for clock times."""

    def _clock(self, at: int) -> tuple[Said, int] | None:
        rules = (
            self._named_clock, self._half_clock, self._digits_clock, self._four_digits, self._hour,
        )  # fmt: skip
        found = [rule(at) for rule in rules]
        best = max(filter(None, found), key=lambda one: one[1], default=None)
        if best is None:
            return None
        end = best[1] + self._is(best[1], self._words.roughly_after)
        zone, end = self._zone(end)
        return Said(clock=best[0], zone=zone), end

    def _zone(self, at: int) -> tuple[str | None, int]:
        """The zone of a clock time: UTC, London time; empty where it has to be asked."""
        place = at + (self._word(at) == "(")
        named = self._value(place, self._words.zones)
        end = named[1] if named else self._city(place)
        if end == place:
            return None, at
        zone = named[0] if named else CITIES.get(self._text(place, end - place), "")
        if self._word(end) in ("+", "-") and self._is_attached(end):
            zone, end = "", end + 2
        end = self._skip(end, self._words.zone_word)
        return zone, end + (place > at and self._word(end) == ")")

    def _city(self, at: int) -> int:
        """Where the name of a city ends that says whose time it is."""
        for count in (2, 1):
            is_zone = self._is(at + count, self._words.zone_word)
            if is_zone and self._text(at, count) in CITIES:
                return at + count
        return at

    def _named_clock(self, at: int) -> tuple[Clock, int] | None:
        found = self._value(at, self._words.clocks)
        if found is None:
            return None
        return Clock(*found[0], is_exact=True, is_midnight=found[0] == (0, 0)), found[1]

    def _half_clock(self, at: int) -> tuple[Clock, int] | None:
        """Half past three, quarter to five, ten past six, halb drei."""
        named = self._value(at, self._words.half)
        shift = named or self._minutes_past(at)
        hour = self._hour_named(shift[1]) if shift else None
        exact = bool(shift and self._value(shift[1], self._words.clocks))
        if shift is None or hour is None:
            return None
        total = hour[0] * 60 + shift[0]
        place = self._skip(hour[1], self._words.oclock)
        half, end = self._meridiem(place)
        surely = named or half or place > hour[1] or self._is_after_at(at)
        if not surely and not self._ends_well(end):
            return None
        clock = Clock(total // 60 % HOURS, total % 60, half, exact)  # type: ignore[arg-type]
        return clock, end

    def _hour_named(self, at: int) -> tuple[int, int] | None:
        """The hour of "half past …": a number, noon or midnight."""
        hour = self._whole_number(at)
        if hour is not None and 1 <= hour[0] <= HOURS and not self._is_article(at):
            return hour
        named = self._value(at, self._words.clocks)
        return (named[0][0] or HOURS, named[1]) if named else None

    def _minutes_past(self, at: int) -> tuple[int, int] | None:
        number = self._whole_number(at)
        if number is None or not 1 <= number[0] < MINUTES_OF_AN_HOUR:
            return None
        unit = self._unit(number[1])
        is_named = unit is not None and unit[0] == "minute"
        if not is_named and number[0] not in ROUND_MINUTES:
            return None
        place = unit[1] if unit and is_named else number[1]
        sign = self._value(place, self._words.minutes)
        led = self._is_before(at, self._words.at)  # "from 10 to 8" is a range, "at 10 to 8" is 7:50
        is_digit = self._word(at).isdecimal() and not is_named
        is_range = is_digit and self._is(place, self._words.to) and not led
        if sign is None or is_range:
            return None
        half = self._is(sign[1], self._words.half_hour)  # fünf vor halb drei
        return number[0] * sign[0] - 30 * bool(half), sign[1] + half

    def _digits_clock(self, at: int) -> tuple[Clock, int] | None:
        found = _CLOCK.match(self._word(at))
        if found is None:
            return None
        hour, minute = int(found[1]), int(found[3])
        half, end = self._meridiem(at + 1)
        place = self._skip(end, self._words.oclock)
        led = half or place > end or self._is_after_at(at) or self._has_part_after(end)
        led = led or self._is_dotted_range(end)
        is_clock = hour <= HOURS and minute < MINUTES_OF_AN_HOUR
        if not led and self._is_pair(at):
            return None
        if not led and not (is_clock and (found[2] != "." or self._is_all(at, end))):
            return None
        exact = not half and (hour > NOON or hour == 0 or found[1].startswith("0"))
        return Clock(hour, minute, half, exact), place  # type: ignore[arg-type]

    def _is_pair(self, at: int) -> bool:
        """3:16 of a verse or a score."""
        pairs = self._words.pairs
        return self._word(at - 1) in self._words.verses or any(
            token.text in pairs for token in self.tokens
        )

    def _four_digits(self, at: int) -> tuple[Clock, int] | None:
        """1830, where it stands like an hour."""
        found = _FOUR.match(self._word(at))
        if found is None:
            return None
        end = self._skip(at + 1, self._words.oclock | self._words.military)
        if end == at + 1 and not self._is_at(at) and not self._is_all(at, end):
            return None
        return Clock(int(found[1]), int(found[2]), is_exact=True), end

    def _hour(self, at: int) -> tuple[Clock, int] | None:
        """At 3, 3pm, three o'clock, nine in the morning; a number alone is none."""
        number = self._whole_number(at)
        if number is None or number[0] > HOURS or self._is_article(at):
            return None
        half, end = self._meridiem(number[1])
        place = self._skip(end, self._words.oclock)
        if self._word(place) in self._words.military and self._is_before(at, self._words.at):
            place += self._is_attached(place)  # at 15h
        surely = bool(half) or place > end
        minute, place = self._minutes_said(at, place, surely)
        if not half:
            half, place = self._meridiem(place)
        surely = surely or bool(half) or (minute != 0 and self._words.hour_before_minutes)
        if self._is_attached(place):
            surely = surely or self._is(place, self._words.roughly_after) > 0
        if not surely and not self._stands_as_hour(at, place, minute != 0):
            return None
        hour, minute = divmod(number[0] * MINUTES_OF_AN_HOUR + minute, MINUTES_OF_AN_HOUR)
        exact = not half and (hour > NOON or hour == 0)
        return Clock(hour, minute, half, exact), place  # type: ignore[arg-type]

    def _minutes_said(self, at: int, place: int, surely: bool) -> tuple[int, int]:
        """The thirty of nine thirty, 15 Uhr 30; y media, menos cuarto."""
        named = self._value(place, self._words.after_hour)
        if named:
            return named
        sign = self._value(place, self._words.minutes_after_hour)
        number = self._whole_number(sign[1] if sign else place)
        if number is None or number[0] >= MINUTES_OF_AN_HOUR or self._unit(number[1]):
            return 0, place
        if sign:
            return sign[0] * number[0], number[1]
        is_word = not self._word(at).isdecimal() and number[0] in SPOKEN_MINUTES
        if is_word or (surely and self._words.minutes_after_oclock):
            return number
        return 0, place

    def _stands_as_hour(self, at: int, end: int, has_minutes: bool) -> bool:
        """Whether the words around make a number an hour."""
        if self._unit(end) or self._counts_things(end):
            return False
        if at in self._hours_expected and self._changes_a_value(at):
            return False
        sure = has_minutes or self._is_at(at) or self._has_part_after(end) or self._is_range(end)
        day = self._value(end, self._words.days) or self._value(end, self._words.weekdays)
        plain_day = day and self._word(end) not in self._words.doubtful
        with_part = bool(day) and self._is_part(day[1] if day else end)
        if sure or (plain_day and (self._word(end - 1).isdecimal() or with_part)):
            return True
        return self._is_after_at(at) and self._ends_well(end) and not self._changes_a_value(at)

    def _has_part_after(self, end: int) -> bool:
        place = self._skip(self._skip_glue(end), self._words.this)
        return self._value(place, self._words.parts) is not None

    def _is_part(self, at: int) -> bool:
        return self._value(at, self._words.parts) is not None

    def _is_article(self, at: int) -> bool:
        return self._word(at) in self._words.articles

    def _is_at(self, at: int) -> bool:
        """Whether an hour is sure to stand here: after at, after a day, as the end of a range."""
        return (
            at in self._hours_expected
            or self._is_before(at, self._words.at)
            or self._is_after_day(at)
        )

    def _is_after_at(self, at: int) -> bool:
        words = self._words
        return self._is_at(at) or self._is_before(at, words.roughly | words.by | words.until)

    def _is_after_day(self, at: int) -> bool:
        """Tomorrow 9; Friday, 3."""
        place = at - 1 - (self._word(at - 1) == ",")
        words = self._words
        days = words.weekdays.keys() | words.days.keys() | words.parts.keys()
        return self._is_before(place + 1, frozenset(days))

    def _follows_day(self, at: int) -> bool:
        """Friday am: right behind the name of a day."""
        days = self._words.weekdays.keys() | self._words.days.keys()
        return self._is_before(at, frozenset(days))

    def _is_range(self, end: int) -> bool:
        """3 of "3 to 5 pm": both ends stand as bare numbers."""
        count = self._is(end, self._words.to)
        number = self._whole_number(end + count) if count else None
        if number is None:
            return False
        if self._meridiem(number[1])[0] or self._is(number[1], self._words.oclock):
            return True
        words = self._words
        place = self._skip(number[1], words.on)
        day = self._names_days(place)
        before = self._word(end - 2).rstrip("s")
        counted = before in words.ranked or f"{before}s" in words.measures
        return day and not counted and not self._changes_a_value(end)

    def _names_days(self, at: int) -> bool:
        """Friday, tomorrow, weekdays, every day."""
        words = self._words
        tables = (words.days, words.weekdays, words.weekday_groups, words.adverbs)
        return self._is(at, words.every) > 0 or any(self._value(at, one) for one in tables)

    def _is_dotted_range(self, at: int) -> bool:
        """11.30 - 12.30 on Monday, 8.30-9 tomorrow; but no versions."""
        count = self._is(at, self._words.to)
        end = at + count + 1
        last = self._word(at + count)
        is_clock = bool(count) and (_CLOCK.match(last) is not None or last.isdecimal())
        counted = self._word(at - 2).rstrip("s") in self._words.ranked
        return is_clock and not counted and self._names_days(self._skip(end, self._words.on))

    def _meridiem(self, at: int) -> tuple[str, int]:
        for name in ("am", "pm"):
            count = self._is(at, getattr(self._words, name))
            if count:
                return name, at + count
            if self._word(at) == name[0] and self._is_attached(at) and self._words.short_meridiem:
                return name, at + 1
        return "", at
