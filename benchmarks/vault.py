"""What the vault costs: `.venv/bin/python -m benchmarks.vault [--passages 100000] [--kills 200]`.

The same work with and without a key, on text whose words follow Zipf's law; processes killed at
random moments, counting what they had been told was saved and is not there; and how the vault grows
(`benchmarks/vault_growth.py`).
"""

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.vault_growth import QUERIES, WORDS, growth, insert, texts
from vault import migrate, search
from vault.connection import WriteConn, check_pages, open_writer

KEY = bytes(range(32))
ROUNDS = 5

KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from vault import conversations
from vault.connection import open_writer
from vault.conversations import Said, Speaker
now = datetime(2026, 3, 4, tzinfo=UTC)
with open_writer(Path(sys.argv[1]), bytes(range(32))) as conn:
    talk = conversations.begin(conn, "", now)
    print("talk", talk, flush=True)
    while True:
        print(conversations.say(conn, talk, Said(Speaker.OWNER, "x" * 200), now), flush=True)
"""


def fresh(path: Path, key: bytes | None) -> WriteConn:
    conn = open_writer(path, key)
    migrate.migrate(conn, lambda: path)
    return conn


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def cost_of_the_cipher(folder: Path, rng: np.random.Generator) -> None:
    """The same inserts and the same searches, with and without a key, alternating."""
    some = texts(5_000, rng)
    queries = [" ".join(rng.choice(WORDS[:3000], 4)) for _ in range(QUERIES)]
    inserts, searches = [], []
    for number in range(ROUNDS):
        spent = {}
        for key in (KEY, None) if number % 2 else (None, KEY):
            with fresh(folder / f"{number}-{key is None}.db", key) as conn:
                wrote = timed(lambda conn=conn: insert(conn, some))  # type: ignore[misc]
                for text in queries:
                    search.by_words(conn, text, 100)
                found = timed(lambda conn=conn: [search.by_words(conn, q, 100) for q in queries])  # type: ignore[misc]
            spent[key is not None] = (wrote, found)
        inserts.append(spent[True][0] / spent[False][0])
        searches.append(spent[True][1] / spent[False][1])
    print(f"with a key ÷ without: batch insert {statistics.median(inserts):.2f}, "
          f"warm search by words {statistics.median(searches):.2f}")  # fmt: skip


def kills(folder: Path, count: int) -> None:
    """Processes killed while they save: what was acknowledged must be there."""
    path = folder / "killed.db"
    fresh(path, KEY).close()
    rng = random.Random(5)
    acknowledged = lost = broken = 0
    for _ in range(count):
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )  # fmt: skip
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(rng.uniform(0, 0.2))
        child.send_signal(signal.SIGKILL)
        told = [line for line in child.stdout.readlines() if line.endswith("\n")]
        child.wait()
        child.stdout.close()
        with open_writer(path, KEY) as conn:
            try:
                check_pages(conn)
            except Exception:  # noqa: BLE001 - any fault counts
                broken += 1
            sql = "SELECT item FROM message WHERE conversation = ?"
            there = set(conn.column(sql, (int(first.split()[1]),)))
        acknowledged += len(told)
        lost += sum(int(line) not in there for line in told)
    # The control: one acknowledged row is taken away, and the same count must see it.
    with open_writer(path, KEY) as conn:
        last = conn.value("SELECT max(item) FROM message")
        with conn.transaction():
            conn.run("DELETE FROM message WHERE item = ?", (last,))
        seen = conn.value("SELECT 1 FROM message WHERE item = ?", (last,)) is None
    print(f"{count} processes killed: {acknowledged} acknowledged, {lost} lost, {broken} vaults "
          f"broken; the control was {'seen' if seen else 'NOT SEEN'}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=200)
    args = parser.parse_args()
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cost_of_the_cipher(folder, rng)
        kills(folder, args.kills)
        growth(folder, sorted({10_000, min(args.passages, 100_000), args.passages}))


if __name__ == "__main__":
    main()
