"""Bringing a vault to the shape that this version knows: one step at a time, all or nothing.

A backup is taken before the first step; a vault of a newer Tacit is refused, not guessed at.
"""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from vault.connection import ReadConn, WriteConn
from vault.errors import MigrationFailed, VaultError, VaultTooNew
from vault.migrations import MIGRATIONS

KNOWN = MIGRATIONS[-1].VERSION
MakeBackup = Callable[[], Path]


def version(conn: ReadConn) -> int:
    return int(conn.value("PRAGMA user_version") or 0)


def check_version(conn: ReadConn) -> None:
    if (found := version(conn)) > KNOWN:
        raise VaultTooNew(found, KNOWN)


def migrate(
    conn: WriteConn,
    make_backup: MakeBackup,
    steps: tuple[ModuleType, ...] = MIGRATIONS,
) -> int:
    """Apply what is missing; the version that the vault has afterwards."""
    check_version(conn)
    began = version(conn)
    due = [step for step in steps if began < step.VERSION]
    backup = make_backup() if due and began else None
    for step in due:
        try:
            with conn.transaction():
                conn.script(step.STATEMENTS)
                conn.run(f"PRAGMA user_version={step.VERSION}")
        except VaultError as error:
            if backup is None:
                raise
            raise MigrationFailed(step.VERSION, backup) from error
    return version(conn)
