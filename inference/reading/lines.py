"""Words and pieces of lines, and where they stand on a page.

Positions are in points from the top left corner of the page as it is looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Generic, TypeVar

SAME_LINE = 0.5
"of the lower of two words, by which they stand on one line"
NEAR_ROWS = 4
STEP, MOST_COVERED = 3.0, 0.4
"points, and the share of a word that may stand above or below another one of its line"
WORD_GAP, PIECE_GAP = 0.2, 1.0
"in sizes of the letters: what parts words that have no blank between them, and pieces of a line"
FARTHEST = 4_000
"points from the corner, beyond which nothing is looked at more closely"


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
    is_even: bool = False
    "of letters that are all equally wide, as programs are set"


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


Boxed = TypeVar("Boxed", Word, Piece)


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words by the line that they stand on."""
    rows: list[_Row[Word]] = []
    for word in sorted(words, key=lambda one: (one.middle, one.x0)):
        for row in reversed(rows[-NEAR_ROWS:]):
            if row.takes(word):
                break
        else:
            rows.append(_Row(word))
    return [row.in_order() for row in rows]


def beside(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces by the line that they stand on."""
    rows: list[_Row[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.middle, one.x0)):
        last = rows[-1] if rows else None
        is_table = bool(piece.rows) or (last is not None and bool(last.tallest.rows))
        if last is None or is_table or not last.takes(piece):
            rows.append(_Row(piece))
    return [row.in_order() for row in rows]


def pieces_of(words: list[Word]) -> list[Piece]:
    """A line's words, by where there is more than a blank between them."""
    pieces: list[list[Word]] = []
    for word in words:
        last = pieces[-1][-1] if pieces else None
        if last is None or word.x0 - last.x1 > PIECE_GAP * min(word.size, last.size):
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return [_piece(one) for one in pieces]


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


def overlap(one: Box, other: Box) -> float:
    """How much of their height two have in common."""
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def stretches(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Stretches from left to right with nothing between them in any row."""
    edges: list[tuple[float, float]] = []
    for x0, x1 in sorted((piece.x0, piece.x1) for piece in pieces):
        if edges and x0 < edges[-1][1] + 1:
            edges[-1] = (edges[-1][0], max(edges[-1][1], x1))
        else:
            edges.append((x0, x1))
    return edges


def across(piece: Box, edge: tuple[float, float]) -> float:
    """How much of a stretch something takes."""
    return min(piece.x1, edge[1]) - max(piece.x0, edge[0])


class _Row(Generic[Boxed]):
    """What stands beside each other; nothing stands above or below another of the row."""

    def __init__(self, first: Boxed) -> None:
        self.tallest: Boxed = first
        self._members: list[Boxed] = [first]
        self._covered = set(_cells_across(first))

    def takes(self, one: Boxed) -> bool:
        tallest = self.tallest
        least = SAME_LINE * max(min(one.height, tallest.height), 0.1)
        if overlap(one, tallest) <= least:
            return False
        across = _cells_across(one)
        if len(self._covered.intersection(across)) > MOST_COVERED * len(across):
            return False
        self._members.append(one)
        self._covered.update(across)
        if one.height > tallest.height:
            self.tallest = one
        return True

    def in_order(self) -> list[Boxed]:
        return sorted(self._members, key=lambda one: one.x0)


def _piece(words: list[Word]) -> Piece:
    box = around(words)
    return Piece(box.x0, box.top, box.x1, box.bottom, words)


def _cells_across(box: Box) -> range:
    """The stretch of a page that something takes, in steps of a few points."""
    start, end = (min(max(x, -FARTHEST), FARTHEST) for x in (box.x0, box.x1))
    return range(int(start // STEP), max(int(end // STEP), int(start // STEP) + 1))


def _is_leftward(text: str) -> bool:
    return any("\u0590" <= letter <= "\u08ff" or "\ufb1d" <= letter <= "\ufefc" for letter in text)
