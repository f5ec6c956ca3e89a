"""PDF: pages with their text in reading order, headings by size, tables by lines or by position.

The one door to pypdfium2. Scripts, links and attached actions are never looked at. A page without
text is said; a page whose fonts lie about their letters is taken for one without.
"""

import ctypes
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as raw

from inference.errors import FileDamaged, PasswordNeeded, PasswordWrong
from inference.reading import ruled, typesetting
from inference.reading.desk import Desk
from inference.reading.document import Block
from inference.reading.layout import Flow, flows
from inference.reading.lines import Word
from inference.reading.ruled import Stroke

_File: TypeAlias = pypdfium2.PdfDocument
SAMPLE_PAGES = 12
"by which a document's usual sizes are known before its first page is handed on"
MOST_LETTERS, SAMPLED_LETTERS = 200_000, 50
MOST_OBJECTS = 20_000
MOST_POINTS = 20_000
MOST_FIELDS = 5_000
BLANK = frozenset(map(ord, " \t\r\n\xa0\u2002\u2003\u2009\0"))
BREAK_MARKS = frozenset({0x02, 0xFFFE})
NO_TITLE = re.compile(
    r"\W*(?:untitled|unbenannt|anonymous|no title|ohne titel)\b|"
    r"(?:new )?(?:document|dokument)[\s\d()]*$|microsoft \w+ - |.*\.\w{2,5}$",
    re.IGNORECASE,
)
"what programs write where nobody named a paper; “(anonymous)” is of reportlab"
THIN = 2.0
UPRIGHT = 0.1
"radians by which text may be turned and still be read with the rest"
BOLD_WEIGHT, BOLD = 600, (b"bold", b"black", b"heavy")
EVEN_FLAG, EVEN = 1, (b"courier", b"mono", b"consol", b"cmtt", b"typewriter", b"menlo")
ABOVE, BELOW = 0.78, 0.22
"of the size of letters, how far they reach above and below their line"
PICTURE_SCALE, PICTURE_POINTS = 200 / 72, 8_000_000
"how large a page is drawn for text recognition"
GARBLED_SHARE = 0.3
FEWEST_GARBLED = 20


@dataclass
class _Seen:
    """A page as it stands in the file."""

    number: int
    height: float
    flows: list[Flow]
    turned: list[str]
    is_garbled: bool = False


def read(data: bytes, desk: Desk) -> None:
    with _opened(data, desk) as file:
        desk.unit = "page"
        desk.page_count = len(file)
        ahead = _looked_at(file, desk)
        sample = list(itertools.islice(ahead, SAMPLE_PAGES))
        style = typesetting.style_of([(seen.flows, seen.height) for seen in sample])
        desk.title = _title(file, sample, style)
        for seen in itertools.chain(sample, ahead):
            _hand_on(seen, style, file, desk)


def _title(file: Any, sample: list[_Seen], style: typesetting.Style) -> str:
    """What the file calls itself, unless a program did; else the first heading."""
    named = str(file.get_metadata_dict().get("Title", "")).strip()
    if named and not NO_TITLE.match(named):
        return named
    first = sample[0] if sample else None
    found = typesetting.blocks(first.flows, style, first.height) if first else ()
    return next((block.text for block in found if block.kind == "heading"), "")


def _opened(data: bytes, desk: Desk) -> _File:
    try:
        return pypdfium2.PdfDocument(data, password=desk.password)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) != raw.FPDF_ERR_PASSWORD:
            raise
        kind = PasswordNeeded if desk.password is None else PasswordWrong
        raise kind(desk.name) from error


def _looked_at(file: _File, desk: Desk) -> Iterator[_Seen]:
    for number in range(len(file)):
        desk.still_wanted()
        try:
            page = _page(file, number)
        except pypdfium2.PdfiumError:
            desk.lacks("damaged", number + 1)
            yield _Seen(number + 1, 0.0, [], [])
            continue
        try:
            yield _look(page, number + 1)
        finally:
            page.close()


def _page(file: _File, number: int) -> pypdfium2.PdfPage:
    """A page, with what was filled into its forms as part of it."""
    page = file[number]
    if not _has_fields(page):
        return page
    raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    page.close()
    return file[number]


def _has_fields(page: pypdfium2.PdfPage) -> bool:
    for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_FIELDS)):
        note = raw.FPDFPage_GetAnnot(page.raw, at)
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT):
            return True
    return False


def _look(page: pypdfium2.PdfPage, number: int) -> _Seen:
    text = page.get_textpage()
    try:
        turn = _Turn(page, _usual_turn(text.raw, page.get_rotation()))
        words, turned, is_garbled = _words(text.raw, turn)
    finally:
        text.close()
    level, upright = _strokes(page, turn) if words else ([], [])
    tables, words = ruled.tables(words, level, upright)
    return _Seen(number, turn.height, flows(words, tables), turned, is_garbled)


def _hand_on(seen: _Seen, style: typesetting.Style, file: _File, desk: Desk) -> None:
    found = list(typesetting.blocks(seen.flows, style, seen.height))
    found += [Block("paragraph", text) for text in seen.turned]
    if not found or seen.is_garbled:
        if desk.limits.recognize and (recognized := _recognized(file, seen.number, desk)):
            found = recognized
        else:
            desk.lacks("garbled" if seen.is_garbled else "no text", seen.number)
            found = []
    desk.page(found)
    desk.at(seen.number, len(file))


def _recognized(file: _File, number: int, desk: Desk) -> list[Block]:
    """What text recognition makes of a picture of the page."""
    from inference.reading import recognition

    return recognition.blocks(_picture(file[number - 1], PICTURE_SCALE), desk)


def _picture(page: pypdfium2.PdfPage, scale: float) -> npt.NDArray[np.uint8]:
    """A page as points, blue, green and red; no more of them than may be."""
    try:
        width, height = page.get_size()
        scale = min(scale, math.sqrt(PICTURE_POINTS / max(width * height, 1)))
        bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False)
        picture = np.array(bitmap.to_numpy())[:, :, :3]
        bitmap.close()
    finally:
        page.close()
    return picture


def looks(data: bytes, number: int, width: int, desk: Desk) -> npt.NDArray[np.uint8]:
    """What a page looks like, so wide."""
    file = _opened(data, desk)
    try:
        if not 1 <= number <= len(file):
            raise FileDamaged(desk.name, "no such page")
        page = _page(file, number - 1)
        return _picture(page, width / max(page.get_size()[0], 1))
    finally:
        file.close()


def _usual_turn(text: Any, otherwise: int) -> int:
    """How a page has to be turned for its text to stand upright, whatever it says of itself."""
    turns: Counter[int] = Counter()
    count = min(raw.FPDFText_CountChars(text), MOST_LETTERS)
    for at in range(0, count, max(count // SAMPLED_LETTERS, 1)):
        angle = raw.FPDFText_GetCharAngle(text, at)
        if raw.FPDFText_GetUnicode(text, at) not in BLANK and angle >= 0:
            turns[-round(math.degrees(angle) / 90) % 4 * 90] += 1  # it counts with the clock
    return turns.most_common(1)[0][0] if turns else otherwise


class _Turn:
    """From a page's own coordinates to how it is read, from the top left corner."""

    def __init__(self, page: pypdfium2.PdfPage, rotation: int) -> None:
        self.rotation = rotation
        left, bottom, right, top = page.get_bbox()
        self._left, self._bottom = left, bottom
        self._width, self._height = right - left, top - bottom
        self.height = self._width if self.rotation in (90, 270) else self._height

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self._left, y - self._bottom
        if self.rotation == 90:
            return y, x
        if self.rotation == 180:
            return self._width - x, y
        if self.rotation == 270:
            return self._height - y, self._width - x
        return x, self._height - y

    def box(self, box: Any) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        (ax, ay), (bx, by) = self.point(box.left, box.bottom), self.point(box.right, box.top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _words(text: Any, turn: _Turn) -> tuple[list[Word], list[str], bool]:
    """The words of a page, what is written at an angle, and whether its letters are none."""
    words: list[Word] = []
    turned: list[str] = []
    odd = letters = 0
    box = raw.FS_RECTF()
    word: Word | None = None
    last = (0.0, 0.0, 0.0, 0.0)
    is_after_blank = True
    for at in range(min(raw.FPDFText_CountChars(text), MOST_LETTERS)):
        code = raw.FPDFText_GetUnicode(text, at)
        if code in BLANK:
            word, is_after_blank = None, True
            continue
        letters += 1
        odd += _is_odd(code)
        letter = "\xad" if code in BREAK_MARKS else chr(code) if code < 0x110000 else "\ufffd"
        if not raw.FPDFText_GetLooseCharBox(text, at, box):
            continue
        place = turn.box(box)
        if not all(map(math.isfinite, place)):
            continue
        is_same = place == last  # one sign for two letters, such as fi
        last = place
        if word is not None and (is_same or _goes_on(word, place)):
            _extend(word, letter, place)
            continue
        look = _look_of(text, at, place, turn)
        if not look.is_upright:
            _add_turned(turned, letter, is_new=is_after_blank)
            is_after_blank = False
            continue
        # Not as tall as its font may be: some reach far into the next line.
        top, bottom = look.base - ABOVE * look.size, look.base + BELOW * look.size
        word = Word(
            place[0], top, place[2], bottom, letter, look.size, look.is_bold, is_after_blank,
            look.is_even,
        )  # fmt: skip
        words.append(word)
        is_after_blank = False
    is_garbled = odd > GARBLED_SHARE * letters and letters >= FEWEST_GARBLED
    return words, turned, is_garbled


@dataclass(frozen=True, slots=True)
class _Look:
    """How the first letter of a word is set."""

    size: float
    base: float
    "the line that it stands on"
    is_upright: bool
    is_bold: bool
    is_even: bool


def _look_of(text: Any, at: int, place: tuple[float, float, float, float], turn: _Turn) -> _Look:
    angle = raw.FPDFText_GetCharAngle(text, at)
    straight = angle < 0 or abs(math.remainder(angle + math.radians(turn.rotation), math.tau)) < (
        UPRIGHT
    )
    size = _size(text, at, place[3] - place[1])
    x, y = ctypes.c_double(), ctypes.c_double()
    base = place[3] - BELOW * size
    if raw.FPDFText_GetCharOrigin(text, at, x, y):
        base = min(max(turn.point(x.value, y.value)[1], place[1]), place[3])
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, at, name, 128, flags)
    font = name.value.lower()
    is_bold = raw.FPDFText_GetFontWeight(text, at) >= BOLD_WEIGHT or _is_one_of(font, BOLD)
    is_even = bool(flags.value & EVEN_FLAG) or _is_one_of(font, EVEN)
    return _Look(size, base, straight, is_bold, is_even)


def _is_one_of(font: bytes, names: tuple[bytes, ...]) -> bool:
    return any(name in font for name in names)


def _size(text: Any, at: int, height: float) -> float:
    """The size of the letters; as tall as they are where the file says something impossible."""
    matrix = raw.FS_MATRIX()
    size = 0.0
    if raw.FPDFText_GetMatrix(text, at, matrix):
        size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
    if not height / 3 <= size <= 3 * height:
        size = height / 1.15
    return min(max(size, 1.0), 200.0)


def _goes_on(word: Word, place: tuple[float, float, float, float]) -> bool:
    x0, top, x1, bottom = place
    near = 0.3 * word.size
    on_line = min(bottom, word.bottom) - max(top, word.top) > 0.5 * min(
        bottom - top, word.bottom - word.top
    )
    return on_line and (-near <= x0 - word.x1 <= near or -near <= word.x0 - x1 <= near)


def _extend(word: Word, letter: str, place: tuple[float, float, float, float]) -> None:
    word.text += letter
    word.x0, word.x1 = min(word.x0, place[0]), max(word.x1, place[2])


def _add_turned(turned: list[str], letter: str, *, is_new: bool) -> None:
    if not turned:
        turned.append(letter)
    else:
        turned[-1] += f" {letter}" if is_new else letter


def _is_odd(code: int) -> bool:
    """No letter of any script: private, replaced, or a control."""
    return (
        code == 0xFFFD or 0xE000 <= code <= 0xF8FF or (code < 0x20 and code not in BREAK_MARKS)
        or code >= 0xF0000
    )  # fmt: skip


def _strokes(page: pypdfium2.PdfPage, turn: _Turn) -> tuple[list[Stroke], list[Stroke]]:
    """The level and the upright lines that are drawn on a page."""
    level: list[Stroke] = []
    upright: list[Stroke] = []
    points = 0
    for at in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        drawn = raw.FPDFPage_GetObject(page, at)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH:
            continue
        points += raw.FPDFPath_CountSegments(drawn)
        if points > MOST_POINTS:
            break
        for start, end in _lines_of(drawn, turn):
            _sort_in(start, end, level, upright)
    return level, upright


def _lines_of(drawn: Any, turn: _Turn) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(drawn, matrix):
        return
    first = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(raw.FPDFPath_CountSegments(drawn)):
        segment = raw.FPDFPath_GetPathSegment(drawn, at)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        a, b = x.value, y.value
        here = turn.point(
            matrix.a * a + matrix.c * b + matrix.e, matrix.b * a + matrix.d * b + matrix.f
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, here
        if raw.FPDFPathSegment_GetClose(segment):
            yield here, first
        last = here


def _sort_in(
    start: tuple[float, float], end: tuple[float, float], level: list[Stroke], upright: list[Stroke]
) -> None:
    (ax, ay), (bx, by) = start, end
    if not all(map(math.isfinite, (ax, ay, bx, by))):
        return
    if abs(ay - by) <= THIN < abs(ax - bx):
        level.append(Stroke((ay + by) / 2, min(ax, bx), max(ax, bx)))
    elif abs(ax - bx) <= THIN < abs(ay - by):
        upright.append(Stroke((ax + bx) / 2, min(ay, by), max(ay, by)))
