"""The log as people read it and as files hold it, for the command line and for the window."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.errors import CannotWrite
from vault import audit
from vault.audit import Record
from vault.connection import ReadConn

AT_ONCE = 1_000


def rows(conn: ReadConn) -> Iterator[dict[str, Any]]:
    """Every record, the oldest first."""
    after = 0
    while some := audit.records(conn, after, AT_ONCE):
        for one in some:
            yield row(one)
        after = some[-1].sequence


def row(one: Record) -> dict[str, Any]:
    return {
        "sequence": one.sequence, "at": one.at.isoformat(), "action": one.action,
        "phase": one.phase.value, "intent": one.intent, "payload": one.payload,
        "payload_sha256": one.payload_sha256, "digest": one.digest.hex(),
    }  # fmt: skip


def write(path: Path, conn: ReadConn) -> int:
    """All records into a new file that only the owner can read; how many those are."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CannotWrite(path) from error
    count = 0
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        for one in rows(conn):
            file.write(json.dumps(one, ensure_ascii=False) + "\n")
            count += 1
    return count


def short(payload: Any) -> str:
    """What a record says, without its hashes."""
    if payload is None:
        return "forgotten"
    if not isinstance(payload, dict):
        return json.dumps(payload, ensure_ascii=False)
    shown = {name: value for name, value in payload.items() if "sha256" not in name}
    parts = (f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in shown.items())
    return " ".join(parts)
