"""What was said about a time, piece by piece, before it is known what day today is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Amount = tuple[float, str]
"a number and a unit"


@dataclass(frozen=True)
class Clock:
    """A clock time as it was said."""

    hour: int
    minute: int = 0
    half: Literal["am", "pm", ""] = ""
    is_exact: bool = False
    "written so that it can only be meant one way: 15:00, 09:30, noon"
    is_midnight: bool = False
    "said by that name, which belongs to two days"


@dataclass(frozen=True)
class Said:
    """The pieces of one time. Whatever was not said is None or empty."""

    day_offset: int | None = None
    weekdays: tuple[int, ...] = ()
    which: Literal["", "next", "this", "last", "after next"] = ""
    week: int | None = None
    "the calendar week, counted from this one"
    weekend: bool = False
    day: int | None = None
    month: int | None = None
    year: int | None = None
    month_offset: int | None = None
    year_offset: int | None = None
    exact: date | None = None
    "a date in full"
    doubtful: tuple[date, ...] = ()
    "the two dates that numbers alone can be"
    instant: datetime | None = None
    "a moment in full, as computers write it"
    easter: int | None = None
    "a feast, in days from Easter"
    nth: tuple[int, int] | None = None
    "which weekday of a month: first Monday, last Friday"
    beside: int = 0
    "a weekday before (-1) or after (1) the anchor"
    quarter: int | None = None
    quarter_offset: int | None = None
    same_time: bool = False
    "at this time of day"
    is_now: bool = False
    is_vague: bool = False
    "early next week, next summer: too wide to act on"
    unit_of_month: tuple[int, str] | None = None
    "the first day, the last working day, the second week of a month"
    week_beside: int | None = None
    "the week before, of or after the anchor"
    window: int = 0
    "the next or the past so many days, as a stretch"
    is_open: bool = False
    zone: str | None = None
    is_choice: bool = False
    "at three or four"
    is_since: bool = False
    "the last such time, not the next"
    edge: str = ""
    edge_unit: str = ""
    clock: Clock | None = None
    part: str = ""
    amounts: tuple[Amount, ...] = ()
    direction: int = 0
    anchor: "Said | None" = None
    "what the amount is counted from; now where nothing was said"
    is_deadline: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Said()

    @property
    def has_day(self) -> bool:
        """Whether it says on which day, in any way."""
        hours = Said(
            clock=self.clock, part=self.part, is_deadline=self.is_deadline, zone=self.zone,
            same_time=self.same_time, is_open=self.is_open, is_choice=self.is_choice,
        )  # fmt: skip
        return self != hours

    def joined(self, other: "Said") -> "Said | None":
        """Both together, if neither contradicts the other."""
        values = {}
        blank = Said()
        for name in self.__dataclass_fields__:
            mine, theirs, none = (getattr(one, name) for one in (self, other, blank))
            if mine != none and theirs != none and mine != theirs:
                return None
            values[name] = theirs if mine == none else mine
        return Said(**values)


@dataclass(frozen=True)
class SaidSpan:
    """From one time to another, or a time and how long it lasts."""

    start: Said
    end: Said | None = None
    lasting: tuple[Amount, ...] = ()


@dataclass(frozen=True)
class SaidRule:
    """Something that comes again."""

    unit: str
    every: int = 1
    weekdays: tuple[int, ...] = ()
    nths: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    month: int | None = None
    at: Said = Said()
    more: tuple[Said, ...] = ()
    "further clock times of the same day"
    start: Said | None = None
    until: Said | None = None
    during: Said | None = None
    "every Friday in December"
    end: Said | None = None
    "from three to four"
    count: int = 0
    lasting: tuple[Amount, ...] = ()


Anything = Said | SaidSpan | SaidRule
