"""A newer Tacit out of a file that the owner opened; nothing else ever brings one.

The file holds the packed program, the list of its sums, and a signature over that list. Only what
was signed with the key that came with this program is unpacked; what was unpacked takes the old
one's place in a single step, after it was tried. Until then nothing of the old one was touched.
"""

import ctypes
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, cast

from desktop.update_cards import (
    DoesNotRunHere,
    ForAnotherComputer,
    NoReleaseKey,
    NotAnUpdate,
    NotNewer,
    NotOursToChange,
    NotSigned,
    TooLittleRoom,
)
from models.progress import Progress, Report, sha256

SUFFIX = ".tacit-update"
SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
KEY_FILE = "release.key"
"in the program's folder: the public key of who signed it, as hex"
MOST_LISTED = 1 << 16
"bytes of a list or a signature"
NAME = re.compile(r"tacit-(\d+(?:\.\d+){0,3})-([A-Za-z0-9_]+)\.tar\.zst")
PIECE = 1 << 20
TRYING_S = 300
WEIGHTS = "weights"
INSIDE = "program"
"the folder within an archive that is the program"
_EXCHANGE, _HERE = 2, -100


@dataclass(frozen=True)
class Update:
    """An update that this Tacit may take."""

    file: Path
    version: str
    sha256: str
    offset: int
    size: int


def program() -> Path:
    """The folder of the installed program; NotOursToChange where it is not ours to replace."""
    folder = Path(sys.executable).parent
    is_ours = getattr(sys, "frozen", False) and sys.platform == "linux"
    if not is_ours or not os.access(folder.parent, os.W_OK) or not os.access(folder, os.W_OK):
        raise NotOursToChange
    return folder


def look(file: Path, folder: Path) -> Update:
    """What a file holds, if it may take the place of the program in this folder."""
    key = _key(folder)
    try:
        with tarfile.open(file, "r:") as held:
            sums, signature = _small(held, SUMS), _small(held, SIGNATURE)
            _check_signature(key, sums, signature)
            return _fitting(file, held, sums)
    except (tarfile.TarError, EOFError, ValueError, KeyError) as error:
        raise NotAnUpdate from error


def bring_in(update: Update, folder: Path, tell: Report) -> Path:
    """Unpack it beside the program, and try it; the folder that waits to take its place."""
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    _check_room(folder)
    try:
        _check_sum(update, tell)
        _unpack(update, new, tell)
        _try_out(new)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return new


def swap(new: Path, folder: Path) -> None:
    """The new program takes the old one's place: at any moment there is exactly one."""
    kept = folder / WEIGHTS
    has_weights = kept.is_dir() and not (new / WEIGHTS).exists()
    _exchange(new, folder)
    if has_weights:
        (new / WEIGHTS).rename(folder / WEIGHTS)
    shutil.rmtree(new, ignore_errors=True)


def _key(folder: Path) -> bytes:
    try:
        return bytes.fromhex((folder / KEY_FILE).read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise NoReleaseKey from error


def _small(held: tarfile.TarFile, name: str) -> bytes:
    row = held.getmember(name)
    if not row.isfile() or row.size > MOST_LISTED:
        raise NotAnUpdate
    return _reader(held, row).read(MOST_LISTED)


def _reader(held: tarfile.TarFile, row: tarfile.TarInfo) -> IO[bytes]:
    found = held.extractfile(row)
    if found is None:
        raise NotAnUpdate
    return found


def _check_signature(key: bytes, sums: bytes, signature: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, sums)
    except InvalidSignature as error:
        raise NotSigned from error


def _fitting(file: Path, held: tarfile.TarFile, sums: bytes) -> Update:
    """The archive for this computer: it is there, was signed, and is newer than what runs."""
    listed = dict(_listed(sums.decode("ascii")))
    rows = [(row, found) for row in held if (found := NAME.fullmatch(row.name)) and row.isfile()]
    if not rows:
        raise NotAnUpdate
    row, found = rows[0]
    if row.name not in listed:
        raise NotSigned
    offered, machine = found.groups()
    if machine != platform.machine():
        raise ForAnotherComputer(machine)
    if _order(offered) <= _order(version("tacit")):
        raise NotNewer(version("tacit"), offered)
    return Update(file, offered, listed[row.name], row.offset_data, row.size)


def _listed(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        sum_, _, name = line.partition("  ")
        yield name, sum_


def _order(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


def _check_room(folder: Path) -> None:
    needed = sum(path.stat().st_size for path in folder.rglob("*")
                 if path.is_file() and not path.is_symlink()
                 and path.relative_to(folder).parts[0] != WEIGHTS)  # fmt: skip
    free = shutil.disk_usage(folder.parent).free
    if free < needed:
        raise TooLittleRoom(needed, free)


def _check_sum(update: Update, tell: Report) -> None:
    with _packed(update, tell, "Checking") as read:
        while read(PIECE):
            pass


def _unpack(update: Update, new: Path, tell: Report) -> None:
    """Only what lies under the program's folder; no file can get out of it.

    The sum is taken once more: the file may have been changed since it was checked.
    """
    import zstandard

    new.mkdir()
    with _packed(update, tell, "Unpacking") as read:
        unpacked = zstandard.ZstdDecompressor().stream_reader(cast(IO[bytes], _Readable(read)))
        with tarfile.open(fileobj=unpacked, mode="r|") as held:
            for row in held:
                _, _, inside = row.name.partition(f"/{INSIDE}/")
                if inside:
                    row.name = inside
                    held.extract(row, new, filter="data")
        while read(PIECE):
            pass


@contextmanager
def _packed(update: Update, tell: Report, what: str) -> Iterator[Callable[[int], bytes]]:
    """Reads the archive within the file; NotSigned at the end if it is not what was signed."""
    sum_, done = sha256(), 0
    with update.file.open("rb") as file:
        file.seek(update.offset)

        def read(most: int) -> bytes:
            nonlocal done
            piece = file.read(min(most, update.size - done))
            done += len(piece)
            sum_.update(piece)
            tell(Progress(what, done, update.size))
            return piece

        yield read
    if sum_.hexdigest() != update.sha256:
        raise NotSigned


class _Readable:
    """A function that reads, as the object that a library wants."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self.read = read


def _try_out(new: Path) -> None:
    try:
        done = subprocess.run(
            [str(new / "tacit"), "--self-test"], capture_output=True, timeout=TRYING_S,
            check=False, env={**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DoesNotRunHere from error
    if done.returncode != 0:
        raise DoesNotRunHere


def _exchange(new: Path, old: Path) -> None:
    """In one step where the system can: a stop in between leaves either the one or the other."""
    both = os.fsencode(new), os.fsencode(old)
    in_one: Any = getattr(ctypes.CDLL(None), "renameat2", None)
    if in_one is not None and in_one(_HERE, both[0], _HERE, both[1], _EXCHANGE) == 0:
        return
    aside = old.with_name(old.name + ".old")
    old.rename(aside)
    new.rename(old)
    aside.rename(new)
