"""Word files as Word 97 to 2003 wrote them (.doc): paragraphs, tables, notes and comments.

The text lies in pieces that a plan in the file puts in order. Of how paragraphs look only their
styles are read, which tell the headings. Macros and objects are never looked at.
"""

import re
import struct
from collections.abc import Iterator

from inference.errors import KindUnsupported
from inference.reading import ole
from inference.reading.desk import Desk
from inference.reading.document import HEADINGS, Block
from inference.reading.old_styles import Levels, Piece
from inference.reading.word import BREAK, paged

ENCRYPTED, OTHER_TABLE = 0x0100, 0x0200
FLAGS_AT, COUNTS_AT, PLAN_AT = 0x0A, 0x4C, 0x01A2
FIRST_VERSION = 0xC1
"of Word 97"
COMPRESSED = 0x4000_0000
MOST_PIECES = 200_000
MARKS, MARKED = 0xE000, range(1, 10)
"signs of no script, behind headings of these levels; those of the file itself are taken out"
NO_MARKS = {MARKS + level: None for level in MARKED}
RETURN = re.compile("\r")
FIELD = re.compile(r"\x13[^\x13\x14\x15]*(?:\x14([^\x13\x15]*))?\x15")
"the words of a field's order, and what it last showed"
UNSHOWN = re.compile(r"[\x00-\x06\x08\x0e-\x12\x16-\x1d\x1f]")
SIGNS = str.maketrans({"\x1e": "-", "\x0b": "\n", "\xa0": " ", "\x1f": ""})


def read(data: bytes, desk: Desk) -> None:
    streams = ole.opened(data).streams
    main = streams["WordDocument"]
    (version,) = struct.unpack_from("<H", main, 2)
    (flags,) = struct.unpack_from("<H", main, FLAGS_AT)
    if flags & ENCRYPTED:
        raise KindUnsupported(desk.name, "protected Office")
    if version < FIRST_VERSION:
        raise KindUnsupported(desk.name, "old Word")
    table = streams["1Table" if flags & OTHER_TABLE else "0Table"]
    texts, pieces = list[str](), list[Piece]()
    for said, piece in _pieces(main, table, desk):
        texts.append(said.translate(NO_MARKS))
        pieces.append(piece)
    body, notes, margins, comments = _parts(main, "".join(texts))
    levels = Levels(main, table, pieces)
    paged([*_blocks(_marked(body, levels)), *_notes(notes, comments), *_margins(margins)], desk)


def _parts(main: bytes, text: str) -> tuple[str, str, str, str]:
    """The text proper, its footnotes, what stands around the pages, and its comments."""
    counts = struct.unpack_from("<8i", main, COUNTS_AT)
    body, notes, margins, _macros, comments, endnotes, *_ = (max(one, 0) for one in counts)
    found, at = [], 0
    for length in (body, notes, margins, comments, endnotes):
        found.append(text[at : at + length])
        at += length
    return found[0], f"{found[1]}\r{found[4]}", found[2], found[3]


def _marked(body: str, levels: Levels) -> str:
    """The text with a mark behind each heading, before the return that ends it."""
    return RETURN.sub(lambda at: f"{_mark(levels.of(at.start()))}\r", body)


def _mark(level: int) -> str:
    return chr(MARKS + level) if level else ""


def _pieces(main: bytes, table: bytes, desk: Desk) -> Iterator[tuple[str, Piece]]:
    start, length = struct.unpack_from("<2I", main, PLAN_AT)
    plan, at = table[start : start + length], 0
    while at + 3 <= len(plan) and plan[at] == 1:  # how some text looks
        at += 3 + struct.unpack_from("<H", plan, at + 1)[0]
    if at + 5 > len(plan) or plan[at] != 2:
        raise ValueError("no plan of the pieces")
    (size,) = struct.unpack_from("<I", plan, at + 1)
    count = min((size - 4) // 12, MOST_PIECES)
    ends = struct.unpack_from(f"<{count + 1}I", plan, at + 5)
    for number in range(count):
        desk.still_wanted()
        (place,) = struct.unpack_from("<I", plan, at + 5 + 4 * (count + 1) + 8 * number + 2)
        letters = max(ends[number + 1] - ends[number], 0)
        if place & COMPRESSED:
            first = (place & ~COMPRESSED) // 2
            said = main[first : first + letters].decode("cp1252", "replace")
            yield said, Piece(ends[number], first, 1)
        else:
            said = main[place : place + 2 * letters].decode("utf-16-le", "replace")
            yield said, Piece(ends[number], place, 2)


def _shown(text: str) -> str:
    """Text without what only the program needs; fields within fields are undone from within."""
    for _ in range(4):
        text = FIELD.sub(lambda found: found[1] or "", text)
    return UNSHOWN.sub("", text.translate(SIGNS))


def _blocks(text: str) -> Iterator[Block]:
    """Paragraphs end with a return, cells with a mark, rows with another right behind it."""
    cells, rows = list[str](), list[tuple[str, ...]]()
    for whole, end in re.findall(r"([^\r\x07\x0c]*)([\r\x07\x0c]|$)", _shown(text)):
        said, level = whole.translate(NO_MARKS), _level(whole)
        if end == "\x07" and (said.strip() or not _ends_row(cells, rows)):
            cells.append(" ".join(said.split()))
            continue
        if end == "\x07":
            rows.append(tuple(cells))
            cells = []
            continue
        if end == "\r" and cells:  # a cell of several paragraphs
            cells.append(" ".join(said.split()))
            continue
        if rows:
            yield _table(rows)
            rows = []
        if said.strip():
            yield (
                Block("heading", " ".join(said.split()), level)
                if level
                else Block("paragraph", said)
            )
        if end == "\x0c":
            yield BREAK
    if rows:
        yield _table(rows)


def _level(said: str) -> int:
    """Of the heading that a paragraph is marked as; 0 of none."""
    level = ord(said[-1]) - MARKS if said else 0
    return min(level, HEADINGS) if level in MARKED else 0


def _ends_row(cells: list[str], rows: list[tuple[str, ...]]) -> bool:
    """Whether an empty cell is the mark behind a row: rows are as wide as the first."""
    return bool(cells) and (not rows or len(cells) >= len(rows[0]))


def _table(rows: list[tuple[str, ...]]) -> Block:
    width = max(map(len, rows))
    return Block("table", rows=tuple(row + ("",) * (width - len(row)) for row in rows))


def _notes(notes: str, comments: str) -> Iterator[Block]:
    for said in re.split(r"[\r\x05]", f"{notes}\r{comments}"):
        if text := " ".join(_shown(said).split()):
            yield Block("note", text)


def _margins(text: str) -> Iterator[Block]:
    """Above and below the pages; each once, and numbers of pages alone not at all."""
    lines = (" ".join(_shown(one).split()) for one in text.split("\r"))
    for said in dict.fromkeys(one for one in lines if re.search(r"[^\W\d]{3}", one)):
        yield Block("note", said)
