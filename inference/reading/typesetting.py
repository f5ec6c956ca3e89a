"""Lines as they were set, put back into headings, paragraphs, lists and tables."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inference.reading.aligned import tables_in
from inference.reading.document import Block
from inference.reading.layout import Flow
from inference.reading.lines import Piece

BULLET = re.compile(r"^[•‣◦▪▫■□●○–—\-*·\uf0b7\uf0a7]\s+(?=\S)")
NUMBERED = re.compile(r"^(?:\(?\d{1,3}[.)]|\[\d{1,3}\]|\(?[a-z]\)|[ivx]{1,5}\))\s+(?=\S)")
LEADERS = re.compile(r"(?:\s*\.){4,}\s*")
BREAKS = "\u00ad\ufffe\x02"
"marks of a word that goes on in the next line"
LARGER, HEADING_CHARACTERS = 1.13, 200
BOLD_CHARACTERS = 100
NEW_PARAGRAPH = 1.45
"of the usual distance between lines"
HEADING_STEP, CODE_STEP = 1.4, 3.0
INDENT = 0.8
SHORT = 0.85
HEADING_LEVELS = 4
EDGE = 0.08
"of a page's height, where what stands on every page is to be found"


@dataclass(frozen=True)
class Style:
    """What is usual in a document: the size of its text, and the larger ones, largest first."""

    body: float
    larger: tuple[float, ...] = ()
    running: frozenset[str] = frozenset()
    "lines that stand above or below every page"
    is_even: bool = False
    "whether all of it is set as programs are, so that this says nothing"

    def level(self, size: float) -> int:
        """Of a heading, by its size; 0 for text."""
        if size < LARGER * self.body:
            return 0
        at = next((i for i, one in enumerate(self.larger) if size >= one - 0.3), len(self.larger))
        return min(at + 1, HEADING_LEVELS)


@dataclass(slots=True)
class Line:
    """A line of text within a column."""

    text: str
    box: Piece
    is_bold: bool
    size: float
    is_even: bool


def style_of(pages: Sequence[tuple[Sequence[Flow], float]]) -> Style:
    """The usual sizes, by letters, and what stands on every page; pages come with their height."""
    sizes: Counter[float] = Counter()
    even = 0
    for flows, _ in pages:
        for piece in _pieces(flows):
            sizes[round(piece.size * 2) / 2] += len(piece.text)
            even += len(piece.text) * piece.words[0].is_even
    if not sizes:
        return Style(10.0)
    body = sizes.most_common(1)[0][0]
    larger = sorted((size for size in sizes if size >= LARGER * body), reverse=True)
    is_even = even * 2 > sizes.total()
    return Style(body, tuple(larger[:HEADING_LEVELS]), _running(pages), is_even)


def blocks(flows: Sequence[Flow], style: Style, height: float = 0.0) -> Iterator[Block]:
    """A page's blocks in reading order."""
    for flow in flows:
        rows = [row for row in flow.rows if not _is_running(row, style, height)]
        at = 0
        waiting: list[Line] = []
        for start, end, table in [*tables_in(rows), (len(rows), len(rows), None)]:
            for row in rows[at:start]:
                if row[0].rows:
                    yield from _paragraphs(waiting, style, flow)
                    waiting = []
                    yield Block("table", rows=row[0].rows)
                else:
                    waiting.append(_line(row))
            if table is not None:
                yield from _paragraphs(waiting, style, flow)
                waiting = []
                yield Block("table", rows=tuple(tuple(map(_plain, one)) for one in table.rows))
            at = end
        yield from _paragraphs(waiting, style, flow)


def _pieces(flows: Sequence[Flow]) -> Iterator[Piece]:
    for flow in flows:
        for row in flow.rows:
            yield from (piece for piece in row if piece.words)


def _line(row: Sequence[Piece]) -> Line:
    text = "  ".join(piece.text for piece in row)
    words = [word for piece in row for word in piece.words]
    sizes = Counter[float]()
    for word in words:
        sizes[round(word.size * 2) / 2] += len(word.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    box = Piece(
        row[0].x0, min(p.top for p in row), row[-1].x1, max(p.bottom for p in row), words
    )  # fmt: skip
    is_bold = all(piece.is_bold for piece in row)
    return Line(text, box, is_bold, size, all(word.is_even for word in words))


def _paragraphs(lines: list[Line], style: Style, flow: Flow) -> Iterator[Block]:
    usual = _pitch(lines)
    group: list[Line] = []
    for line in lines:
        if group and _parts(group, line, style, (usual, flow)):
            yield _block(group, style)
            group = []
        group.append(line)
    if group:
        yield _block(group, style)


def _parts(group: list[Line], line: Line, style: Style, around: tuple[float, Flow]) -> bool:
    """Whether a line belongs to something else than the lines before it."""
    usual, flow = around
    last = group[-1]
    if not style.is_even:
        if line.is_even != last.is_even:
            return True
        if line.is_even:
            return line.box.bottom - last.box.bottom > CODE_STEP * line.size
    most = HEADING_STEP if style.level(line.size) else NEW_PARAGRAPH * usual
    return _begins(group, line, most, flow)


def _pitch(lines: list[Line]) -> float:
    """The usual distance from line to line, in sizes of letters."""
    steps = [
        (after.box.bottom - line.box.bottom) / max(after.size, 1)
        for line, after in itertools.pairwise(lines)
        if abs(after.size - line.size) < 0.6 and after.box.bottom > line.box.bottom
    ]
    usual = sorted(steps)[len(steps) // 3] if steps else 1.2
    return min(max(usual, 0.8), 2.2)


def _begins(group: list[Line], line: Line, most: float, flow: Flow) -> bool:
    """Whether a line begins something new; `most` is how far it may be below the last."""
    last = group[-1]
    if abs(line.size - last.size) > 0.08 * max(line.size, last.size):
        return True
    if line.is_bold != last.is_bold and (last.is_bold or line.is_bold) and _ends(last):
        return True
    if last.is_bold and not line.is_bold and all(one.is_bold for one in group):
        return True
    step = (line.box.bottom - last.box.bottom) / max(line.size, 1)
    if step > most or step < -0.5:
        return True
    if _is_item(line.text) or LEADERS.search(last.text):
        return True
    indent = line.box.x0 - last.box.x0
    if INDENT * line.size < indent < 6 * line.size and not _is_item(group[0].text):
        return len(group) > 1 or _ends(last)
    width = max(flow.x1 - flow.x0, 1)
    return last.box.x1 - flow.x0 < SHORT * width and _ends(last) and line.text[:1].isupper()


def _ends(line: Line) -> bool:
    return line.text.rstrip("\"'”’)»")[-1:] in (".", "!", "?", ":", "。", "！", "？")  # noqa: RUF001


def _is_item(text: str) -> bool:
    return bool(BULLET.match(text) or NUMBERED.match(text))


def _code(group: list[Line]) -> Block:
    """Lines of a program, set in as far as they were."""
    left = min(line.box.x0 for line in group)
    wide = 0.6 * group[0].size
    lines = (" " * min(round((one.box.x0 - left) / wide), 40) + one.text for one in group)
    return Block("code", "\n".join(lines))


def _block(group: list[Line], style: Style) -> Block:
    if len(group) > 1 and not style.is_even and all(line.is_even for line in group):
        return _code(group)
    text = _joined([line.text for line in group])
    size = group[0].size
    level = style.level(size)
    if level and len(text) <= HEADING_CHARACTERS and any(map(str.isalpha, text)):
        return Block("heading", text, level)
    is_short = len(text) <= BOLD_CHARACTERS and len(group) <= 2
    if group[0].is_bold and is_short and text[-1:] not in ".,;" and size >= style.body - 0.6:
        return Block("heading", text, min(len(style.larger) + 1, HEADING_LEVELS + 1))
    if found := BULLET.match(text):
        return Block("list", f"• {text[found.end() :]}")
    if NUMBERED.match(text):
        return Block("list", text)
    return Block("paragraph", text)


def _joined(lines: Sequence[str]) -> str:
    """Lines as one text, words that were parted put together again."""
    text = ""
    for line in map(_plain, lines):
        if not text:
            text = line
        elif text[-1] in BREAKS:
            text = text.rstrip(BREAKS) + line
        elif text[-1] == "-" and text[-2:-1].isalpha() and line[:1].islower():
            text = text[:-1] + line
        elif _is_wide(text[-1]) and _is_wide(line[:1]):
            text += line
        else:
            text += f" {line}"
    return text.rstrip(BREAKS)


def _plain(text: str) -> str:
    return LEADERS.sub(" … ", text).strip()


def _is_wide(letter: str) -> bool:
    """Scripts that put no blanks between words."""
    return "\u3000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"


def _running(pages: Sequence[tuple[Sequence[Flow], float]]) -> frozenset[str]:
    """Lines that stand at the same place above or below most of the pages."""
    if len(pages) < 2:
        return frozenset()
    seen: Counter[tuple[str, int]] = Counter()
    for flows, height in pages:
        rows = [row for flow in flows for row in flow.rows if row[0].words]
        edge = [row for row in rows if _is_at_edge(row, height)]
        seen.update({(_pattern(row), round(row[0].middle)) for row in edge})
    least = max(2, len(pages) * 0.6)
    return frozenset(text for (text, _), count in seen.items() if count >= least)


def _is_at_edge(row: Sequence[Piece], height: float) -> bool:
    return not EDGE * height <= row[0].middle <= (1 - EDGE) * height


def _pattern(row: Sequence[Piece]) -> str:
    return re.sub(r"\d+", "#", " ".join(piece.text for piece in row))


def _is_running(row: Sequence[Piece], style: Style, height: float) -> bool:
    if not style.running or not row[0].words:
        return False
    return _is_at_edge(row, height) and _pattern(row) in style.running
