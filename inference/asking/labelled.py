"""What stands beside a label: “Payment due: 11 April 2026”, “Coffee beans | 8.49”, “TOTAL 20.67”.

Invoices, receipts and forms say their figures so. What is told is the line itself, word for word,
and only where its label says what was asked: code finds it, and no model is asked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inference.asking import ledger, sheets, wording
from inference.asking.ledger import Flow
from inference.asking.support import Judge
from inference.asking.wording import KINDS_OF_THING, Kind, Question, holds
from inference.memory.gather import clean
from inference.summarizing.checking import Text
from vault.documents import Page

CURRENCY = r"(?:[€$£]|EUR|USD|GBP|CHF)"
AMOUNT = rf"{CURRENCY}?\s?\d[\d.,' ]*\d(?:\s?{CURRENCY})?"
LONGEST_VALUE = 120
"signs of what stands beside a label"
MOST_PAGES = 10
"of a document that its lines are looked through"
_LABEL = r"[^\W\d_a-z][^\W\d_]*(?:[ /&-][^\W\d_]+){0,3}\.?"
"words only: a number before them belongs to the label before"
_COLON = re.compile(rf"(?:^|(?<=\s))({_LABEL}):\s+(.+?)(?=\s+{_LABEL}:\s|$)")
_DUE = (
    r"total (?:amount )?(?:due|payable|to pay)|amount (?:due|payable)|balance due|grand total|"
    r"total incl\w*[^\d|]{0,20}|(?:invoice|bill) (?:total|amount)|total amount|"
    r"(?:rechnungs|rechnungsend|gesamt|end|zahl|brutto)betrag|betrag brutto|"
    r"zu zahlen(?:der betrag)?|(?:gesamt|rechnungs|brutto)summe|(?:gesamt|summe) \(?brutto\)?|"
    rf"total \({CURRENCY}\)"
)
_SUM = r"total|summe|gesamt|insgesamt"
_TOTALS = tuple(
    re.compile(rf"(?<![\w-])({words})(?:\s*[:|]\s*|\s+)+({AMOUNT})(?![\w%])", re.IGNORECASE)
    for words in (_DUE, _SUM)
)
"a total that is to be paid before one that only adds up"
_ABOUT_MONEY = frozenset(
    "cost costs price pay paid spend spent payment total sum amount much kostet kosten preis "  # noqa: SIM905
    "bezahlt gezahlt ausgegeben summe betrag gesamt".split()
)
_NUMBERED = re.compile(
    r"((?:[^\W\d_]+ ){0,3}[^\W\d_]*(?:number|nummer|no\.|nr\.|iban))[:\s]\s*"
    r"((?=[\w/ -]*\d)[\w/-]{2,34}(?: \d[\d ]*\d)?)", re.IGNORECASE,
)  # fmt: skip
"“Membership number 20417” has no colon"
_NUMBERS = re.compile(r"(?:number|nummer|no\.?|nr\.?|iban)$", re.IGNORECASE)
"labels of what is a number though letters are in it"
_BETWEEN = re.compile(r"(?:\s*\|\s*)+")


@dataclass(frozen=True)
class Beside:
    """A label, and what stands beside it."""

    label: str
    value: str
    page: int
    line: str
    "as it stands there"

    @property
    def text(self) -> str:
        return f"{self.label}: {self.value}"

    @property
    def worth(self) -> Decimal | None:
        """What it is worth, its decimals behind whichever sign comes last."""
        has_comma = self.value.rfind(",") > self.value.rfind(".")
        if has_comma and re.search(r",\d{3}(?!\d)", self.value):
            has_comma = "." in self.value
        return sheets.number(self.value.strip(), has_comma=has_comma)


def lines(pages: Sequence[Page]) -> Iterator[Beside]:
    """Every label of these pages with one thing beside it."""
    for page in pages[:MOST_PAGES]:
        for row in map(str.strip, clean(page.text).splitlines()):
            yield from _of_row(row, page.number)


def total(pages: Sequence[Page]) -> Beside | None:
    """What a document comes to, if it says so and says one thing only."""
    whole = [(page.number, row.strip()) for page in pages[:MOST_PAGES]
             for row in clean(page.text).splitlines()]  # fmt: skip
    for pattern in _TOTALS:
        found = [
            Beside(one[1].strip(" |:"), one[2].strip(), number, row)
            for number, row in whole for one in pattern.finditer(row)
        ]  # fmt: skip
        if found:
            return found[-1] if len({one.worth for one in found}) == 1 else None
    return None


def answer(judge: Judge, document: str, pages: Sequence[Page], said: set[str]) -> Beside | None:
    """The line whose label says what was asked, `said` being what its document says anywhere.

    None where two say different things.
    """
    question = judge.question
    if question.kind is Kind.ANY:
        return None
    asked = set(question.terms) - _ABOUT_MONEY - KINDS_OF_THING
    if not asked <= said:
        return None
    best: list[tuple[int, Beside]] = []
    in_title = wording.said_in(judge.conn, tuple(asked), document)
    for one in lines(pages):
        here = wording.said_in(judge.conn, tuple(asked), one.label)
        if here and asked <= here | in_title and _fits(one, question):
            best.append((len(here), one))
    most = max((count for count, _one in best), default=0)
    found = [one for count, one in best if count == most]
    if len({one.value for one in found}) == 1:
        return found[0]
    is_of_total = question.kind is Kind.NUMBER and ledger.flow(question.text) is Flow.OUT
    return total(pages) if not found and is_of_total else None


def _fits(one: Beside, question: Question) -> bool:
    """Whether a day stands there where one is asked for, and an amount where that is."""
    if question.kind is Kind.DATE:
        return bool(Text(one.value).dates) and holds(one.value, question)
    is_number = one.worth is not None or _NUMBERS.search(one.label) is not None
    return is_number and holds(one.value, question)


def _of_row(row: str, page: int) -> Iterable[Beside]:
    if row.startswith("|"):
        cells = [one.strip() for one in _BETWEEN.split(row.strip("|")) if one.strip()]
        is_pair = len(cells) == len(("label", "value")) and sheets.number(cells[0]) is None
        return [Beside(cells[0].rstrip(":"), cells[1], page, row)] if is_pair else []
    found = [Beside(one[1], one[2].strip(), page, one[0].strip()) for one in _COLON.finditer(row)
             if len(one[2]) <= LONGEST_VALUE]  # fmt: skip
    numbered = [Beside(one[1], one[2], page, one[0].strip()) for one in _NUMBERED.finditer(row)]
    return found + [one for one in numbered if all(one.label not in other.label for other in found)]
