"""Which days a document names: dates that are written out, and months and quarters with their year.

A date that could be read in two ways is left out, and so is one without a year.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date

from inference.times.names import MONTHS
from vault.appearances import Days

MOST = 200
FIRST_YEAR, LAST_YEAR = 1900, 2100
MORE_MONTHS = {"sept": 9, "jän": 1, "jänner": 1, "febr": 2, "mrz": 3, "setiembre": 9}
_SHORT = {
    name.casefold()[:3]: number
    for language in ("es", "de", "en") for number, name in enumerate(MONTHS[language], start=1)
}  # fmt: skip
_LONG = {
    name.casefold(): number
    for names in MONTHS.values() for number, name in enumerate(names, start=1)
}  # fmt: skip
NUMBERS: dict[str, int] = {**_SHORT, **_LONG, **MORE_MONTHS}
_MONTH = "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))
YEAR = r"(?P<year>(?:19|20)\d\d)\b"
DAY = r"\b(?P<day>\d{1,2})"
ISO = re.compile(rf"\b{YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b")
DOTTED = re.compile(rf"{DAY}\.\s?(?P<month>\d{{1,2}})\.\s?{YEAR}")
SLASHED = re.compile(rf"\b(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})/{YEAR}")
DAY_FIRST = re.compile(
    rf"{DAY}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?P<month>{_MONTH})\b\.?,?\s+(?:de\s+)?{YEAR}",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s*{YEAR}", re.IGNORECASE
)
MONTH_ONLY = re.compile(rf"\b(?P<month>{_MONTH})\b\.?,?\s+(?:de\s+)?{YEAR}", re.IGNORECASE)
QUARTER = re.compile(rf"\bQ(?P<quarter>[1-4])[\s/-]?{YEAR}")


def days(pages: Sequence[str]) -> list[Days]:
    """Every day and stretch once, with the first page that names it."""
    found: dict[tuple[date, date], int] = {}
    for page, text in enumerate(pages, start=1):
        for stretch in _on(text):
            found.setdefault(stretch, page)
            if len(found) == MOST:
                return _sorted(found)
    return _sorted(found)


def _sorted(found: dict[tuple[date, date], int]) -> list[Days]:
    return [Days(first, last, page) for (first, last), page in sorted(found.items())]


def _on(text: str) -> Iterator[tuple[date, date]]:
    taken: list[tuple[int, int]] = []
    for form in (ISO, DOTTED, SLASHED, DAY_FIRST, MONTH_FIRST, MONTH_ONLY, QUARTER):
        for match in form.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue  # the month of a date that was read whole
            with suppress(ValueError):
                stretch = _stretch(match.groupdict())
                if stretch is not None:
                    yield stretch
                    taken.append(match.span())


def _stretch(said: dict[str, str]) -> tuple[date, date] | None:
    year = int(said["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if "quarter" in said:
        last_month = 3 * int(said["quarter"])
        return date(year, last_month - 2, 1), _end(year, last_month)
    if "one" in said:
        return _slashed(int(said["one"]), int(said["two"]), year)
    name = said["month"]
    month = int(name) if name.isdecimal() else NUMBERS[name.casefold()]
    if "day" not in said:
        return date(year, month, 1), _end(year, month)
    day = date(year, month, int(said["day"]))
    return day, day


def _slashed(one: int, two: int, year: int) -> tuple[date, date] | None:
    """3/4 could be either; 13/4 and 4/13 could not."""
    if one <= 12 and two <= 12 and one != two:
        return None
    day = date(year, min(one, two), max(one, two))
    return day, day


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def meant(text: str, today: date) -> tuple[date, date] | None:
    """The days that a person means who looks for documents; a month alone is the latest."""
    words = text.strip().casefold()
    found = days([text])
    if len(found) == 1:
        return found[0].first, found[0].last
    if re.fullmatch(r"(?:19|20)\d\d", words):
        return date(int(words), 1, 1), date(int(words), 12, 31)
    month = NUMBERS.get(words)
    if month is None:
        return None
    year = today.year if month <= today.month else today.year - 1
    return date(year, month, 1), _end(year, month)
