"""Old Office files and rich text made by hand, as the programs of their time wrote them."""

import struct
from collections.abc import Sequence

from tests.inference.reading.compound import compound

Rows = Sequence[Sequence[str]]


def rich_text(heading: str, paragraphs: Sequence[str], rows: Rows, note: str) -> bytes:
    head = (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Times;}{\f1\fcharset204 Arial Cyr;}}"
        r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}}"
        r"{\*\generator Qwertz;}{\info{\author Hidden}}{\header\pard Harbour office\par}"
    )
    first, *rest = map(_rtf, paragraphs)
    body = rf"\pard\s1 {_rtf(heading)}\par\pard\plain {first}"
    body += rf"{{\footnote\pard {_rtf(note)}}}\par "
    body += "".join(
        r"\trowd" + "".join(rf"\pard\intbl {_rtf(cell)}\cell" for cell in row) + r"\row "
        for row in rows
    )
    body += r"\pard " + "".join(rf"{one}\par " for one in rest)
    body += (
        r"{\pict\pngblip 89504e47}{\*\unknown skipped}{\v unseen}{\deleted gone}\f1\'cc\'e8\'f0}"
    )
    return (head + body).encode("ascii")


def _rtf(text: str) -> str:
    signs = []
    for sign in text:
        if sign in "\\{}":
            signs.append(f"\\{sign}")
        elif sign.isascii():
            signs.append(sign)
        else:
            signs.append(f"\\u{ord(sign)}?")
    return "".join(signs)


def word(paragraphs: Sequence[str], rows: Rows, note: str, *, flags: int = 0) -> bytes:
    """Two pieces: the first of bytes, the second of letters of two."""
    first = "\r".join(paragraphs[:-1]) + "\r"
    table = "".join("".join(f"{cell}\x07" for cell in row) + "\x07" for row in rows)
    second = f"{table}{paragraphs[-1]} \x13 PAGE \x147\x15\r"
    notes = f"\x02 {note}\r"
    start = 0x800
    main = bytearray(start)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200 | flags)
    struct.pack_into("<8i", main, 0x4C, len(first + second), len(notes), 0, 0, 0, 0, 0, 0)
    wide = start + len(first)
    wide += wide % 2
    main += first.encode("cp1252")
    main += bytes(wide - len(main)) + (second + notes).encode("utf-16-le")
    ends = (0, len(first), len(first + second + notes))
    pieces = struct.pack("<3I", *ends)
    pieces += struct.pack("<HIH", 0, start * 2 | 0x4000_0000, 0) + struct.pack("<HIH", 0, wide, 0)
    plan = b"\x01\x02\0ab" + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<2I", main, 0x01A2, 16, len(plan))
    return compound({"WordDocument": bytes(main), "1Table": bytes(16) + plan})


def _record(kind: int, inside: bytes) -> bytes:
    return struct.pack("<HH", kind, len(inside)) + inside


def sheet(name: str, rows: Rows, *, version: int = 0x0600) -> bytes:
    """Words by number, in texts that go on in a second record; numbers in every form there is."""
    texts = list(dict.fromkeys(cell for row in rows for cell in row if not _is_number(cell)))
    held = b"".join(struct.pack("<HB", len(one), 0) + one.encode("latin-1") for one in texts)
    cut = 3 + 2  # within the first word
    strings = struct.pack("<2I", len(texts), len(texts)) + held[:cut]
    begin = struct.pack("<HH12x", version, 5)
    look = _record(0xE0, struct.pack("<HH16x", 0, 0)) + _record(0xE0, struct.pack("<HH16x", 0, 14))
    more = _record(0xFC, strings) + _record(0x3C, b"\0" + held[cut:])
    bound_size = 4 + 8 + len(name)
    start = len(_record(0x809, begin)) + bound_size + len(look) + len(more) + 4
    bound = _record(0x85, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name.encode())
    globals_ = _record(0x809, begin) + bound + look + more + _record(0x0A, b"")
    cells = b"".join(
        _cell(at, column, cell, texts) for at, row in enumerate(rows)
        for column, cell in enumerate(row)
    )  # fmt: skip
    end = len(rows)
    cells += _record(0x06, struct.pack("<3H", end, 0, 0) + b"\0" * 6 + b"\xff\xff" + bytes(8))
    cells += _record(0x207, struct.pack("<HB", 4, 1) + "Größ".encode("utf-16-le"))
    cells += _record(0x203, struct.pack("<3Hd", end, 1, 1, 46_085.0))
    cells += _record(0x205, struct.pack("<3HBB", end, 2, 0, 1, 0))
    whole = globals_ + _record(0x809, begin) + cells + _record(0x0A, b"")
    return compound({"Workbook": whole.ljust(4_200, b"\0")})


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdecimal()


def _cell(row: int, column: int, cell: str, texts: list[str]) -> bytes:
    where = struct.pack("<3H", row, column, 0)
    if not _is_number(cell):
        return _record(0xFD, where + struct.pack("<I", texts.index(cell)))
    if "." not in cell:
        return _record(0x27E, where + struct.pack("<i", int(cell) << 2 | 2))
    if column % 2:
        return _record(0x203, where + struct.pack("<d", float(cell)))
    return _record(0x27E, where + struct.pack("<i", round(float(cell) * 100) << 2 | 3))


def _held(kind: int, inside: bytes, *, head: int = 0) -> bytes:
    return struct.pack("<HHI", head, kind, len(inside)) + inside


def _bytes(lines: Sequence[str]) -> bytes:
    return "\r".join(lines).encode("latin-1")


def slides(pages: Sequence[tuple[str, Sequence[str], str]]) -> bytes:
    """Title, lines and notes of each."""
    listed, drawn, said = b"", b"", b""
    for number, (title, lines, note) in enumerate(pages, start=256):
        listed += _held(1011, struct.pack("<5I", number, 0, 2, number, 0))
        listed += _held(3999, struct.pack("<I", 0)) + _held(4000, title.encode("utf-16-le"))
        listed += _held(3999, struct.pack("<I", 1)) + _held(
            4008, "\r".join(lines).encode("latin-1")
        )
        drawn += _held(1006, _held(1007, bytes(24)), head=0xF)
        box = _held(3999, struct.pack("<I", 2)) + _held(4000, note.encode("utf-16-le"))
        inside = _held(1009, struct.pack("<2I", number, 0)) + _held(0xF00D, box, head=0xF)
        said += _held(1008, inside, head=0xF)
    document = _held(1000, _held(4080, listed, head=0xF), head=0xF)
    return compound({"PowerPoint Document": (document + drawn + said).ljust(4_200, b"\0")})
