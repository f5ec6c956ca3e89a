"""Whether names, numbers and dates of a statement stand on the pages that it cites.

Code looks, not a model. What is written differently counts as the same: 1,234.50 and 1.234,50,
4 March 2026 and 2026-03-04, “three” and 3. What cannot be found may still be right, and is said.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from inference.arithmetic.numerals import SCALES, SMALL
from inference.times.names import MONTHS, WEEKDAYS

SHORTEST_MONTH = 3
"letters of a month that is cut short"
LEAST_COUNT = 2
"“one” and “eins” are not numbers in most sentences"
_MONTH = {
    name: number
    for names in MONTHS.values()
    for number, month in enumerate(names, 1)
    for name in (month.casefold(), month.casefold()[:SHORTEST_MONTH])
}
_DAYS = {day.casefold() for days in WEEKDAYS.values() for day in days}
_GERMAN = "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
_COUNTS = {**SMALL, **{word: number for number, word in enumerate(_GERMAN.split())}}
_SCALES = {**SCALES, "mio": 10**6, "millionen": 10**6, "mrd": 10**9, "tausend": 10**3, "bn": 10**9}
_NAMED = "|".join(sorted(_MONTH, key=len, reverse=True))
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.,])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d])")
_DAY_FIRST = re.compile(
    rf"(?<![\w.,])(\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of |de )?({_NAMED})\b\.?"
    r"(?:,? (?:de )?(\d{4}))?"
)
_MONTH_FIRST = re.compile(
    rf"\b({_NAMED})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,]\d)\b(?:,? (\d{{4}}))?"
)
_NUMBER = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?")
_SCALE = re.compile(rf" ?({'|'.join(sorted(_SCALES, key=len, reverse=True))})\b")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_OPENING = re.compile(r"(?:^|[.!?:;–—\"(*•|])\s*[\"(]?\s*$")
"what a sentence begins after"
_ALIKE = {
    **dict.fromkeys((0x2018, 0x2019), "'"),
    **dict.fromkeys((0x201C, 0x201D, 0x201E, 0xAB, 0xBB), '"'),
    **dict.fromkeys((0x2010, 0x2011, 0x2212), "-"),
    0xAD: None,
}
"quotation marks, hyphens and minus signs as a keyboard has them; no soft hyphens"
_BEGINNERS = (
    "the a an this that these those it its he she they we you i his her their our your in on at "
    "for from by with of to as if when after before while all each no not and but or so both there "
    "der die das den dem des ein eine einer es er sie wir ihr im in am an auf für von vom mit bei "
    "nach vor zum zur als wenn alle kein keine und aber oder el la los las un una en de con para "
    "por al del se si"
)
"words with a capital at a sentence's beginning that are part of no name"
_NO_NAMES = frozenset(_BEGINNERS.split())
CENTURY = 100
LEAST_LETTERS = 4
MUCH_NEARER = 0.2
"so much more of a statement's words on another page: it is from there"
MOST_DAYS = 31

Date = tuple[int, int, int]
"year, month, day; year 0 where it is not said"


@dataclass(frozen=True)
class Found:
    """A thing in a text that can be looked for in another."""

    text: str
    start: int


class Text:
    """A text and what stands in it, made comparable."""

    def __init__(self, untrusted_text: str) -> None:
        even = unicodedata.normalize("NFKC", untrusted_text).translate(_ALIKE)
        joined = re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", "", even)  # words broken at the line's end
        self.even = " ".join(joined.split())
        self.folded = self.even.lower()

    @cached_property
    def dates(self) -> dict[Date, Found]:
        return dict(_dates(self.folded))

    @cached_property
    def rest(self) -> str:
        """The text with dates struck out, so that their parts are no numbers and no names."""
        rest = self.even
        for found in self.dates.values():
            end = found.start + len(found.text)
            rest = rest[: found.start] + " " * len(found.text) + rest[end:]
        return rest

    @cached_property
    def counts(self) -> frozenset[Decimal]:
        """Every number that may be meant, but for those of dates."""
        words = {Decimal(_COUNTS[word]) for word in self.words if word in _COUNTS}
        return frozenset(words | _all_values(self.rest.lower()))

    @cached_property
    def values(self) -> frozenset[Decimal]:
        """The same, with days and years."""
        return self.counts | _all_values(self.folded)

    @cached_property
    def things(self) -> tuple[str, ...]:
        """Its names, numbers and dates."""
        dates = {str(date) for date in self.dates}
        numbers = [one[0] for one in _NUMBER.finditer(self.rest)]
        names = [" ".join(name) for name in _names(self.rest)]
        return (*dates, *numbers, *(name for name in names if name.casefold() not in _DAYS))

    @cached_property
    def bearing(self) -> frozenset[str]:
        """Words that say what it is about; the short ones are in every text."""
        return frozenset(word for word in self.words if len(word) >= LEAST_LETTERS)

    @cached_property
    def words(self) -> frozenset[str]:
        words = set(_WORD.findall(self.folded))
        return frozenset(words | {part for word in words for part in re.split("['-]", word)})


class Proof:
    """The pages that statements are checked against."""

    def __init__(self, pages: Mapping[int, str], language: str = "") -> None:
        self._pages = pages
        self._texts: dict[int, Text] = {}
        self._has_capital_nouns = language == "de"

    def missing(self, statement: str, cited: Sequence[int]) -> tuple[str, ...]:
        """What of a statement stands on none of the pages that it cites."""
        said, texts = Text(statement), [self._text(page) for page in cited]
        absent = [*_absent_dates(said, texts), *_absent_numbers(said, texts)]
        absent += _absent_names(said, texts, most_words_alone=self._has_capital_nouns)
        return tuple(dict.fromkeys(absent))

    def cited(
        self, statement: str, cited: Sequence[int], others: Sequence[int]
    ) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The pages to cite, and what is missing there.

        Where the page that the model named lacks something, and one of the others has it all,
        it is that one; so it is where another has far more of the words.
        """
        absent, here = self.missing(statement, cited), self._nearness(statement, cited)
        if absent or here < 1 - MUCH_NEARER:
            for page in sorted(others, key=lambda one: -self._nearness(statement, (one,))):
                is_near = absent or self._nearness(statement, (page,)) >= here + MUCH_NEARER
                if is_near and not self.missing(statement, (page,)):
                    return (page,), ()
        return tuple(cited), absent

    def _nearness(self, statement: str, pages: Sequence[int]) -> float:
        """The share of a statement's words that stand on these pages."""
        wanted = Text(statement).bearing
        there = frozenset[str]().union(*(self._text(page).words for page in pages))
        return len(wanted & there) / max(len(wanted), 1)

    def _text(self, page: int) -> Text:
        if page not in self._texts:
            self._texts[page] = Text(self._pages.get(page, ""))
        return self._texts[page]


def _absent_dates(said: Text, texts: Sequence[Text]) -> Iterator[str]:
    for place in {found.start for found in said.dates.values()}:
        readings = [date for date, found in said.dates.items() if found.start == place]
        if not any(_has_date(text, date) for date in readings for text in texts):
            yield said.even[place : place + len(said.dates[readings[0]].text)].strip()


def _has_date(text: Text, date: Date) -> bool:
    year, month, day = date
    if date in text.dates:
        return True
    days = [one for one in text.dates if one[1:] == (month, day)]
    if not year:
        return bool(days)
    return (0, month, day) in days and Decimal(year) in text.values


def _absent_numbers(said: Text, texts: Sequence[Text]) -> Iterator[str]:
    rest = said.rest.lower()
    for one in _NUMBER.finditer(rest):
        values = _values(rest, one) | _bare(one)
        if not any(values & text.values for text in texts):
            yield one[0]
    for one in _WORD.finditer(rest):
        count = _COUNTS.get(one[0], 0)
        if count >= LEAST_COUNT and not any(Decimal(count) in text.counts for text in texts):
            yield one[0]


def _absent_names(
    said: Text, texts: Sequence[Text], *, most_words_alone: bool
) -> Iterator[str]:  # fmt: skip
    for run in _names(said.rest):
        if most_words_alone and len(run) == 1:
            continue
        if not all(any(_has_word(text, word) for text in texts) for word in run):
            yield " ".join(run)


def _names(text: str) -> Iterator[list[str]]:
    """Words with a capital that follow each other; one alone at a sentence's beginning is none."""
    run, is_first, end = list[str](), False, -1
    for one in _WORD.finditer(text):
        word, goes_on = one[0], text[end : one.start()] == " "
        is_capital = word[0].isupper() and len(word) > 1 and word.lower() not in _NO_NAMES
        if run and not (is_capital and goes_on):
            yield from [run] if len(run) > 1 or not is_first else []
            run = []
        if is_capital:
            if not run:
                is_first = bool(_OPENING.search(text[: one.start()]))
            run.append(word)
        end = one.end()
    if len(run) > 1 or (run and not is_first):
        yield run


def _has_word(text: Text, word: str) -> bool:
    folded = word.casefold()
    if folded in text.words or folded.removesuffix("'s") in text.words:
        return True
    if folded in _MONTH and any(month == _MONTH[folded] for _, month, _ in text.dates):
        return True
    parts = re.split("['-]", folded)
    return len(parts) > 1 and all(part in text.words for part in parts)


def _dates(text: str) -> Iterator[tuple[Date, Found]]:
    for one in _ISO.finditer(text):
        yield from _date(one, one[1], one[2], one[3])
    for one in _NUMERIC.finditer(text):
        yield from _date(one, one[4], one[3], one[1])
        if one[2] != ".":
            yield from _date(one, one[4], one[1], one[3])
    for one in _DAY_FIRST.finditer(text):
        yield from _date(one, one[3] or "0", str(_MONTH[one[2]]), one[1])
    for one in _MONTH_FIRST.finditer(text):
        yield from _date(one, one[3] or "0", str(_MONTH[one[1]]), one[2])


def _date(one: re.Match[str], year: str, month: str, day: str) -> Iterator[tuple[Date, Found]]:
    full = int(year) + (2000 if year != "0" and int(year) < CENTURY else 0)
    if 1 <= int(month) <= len(MONTHS["en"]) and 1 <= int(day) <= MOST_DAYS:
        yield (full, int(month), int(day)), Found(one[0], one.start())


def _all_values(text: str) -> set[Decimal]:
    values = set[Decimal]()
    for one in _NUMBER.finditer(text):
        values |= _values(text, one)
        values |= {Decimal(part) for part in one[0].split(" ") if part.isdecimal()}
    return values


def _values(text: str, one: re.Match[str]) -> set[Decimal]:
    """What a number may be worth: in 1,234 the comma may be of thousands or of decimals."""
    scale = _SCALE.match(text, one.end())
    factor = _SCALES[scale[1]] if scale else 1
    return {value * factor for value in _bare(one)}


def _bare(one: re.Match[str]) -> set[Decimal]:
    whole = re.sub(r"[ ']", "", one[0])
    last = max(whole.rfind("."), whole.rfind(","))
    if last < 0:
        return {Decimal(whole)}
    before, after = re.sub(r"[.,]", "", whole[:last]), whole[last + 1 :]
    values = {Decimal(f"{before}.{after}")}
    if len(after) == len("000"):
        values.add(Decimal(before + after))
    return values
