"""The figure and the day that a paper is asked for: what it comes to, when it is due or ends.

Found by the words that stand beside them, and told as they stand there. Where a paper says two
different things, it is taken to say none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from inference.asking import labelled
from inference.asking.labelled import Beside
from inference.asking.sheets import Date
from inference.asking.sorts import Sort
from inference.memory.gather import clean
from inference.summarizing.checking import Text
from inference.times.names import MONTHS
from vault.documents import Page


class Thing(StrEnum):
    """What is asked of each paper."""

    TOTAL = "total"
    PREMIUM = "premium"
    PAY = "pay"
    GROSS = "gross"
    TAX = "tax"
    DEPOSIT = "deposit"
    EXCESS = "excess"
    RENT = "rent"
    DUE = "due"
    END = "end"
    START = "start"
    CANCEL = "cancel"


DAYS = frozenset((Thing.DUE, Thing.END, Thing.START, Thing.CANCEL))
USUAL = {Sort.INSURANCE: Thing.PREMIUM, Sort.LEASE: Thing.RENT, Sort.CONTRACT: Thing.RENT,
         Sort.PAYSLIP: Thing.PAY}  # fmt: skip
"what such papers come to"
_BESIDE = {
    Thing.PREMIUM: r"premium|\w*beitrag|prämie",
    Thing.PAY: r"net (?:pay|wage|salary)|take[- ]home pay|auszahlungsbetrag|auszahlung|netto\w*",
    Thing.GROSS: r"gross (?:pay|wage|salary)|(?:gesamt)?brutto\w*",
    Thing.TAX: r"vat|sales tax|mwst|mehrwertsteuer|umsatzsteuer|ust|einkommensteuer|income tax|"
    r"lohnsteuer",
    Thing.DEPOSIT: r"deposit|kaution",
    Thing.EXCESS: r"excess|deductible|selbstbeteiligung|selbstbehalt",
    Thing.RENT: r"rent|fee|price|premium|miete|kaltmiete|warmmiete|preis|grundpreis|gebühr|"
    r"\w*beitrag|entgelt",
}
_CURRENCY = r"(?:[€$£]|EUR|USD|GBP|CHF|euros?|pounds?|dollars?|franken)"
MONEY = rf"(?:{_CURRENCY}\s?\d[\d.,']*|\d[\d.,']*(?:\s?{_CURRENCY}(?!\w)))"
_SHARE = r"(?:\.?\s*\d{1,2}(?:[.,]\d)?\s?%)?"
"“VAT 20 %”: of the tax, and no amount"
_AMOUNTS = {
    thing: re.compile(rf"(?<![\w-])(?:{words})(?![\w-]){_SHARE}[^.|\d€$£]{{0,45}}"
                      rf"(?:\|[^.|\d€$£]{{0,12}}){{0,3}}(?P<amount>{MONEY})", re.IGNORECASE)
    for thing, words in _BESIDE.items()
}  # fmt: skip
_OF = re.compile(rf"\b(?:amount|sum|betrag|summe)(?: of| von| in höhe von)? (?P<amount>{MONEY})",
                 re.IGNORECASE)  # fmt: skip
"a total that is said in a sentence"
_SIGNS = (
    ("£", re.compile(r"£|GBP|pounds?", re.IGNORECASE)),
    ("€", re.compile(r"€|EUR\b|euros?", re.IGNORECASE)),
    ("$", re.compile(r"\$|USD|dollars?", re.IGNORECASE)),
    ("CHF", re.compile(r"CHF|franken", re.IGNORECASE)),
)
_EACH = (
    ("half", re.compile(r"half[- ]year|halbjähr", re.IGNORECASE)),
    ("quarter", re.compile(r"quarterly|(?:per|a|each|every) quarter|quartal|vierteljähr",
                           re.IGNORECASE)),
    ("year", re.compile(r"yearly|annual|per annum|(?:per|a|each|every) year|jährlich|jahres\w|"
                        r"(?:im|pro) jahr", re.IGNORECASE)),
    ("month", re.compile(r"monthly|(?:per|a|each|every)(?: calendar)? month|monatlich|monats\w|"
                         r"(?:im|pro) monat", re.IGNORECASE)),
    ("week", re.compile(r"weekly|(?:per|a|each|every) week|wöchentlich|(?:pro|die) woche",
                        re.IGNORECASE)),
)  # fmt: skip
_EACH_YEAR = next(pattern for name, pattern in _EACH if name == "year")
_DAY_WORDS = {
    Thing.DUE: (
        r"(?:payment |invoice )?due(?: date)?|payable|pay(?:ment)?(?: is)?(?: required)? (?:by|"
        r"until|before|no later than)|please pay|fällig(?:keit)?(?:sdatum)?|zahlbar|zahlungsziel|"
        r"zahlen sie|überweisen sie|zu (?:be)?zahlen"
    ),
    Thing.END: (
        r"ends?|end date|ending|expir(?:es|y|ation)(?: date)?|(?:valid|runs|running|term) "
        r"(?:until|till|to|through)|endet|enddatum|vertragsende|laufzeitende|"
        r"läuft(?: \w+){0,2}? bis|gültig bis|befristet bis|ablauf(?:datum)?|läuft(?= am)"
    ),
    Thing.START: (
        r"starts?|start date|begins?|beginning|commence\w*|effective(?: from| date)?|beginnt?|"
        r"vertragsbeginn|versicherungsbeginn|gültig ab"
    ),
    Thing.CANCEL: r"cancel\w*|terminat\w*|notice|\w*kündig\w*|gekündigt|widerruf\w*",
}  # fmt: skip
_DAYS = {
    thing: re.compile(rf"(?<![\w-])(?:{words})(?![\w-])") for thing, words in _DAY_WORDS.items()
}
_FROM_TO = re.compile(r"\b(?:to|until|till|through|bis(?: zum)?|–|-)\s*$")
_TERM = re.compile(r"\b(?:term|period|insured|cover|laufzeit|zeitraum|vertrag|versichert)\w*")
_NOTICE = re.compile(r"\b(?:notice|\w*frist)\b.{0,60}\b(?:days?|weeks?|months?|tage?n?|wochen?|"
                     r"monate?n?)\b|\b(?:days?|weeks?|months?)['’]?s? (?:written )?"
                     r"notice")  # fmt: skip
_OWN_DAY = re.compile(
    r"(?<![\w-])(?<!due )(?<!start )(?<!end )(?<!expiry )(?:(?:invoice|bill|issue|tax|pay|"
    r"statement|rechnungs|beleg|ausstellungs) ?(?:date|datum)|date|datum|dated|issued(?: on)?|vom)"
    r"\W{1,6}$"
)
AFTER, BEFORE = 70, 40
"signs between a word and its day"
_MONTHS = "|".join(sorted({name for names in MONTHS.values() for name in names}))
_SENTENCE = re.compile(rf"(?<=[.!?])\s+(?=[A-ZÄÖÜ„“\"(])(?!(?:{_MONTHS})\b)")
"“1. Januar” is no end"
_NUMBER = re.compile(
    r"\b(?:invoice|bill|receipt|rechnungs?|beleg)[- ]?(?:number|no\b\.?|nr\b\.?|#|nummer)?[:\s#]*"
    r"((?=[\w/-]*\d)[\w][\w/-]{2,30})", re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """What a paper says, where, and what it is worth."""

    page: int
    line: str
    "as it stands there"
    said: str
    amount: Decimal | None = None
    currency: str = ""
    each: str = ""
    "year, month: what the amount is for"
    day: Date | None = None
    "year 0 where none is said"

    @property
    def is_yearly(self) -> bool:
        """Whether what it says holds for every year."""
        return _EACH_YEAR.search(self.line) is not None


def amount(thing: Thing, pages: Sequence[Page]) -> Figure | None:
    """The amount of a paper; None where it says none, or several."""
    if thing is Thing.TOTAL:
        if (found := labelled.total(pages)) is not None:
            said = f"{found.label}: {found.value}"
            return _figure(found, said, pages)
        patterns = [_OF]
    else:
        patterns = [_AMOUNTS[thing]]
    some = [_of_match(one, page, row, pages) for pattern in patterns
            for page, row in _sentences(pages) for one in pattern.finditer(row)]  # fmt: skip
    known = [one for one in some if one.amount is not None]
    regular = [one for one in known if one.each] or known
    return regular[0] if len({(one.amount, one.each) for one in regular}) == 1 else None


def day(thing: Thing, pages: Sequence[Page]) -> Figure | None:
    """The day of a paper; None where it says none. A period of notice is told without a day."""
    found = list(_labelled_days(thing, pages)) or list(_days(thing, pages))
    if not found and thing is Thing.END:
        found = list(_ends_of_terms(pages))
    known = {one.day for one in found}
    if len(known) == 1:
        return found[0]
    if not known and thing is Thing.CANCEL:
        told = ((page, row) for page, row in _sentences(pages) if _NOTICE.search(row.lower()))
        return next((Figure(page.number, row, row) for page, row in told), None)
    return None


def own_day(pages: Sequence[Page]) -> Date | None:
    """The day that a paper is of: what its label says, else the first that it names."""
    first: Date | None = None
    for page in pages[: labelled.MOST_PAGES]:
        for row in clean(page.text).splitlines():
            text = Text(row)
            for one, place in sorted(text.dates.items(), key=lambda item: item[1].start):
                if not one[0]:
                    continue
                first = first or one
                if _OWN_DAY.search(text.folded[: place.start].replace("|", ":")):
                    return one
    return first


def number(pages: Sequence[Page]) -> str:
    """The number that a bill has; by it the same one is known again."""
    for page in pages:
        for one in _NUMBER.finditer(clean(page.text)):
            return one[1].casefold()
    return ""


def currency(text: str) -> str:
    """The sign of the money that a text speaks of; nothing where it speaks of several."""
    found = [sign for sign, pattern in _SIGNS if pattern.search(text)]
    return found[0] if len(found) == 1 else ""


def _figure(found: Beside, said: str, pages: Sequence[Page]) -> Figure:
    money = currency(found.value) or currency(found.line) or _only_currency(pages)
    return Figure(found.page, found.line, said, found.worth, money)


def _only_currency(pages: Sequence[Page]) -> str:
    return currency("\n".join(re.sub(r"[^\W\d]+", " ", page.text) for page in pages))


def _of_match(one: re.Match[str], page: Page, row: str, pages: Sequence[Page]) -> Figure:
    value = one["amount"].rstrip(".,' ")
    found = Beside("", value, page.number, row)
    around = (
        f"{row[max(0, one.start() - BEFORE) : one.end()]} {row[one.end() : one.end() + BEFORE]}"
    )
    each = next((name for name, pattern in _EACH if pattern.search(around)), "")
    return Figure(
        page.number, row, row, found.worth, currency(value) or _only_currency(pages), each
    )


def _sentences(pages: Sequence[Page]) -> Iterator[tuple[Page, str]]:
    for page in pages[: labelled.MOST_PAGES]:
        for row in clean(page.text).splitlines():
            for one in [row] if row.startswith("|") else _SENTENCE.split(row):
                if one.strip():
                    yield page, " ".join(one.split())


def _labelled_days(thing: Thing, pages: Sequence[Page]) -> Iterator[Figure]:
    """“Payment due: 11 April 2026”."""
    for one in labelled.lines(pages):
        if _DAYS[thing].search(one.label.lower()):
            value = _SENTENCE.split(one.value)[0]
            if (found := _first(Text(value).folded)) is not None:
                yield Figure(one.page, one.line, f"{one.label}: {value}", day=found)


def _days(thing: Thing, pages: Sequence[Page]) -> Iterator[Figure]:
    for page, row in _sentences(pages):
        text = Text(row)
        for word in _DAYS[thing].finditer(text.folded):
            found = _nearest(text.folded, word)
            if found is not None:
                yield Figure(page.number, row, row, day=found)


def _nearest(text: str, word: re.Match[str]) -> Date | None:
    """The day behind a word, else the one before it; one that can be read in two ways is none."""
    after = text[word.end() : word.end() + AFTER]
    if (found := _first(after)) is not None:
        return found
    before = text[max(0, word.start() - BEFORE) : word.start()]
    return _first(before, is_last=True)


def _first(text: str, *, is_last: bool = False) -> Date | None:
    dates = Text(text).dates
    places = {place.start for place in dates.values()}
    if not places:
        return None
    at = max(places) if is_last else min(places)
    gap = text[at:] if is_last else text[:at]
    readings = [one for one, place in dates.items() if place.start == at]
    is_apart = gap.count(":") > (0 if is_last else 1) or (not is_last and ". " in gap)
    return readings[0] if len(readings) == 1 and not is_apart else None


def _ends_of_terms(pages: Sequence[Page]) -> Iterable[Figure]:
    """“Period: 1 February 2026 to 31 January 2027”."""
    for page, row in _sentences(pages):
        text = Text(row)
        for one, place in text.dates.items():
            if (one[0] and _FROM_TO.search(text.folded[: place.start])
                    and _TERM.search(text.folded)):  # fmt: skip
                yield Figure(page.number, row, row, day=one)
