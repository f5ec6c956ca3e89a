"""Tables on a page that are drawn with lines: the lines are the cells."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inference.reading.lines import Piece, Word, rows_of, said

NEAR = 2.5
"points within which lines meet"
MOST_LINES = 2_000
MOST_CELLS = 20_000
LEAST_LENGTH = 6.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line that is upright or level: where it stands, and from where to where it goes."""

    at: float
    start: float
    end: float

    def reaches(self, where: float) -> bool:
        return self.start - NEAR <= where <= self.end + NEAR


def tables(
    words: Sequence[Word], level: Sequence[Stroke], upright: Sequence[Stroke]
) -> tuple[list[Piece], list[Word]]:
    """The tables that the lines draw, and the words that stand in none."""
    found: list[Piece] = []
    left = list(words)
    for across, down in _groups(_merged(level), _merged(upright)):
        table, left = _table(across, down, left)
        if table is not None:
            found.append(table)
    return found, left


def _merged(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Strokes that go on with each other as one."""
    merged: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda one: (round(one.at), one.start)):
        last = merged[-1] if merged else None
        is_near = last is not None and abs(last.at - stroke.at) < NEAR / 2
        if last and is_near and last.start - NEAR <= stroke.start <= last.end + NEAR:
            merged[-1] = Stroke(last.at, last.start, max(last.end, stroke.end))
        else:
            merged.append(stroke)
    return [one for one in merged if one.end - one.start >= LEAST_LENGTH][:MOST_LINES]


def _groups(
    level: list[Stroke], upright: list[Stroke]
) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Lines that hang together."""
    parent = list(range(len(level) + len(upright)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for i, across in enumerate(level):
        for j, down in enumerate(upright):
            if across.reaches(down.at) and down.reaches(across.at):
                parent[root(i)] = root(len(level) + j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for i, across in enumerate(level):
        groups[root(i)][0].append(across)
    for j, down in enumerate(upright):
        groups[root(len(level) + j)][1].append(down)
    for across_all, down_all in groups.values():
        if len(across_all) >= 2 and len(down_all) >= 3:
            yield across_all, down_all


def _table(
    across: list[Stroke], down: list[Stroke], words: list[Word]
) -> tuple[Piece | None, list[Word]]:
    xs, ys = _edges(down), _edges(across)
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > MOST_CELLS:
        return None, words
    cells: dict[tuple[int, int], list[Word]] = defaultdict(list)
    left: list[Word] = []
    for word in words:
        column, row = _between((word.x0 + word.x1) / 2, xs), _between(word.middle, ys)
        if column is None or row is None:
            left.append(word)
        else:
            cells[_first_of(row, column, (xs, ys), (across, down))].append(word)
    texts = {at: " ".join(said(line) for line in rows_of(own)) for at, own in cells.items()}
    rows = [
        tuple(texts.get((row, column), "") for column in range(len(xs) - 1))
        for row in range(len(ys) - 1)
    ]
    kept = [row for row in rows if any(row)]
    if len(kept) < 2 or sum(any(column) for column in zip(*kept, strict=True)) < 2:
        return None, words
    used = [i for i, column in enumerate(zip(*kept, strict=True)) if any(column)]
    table = tuple(tuple(row[i] for i in used) for row in kept)
    return Piece(xs[0], ys[0], xs[-1], ys[-1], [], table), left


def _edges(strokes: list[Stroke]) -> list[float]:
    edges: list[float] = []
    for at in sorted(stroke.at for stroke in strokes):
        if not edges or at - edges[-1] > NEAR:
            edges.append(at)
    return edges


def _between(where: float, edges: list[float]) -> int | None:
    for at in range(len(edges) - 1):
        if edges[at] <= where < edges[at + 1]:
            return at
    return None


def _first_of(
    row: int, column: int, edges: tuple[list[float], list[float]],
    strokes: tuple[list[Stroke], list[Stroke]],
) -> tuple[int, int]:  # fmt: skip
    """The cell that this one is part of, where a line between two is missing."""
    (xs, ys), (across, down) = edges, strokes
    while column and not _has(down, xs[column], (ys[row] + ys[row + 1]) / 2):
        column -= 1
    while row and not _has(across, ys[row], (xs[column] + xs[column + 1]) / 2):
        row -= 1
    return row, column


def _has(strokes: list[Stroke], at: float, crossing: float) -> bool:
    return any(abs(one.at - at) <= NEAR and one.reaches(crossing) for one in strokes)
