"""Which paragraphs of an old Word file (.doc) are headings, by the styles that they name.

Word numbers its own styles, whatever they are called in a language: 1 to 9 are the headings. How
paragraphs look is kept in pages of 512 bytes, by the place of their text in the file. A plan that
makes no sense costs the headings and nothing else.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

STYLES_AT, LOOKS_AT = 0xA2, 0x102
PAGE = 512
"bytes of a page of looks"
MOST_STYLES, MOST_PAGES = 4_096, 20_000
MOST_STEPS = 12
"from a style to the one that it is based on"
TITLE = 62
HEADINGS = range(1, 10)
NO_STYLE = 0xFFF
ENTRY = 13
"bytes that a page of looks has for each paragraph"


@dataclass(frozen=True)
class Piece:
    """A run of text, and where it lies in the file."""

    first: int
    "the place of its first letter in the whole text"
    place: int
    "of its first byte in the file"
    width: int
    "bytes of each letter"


class Levels:
    """Tells the level of the heading that a paragraph is, by where it ends in the text."""

    def __init__(self, main: bytes, table: bytes, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._firsts = [one.first for one in pieces]
        try:
            styles = _headings(main, table)
            looks = sorted(_looks(main, table)) if styles else []
        except (struct.error, IndexError, ValueError):
            styles, looks = {}, []
        self._begins = [begin for begin, _end, _style in looks]
        self._looks = looks
        self._styles = styles

    def of(self, at: int) -> int:
        """The level, from 1; 0 of what is no heading."""
        here = bisect_right(self._firsts, at) - 1
        if not self._styles or here < 0:
            return 0
        piece = self._pieces[here]
        place = piece.place + piece.width * (at - piece.first)
        look = bisect_right(self._begins, place) - 1
        if look < 0 or place >= self._looks[look][1]:
            return 0
        return self._styles.get(self._looks[look][2], 0)


def _headings(main: bytes, table: bytes) -> dict[int, int]:
    """The styles that are headings, and their levels."""
    kinds, bases = dict[int, int](), dict[int, int]()
    for number, style in enumerate(_styles(main, table)):
        if len(style) >= 4:
            kind, base = struct.unpack_from("<2H", style)
            kinds[number], bases[number] = kind & NO_STYLE, base >> 4
    found = {number: _level(number, kinds, bases) for number in kinds}
    return {number: level for number, level in found.items() if level}


def _level(number: int, kinds: dict[int, int], bases: dict[int, int]) -> int:
    for _ in range(MOST_STEPS):
        kind = kinds.get(number, NO_STYLE)
        if kind in HEADINGS:
            return kind
        if kind == TITLE:
            return 1
        number = bases.get(number, NO_STYLE)
    return 0


def _styles(main: bytes, table: bytes) -> Iterator[bytes]:
    start, length = struct.unpack_from("<2I", main, STYLES_AT)
    sheet = table[start : start + length]
    at = 2 + struct.unpack_from("<H", sheet)[0]
    for _ in range(MOST_STYLES):
        if at + 2 > len(sheet):
            return
        (size,) = struct.unpack_from("<H", sheet, at)
        yield sheet[at + 2 : at + 2 + size]
        at += 2 + size + size % 2


def _looks(main: bytes, table: bytes) -> Iterator[tuple[int, int, int]]:
    """From where to where in the file a paragraph goes, and its style."""
    start, length = struct.unpack_from("<2I", main, LOOKS_AT)
    plan = table[start : start + length]
    count = min((len(plan) - 4) // 8, MOST_PAGES)
    for (number,) in struct.iter_unpack("<I", plan[4 * (count + 1) : 4 * (2 * count + 1)]):
        first = (number & 0x3F_FFFF) * PAGE
        page = main[first : first + PAGE]
        if len(page) == PAGE:
            yield from _of_page(page)


def _of_page(page: bytes) -> Iterator[tuple[int, int, int]]:
    many = page[-1]
    if 4 * (many + 1) + ENTRY * many >= PAGE:
        return
    ends = struct.unpack_from(f"<{many + 1}I", page)
    for at in range(many):
        offset = 2 * page[4 * (many + 1) + ENTRY * at]
        if not offset:
            continue  # as ordinary text looks
        offset += 1 if page[offset] else 2
        if offset + 2 < PAGE:
            yield ends[at], ends[at + 1], struct.unpack_from("<H", page, offset)[0]
