"""What processes of one owner say to each other over a socket that only the owner can reach.

A message is its length in four bytes and a JSON object. Nothing that arrives is believed before it
was checked: its length before anything is kept, its fields when they are used, and who sent it.
"""

import json
import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.paths import Paths

LONGEST = 1 << 20
"bytes of one message"
HEAD = struct.Struct(">I")
LONGEST_ADDRESS = 80
"bytes; systems allow about 100, and some are added while the socket is made"
TEMPORARY = "/tmp"  # noqa: S108 - in a folder of the owner's own, which `is_safe` looks at
"and not TMPDIR: at a terminal that may be another one than the window's, or long itself"
SOCKET = "window.socket"
SOL_SOCKET, SO_PEERCRED = 1, 17


class WireBroken(Exception):
    """The other side sent something that is no message."""


def spoken() -> str:
    """Both sides have to be of one version."""
    from importlib.metadata import version

    return version("tacit")


@dataclass(frozen=True)
class Message:
    """One message: what it is, and what it carries."""

    kind: str
    fields: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if not isinstance(value, str):
            raise WireBroken(name)
        return value

    def number(self, name: str) -> int:
        value = self.fields.get(name)
        if type(value) is not int:
            raise WireBroken(name)
        return value

    def flag(self, name: str) -> bool:
        value = self.fields.get(name)
        if not isinstance(value, bool):
            raise WireBroken(name)
        return value

    def words(self, name: str) -> list[str]:
        value = self.fields.get(name)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise WireBroken(name)
        return value


def packed(kind: str, **fields: Any) -> bytes:
    body = json.dumps({"kind": kind, **fields}, separators=(",", ":")).encode()
    return HEAD.pack(len(body)) + body


class Unpacker:
    """Makes messages of bytes as they arrive."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, arrived: bytes) -> Iterator[Message]:
        """The messages that are whole now."""
        self._buffer += arrived
        while len(self._buffer) >= HEAD.size:
            (length,) = HEAD.unpack_from(self._buffer)
            if length > LONGEST:
                raise WireBroken("too long")
            if len(self._buffer) < HEAD.size + length:
                return
            body = bytes(self._buffer[HEAD.size : HEAD.size + length])
            del self._buffer[: HEAD.size + length]
            yield _message(body)


def _message(body: bytes) -> Message:
    try:
        row = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WireBroken("no JSON") from error
    kind = row.pop("kind", None) if isinstance(row, dict) else None
    if not isinstance(kind, str):
        raise WireBroken("kind")
    return Message(kind, row)


def address(paths: Paths) -> str:
    """Where the window of this vault listens: a file in a folder of the owner's, or a pipe."""
    near = paths.cache / SOCKET
    if os.name != "nt" and len(os.fsencode(near)) <= LONGEST_ADDRESS:
        return str(near)
    from desktop import hashing

    hashing.keep_small()  # this may become the window
    import hashlib  # the way to the window is short, and needs none of this

    known = hashlib.sha256(os.fsencode(paths.data)).hexdigest()[:24]
    if os.name == "nt":
        return f"tacit-{known}"
    return f"{TEMPORARY}/tacit-{os.getuid()}/{known}"


def is_safe(place: str) -> bool:
    """Whether nobody but the owner can put a socket there; its folder is made where it lacks."""
    if os.name == "nt":
        return True
    folder = Path(place).parent
    folder.mkdir(mode=0o700, exist_ok=True)
    seen = folder.lstat()
    return seen.st_uid == os.getuid() and not seen.st_mode & 0o077 and not folder.is_symlink()


def may_be_there(place: str) -> bool:
    """Whether it is worth asking: without the file there is no window."""
    return os.name == "nt" or Path(place).exists()


def is_owner(descriptor: int) -> bool:
    """Whether the process at the other end of this socket is one of the same person."""
    if os.name == "nt":  # the pipe is made so that nobody else can open it
        return True
    return _peer(descriptor) == os.getuid()


def _peer(descriptor: int) -> int | None:
    import ctypes

    library = ctypes.CDLL(None)
    if sys.platform == "linux":
        row = (ctypes.c_int * 3)()  # process, user, group
        length = ctypes.c_uint32(ctypes.sizeof(row))
        failed = library.getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, row, ctypes.byref(length))
        return None if failed else ctypes.c_uint32(row[1]).value
    user, group = ctypes.c_uint32(), ctypes.c_uint32()
    failed = library.getpeereid(descriptor, ctypes.byref(user), ctypes.byref(group))
    return None if failed else user.value
