"""What was fetched from where: a list that anyone can read, kept beside the weights.

Each line is written before the connection is made, so that none can be missing.
"""

import contextlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

LIST = "connections.jsonl"
PACKAGE_INDEX = "package index"
"where weights come from that are packages, by whatever address this computer knows it"


@dataclass(frozen=True)
class Connection:
    """One reaching out."""

    at: datetime
    host: str
    purpose: str


def note(folder: Path, made: Connection) -> None:
    """Write it down, on the disk, before it happens."""
    folder.mkdir(parents=True, exist_ok=True)
    row = {"at": made.at.isoformat(), "host": made.host, "purpose": made.purpose}
    handle = os.open(folder / LIST, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def known(folder: Path) -> list[Connection]:
    """Every one that was ever made, the latest last; a line that is broken stops no other."""
    try:
        lines = (folder / LIST).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):
            row = json.loads(line)
            at = datetime.fromisoformat(row["at"])
            found.append(Connection(at, str(row["host"]), str(row["purpose"])))
    return found
