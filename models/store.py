"""The weights that are installed: one folder each, with a manifest that says what it must hold.

A folder appears under its name only when every file in it was verified, in one rename; what is
being fetched lies in `.incoming` and is never taken for whole. Engines open weights through `use`,
which refuses a file that is not what it was when it was verified.
"""

import contextlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from models import lease
from models.catalog import Entry, Role
from models.errors import (
    AlreadyInstalled,
    NoDefaultWeights,
    UnknownWeights,
    WeightsDamaged,
    WeightsInUse,
    WrongRole,
)
from models.progress import Counter, Report, sha256_of, silent

MANIFEST = "tacit.json"
MANIFEST_VERSION = 1


class Origin(StrEnum):
    """How weights came here."""

    STARTER = "starter"
    HUB = "hub"
    IMPORTED = "imported"
    IN_PLACE = "in place"
    "the file stays where another program keeps it"


@dataclass(frozen=True)
class StoredFile:
    """One file as it was when it was verified."""

    path: str
    bytes: int
    sha256: str
    changed_ns: int
    "time of last change; a file whose time or size differs is hashed again before use"


@dataclass(frozen=True)
class Installed:
    """One installed set of weights."""

    name: str
    title: str
    role: Role
    family: str
    quantization: str
    licence: str
    context: int
    memory_bytes: int
    origin: Origin
    trusted: bool
    "whether the catalogue knows every byte of it"
    folder: Path
    files: tuple[StoredFile, ...]
    added_at: datetime
    damaged: tuple[str, ...] = ()
    "files that the last check found changed"

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    def path(self, file: str = "") -> Path:
        """A file of these weights, the first one unless another is named."""
        return self.folder / (file or self.files[0].path)


class Store:
    """The folder of weights, and which of them plays which role."""

    def __init__(self, folder: Path, defaults: Path) -> None:
        self.folder = folder
        self._defaults = defaults
        self._leases = folder / ".leases"

    def installed(self) -> list[Installed]:
        """Everything whole enough to have a manifest, by role and name."""
        found = [self._read(path) for path in self.folder.glob(f"*/{MANIFEST}")]
        return sorted(filter(None, found), key=lambda one: (one.role, one.name))

    def get(self, name: str) -> Installed:
        one = self._read(self.folder / name / MANIFEST)
        if one is None:
            raise UnknownWeights(name)
        return one

    def has(self, name: str) -> bool:
        return self._read(self.folder / name / MANIFEST) is not None

    def file_with(self, sha256: str, size: int) -> Path | None:
        """An installed file of these contents, so that nothing is fetched twice."""
        for one in self.installed():
            for file in one.files:
                path = one.path(file.path)
                if file.sha256 == sha256 and path.is_file() and path.stat().st_size == size:
                    return path
        return None

    def incoming(self, name: str) -> Path:
        """Where these weights are put together; kept over an interruption."""
        folder = self.folder / ".incoming" / name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def add(self, one: Installed) -> Installed:
        """Take over a verified folder (from `incoming`), or a file that stays in its place.

        Weights of this name that are damaged are replaced; whole ones are left alone.
        """
        if self.has(one.name) and not self.get(one.name).damaged:
            raise AlreadyInstalled(one.name)
        home = self.folder / one.name
        if one.origin is Origin.IN_PLACE:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(home, one)
            return one
        self._write(one.folder, one)
        self._set_aside(one.name)
        one.folder.rename(home)
        return replace(one, folder=home)

    def verify(self, name: str, report: Report = silent) -> Installed:
        """Read every byte again, and remember what was found."""
        one = self.get(name)
        count = Counter(name, one.bytes, report)
        files, damaged = [], []
        for file in one.files:
            path = one.path(file.path)
            if path.is_file() and sha256_of(path, count) == file.sha256:
                files.append(replace(file, changed_ns=path.stat().st_mtime_ns))
            else:
                files.append(file)
                damaged.append(file.path)
        checked = replace(one, files=tuple(files), damaged=tuple(damaged))
        if checked != one:
            self._write(self.folder / name, checked)
        return checked

    @contextlib.contextmanager
    def use(self, name: str) -> Iterator[Installed]:
        """Hold weights open for an engine; refused if they are not what was verified."""
        one = self.get(name)
        if any(_has_changed(one.path(file.path), file) for file in one.files):
            one = self.verify(name)
        if one.damaged:
            raise WeightsDamaged(name, one.damaged)
        with lease.hold(self._leases, name):
            yield one

    def remove(self, name: str) -> None:
        """Delete weights; of a file that another program keeps, only our note goes."""
        self.get(name)
        self._set_aside(name)

    def set_default(self, role: Role, name: str) -> None:
        if self.get(name).role is not role:
            raise WrongRole(name, role)
        chosen = {**self._chosen(), role.value: name}
        self._defaults.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_whole(self._defaults, chosen)

    def default(self, role: Role) -> Installed:
        """The weights that play this role: the owner's choice, else the largest whole ones."""
        candidates = [one for one in self.installed() if one.role is role and not one.damaged]
        if not candidates:
            raise NoDefaultWeights(role)
        chosen = self._chosen().get(role.value)
        return next(
            (one for one in candidates if one.name == chosen),
            max(candidates, key=lambda one: (one.trusted, one.bytes)),
        )

    def _chosen(self) -> dict[str, str]:
        try:
            chosen = json.loads(self._defaults.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return chosen if isinstance(chosen, dict) else {}

    def _set_aside(self, name: str) -> None:
        """Take a folder away in one step, unless someone uses it."""
        home = self.folder / name
        if not home.exists():
            return
        if lease.is_held(self._leases, name):
            raise WeightsInUse(name)
        trash = self.folder / ".incoming" / f"{name}.old"
        shutil.rmtree(trash, ignore_errors=True)
        trash.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        home.rename(trash)
        shutil.rmtree(trash)

    def _read(self, manifest: Path) -> Installed | None:
        """The manifest's contents, or None for what is no manifest of ours."""
        try:
            row = json.loads(manifest.read_text(encoding="utf-8"))
            if row.pop("version") != MANIFEST_VERSION:
                return None
            return _installed(row, manifest.parent)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, folder: Path, one: Installed) -> None:
        row = asdict(one)
        row["version"] = MANIFEST_VERSION
        row["added_at"] = one.added_at.isoformat()
        row["folder"] = str(one.folder) if one.origin is Origin.IN_PLACE else None
        _write_whole(folder / MANIFEST, row)


def describe_entry(
    entry: Entry, folder: Path, origin: Origin, files: tuple[StoredFile, ...], now: datetime
) -> Installed:
    """A catalogue entry whose files lie verified in a folder."""
    return Installed(
        name=entry.name,
        title=entry.title,
        role=entry.role,
        family=entry.family,
        quantization=entry.quantization,
        licence=entry.licence,
        context=entry.context,
        memory_bytes=entry.memory_bytes,
        origin=origin,
        trusted=True,
        folder=folder,
        files=files,
        added_at=now.astimezone(UTC),
    )


def stored_file(folder: Path, path: str, sha256: str) -> StoredFile:
    """A file as it lies there now, with the hash it was just found to have."""
    stat = (folder / path).stat()
    return StoredFile(path, stat.st_size, sha256, stat.st_mtime_ns)


def _installed(row: dict[str, Any], home: Path) -> Installed:
    return Installed(
        **{
            **row,
            "role": Role(row["role"]),
            "origin": Origin(row["origin"]),
            "folder": Path(row["folder"]) if row["folder"] else home,
            "files": tuple(StoredFile(**file) for file in row["files"]),
            "damaged": tuple(row["damaged"]),
            "added_at": datetime.fromisoformat(row["added_at"]),
        }
    )


def _has_changed(path: Path, file: StoredFile) -> bool:
    try:
        stat = path.stat()
    except OSError:
        return True
    return (stat.st_size, stat.st_mtime_ns) != (file.bytes, file.changed_ns)


def _write_whole(path: Path, row: dict[str, Any]) -> None:
    """Write so that a reader sees the old file or the new one, never half of it."""
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(row, indent=2, default=str), encoding="utf-8")
    new.replace(path)
