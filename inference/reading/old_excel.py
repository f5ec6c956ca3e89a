"""Excel files as Excel 97 to 2003 wrote them (.xls): each sheet a page, as in newer ones.

The file is a row of records. Values are read as they were last worked out; macros, charts and
connections are never looked at.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from inference.errors import KindUnsupported
from inference.reading import excel, ole
from inference.reading.desk import Desk

BOUND, STRINGS, MORE, END, PROTECTED = 0x85, 0xFC, 0x3C, 0x0A, 0x2F
LABEL_OF, NUMBER, SHORT, SHORTS, FORMULA = 0xFD, 0x203, 0x27E, 0xBD, 0x06
STRING, LABEL, TRUTH, FORMAT, LOOK, IS_1904, BEGIN = 0x207, 0x204, 0x205, 0x41E, 0xE0, 0x22, 0x809
BIFF8 = 0x0600
WIDE, HAS_ASIAN, IS_RICH = 0x01, 0x04, 0x08
SHEET = 0
MOST_RECORDS = 8_000_000
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!",
          42: "#N/A"}  # fmt: skip
Record = tuple[int, bytes]


@dataclass
class _Book(excel.Book):
    sheets: list[tuple[int, str]] = field(default_factory=list)
    "where each begins, and its name"
    formats: dict[str, str] = field(default_factory=dict)
    looks: list[str] = field(default_factory=list)


def read(data: bytes, desk: Desk) -> None:
    stream = ole.opened(data).streams["Workbook"]
    book = _book(stream, desk)
    desk.unit = "sheet"
    for start, name in book.sheets:
        excel.put(_rows(stream, start, book, desk), name, desk)


def _book(stream: bytes, desk: Desk) -> _Book:
    book = _Book()
    parts = list[bytes]()
    is_strings = False
    for at, (kind, inside) in enumerate(_records(stream, 0)):
        if at == 0 and (kind != BEGIN or struct.unpack_from("<H", inside)[0] != BIFF8):
            raise KindUnsupported(desk.name, "old Excel")
        if kind == PROTECTED:
            raise KindUnsupported(desk.name, "protected Office")
        if kind == STRINGS or (kind == MORE and is_strings):
            parts.append(inside)
        is_strings = kind == STRINGS or (kind == MORE and is_strings)
        _note(book, kind, inside, desk)
        if kind == END:
            break
    book.strings = list(_strings(parts, desk)) if parts else []
    for at, number in enumerate(book.looks):
        book.look(at, number, book.formats.get(number, ""))
    return book


def _note(book: _Book, kind: int, inside: bytes, desk: Desk) -> None:
    if kind == BOUND:
        start, _state, what = struct.unpack_from("<IBB", inside)
        name = _plain(inside[6:], wide_length=False)
        if what == SHEET:
            book.sheets.append((start, name))
        else:
            desk.gap("unsupported", name)
    elif kind == FORMAT:
        (number,) = struct.unpack_from("<H", inside)
        book.formats[str(number)] = _plain(inside[2:], wide_length=True)
    elif kind == LOOK:
        book.looks.append(str(struct.unpack_from("<H", inside, 2)[0]))
    elif kind == IS_1904:
        book.starts_1904 = inside[:2] == b"\x01\x00"


def _rows(stream: bytes, start: int, book: _Book, desk: Desk) -> Iterator[dict[int, str]]:
    """Rows in their order; records of cells come row by row."""
    rows: dict[int, dict[int, str]] = {}
    waiting: tuple[int, int] | None = None
    depth = 0
    for count, (kind, inside) in enumerate(_records(stream, start)):
        if not count % 10_000:
            desk.still_wanted()
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 0:
            break
        if depth > 1:  # a chart within the sheet
            continue
        if kind == STRING and waiting is not None:
            rows.setdefault(waiting[0], {})[waiting[1]] = _plain(inside, wide_length=True)
            waiting = None
        for row, column, text in _cells(kind, inside, book):
            if text is None:
                waiting = row, column
            elif text:
                rows.setdefault(row, {})[column] = text
    yield from (rows[at] for at in sorted(rows))


def _cells(kind: int, inside: bytes, book: _Book) -> Iterator[tuple[int, int, str | None]]:
    """The cells of a record; None where the next record has the words."""
    if kind not in (LABEL_OF, NUMBER, SHORT, SHORTS, FORMULA, LABEL, TRUTH):
        return
    row, column, look = struct.unpack_from("<3H", inside)
    if kind == LABEL_OF:
        (at,) = struct.unpack_from("<I", inside, 6)
        yield row, column, book.strings[at] if at < len(book.strings) else ""
    elif kind == NUMBER:
        yield row, column, _number(struct.unpack_from("<d", inside, 6)[0], look, book)
    elif kind == SHORT:
        yield row, column, _number(_short(inside[6:10]), look, book)
    elif kind == SHORTS:
        for at in range((len(inside) - 6) // 6):
            look, value = struct.unpack_from("<H4s", inside, 4 + 6 * at)
            yield row, column + at, _number(_short(value), look, book)
    elif kind == FORMULA:
        yield row, column, _worked_out(inside[6:14], look, book)
    elif kind == LABEL:
        yield row, column, _plain(inside[6:], wide_length=True)
    else:
        yield row, column, _truth(inside[6], is_error=bool(inside[7]))


def _worked_out(value: bytes, look: int, book: _Book) -> str | None:
    if value[6:8] != b"\xff\xff":
        return _number(struct.unpack("<d", value)[0], look, book)
    if value[0] == 0:
        return None
    return _truth(value[2], is_error=value[0] == 2) if value[0] in (1, 2) else ""


def _truth(value: int, *, is_error: bool) -> str:
    return ERRORS.get(value, "#N/A") if is_error else "TRUE" if value else "FALSE"


def _short(value: bytes) -> float:
    """A number in four bytes: whole, or the first half of a long one; perhaps of hundredths."""
    (bits,) = struct.unpack("<i", value)
    found = float(bits >> 2) if bits & 2 else struct.unpack("<d", bytes(4) + _cleared(value))[0]
    return found / 100 if bits & 1 else found


def _cleared(value: bytes) -> bytes:
    return bytes((value[0] & 0xFC, *value[1:]))


def _number(value: float, look: int, book: _Book) -> str:
    return excel.number(repr(value), str(look), book)


def _plain(data: bytes, *, wide_length: bool) -> str:
    """A text with its length before it."""
    start = 2 if wide_length else 1
    if len(data) <= start:
        return ""
    length = int.from_bytes(data[:start], "little")
    if data[start] & WIDE:
        return data[start + 1 : start + 1 + 2 * length].decode("utf-16-le", "replace")
    return data[start + 1 : start + 1 + length].decode("latin-1")


class _Parts:
    """The bytes of the texts, which go on in another record wherever one is full."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part = self._at = 0

    @property
    def is_over(self) -> bool:
        return self._part >= len(self._parts)

    def take(self, count: int) -> bytes:
        found = bytearray()
        while len(found) < count and not self.is_over:
            found += self._some(count - len(found))
        return bytes(found)

    def letters(self, count: int, flags: int) -> str:
        """A text; where it goes on in the next record, that says anew how wide letters are."""
        found, is_wide = list[str](), bool(flags & WIDE)
        left = count
        while left > 0 and not self.is_over:
            width = 2 if is_wide else 1
            some = self._some(left * width)
            found.append(some.decode("utf-16-le" if is_wide else "latin-1", "replace"))
            left -= max(len(some) // width, 1)
            if left > 0 and not self.is_over:
                is_wide = bool(self._some(1)[:1] > b"\0")
        return "".join(found)

    def _some(self, most: int) -> bytes:
        """As many of these as the record at hand has."""
        part = self._parts[self._part]
        found = part[self._at : self._at + most]
        self._at += len(found)
        if self._at >= len(part):
            self._part, self._at = self._part + 1, 0
        return found


def _strings(parts: list[bytes], desk: Desk) -> Iterator[str]:
    """The texts that cells refer to by number."""
    held = _Parts(parts)
    _total, count = struct.unpack("<2I", held.take(8))
    for at in range(min(count, excel.MOST_STRINGS)):
        if held.is_over:
            return
        if not at % 10_000:
            desk.still_wanted()
        length, flags = struct.unpack("<HB", held.take(3).ljust(3, b"\0"))
        runs = struct.unpack("<H", held.take(2).ljust(2, b"\0"))[0] if flags & IS_RICH else 0
        asian = struct.unpack("<I", held.take(4).ljust(4, b"\0"))[0] if flags & HAS_ASIAN else 0
        yield held.letters(length, flags)
        held.take(4 * runs + min(asian, 1 << 20))


def _records(stream: bytes, start: int) -> Iterator[Record]:
    at = start
    for _ in range(MOST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
