"""The days that a document names, in their order, each with the sentence that names it.

Code finds them, no model is asked: nothing is left out for want of room and nothing is made up. A
day counts if it does not depend on today; one without a year is of the year that was named last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from inference.engines.protocols import Stopped, never
from inference.errors import CalledOff
from inference.summarizing.checking import Text
from inference.summarizing.sentences import sentences
from inference.times.find import find
from inference.times.reading import Conventions, Moment, Reading, Span
from vault.documents import Page

EARLY, LATE = datetime(2001, 1, 3, 12, tzinfo=UTC), datetime(2033, 8, 17, 12, tzinfo=UTC)
"two days to read from: what is the same on both does not depend on today"
LONGEST = 400
"signs of a sentence that are shown"
LEAST_YEAR = 1000
_WORTH_READING = re.compile(r"\d")


@dataclass(frozen=True)
class Dated:
    """A sentence that names a day, or a stretch of days."""

    begin: datetime
    when: str
    "the day as 2026-04-01, a month as 2026-04, a year as 2026"
    text: str
    pages: tuple[int, ...]


def dated(pages: Sequence[Page], language: str = "", *, stopped: Stopped = never) -> list[Dated]:
    """Every one in the order of time; what is said of the same day, in the order of reading."""
    found = _Finding(language, stopped)
    every = [one for page in pages for one in found.of_page(page)]
    once = dict[tuple[str, str], Dated]()
    for one in every:
        before = once.setdefault((one.when, one.text), one)
        where = tuple(dict.fromkeys((*before.pages, *one.pages)))
        once[one.when, one.text] = replace(before, pages=where)
    return sorted(once.values(), key=lambda one: one.begin)


class _Finding:
    """Reads on, and remembers the year that was named last."""

    def __init__(self, language: str, stopped: Stopped) -> None:
        self._stopped = stopped
        self._conventions = Conventions(language or "en", day_before_month=True)
        self._year = 0

    def of_page(self, page: Page) -> Iterator[Dated]:
        for sentence in sentences(page.text):
            if self._stopped():
                raise CalledOff("chat")
            if _WORTH_READING.search(sentence):
                yield from self._of_sentence(sentence, page.number)

    def _of_sentence(self, sentence: str, page: int) -> Iterator[Dated]:
        readings = find(sentence, EARLY, self._conventions)
        others = find(sentence, LATE, self._conventions)
        for reading, other in zip(readings, others, strict=False):
            begin = self._begin(sentence, reading, other)
            if begin is None or begin.year < LEAST_YEAR:
                continue
            self._year = begin.year
            shown = sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST].rstrip()}…"
            yield Dated(begin, _when(begin, reading), shown, (page,))

    def _begin(self, sentence: str, reading: Reading, other: Reading) -> datetime | None:
        begin = _first(reading)
        if begin is None or _first(other) is None:
            return None
        if reading.meaning == other.meaning:
            return begin
        named = Text(sentence[reading.start : reading.end]).dates
        if not named or not self._year:
            return None
        _, month, day = next(iter(named))
        try:
            return begin.replace(year=self._year, month=month, day=day)
        except ValueError:  # 29 February
            return None


def _first(reading: Reading) -> datetime | None:
    if isinstance(reading.meaning, Moment):
        return reading.meaning.at
    return reading.meaning.start if isinstance(reading.meaning, Span) else None


def _when(begin: datetime, reading: Reading) -> str:
    """As much of the day as was said."""
    meaning = reading.meaning
    if isinstance(meaning, Span) and meaning.is_days:
        is_month = meaning.start.day == 1 and meaning.start.month == meaning.end.month
        if (meaning.start.month, meaning.end.month) == (1, 12):
            return f"{begin:%Y}"
        if is_month and (meaning.end.day >= 28):
            return f"{begin:%Y-%m}"
    return begin.date().isoformat()
