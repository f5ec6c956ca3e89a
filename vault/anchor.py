"""What was last seen of the vault, kept outside of it, so that an older one is noticed.

The encrypted file cannot tell that it, or one of its pages, is old. So the revision, the end of the
log and, after an orderly close, the hash of the whole file are written down in another folder,
under a MAC that only the master key makes. Where the system has a keychain, it keeps the same: who
puts back both places at once, to the same moment, is noticed there, and only there.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vault import audit
from vault.connection import ReadConn
from vault.errors import AuditBroken, PutBackTogether, RolledBack
from vault.keyslots import MasterKey, write_durably

CHUNK_BYTES = 4 << 20


@dataclass(frozen=True)
class Anchor:
    """What was last seen."""

    revision: int
    sequence: int
    head: str
    file_sha256: str = ""
    "empty while the vault is open: then it may change at any moment"
    in_keychain: bool = False
    "whether the system's keychain was given the same"


def hash_file(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            whole.update(chunk)
    return whole.hexdigest()


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
    except (ValueError, KeyError, TypeError):
        return None


def _mac(row: dict[str, Any], master: MasterKey) -> str:
    body = json.dumps(row, sort_keys=True)
    return hmac.digest(master.derive("anchor"), body.encode(), "sha256").hex()


def is_file_as_left(anchor: Anchor, path: Path) -> bool:
    """Whether the file is byte for byte what an orderly close left; also true where none did."""
    return not anchor.file_sha256 or hash_file(path) == anchor.file_sha256


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
