"""Words that stand nowhere else, and every place in which they could be found again.

All of them begin with the same made-up stem, so that one look finds any: as text in UTF-8 or
UTF-16, in any case, as base64 at each offset, as hex, and within what was compressed or packed.
"""

import base64
import bz2
import io
import lzma
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import zstandard

STEM = "quandrelith"
LARGEST = 512 << 20
MOST_UNPACKED = 64 << 20
LONGEST_STREAM = 1 << 20
MOST_STREAMS = 2_000
"in one file: random bytes look like the beginnings of many"
STREAM = re.compile(
    rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|\xfd7zXZ\x00|\x28\xb5\x2f\xfd|BZh[1-9]1AY|PK\x03\x04"
)


def canary(name: str) -> str:
    """A word for one place."""
    return STEM + name


def forms(text: str) -> set[bytes]:
    """How a text may stand in bytes; of base64 what does not depend on what is around it."""
    found = set[bytes]()
    for one in {text, text.lower(), text.upper(), text.capitalize()}:
        plain, wide = one.encode(), one.encode("utf-16-le")
        found |= {plain, wide[:-1], plain.hex().encode(), plain.hex().upper().encode()}
        found |= {wide.hex().encode()}
        for raw in (plain, wide):
            found |= {_in_base64(raw, offset) for offset in range(3)}
    return found


def _in_base64(raw: bytes, offset: int) -> bytes:
    whole = base64.b64encode(bytes(offset) + raw)
    first = (offset * 8 + 5) // 6
    last = (offset + len(raw)) * 8 // 6
    return whole[first:last]


@dataclass(frozen=True)
class Wanted:
    """What is looked for."""

    texts: frozenset[bytes]
    plain: frozenset[bytes]
    "of these what programs hold in memory"
    secrets: dict[str, bytes] = field(default_factory=dict, repr=False)
    "keys, by name"

    @classmethod
    def of(cls, *more: str, **secrets: bytes) -> "Wanted":
        """The stem, and texts that have it not, as what a recogniser understood."""
        wanted = (STEM, *more)
        texts = set[bytes]().union(*(forms(one) for one in wanted))
        cases = {case for one in wanted for case in (one, one.capitalize())}
        plain = {raw for one in cases for raw in (one.encode(), one.encode("utf-16-le")[:-1])}
        both = {
            **secrets,
            **{f"{name} in hex": raw.hex().encode() for name, raw in secrets.items()},
        }
        return cls(frozenset(texts), frozenset(plain), both)

    def within(self, raw: bytes, *, plainly: bool = False) -> set[str]:
        """Which of it stands in these bytes, with some letters that follow."""
        found = {name for name, secret in self.secrets.items() if secret in raw}
        for text in self.plain if plainly else self.texts:
            at = raw.find(text)
            while at >= 0 and len(found) < 50:
                found.add(_shown(raw[at : at + len(text) + 24]))
                at = raw.find(text, at + 1)
        return found

    def unpacked(self, raw: bytes) -> set[str]:
        """The same, also in what is compressed in it."""
        found = self.within(raw)
        for number, start in enumerate(STREAM.finditer(raw)):
            if number >= MOST_STREAMS:
                break
            is_zip = raw.startswith(b"PK", start.start())  # its table stands at its end
            end = None if is_zip else start.start() + LONGEST_STREAM
            for piece in _unpacked(raw[start.start() : end]):
                found |= {f"{one} (compressed)" for one in self.within(piece)}
        return found


def _shown(raw: bytes) -> str:
    text = raw.replace(b"\0", b"").decode("ascii", "replace")
    return re.sub(r"[^\w=+/ -].*", "", text, flags=re.DOTALL)[:40]


def _unpacked(raw: bytes) -> Iterator[bytes]:
    """What comes of it, if it is the beginning of something compressed."""
    with suppress(Exception):  # by chance it looked like one
        yield _opener(raw)(raw)


def _opener(raw: bytes) -> Callable[[bytes], bytes]:
    if raw.startswith(b"\x1f\x8b"):
        return lambda some: zlib.decompressobj(31).decompress(some, MOST_UNPACKED)
    if raw.startswith(b"\x78"):
        return lambda some: zlib.decompressobj().decompress(some, MOST_UNPACKED)
    if raw.startswith(b"\xfd7z"):
        return lambda some: lzma.LZMADecompressor().decompress(some, MOST_UNPACKED)
    if raw.startswith(b"BZh"):
        return lambda some: bz2.BZ2Decompressor().decompress(some, MOST_UNPACKED)
    if raw.startswith(b"PK"):
        return _members
    return lambda some: zstandard.ZstdDecompressor().stream_reader(some).read(MOST_UNPACKED)


def _members(raw: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return b"\n".join(packed.read(one)[:MOST_UNPACKED] for one in packed.infolist())


@dataclass
class Tally:
    """What was looked at, and what was found where."""

    looked: dict[str, int] = field(default_factory=dict)
    found: dict[str, set[str]] = field(default_factory=dict)

    def note(self, place: str, what: str, found: Iterable[str], count: int = 1) -> None:
        self.looked[place] = self.looked.get(place, 0) + count
        for one in found:
            self.found.setdefault(place, set()).add(f"{what}: {one}")


@dataclass(frozen=True)
class Where:
    """Folders with all that is below them."""

    roots: tuple[Path, ...]
    since: float = 0.0
    "only what was changed since then"
    without: tuple[Path, ...] = ()


def in_files(tally: Tally, place: str, wanted: Wanted, where: Where) -> None:
    """Every file, and every name."""
    for root in where.roots:
        for folder, names, files in os.walk(root):
            here = Path(folder)
            names[:] = [one for one in names if here / one not in where.without]
            for name in (*names, *files):
                path = here / name
                with suppress(OSError):
                    kind = path.lstat()
                    if kind.st_ctime < where.since:
                        continue
                    found = wanted.within(os.fsencode(name))
                    if stat.S_ISREG(kind.st_mode) and kind.st_size <= LARGEST:
                        found |= wanted.unpacked(path.read_bytes())
                    tally.note(place, str(path), found)


def in_process(tally: Tally, place: str, wanted: Wanted, pids: Iterable[int]) -> None:
    """What everybody may read of a process: its words and its environment, and its names."""
    for pid in pids:
        for name in ("cmdline", "environ", "comm"):
            with suppress(OSError):
                tally.note(
                    place, f"{pid} {name}", wanted.within(Path(f"/proc/{pid}/{name}").read_bytes())
                )
        with suppress(OSError):
            for one in Path(f"/proc/{pid}/task").glob("*/comm"):
                tally.note(place, f"{pid} thread", wanted.within(one.read_bytes()), 0)


def in_memory(tally: Tally, place: str, wanted: Wanted, pids: Iterable[int]) -> None:
    """All that a process could write to."""
    for pid in pids:
        found = set[str]()
        with suppress(OSError):
            for piece in _memory(pid):
                found |= wanted.within(piece, plainly=True)
        tally.note(place, str(pid), found)


def _memory(pid: int) -> Iterator[bytes]:
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            where, access = line.split()[:2]
            if access.startswith("rw"):
                first, last = (int(one, 16) for one in where.split("-"))
                with suppress(OSError, ValueError, OverflowError):
                    memory.seek(first)
                    yield memory.read(last - first)
