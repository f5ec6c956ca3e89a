"""How the vault grows: `.venv/bin/python -m benchmarks.vault_growth [--sizes 10000 100000]`.

For each size a vault of random unit vectors and text whose words follow Zipf's law is made in one
process, and opened, loaded, searched and closed in another, so that each has its own peak of
memory. With `--keep FOLDER` the vaults stay and are used again.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from desktop import engines, paths
from vault import anchor, index, items, search, vectors
from vault.connection import ReadConn, WriteConn, check_pages
from vault.index import Index
from vault.items import Kind, NewItem, Origin, Passage, Source
from vault.keyslots import Cost
from vault.places import Places
from vault.search import Query
from vault.vault import Vault, with_passphrase

NOW = datetime(2026, 3, 4, tzinfo=UTC)
SOURCE = Source(Origin.FILE, "/x")
PASSPHRASE = "correct horse battery staple"
WORDS = [f"word{number}" for number in range(30_000)]
PER_DOCUMENT = 50
BATCH = 10_000
DIMENSIONS = 384
QUERIES = 60
EMBEDDER = "minilm-l6-v2-int8"
QUESTION = "when does the lease of the flat end"


def texts(count: int, rng: np.random.Generator) -> list[str]:
    drawn = np.minimum(rng.zipf(1.25, size=(count, 40)), len(WORDS)) - 1
    return [" ".join(WORDS[number] for number in row) for row in drawn]


def unit_rows(count: int, rng: np.random.Generator) -> vectors.Vectors:
    rows = rng.standard_normal((count, DIMENSIONS)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def insert(conn: WriteConn, some: list[str]) -> None:
    for at in range(0, len(some), PER_DOCUMENT):
        passages = [Passage(text) for text in some[at : at + PER_DOCUMENT]]
        items.add(conn, NewItem(Kind.DOCUMENT, SOURCE, NOW), NOW, passages)


def fill(conn: WriteConn, count: int, rng: np.random.Generator) -> None:
    for at in range(0, count, BATCH):
        size = min(BATCH, count - at)
        with conn.transaction():
            insert(conn, texts(size, rng))
        vectors.add(conn, items.without_vector(conn), unit_rows(size, rng))


def peak_mb() -> float:
    """The most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def build(places: Places, count: int) -> dict[str, Any]:
    rng = np.random.default_rng(1)
    vault, _recovery = Vault.create(places, PASSPHRASE, NOW, Cost())
    clock = time.perf_counter
    began = clock()
    with vault.writer() as conn:
        vectors.begin(conn, "random", DIMENSIONS)
        fill(conn, count, rng)
        filled, filled_mb = clock(), peak_mb()
        index.rebuild(conn)
    rebuilt = clock()
    vault.close()
    return {
        "filling_s": filled - began,
        "filling_peak_mb": filled_mb,
        "dividing_s": rebuilt - filled,
        "building_peak_mb": peak_mb(),
        "file_mb": places.database.stat().st_size / 1e6,
    }


def open_and_search(places: Places) -> dict[str, Any]:
    rng = np.random.default_rng(2)
    clock = time.perf_counter
    began = clock()
    vault = Vault.unlock(places, with_passphrase(PASSPHRASE), NOW)
    unlocked = clock()
    with vault.reader() as conn:
        loaded = Index.load(conn)
        loaded_at, loaded_mb = clock(), peak_mb()
        assert loaded is not None
        searching, embedding = _searches(conn, loaded, rng)
    times = sorted(searching)
    p95 = times[int(0.95 * len(times))]
    with vault.writer() as conn, conn.transaction():
        insert(conn, texts(PER_DOCUMENT, rng))
        gone = conn.column("SELECT max(id) FROM item")
    with vault.writer() as conn:
        items.delete(conn, gone)
    closing = clock()
    vault.close()
    closed = clock()
    return {
        **_reading(places),
        "unlock_s": unlocked - began,
        "load_s": loaded_at - unlocked,
        "load_peak_mb": loaded_mb,
        "is_exact": loaded.is_exact,
        "search_p50_ms": statistics.median(times) * 1e3,
        "search_p95_ms": p95 * 1e3,
        "p95_in_embeddings": p95 / statistics.median(embedding),
        "close_s": closed - closing,
    }


def _reading(places: Places) -> dict[str, float]:
    """Seconds a GB of reading the whole file, from memory: at unlocking, closing, after a crash."""
    clock = time.perf_counter
    gb = places.database.stat().st_size / 1e9
    began = clock()
    before = anchor.pieces(places.database)
    hashed = clock()
    anchor.pieces(places.database, before)
    compared = clock()
    vault = Vault.unlock(places, with_passphrase(PASSPHRASE), NOW)
    with vault.reader() as conn:
        checking = clock()
        check_pages(conn)
        checked = clock()
    vault.close()
    return {
        "hash_s_per_gb": (hashed - began) / gb,
        "compare_s_per_gb": (compared - hashed) / gb,
        "check_s_per_gb": (checked - checking) / gb,
    }


def _searches(
    conn: ReadConn, loaded: Index, rng: np.random.Generator
) -> tuple[list[float], list[float]]:
    """Each query once to warm up and once timed, with an embedding after each: the same weather."""
    rows = unit_rows(QUERIES, rng)
    queries = [Query(" ".join(rng.choice(WORDS[:3000], 5))) for _ in range(QUERIES)]
    clock = time.perf_counter
    searching: list[float] = []
    embedding: list[float] = []
    with engines.opened(paths.find()) as here:
        embedder = here.embedder(EMBEDDER)
        for _ in range(2):
            searching.clear()  # what the first round took is forgotten
            embedding.clear()
            for query, row in zip(queries, rows, strict=True):
                began = clock()
                search.search(conn, query, NOW, loaded, row)
                found = clock()
                embedder.embed([QUESTION])
                searching.append(found - began)
                embedding.append(clock() - found)
    return searching, embedding


def in_child(*words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.vault_growth", *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    row: dict[str, Any] = json.loads(done.stdout)
    return row


def measure(folder: Path, count: int) -> dict[str, Any]:
    """One size; the vault is made unless it is there already, with its figures beside it."""
    home = folder / str(count)
    figures = folder / f"{count}.json"
    if not figures.exists():
        figures.write_text(json.dumps(in_child("--build", str(home), "--sizes", str(count))))
    row: dict[str, Any] = json.loads(figures.read_text())
    return row | in_child("--open", str(home))


def growth(folder: Path, sizes: list[int]) -> None:
    """Measure each size, the smallest first, and print the ratios between the ends."""
    rows = {}
    for count in sizes:
        row = rows[count] = measure(folder, count)
        print(f"{count} passages, {row['file_mb']:.0f} MB, "
              f"{'all compared' if row['is_exact'] else 'divided'}:")  # fmt: skip
        print(f"  filling {row['filling_s']:.0f} s, dividing {row['dividing_s']:.0f} s; "
              f"peak memory {row['filling_peak_mb']:.0f} MB, "
              f"{row['building_peak_mb']:.0f} MB with dividing")  # fmt: skip
        print(f"  unlock {row['unlock_s']:.2f} s, loading the index {row['load_s']:.2f} s "
              f"({row['load_s'] / count * 1e6:.2f} µs a passage), close {row['close_s']:.2f} s; "
              f"peak memory {row['load_peak_mb']:.0f} MB")  # fmt: skip
        print(f"  reading the file, s per GB: at unlocking {row['hash_s_per_gb']:.2f}, at closing "
              f"{row['compare_s_per_gb']:.2f}, every page after a crash "
              f"{row['check_s_per_gb']:.2f}")  # fmt: skip
        print(f"  search p50 {row['search_p50_ms']:.1f} ms, p95 {row['search_p95_ms']:.1f} ms, "
              f"p95 ÷ one query embedding {row['p95_in_embeddings']:.2f}")  # fmt: skip
    first, last = rows[sizes[0]], rows[sizes[-1]]
    print(f"loading per passage, {sizes[-1]} ÷ {sizes[0]}: "
          f"{last['load_s'] / sizes[-1] / (first['load_s'] / sizes[0]):.2f}; "
          f"search p50: {last['search_p50_ms'] / first['search_p50_ms']:.2f}")  # fmt: skip


def main() -> None:
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's real one
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="where the vaults stay to be used again")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.build:
        places = Places.of(args.build, args.build / "elsewhere")
        print(json.dumps(build(places, args.sizes[0])))
    elif args.open:
        print(json.dumps(open_and_search(Places.of(args.open, args.open / "elsewhere"))))
    elif args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
        growth(args.keep, args.sizes)
    else:
        with tempfile.TemporaryDirectory() as name:
            growth(Path(name), args.sizes)


if __name__ == "__main__":
    main()
