"""The order in which a page is read, from where its words stand.

Words become pieces of lines, pieces are put into columns, columns are read one after the other;
pieces that stand in line with each other over several rows are a table. Positions are in points
from the top left corner of the page as it is looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

SAME_LINE = 0.5
"of the lower of two words, by which they stand on one line"
WORD_GAP, PIECE_GAP = 0.2, 1.0
"in sizes of the letters: what parts words that have no blank between them, and pieces of a line"
GUTTER = 0.8
FEWEST_LINES = 3
MOST_CROSSING = 0.5
PROSE_FILL = 0.55
ALIGNED = 0.6
LONGEST_CELL = 90
MOST_BINS = 4_000
EDGE = 0.1
MOST_COLUMNS = 8


@dataclass(slots=True)
class Box:
    """Something on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Word(Box):
    """Letters without a blank between them."""

    text: str
    size: float
    is_bold: bool = False
    is_after_blank: bool = True


@dataclass(slots=True)
class Piece(Box):
    """Words of one line that stand together, or a table."""

    words: list[Word] = field(default_factory=list)
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def size(self) -> float:
        return median(word.size for word in self.words) if self.words else 10.0

    @property
    def text(self) -> str:
        return said(self.words)

    @property
    def is_bold(self) -> bool:
        return bool(self.words) and all(word.is_bold for word in self.words)


Row = list[Piece]
"pieces that stand beside each other"


@dataclass(frozen=True)
class Flow:
    """What is read from top to bottom before anything else is read."""

    x0: float
    x1: float
    rows: tuple[tuple[Piece, ...], ...]


def flows(words: Sequence[Word], tables: Sequence[Piece] = ()) -> list[Flow]:
    """The page in reading order; tables that were found by their lines are among it."""
    pieces = [piece for row in rows_of(words) for piece in _split(row)]
    return list(_in_order([*pieces, *tables], 0))


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words by the line that they stand on."""
    rows: list[tuple[Word, list[Word]]] = []
    for word in sorted(words, key=lambda one: (one.middle, one.x0)):
        for at in range(len(rows) - 1, max(len(rows) - 5, -1), -1):
            tallest, members = rows[at]
            if _overlap(word, tallest) > SAME_LINE * max(min(word.height, tallest.height), 0.1):
                members.append(word)
                if word.height > tallest.height:
                    rows[at] = (word, members)
                break
        else:
            rows.append((word, [word]))
    return [sorted(members, key=lambda one: one.x0) for _, members in rows]


def said(words: Sequence[Word]) -> str:
    """The words of a line as they are read; from right to left where most of them are."""
    leftward = sum(_is_leftward(word.text) for word in words)
    ordered = list(words)
    if leftward * 2 > len(words):
        ordered.reverse()
    text = ""
    for before, word in zip([None, *ordered], ordered, strict=False):
        if before is None:
            text = word.text
            continue
        gap = word.x0 - before.x1 if word.x0 >= before.x0 else before.x0 - word.x1
        is_apart = word.is_after_blank or gap > WORD_GAP * min(word.size, before.size)
        text += f" {word.text}" if is_apart else word.text
    return text


def around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes), min(box.top for box in boxes),
        max(box.x1 for box in boxes), max(box.bottom for box in boxes),
    )  # fmt: skip


def tables_in(rows: Sequence[Sequence[Piece]]) -> Iterator[tuple[int, int, Piece]]:
    """Runs of rows that stand in columns: first, past the last, and the table they are."""
    at = 0
    while at < len(rows):
        end = _run_end(rows, at)
        table = _table(rows[at:end]) if end - at >= 2 else None
        if table is None:
            at += 1
            continue
        yield at, end, table
        at = end


def _split(words: list[Word]) -> list[Piece]:
    pieces: list[list[Word]] = []
    for word in words:
        last = pieces[-1][-1] if pieces else None
        if last is None or word.x0 - last.x1 > PIECE_GAP * min(word.size, last.size):
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return [_piece(one) for one in pieces]


def _piece(words: list[Word]) -> Piece:
    box = around(words)
    return Piece(box.x0, box.top, box.x1, box.bottom, words)


def _in_order(pieces: list[Piece], depth: int) -> Iterator[Flow]:
    if not pieces:
        return
    gutter = _gutter(pieces) if depth < MOST_COLUMNS else None
    if gutter is None:
        box = around(pieces)
        yield Flow(box.x0, box.x1, tuple(tuple(row) for row in _rows(pieces)))
        return
    crossing = sorted((one for one in pieces if one.x0 < gutter < one.x1), key=lambda p: p.middle)
    beside = [one for one in pieces if not one.x0 < gutter < one.x1]
    above = float("-inf")
    for across in [*crossing, None]:
        below = across.middle if across is not None else float("inf")
        band = [one for one in beside if above <= one.middle < below]
        yield from _in_order([one for one in band if one.x1 <= gutter], depth + 1)
        yield from _in_order([one for one in band if one.x0 >= gutter], depth + 1)
        if across is not None:
            yield Flow(across.x0, across.x1, ((across,),))
        above = below


def _rows(pieces: list[Piece]) -> list[Row]:
    rows: list[tuple[Piece, Row]] = []
    for piece in sorted(pieces, key=lambda one: (one.middle, one.x0)):
        if rows and not piece.rows and not rows[-1][0].rows:
            tallest, members = rows[-1]
            if _overlap(piece, tallest) > SAME_LINE * max(min(piece.height, tallest.height), 0.1):
                members.append(piece)
                if piece.height > tallest.height:
                    rows[-1] = (piece, members)
                continue
        rows.append((piece, [piece]))
    return [sorted(members, key=lambda one: one.x0) for _, members in rows]


def _gutter(pieces: list[Piece]) -> float | None:
    """Where a column ends and the next begins, or nothing if the pieces are one column."""
    box = around(pieces)
    if not 1 < box.width < MOST_BINS or len(pieces) < 2 * FEWEST_LINES:
        return None
    size = median(piece.size for piece in pieces)
    for start, end in _clearings(pieces, box, GUTTER * size):
        at = (start + end) / 2
        left = [one for one in pieces if one.x1 <= at]
        right = [one for one in pieces if one.x0 >= at]
        crossing = len(pieces) - len(left) - len(right)
        few = min(len(left), len(right))
        if few < FEWEST_LINES or crossing > MOST_CROSSING * (len(left) + len(right)):
            continue
        if _are_columns(left, right, box.width):
            return at
    return None


def _clearings(pieces: list[Piece], box: Box, least: float) -> list[tuple[float, float]]:
    """Upright stretches that the fewest pieces cross, the widest first."""
    count = int(box.width) + 2
    changes = [0] * (count + 1)
    for piece in pieces:
        changes[max(0, int(piece.x0 - box.x0 + 0.5))] += 1
        changes[min(count, int(piece.x1 - box.x0 + 0.5))] -= 1
    cover, covers = 0, list[int]()
    for change in changes[:count]:
        cover += change
        covers.append(cover)
    first, last = int(count * EDGE), int(count * (1 - EDGE))
    inner = covers[first:last]
    if not inner:
        return []
    found: list[tuple[float, float]] = []
    begin = -1
    lowest = min(inner)
    allowed = lowest + len(pieces) // 50
    for at, cover in enumerate([*inner, 1 << 30]):
        if cover <= allowed and begin < 0:
            begin = at
        elif cover > allowed and begin >= 0:
            if at - begin >= least:
                found.append((box.x0 + first + begin, box.x0 + first + at))
            begin = -1
    return sorted(found, key=lambda one: one[0] - one[1])


def _are_columns(left: list[Piece], right: list[Piece], width: float) -> bool:
    """Columns of text, rather than the columns of a table."""
    a, b = around(left), around(right)
    if _overlap(a, b) < 0.4 * min(a.height, b.height):
        return False
    if min(a.width, b.width) < 0.12 * width:
        return False
    if any(len(row) > 1 for side in (left, right) for row in _rows(side)) and (
        _share_aligned(left, right) > ALIGNED and min(_fill(left, a), _fill(right, b)) < 0.75
    ):
        return False
    if min(_fill(left, a), _fill(right, b)) >= PROSE_FILL:
        return median(len(one.text) for one in (*left, *right)) >= 12
    return _share_aligned(left, right) < ALIGNED


def _fill(pieces: list[Piece], column: Box) -> float:
    return median(piece.width for piece in pieces) / max(column.width, 1)


def _share_aligned(left: list[Piece], right: list[Piece]) -> float:
    """How many of the pieces on the poorer side stand on a line with one of the other."""
    few, many = sorted((left, right), key=len)
    tops = sorted(round(piece.bottom) for piece in many)
    known = {top + near for top in tops for near in (-1, 0, 1)}
    return sum(round(piece.bottom) in known for piece in few) / len(few)


def _overlap(one: Box, other: Box) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _run_end(rows: Sequence[Sequence[Piece]], at: int) -> int:
    """Past the last of the rows from here that may belong to one table."""
    if len(rows[at]) < 2 or rows[at][0].rows:
        return at
    end = last = at + 1
    while end < len(rows) and end - last < 2:
        row = rows[end]
        if row[0].rows or row[0].top - rows[end - 1][0].bottom > 2.5 * row[0].size:
            break
        end += 1
        if len(row) >= 2:
            last = end
    return last


def _table(rows: Sequence[Sequence[Piece]]) -> Piece | None:
    edges = _columns([piece for row in rows if len(row) > 1 for piece in row])
    full = sum(len(row) > 1 for row in rows)
    if len(edges) < 2 or full < 2 or full * len(edges) < 6:
        return None
    cells = [_cells(row, edges) for row in rows]
    letters = [len(cell) for row in cells for cell in row if cell]
    if sum(letters) / max(len(letters), 1) > LONGEST_CELL:
        return None
    merged: list[list[str]] = []
    for before, row, found in zip([None, *rows], rows, cells, strict=False):
        is_wrapped = (
            before is not None and not found[0] and sum(map(bool, found)) * 2 <= len(found)
            and row[0].top - max(one.bottom for one in before) < 0.35 * row[0].size
        )  # fmt: skip
        if is_wrapped and merged:
            both = zip(merged[-1], found, strict=True)
            merged[-1] = [" ".join(filter(None, two)) for two in both]
        else:
            merged.append(found)
    box = around([piece for row in rows for piece in row])
    return Piece(box.x0, box.top, box.x1, box.bottom, [], tuple(map(tuple, merged)))


def _columns(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Stretches from left to right with nothing between them in any row."""
    edges: list[tuple[float, float]] = []
    for x0, x1 in sorted((piece.x0, piece.x1) for piece in pieces):
        if edges and x0 < edges[-1][1] + 1:
            edges[-1] = (edges[-1][0], max(edges[-1][1], x1))
        else:
            edges.append((x0, x1))
    return edges


def _cells(row: Sequence[Piece], edges: list[tuple[float, float]]) -> list[str]:
    cells = [""] * len(edges)
    for piece in row:
        at = max(range(len(edges)), key=lambda k: _across(piece, edges[k]))
        cells[at] = f"{cells[at]} {piece.text}".strip()
    return cells


def _across(piece: Piece, edge: tuple[float, float]) -> float:
    return min(piece.x1, edge[1]) - max(piece.x0, edge[0])


def _is_leftward(text: str) -> bool:
    return any("\u0590" <= letter <= "\u08ff" or "\ufb1d" <= letter <= "\ufefc" for letter in text)
