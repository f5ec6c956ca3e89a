"""What a stretch of words about time can mean. Frozen; `grammar.py` makes it, tools use it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from inference.times import names


class Doubt(StrEnum):
    """Why somebody has to be asked before anything is done with a time."""

    MORNING_OR_EVENING = "morning or evening"
    DAY_OR_MONTH = "day or month first"
    TODAY_OR_NEXT_WEEK = "today or in a week"
    WHICH_MIDNIGHT = "the night before or after"
    CLOCK_SKIPS = "this clock time does not exist that day"
    CLOCK_REPEATS = "this clock time comes twice that day"
    NO_SUCH_DATE = "there is no such date"
    PAST = "this is over already"
    WHAT_TIME = "at what time"
    HOW_OFTEN = "on which days"
    ENDS_BEFORE_IT_BEGINS = "the end is before the beginning"


@dataclass(frozen=True)
class Moment:
    """A point in time, or a whole day where no clock time was said."""

    at: datetime
    is_day: bool = False
    is_deadline: bool = False
    "said with by or until: the work may be done before"


@dataclass(frozen=True)
class Span:
    """From one point to another; whole days include the last."""

    start: datetime
    end: datetime
    is_days: bool = False


@dataclass(frozen=True)
class Rule:
    """Something that comes again."""

    first: Moment
    rrule: str
    "as RFC 5545 writes it"
    lasts: timedelta | None = None


@dataclass(frozen=True)
class Question:
    """What has to be asked, and what could be meant."""

    doubt: Doubt
    choices: tuple[Moment, ...] = ()


Meaning = Moment | Span | Rule | Question


@dataclass(frozen=True)
class Reading:
    """A stretch of a text, what it means, and what else it might have meant."""

    start: int
    end: int
    "where in the text the words about time stand"
    meaning: Meaning
    other: Moment | None = None


@dataclass(frozen=True)
class Conventions:
    """How times are meant here; each is a setting of Tacit's."""

    language: str = "en"
    day_before_month: bool | None = None
    "in dates of numbers only; None asks"
    morning_hour: int = 9
    noon_hour: int = 12
    afternoon_hour: int = 15
    evening_hour: int = 18
    night_hour: int = 21
    afternoon_until: int = 5
    "a bare hour from one to this is in the afternoon, on another day than today"
    morning_from: int = 9
    "a bare hour from this to eleven is in the morning, on another day than today"
    weekday_means_coming: bool = True
    next_weekday_is_next_week: bool = True


def spoken(moment: Moment, language: str = "en") -> str:
    """A moment as it is echoed: what was understood has to be seen."""
    day = spoken_day(moment.at.date(), language)
    return day if moment.is_day else f"{day}, {spoken_clock(moment.at, language)}"


def spoken_day(day: date, language: str) -> str:
    """Thursday, 19 November 2026."""
    language = names.known(language)
    weekday = names.WEEKDAYS[language][day.weekday()]
    return names.DAYS_AND_DATES[language].format(weekday=weekday, date=spoken_date(day, language))


def spoken_date(day: date, language: str) -> str:
    """19 November 2026."""
    language = names.known(language)
    month = names.MONTHS[language][day.month - 1]
    return names.DATES[language].format(day=day.day, month=month, year=day.year)


def spoken_clock(at: datetime, language: str) -> str:
    """15:00."""
    return names.CLOCKS[names.known(language)].format(clock=f"{at:%H:%M}")


def on(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A wall clock time without a zone yet."""
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - the zone comes last
