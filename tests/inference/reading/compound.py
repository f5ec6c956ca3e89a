"""Compound files as Outlook writes them, made by hand: no other tool at hand makes any."""

import itertools
import struct

from inference.reading.kinds import OLE

Tree = dict[str, "bytes | Tree"]
SECTOR, SMALL, CUTOFF = 512, 64, 4096
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


class _Writer:
    def __init__(self) -> None:
        self.sectors: list[bytes] = []
        self.next: list[int] = []
        self.small = b""
        self.small_next: list[int] = []
        self.entries: list[bytes] = []

    def chain(self, data: bytes) -> int:
        first = len(self.sectors)
        pieces = [data[at : at + SECTOR] for at in range(0, len(data), SECTOR)]
        for at, piece in enumerate(pieces):
            self.sectors.append(piece.ljust(SECTOR, b"\0"))
            self.next.append(first + at + 1 if at + 1 < len(pieces) else END)
        return first if pieces else END

    def stream(self, data: bytes) -> int:
        if len(data) >= CUTOFF:
            return self.chain(data)
        first = len(self.small_next)
        count = -(-len(data) // SMALL)
        self.small += data.ljust(count * SMALL, b"\0")
        self.small_next += [*range(first + 1, first + count), END] if count else []
        return first if count else END

    def entry(self, name: str, kind: int, links: tuple[int, int], place: tuple[int, int]) -> bytes:
        wide = name.encode("utf-16-le") + b"\0\0"
        sibling, child = links
        start, size = place
        return (
            wide.ljust(64, b"\0") + struct.pack("<HBB3I", len(wide), kind, 1, FREE, sibling, child)
            + bytes(36) + struct.pack("<IQ", start, size)
        )  # fmt: skip

    def add(self, tree: Tree) -> int:
        """A folder's entries, each the neighbour of the one before; the first one's number."""
        numbers = []
        for name, what in tree.items():
            numbers.append(len(self.entries))
            self.entries.append(b"")
            child = self.add(what) if isinstance(what, dict) else FREE
            is_stream = isinstance(what, bytes)
            place = (self.stream(what), len(what)) if isinstance(what, bytes) else (0, 0)
            self.entries[numbers[-1]] = self.entry(
                name, 2 if is_stream else 1, (FREE, child), place
            )
        for number, sibling in itertools.pairwise(numbers):
            entry = self.entries[number]
            self.entries[number] = entry[:72] + struct.pack("<I", sibling) + entry[76:]
        return numbers[0] if numbers else FREE


def compound(tree: Tree) -> bytes:
    """A compound file of these streams and folders."""
    writer = _Writer()
    writer.entries.append(b"")
    first = writer.add(tree)
    small = writer.chain(writer.small)
    size = len(writer.small)
    writer.entries[0] = writer.entry("Root Entry", 5, (FREE, first), (small, size))
    small_table = struct.pack(f"<{len(writer.small_next)}I", *writer.small_next)
    small_first = writer.chain(small_table.ljust(SECTOR, b"\xff"))
    folder = writer.chain(b"".join(writer.entries).ljust(SECTOR, b"\0"))
    tables = -(-(len(writer.next) + 1) // (SECTOR // 4 - 1))
    places = [len(writer.next) + at for at in range(tables)]
    chains = [*writer.next, *[TABLE] * tables]
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(tables * SECTOR, b"\xff")
    header = OLE + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, tables, folder, 0, CUTOFF, small_first, 1, END, 0)
    header += struct.pack("<109I", *places, *[FREE] * (109 - tables))
    return header + b"".join(writer.sectors) + table


def letter(subject: str, body: str, files: dict[str, bytes], inner: Tree | None = None) -> Tree:
    """What Outlook puts into a .msg."""

    def text(number: int, words: str) -> tuple[str, bytes]:
        return f"__substg1.0_{number:04X}001F", words.encode("utf-16-le")

    sent = struct.pack("<HHIQ", 0x0040, 0x0039, 6, 134_170_023_000_000_000)
    tree: Tree = dict([
        text(0x0037, subject), text(0x1000, body), text(0x0C1A, "Åsa Lindqvist"),
        text(0x5D01, "asa@example.org"), text(0x0E04, "Harbour"),
    ])  # fmt: skip
    tree["__properties_version1.0"] = bytes(24 if inner is None and not files else 32) + sent
    for at, (name, contents) in enumerate(files.items()):
        tree[f"__attach_version1.0_#{at:08X}"] = {
            **dict([text(0x3707, name)]), "__substg1.0_37010102": contents,
        }  # fmt: skip
    if inner is not None:
        tree["__attach_version1.0_#000000FF"] = {
            **dict([text(0x3707, "forwarded")]), "__substg1.0_3701000D": inner,
        }  # fmt: skip
    return tree
