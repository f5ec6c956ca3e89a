"""What can be said of one day together; anything else is asked about, so that no word is lost.

"Friday in December" names a weekday and a month, and no day: there are several.
"""

from inference.times.said import Said

CALENDAR = (
    "day_offset", "weekdays", "week", "weekend", "day", "month", "year", "month_offset",
    "year_offset", "doubtful", "instant", "easter", "nth", "quarter", "quarter_offset",
    "unit_of_month", "week_beside", "window",
)  # fmt: skip
_MONTH = {"month", "year", "month_offset", "year_offset"}
TOGETHER = tuple(
    frozenset(names)
    for names in (
        {"day", "weekdays", *_MONTH},
        {"day_offset", "weekdays"},
        {"weekdays", "week"},
        {"nth", "weekdays", *_MONTH},
        {"unit_of_month", *_MONTH},
        {"easter", "weekdays", "year", "year_offset"},
        {"weekend", "week"},
        {"month", "year", "year_offset"},
        {"quarter", "year", "year_offset"},
        {"doubtful", "year", "weekdays"},
        {"month_offset"}, {"quarter_offset"}, {"instant"}, {"week_beside", "weekend"}, {"window"},
    )
)  # fmt: skip
_BLANK = Said()


def fits(said: Said) -> bool:
    """Whether all that was said of the calendar is one day or one stretch of it."""
    names = {name for name in CALENDAR if getattr(said, name) != getattr(_BLANK, name)}
    if "day" not in names and "nth" not in names and "weekdays" in names and names & _MONTH:
        return False
    if "day" in names and "month" not in names and names & {"year", "year_offset"}:
        return False
    return any(names <= one for one in TOGETHER)


def is_too_wide(said: Said) -> bool:
    """Next month at five: a clock time, on no day of a month or year."""
    if said.clock is None or said.edge or said.is_deadline or said.is_since or said.same_time:
        return False
    if said.day is not None or said.nth is not None or said.easter is not None:
        return False
    if said.weekdays or said.amounts or said.doubtful or said.unit_of_month:
        return False
    wide = (said.month, said.month_offset, said.year, said.year_offset, said.quarter,
            said.quarter_offset, said.week, said.weekend or None)  # fmt: skip
    return any(one is not None for one in wide)
