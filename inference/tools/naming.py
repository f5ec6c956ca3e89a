"""Which file or folder is meant: a path inside the granted folders, or words of its name.

What fits is compared as it is written, case aside: letters that only look alike do not fit. Several
that fit are asked about, and none is an error, never a guess.
"""

import fnmatch
import stat
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from inference.tools.base import Desk
from inference.tools.errors import FolderNotGranted, NothingLikeThat, WhichOne
from inference.tools.folders import Found, Opened, Place, places, walk

MOST_CHOICES = 9
FILLERS = frozenset(
    "a an the my our that this file files document documents called named please of in on at "  # noqa: SIM905
    "folder folders from with all any".split()
)
KINDS = {
    "pdf": ("pdf",), "pdfs": ("pdf",),
    **dict.fromkeys(
        ("photo", "photos", "picture", "pictures", "image", "images", "screenshot"),
        ("jpg", "jpeg", "png", "gif", "webp", "heic", "tif", "tiff", "bmp"),
    ),
    **dict.fromkeys(("spreadsheet", "spreadsheets", "excel"), ("xlsx", "xls", "ods", "csv")),
    **dict.fromkeys(("presentation", "presentations", "slides"), ("pptx", "ppt", "odp", "key")),
    **dict.fromkeys(("word",), ("docx", "doc", "odt")),
    **dict.fromkeys(("text", "texts"), ("txt", "md", "rst", "text")),
    **dict.fromkeys(("video", "videos"), ("mp4", "mov", "mkv", "avi", "webm")),
    **dict.fromkeys(("recording", "recordings", "audio"), ("wav", "mp3", "m4a", "ogg", "flac")),
}  # fmt: skip


def is_like_path(words: str) -> bool:
    return "/" in words or "\\" in words or words.startswith("~")


def the_folder(desk: Desk, source: Place, words: str) -> Place | None:
    """A folder by its name: beside the file first, then anywhere."""
    name = _folded(" ".join(word for word in words.split() if word.lower() not in FILLERS))
    if not name:
        return None
    roots = [Place(folder, ()) for folder in desk.folders]
    known = [*roots, *(one.place for one in walk(desk.folders) if one.is_folder)]
    found = [one for one in known if _folded(one.name) == name]
    near = [one for one in found if one.above.path == source.above.path]
    return only("folder", words, distinct(near or found)) if found else None


def the_file(desk: Desk, words: str) -> Place:
    """The file that is meant: a path, or words of its name."""
    if not desk.folders:
        raise FolderNotGranted(words)
    there = distinct(one for one in places(desk.folders, words) if is_file(one))
    if there:
        return only("file", words, there)
    if is_like_path(words):
        raise NothingLikeThat("file", words)
    found = [one.place for one in matching(desk, words)]
    exact = [one for one in found if _folded(one.name) == _folded(words.strip())]
    if not found:
        raise NothingLikeThat("file", words)
    return only("file", words, exact or found)


def exact(desk: Desk, path: str) -> Place:
    if not Path(path).is_absolute():
        raise FolderNotGranted(path)
    return places(desk.folders, path)[0]


def only(kind: str, words: str, found: list[Place]) -> Place:
    if len(found) == 1:
        return found[0]
    choices = tuple((number, one.shown) for number, one in enumerate(found[:MOST_CHOICES], 1))
    raise WhichOne(kind, words, choices)


def distinct(found: Iterable[Place]) -> list[Place]:
    return list({one.path: one for one in found}.values())


def is_file(place: Place) -> bool:
    return bool(place.parts) and _is(place, stat.S_ISREG)


def is_folder(place: Place) -> bool:
    return not place.parts or _is(place, stat.S_ISDIR)


def _is(place: Place, kind: Callable[[int], bool]) -> bool:
    """Whether something of a kind is there; FolderNotGranted where a link is."""
    try:
        with Opened.at(place.above) as folder:
            mode = folder.stat(place.name).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    if stat.S_ISLNK(mode):
        raise FolderNotGranted(str(place.path))
    return kind(mode)


def matching(desk: Desk, words: str) -> list[Found]:
    """By every word, the newest first."""
    wanted = [word for word in _folded(words).split() if word not in FILLERS]
    wanted = wanted or _folded(words).split()
    found = [one for one in walk(desk.folders) if not one.is_folder and _fits(one, wanted)]
    return sorted(found, key=lambda one: (-one.changed_ns, str(one.place.path)))


def _fits(found: Found, wanted: list[str]) -> bool:
    """All words in the path below the granted folder, at least one of them in the name."""
    name = _folded(found.place.name)
    whole = _folded(" ".join(found.place.parts))
    in_name = [_has(name, word) for word in wanted]
    return any(in_name) and all(
        here or _has(whole, word) for here, word in zip(in_name, wanted, strict=True)
    )


def _has(name: str, word: str) -> bool:
    if any(sign in word for sign in "*?["):
        return fnmatch.fnmatchcase(name, word)
    return word in name or name.rpartition(".")[2] in KINDS.get(word, ())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
