"""Searching by meaning: the vault's texts, the engine's vectors, and the index of both."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import numpy as np

from desktop import engines
from desktop.paths import Paths
from desktop.weights import open_store
from inference.engines.local import Embedding, Engines
from inference.engines.protocols import Embedder
from inference.errors import InferenceError
from inference.understanding import examples
from inference.understanding.examples import Examples
from models.catalog import Role
from models.errors import NoDefaultWeights
from vault import embedding, index, search, vectors
from vault.connection import WriteConn
from vault.index import Index
from vault.progress import Report, silent
from vault.search import Hit, Query
from vault.vectors import Vectors

Clock = Callable[[], datetime]


@contextmanager
def embedder(paths: Paths) -> Iterator[Embedding | None]:
    """What turns texts into vectors here; None where no weights for it are ready."""
    with engines.opened(paths) as here:
        yield ready(paths, here)


def ready(paths: Paths, here: Engines) -> Embedding | None:
    """The same, of engines that are open already."""
    try:
        is_ready = open_store(paths).default(Role.EMBED).is_ready
    except NoDefaultWeights:
        is_ready = False
    return here.embedder() if is_ready else None


class Finder:
    """Finds what is remembered, by words and by meaning; what is new is learned before it looks.

    By words alone where no weights for meaning are ready, or their engine fails. Where somebody
    else learns in the background, `most` is how much of what is new is learned before it looks.
    """

    def __init__(
        self, conn: WriteConn, embedder: Embedding | None, now: Clock, most: int | None = None
    ) -> None:
        self._conn, self._embedder, self._now, self._most = conn, embedder, now, most
        self._index: Index | None = None
        self._extent = (0, 0)
        "of the vectors that the index was made of"

    def __call__(self, query: Query) -> list[Hit]:
        row = self._row(query.text)
        index = self._index if row is not None else None
        return search.search(self._conn, query, self._now(), index, row)

    def _row(self, text: str) -> Vectors | None:
        if self._embedder is None:
            return None
        try:
            if self._index is None:
                self._index = up_to_date(self._conn, self._embedder, most=self._most)
                self._extent = vectors.extent(self._conn)
            elif not self._conn.in_transaction:  # what is rolled back must not stay in the index
                self._learn(self._embedder)
            row: Vectors = self._embedder.embed([text])[0]
        except InferenceError:
            self._embedder = None
            return None
        return row

    def _learn(self, embedder: Embedding) -> None:
        """What is new, and what others have learned or forgotten since."""
        if vectors.extent(self._conn) != self._extent:
            self._index = None
        embedding.catch_up(self._conn, embedder, self._index, most=self._most)
        self._extent = vectors.extent(self._conn)
        if self._index is None or len(self._index) != self._extent[0]:
            self._index = up_to_date(self._conn, embedder, most=self._most)


def up_to_date(
    conn: WriteConn, embedder: Embedding, report: Report = silent, *, most: int | None = None
) -> Index | None:
    """The index with what is new in it; what was made by other weights is made anew."""
    embedding.catch_up(conn, embedder, report=report, most=most)
    found = Index.load(conn, may_lack=most is not None)
    if found is None:
        embedding.mend(conn, embedder, report)
        found = Index.load(conn)
    if found is not None and not found.fits():
        index.rebuild(conn, report)
        found = Index.load(conn, may_lack=most is not None)
    return found


def rebuilt(conn: WriteConn, embedder: Embedding, report: Report = silent) -> int:
    """Make every vector again, and the index from them; how many those are."""
    vectors.begin(conn, embedder.model, embedder.dimensions)
    count = embedding.catch_up(conn, embedder, report=report)
    index.rebuild(conn, report)
    return count


def once(texts: Sequence[str], embedder: Embedder, folder: Path) -> Vectors:
    """Vectors of texts of our own, which are no secret, made once for each set of weights."""
    path = _of(texts, embedder, folder)
    with contextlib.suppress(OSError, ValueError):
        found: Vectors = np.load(path, allow_pickle=False)
        if found.shape == (len(texts), embedder.dimensions):
            return found
    made = embedder.embed(texts)
    _keep(made, path)
    return made


def known(embedder: Embedder, folder: Path) -> Examples:
    """Our examples of what people ask for; what is learned from them is learned once, too."""
    ours = examples.english()
    texts = [one.says for one in ours]
    vectors = once(texts, embedder, folder)
    path = _of([one.tool for one in ours] + texts, embedder, folder)
    with contextlib.suppress(OSError, ValueError):
        weights: Vectors = np.load(path, allow_pickle=False)
        if weights.shape == (len(ours), len({one.tool for one in ours})):
            return Examples(ours, embedder, vectors, weights)
    made = Examples(ours, embedder, vectors)
    _keep(made.weights, path)
    return made


def _of(texts: Sequence[str], embedder: Embedder, folder: Path) -> Path:
    whole = "\n".join([embedder.model, *texts])
    return folder / f"examples-{hashlib.sha256(whole.encode()).hexdigest()[:16]}.npy"


def _keep(made: Vectors, path: Path) -> None:
    with contextlib.suppress(OSError):  # without room for them they are made again next time
        np.save(path, made, allow_pickle=False)
