"""Keeping vectors in step with texts: what is new gets one, what does not match is made again."""

from collections.abc import Iterator, Sequence
from itertools import islice

from vault import vectors
from vault.connection import ReadConn, WriteConn
from vault.index import Index
from vault.progress import Report, silent
from vault.search import Embedder

BATCH = 256


def is_current(conn: ReadConn, embedder: Embedder) -> bool:
    """Whether the vectors in the vault are of this model."""
    known = vectors.state(conn)
    return known is not None and (known.model, known.dimensions) == (
        embedder.model,
        embedder.dimensions,
    )


def catch_up(
    conn: WriteConn, embedder: Embedder, index: Index | None = None, report: Report = silent
) -> int:
    """Give every passage without a vector one; how many those were.

    Interrupted between batches it goes on from there; the vectors of another model are replaced.
    """
    if not is_current(conn, embedder):
        vectors.begin(conn, embedder.model, embedder.dimensions)
    missing = vectors.missing(conn)
    done = 0
    for batch in _batches(missing):
        marks = ", ".join("?" * len(batch))
        found = conn.rows(f"SELECT id, text FROM passage WHERE id IN ({marks})", batch)
        texts: dict[int, str] = {row[0]: row[1] for row in found}
        rows = embedder.embed([texts[number] for number in batch])
        vectors.add(conn, batch, rows)
        if index is not None:
            index.add(batch, rows)
        done += len(batch)
        report(done, len(missing))
    return done


def mend(conn: WriteConn, embedder: Embedder, report: Report = silent) -> None:
    """Make the vectors whole again, keeping those that are right."""
    vectors.drop_strays(conn)
    catch_up(conn, embedder, report=report)


def _batches(numbers: Sequence[int]) -> Iterator[list[int]]:
    waiting = iter(numbers)
    while batch := list(islice(waiting, BATCH)):
        yield batch
