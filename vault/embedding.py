"""Keeping vectors in step with texts: what is new gets one, what does not match is made again."""

from collections.abc import Iterator, Sequence
from itertools import islice

from vault import items, vectors
from vault.connection import ReadConn, WriteConn
from vault.index import Index
from vault.progress import Report, silent
from vault.search import Embedder
from vault.vectors import Vectors

BATCH = 256


def is_current(conn: ReadConn, embedder: Embedder) -> bool:
    """Whether the vectors in the vault are of this model."""
    known = vectors.state(conn)
    return known is not None and (known.model, known.dimensions) == (
        embedder.model,
        embedder.dimensions,
    )


def catch_up(
    conn: WriteConn, embedder: Embedder, index: Index | None = None, report: Report = silent,
    *, most: int | None = None,
) -> int:  # fmt: skip
    """Give every passage without a vector one, or `most` of them; how many those were.

    Interrupted between batches it goes on from there; the vectors of another model are replaced.
    Another connection may do the same meanwhile: what has a vector by then is not given a second.
    """
    if not is_current(conn, embedder):
        vectors.begin(conn, embedder.model, embedder.dimensions)
    missing = items.without_vector(conn)[:most]
    done = 0
    for batch in _batches(missing):
        marks = ", ".join("?" * len(batch))
        found = conn.rows(f"SELECT id, text FROM passage WHERE id IN ({marks})", batch)
        texts: dict[int, str] = {row[0]: row[1] for row in found}
        rows = embedder.embed([texts[number] for number in texts])
        _keep(conn, list(texts), rows, index)
        done += len(batch)
        report(done, len(missing))
    return done


def _keep(conn: WriteConn, batch: Sequence[int], rows: Vectors, index: Index | None) -> None:
    """Those whose passage is still there and has no vector."""
    with conn.transaction():
        lacking = vectors.lacking(conn, batch)
        places = [at for at, number in enumerate(batch) if number in lacking]
        numbers, new = [batch[at] for at in places], rows[places]
        vectors.add(conn, numbers, new)
    if index is not None and numbers:
        index.add(numbers, new)


def mend(conn: WriteConn, embedder: Embedder, report: Report = silent) -> None:
    """Make the vectors whole again, keeping those that are right."""
    vectors.drop_strays(conn)
    catch_up(conn, embedder, report=report)


def _batches(numbers: Sequence[int]) -> Iterator[list[int]]:
    waiting = iter(numbers)
    while batch := list(islice(waiting, BATCH)):
        yield batch
