"""Which connections this program has open right now, as the system knows it: proof, not a promise.

Told from the system's own lists, so a connection that some library made would be seen, too.
"""

import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

PROCESSES = Path("/proc")
INODE = 9
"the column of the socket's own number"
KINDS = {
    **dict.fromkeys(("tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6"), INODE),
    "icmp": INODE, "icmp6": INODE, "packet": -1,
}  # fmt: skip


def open_connections(numbers: Iterable[int]) -> int | None:
    """How many sockets of the internet these processes, and whatever they started, hold.

    None where nobody can tell.
    """
    if sys.platform != "linux":
        return None
    everyone = {one for number in numbers for one in _family(number)}
    held = {inode for number in everyone for inode in _sockets(PROCESSES / str(number))}
    return len(held & set(_internet()))


def _family(number: int) -> Iterator[int]:
    """A process, and those that it started and that are still there."""
    yield number
    for path in (PROCESSES / str(number) / "task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                yield from _family(int(child))


def _sockets(process: Path) -> Iterator[str]:
    """What the process holds open, as socket:[12345]."""
    with contextlib.suppress(OSError):
        for one in (process / "fd").iterdir():
            with contextlib.suppress(OSError):
                name = one.readlink().name
                if name.startswith("socket:["):
                    yield name[len("socket:[") : -1]


def _internet() -> Iterator[str]:
    """Every socket of the internet that there is on this computer."""
    for kind, column in KINDS.items():
        with contextlib.suppress(OSError):
            for line in (PROCESSES / "self" / "net" / kind).read_text().splitlines()[1:]:
                yield line.split()[column]
