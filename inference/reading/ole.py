"""Compound files, as Outlook and the old Office write them: named streams in a tree.

Every chain is followed at most as far as the file is long, so that none can go round in circles.
"""

import struct
from dataclasses import dataclass, field

from inference.reading.kinds import OLE

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
MOST_ENTRIES = 100_000


class NotCompound(ValueError):
    """The file's own plan of itself makes no sense."""


@dataclass
class Storage:
    """A folder within the file."""

    streams: dict[str, bytes] = field(default_factory=dict)
    storages: dict[str, "Storage"] = field(default_factory=dict)


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class _File:
    def __init__(self, data: bytes) -> None:
        if not data.startswith(OLE) or len(data) < 512:
            raise NotCompound("no header")
        self.data = data
        (version,) = struct.unpack_from("<H", data, 26)
        self.sector = 4096 if version == 4 else 512
        (_, first, _, self.cutoff, mini_first, _, more, more_count) = struct.unpack_from(
            "<8I", data, 44
        )
        table = list(struct.unpack_from("<109I", data, 76))
        for _ in range(min(more_count, len(data) // self.sector)):
            if more >= END:
                break
            numbers = self._numbers(self._at(more))
            table += numbers[:-1]
            more = numbers[-1]
        self.next = [
            number for one in table if one < END for number in self._numbers(self._at(one))
        ]
        self.entries = self._entries(self._chain(first))
        self.mini_next = self._numbers(self._chain(mini_first))
        root = self.entries[0] if self.entries else None
        self.mini = self._chain(root.start)[: root.size] if root else b""

    def stream(self, entry: _Entry) -> bytes:
        if entry.size >= self.cutoff:
            return self._chain(entry.start, entry.size)[: entry.size]
        pieces: list[bytes] = []
        at = entry.start
        for _ in range(entry.size // 64 + 1):
            if at >= len(self.mini_next):
                break
            pieces.append(self.mini[at * 64 : at * 64 + 64])
            at = self.mini_next[at]
        return b"".join(pieces)[: entry.size]

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        return self.data[start : start + self.sector]

    def _chain(self, number: int, size: int | None = None) -> bytes:
        most = len(self.data) // self.sector + 1
        if size is not None:
            most = min(most, size // self.sector + 1)
        pieces: list[bytes] = []
        for _ in range(most):
            if number >= len(self.next):
                break
            pieces.append(self._at(number))
            number = self.next[number]
        return b"".join(pieces)

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    @staticmethod
    def _entries(data: bytes) -> list[_Entry]:
        found: list[_Entry] = []
        for at in range(0, min(len(data), 128 * MOST_ENTRIES) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            left, right, child = struct.unpack_from("<3I", data, at + 68)
            start, size = struct.unpack_from("<II", data, at + 116)
            name = data[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
            found.append(_Entry(name, kind, left, right, child, start, size))
        return found


def opened(data: bytes) -> Storage:
    """The tree of a compound file."""
    file = _File(data)
    if not file.entries:
        raise NotCompound("no entries")
    seen: set[int] = set()
    root = Storage()
    waiting = [(file.entries[0].child, root)]
    while waiting:
        at, storage = waiting.pop()
        if at >= len(file.entries) or at in seen:
            continue
        seen.add(at)
        entry = file.entries[at]
        waiting += [(entry.left, storage), (entry.right, storage)]
        if entry.kind == STREAM:
            storage.streams[entry.name] = file.stream(entry)
        elif entry.kind == STORAGE:
            inner = storage.storages.setdefault(entry.name, Storage())
            waiting.append((entry.child, inner))
    return root
