"""Searching by meaning: the vault's texts, the engine's vectors, and the index of both."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop import engines
from desktop.paths import Paths
from desktop.weights import open_store
from inference.engines.local import Embedding
from models.catalog import Role
from models.errors import NoDefaultWeights
from vault import embedding, index, vectors
from vault.connection import WriteConn
from vault.index import Index
from vault.progress import Report, silent


@contextmanager
def embedder(paths: Paths) -> Iterator[Embedding | None]:
    """What turns texts into vectors here; None where no weights for it are ready."""
    try:
        is_ready = open_store(paths).default(Role.EMBED).is_ready
    except NoDefaultWeights:
        is_ready = False
    if not is_ready:
        yield None
        return
    with engines.opened(paths) as here:
        yield here.embedder()


def up_to_date(conn: WriteConn, embedder: Embedding, report: Report = silent) -> Index | None:
    """The index with what is new in it; what was made by other weights is made anew."""
    embedding.catch_up(conn, embedder, report=report)
    found = Index.load(conn)
    if found is None:
        embedding.mend(conn, embedder, report)
        found = Index.load(conn)
    if found is not None and not found.fits():
        index.rebuild(conn, report)
        found = Index.load(conn)
    return found


def rebuilt(conn: WriteConn, embedder: Embedding, report: Report = silent) -> int:
    """Make every vector again, and the index from them; how many those are."""
    vectors.begin(conn, embedder.model, embedder.dimensions)
    count = embedding.catch_up(conn, embedder, report=report)
    index.rebuild(conn, report)
    return count
