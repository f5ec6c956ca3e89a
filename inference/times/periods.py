"""Weeks, weekends, months, quarters, years and seasons as a whole: next week, Q3, last month."""

import re
from dataclasses import replace

from inference.times.clocks import Clocks
from inference.times.said import Said

Found = tuple[Said, int] | None

QUARTER = "q"
YEAR = re.compile(r"(19|20)\d\d$")
PERIODS = {"week": "week", "month": "month_offset", "year": "year_offset",
           "quarter": "quarter_offset"}  # fmt: skip
WHICH = {"next": 1, "this": 0, "last": -1, "after next": 2}

NAMED_PARTS = {
    "tonight": Said(day_offset=0, part="night"),
    "this morning": Said(day_offset=0, part="morning"),
    "this afternoon": Said(day_offset=0, part="afternoon"),
    "last night": Said(day_offset=-1, part="night"),
}


class Periods(Clocks):
    """The rules for stretches of the calendar, and for next, this and last."""

    def _which(self, at: int) -> tuple[str, int]:
        names = ("after next", "next", "this", "last")
        found = {name: self._is(at, self._words.which(name)) for name in names}
        best = max(names, key=lambda name: found[name])
        return (best, at + found[best]) if found[best] else ("", at)

    def _which_after(self, which: str, at: int) -> tuple[str, int]:
        """The Tuesday after next, el viernes que viene."""
        for name in ("after next", "next", "last", "this"):
            count = self._is(at, self._words.which_after(name))
            if count and not which and not self._unit(at + count):
                return name, at + count
        return which, at

    def _period(self, at: int) -> Found:
        """Next week, this weekend, last month, the week after next."""
        the = self._skip_the(at)
        which, place = self._which(the)
        weekend = self._is(place, self._words.weekend)
        unit = None if weekend else self._unit(place)
        if not weekend and (unit is None or unit[0] not in PERIODS):
            return None
        place = unit[1] if unit else place + weekend
        if before := self._is(place, self._words.before_last_after):
            return Said(is_vague=True), place + before
        which, end = self._which_after(which, place)
        if unit is None:
            return Said(weekend=True, which=which), end  # type: ignore[arg-type]
        if which == "":
            return None
        return Said(**{PERIODS[unit[0]]: WHICH[which]}), end  # type: ignore[arg-type]

    def _with_year(self, said: Said, at: int) -> tuple[Said, int]:
        place = self._skip(at + (self._word(at) == ","), self._words.of)
        if YEAR.match(self._word(place)):
            return replace(said, year=int(self._word(place))), place + 1
        other = self._period(self._skip_glue(place))
        if other and other[0].year_offset is not None:
            return replace(said, year_offset=other[0].year_offset), other[1]
        return said, at

    def _quarter(self, at: int) -> Found:
        """Q3, the third quarter of next year."""
        if self._word(at) == QUARTER and self._word(at + 1) in ("1", "2", "3", "4"):
            return self._with_year(Said(quarter=int(self._word(at + 1))), at + 2)
        ordinal = self._ordinal(self._skip_the(at))
        unit = self._unit(ordinal[1]) if ordinal else None
        if ordinal is None or unit is None or unit[0] != "quarter" or not 1 <= ordinal[0] <= 4:
            return None
        return self._with_year(Said(quarter=ordinal[0]), unit[1])

    def _season(self, at: int) -> Found:
        """Next summer: nobody can say on which day."""
        which, place = self._which(at)
        led = which or self._is_before(place, self._words.of)
        place = self._skip_the(place)
        end = self._skip(place, self._words.seasons)
        led = led or self._is_before(place, self._words.of | self._words.of_the)
        return (Said(is_vague=True), end) if led and end > place else None

    def _part(self, at: int) -> Found:
        """This morning, tonight, last night, in the evening."""
        half, behind = self._meridiem(at)
        if half and self._follows_day(at) and not self._is(behind, self._words.persons):
            return Said(part="morning" if half == "am" else "afternoon"), behind
        soft = self._skip(at, self._words.early)
        named = self._value(soft, self._words.parts)
        if named and named[0] in NAMED_PARTS:
            return NAMED_PARTS[named[0]], named[1]
        place = self._skip(soft, self._words.this)
        this = place > soft
        last = self._is(soft, self._words.last)
        found = self._value(place + last, self._words.parts)
        if self._word(place + last) in self._words.meals and not self._is_meal_time(place + last):
            return None
        if found is None or (place + last == at and self._is_part_of_a_name(at, found[1])):
            return None
        offset = -1 if last else 0 if this else None
        return Said(day_offset=offset, part=found[0]), found[1]

    def _is_meal_time(self, at: int) -> bool:
        """At lunch, tomorrow lunch; lunch by itself is what is done then."""
        words = self._words
        led = words.at | words.part_leads | words.by | words.until | words.open_ended | words.begin
        return self._follows_day(at) or self._is_all(at, at + 1) or self._is_before(at, led)

    def _is_part_of_a_name(self, at: int, end: int) -> bool:
        """Quiz night, parents' evening: what it is called, not when it is."""
        before = self._word(at - 1)
        owned = before == "'" and self._is_attached(at - 1)
        owned = owned or (before.endswith("'s") and before not in self._words.known)
        return (owned and before != "'s") or (
            before in self._words.named_for and not self._is(end, self._words.of)
        )
