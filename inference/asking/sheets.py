"""Tables of documents, read back out of their pages: rows with their page, columns with their kind.

Pages keep tables row by row, as Markdown writes them, whatever file they came from; a table that
goes on over pages, its head repeated, is one. What stands in cells was written by strangers: it is
compared and counted, and nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property

from inference.memory.gather import clean
from inference.summarizing.checking import Text
from inference.times.names import MONTHS
from vault.documents import Page
from vault.entities import fold

FEWEST_ROWS = 2
MOST_ABOVE, FEWEST_COLUMNS = 15, 3
"rows above the head of a table, and columns of one that may have some"
MOST_ROWS = 50_000
THIRDS = 3
"digits behind the point that look like those behind a sign for thousands"
SURE = 0.8
"of the filled cells that are of a kind make the column one of that kind"
_CELLS = re.compile(r"(?<!\\)\|")
_CURRENCY = r"[€$£¥]|EUR|USD|GBP|CHF"
MEASURES = ("mg", "kg", "g", "ml", "cl", "dl", "l", "mm", "cm", "km", "m", "m²", "qm", "kwh",
            "mwh", "wh", "kw", "kb", "mb", "gb", "tb", "min", "h", "°c", "pcs")  # fmt: skip
"units that also stand behind a number without a space; “12b” is none"
MINUS = "\u2212\u2013-"
"the sign proper, and the dash and the hyphen that stand for it"
_NUMBER = re.compile(
    rf"^(?P<opening>\(?)\s*(?P<first>[+{MINUS}]?)\s?(?P<before>{_CURRENCY})?\s?"
    rf"(?P<sign>[+{MINUS}]?)\s?(?P<digits>\d[\d.,' \u00a0\u202f]*?)(?P<last>[{MINUS}]?)"
    rf"(?P<after>\s?(?:%|{_CURRENCY}|(?:{'|'.join(MEASURES)})\b)|\s[^\W\d]{{1,10}}\.?)?\)?$",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:(?:sub|zwischen|gesamt|end|rechnungs|zahl)[- ]?(?:totals?|summe|betrag)\b.*|"
    r"(?:totals?|amount|balance|sum) (?:due|payable|to pay|owed|incl\w*|excl\w*|net|gross)\b.*|"
    r"(?:(?:grand|overall|sum|net|gross) )?(?:totals?|sum|summe|gesamt|insgesamt)"
    r"(?: (?:netto|brutto|amount))?"
    rf"(?:\W*(?:{_CURRENCY}))?)\W*",
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?<=\w{3})(?:en|e|n|s)$")
"what a unit has more of where there are several"
_SIGNS = {"€": "eur", "$": "usd", "£": "gbp"}
_GROUPED = re.compile(r"^\d{1,3}(?:[.,' ]\d{3})+$")
_MONTH_YEAR = re.compile(r"^([^\W\d]{3,9})\.? (\d{4})$")
_YEAR_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_TIME = re.compile(r"\s\d{1,2}:\d{2}(?::\d{2})?$")
_MONTH = {name.casefold()[:3]: number for names in MONTHS.values()
          for number, name in enumerate(names, 1)}  # fmt: skip

Date = tuple[int, int, int]
"year, month, day; day 0 of a whole month"
Row = tuple[str, ...]


class Kind(StrEnum):
    """What stands in a column."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """One column, its cells as they are and as what they mean."""

    name: str
    cells: Row
    written: Row = ()
    "the cells as they stand in the document, where they are taken otherwise here"

    @cached_property
    def folded(self) -> Row:
        """Its cells without case and accents."""
        return tuple(map(fold, self.cells))

    @cached_property
    def has_comma(self) -> bool:
        """Whether its decimals stand behind a comma, as in German."""
        return _has_decimal_comma(self.cells)

    @cached_property
    def numbers(self) -> tuple[Decimal | None, ...]:
        return tuple(number(cell, has_comma=self.has_comma) for cell in self.cells)

    def meant(self, said: str) -> Decimal | None:
        """What a number is worth that somebody compares its cells with.

        A lone sign before three digits parts thousands, but where the column shows otherwise.
        """
        said = said.rstrip(".,'")
        if "." in said and "," in said:
            return number(said, has_comma=said.rfind(",") > said.rfind("."))
        if not _GROUPED.match(said):
            return number(said, has_comma="," in said)
        has_thirds = self.decimals >= THIRDS and self.has_comma is ("," in said)
        return number(said, has_comma=("," in said) is has_thirds)

    @cached_property
    def dates(self) -> tuple[Date | None, ...]:
        return tuple(map(date, self.cells))

    @cached_property
    def kind(self) -> Kind:
        filled = sum(map(_is_filled, self.cells)) or 1
        if sum(one is not None for one in self.dates) >= SURE * filled:
            return Kind.DATE
        if sum(one is not None for one in self.numbers) >= SURE * filled:
            return Kind.NUMBER
        return Kind.TEXT

    @cached_property
    def unit(self) -> str:
        """The sign that all numbers have beside them, if it is one; a blank before it counts."""
        found = {_unit(cell) for cell in self.cells if number(cell) is not None}
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def units(self) -> frozenset[str]:
        """What its numbers are of; those without a sign are of the same as the others."""
        found = {_unit(cell).strip(" .").casefold() for cell in self.cells}
        return frozenset(_ENDING.sub("", _SIGNS.get(one, one)) for one in found if one)

    def is_unread(self, at: int) -> bool:
        """Whether something stands there that is not of the column's kind."""
        found = self.dates[at] if self.kind is Kind.DATE else self.numbers[at]
        return found is None and _is_filled(self.cells[at])

    @property
    def decimals(self) -> int:
        """How many digits follow the point, at most."""
        numbers = (one for one in self.numbers if one is not None)
        places = (-int(one.as_tuple().exponent) for one in numbers)
        return max([0, *places])


@dataclass(frozen=True)
class Table:
    """A table of a document."""

    document: int
    title: str
    columns: tuple[Column, ...]
    pages: tuple[int, ...]
    "of each row"
    totals: int = 0
    "rows that only add up others, and are left out"
    side: str = ""
    "which way money goes in these rows, where those of the other way are left out"
    money: int | None = None
    "the column of that money"

    def __len__(self) -> int:
        return len(self.pages)

    def row(self, at: int) -> Row:
        return tuple((column.written or column.cells)[at] for column in self.columns)


def tables(document: int, title: str, pages: Sequence[Page]) -> list[Table]:
    """The tables of a document that have a head and rows."""
    found: dict[Row, list[tuple[int, Row]]] = {}
    for page in pages:
        for rows in _runs(page.text):
            head, *rest = _from_head(rows)
            if len(rest) >= 1 and _is_head(head, rest):
                body = found.setdefault(head, [])
                body += [(page.number, _even(row, len(head))) for row in rest if row != head]
    read = [_table(document, title, head, body[:MOST_ROWS]) for head, body in found.items()]
    return [one for one in read if len(one) >= FEWEST_ROWS]


def number(cell: str, *, has_comma: bool = False) -> Decimal | None:
    """What a cell is worth; its currency, unit or percent sign is left out."""
    found = _NUMBER.match(cell.strip())
    if found is None:
        return None
    is_price = found["digits"].rstrip()[-1] in ".,"  # “50,-” is fifty
    digits = re.sub(r"[' \u00a0\u202f]", "", found["digits"]).rstrip(".,")
    thousands, point = (".", ",") if has_comma else (",", ".")
    whole = digits.replace(thousands, "").replace(point, ".")
    try:
        value = Decimal(whole)
    except InvalidOperation:
        return None
    signs = found["first"] + found["sign"] + ("" if is_price else found["last"])
    return -value if found["opening"] or any(one in MINUS for one in signs) else value


def date(cell: str) -> Date | None:
    """The day, or the month, that a cell names."""
    text = _TIME.sub("", cell.strip())
    if (found := _YEAR_MONTH.match(text)) and 1 <= int(found[2]) <= len(MONTHS["en"]):
        return int(found[1]), int(found[2]), 0
    if (found := _MONTH_YEAR.match(text)) and found[1].casefold()[:3] in _MONTH:
        return int(found[2]), _MONTH[found[1].casefold()[:3]], 0
    said = Text(text)
    for one, place in said.dates.items():
        if len(place.text.strip()) >= len(text) - 1 and one[0]:
            return one
    return None


def _table(document: int, title: str, head: Row, body: list[tuple[int, Row]]) -> Table:
    rows = [one for one in body if not _is_total(one[1])]
    columns = tuple(Column(name, tuple(row[at] for _, row in rows)) for at, name in enumerate(head))
    return Table(document, title, columns, tuple(page for page, _ in rows), len(body) - len(rows))


def _is_total(row: Row) -> bool:
    """Whether a row only adds up others: the first words in it say so."""
    words = next((cell for cell in row if cell and number(cell) is None), "")
    return bool(_TOTAL.fullmatch(words))


def _runs(text: str) -> Iterator[list[Row]]:
    """Rows that follow each other."""
    rows: list[Row] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("| ") and line.rstrip().endswith(" |"):
            cells = _CELLS.split(line.strip()[1:-1])
            if all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in cells):
                continue  # Markdown's line below a head
            rows.append(tuple(clean(cell).replace("\\|", "|").strip() for cell in cells))
        elif rows:
            yield rows
            rows = []


def _from_head(rows: list[Row]) -> list[Row]:
    """Without what stands above the head, as in what banks hand out: an account, from when on."""
    widths = [sum(map(bool, row)) for row in rows]
    at = next(at for at, width in enumerate(widths) if width >= max(widths) - 1)
    if at > MOST_ABOVE or widths[at] < FEWEST_COLUMNS or not _is_head(rows[at], rows[at + 1 :]):
        return rows
    return rows[at:]


def _is_head(head: Row, rest: Sequence[Row]) -> bool:
    """Whether a first row names what is below it: words, and no two alike."""
    named = [cell for cell in head if cell]
    if len(named) < max(2, len(head) - 1) or len(set(named)) < len(named):
        return False
    return bool(rest) and all(number(cell) is None and date(cell) is None for cell in named)


def _even(row: Row, width: int) -> Row:
    return (*row, *[""] * width)[:width]


def _has_decimal_comma(cells: Sequence[str]) -> bool:
    """Whether numbers of a column have their decimals behind a comma, as in German."""
    found = [one["digits"].strip() for cell in cells if (one := _NUMBER.match(cell.strip()))]
    dots = sum("." in one and not _GROUPED.match(one) for one in found if "," not in one)
    commas = sum("," in one and not _GROUPED.match(one) for one in found if "." not in one)
    commas += sum(one.rfind(",") > one.rfind(".") >= 0 for one in found)
    dots += sum(one.rfind(".") > one.rfind(",") >= 0 for one in found)
    grouped = [one for one in found if "." in one and "," not in one]
    if not dots and len(grouped) >= FEWEST_ROWS and not any(one[0] == "0" for one in grouped):
        return True  # 1.250 and 12.500: thousands
    return bool(commas > dots)


def _is_filled(cell: str) -> bool:
    """A dash alone stands for nothing."""
    return bool(cell.strip(f" {MINUS}\u2014"))


def _unit(cell: str) -> str:
    found = _NUMBER.match(cell.strip())
    if found is None:
        return ""
    return found["before"] or found["after"] or ""
