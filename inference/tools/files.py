"""Files in the folders that the owner granted: found, read, moved, and moved back.

What a file says is text from outside: it travels as `untrusted_text` with its source, never in
what Tacit says itself. A move shows from where to where, never lands on another file, and is told
apart from one that was done before.
"""

import codecs
import os
import re
import stat
import unicodedata
from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath

from inference.tools import moving, naming
from inference.tools.base import Call, Check, Desk, Effect, Result, Target, by_owner, tool
from inference.tools.errors import (
    ArgumentRefused,
    FileInTheWay,
    FolderNotGranted,
    NothingLikeThat,
)
from inference.tools.folders import Found, Opened, Place, is_hidden, is_plain, places
from inference.tools.moving import Mark
from vault.connection import ReadConn
from vault.items import Origin

MOST_FOUND = 50
MOST_SAID = 5
MOST_BYTES = 1_000_000
"of a file that are read"
MOST_CHARACTERS = 20_000
"of a text that are handed on"
ODD_SHARE = 0.02
"of control characters, above which bytes are no text"
LONGEST_NAME = 255


@tool(Effect.READ)
def find_files(desk: Desk, name: str) -> Result:
    """Find files by words of their names in the folders that the owner granted."""
    if not desk.folders:
        raise FolderNotGranted(name)
    found = naming.matching(desk, name)[:MOST_FOUND]
    if not found:
        raise NothingLikeThat("file", name)
    rows = [
        {
            "name": one.place.name, "path": str(one.place.path), "bytes": one.size,
            "changed": _moment(desk, one).isoformat(),
        }
        for one in found
    ]  # fmt: skip
    return Result(_listed(desk, found), {"files": rows, "source": _source(found[0].place)})


@tool(Effect.READ)
def read_file(desk: Desk, path: Target) -> Result:
    """Read a text file in a folder that the owner granted."""
    place = naming.the_file(desk, path)
    with Opened.at(place.above) as folder:
        data = _bytes(folder, place.name)
    text, encoding = _decoded(place.name, data)
    is_all = len(data) <= MOST_BYTES and len(text) <= MOST_CHARACTERS
    kept = text[:MOST_CHARACTERS]
    length = f"{len(kept):,} characters" if is_all else f"the first {len(kept):,} characters"
    return Result(
        f"I read “{place.name}”: {length}.",
        {
            "untrusted_text": kept, "source": _source(place), "path": str(place.path),
            "encoding": encoding, "is_all": is_all,
        },
    )  # fmt: skip


@tool(Effect.WRITE)
def move_file(desk: Desk, path: Target, to: Target) -> Result:
    """Move or rename a file inside the folders that the owner granted."""
    source, target = _both(desk, path, to)
    return _moved(source, target, moving.mark(source, target))


@tool(Effect.WRITE, is_hidden=True)
def put_file(desk: Desk, path: Target, to: Target, mark: str) -> Result:
    """Move exactly this file to exactly this place; done once, however often it is asked for."""
    source, target = naming.exact(desk, path), naming.exact(desk, to)
    try:
        known = Mark.read(mark)
    except ValueError as error:
        raise ArgumentRefused("mark", "of another kind") from error
    if not moving.is_moved(source, target, known):
        _regular(source, path)
        known = moving.mark_again(source, target, known)
    return _moved(source, target, known)


def resumable(desk: Desk, call: Call) -> Call:
    """The same move as a call that can be kept before it is done, and tried again after a crash.

    It names both places in full, and the file; other calls are given back as they are.
    """
    if call.tool != move_file.name:
        return call
    path, to = str(call.arguments["path"]), str(call.arguments["to"])
    source, target = _both(desk, path, to)
    mark = str(moving.mark(source, target))
    origins = {**call.origins, "mark": call.origin("path")}
    arguments = {"path": str(source.path), "to": str(target.path), "mark": mark}
    return Call(put_file.name, arguments, origins)


# moving


def _both(desk: Desk, path: str, to: str) -> tuple[Place, Place]:
    source = naming.the_file(desk, path)
    target = _destination(desk, source, to)
    if source.path == target.path:
        raise FileInTheWay(str(target.path))
    return source, target


def _moved(source: Place, target: Place, known: Mark) -> Result:
    try:
        moving.move(source, target, known)
    except FileNotFoundError as error:
        raise NothingLikeThat("file", str(source.path)) from error
    is_new_name = source.above.path == target.above.path
    said = (
        f"I renamed “{source.name}” to “{target.name}”."
        if is_new_name
        else f"I moved “{source.shown}” to “{target.shown}”."
    )
    with Opened.at(target.above) as there:
        now = Mark.of(there.stat(target.name), known.sha256)
    back = by_owner(put_file.name, path=str(target.path), to=str(source.path), mark=str(now))
    data = {"from": str(source.path), "to": str(target.path)}
    return Result(said, data, check=_check(source, target, known), undo=back)


def _check(source: Place, target: Place, known: Mark) -> Check:
    def is_there(_conn: ReadConn) -> bool:
        return moving.is_moved(source, target, known)

    return is_there


def _destination(desk: Desk, source: Place, to: str) -> Place:
    """A folder that is there, a path in full, or a new name where the file is.

    A word alone is a folder, so that a folder that is missing never becomes a name; a new name has
    its ending (summary.txt), or says that it is one (./summary).
    """
    words = to.strip()
    if re.fullmatch(r"\./[^/\\]+", words):
        return _renamed(source, words[2:])
    if naming.is_like_path(words):
        return _named_path(desk, source, words)
    _no_way_out(desk, words)
    folder = naming.the_folder(desk, source, words)
    if folder is not None:
        return folder.under(source.name)
    if Path(source.name).suffix and not Path(words).suffix:
        raise NothingLikeThat("folder", to)
    return _renamed(source, words)


def _renamed(source: Place, words: str) -> Place:
    """A new name beside the old one, of the same kind where none was said."""
    name = words if Path(words).suffix else f"{words}{Path(source.name).suffix}"
    _fit_for_name(name)
    return source.above.under(name)


def _no_way_out(desk: Desk, words: str) -> None:
    """FolderNotGranted where a name leads out, or is none."""
    places(desk.folders, words)


def _named_path(desk: Desk, source: Place, words: str) -> Place:
    """A path: a folder to move into, or a new place with a new name."""
    possible = places(desk.folders, words)
    if not Path(words).is_absolute() and not words.startswith("~"):
        possible.append(source.above.under(*Path(words).parts))
    into = naming.distinct(one for one in possible if naming.is_folder(one))
    if into:
        return naming.only("folder", words, into).under(source.name)
    if words.endswith(("/", "\\")):
        raise NothingLikeThat("folder", words)
    beside = naming.distinct(one for one in possible if one.parts and naming.is_folder(one.above))
    if not beside:
        raise NothingLikeThat("folder", words)
    found = naming.only("folder", words, beside)
    _fit_for_name(found.name)
    return found


def _fit_for_name(name: str) -> None:
    """A new name is one that every system takes and that is seen as it is."""
    reason = ""
    if not is_plain(name) or any(sign in '<>:"|?*\\/' for sign in name):
        reason = "a name with signs that a file cannot have"
    elif is_hidden(name):
        reason = "the name of a hidden file"
    elif name != name.strip() or name.endswith("."):
        reason = "a name with an end that is not seen"
    elif len(name.encode()) > LONGEST_NAME:
        reason = "too long for a name"
    elif PureWindowsPath(name).is_reserved():
        reason = "a name that some systems keep for themselves"
    if reason:
        raise ArgumentRefused("to", reason)


def _regular(place: Place, words: str) -> None:
    if not naming.is_file(place):
        raise NothingLikeThat("file", words)


# reading


def _bytes(folder: Opened, name: str) -> bytes:
    """The beginning of a file; one byte more than is used tells whether there is more."""
    number = folder.open(name)
    with os.fdopen(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ArgumentRefused(name, "no file that can be read")
        return file.read(MOST_BYTES + 1)


def _decoded(name: str, data: bytes) -> tuple[str, str]:
    """The text and how it was told; refused where the bytes are none."""
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    if b"\0" in data and encoding != "utf-16":
        raise ArgumentRefused(name, "no text, so it was not read")
    try:
        text = _partly(data, encoding)
    except UnicodeDecodeError:
        text, encoding = data.decode("cp1252", "replace"), "cp1252"
    odd = sum(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t\f" for sign in text)
    if odd > ODD_SHARE * len(text):
        raise ArgumentRefused(name, "no text, so it was not read")
    return text, encoding


def _partly(data: bytes, encoding: str) -> str:
    """Decoded; a character cut in two by the limit is left out."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    return decoder.decode(data, final=len(data) <= MOST_BYTES)


# saying


def _source(place: Place) -> dict[str, str]:
    return {"origin": Origin.FILE.value, "ref": str(place.path)}


def _moment(desk: Desk, found: Found) -> datetime:
    return datetime.fromtimestamp(found.changed_ns // 10**9, UTC).astimezone(desk.zone)


def _listed(desk: Desk, found: list[Found]) -> str:
    shown = [f"“{one.place.shown}”, changed {_day(desk, one)}" for one in found[:MOST_SAID]]
    more = len(found) - len(shown)
    rest = f"; and {more} more" if more else ""
    count = "one file" if len(found) == 1 else f"{len(found)} files"
    return f"I found {count}: {'; '.join(shown)}{rest}."


def _day(desk: Desk, found: Found) -> str:
    moment = _moment(desk, found)
    return f"{moment.day} {moment:%B %Y}"
