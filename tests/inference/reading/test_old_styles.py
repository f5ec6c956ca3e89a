"""Headings of old Word files are told by the styles that paragraphs name."""

import struct

import pytest

from inference.reading.old_styles import LOOKS_AT, PAGE, STYLES_AT, Levels, Piece

TEXT_AT = 2 * PAGE
TEXT = b"Rent\rIt is 900.\rPaying\rBy transfer.\r"
ENDS = [TEXT_AT, TEXT_AT + 5, TEXT_AT + 16, TEXT_AT + 23, TEXT_AT + 36]
NORMAL, FIRST, OWN = 0, 1, 2
"styles: ordinary text, heading 1, and one that is based on heading 2"
SECOND = 3


def style(kind: int, base: int) -> bytes:
    std = struct.pack("<5H", kind, (base << 4) | 1, 0, 0, 0)
    return struct.pack("<H", len(std)) + std


def files(used: tuple[int, ...] = (FIRST, NORMAL, OWN, NORMAL)) -> tuple[bytes, bytes]:
    """The two streams of a file: text with its looks, and the plans of both."""
    sheet = struct.pack("<3H", 4, 4, 10) + b"".join(
        (style(0, 0xFFF), style(1, 0xFFF), style(0xFFE, SECOND), style(2, NORMAL))
    )
    looks = struct.pack("<3I", TEXT_AT, ENDS[-1], 1)
    page = bytearray(PAGE)
    struct.pack_into("<5I", page, 0, *ENDS)
    for at, number in enumerate(used):
        offset = 200 + 8 * at
        page[20 + 13 * at] = offset // 2
        struct.pack_into("<BH", page, offset, 2, number)
    page[-1] = len(used)
    main = bytearray(PAGE)
    struct.pack_into("<2I", main, STYLES_AT, 0, len(sheet))
    struct.pack_into("<2I", main, LOOKS_AT, len(sheet), len(looks))
    return bytes(main) + bytes(page) + TEXT, sheet + looks


def found(main: bytes, table: bytes) -> list[int]:
    levels = Levels(main, table, [Piece(0, TEXT_AT, 1)])
    return [levels.of(at) for at, sign in enumerate(TEXT) if sign == 0x0D]


def test_a_style_tells_the_level_and_so_does_the_one_that_it_is_based_on() -> None:
    assert found(*files()) == [1, 0, 2, 0]


@pytest.mark.parametrize("cut", [0, 1, STYLES_AT, LOOKS_AT + 4, PAGE, PAGE + 30])
def test_a_plan_that_makes_no_sense_costs_the_headings_only(cut: int) -> None:
    main, table = files()
    assert found(main[:cut], table) == [0, 0, 0, 0]
    assert found(main, table[: cut // 8]) in ([0, 0, 0, 0], [1, 0, 2, 0])


def test_styles_that_are_based_on_each_other_end() -> None:
    main, table = files((OWN, OWN, OWN, OWN))
    sheet = bytearray(table)
    second = 6 + 3 * 12 + 2
    struct.pack_into("<2H", sheet, second, 0xFFE, (OWN << 4) | 1)
    assert found(main, bytes(sheet)) == [0, 0, 0, 0]
