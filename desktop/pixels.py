"""A picture as plain numbers, and as a file: made without the window's toolkit, on any thread."""

import struct
import zlib
from dataclasses import dataclass

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Pixels:
    """A picture as rows of red, green and blue."""

    width: int
    height: int
    stride: int
    "bytes of a row, with what fills it up"
    rgb: bytes


def png(pixels: Pixels) -> bytes:
    """The picture as a file; packed away from the window's thread, without its toolkit."""
    used = 3 * pixels.width
    rows = b"".join(
        b"\0" + pixels.rgb[at : at + used]
        for at in range(0, pixels.height * pixels.stride, pixels.stride)
    )
    head = struct.pack(">IIBBBBB", pixels.width, pixels.height, 8, 2, 0, 0, 0)
    return PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND")


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))
