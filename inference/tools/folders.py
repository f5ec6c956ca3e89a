"""What lies in the folders that the owner granted, and nothing beyond them.

Every step down is taken from the folder before it and never through a symbolic link, so that a link
put in the way meanwhile leads nowhere. Where the system knows no such steps (Windows), paths are
resolved and compared instead.
"""

import contextlib
import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from inference.tools.errors import FolderNotGranted

STEPS_ARE_SAFE = (
    hasattr(os, "O_NOFOLLOW") and os.open in os.supports_dir_fd and os.link in os.supports_dir_fd
)
DEEPEST = 12
MOST_ENTRIES = 50_000
"looked at in one search; what comes after is not found"
LONGEST_PATH = 4_000
FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
FILE_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
HIDDEN = 2
"Windows’ mark of a hidden file"


@dataclass(frozen=True)
class Place:
    """A path inside a granted folder; whether something is there is another question."""

    folder: Path
    parts: tuple[str, ...]

    @property
    def path(self) -> Path:
        return self.folder.joinpath(*self.parts)

    @property
    def name(self) -> str:
        return self.parts[-1] if self.parts else self.folder.name

    @property
    def above(self) -> "Place":
        return Place(self.folder, self.parts[:-1])

    @property
    def shown(self) -> str:
        """With the name of the granted folder in front."""
        return "/".join((self.folder.name, *self.parts))

    def under(self, *parts: str) -> "Place":
        return Place(self.folder, (*self.parts, *parts))


@dataclass(frozen=True)
class Found:
    """A file or folder that a search came by."""

    place: Place
    is_folder: bool
    size: int
    changed_ns: int


class Opened:
    """A folder held open: what is done in it is done in this one, wherever its path leads now."""

    def __init__(self, place: Place, number: int | None) -> None:
        self.place, self.number = place, number

    @classmethod
    def at(cls, place: Place) -> Self:
        """FolderNotGranted where a link is in the way; FileNotFoundError where nothing is."""
        if not STEPS_ARE_SAFE:
            _resolved(place)
            return cls(place, None)
        number = _step(place, place.folder, None)
        for part in place.parts:
            try:
                below = _step(place, part, number)
            finally:
                os.close(number)
            number = below
        return cls(place, number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.number is not None:
            os.close(self.number)

    def stat(self, name: str) -> os.stat_result:
        return os.stat(self.named(name), dir_fd=self.number, follow_symlinks=False)

    def has(self, name: str) -> bool:
        try:
            self.stat(name)
        except FileNotFoundError:
            return False
        return True

    def open(self, name: str, flags: int = FILE_FLAGS, mode: int = 0o600) -> int:
        try:
            return os.open(self.named(name), flags, mode, dir_fd=self.number)
        except OSError as error:
            if stat.S_ISLNK(self.stat(name).st_mode):
                raise FolderNotGranted(str(self.place.path / name)) from error
            raise

    def link(self, name: str, other: "Opened", new: str) -> None:
        """A second name for a file; never over another, and never for what a link points to."""
        if not STEPS_ARE_SAFE:
            self.rename(name, other, new)
            return
        os.link(
            self.named(name), other.named(new), src_dir_fd=self.number,
            dst_dir_fd=other.number, follow_symlinks=False,
        )  # fmt: skip

    def rename(self, name: str, other: "Opened", new: str) -> None:
        """For Windows, which refuses to rename over another file; nowhere else is this used."""
        os.rename(self.named(name), other.named(new))  # noqa: PTH104 - names, and no paths

    def unlink(self, name: str) -> None:
        os.unlink(self.named(name), dir_fd=self.number)

    def keep(self) -> None:
        """Have the names in this folder on the disk."""
        if self.number is not None:
            with contextlib.suppress(OSError):  # some file systems know no such thing
                os.fsync(self.number)

    def entries(self) -> Iterator["os.DirEntry[str]"]:
        where: int | Path = self.place.path if self.number is None else self.number
        with os.scandir(where) as listing:
            yield from listing

    def named(self, name: str) -> str:
        """A name as the system wants it here; one that leads elsewhere is a bug."""
        if name in ("", ".", "..") or "/" in name or "\0" in name:
            raise FolderNotGranted(name)
        return name if self.number is not None else str(self.place.path / name)


def _step(place: Place, part: Path | str, above: int | None) -> int:
    try:
        return os.open(part, FOLDER_FLAGS, dir_fd=above)
    except OSError as error:
        with contextlib.suppress(OSError):
            if stat.S_ISLNK(os.stat(part, dir_fd=above, follow_symlinks=False).st_mode):
                raise FolderNotGranted(str(place.path)) from error
        raise


def _resolved(place: Place) -> None:
    real = place.path.resolve(strict=True)
    if not real.is_relative_to(place.folder.resolve(strict=True)):
        raise FolderNotGranted(str(place.path))


def places(folders: Sequence[Path], text: str) -> list[Place]:
    """Where a path may be meant: inside which granted folders. It need not be there.

    FolderNotGranted where it leads out of all of them, in whatever way.
    """
    if not folders or len(text) > LONGEST_PATH or not is_plain(text):
        raise FolderNotGranted(text)
    if text.startswith(("~/", "~\\")):
        text = str(Path.home()) + text[1:]
    path = Path(text)
    if ".." in path.parts:
        raise FolderNotGranted(text)
    inside = [folder for folder in folders if path.is_relative_to(folder)]
    if path.is_absolute() and inside:
        found = [Place(inside[0], path.relative_to(inside[0]).parts)]
    elif path.drive or path.root:
        raise FolderNotGranted(text)
    else:
        found = _below(folders, path.parts)
    if any(is_hidden(part) for one in found for part in one.parts):
        raise FolderNotGranted(text)
    return found


def _below(folders: Sequence[Path], parts: tuple[str, ...]) -> list[Place]:
    """Papers/tax.pdf may begin with the name of the granted folder itself, or below it."""
    named = [one for one in folders if parts and parts[0].casefold() == one.name.casefold()]
    return [
        *(Place(folder, parts) for folder in folders),
        *(Place(folder, parts[1:]) for folder in named),
    ]


def is_plain(text: str) -> bool:
    """Whether a name is without signs that are not seen or that turn the reading direction."""
    return not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in text)


def is_hidden(name: str, seen: os.stat_result | None = None) -> bool:
    marks = getattr(seen, "st_file_attributes", 0)
    return name.startswith(".") or bool(marks & HIDDEN)


def walk(folders: Sequence[Path]) -> Iterator[Found]:
    """Everything that can be seen in the granted folders, level by level, within bounds."""
    waiting = [Place(folder, ()) for folder in folders]
    left = MOST_ENTRIES
    while waiting and left > 0:
        place = waiting.pop(0)
        for found in _listed(place, left):
            left -= 1
            if is_plain(found.place.name):
                yield found
            if found.is_folder and len(found.place.parts) < DEEPEST:
                waiting.append(found.place)


def _listed(place: Place, most: int) -> list[Found]:
    """What lies in one folder; nothing where it cannot be looked into."""
    found: list[Found] = []
    try:
        with Opened.at(place) as opened:
            for entry in opened.entries():
                if len(found) >= most:
                    break
                one = _seen(place, entry)
                if one is not None:
                    found.append(one)
    except (OSError, FolderNotGranted):
        return found
    return found


def _seen(place: Place, entry: "os.DirEntry[str]") -> Found | None:
    try:
        seen = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    is_folder = stat.S_ISDIR(seen.st_mode)
    if is_hidden(entry.name, seen) or not (is_folder or stat.S_ISREG(seen.st_mode)):
        return None
    return Found(place.under(entry.name), is_folder, seen.st_size, seen.st_mtime_ns)
