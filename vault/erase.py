"""Erasing a vault: the key slots first, because without them the rest is noise."""

import contextlib
import os
import secrets
import shutil
from pathlib import Path

from vault import backup, header_file, keychain
from vault.durable import sync_folder
from vault.errors import HeaderDamaged, KeychainUnavailable, VaultTooNew
from vault.header_file import COPY_SUFFIX
from vault.lockfile import VaultLock
from vault.places import LOCK, Places


def erase(places: Places) -> None:
    """Destroy the vault with its backups; nobody can undo this."""
    lock = VaultLock.take(places.folder / LOCK)
    try:
        _drop_from_keychain(places)
        slots = [places.header, places.header.with_name(places.header.name + COPY_SUFFIX)]
        for path in slots:
            _overwrite(path)
        for path in (*slots, places.anchor):
            path.unlink(missing_ok=True)
        sync_folder(places.folder)
        for saved in backup.kept(places.backups):
            _overwrite(saved)  # they carry the slots too
        if places.backups.exists():
            shutil.rmtree(places.backups)
        for path in places.folder.iterdir():
            if path.is_file() and path.name != LOCK:
                path.unlink()
    finally:
        lock.free()
    (places.folder / LOCK).unlink(missing_ok=True)


def _drop_from_keychain(places: Places) -> None:
    """What the system keeps of this vault; that it cannot be reached must not stop erasing."""
    with contextlib.suppress(HeaderDamaged, VaultTooNew):
        vault_id = header_file.load(places.header).vault_id
        for drop in (keychain.drop, keychain.drop_head):
            with contextlib.suppress(KeychainUnavailable):
                drop(vault_id)


def _overwrite(path: Path) -> None:
    """The part of a file that key slots can be in, with noise."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(min(path.stat().st_size, header_file.MAX_HEADER_BYTES)))
        file.flush()
        os.fsync(file.fileno())
