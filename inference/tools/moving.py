"""Moving one file so that nothing is ever overwritten or lost, and seen to be done when it was.

On one disk a file gets its new name before it loses the old one; onto another it is copied under a
name of our own, compared, and only then given its name there. A move that was cut off at any point
is finished by trying it again: a mark says which file it was.
"""

import contextlib
import errno
import hashlib
import os
import stat
from dataclasses import dataclass

from inference.tools.errors import FileInTheWay, FolderNotGranted, NotDone
from inference.tools.folders import FILE_FLAGS, STEPS_ARE_SAFE, Opened, Place
from models.progress import sha256

BLOCK = 1 << 20
NO_LINKS = (errno.EPERM, errno.EMLINK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EACCES)
"what file systems say that know no second names"
TOOL = "move_file"


@dataclass(frozen=True)
class Mark:
    """Which file it is: by its place on the disk, and by its contents where it crosses disks."""

    disk: int
    number: int
    size: int
    changed_ns: int
    sha256: str = ""

    @classmethod
    def of(cls, seen: os.stat_result, sha256: str = "") -> "Mark":
        return cls(seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, sha256)

    def __str__(self) -> str:
        return f"{self.disk}:{self.number}:{self.size}:{self.changed_ns}:{self.sha256}"

    @classmethod
    def read(cls, text: str) -> "Mark":
        """ValueError where it is none."""
        disk, number, size, changed, sha256 = text.split(":")
        return cls(int(disk), int(number), int(size), int(changed), sha256)

    def fits(self, seen: os.stat_result) -> bool:
        """Whether it is the same file, on the same disk."""
        return self.is_same(seen) and self.changed_ns == seen.st_mtime_ns

    def is_same(self, seen: os.stat_result) -> bool:
        found = (seen.st_dev, seen.st_ino, seen.st_size)
        return stat.S_ISREG(seen.st_mode) and found == (self.disk, self.number, self.size)

    @property
    def waiting(self) -> str:
        """What its copy is called until it is whole."""
        return f".tacit-{hashlib.sha256(str(self).encode()).hexdigest()[:16]}.part"


def mark(source: Place, target: Place) -> Mark:
    """Which file this is; its contents are read only if it goes onto another disk."""
    with Opened.at(source.above) as here, Opened.at(target.above) as there:
        seen = here.stat(source.name)
        same_disk = _disk(there, target.above) == seen.st_dev
        return Mark.of(seen, "" if same_disk else _sha256(here, source.name))


def mark_again(source: Place, target: Place, known: Mark) -> Mark:
    """The mark as it is now: a file that was edited since is still the one that is meant."""
    with Opened.at(source.above) as here:
        return known if known.fits(here.stat(source.name)) else mark(source, target)


def move(source: Place, target: Place, known: Mark) -> None:
    """Do it, or finish it. FileInTheWay where another file is at the target."""
    if is_moved(source, target, known):
        with Opened.at(target.above) as there, contextlib.suppress(FileNotFoundError):
            there.unlink(known.waiting)
        return
    with Opened.at(source.above) as here, Opened.at(target.above) as there:
        one = _Move(here, source.name, there, target.name, known)
        try:
            one.run()
        except FileExistsError as error:
            raise FileInTheWay(str(target.path)) from error


def is_moved(source: Place, target: Place, known: Mark) -> bool:
    """Whether this very file is at its target and no longer where it was."""
    try:
        with Opened.at(target.above) as there:
            if not _is(there, target.name, known):
                return False
    except (OSError, FolderNotGranted):
        return False
    try:
        with Opened.at(source.above) as here:
            return not here.has(source.name)
    except FileNotFoundError:
        return True
    except (OSError, FolderNotGranted):
        return False


@dataclass(frozen=True)
class _Move:
    """A move between two folders that are held open."""

    here: Opened
    name: str
    there: Opened
    new: str
    known: Mark

    def run(self) -> None:
        if self.there.has(self.new):
            self._finish()
        elif self._is_one_disk():
            self._link()
        else:
            self._copy()

    def _is_one_disk(self) -> bool:
        return not self.known.sha256

    def _finish(self) -> None:
        """There is something at the target: ours, from a try that was cut off, or another's."""
        source = self.here.stat(self.name)
        target = self.there.stat(self.new)
        is_ours = os.path.samestat(source, target) and self.known.is_same(source)
        if not is_ours and self.there.has(self.known.waiting):
            copy = self.there.stat(self.known.waiting)
            is_ours = os.path.samestat(copy, target) and _is(self.there, self.new, self.known)
        if not is_ours or (self.here.number == self.there.number and self.name == self.new):
            raise FileExistsError
        self._drop_old()

    def _link(self) -> None:
        self._expect(self.here, self.name)
        if not STEPS_ARE_SAFE:
            self.here.rename(self.name, self.there, self.new)
            return
        try:
            self.here.link(self.name, self.there, self.new)
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            self._copy_into(self.new)
            self._drop_old()
            return
        try:
            self._expect(self.there, self.new)
        except NotDone:
            self.there.unlink(self.new)  # something else was put in its place meanwhile
            raise
        self._drop_old()

    def _copy(self) -> None:
        """Onto another disk: whole and compared before it has its name there."""
        waiting = self.known.waiting
        with contextlib.suppress(FileNotFoundError):
            self.there.unlink(waiting)
        self._copy_into(waiting)
        try:
            self.there.link(waiting, self.there, self.new)
        except FileExistsError:
            self.there.unlink(waiting)
            raise
        except OSError as error:
            self.there.unlink(waiting)
            if error.errno not in NO_LINKS:
                raise
            self._copy_into(self.new)
        self._drop_old()

    def _copy_into(self, name: str) -> None:
        """Never over another file; what is not the same afterwards goes away again."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        source = self.here.open(self.name)
        try:
            seen = os.fstat(source)
            if not self.known.fits(seen):
                raise NotDone(TOOL)
            copy = self.there.open(name, flags | getattr(os, "O_BINARY", 0))
            try:
                wanted = _pour(source, copy)
                os.fchmod(copy, stat.S_IMODE(seen.st_mode) & 0o777)
                os.utime(copy, ns=(seen.st_atime_ns, seen.st_mtime_ns))
                os.fsync(copy)
            except BaseException:
                self.there.unlink(name)
                raise
            finally:
                os.close(copy)
        finally:
            os.close(source)
        if _sha256(self.there, name) != wanted or self.known.sha256 not in ("", wanted):
            self.there.unlink(name)
            raise NotDone(TOOL)

    def _drop_old(self) -> None:
        """Only now is the old name given up, and only if it is still this file's."""
        self.there.keep()
        self._expect(self.here, self.name)
        self.here.unlink(self.name)
        self.here.keep()
        self._tidy()

    def _tidy(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self.there.unlink(self.known.waiting)

    def _expect(self, folder: Opened, name: str) -> None:
        if not self.known.fits(folder.stat(name)):
            raise NotDone(TOOL)


def _is(folder: Opened, name: str, known: Mark) -> bool:
    """Whether a name stands for the file that is known, here or as its copy."""
    try:
        seen = folder.stat(name)
    except FileNotFoundError:
        return False
    if known.fits(seen):
        return True
    if not known.sha256 or seen.st_size != known.size or not stat.S_ISREG(seen.st_mode):
        return False
    return _sha256(folder, name) == known.sha256


def _disk(folder: Opened, place: Place) -> int:
    if folder.number is not None:
        return os.fstat(folder.number).st_dev
    return place.path.stat().st_dev


def _sha256(folder: Opened, name: str) -> str:
    number = folder.open(name, FILE_FLAGS)
    with os.fdopen(number, "rb") as file:
        return hashlib.file_digest(file, sha256).hexdigest()


def _pour(source: int, copy: int) -> str:
    """Copy all of it; the hash of what was read."""
    digest = sha256()
    while block := os.read(source, BLOCK):
        digest.update(block)
        left = memoryview(block)
        while left:
            left = left[os.write(copy, left) :]
    return digest.hexdigest()
