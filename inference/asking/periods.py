"""Times that a question about a table names: “in March 2026”, “since May”, “last month”.

A month without its year is the latest one that the table has; a time that cannot be told is no
reason to count everything, so whoever asks learns that one was named.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inference.asking.sheets import Column, Date
from inference.times.names import MONTHS

_MONTHS = {name.casefold(): at for names in MONTHS.values() for at, name in enumerate(names, 1)}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WORD = r"since|from|after|before|until|in|during|of|for|ab|seit|nach|vor|bis|im|für"
_PERIOD = re.compile(rf"\b(?:({_WORD})\s+)?(?:({_NAMES})\s+)?((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({_WORD})\s+(?:the month of |monat )?({_NAMES})\b", re.IGNORECASE)
_SEVERAL = re.compile(
    rf"\b(?:between|zwischen|from|von)\s+(?:{_NAMES})\b|\b(?:{_NAMES})\s+(?:and|or|to|und|oder|bis)\s+"
    rf"(?:{_NAMES})\b",
    re.IGNORECASE,
)  # fmt: skip
_LAST = r"last|past|previous|letzte[rsnm]?|vorige[rsnm]?|vergangene[rsnm]?"
_NEXT = r"next|the coming|nächste[rsnm]?|kommende[rsnm]?"
_THIS = r"this|the current|diese[rsnm]?|laufende[rsnm]?"
_BEFORE = r"\b(?:(?:in|im|for|of|during|der|den|the) )*"
_MONTHS_NOW = tuple(
    (by, re.compile(rf"{_BEFORE}(?:{words}) (month|monats?)\b", re.IGNORECASE))
    for by, words in ((-1, _LAST), (0, _THIS), (1, _NEXT))
)
_YEARS_NOW = tuple(
    (by, re.compile(rf"{_BEFORE}(?:{words}) (?:year|jahre?s?)\b", re.IGNORECASE))
    for by, words in ((-1, _LAST), (0, _THIS), (1, _NEXT))
)
_OPEN = re.compile(
    r"\b(?:last|past|previous|this|next|letzte\w*|vorige\w*|diese\w?|nachste\w*|nächste\w*)\s+"
    r"(?:\d+\s+)?(?:weeks?|quarters?|days?|months?|years?|woche\w*|quartal\w*|tage?n?|monate?n?|"
    r"jahre?n?)\b|\b(?:yesterday|today|gestern|heute)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Period:
    """A time that the question names."""

    words: str
    "as they stand in the question"
    since: Date | None = None
    until: Date | None = None
    said: str = ""
    "with the year that is meant"

    def holds(self, day: Date | None) -> bool:
        """Whether a day is within it; one that has no bounds holds none."""
        if day is None or not (self.since or self.until):
            return False
        return (self.since is None or day >= self.since) and (
            self.until is None or day <= self.until
        )


def absolute(text: str, today: date | None) -> str:
    """A question with the months and years that today decides named in it."""
    if today is None:
        return text
    for by, pattern in _MONTHS_NOW:
        if found := pattern.search(text):
            meant = (today.replace(day=15) + timedelta(days=30 * by)).replace(day=1)
            preposition, names = ("in", "en") if found[1].casefold() == "month" else ("im", "de")
            said = f"{preposition} {MONTHS[names][meant.month - 1]} {meant.year}"
            text = pattern.sub(said, text)
    for by, pattern in _YEARS_NOW:
        text = pattern.sub(f"in {today.year + by}", text)
    return text


def is_open(text: str) -> bool:
    """Whether a time is named that nothing here can tell."""
    return bool(_OPEN.search(text) or _SEVERAL.search(text))


def named(text: str, column: Column | None) -> Period | None:
    """The time that is named, as the dates of a column understand it; without bounds where they
    have no such month."""
    if found := _PERIOD.search(text):
        month = _MONTHS[found[2].casefold()] if found[2] else None
        since, until = _bounds(found[1] or "in", int(found[3]), month)
        return Period(found[0], since, until, " ".join(found[0].split()))
    found = _MONTH.search(text)
    if found is None:
        return None
    month = _MONTHS[found[2].casefold()]
    year = _latest(column.dates, month) if column is not None else None
    if year is None:
        return Period(found[0])
    since, until = _bounds(found[1], year, month)
    return Period(found[0], since, until, f"{' '.join(found[0].split())} {year}")


def by_month(column: Column) -> Column:
    """The months that the dates of a column lie in."""
    cells = tuple(f"{one[0]}-{one[1]:02}" if one else "" for one in column.dates)
    return Column(column.name, cells)


def by_year(column: Column) -> Column:
    """The years that the dates of a column lie in."""
    return Column(column.name, tuple(f"{one[0]}" if one else "" for one in column.dates))


def _latest(dates: Sequence[Date | None], month: int) -> int | None:
    return max((one[0] for one in dates if one and one[1] == month), default=None)


def _bounds(word: str, year: int, month: int | None) -> tuple[Date | None, Date | None]:
    first, last = (year, month or 1, 1), (year, month or 12, 31)
    word = word.casefold()
    if word in ("since", "from", "ab", "seit"):
        return first, None
    if word in ("after", "nach"):
        return (last[0], last[1], 32), None
    if word in ("before", "vor"):
        return None, (first[0], first[1], 0)
    return (None, last) if word in ("until", "bis") else (first, last)
