"""Excel files: each sheet a page of its own, or several where it is long.

Values are read as they were last calculated, dates as dates; nothing is calculated here, and
macros and connections to elsewhere are never looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from inference.reading import office
from inference.reading.desk import Desk
from inference.reading.document import Block
from inference.reading.packed import Package
from inference.reading.trees import Node

ROWS = 200
"of a sheet on one page; the first row is repeated on each"
MOST_STRINGS = 2_000_000
WIDEST = 16_384
MOST_EMPTY = 64
"cells that a row may have for each that is filled"
DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
PERCENT_FORMATS = frozenset({9, 10})
NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
LAST_SERIAL = 2_958_466
Rows = tuple[tuple[str, ...], ...]


@dataclass
class Book:
    """What cells of a file refer to."""

    strings: list[str] = field(default_factory=list)
    dates: set[int] = field(default_factory=set)
    percents: set[int] = field(default_factory=set)
    starts_1904: bool = False
    uncalculated: int = 0

    def look(self, at: int, code: str, own: str) -> None:
        """Whether cells of this look are dates, or shares of a hundred."""
        number = int(code) if code.isascii() and code.isdigit() else 0
        bare = NOT_FORMAT.sub("", own).lower()
        if number in DATE_FORMATS or re.search(r"[dyhs]|m{2,}", bare):
            self.dates.add(at)
        elif number in PERCENT_FORMATS or "%" in bare:
            self.percents.add(at)


def read(data: bytes, desk: Desk) -> None:
    package = Package(data, desk)
    main = office.main_part(package, "xl/workbook.xml")
    known = office.relations(package, main)
    workbook = package.tree(main)
    book = Book(starts_1904=workbook.value("workbookPr", of="date1904") in ("1", "true"))
    parts = dict(known.values())
    book.strings = list(_strings(package, parts.get("sharedStrings", "")))
    _formats(package.optional_tree(parts.get("styles", "")), book)
    desk.title, desk.unit = office.title(package), "sheet"
    sheets = workbook.first("sheets")
    for sheet in sheets.children if sheets else ():
        kind, path = known.get(sheet.get("r:id"), ("", ""))
        if kind != "worksheet" or path not in package:
            desk.gap("unsupported", sheet.get("name"))
            continue
        put(_rows(package, path, book), sheet.get("name"), desk)
    if book.uncalculated:
        desk.gap("without a value", count=book.uncalculated)


def grid(rows: Iterator[dict[int, str]]) -> Iterator[Rows]:
    """Rows as tables of so many, without the columns that hold nothing in any of them."""
    header: dict[int, str] = {}
    page: list[dict[int, str]] = []
    is_cut = False
    for row in rows:
        header = header or row
        page.append(row)
        if len(page) == ROWS:
            yield _dense(page)
            page, is_cut = [header], True
    if page[is_cut:]:
        yield _dense(page)


def put(rows: Iterator[dict[int, str]], name: str, desk: Desk) -> None:
    """Hand on a sheet."""
    count = 0
    for table in grid(rows):
        desk.page([Block("table", rows=table)], name)
        count += 1
    if not count:
        desk.lacks("no text", desk.page([], name))


def _dense(rows: list[dict[int, str]]) -> Rows:
    columns = sorted({column for row in rows for column in row})
    filled = sum(map(len, rows))
    if len(columns) * len(rows) > MOST_EMPTY * max(filled, 64):  # scattered over a vast sheet
        return tuple(tuple(row[column] for column in sorted(row)) for row in rows)
    return tuple(tuple(row.get(column, "") for column in columns) for row in rows)


def _strings(package: Package, path: str) -> Iterator[str]:
    if path not in package:
        return
    for count, item in enumerate(package.elements(path, "si")):
        if item.name != "si" or count >= MOST_STRINGS:
            return
        yield _rich(item)


def _rich(item: Node) -> str:
    """Text of a cell, without how it is pronounced."""
    return "".join(
        part.text() if part.name == "t" else _rich(part)
        for part in item.children
        if part.name not in ("rPh", "phoneticPr", "rPr")
    )


def _formats(tree: Node | None, book: Book) -> None:
    """Which looks of cells are dates, and which are shares of a hundred."""
    if tree is None:
        return
    own = {one.get("numFmtId"): one.get("formatCode") for one in tree.every("numFmt")}
    looks = tree.first("cellXfs")
    for at, look in enumerate(looks.children if looks else ()):
        code = look.get("numFmtId")
        book.look(at, code, own.get(code, ""))


def _rows(package: Package, path: str, book: Book) -> Iterator[dict[int, str]]:
    for row in package.elements(path, "row"):
        if row.name != "row":
            return
        cells: dict[int, str] = {}
        for at, cell in enumerate(row.children):
            text = _value(cell, book)
            if text:
                cells[_column(cell.get("r"), at)] = text
        if cells:
            yield cells


def _column(reference: str, otherwise: int) -> int:
    found = CELL.match(reference)
    if found is None:
        return otherwise
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return min(column, WIDEST) - 1


def _value(cell: Node, book: Book) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.first("is")
        return _rich(inline) if inline else ""
    found = cell.first("v")
    text = found.text().strip() if found else ""
    if not text:
        formula = cell.first("f")
        if formula is not None:
            book.uncalculated += 1
            return f"={formula.text()}" if formula.text() else ""
        return ""
    if kind == "s":
        is_known = text.isascii() and text.isdigit() and int(text) < len(book.strings)
        return book.strings[int(text)] if is_known else ""
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    return text if kind in ("str", "e", "d") else number(text, cell.get("s"), book)


def number(text: str, look: str, book: Book) -> str:
    """A number as its look shows it."""
    try:
        value = float(text)
    except ValueError:
        return text
    style = int(look) if look.isascii() and look.isdigit() else -1
    if style in book.dates and 0 <= value < LAST_SERIAL:
        return _date(value, book)
    if style in book.percents and abs(value) < 1e9:
        return f"{_short(value * 100)}%"
    return _short(value)


def _short(value: float) -> str:
    """As few digits as say it; sums of fractions leave a tail in the fifteenth."""
    return f"{value:.12g}" if abs(value) < 1e12 else f"{value:.15g}"


def _date(value: float, book: Book) -> str:
    days = int(value)
    seconds = round((value - days) * 86_400)
    clock = str(timedelta(seconds=seconds)).rjust(8, "0")[:5]
    if days == 0:
        return clock
    if book.starts_1904:
        begin = datetime(1904, 1, 1)  # noqa: DTZ001 - a date on paper, of no zone
    else:  # a day too many in 1900, as Excel has it
        begin = datetime(1899, 12, 30 if days > 60 else 31)  # noqa: DTZ001
    day = (begin + timedelta(days=days, seconds=seconds)).isoformat(" ", "minutes")
    return day if seconds else day[:10]
