"""Backups: one encrypted file with the key slots and everything else, checked before it counts.

A backup opens with the passphrase or the recovery key that the vault had when it was made; nothing
else of this computer is needed.
"""

import os
import struct
from datetime import UTC, datetime
from pathlib import Path

from vault import header_file
from vault.connection import (
    ReadConn,
    check_pages,
    drop_side_files,
    open_reader,
    open_writer,
)
from vault.durable import sync_folder
from vault.errors import BackupDamaged, HeaderDamaged, VaultDamaged, VaultExists
from vault.keyslots import Header

MAGIC = b"TACITBACKUP\x00\x00\x00\x00\x01"
SUFFIX = ".tacit"
KEPT = 5
COPY_BYTES = 4 << 20


def make(database: Path, header: Header, key: bytes, folder: Path) -> Path:
    """A new backup in the folder; the oldest beyond a few generations go."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    snapshot = folder / "snapshot.new"
    whole = folder / "backup.new"
    for stale in (snapshot, whole):
        stale.unlink(missing_ok=True)
    try:
        with open_writer(database, key) as conn:
            counts = count_rows(conn)
            conn.command("VACUUM INTO ?", (str(snapshot),))
        _join(snapshot, header, whole)
        _check(whole, key, counts)
        name = _next_name(folder)
        whole.replace(folder / name)
        sync_folder(folder)
    finally:
        for stale in (snapshot, whole, *folder.glob("*.checking*")):
            stale.unlink(missing_ok=True)
    for old in kept(folder)[:-KEPT]:
        old.unlink()
    return folder / name


def kept(folder: Path) -> list[Path]:
    """The backups in a folder, the oldest first."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def _next_name(folder: Path) -> str:
    """Named after the moment, and after the last one even if the clock was turned back."""
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{SUFFIX}"
    last = kept(folder)[-1:]
    return f"{last[0].stem}_{SUFFIX}" if last and name <= last[0].name else name


def read_header(path: Path) -> Header:
    """The key slots in a backup."""
    with path.open("rb") as file:
        head = file.read(len(MAGIC) + 4)
        if len(head) < len(MAGIC) + 4 or not head.startswith(MAGIC):
            raise BackupDamaged(path)
        (length,) = struct.unpack("<I", head[len(MAGIC) :])
        if length > header_file.MAX_HEADER_BYTES:
            raise BackupDamaged(path)
        try:
            return header_file.parse(file.read(length))
        except HeaderDamaged as error:
            raise BackupDamaged(path) from error


def restore(path: Path, key: bytes, database: Path, header_path: Path) -> None:
    """Put a backup where no vault is: checked first, then moved into place."""
    if database.exists():
        raise VaultExists(database.parent)
    header = read_header(path)
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = database.with_name(database.name + ".restoring")
    try:
        _split(path, arriving)
        _check_database(path, arriving, key)
        header_file.save(header_path, header)  # first: a file without its keys could not be opened
        drop_side_files(database)
        arriving.replace(database)
    finally:
        for stale in database.parent.glob(f"{arriving.name}*"):
            stale.unlink()
    sync_folder(database.parent)


def count_rows(conn: ReadConn) -> dict[str, int]:
    """How many rows each table of ours has."""
    tables = conn.column(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
        "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'passage_words_%'"
    )
    return {name: int(conn.value(f'SELECT count(*) FROM "{name}"')) for name in tables}


def _join(snapshot: Path, header: Header, into: Path) -> None:
    slots = header_file.serialize(header)
    number = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as out, snapshot.open("rb") as database:
        out.write(MAGIC + struct.pack("<I", len(slots)) + slots)
        while chunk := database.read(COPY_BYTES):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())


def _split(path: Path, into: Path) -> None:
    read_header(path)
    number = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with path.open("rb") as whole, os.fdopen(number, "wb") as out:
        whole.seek(len(MAGIC))
        (length,) = struct.unpack("<I", whole.read(4))
        whole.seek(length, os.SEEK_CUR)
        while chunk := whole.read(COPY_BYTES):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())


def _check(path: Path, key: bytes, counts: dict[str, int]) -> None:
    """Open the backup as a restore would, and count."""
    trial = path.with_name(path.name + ".checking")
    try:
        _split(path, trial)
        if _check_database(path, trial, key) != counts:
            raise BackupDamaged(path)
    finally:
        for stale in path.parent.glob(f"{trial.name}*"):
            stale.unlink()


def _check_database(path: Path, database: Path, key: bytes) -> dict[str, int]:
    try:
        with open_reader(database, key) as conn:
            check_pages(conn)
            return count_rows(conn)
    except VaultDamaged as error:
        raise BackupDamaged(path) from error
