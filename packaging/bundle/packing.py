"""Files laid out as they will lie on a computer, packed the same way each time they are built.

Nothing of the machine that packs gets in: owners are root, times are whole seconds of the commit.
"""

import io
import os
import stat
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, cast

import zstandard
from bootstrap.places import ROOT

LEVEL = 19
AR_MAGIC = b"!<arch>\n"


@dataclass(frozen=True)
class Placed:
    """A file of ours, and where it goes; `text` where it is made while packing."""

    into: str
    source: Path | None = None
    text: bytes = b""
    link: str = ""
    mode: int = 0o644


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> object: ...


def moment() -> int:
    """When the sources were last changed, in seconds: the time of every file in a package."""
    stated = os.environ.get("SOURCE_DATE_EPOCH")
    if stated:
        return int(stated)
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True,
                          text=True, check=True)  # fmt: skip
    return int(done.stdout)


def tree(folder: Path, into: str) -> Iterator[Placed]:
    """Everything under a folder, in order."""
    for path in sorted(folder.rglob("*")):
        place = f"{into}/{path.relative_to(folder).as_posix()}"
        if path.is_symlink():
            yield Placed(place, link=str(path.readlink()))
        elif path.is_file():
            runs = path.stat().st_mode & stat.S_IXUSR
            yield Placed(place, path, mode=0o755 if runs else 0o644)


def tar(placed: list[Placed], when: int, out: Sink) -> None:
    """A tar of these files and the folders that they need."""
    kind = tarfile.GNU_FORMAT
    with tarfile.open(mode="w|", fileobj=cast(IO[bytes], out), format=kind) as packed:
        made: set[str] = set()
        for one in sorted(placed, key=lambda one: one.into):
            for folder in _folders(one.into):
                if folder not in made:
                    made.add(folder)
                    packed.addfile(_about(folder, when, kind=tarfile.DIRTYPE, mode=0o755))
            _add(packed, one, when)


def compressed_tar(placed: list[Placed], when: int, out: Path) -> Path:
    """The same, packed as small as it gets in a minute."""
    packer = zstandard.ZstdCompressor(level=LEVEL, threads=-1)
    with out.open("wb") as file, packer.stream_writer(file) as packed:
        tar(placed, when, packed)
    return out


def ar(members: list[tuple[str, Path | bytes]], when: int, out: Path) -> Path:
    """An ar archive, which is what a Debian package is."""
    with out.open("wb") as file:
        file.write(AR_MAGIC)
        for name, content in members:
            size = len(content) if isinstance(content, bytes) else content.stat().st_size
            file.write(f"{name:<16}{when:<12}{0:<6}{0:<6}{'100644':<8}{size:<10}`\n".encode())
            if isinstance(content, bytes):
                file.write(content)
            else:
                with content.open("rb") as source:
                    while piece := source.read(1 << 20):
                        file.write(piece)
            if size % 2:
                file.write(b"\n")
    return out


def _folders(place: str) -> list[str]:
    parts = place.split("/")[:-1]
    return ["/".join(parts[: end + 1]) for end in range(len(parts)) if parts[end] not in ("", ".")]


def _add(packed: tarfile.TarFile, one: Placed, when: int) -> None:
    if one.link:
        row = _about(one.into, when, kind=tarfile.SYMTYPE, mode=0o777)
        row.linkname = one.link
        packed.addfile(row)
    elif one.source is None:
        row = _about(one.into, when, mode=one.mode)
        row.size = len(one.text)
        packed.addfile(row, io.BytesIO(one.text))
    else:
        row = _about(one.into, when, mode=one.mode)
        row.size = one.source.stat().st_size
        with one.source.open("rb") as file:
            packed.addfile(row, file)


def _about(place: str, when: int, *, mode: int, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    row = tarfile.TarInfo(place)
    row.type, row.mode, row.mtime = kind, mode, when
    row.uname = row.gname = "root"
    return row
