"""Where a page has columns: upright stretches that hardly anything crosses, with text beside them
that runs on from line to line, as cells of a table do not.
"""

from statistics import median

from inference.reading.lines import FARTHEST, Box, Piece, around, overlap, stretches

GUTTER = 0.8
"in sizes of the letters, how wide it is at least"
FEWEST_LINES = 3
MOST_CROSSING = 0.5
PROSE_FILL, RUNNING_ON = 0.55, 0.25
ALIGNED = 0.6
EDGE = 0.1


def gutter(pieces: list[Piece]) -> float | None:
    """Where a column ends and the next begins, or nothing if the pieces are one column."""
    if not pieces:
        return None
    box = around(pieces)
    if not 1 < box.width < FARTHEST or len(pieces) < 2 * FEWEST_LINES:
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
    if overlap(a, b) < 0.4 * min(a.height, b.height):
        return False
    if min(a.width, b.width) < 0.12 * width:
        return False
    if _share_aligned(left, right) < ALIGNED:
        return True
    return all(
        _fill(side) >= PROSE_FILL and _share_running_on(side) >= RUNNING_ON
        for side in (left, right)
    )


def _fill(pieces: list[Piece]) -> float:
    """How far lines go to the end of their column."""
    columns = stretches(pieces)
    shares = [
        piece.width / max(next(b - a for a, b in columns if a <= piece.x0 <= b), 1)
        for piece in pieces
    ]
    return median(shares)


def _share_running_on(pieces: list[Piece]) -> float:
    """How many pieces begin in the middle of a sentence; cells of a table hardly ever do."""
    starts = [piece.text[:1] for piece in pieces]
    return sum(start.isalpha() and not start.isupper() for start in starts) / len(pieces)


def _share_aligned(left: list[Piece], right: list[Piece]) -> float:
    """How many of the pieces on the poorer side stand on a line with one of the other."""
    few, many = sorted((left, right), key=len)
    tops = sorted(round(piece.bottom) for piece in many)
    known = {top + near for top in tops for near in (-1, 0, 1)}
    return sum(round(piece.bottom) in known for piece in few) / len(few)
