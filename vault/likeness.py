"""Documents that say nearly the same, found by short signatures of their wording.

A signature is made by whoever read the document; the share of its places in which two agree is the
share of the wording that two texts have in common. Its bands lead to those who may be alike without
a look at all the others.
"""

import hashlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from vault.connection import ReadConn, WriteConn

ROWS = 4
"places of a signature that make up a band"
ALIKE = 0.7
"of the wording in common, from which on one is taken for another version of the other"
MOST_IN_A_BAND = 50

Signature = NDArray[np.uint32]


def note(conn: WriteConn, document: int, signature: Signature | None) -> int | None:
    """Keep the signature of a document; the one that it is most alike."""
    with conn.transaction():
        conn.run("DELETE FROM document_band WHERE item = ?", (document,))
        data = None if signature is None else signature.astype("<u4").tobytes()
        found = None if signature is None else closest(conn, signature, document)
        conn.run(
            "UPDATE document SET signature = ?, alike = ? WHERE item = ?", (data, found, document)
        )
        if signature is not None:
            conn.run_many(
                "INSERT OR IGNORE INTO document_band(band, item) VALUES (?, ?)",
                [(band, document) for band in _bands(signature)],
            )
    return found


def closest(conn: ReadConn, signature: Signature, document: int) -> int | None:
    """The document that says nearly the same, if there is one; the oldest of equals."""
    shares = {
        number: _share(signature, data) for number, data in _candidates(conn, signature, document)
    }
    best = min(shares, key=lambda number: (-shares[number], number), default=None)
    return best if best is not None and shares[best] >= ALIKE else None


def share(conn: ReadConn, one: int, other: int) -> float:
    """How much of their wording two documents have in common, about."""
    sql = "SELECT signature FROM document WHERE item = ?"
    first, second = conn.value(sql, (one,)), conn.value(sql, (other,))
    if not first or not second:
        return 0.0
    return _share(np.frombuffer(first, "<u4"), second)


def _candidates(conn: ReadConn, signature: Signature, document: int) -> Iterator[tuple[int, bytes]]:
    numbers: set[int] = set()
    sql = "SELECT item FROM document_band WHERE band = ? AND item <> ? LIMIT ?"
    for band in _bands(signature):
        numbers.update(conn.column(sql, (band, document, MOST_IN_A_BAND)))
    for number in sorted(numbers):
        data = conn.value("SELECT signature FROM document WHERE item = ?", (number,))
        if data:
            yield number, data


def _bands(signature: Signature) -> list[int]:
    data = signature.astype("<u4").tobytes()
    size = 4 * ROWS
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    return [
        int.from_bytes(hashlib.blake2b(bytes([at]) + piece, digest_size=7).digest(), "little")
        for at, piece in enumerate(pieces)
    ]


def _share(signature: Signature, data: bytes) -> float:
    other = np.frombuffer(data, "<u4")
    return float((signature == other).mean()) if len(other) == len(signature) else 0.0
