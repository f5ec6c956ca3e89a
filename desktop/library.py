"""Taking the owner's files into the vault: read in a process of its own, kept, made findable.

For the command line, the window and watched folders. One file that cannot be read stops no other.
A file that was read before and says something else now is a new version of its document; one with
the same bytes in another place is the same document.
"""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from desktop.reading_cards import missing
from inference import preferences
from inference.engines.protocols import Embedder, Stopped, never
from inference.errors import (
    FileTooBig,
    InferenceError,
    IsRecording,
    KindUnsupported,
    NothingReadable,
)
from inference.reading import library
from inference.reading.document import Document, Limits
from inference.reading.kinds import HEAD_BYTES, is_recording
from inference.reading.library import Taken
from inference.reading.series import Series
from models.errors import NoSuchPath
from vault import audit, documents, embedding, watched
from vault.connection import ReadConn, WriteConn
from vault.vault import Vault
from vault.watched import File, Stamp

MOST_FILES = 5_000
"of one folder; more is a disk, not a pile of papers"
USUAL = Limits()
RECOGNIZING = replace(USUAL, recognize=True, seconds=1_800)
"for pages that are pictures, at seconds for each"
PICTURES = ("no text", "garbled")
"why pages are looked at as pictures, where there is time for it"
HEARD_BYTES = 1 << 30
"of a recording, which is long before it says much"
Report = Callable[[int, int], None]
Hear = Callable[[bytes, str, Report, Stopped], Document]
"makes a document of what is said in a recording"


def _nobody(_done: int, _of: int) -> None:
    """Nobody wants to know how far it has come."""


@dataclass(frozen=True)
class Way:
    """How files are to be taken in."""

    keeps_originals: bool = False
    password: str | None = None
    report: Report = _nobody
    stopped: Stopped = never
    series: Series | None = None
    "what reads, where many files come one after the other"
    folder: int | None = None
    "the watched folder that the file was found in; None where the owner brings it"
    hear: Hear | None = None
    "for recordings; without it they are left out"


@dataclass(frozen=True)
class Outcome:
    """What became of one file; neither a document nor an error where it was forgotten before."""

    path: Path
    document: int | None = None
    was_known: bool = False
    "the same bytes were there already"
    is_newer: bool = False
    "its document said something else before"
    missing: tuple[str, ...] = field(default=())
    "what is in the file and not in the text, in sentences"
    alike: str = ""
    "the title of a document that says nearly the same"
    error: Exception | None = None


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Every file that is meant: those of folders too, but nothing hidden and nothing linked."""
    left = MOST_FILES
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - says no where Path raises
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            for name in sorted(names):
                one = Path(folder, name)
                if name.startswith(".") or one.is_symlink():
                    continue
                if left == 0:
                    return
                left -= 1
                yield one


def take_in(vault: Vault, path: Path, now: datetime, way: Way = Way()) -> Outcome:
    """Read one file and keep it; what keeps it out is in the outcome."""
    with vault.writer() as conn:
        return take_into(conn, path, now, way)


def take_into(conn: WriteConn, path: Path, now: datetime, way: Way = Way()) -> Outcome:
    """The same on a connection that is open; the file is read outside of any transaction."""
    try:
        place = _resolved(path)
        stamp, contents = _read(place, hears=way.hear is not None)
        return _Taking(conn, place, now, way).take(stamp, contents)
    except (InferenceError, NoSuchPath, OSError) as error:
        return Outcome(path, error=error)


def take_bytes(
    vault: Vault, pasted: tuple[bytes, str, str], now: datetime, way: Way = Way()
) -> Outcome:
    """The same with what lies nowhere: its bytes, a name to tell its kind by, and its title."""
    contents, name, title = pasted
    try:
        with vault.writer() as conn:
            taking = _Taking(conn, None, now, way)
            return taking.take(Stamp(len(contents), 0), contents, Named(name, title))
    except (InferenceError, OSError) as error:
        return Outcome(Path(name), error=error)


def learn_meaning(vault: Vault, embedder: Embedder, report: Report = _nobody) -> int:
    """Make what is new findable by its meaning, too; how many passages that were."""
    with vault.writer() as conn:
        return embedding.catch_up(conn, embedder, report=report)


def file_of(conn: ReadConn, number: int) -> tuple[str, bytes]:
    """The file of a document, out of the vault or from where it lies; its name, and its bytes."""
    kept = documents.original(conn, number)
    place = Path(documents.get(conn, number).source.ref)
    if kept is not None:
        return place.name or "original", kept
    here = [Path(one.path) for one in watched.of_document(conn, number) if one.gone is None]
    path = here[0] if here else place
    return path.name, _read(path)[1]


def save_copy(contents: bytes, path: Path) -> None:
    """Write a file that is kept in the vault to where the owner wants it; over nothing."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(contents)


def save_over(contents: bytes, path: Path) -> None:
    """The same where the owner was asked about what lies there already."""
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    save_copy(contents, aside)
    aside.replace(path)


def keeps_originals(conn: ReadConn) -> bool:
    """As the owner chose for all documents."""
    return preferences.value(conn, "documents.keep_originals") is True


def stamp_of(found: os.stat_result) -> Stamp:
    return Stamp(found.st_size, found.st_mtime_ns)


def written(path: Path) -> str:
    """A path as text; a name that is no text in any encoding is still shown."""
    return os.fsencode(path).decode("utf-8", "replace")


def _resolved(path: Path) -> Path:
    """Where it really lies; links that lead to each other lead nowhere."""
    try:
        return path.resolve()
    except (RuntimeError, OSError) as error:
        raise NoSuchPath(path) from error


def _read(path: Path, *, hears: bool = False) -> tuple[Stamp, bytes]:
    """The file's bytes, and its stamp from before: what is written meanwhile counts as new."""
    name = written(Path(path.name))
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise NoSuchPath(path) from error
    if stat.S_ISDIR(found.st_mode):
        raise NoSuchPath(path)
    if not stat.S_ISREG(found.st_mode):  # a pipe would never end, and some never begin
        raise KindUnsupported(name, "no file")
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if is_recording(head) and not hears:
            raise IsRecording(name)
        most = HEARD_BYTES if is_recording(head) else USUAL.file_bytes
        if found.st_size > most:
            raise FileTooBig(name, found.st_size, most)
        return stamp_of(found), head + file.read(most)


def _can_be_kept(contents: bytes) -> bool:
    """A recording may be longer than what goes into the vault."""
    return len(contents) <= USUAL.file_bytes


@dataclass(frozen=True)
class Named:
    """What lies nowhere is called something all the same."""

    name: str
    title: str = ""


class _Taking:
    """One file on its way into the vault, or what lies in none."""

    def __init__(self, conn: WriteConn, path: Path | None, now: datetime, way: Way) -> None:
        self._conn, self._now, self._way = conn, now, way
        self._path = path or Path()
        self._place = written(path) if path is not None else ""

    def take(self, stamp: Stamp, contents: bytes, named: Named | None = None) -> Outcome:
        keeps = self._way.keeps_originals and _can_be_kept(contents)
        taken = Taken.of(self._place, contents, keeps=keeps)
        if (known := self._known(taken, stamp) or self._forgotten(taken)) is not None:
            return known
        document = self._document(contents, named or Named(written(Path(self._path.name))))
        with self._conn.transaction():
            # Somebody else may have read the same file meanwhile, or the owner forgotten it.
            return (
                self._known(taken, stamp)
                or self._forgotten(taken)
                or self._kept(document, taken, stamp, contents)
            )

    def _known(self, taken: Taken, stamp: Stamp) -> Outcome | None:
        """Where these bytes are here already: this is one more place of them, or the new one."""
        number = library.known(self._conn, taken)
        if number is None:
            return None
        with self._conn.transaction():
            if self._place:
                self._leave_old_places(number)
            self._note(number, taken, stamp)
            if taken.original is not None:
                documents.keep_original(self._conn, number, taken.original)
        return Outcome(self._path, number, was_known=True)

    def _forgotten(self, taken: Taken) -> Outcome | None:
        """What was forgotten comes back by the owner's hand only, not by a look at a folder."""
        if self._way.folder is None:
            return None
        if not watched.is_forgotten(self._conn, self._place, taken.sha256):
            return None
        with self._conn.transaction():
            watched.stays_away(self._conn, self._place)
        return Outcome(self._path)

    def _document(self, contents: bytes, named: Named) -> Document:
        read = self._read(contents, named.name)
        return replace(read, title=named.title) if named.title else read

    def _read(self, contents: bytes, name: str) -> Document:
        way = self._way
        if way.hear is not None and is_recording(contents[:HEAD_BYTES]):
            return way.hear(contents, name, way.report, way.stopped)
        try:
            found = self._read_by(way.series, contents, name)
        except NothingReadable as error:
            if not error.pages or way.folder is not None:
                raise
            return self._recognized(contents, name)
        is_wanted = way.folder is None and any(gap.reason in PICTURES for gap in found.gaps)
        return self._recognized(contents, name) if is_wanted else found

    def _recognized(self, contents: bytes, name: str) -> Document:
        """What the owner brings is worth the time that the text in pictures takes."""
        with Series(RECOGNIZING) as series:
            try:
                return self._read_by(series, contents, name)
            except NothingReadable as error:
                raise NothingReadable(name) from error  # pictures without a letter in them

    def _read_by(self, series: Series | None, contents: bytes, name: str) -> Document:
        way = self._way
        reads = {"password": way.password, "report": way.report, "stopped": way.stopped}
        if series is not None:
            return series.read(contents, name, **reads)  # type: ignore[arg-type]
        with Series() as own:
            return own.read(contents, name, **reads)  # type: ignore[arg-type]

    def _kept(self, document: Document, taken: Taken, stamp: Stamp, contents: bytes) -> Outcome:
        number = self._of_this_file()
        is_newer = number is not None
        if number is None:
            number = library.put(self._conn, document, taken, self._now)
        else:
            if documents.get(self._conn, number).has_original and _can_be_kept(contents):
                taken = replace(taken, original=contents)  # its file was kept once: it stays so
            library.renew(self._conn, number, document, taken, self._now)
        self._note(number, taken, stamp)
        what = "document changed" if is_newer else "document added"
        audit.note(self._conn, what, {"pages": document.page_count}, self._now, [number])
        alike = documents.get(self._conn, number).alike
        return Outcome(
            self._path, number, is_newer=is_newer,
            missing=tuple(missing(document, len(document.pages))),
            alike=documents.get(self._conn, alike).title if alike is not None else "",
        )  # fmt: skip

    def _of_this_file(self) -> int | None:
        """The document whose only file this is; a copy of it elsewhere stays what it was."""
        before = watched.file(self._conn, self._place)
        if before is None or before.item is None:
            return None
        places = [one for one in watched.of_document(self._conn, before.item) if one.gone is None]
        return before.item if [one.path for one in places] in ([], [self._place]) else None

    def _leave_old_places(self, number: int) -> None:
        """A file that moved is where it is now, and no more where it was."""
        left = [
            one.path for one in watched.of_document(self._conn, number)
            if one.path != self._place and not os.path.lexists(one.path)
        ]  # fmt: skip
        watched.drop(self._conn, left)
        kept = documents.get(self._conn, number).source.ref
        if kept in left or (kept and not os.path.lexists(kept)):
            documents.move(self._conn, number, self._place)

    def _note(self, number: int, taken: Taken, stamp: Stamp) -> None:
        folder = self._way.folder
        if not self._place:
            return
        if folder is None:
            watched.welcome(self._conn, self._place, taken.sha256)
        file = File(self._place, number, folder, taken.sha256, stamp, "", None)
        watched.put(self._conn, file)
