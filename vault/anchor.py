"""What was last seen of the vault, kept outside of it, so that an older one is noticed.

The encrypted file cannot tell that it, or one of its pages, is old. So the revision, the end of the
log and, after an orderly close, the hash of the whole file are written down in another folder,
under a MAC that only the master key makes. Where the system has a keychain, it keeps the same: who
puts back both places at once, to the same moment, is noticed there, and only there.
"""

import hashlib
import hmac
import itertools
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vault import audit
from vault.connection import PAGE_BYTES, TAIL_BYTES, ReadConn
from vault.durable import write_durably
from vault.errors import AuditBroken, PutBackTogether, RolledBack
from vault.keyslots import MasterKey
from vault.primitives import sha256_for
from vault.progress import Report, silent

PIECE_BYTES = 256 * PAGE_BYTES


@dataclass(frozen=True)
class Anchor:
    """What was last seen."""

    revision: int
    sequence: int
    head: str
    file_sha256: str = ""
    "over the pieces' digests; empty while the vault is open: then it may change at any moment"
    in_keychain: bool = False
    "whether the system's keychain was given the same"


@dataclass(frozen=True)
class Piece:
    """A stretch of the file: the digest of all of it, and of the tails of its pages."""

    whole: bytes
    tails: bytes


def pieces(path: Path, before: Sequence[Piece] = (), report: Report = silent) -> list[Piece]:
    """The file in pieces. What has the tails that it had `before` was not written since.

    A page that is written gets a new tail, so only pieces with new ones are hashed as a whole: far
    less work. Of the others the digest from before stands, also where somebody changed their pages
    without SQLCipher: then it is the next unlocking that notices.
    """
    found: list[Piece] = []
    size = path.stat().st_size
    with path.open("rb") as file:
        for known in itertools.chain(before, itertools.repeat(None)):
            if not (piece := file.read(PIECE_BYTES)):
                break
            tails = hashlib.sha256(_tails(piece)).digest()
            is_as_before = known is not None and known.tails == tails
            found.append(known if known and is_as_before else Piece(_sha256(piece, size), tails))
            report(min(len(found) * PIECE_BYTES, size), size)
    return found


def digest(some: Sequence[Piece]) -> str:
    """One digest for the whole file."""
    return _sha256(b"".join(piece.whole for piece in some)).hex()


def _tails(piece: bytes) -> bytes:
    ends = range(PAGE_BYTES, len(piece) + 1, PAGE_BYTES)
    # The length says how many pages, and whether there is a torn one.
    return len(piece).to_bytes(8, "little") + b"".join(
        piece[end - TAIL_BYTES : end] for end in ends
    )


def _sha256(raw: bytes, whole: int = 0) -> bytes:
    """Of a piece, where so many bytes are hashed, one piece after the other."""
    return sha256_for(whole)(raw).digest()


def take(conn: ReadConn, file_sha256: str = "") -> Anchor:
    """The vault as it is now."""
    head = audit.head(conn)
    return Anchor(revision(conn), head.sequence, head.digest.hex(), file_sha256)


def revision(conn: ReadConn) -> int:
    return int(conn.value("SELECT revision FROM meta") or 0)


def save(path: Path, anchor: Anchor, master: MasterKey) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_durably(path, seal(anchor, master).encode())


def load(path: Path, master: MasterKey) -> Anchor | None:
    """The anchor, or None where there is none that this vault's key made."""
    try:
        return unseal(path.read_bytes(), master)
    except OSError:
        return None


def seal(anchor: Anchor, master: MasterKey) -> str:
    row = asdict(anchor)
    return json.dumps({"anchor": row, "mac": _mac(row, master)})


def unseal(text: str | bytes, master: MasterKey) -> Anchor | None:
    """What was sealed, or None where it was not by this vault's key."""
    try:
        row = json.loads(text)
        if not hmac.compare_digest(_mac(row["anchor"], master), str(row["mac"])):
            return None
        return Anchor(**row["anchor"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _mac(row: dict[str, Any], master: MasterKey) -> str:
    body = json.dumps(row, sort_keys=True)
    return hmac.digest(master.derive("anchor"), body.encode(), "sha256").hex()


def check_keychain(conn: ReadConn, kept: Anchor) -> None:
    """As `check`, where the anchor itself found nothing: then both were put back."""
    try:
        check(conn, kept)
    except RolledBack as error:
        raise PutBackTogether(error.expected, error.found) from None


def check(conn: ReadConn, anchor: Anchor | None) -> None:
    """Raise if the vault is older than what was seen, or its log was cut or altered."""
    if anchor is None:
        raise RolledBack(-1, revision(conn))
    if (now := revision(conn)) < anchor.revision:
        raise RolledBack(anchor.revision, now)
    found = audit.digest_at(conn, anchor.sequence)
    if found is None:
        raise RolledBack(anchor.sequence, audit.head(conn).sequence)
    if found.hex() != anchor.head:
        raise AuditBroken(anchor.sequence)
