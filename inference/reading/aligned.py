"""Tables without lines: pieces that stand in line with each other over several rows."""

from collections.abc import Iterator, Sequence

from inference.reading.lines import Piece, Word, across, around, said, stretches

LONGEST_CELL = 90
MARKS = frozenset("•‣◦▪▫■□●○\uf0b7\uf0a7")
"what an item of a list begins with; with its text it is no row of a table"


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


def _run_end(rows: Sequence[Sequence[Piece]], at: int) -> int:
    """Past the last of the rows from here that may belong to one table."""
    if len(rows[at]) < 2 or rows[at][0].rows or _is_item(rows[at]):
        return at
    end = last = at + 1
    while end < len(rows) and end - last < 2:
        row = rows[end]
        if row[0].rows or _is_item(row) or row[0].top - rows[end - 1][0].bottom > 2.5 * row[0].size:
            break
        end += 1
        if len(row) >= 2:
            last = end
    return last


def _is_item(row: Sequence[Piece]) -> bool:
    return row[0].text.strip() in MARKS


def _table(rows: Sequence[Sequence[Piece]]) -> Piece | None:
    counts = [len(row) for row in rows if len(row) > 1]
    usual = max(set(counts), key=lambda count: (counts.count(count), count))
    # Rows with as many pieces as most say best where columns are; in others some may have run
    # together, or be missing.
    edges = stretches([piece for row in rows if len(row) == usual for piece in row])
    if len(edges) < 2 or len(counts) * len(edges) < 6:
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


def _cells(row: Sequence[Piece], edges: list[tuple[float, float]]) -> list[str]:
    """Each word in the column that it stands in, or next to; a line across all of them is one."""
    cells: list[list[Word]] = [[] for _ in edges]
    for piece in row:
        if len(row) == 1 and sum(across(piece, edge) > 0 for edge in edges) > 1:
            return [piece.text, *[""] * (len(edges) - 1)]
        for word in piece.words:
            at = max(range(len(edges)), key=lambda k: across(word, edges[k]))
            cells[at].append(word)
    return [said(words) for words in cells]
