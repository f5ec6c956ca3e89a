"""Everything in readable form, in clear, for the owner to take elsewhere: JSON and files.

Whoever calls this has warned the owner first: what is written here is no longer sealed.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

from vault import recordings
from vault.connection import ReadConn
from vault.errors import VaultExists
from vault.items import from_us

TABLES = (
    "item", "derivation", "entity", "mention", "relation", "conversation", "message",
    "attachment", "memory", "document", "page", "document_version", "document_tag", "appearance",
    "document_day", "watched_folder", "file", "summary", "profile", "setting", "task", "reminder",
    "note", "run", "approval", "change", "run_step", "audit",
)  # fmt: skip
"what is worth reading; vectors, keys and the index of words can be made again"
UNSAFE = re.compile(r"[^\w.\- ]+")


def export(conn: ReadConn, folder: Path) -> dict[str, int]:
    """Write everything into a new folder; how many rows of each kind, and how many files."""
    if folder.exists() and any(folder.iterdir()):
        raise VaultExists(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    counts = {name: _table(conn, name, folder) for name in TABLES}
    counts["files"] = _files(conn, folder / "files")
    return counts


def _table(conn: ReadConn, name: str, folder: Path) -> int:
    columns = conn.column("SELECT name FROM pragma_table_info(?)", (name,))
    rows = [
        {column: _readable(column, value) for column, value in zip(columns, row, strict=True)}
        for row in conn.each(f'SELECT * FROM "{name}"')
    ]
    text = json.dumps(rows, indent=1, ensure_ascii=False)
    _write(folder / f"{name}.json", text.encode())
    return len(rows)


def _readable(column: str, value: Any) -> Any:
    """Moments as people write them, bytes as hex, big files by themselves."""
    if column.endswith("_us") and isinstance(value, int):
        return from_us(value).isoformat() if value else None
    if isinstance(value, bytes):
        return value.hex() if column not in ("content", "original") else "in files/"
    return value


def _files(conn: ReadConn, folder: Path) -> int:
    count = 0
    for number, name, media, content in conn.each(
        "SELECT id, name, media, content FROM attachment UNION ALL "
        "SELECT item, title, media, original FROM document WHERE original IS NOT NULL"
    ):
        folder.mkdir(exist_ok=True, mode=0o700)
        safe = UNSAFE.sub("_", name).strip(". ")[-100:] or "file"
        is_sound = media == recordings.MEDIA
        _write(folder / f"{number}-{safe}", recordings.as_file(content) if is_sound else content)
        count += 1
    return count


def _write(path: Path, content: bytes) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(content)
