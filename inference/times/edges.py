"""Days by their place: the end of the month, mid-March, the first Monday, the last working day."""

from dataclasses import replace

from inference.times.dates import Dates
from inference.times.periods import PERIODS, Found
from inference.times.said import Said

UNITS_OF_MONTH = ("day", "week", "workday", "weekend")


class Edges(Dates):
    """The rules for edges of a stretch, and for what is counted within a month."""

    def _edge(self, at: int) -> Found:
        """The end of the month, beginning of next week, mid-March, close of business."""
        found = self._value(self._skip_the(at), self._words.edges)
        rest = self._is(self._skip_glue(at), self._words.rest)
        if found is None and not rest:
            return None
        edge, place = found or ("rest", self._skip_glue(at) + rest)
        if edge in self._words.whole_edges:
            edge, unit_name = self._words.whole_edges[edge]
            said = {"week": Said(week=0), "month": Said(month_offset=0), "day": Said(),
                    "year": Said(year_offset=0)}[unit_name]  # fmt: skip
            return replace(said, edge=edge, edge_unit=unit_name), place
        place += self._word(place) == "-"
        place = self._skip_the(self._skip(place, self._words.of))
        return self._edge_of(edge, place)

    def _edge_of(self, edge: str, at: int) -> Found:
        if edge == "rest" and (day := self._day(at)):
            return day
        if edge == "end" and (day := self._day(at) or self._weekday(at)):
            return self._edged(day[0], edge, "day"), day[1]
        unit = self._unit(self._skip(at, self._words.this))
        other = self._period(at) or self._quarter(at) or self._date(at)
        if unit and unit[0] in ("week", "month", "year", "day", "quarter") and not other:
            said = Said() if unit[0] == "day" else Said(**{PERIODS[unit[0]]: 0})  # type: ignore[arg-type]
            return self._edged(said, edge, unit[0]), unit[1]
        if other is None or other[0].day or other[0].weekend or other[0].easter is not None:
            return None
        said = other[0]
        name = "week" if said.week is not None else "month"
        if said.year_offset is not None and said.month is None:
            name = "year"
        return self._edged(said, edge, name), other[1]

    @staticmethod
    def _edged(said: Said, edge: str, unit: str) -> Said:
        if edge == "vague":
            return Said(is_vague=True)
        if unit == "day" and edge == "rest":
            return Said(day_offset=0)
        return replace(said, edge=edge, edge_unit=unit)

    def _nth(self, at: int) -> Found:
        """The first Monday of June, the last Friday of the month."""
        ordinal = self._ordinal(self._skip_the(at))
        if ordinal is None or not -1 <= ordinal[0] <= 5:
            return None
        day = self._value(ordinal[1], self._words.weekdays)
        if day:
            found = self._nth_of(Said(nth=(ordinal[0], day[0])), day[1])
            return found or ((Said(is_vague=True), day[1]) if ordinal[0] > 0 else None)
        weekend = self._is(ordinal[1], self._words.weekend)
        unit = ("weekend", ordinal[1] + weekend) if weekend else self._unit(ordinal[1])
        if unit is None or unit[0] not in UNITS_OF_MONTH:
            return None
        if unit[0] == "day" and (edge := self._day_of_period(ordinal[0], unit[1])):
            return edge
        return self._nth_of(Said(unit_of_month=(ordinal[0], unit[0])), unit[1])

    def _day_of_period(self, count: int, at: int) -> Found:
        """The first day of next year, the last day of the week."""
        edge = {1: "start", -1: "end"}.get(count)
        of = self._is(at, self._words.of)
        found = self._edge_of(edge, self._skip_the(at + of)) if edge and of else None
        return found if found and found[0].edge_unit in ("week", "year", "quarter") else None

    def _nth_of(self, said: Said, at: int) -> Found:
        place = self._skip(at, self._words.of)
        other = self._period(self._skip_the(place))
        if other and other[0].month_offset is not None:
            return replace(said, month_offset=other[0].month_offset), other[1]
        if place == at and self._words.of_is_said:
            return None
        place = self._skip_the(place)
        month = self._value(place, self._words.months)
        if month:
            return self._with_year(replace(said, month=month[0]), month[1])
        unit = self._unit(place)
        return (said, unit[1]) if unit and unit[0] == "month" and place > at else None
