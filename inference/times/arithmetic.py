"""The calendar: days of months, the first Monday, the next working day, Easter. No zones here."""

import calendar
from datetime import date, datetime, timedelta

from inference.times.reading import Doubt, Moment, Question

FRIDAY = 4


class Ask(Exception):
    """Somebody has to be asked."""

    def __init__(self, doubt: Doubt, *choices: Moment) -> None:
        super().__init__(doubt)
        self.question = Question(doubt, choices)


def valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nth_of(year: int, month: int, nth: tuple[int, int]) -> date:
    count, weekday = nth
    first, last = month_days(year, month)
    if count > 0:
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
        if day > last:
            raise Ask(Doubt.NO_SUCH_DATE)
        return day
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def month_days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def months_later(wall: datetime, months: int) -> datetime:
    total = wall.year * 12 + wall.month - 1 + months
    year, month = total // 12, total % 12 + 1
    day = min(wall.day, calendar.monthrange(year, month)[1])
    return wall.replace(year=year, month=month, day=day)


def workdays_later(wall: datetime, days: int) -> datetime:
    step = 1 if days > 0 else -1
    while days:
        wall += timedelta(days=step)
        if wall.weekday() <= FRIDAY:
            days -= step
    return wall


def easter(year: int) -> date:
    """Easter Sunday, by the Gregorian rule (Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    leap, step = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * step + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
