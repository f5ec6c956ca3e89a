"""What the owner said as it sounded: an attachment of its message, made smaller without loss.

Each goes with its message, whatever takes that. Nothing here decides whether, or for how long, one
is kept: that is asked in `inference/voice/recordings.py`.
"""

import contextlib
import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from vault import conversations, items
from vault.connection import LISTED, ReadConn, WriteConn, listed
from vault.errors import VaultBusy

MEDIA = "audio/x-tacit-recording"
RATE = 16_000
"samples a second, each of 16 bits"
SAMPLE = 2


@dataclass(frozen=True)
class Amount:
    """How much is kept."""

    count: int
    bytes: int


def packed(pcm: bytes) -> bytes:
    """What changes from sample to sample, all low bytes and then all high ones, deflated.

    FLAC is up to a fifth smaller (`benchmarks/recordings.py`); its library is FFmpeg's, which reads
    everything and reaches out, and has no place in the process that holds the keys.
    """
    import numpy as np  # looking for what has had its time does not need it, and it is large

    samples = np.frombuffer(pcm[: len(pcm) // SAMPLE * SAMPLE], "<u2")
    steps = np.diff(samples, prepend=np.uint16(0))
    folded = (steps << 1) ^ (np.uint16(0) - (steps >> 15))  # small ones are small both ways
    return zlib.compress(folded.astype("<u2").view(np.uint8).reshape(-1, SAMPLE).T.tobytes())


def unpacked(content: bytes) -> bytes:
    """The very same samples again."""
    import numpy as np

    planes = np.frombuffer(zlib.decompress(content), np.uint8).reshape(SAMPLE, -1)
    folded = np.ascontiguousarray(planes.T).view("<u2").ravel()
    steps = (folded >> 1) ^ (np.uint16(0) - (folded & 1))
    return np.cumsum(steps, dtype=np.uint16).astype("<u2").tobytes()


def as_file(content: bytes) -> bytes:
    """For any player, where the owner takes it out of the vault."""
    import wave

    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE)
        file.setframerate(RATE)
        file.writeframes(unpacked(content))
    return made.getvalue()


def keep(conn: WriteConn, message: int, pcm: bytes, now: datetime) -> None:
    """Keep the sound of a message; NotThere where that was forgotten meanwhile."""
    put_back(conn, message, packed(pcm), now)


def put_back(conn: WriteConn, message: int, content: bytes, now: datetime) -> None:
    """The same with what `taken_out` gave."""
    with conn.transaction():
        items.get(conn, message)
        conversations.attach(conn, message, f"{now:%Y-%m-%d %H.%M.%S}.wav", MEDIA, content)


def sound(conn: ReadConn, message: int) -> bytes:
    """NotThere where none is kept."""
    return unpacked(conversations.attached(conn, _number(conn, message)))


def taken_out(conn: WriteConn, message: int) -> bytes:
    """Take it away; what is returned brings it back."""
    with conn.transaction():
        number = _number(conn, message)
        content = conversations.attached(conn, number)
        _delete(conn, [number])
    return content


def kept(conn: ReadConn, messages: Iterable[int]) -> frozenset[int]:
    """Those of these messages that can be heard."""
    sql = f"SELECT item FROM attachment WHERE media = ? AND item IN {LISTED}"
    return frozenset(conn.column(sql, (MEDIA, listed(messages))))


def amount(conn: ReadConn) -> Amount:
    row = conn.row("SELECT count(*), ifnull(sum(bytes), 0) FROM attachment WHERE media = ?",
                   (MEDIA,))  # fmt: skip
    return Amount(*row) if row else Amount(0, 0)


def delete_before(conn: WriteConn, moment: datetime) -> int:
    """Take away what was said before this moment; how many that were."""
    with conn.transaction():
        gone = conn.column(
            "SELECT attachment.id FROM attachment JOIN item ON item.id = attachment.item "
            "WHERE media = ? AND happened_us < ?",
            (MEDIA, items.to_us(moment)),
        )
        _delete(conn, gone)
    return len(gone)


def delete_all(conn: WriteConn) -> int:
    """Take all of them away; how many that were."""
    with conn.transaction():
        gone = conn.column("SELECT id FROM attachment WHERE media = ?", (MEDIA,))
        _delete(conn, gone)
    return len(gone)


def scrub(conn: WriteConn) -> None:
    """Empty what SQLite keeps of deleted rows; while something is read, the next closing does."""
    with contextlib.suppress(VaultBusy):
        conn.checkpoint()


def _number(conn: ReadConn, message: int) -> int:
    sql = "SELECT id FROM attachment WHERE media = ? AND item = ?"
    return int(conn.required("recording", message, sql, (MEDIA, message))[0])


def _delete(conn: WriteConn, numbers: Iterable[int]) -> None:
    conn.run(f"DELETE FROM attachment WHERE id IN {LISTED}", (listed(numbers),))
