"""The door to FAISS: nearest vectors in memory, made from the vectors in the vault.

Up to `FLAT_UP_TO` vectors every one is compared, exactly. Above that an inverted file compares
those in the nearest parts of the space; it still deletes. The switch is automatic, both ways. What
FAISS parses (how the space is divided) was checked against its digest before.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vault import vectors
from vault.connection import ReadConn, WriteConn
from vault.progress import Report, silent
from vault.vectors import NO_LIST, Block, Numbers, Vectors

FLAT_UP_TO = 20_000
"below it comparing everything is faster than anything else; see benchmarks/vault.py"
PARTS_PER_ROOT = 4
"parts of the space, in multiples of the square root of the number of vectors"
MOST_PARTS = 4_096
TRAIN_PER_PART = 40
PROBE_SHARE = 0.02
LEAST_PROBES = 12
ROUNDS = 8
THREADS = 2
"for dividing the space; searching and loading use one, and would mostly wait for a second"


@dataclass(frozen=True)
class Near:
    """A passage and how close it is: the cosine of the angle, 1 at most."""

    passage: int
    likeness: float


class Index:
    """Vectors of one model, searchable. Lives on one thread."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._index: Any = _flat(dimensions)
        self._is_flat = True

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def is_exact(self) -> bool:
        """Whether every vector is compared."""
        return self._is_flat

    @classmethod
    def load(
        cls, conn: ReadConn, report: Report = silent, *, may_lack: bool = False
    ) -> "Index | None":
        """The index of what is in the vault, or None where that is not whole and needs mending.

        With `may_lack`, passages whose vectors are still to be made leave it whole.
        """
        import faiss

        faiss.omp_set_num_threads(1)
        known = vectors.state(conn)
        if known is None:
            return None
        index = cls(known.dimensions)
        if known.trained is not None:
            index._index = faiss.deserialize_index(np.frombuffer(known.trained, np.uint8))
            index._is_flat = False
            index._tune()
        count, rowset = 0, 0
        for block in vectors.blocks(conn):
            index._add(block)
            count += len(block.passages)
            rowset ^= vectors.fingerprint(block.passages)
            report(count, known.rows)
        wanted = int(conn.value("SELECT count(*) FROM passage") or 0)
        lacks = count > wanted or (count < wanted and not may_lack)
        if (count, rowset) != (known.rows, known.rowset) or lacks:
            return None
        return index

    def add(self, passages: Sequence[int], rows: Vectors) -> None:
        numbers = np.asarray(passages, dtype=np.int64)
        self._index.add_with_ids(np.ascontiguousarray(rows, dtype=np.float32), numbers)

    def remove(self, passages: Iterable[int]) -> None:
        numbers = np.fromiter(passages, dtype=np.int64)
        if len(numbers):
            self._index.remove_ids(numbers)

    def search(self, row: Vectors, most: int, only: Collection[int] | None = None) -> list[Near]:
        """The closest passages, best first; `only` limits which may be found."""
        import faiss

        if not len(self) or (only is not None and not len(only)):
            return []
        faiss.omp_set_num_threads(1)
        query = np.ascontiguousarray(row, dtype=np.float32).reshape(1, -1)
        numbers = None if only is None else np.array(sorted(only), dtype=np.int64)
        likeness, found = self._index.search(query, most, params=self._parameters(numbers))
        return [
            Near(int(passage), float(close))
            for passage, close in zip(found[0], likeness[0], strict=True)
            if passage >= 0
        ]

    def fits(self) -> bool:
        """Whether this kind of index is the right one for so many vectors."""
        if self._is_flat:
            return len(self) <= FLAT_UP_TO * 2
        return len(self) >= FLAT_UP_TO // 2

    def _add(self, block: Block) -> None:
        import faiss

        if self._is_flat or (block.lists == NO_LIST).any():
            self.add(block.passages.tolist(), block.vectors)
            return
        lists = block.lists.astype(np.int64)
        self._index.add_core(
            len(block.passages),
            faiss.swig_ptr(np.ascontiguousarray(block.vectors)),
            faiss.swig_ptr(np.ascontiguousarray(block.passages)),
            faiss.swig_ptr(lists),
        )

    def _parameters(self, only: Numbers | None) -> Any:
        import faiss

        make: Any = faiss  # its classes take keywords that its types do not know
        selector = None if only is None else faiss.IDSelectorBatch(only)
        if self._is_flat:
            return None if selector is None else make.SearchParameters(sel=selector)
        # A narrow filter may leave nothing in the nearest parts, so more of them are looked into.
        narrow = only is not None and len(only) < len(self) // 10
        probes = self._index.nlist if narrow else self._index.nprobe
        return make.SearchParametersIVF(sel=selector, nprobe=probes)

    def _tune(self) -> None:
        self._index.nprobe = max(LEAST_PROBES, round(self._index.nlist * PROBE_SHARE))
        self._index.parallel_mode = 0


def rebuild(conn: WriteConn, report: Report = silent) -> None:
    """Choose the kind of index for the number of vectors, and divide the space anew if needed."""
    import faiss

    faiss.omp_set_num_threads(THREADS)
    known = vectors.state(conn)
    if known is None:
        return
    if known.rows <= FLAT_UP_TO:
        vectors.keep_training(conn, None)
        return
    trained = _train(conn, known.dimensions, known.rows)
    lists_of: dict[int, int] = {}
    for block in vectors.blocks(conn):
        _, lists = trained.quantizer.search(np.ascontiguousarray(block.vectors), 1)
        lists_of.update(zip(block.passages.tolist(), lists[:, 0].tolist(), strict=True))
        report(len(lists_of), known.rows)
    with conn.transaction():  # parts and what lies in them belong together
        vectors.keep_training(conn, faiss.serialize_index(trained).tobytes())
        vectors.keep_lists(conn, lists_of)


def _train(conn: ReadConn, dimensions: int, rows: int) -> Any:
    """An empty inverted file that knows how the space is divided."""
    import faiss

    parts = min(MOST_PARTS, PARTS_PER_ROOT * math.isqrt(rows))
    step = max(1, rows // (parts * TRAIN_PER_PART))
    # Copies: a view would keep the whole block in memory.
    sample = np.concatenate([block.vectors[::step].copy() for block in vectors.blocks(conn)])
    quantizer = faiss.IndexFlatIP(dimensions)
    index: Any = faiss.IndexIVFScalarQuantizer(
        quantizer, dimensions, parts, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.niter = ROUNDS
    index.cp.min_points_per_centroid = 5
    index.cp.max_points_per_centroid = TRAIN_PER_PART
    index.cp.seed = 1
    index.train(sample)
    return index


def _flat(dimensions: int) -> Any:
    import faiss

    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))
