"""The order in which a page is read, from where its words stand.

Words become pieces of lines, pieces are put into columns, columns are read one after the other;
what goes across columns is read where it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inference.reading.columns import gutter
from inference.reading.lines import Piece, Word, around, beside, pieces_of, rows_of

MOST_COLUMNS = 8


@dataclass(frozen=True)
class Flow:
    """What is read from top to bottom before anything else is read."""

    x0: float
    x1: float
    rows: tuple[tuple[Piece, ...], ...]


def flows(words: Sequence[Word], tables: Sequence[Piece] = ()) -> list[Flow]:
    """The page in reading order; tables that were found by their lines are among it."""
    pieces = [piece for row in rows_of(words) for piece in pieces_of(row)]
    return list(_in_order([*pieces, *tables], 0))


def _in_order(pieces: list[Piece], depth: int) -> Iterator[Flow]:
    at = gutter(pieces) if depth < MOST_COLUMNS else None
    if at is None:
        yield from _one(pieces)
        return
    crossing = sorted((one for one in pieces if one.x0 < at < one.x1), key=lambda p: p.middle)
    others = [one for one in pieces if not one.x0 < at < one.x1]
    waiting: list[Piece] = []
    above = float("-inf")
    for piece in [*crossing, None]:
        below = piece.middle if piece is not None else float("inf")
        band = [one for one in others if above <= one.middle < below]
        if band:
            yield from _one(waiting)
            waiting = []
            yield from _in_order([one for one in band if one.x1 <= at], depth + 1)
            yield from _in_order([one for one in band if one.x0 >= at], depth + 1)
        if piece is not None:
            waiting.append(piece)
        above = below
    yield from _one(waiting)


def _one(pieces: list[Piece]) -> Iterator[Flow]:
    if pieces:
        box = around(pieces)
        yield Flow(box.x0, box.x1, tuple(tuple(row) for row in beside(pieces)))
