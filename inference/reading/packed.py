"""Zip files, read with bounds: what they say of their sizes is not believed, what comes out is
counted while it comes, and nothing is ever written anywhere, so that a name can lead nowhere.
"""

import io
import zipfile
from collections.abc import Iterator

from inference.errors import PasswordNeeded, PasswordWrong
from inference.reading import trees
from inference.reading.desk import Desk
from inference.reading.trees import Node

PIECE_BYTES = 256 << 10
LARGEST_RATIO = 200
SMALL_BYTES = 4 << 20
"below this, how well something was packed does not matter"
ENCRYPTED = 1


class Bomb(ValueError):
    """Something that unpacks to far more than it is."""


class Package:
    """A zip file's members."""

    def __init__(self, data: bytes, desk: Desk) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._desk = desk
        self._by_name = {info.filename.lstrip("/"): info for info in self._zip.infolist()}

    @property
    def names(self) -> list[str]:
        return list(self._by_name)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def is_locked(self, name: str) -> bool:
        return bool(self._by_name[name].flag_bits & ENCRYPTED)

    def pieces(self, name: str) -> Iterator[bytes]:
        """What a member holds, as it is unpacked."""
        info = self._by_name[name]
        bound = max(SMALL_BYTES, LARGEST_RATIO * info.compress_size)
        size = 0
        with self._open(info) as member:
            while piece := member.read(PIECE_BYTES):
                size += len(piece)
                if size > bound:
                    raise Bomb(f"more than {LARGEST_RATIO} times as much")
                self._desk.unpacked(len(piece))
                yield piece

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def tree(self, name: str) -> Node:
        return trees.parse(self.read(name))

    def optional_tree(self, name: str) -> Node | None:
        """A member that need not be there, or be whole: without it less is known, not nothing."""
        if name not in self:
            return None
        try:
            return self.tree(name)
        except (trees.Refused, zipfile.BadZipFile, EOFError):
            self._desk.gap("damaged", name)
            return None

    def elements(self, name: str, *wanted: str) -> Iterator[Node]:
        return trees.elements(self.pieces(name), frozenset(wanted))

    def _open(self, info: zipfile.ZipInfo) -> "zipfile.ZipExtFile":
        if not info.flag_bits & ENCRYPTED:
            return self._zip.open(info)  # type: ignore[return-value]
        password = self._desk.password
        if password is None:
            raise PasswordNeeded(self._desk.name)
        try:
            return self._zip.open(info, pwd=password.encode())  # type: ignore[return-value]
        except RuntimeError as error:  # how the library says that it is another one
            raise PasswordWrong(self._desk.name) from error
