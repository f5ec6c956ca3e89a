"""A vault that does not open any more: a backup in its place, or what can still be read of it.

What was there before is put aside into a folder of its own, never deleted; where the new one does
not come to be, it is put back.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vault.lockfile import VaultLock
from vault.places import LOCK, Places

if TYPE_CHECKING:
    from vault.keyslots import MasterKey
    from vault.vault import Opener, Vault

FILES = "vault.*"
SAVING = "saving"


@dataclass(frozen=True)
class Saved:
    """What was saved of a damaged vault."""

    vault: "Vault"
    recovery_key: str
    "of the new vault; the old one opens it no more"
    rows: int
    is_whole: bool


def restore(saved: Path, places: Places, opener: "Opener", now: datetime) -> "Vault":
    """A backup in the place of whatever is there now."""
    from vault import backup
    from vault.vault import Vault

    master: MasterKey = opener(backup.read_header(saved))  # before anything is moved
    master.forget()
    with _put_aside(places, now):
        return Vault.restore(saved, places, opener, now)


def save_what_is_left(places: Places, opener: "Opener", now: datetime) -> Saved:
    """A new vault with what can be read of the damaged one, in its place."""
    from vault.vault import Vault

    into = Places.of(places.folder / SAVING, places.anchor.parent / SAVING)
    _clear(into)
    tables, recovery_key = Vault.salvage(places, opener, into, now)
    with _put_aside(places, now):
        _move(into, places.folder, places.anchor.parent)
        vault = Vault.unlock(places, opener, now, accept_older=True)
    _clear(into)
    rows = sum(one.rows for one in tables)
    return Saved(vault, recovery_key, rows, all(one.is_whole for one in tables))


@contextlib.contextmanager
def _put_aside(places: Places, now: datetime) -> Iterator[None]:
    """What is there goes into a folder named after the moment, and comes back after an error."""
    VaultLock.take(places.folder / LOCK).free()  # nobody else may have it open
    aside = places.folder / f"put aside {now:%Y-%m-%d %H.%M.%S}"
    aside.mkdir(mode=0o700)
    _move(places, aside, aside)
    try:
        yield
    except BaseException:
        _clear(places)
        _move(Places.of(aside, aside), places.folder, places.anchor.parent)
        raise
    finally:
        with contextlib.suppress(OSError):  # it stays as long as something is in it
            aside.rmdir()


def _files(places: Places) -> list[Path]:
    found = [path for path in places.folder.glob(FILES) if path.name != LOCK]
    beside = places.anchor not in found and places.anchor.exists()
    return [*found, places.anchor] if beside else found


def _move(places: Places, folder: Path, elsewhere: Path) -> None:
    for path in _files(places):
        goal = elsewhere if path == places.anchor else folder
        path.replace(goal / path.name)


def _clear(places: Places) -> None:
    for path in _files(places):
        path.unlink()
