"""Watched folders: what is new in them, and reading it, in small steps that may end at any moment.

What is in the vault is the only memory of how far it has come: a file and its document are written
together, so after any stop the next look finds exactly what is left. Nothing linked is followed, so
there are no loops; another disk below a folder is not entered; what is hidden, made by programs for
themselves or still being written is passed over.
"""

import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from desktop import library
from desktop.library import Outcome, Way, stamp_of
from desktop.reading_cards import READING_CARDS
from inference import errors
from inference.engines.protocols import Stopped, never
from inference.errors import CalledOff, FileUnread
from inference.reading.series import Series
from inference.tools.errors import ValueRefused
from vault import audit, forget, watched
from vault.connection import WriteConn
from vault.vault import Vault
from vault.watched import File, Folder, FolderState, Stamp

MOST_FILES = 20_000
DEEPEST = 40
SETTLES_NS = 2_000_000_000
"a file that was written within this may still be written to"
KEPT_FOR = timedelta(days=1)
"after its file is gone, a document is kept even where it is to go with it: disks come back"
STARTS = (".", "~$", "#")
ENDS = ("~", ".tmp", ".temp", ".swp", ".part", ".partial", ".crdownload", ".download", ".lock")
PROGRAMS = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "$RECYCLE.BIN"})
CACHE = "CACHEDIR.TAG"
"what programs put into folders that hold nothing worth keeping"
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Look:
    """What lies in a folder and below it."""

    files: dict[str, Stamp]
    folders: tuple[str, ...] = ()
    left_out: int = 0
    "files and folders that could not be looked at, or were too many"
    is_there: bool = True


@dataclass(frozen=True)
class News:
    """What is different in a folder since it was last looked at."""

    folder: Folder
    look: Look
    changed: tuple[Path, ...] = ()
    gone: tuple[str, ...] = ()
    adopted: tuple[str, ...] = ()
    "known from elsewhere, and as they were"
    is_away: bool = False
    unsettled: tuple[str, ...] = ()
    "files that are being written now"


@dataclass(frozen=True)
class Tally:
    """What a round has done so far."""

    of: int = 0
    done: int = 0
    read: int = 0
    changed: int = 0
    unread: int = 0
    gone: int = 0
    forgotten: int = 0
    unsettled: int = 0
    name: str = ""
    "the file that was taken last"

    @property
    def has_changed(self) -> bool:
        return bool(self.read or self.changed or self.gone or self.forgotten)


def watch(
    conn: WriteConn, path: Path, now: datetime, *, forgets: bool = False, own: Path | None = None
) -> int:
    """Follow a folder from now on; `own` is Tacit's folder, which holds nothing to read."""
    real = path.expanduser().resolve()
    is_own = own is not None and (real == own or own in real.parents or real in own.parents)
    if not real.is_dir() or real == Path(real.anchor) or is_own:
        raise ValueRefused("folder", "a folder that is there, neither a whole disk nor Tacit’s own")
    with conn.transaction():
        number = watched.watch(conn, str(real), now, forgets=forgets)
        audit.note(conn, "folder watched", {"folder": str(real)}, now)
    return number


def unwatch(conn: WriteConn, number: int, now: datetime) -> None:
    """Follow it no more; the documents out of it stay."""
    with conn.transaction():
        path = watched.folder(conn, number).path
        watched.unwatch(conn, number)
        audit.note(conn, "folder no longer watched", {"folder": path}, now)


def look(root: Path, stopped: Stopped = never) -> Look:
    """Everything in a folder that a person may have put there."""
    files: dict[str, Stamp] = {}
    folders: list[str] = []
    left_out = 0
    try:
        device = root.stat().st_dev
    except OSError:
        return Look({}, is_there=False)
    waiting = [(str(root), 0)]
    while waiting and not stopped():
        folder, depth = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda one: one.name, reverse=True)
        except OSError:
            left_out += 1
            continue
        if depth and any(one.name == CACHE for one in entries):
            continue
        folders.append(folder)
        for entry in entries:
            seen = _seen(entry, device)
            if isinstance(seen, Stamp) and len(files) < MOST_FILES:
                files[entry.path] = seen
            elif seen == "folder" and depth < DEEPEST:
                waiting.append((entry.path, depth + 1))
            elif seen != "nothing":
                left_out += 1
    return Look(files, tuple(folders), left_out)


def _seen(entry: "os.DirEntry[str]", device: int) -> Stamp | str:
    """A file’s stamp, or a word: a folder to go into, nothing of ours, or something in the way."""
    if entry.name.startswith(STARTS) or entry.name.lower().endswith(ENDS):
        return "nothing"
    try:
        entry.name.encode()
        if entry.is_symlink():
            return "nothing"
        found = entry.stat(follow_symlinks=False)
        if entry.is_dir(follow_symlinks=False):
            is_ours = entry.name not in PROGRAMS and found.st_dev in (device, 0)
            return "folder" if is_ours else "nothing"
        return stamp_of(found) if entry.is_file(follow_symlinks=False) else "nothing"
    except (OSError, UnicodeEncodeError):  # no right to look, or a name that is no text
        return "closed"


def news(conn: WriteConn, folder: Folder, now_ns: int, stopped: Stopped = never) -> News:
    """Compare a folder with what is known of it."""
    seen = look(Path(folder.path), stopped)
    known = watched.below(conn, folder.id, folder.path)
    here = [one for one in known.values() if one.folder == folder.id and one.gone is None]
    if stopped() or not seen.is_there or (here and not seen.files and not seen.left_out):
        return News(folder, seen, is_away=True)
    marks = watched.forgotten(conn)
    changed, adopted, unsettled = list[Path](), list[str](), list[str]()
    for path, stamp in seen.files.items():
        before = known.get(path)
        if before is not None and before.gone is None and before.stamp == stamp:
            if before.folder is None:
                adopted.append(path)
            continue
        if before is None and watched.mark(path) in marks:
            continue
        if 0 <= now_ns - stamp.changed_ns < SETTLES_NS:
            unsettled.append(path)
            continue
        changed.append(Path(path))
    gone = [one.path for one in here if one.path not in seen.files and _is_gone(one.path)]
    return News(
        folder, seen, tuple(changed), tuple(gone), tuple(adopted), unsettled=tuple(unsettled)
    )


def _is_gone(path: str) -> bool:
    """Really: what cannot be looked at, or was left out, is not gone."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


class Round:
    """One look at all watched folders, and the reading of what is new, a step at a time.

    Steps may run on different threads, one after the other.
    """

    def __init__(self, vault: Vault, clock: Clock, *, only: int | None = None) -> None:
        self._vault, self._clock, self._only = vault, clock, only
        self._series = Series()
        self._way = Way(series=self._series)
        self._waiting: deque[tuple[int, Path]] = deque()
        self._gone: deque[tuple[int, str]] = deque()
        self._forgetting: deque[int] = deque()
        self.tally = Tally()
        self.has_folders = False
        self.folders: tuple[str, ...] = ()
        "every folder that was looked into"
        self.recent: tuple[str, ...] = ()
        "the files that were written last"
        self.unsettled = frozenset[str]()
        "those that are being written now"

    def look(self, stopped: Stopped = never) -> None:
        """Find out what there is to do; nothing is read."""
        with self._vault.writer() as conn:
            keeps = library.keeps_originals(conn)
            self._way = replace(self._way, keeps_originals=keeps)
            every = watched.folders(conn)
            self.has_folders = bool(every)
            looked = [
                self._looked_at(conn, folder, stopped)
                for folder in every
                if self._only in (None, folder.id) and not stopped()
            ]
        self.folders = tuple(one for found in looked for one in found.look.folders)
        stamps = {
            path: one.changed_ns for found in looked for path, one in found.look.files.items()
        }
        self.recent = tuple(sorted(stamps, key=stamps.__getitem__, reverse=True)[:RECENT])
        self.unsettled = frozenset(path for one in looked for path in one.unsettled)
        self.tally = Tally(len(self._waiting), unsettled=len(self.unsettled))

    def step(self, seconds: float, stopped: Stopped = never) -> bool:
        """Work for about so long, at least on one thing; whether something is left."""
        until = time.monotonic() + seconds
        way = replace(self._way, stopped=stopped)
        with self._vault.writer() as conn:
            while not stopped() and self._one(conn, way):
                if time.monotonic() >= until:
                    break
        return bool(self._waiting or self._gone or self._forgetting)

    def outcomes(self) -> Iterator[Outcome]:
        """All that is left, file by file, for those who wait for it."""
        with self._vault.writer() as conn:
            while self._waiting:
                if (outcome := self._next_file(conn, self._way)) is not None:
                    yield outcome
            while self._one(conn, self._way):
                pass

    def close(self) -> None:
        self._series.close()

    def _looked_at(self, conn: WriteConn, folder: Folder, stopped: Stopped) -> News:
        found = news(conn, folder, time.time_ns(), stopped)
        if stopped():
            return found
        with conn.transaction():
            for path in found.adopted:
                watched.adopt(conn, path, folder.id)
            state = FolderState.AWAY if found.is_away else FolderState.HERE
            watched.looked(conn, folder.id, state, found.look.left_out, self._clock())
        self._waiting.extend((folder.id, path) for path in found.changed)
        self._gone.extend((folder.id, path) for path in found.gone)
        if not found.is_away and folder.forgets:
            self._forgetting.append(folder.id)
        return found

    def _one(self, conn: WriteConn, way: Way) -> bool:
        """The next thing; files first, so that what only moved is not taken for gone."""
        if self._waiting:
            self._next_file(conn, way)
        elif self._gone:
            self._note_gone(conn, self._gone.popleft()[1])
        elif self._forgetting:
            self._forget_gone(conn, self._forgetting.popleft())
        else:
            return False
        return True

    def _next_file(self, conn: WriteConn, way: Way) -> Outcome | None:
        """None where its folder is followed no more since it was looked at."""
        folder, path = self._waiting.popleft()
        if not watched.is_followed(conn, folder):
            self.tally = replace(self.tally, of=self.tally.of - 1)
            return None
        before = self.tally
        outcome = taken(conn, path, self._clock(), replace(way, folder=folder))
        if isinstance(outcome.error, CalledOff):
            self._waiting.appendleft((folder, path))  # it was asked to stop, not refused
            return outcome
        is_new = outcome.document is not None and not outcome.was_known
        self.tally = replace(
            before, done=before.done + 1, name=path.name,
            read=before.read + (is_new and not outcome.is_newer),
            changed=before.changed + outcome.is_newer,
            unread=before.unread + (outcome.error is not None),
        )  # fmt: skip
        return outcome

    def _note_gone(self, conn: WriteConn, path: str) -> None:
        known = watched.file(conn, path)
        if known is not None and known.gone is None and _is_gone(path):
            with conn.transaction():
                watched.note_gone(conn, path, self._clock())
            gone = self.tally.gone + (known.item is not None)
            self.tally = replace(self.tally, gone=gone)

    def _forget_gone(self, conn: WriteConn, folder: int) -> None:
        """As the owner chose for this folder, not at once, and none whose file is back."""
        numbers = [
            one for one in watched.long_gone(conn, folder, self._clock() - KEPT_FOR)
            if all(_is_gone(file.path) for file in watched.of_document(conn, one))
        ]  # fmt: skip
        if not numbers:
            return
        with conn.transaction():
            watched.let_go(conn, numbers)
            forget.forget_within(conn, numbers, self._clock())
        forget.scrub(conn)
        self.tally = replace(self.tally, forgotten=self.tally.forgotten + len(numbers))


RECENT = 200
"files of all folders, which are watched one by one: what is edited is edited again"


def taken(conn: WriteConn, path: Path, now: datetime, way: Way) -> Outcome:
    """Read a file of a watched folder; what cannot be read is noted, and tried again when changed.

    A document whose file cannot be read any more keeps what it said.
    """
    try:
        stamp = stamp_of(path.lstat())
    except OSError as error:
        return Outcome(path, error=error)
    if watched.is_forgotten(conn, library.written(path)):  # while it waited for its turn
        return Outcome(path)
    outcome = library.take_into(conn, path, now, way)
    if isinstance(outcome.error, FileUnread):
        place = library.written(path)
        before = watched.file(conn, place)
        item = before.item if before is not None else None
        sha256 = before.sha256 if before is not None else ""
        with conn.transaction():
            watched.put(
                conn,
                File(place, item, way.folder, sha256, stamp, as_trouble(outcome.error), None),
            )
    return outcome


def as_trouble(error: FileUnread) -> str:
    return json.dumps(errors.as_row(error), ensure_ascii=False)


def trouble(file: File) -> FileUnread:
    """The error that kept a file from being read, as it was noted."""
    try:
        row = json.loads(file.trouble)
        kinds = {one.__name__: one for one in READING_CARDS if issubclass(one, FileUnread)}
        return kinds[row["error"]](*row["args"])
    except (ValueError, KeyError, TypeError):
        return FileUnread(Path(file.path).name)
