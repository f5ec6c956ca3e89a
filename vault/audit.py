"""The log of what was done: append-only, chained, sealed under a key that only moves forward.

Each record holds the hash of the one before, so nothing can be altered, taken out or put in between
without the chain showing it. The last hash is anchored outside of the vault (`anchor.py`), so the
end cannot be cut off. A record is sealed with a key that is replaced by its own hash every few
records: whoever takes over this computer later lacks the keys that sealed the past. Only the
recovery key opens the first of them, for a full check.

An intent is recorded, and on the disk, before the effect; the outcome after it. Payloads can be
forgotten: the chain covers their hashes.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from vault import apart, recovery
from vault.connection import ReadConn, Row, WriteConn
from vault.errors import AuditBroken, WrongRecoveryKey
from vault.items import from_us, to_us
from vault.primitives import WrongKey, expand

EPOCH = 32
"records that are sealed with one key"
NOTHING = bytes(32)
RENEWED = "recovery key renewed"
SEGMENT = "segment"
SLOT = "slot"


class Phase(StrEnum):
    """What a record says about an effect."""

    INTENT = "intent"
    OUTCOME = "outcome"
    NOTE = "note"
    "something that happened, without an effect outside"


@dataclass(frozen=True)
class Record:
    """One line of the log."""

    sequence: int
    at: datetime
    action: str
    phase: Phase
    intent: int | None
    payload: Any
    "None where it was forgotten"
    payload_sha256: str
    digest: bytes


@dataclass(frozen=True)
class Stretch:
    """Records from the first to the last, both included."""

    first: int
    last: int


@dataclass(frozen=True)
class Head:
    """The end of the log."""

    sequence: int
    digest: bytes


def begin(conn: WriteConn, recovery_key: str) -> None:
    """Start sealing with a new key, which only this recovery key opens again."""
    key = secrets.token_bytes(32)
    _begin_segment(conn, 1, key, apart.call("wrap", _verifier(recovery_key), key))


def renew(conn: WriteConn, recovery_key: str, now: datetime, slot: Any = None) -> int:
    """From here on a new recovery key checks; the old one still checks what came before.

    The last record under the old key names the new one, so that nobody can slip one in. It is an
    intent that carries the key's `slot`: whoever is stopped before the slot is in the header finds
    it there (`renewal`). Its number.
    """
    key = secrets.token_bytes(32)
    wrapped = apart.call("wrap", _verifier(recovery_key), key)
    with conn.transaction():
        last = intend(conn, RENEWED, {SEGMENT: _commitment(wrapped), SLOT: slot}, now)
        _begin_segment(conn, last + 1, key, wrapped)
    return last


def renewal(conn: ReadConn) -> tuple[int, Any] | None:
    """A renewal of the recovery key that was stopped halfway: its intent, and the key's slot."""
    for record in unfinished(conn):
        if record.action == RENEWED:
            return record.sequence, record.payload[SLOT]
    return None


def _begin_segment(conn: WriteConn, first: int, key: bytes, wrapped: bytes) -> None:
    with conn.transaction():
        conn.run(
            "INSERT OR REPLACE INTO audit_key(id, epoch, key) VALUES (1, ?, ?)",
            (first, key),
        )
        conn.run("INSERT INTO audit_segment(first, wrapped) VALUES (?, ?)", (first, wrapped))


def intend(
    conn: WriteConn, action: str, payload: Any, now: datetime, items: Sequence[int] = ()
) -> int:
    """Record what is about to be done; no effect without this having returned."""
    return _append(conn, (action, Phase.INTENT, None), payload, now, items)


def concerns(conn: WriteConn, sequence: int, items: Sequence[int]) -> None:
    """What a record turned out to be about: forgetting one of these takes its payload."""
    with conn.transaction():
        conn.run_many(
            "INSERT OR IGNORE INTO audit_item(sequence, item) VALUES (?, ?)",
            [(sequence, item) for item in items],
        )


def conclude(conn: WriteConn, intent: int, payload: Any, now: datetime) -> int:
    """Record what came of an intent."""
    sql = "SELECT action FROM audit WHERE sequence = ?"
    action = conn.required("intent", intent, sql, (intent,))
    about = conn.column("SELECT item FROM audit_item WHERE sequence = ?", (intent,))
    return _append(conn, (str(action[0]), Phase.OUTCOME, intent), payload, now, about)


def note(
    conn: WriteConn, action: str, payload: Any, now: datetime, items: Sequence[int] = ()
) -> int:
    """Record something that happened."""
    return _append(conn, (action, Phase.NOTE, None), payload, now, items)


def head(conn: ReadConn) -> Head:
    row = conn.row("SELECT sequence, digest FROM audit ORDER BY sequence DESC LIMIT 1")
    return Head(row[0], row[1]) if row else Head(0, NOTHING)


def digest_at(conn: ReadConn, sequence: int) -> bytes | None:
    if sequence == 0:
        return NOTHING
    found = conn.value("SELECT digest FROM audit WHERE sequence = ?", (sequence,))
    return None if found is None else bytes(found)


def records(conn: ReadConn, after: int = 0, most: int = 1_000) -> list[Record]:
    rows = conn.rows(f"{SELECT} WHERE sequence > ? ORDER BY sequence LIMIT ?", (after, most))
    return [_record(row) for row in rows]


def record(conn: ReadConn, sequence: int) -> Record:
    return _record(conn.required("record", sequence, f"{SELECT} WHERE sequence = ?", (sequence,)))


def outcome(conn: ReadConn, intent: int) -> Record | None:
    """What came of an intent, if that is known yet."""
    row = conn.row(f"{SELECT} WHERE intent = ? AND phase = 'outcome' LIMIT 1", (intent,))
    return None if row is None else _record(row)


def unfinished(conn: ReadConn) -> list[Record]:
    """Intents without an outcome: what was going on when something stopped us."""
    rows = conn.rows(
        f"{SELECT} WHERE phase = 'intent' AND sequence NOT IN "
        "(SELECT intent FROM audit WHERE intent IS NOT NULL) ORDER BY sequence"
    )
    return [_record(row) for row in rows]


def verify(conn: ReadConn, recovery_key: str | None = None) -> int:
    """Check every record; how many there are. With the recovery key, their seals too."""
    seals = _seal_keys(conn, recovery_key) if recovery_key else None
    expected, previous = 1, NOTHING
    for row in conn.each(f"{SELECT_ALL} ORDER BY sequence"):
        _check(row, expected, previous)
        if seals is not None:
            key = next(seals)
            if key is not None and not hmac.compare_digest(_seal(key, row[8]), row[9]):
                raise AuditBroken(expected)
        expected, previous = expected + 1, bytes(row[8])
    return expected - 1


SELECT = "SELECT sequence, at_us, action, phase, intent, payload, payload_sha256, digest FROM audit"
SELECT_ALL = (
    "SELECT sequence, at_us, action, phase, intent, payload, payload_sha256, previous, digest, "
    "seal FROM audit"
)


def _append(
    conn: WriteConn, what: tuple[str, Phase, int | None], payload: Any, now: datetime,
    items: Sequence[int],
) -> int:  # fmt: skip
    action, phase, intent = what
    text = _canonical(payload)
    with conn.transaction():
        last = head(conn)
        sequence = last.sequence + 1
        hashed = hashlib.sha256(text.encode()).hexdigest()
        fields = (sequence, to_us(now), action, phase.value, intent, hashed)
        digest = _digest(fields, last.digest)
        conn.run(
            "INSERT INTO audit(sequence, at_us, action, phase, intent, payload_sha256, payload, "
            "previous, digest, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*fields, text, last.digest, digest, _seal(_key_for(conn, sequence), digest)),
        )
        conn.run_many(
            "INSERT INTO audit_item(sequence, item) VALUES (?, ?)",
            [(sequence, item) for item in items],
        )
    return sequence


def _key_for(conn: WriteConn, sequence: int) -> bytes:
    """The key of this record; the key moves on, and the one before is overwritten."""
    epoch, key = conn.required("audit key", 1, "SELECT epoch, key FROM audit_key", ())
    first = int(conn.value("SELECT max(first) FROM audit_segment"))
    due = first + (sequence - first) // EPOCH * EPOCH
    while epoch < due:
        epoch, key = epoch + EPOCH, _next(key)
    conn.run("UPDATE audit_key SET epoch = ?, key = ? WHERE epoch <> ?", (epoch, key, epoch))
    return bytes(key)


def unsealed(conn: ReadConn, recovery_key: str) -> list[Stretch]:
    """Records whose seals this recovery key cannot check, because another one began them."""
    segments = _segments(conn, recovery_key)
    ends = [first - 1 for first in [*segments, head(conn).sequence + 1][1:]]
    return [
        Stretch(first, last)
        for (first, key), last in zip(segments.items(), ends, strict=True)
        if key is None and first <= last
    ]


def _seal_keys(conn: ReadConn, recovery_key: str) -> Iterator[bytes | None]:
    """The key of each record in turn; None for those that another recovery key began."""
    segments = _segments(conn, recovery_key)
    if not any(segments.values()):
        raise WrongRecoveryKey
    for first, wrapped in conn.rows("SELECT first, wrapped FROM audit_segment WHERE first > 1"):
        if _named_before(conn, first) != _commitment(wrapped):
            raise AuditBroken(first)
    return _walk(segments)


def _segments(conn: ReadConn, recovery_key: str) -> dict[int, bytes | None]:
    """The first record of each segment with its first key, where this recovery key opens it."""
    unlocking = _verifier(recovery_key)
    segments: dict[int, bytes | None] = {}
    for first, wrapped in conn.rows("SELECT first, wrapped FROM audit_segment ORDER BY first"):
        try:
            segments[first] = apart.call("unwrap", unlocking, wrapped)
        except WrongKey:
            segments[first] = None
    return segments


def _named_before(conn: ReadConn, first: int) -> str | None:
    """The segment that the record before it announced; the chain vouches for the record."""
    sql = "SELECT action, payload FROM audit WHERE sequence = ?"
    action, payload = conn.row(sql, (first - 1,)) or ("", None)
    said = json.loads(payload) if action == RENEWED and payload else None
    return said.get(SEGMENT) if isinstance(said, dict) else None


def _commitment(wrapped: bytes) -> str:
    return hashlib.sha256(wrapped).hexdigest()


def _walk(segments: dict[int, bytes | None]) -> Iterator[bytes | None]:
    sequence, since, key = 1, 1, None
    while True:
        if sequence in segments:
            since, key = sequence, segments[sequence]
        elif key is not None and (sequence - since) % EPOCH == 0:
            key = _next(key)
        yield key
        sequence += 1


def _check(row: Row, expected: int, previous: bytes) -> None:
    sequence, at, action, phase, intent, payload, hashed, before, digest, _seal_of = row
    fields = (sequence, at, action, phase, intent, hashed)
    whole = (
        sequence == expected
        and before == previous
        and digest == _digest(fields, previous)
        and (payload is None or hashlib.sha256(payload.encode()).hexdigest() == hashed)
    )
    if not whole:
        raise AuditBroken(expected)


def _digest(fields: tuple[Any, ...], previous: bytes) -> bytes:
    return hashlib.sha256(_canonical([*fields, previous.hex()]).encode()).digest()


def _seal(key: bytes, digest: bytes) -> bytes:
    return hmac.digest(key, digest, "sha256")


def _next(key: bytes) -> bytes:
    return hashlib.sha256(b"tacit audit next" + key).digest()


def _verifier(recovery_key: str) -> bytes:
    return expand(recovery.read(recovery_key), b"tacit audit")


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _record(row: Row) -> Record:
    payload = None if row[5] is None else json.loads(row[5])
    return Record(row[0], from_us(row[1]), row[2], Phase(row[3]), row[4], payload, row[6], row[7])
