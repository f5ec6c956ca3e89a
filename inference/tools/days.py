"""Which day is meant in a question about dates: feasts that move, years long past, and the rest.

Times in plain words are read by `inference/times`; what it would ask about is asked here too.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from inference.times.english import ENGLISH
from inference.times.find import find
from inference.times.reading import Doubt, Meaning, Moment, Question, Reading, Rule, Span, spoken
from inference.times.tokens import tokens
from inference.tools.base import Desk
from inference.tools.errors import NothingLikeThat, WhichOne

SUNDAY, MONDAY, THURSDAY = 6, 0, 3
FIRST_YEAR, LAST_YEAR = 1583, 9990
"where the calendar of today has held, and where Python’s ends"
_MONTHS = "|".join(sorted(ENGLISH.months, key=len, reverse=True))
_ORDINAL = r"(?:st|nd|rd|th)?"
_FULL = re.compile(
    rf"\b(?:the )?(?P<day>\d{{1,2}}){_ORDINAL}(?: of)? (?P<month>{_MONTHS})\.?,? "
    r"(?P<year>\d{3,4})\b"
    rf"|\b(?P<month2>{_MONTHS})\.? (?:the )?(?P<day2>\d{{1,2}}){_ORDINAL},? (?P<year2>\d{{3,4}})\b"
    r"|\b(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2})\b"
)
_BESIDE = re.compile(r"(?:the )?(day|week|month|year) (after|before) (?!tomorrow|yesterday)(.+)")
_TELLING = re.compile(
    r"\d|\b(?:after|before|from|since|until|later|earlier|ago|first|second|third|last|next|end|start"
    r"|middle|half|eve|every|days?|weeks?|months?|years?)\b"
)
"words beside a date that would make it another one"
_YEAR = re.compile(r"\b(?:1[5-9]|2\d)\d\d\b")


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))


def _before(day: date, weekday: int) -> date:
    """The last such weekday before a day."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)


def _after_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


_FEASTS: dict[str, Callable[[int], date]] = {
    "easter sunday": _after_easter(0), "easter day": _after_easter(0),
    "good friday": _after_easter(-2), "easter monday": _after_easter(1),
    "palm sunday": _after_easter(-7), "maundy thursday": _after_easter(-3),
    "ash wednesday": _after_easter(-46), "shrove tuesday": _after_easter(-47),
    "pancake day": _after_easter(-47), "mardi gras": _after_easter(-47),
    "ascension day": _after_easter(39), "ascension": _after_easter(39),
    "whit sunday": _after_easter(49), "pentecost": _after_easter(49),
    "whit monday": _after_easter(50), "corpus christi": _after_easter(60),
    "easter": _after_easter(0),
    "first advent": lambda year: _before(date(year, 12, 25), SUNDAY) - timedelta(days=21),
    "first sunday of advent": lambda year: _before(date(year, 12, 25), SUNDAY) - timedelta(days=21),
    "thanksgiving": lambda year: _nth(year, 11, THURSDAY, 4),
    "black friday": lambda year: _nth(year, 11, THURSDAY, 4) + timedelta(days=1),
    "labor day": lambda year: _nth(year, 9, MONDAY, 1),
    "memorial day": lambda year: _before(date(year, 6, 1), MONDAY),
    "martin luther king day": lambda year: _nth(year, 1, MONDAY, 3),
    "independence day": lambda year: date(year, 7, 4),
    "st patrick's day": lambda year: date(year, 3, 17),
    "epiphany": lambda year: date(year, 1, 6),
    "april fools' day": lambda year: date(year, 4, 1), "april fools": lambda year: date(year, 4, 1),
    "may day": lambda year: date(year, 5, 1), "bastille day": lambda year: date(year, 7, 14),
    "bonfire night": lambda year: date(year, 11, 5),
    "guy fawkes night": lambda year: date(year, 11, 5),
    "all saints' day": lambda year: date(year, 11, 1),
    "st nicholas day": lambda year: date(year, 12, 6),
    **{
        name: lambda year, day=day: date(year, *day)  # type: ignore[misc]
        for name, day in ENGLISH.holidays.items()
    },
}  # fmt: skip
_FEAST = re.compile(
    r"\b(?:(next|last|this)(?: year's)? )?("
    + "|".join(re.escape(name) for name in sorted(_FEASTS, key=len, reverse=True))
    + r")(?:,? (?:is |falls )?(?:in )?(\d{4}|next year|last year|this year))?\b"
)


_POLITE = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay)(?: tacit)?|tacit|please|pls|can you|could you|would you|will you"
    r"|kindly|tell me|work out|figure out|find out|calculate|do you know|do you happen to know"
    r"|i (?:need|want|would like|'d like) to know|i wonder|i was wondering|so|and)\b[ ,:]*"
)
_MISSPELLED = {
    "mnay": "many", "manny": "many", "untl": "until", "untill": "until", "unitl": "until",
    "waht": "what", "wat": "what", "whats": "what's", "wich": "which", "dyas": "days",
    "day's": "days", "tiem": "time", "xmas": "christmas", "chrismas": "christmas",
}  # fmt: skip


def plain(text: str) -> str:
    """A question in the form that the rules are written for, without what is only politeness."""
    words = text.lower().replace("’", "'").split()
    line = " ".join(_MISSPELLED.get(word, word) for word in words).strip(" ?.!,")
    while found := _POLITE.match(line):
        line = line[found.end() :]
    return re.sub(r",? (?:please|thanks|thank you)$", "", line)


def with_feasts(line: str, today: date, *, past: bool = False) -> str:
    """Feasts written as dates, the next of each unless a year was said."""

    def written(found: re.Match[str]) -> str:
        year = _feast_year(found, today, past=past)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise NothingLikeThat("date", found[0])
        return _FEASTS[found[2]](year).isoformat()

    return _FEAST.sub(written, line)


def _feast_year(found: re.Match[str], today: date, *, past: bool) -> int:
    said = found[3] or ""
    if said.isdecimal():
        return int(said)
    if said:
        return today.year + {"next year": 1, "last year": -1, "this year": 0}[said]
    this = _FEASTS[found[2]](today.year)
    if past or found[1] == "last":
        return today.year - (this >= today)
    return today.year + (this < today)


def the_day(desk: Desk, text: str, *, past: bool = False) -> date:
    """The one day that some words name; `past` where it lies behind."""
    return the_moment(desk, text, past=past).at.date()


def the_moment(desk: Desk, text: str, *, past: bool = False) -> Moment:
    """The one moment or day that some words name; what is open is asked."""
    today = desk.now.date()
    line = with_feasts(plain(text), today, past=past)
    if line in ("now", "today"):
        return Moment(desk.now, is_day=True)
    if _YEAR.fullmatch(line):
        return Moment(datetime(int(line), 1, 1, tzinfo=desk.zone), is_day=True)
    beside = _BESIDE.fullmatch(line)
    if beside:
        return _moved(the_moment(desk, beside[3]), beside[1], 1 if beside[2] == "after" else -1)
    full = _FULL.search(line)
    if full and not _TELLING.search(line[: full.start()] + line[full.end() :]):
        return _day_of(desk, full, text)
    found = find(line, desk.now, desk.conventions)
    if not found or _is_more(line, found):
        raise NothingLikeThat("date", text)
    moment = _moment(found[0].meaning, text)
    if past and not _YEAR.search(line):
        return Moment(_back(desk, moment, line), moment.is_day)
    return moment


def _is_more(line: str, found: list[Reading]) -> bool:
    """Whether something that would change the day was said and not understood."""
    rest = line
    for one in reversed(found):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    return len(found) > 1 or bool(_TELLING.search(rest))


def _moved(moment: Moment, unit: str, direction: int) -> Moment:
    """The day after, the week before."""
    apart = {"day": 1, "week": 7}.get(unit)
    if apart:
        return Moment(moment.at + timedelta(days=apart * direction), moment.is_day)
    months = {"month": 1, "year": 12}[unit] * direction
    return Moment(moment.at + relativedelta(months=months), moment.is_day)


def _day_of(desk: Desk, match: re.Match[str], text: str) -> Moment:
    """A date in full, in any year that the calendar knows."""
    whole = match.groupdict()
    year, month, day = (
        next(whole[name] for name in (part, f"{part}2", f"{part}3") if whole.get(name))
        for part in ("year", "month", "day")
    )
    number = int(month) if month.isdecimal() else ENGLISH.months[month]
    try:
        at = datetime(int(year), number, int(day), tzinfo=desk.zone)
    except ValueError as error:
        raise NothingLikeThat("date", text) from error
    return Moment(at, is_day=True)


def _moment(meaning: Meaning, text: str) -> Moment:
    if isinstance(meaning, Moment):
        return meaning
    if isinstance(meaning, Span):
        return Moment(meaning.start, is_day=meaning.is_days)
    if isinstance(meaning, Rule):
        return meaning.first
    return _asked(meaning, text)


def _asked(question: Question, text: str) -> Moment:
    """The day, where only the hour is open; else the owner has to say."""
    days = {one.at.date() for one in question.choices}
    if question.doubt is Doubt.WHICH_MIDNIGHT or len(days) > 1:
        choices = tuple((number, spoken(one)) for number, one in enumerate(question.choices, 1))
        raise WhichOne("date", text, choices)
    if not days:
        raise NothingLikeThat("date", text)
    return question.choices[0]


def _back(desk: Desk, moment: Moment, line: str) -> datetime:
    """The last such day, for a question about what is over."""
    at = moment.at
    if at <= desk.now:
        return at
    if any(token.text in ENGLISH.weekdays for token in tokens(line, ENGLISH)):
        return at - timedelta(days=7)
    try:
        return at.replace(year=at.year - 1)
    except ValueError:  # the 29th of February
        return at.replace(year=at.year - 4)
