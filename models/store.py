"""The weights that are installed: one folder each, with a manifest that says what it must hold.

A folder appears under its name only when every file in it was verified, in one rename; what is
being fetched lies in `.incoming` and is never taken for whole. Engines open weights through `use`,
which refuses a file that is not what it was when it was verified.
"""

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from models import lease
from models.catalog import NAME, Entry, Role, is_plain_path
from models.errors import (
    AlreadyArriving,
    AlreadyInstalled,
    ChangedMeanwhile,
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

    @property
    def is_ready(self) -> bool:
        """Whether an engine can use them as they are; a model folder has to be converted first."""
        return self.role is not Role.EMBED or any(
            file.path.endswith(".onnx") for file in self.files
        )

    def path(self, file: str = "") -> Path:
        """A file of these weights, the first one unless another is named."""
        return self.folder / (file or self.files[0].path)


class Store:
    """The folder of weights, and which of them plays which role."""

    def __init__(self, folder: Path, defaults: Path) -> None:
        self.folder = folder
        self._defaults = defaults

    def installed(self) -> list[Installed]:
        """Everything whole enough to have a manifest, by role and name."""
        found = [self._read(path) for path in self.folder.glob(f"*/{MANIFEST}")]
        return sorted(filter(None, found), key=lambda one: (one.role, one.name))

    def get(self, name: str) -> Installed:
        one = self._read(self.folder / name / MANIFEST) if NAME.fullmatch(name) else None
        if one is None:
            raise UnknownWeights(name)
        return one

    def has(self, name: str) -> bool:
        try:
            self.get(name)
        except UnknownWeights:
            return False
        return True

    def file_with(self, sha256: str) -> Path | None:
        """An installed file that should have these contents, so that nothing is fetched twice."""
        for one in self.installed():
            for file in one.files:
                path = one.path(file.path)
                if file.sha256 == sha256 and not one.damaged and not _has_changed(path, file):
                    return path
        return None

    @contextlib.contextmanager
    def incoming(self, name: str) -> Iterator[Path]:
        """Where these weights are put together, by one at a time; kept over an interruption."""
        _check_name(name)
        with lease.alone(self.folder / ".leases" / f"{name}.incoming") as is_alone:
            if not is_alone:
                raise AlreadyArriving(name)
            folder = self.folder / ".incoming" / name
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            yield folder
            with contextlib.suppress(OSError):
                folder.rmdir()  # nothing arrived: leave nothing behind

    def add(self, one: Installed) -> Installed:
        """Take over a verified folder (from `incoming`), or a file that stays in its place.

        Weights of this name that are damaged are replaced; whole ones are left alone.
        """
        _check_name(one.name)
        if self.has(one.name) and not self.get(one.name).damaged:
            raise AlreadyInstalled(one.name)
        home = self.folder / one.name
        arriving = one.folder
        if one.origin is Origin.IN_PLACE:
            arriving = self.folder / ".incoming" / f"{one.name}.note"
            arriving.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write(arriving, one)
        with self._alone(one.name):
            self._set_aside(one.name)
            arriving.rename(home)
        return one if one.origin is Origin.IN_PLACE else replace(one, folder=home)

    def verify(self, name: str, report: Report = silent) -> Installed:
        """Read every byte again, and remember what was found."""
        one = self.get(name)
        count = Counter(one.title, one.bytes, report)
        files, damaged = [], []
        for file in one.files:
            found = hashed(one.folder, file.path, count)
            if found is not None and found.sha256 == file.sha256:
                files.append(found)
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
        with lease.shared(self._lease(name)):
            one = self.get(name)
            if any(_has_changed(one.path(file.path), file) for file in one.files):
                one = self.verify(name)
            if one.damaged:
                raise WeightsDamaged(name, one.damaged)
            yield one

    def complete(self, name: str, made: Path, file: str) -> Installed:
        """Add a file that was made from these weights to them; it is checked like the others."""
        with self._alone(name):
            one = self.get(name)
            made.replace(one.folder / file)
            (one.folder / file).chmod(0o600)
            added = hashed(one.folder, file)
            if added is None:
                raise ChangedMeanwhile(one.folder / file)
            others = tuple(old for old in one.files if old.path != file)
            whole = replace(one, files=(*others, added))
            self._write(self.folder / name, whole)
        return whole

    def remove(self, name: str) -> None:
        """Delete weights; of a file that another program keeps, only our note goes."""
        self.get(name)
        with self._alone(name):
            self._set_aside(name)

    def set_default(self, role: Role, name: str) -> None:
        one = self.get(name)
        if one.role is not role:
            raise WrongRole(name, role)
        if one.damaged:
            raise WeightsDamaged(name, one.damaged)
        chosen = {**self._chosen(), role.value: name}
        self._defaults.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_whole(self._defaults, chosen)

    def default(self, role: Role) -> Installed:
        """The weights that play this role: the owner's choice, else the largest whole ones."""
        candidates = [one for one in self.installed() if one.role is role and not one.damaged]
        if not candidates:
            for one in self.installed():
                if one.role is role:
                    raise WeightsDamaged(one.name, one.damaged)
            raise NoDefaultWeights(role)
        chosen = self._chosen().get(role.value)
        return next(
            (one for one in candidates if one.name == chosen and one.is_ready),
            max(candidates, key=lambda one: (one.is_ready, one.trusted, one.bytes)),
        )

    def _chosen(self) -> dict[str, str]:
        try:
            chosen = json.loads(self._defaults.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return chosen if isinstance(chosen, dict) else {}

    def _lease(self, name: str) -> Path:
        _check_name(name)
        return self.folder / ".leases" / name

    @contextlib.contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        with lease.alone(self._lease(name)) as is_alone:
            if not is_alone:
                raise WeightsInUse(name)
            yield

    def _set_aside(self, name: str) -> None:
        """Take a folder away in one step."""
        home = self.folder / name
        if not home.exists():
            return
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
            one = _installed(row, manifest.parent)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        plain = _is_sound(one) and all(is_plain_path(file.path) for file in one.files)
        if not one.files or not plain or one.name != manifest.parent.name:
            return None
        missing = {file.path for file in one.files if not _is_there(one.path(file.path), file)}
        return replace(one, damaged=tuple(sorted(missing | set(one.damaged))))

    def note(self, one: Installed) -> None:
        """Write the manifest of weights that lie in this store's folder already."""
        self._write(self.folder / one.name, one)

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


def hashed(
    folder: Path, path: str, on_bytes: Callable[[int], None] = lambda _count: None
) -> StoredFile | None:
    """A file with its hash, or None if it is not there or changed while it was read."""
    try:
        before = (folder / path).stat()
        sha256 = sha256_of(folder / path, on_bytes)
        after = (folder / path).stat()
    except FileNotFoundError:
        return None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return None
    return StoredFile(path, before.st_size, sha256, before.st_mtime_ns)


def _check_name(name: str) -> None:
    """Names come from command lines and files; a name that leaves the folder is none."""
    if not NAME.fullmatch(name):
        raise UnknownWeights(name)


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


def _is_sound(one: Installed) -> bool:
    """Whether each field is of its kind: anybody may have edited the manifest."""
    texts: list[object] = [one.name, one.title, one.family, one.quantization, one.licence]
    counts: list[object] = [one.context, one.memory_bytes]
    flag: object = one.trusted
    for file in one.files:
        texts += [file.path, file.sha256]
        counts += [file.bytes, file.changed_ns]
    return (
        all(isinstance(text, str) and "\0" not in text for text in (*texts, *one.damaged))
        and all(type(count) is int for count in counts)
        and isinstance(flag, bool)
        and "\0" not in str(one.folder)
    )


def _has_changed(path: Path, file: StoredFile) -> bool:
    try:
        stat = path.stat()
    except OSError:
        return True
    return (stat.st_size, stat.st_mtime_ns) != (file.bytes, file.changed_ns)


def _is_there(path: Path, file: StoredFile) -> bool:
    """Whether the file is there in its full length, as far as a look can tell."""
    try:
        return path.stat().st_size == file.bytes
    except (OSError, ValueError):  # the second for what is no name at all
        return False


def _write_whole(path: Path, row: dict[str, Any]) -> None:
    """Write so that a reader sees the old file or the new one, never half of it."""
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(row, indent=2, default=str), encoding="utf-8")
    new.replace(path)
