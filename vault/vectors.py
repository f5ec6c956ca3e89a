"""Vectors at rest: in the vault, in the same transactions as the texts they stand for.

New vectors are rows of their own; full blocks of them are packed together, because a million rows
load slowly. A block carries a digest over its contents, and the state carries the model, the number
of vectors and a fingerprint of the set of passages: what does not match is made again, never used.
Removing a vector rewrites its block without it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vault.connection import LISTED, ReadConn, WriteConn, listed

BLOCK = 1_024
"vectors packed together"
NO_LIST = -1
MASK = (1 << 63) - 1
BLOCK_ROW = "SELECT passages, data FROM vector_block WHERE id = ?"

Numbers = NDArray[np.int64]
Lists = NDArray[np.int32]
Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Block:
    """Vectors with the passages they stand for, and the part of the index each belongs to."""

    passages: Numbers
    lists: Lists
    vectors: Vectors


@dataclass(frozen=True)
class State:
    """What the vectors in the vault are."""

    model: str
    dimensions: int
    rows: int
    rowset: int
    trained: bytes | None


def state(conn: ReadConn) -> State | None:
    row = conn.row(
        "SELECT model, dimensions, rows, rowset, trained, trained_digest FROM vector_state"
    )
    if row is None:
        return None
    trained = row[4] if row[4] and hashlib.sha256(row[4]).digest() == row[5] else None
    return State(row[0], row[1], row[2], row[3], trained)


def extent(conn: ReadConn) -> tuple[int, int]:
    """How many vectors there are, and which: others if this is another."""
    row = conn.row("SELECT rows, rowset FROM vector_state")
    return (row[0], row[1]) if row else (0, 0)


def begin(conn: WriteConn, model: str, dimensions: int) -> None:
    """Start anew for this model; vectors of another say nothing to it."""
    with conn.transaction():
        for table in ("vector", "vector_place", "vector_block", "vector_state"):
            conn.run(f"DELETE FROM {table}")
        conn.run(
            "INSERT INTO vector_state(id, model, dimensions, rows, rowset) VALUES (1, ?, ?, 0, 0)",
            (model, dimensions),
        )


def add(conn: WriteConn, passages: Sequence[int], vectors: Vectors) -> None:
    """Keep vectors for passages; once there are enough single ones, they are packed."""
    if not len(passages):
        return
    small = vectors.astype(np.float16)
    with conn.transaction():
        conn.run_many(
            "INSERT INTO vector(passage, data) VALUES (?, ?)",
            [(int(passage), row.tobytes()) for passage, row in zip(passages, small, strict=True)],
        )
        _count(conn, len(passages), passages)
        while int(conn.value("SELECT count(*) FROM vector") or 0) >= 2 * BLOCK:
            _pack(conn)


def remove(conn: WriteConn, passages: Sequence[int]) -> None:
    """Take vectors out, wherever they lie; passages that have none are passed over."""
    if not len(passages):
        return
    with conn.transaction():
        some = (listed(int(passage) for passage in passages),)
        gone = conn.column(f"SELECT passage FROM vector WHERE passage IN {LISTED}", some)
        conn.run(f"DELETE FROM vector WHERE passage IN {LISTED}", some)
        by_block: dict[int, set[int]] = {}
        for block, passage in conn.rows(
            f"SELECT block, passage FROM vector_place WHERE passage IN {LISTED}", some
        ):
            by_block.setdefault(block, set()).add(passage)
        for number, some_of_it in by_block.items():
            _rewrite(conn, number, some_of_it)
            gone.extend(some_of_it)
        if gone:
            _count(conn, -len(gone), gone)


def blocks(conn: ReadConn) -> Iterator[Block]:
    """Every block whose contents are what was written, then the single vectors.

    A block that does not match its digest is left out: its passages count as having no vector.
    """
    known = state(conn)
    if known is None:
        return
    for passages, lists, data, digest in conn.each(
        "SELECT passages, lists, data, digest FROM vector_block ORDER BY id"
    ):
        if _digest(passages, lists, data) == digest:
            yield _unpack(passages, lists, data, known.dimensions)
    for rows in _batches(conn):
        numbers = np.array([row[0] for row in rows], dtype=np.int64)
        data = b"".join(row[1] for row in rows)
        lists = np.full(len(rows), NO_LIST, dtype=np.int32)
        yield _unpack(numbers.tobytes(), lists.tobytes(), data, known.dimensions)


def lacking(conn: ReadConn, passages: Sequence[int]) -> set[int]:
    """Those of these passages that are there and have no vector."""
    marks = ", ".join("?" * len(passages))
    return set(
        conn.column(
            f"SELECT id FROM passage WHERE id IN ({marks}) AND id NOT IN (SELECT passage FROM "
            "vector) AND id NOT IN (SELECT passage FROM vector_place)",
            passages,
        )
    )


def drop_strays(conn: WriteConn) -> int:
    """Take out vectors whose passage is gone, and blocks that are damaged."""
    with conn.transaction():
        for number in conn.column("SELECT id FROM vector_block"):
            passages, lists, data, digest = conn.required(
                "vector block", number,
                "SELECT passages, lists, data, digest FROM vector_block WHERE id = ?", (number,),
            )  # fmt: skip
            if _digest(passages, lists, data) != digest:
                conn.run("DELETE FROM vector_block WHERE id = ?", (number,))
        strays = conn.column(
            "SELECT passage FROM vector WHERE passage NOT IN (SELECT id FROM passage) UNION "
            "SELECT passage FROM vector_place WHERE passage NOT IN (SELECT id FROM passage)"
        )
        remove(conn, strays)
        passages_now = conn.column(
            "SELECT passage FROM vector UNION ALL SELECT passage FROM vector_place"
        )
        conn.run(
            "UPDATE vector_state SET rows = ?, rowset = ?",
            (len(passages_now), fingerprint(passages_now)),
        )
    return len(strays)


def keep_training(conn: WriteConn, trained: bytes | None) -> None:
    """Remember how the index divides the space; the parts of packed vectors are kept with them."""
    digest = hashlib.sha256(trained).digest() if trained else None
    with conn.transaction():
        conn.run("UPDATE vector_state SET trained = ?, trained_digest = ?", (trained, digest))


def keep_lists(conn: WriteConn, lists_of: "dict[int, int]") -> None:
    """Write down for each packed vector which part of the index it belongs to."""
    with conn.transaction():
        for number in conn.column("SELECT id FROM vector_block"):  # not all of them in memory
            passages, data = conn.required("vector block", number, BLOCK_ROW, (number,))
            numbers = np.frombuffer(passages, np.int64)
            lists = np.array([lists_of.get(int(one), NO_LIST) for one in numbers], np.int32)
            conn.run(
                "UPDATE vector_block SET lists = ?, digest = ? WHERE id = ?",
                (lists.tobytes(), _digest(passages, lists.tobytes(), data), number),
            )


def fingerprint(passages: Sequence[int] | Numbers) -> int:
    """A number for a set of passages that does not depend on their order."""
    # The finalizer of splitmix64: each number changes about half of the bits. It wraps on purpose.
    mixed = np.asarray(passages, dtype=np.int64).astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return int(np.bitwise_xor.reduce(mixed)) & MASK


def _count(conn: WriteConn, change: int, passages: Sequence[int]) -> None:
    rowset = int(conn.value("SELECT rowset FROM vector_state") or 0) ^ fingerprint(passages)
    conn.run("UPDATE vector_state SET rows = rows + ?, rowset = ?", (change, rowset))


def _pack(conn: WriteConn) -> None:
    rows = conn.rows("SELECT passage, data FROM vector ORDER BY passage LIMIT ?", (BLOCK,))
    numbers = np.array([row[0] for row in rows], dtype=np.int64)
    lists = np.full(len(rows), NO_LIST, dtype=np.int32)
    data = b"".join(row[1] for row in rows)
    block = conn.insert(
        "INSERT INTO vector_block(passages, lists, data, digest) VALUES (?, ?, ?, ?)",
        (numbers.tobytes(), lists.tobytes(), data,
         _digest(numbers.tobytes(), lists.tobytes(), data)),
    )  # fmt: skip
    conn.run_many(
        "INSERT INTO vector_place(passage, block) VALUES (?, ?)",
        [(row[0], block) for row in rows],
    )
    conn.run("DELETE FROM vector WHERE passage <= ?", (rows[-1][0],))


def _rewrite(conn: WriteConn, number: int, without: set[int]) -> None:
    passages, lists, data = conn.required(
        "vector block", number,
        "SELECT passages, lists, data FROM vector_block WHERE id = ?", (number,),
    )  # fmt: skip
    numbers = np.frombuffer(passages, np.int64)
    keep = ~np.isin(numbers, list(without))
    rows = np.frombuffer(data, np.uint8).reshape(len(numbers), -1)
    kept = numbers[keep].tobytes(), np.frombuffer(lists, np.int32)[keep].tobytes()
    conn.run_many("DELETE FROM vector_place WHERE passage = ?", [(passage,) for passage in without])
    if keep.any():
        rest = rows[keep].tobytes()
        conn.run(
            "UPDATE vector_block SET passages = ?, lists = ?, data = ?, digest = ? WHERE id = ?",
            (*kept, rest, _digest(*kept, rest), number),
        )
    else:
        conn.run("DELETE FROM vector_block WHERE id = ?", (number,))


def _batches(conn: ReadConn) -> Iterator[list[tuple[int, bytes]]]:
    after = 0
    while rows := conn.rows(
        "SELECT passage, data FROM vector WHERE passage > ? ORDER BY passage LIMIT ?",
        (after, BLOCK),
    ):
        yield [(row[0], row[1]) for row in rows]
        after = rows[-1][0]


def _unpack(passages: bytes, lists: bytes, data: bytes, dimensions: int) -> Block:
    vectors = np.frombuffer(data, np.float16).astype(np.float32).reshape(-1, dimensions)
    return Block(np.frombuffer(passages, np.int64), np.frombuffer(lists, np.int32), vectors)


def _digest(passages: bytes, lists: bytes, data: bytes) -> bytes:
    whole = hashlib.sha256(len(passages).to_bytes(8, "little"))
    for piece in (passages, lists, data):
        whole.update(piece)
    return whole.digest()
