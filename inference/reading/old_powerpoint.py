"""Slides as PowerPoint 97 to 2003 wrote them (.ppt): the words of each slide, and its notes.

A file is records within records; only those that hold text are looked at. Nothing is shown or run.
"""

import struct
from collections.abc import Iterator

from inference.errors import KindUnsupported
from inference.reading import ole
from inference.reading.desk import Desk
from inference.reading.document import Block

CONTAINER = 0xF
DOCUMENT, SLIDE, NOTES, NOTES_ABOUT, WRITTEN = 1000, 1006, 1008, 1009, 2
SLIDES, LIST, PLACE = 0, 4080, 1011
KIND, LETTERS, BYTES = 3999, 4000, 4008
TITLES = (0, 6)
"kinds of text that are a slide's title"
ENCRYPTED = 0x2F14
DEEPEST = 20
MOST_RECORDS = 500_000


def read(data: bytes, desk: Desk) -> None:
    streams = ole.opened(data).streams
    if "EncryptedSummary" in streams:
        raise KindUnsupported(desk.name, "protected Office")
    desk.unit = "slide"
    document = streams["PowerPoint Document"]
    outline = list(_outline(document, desk))
    own = [list(_texts(inside)) for kind, _at, inside in _records(document, desk, 0)
           if kind == SLIDE]  # fmt: skip
    notes = dict(_notes(document, desk))
    for number in range(max(len(outline), len(own))):
        slide, told = outline[number] if number < len(outline) else (-1, [])
        drawn = own[number] if number < len(own) else []
        seen = {text for _, text in told}
        blocks = [_block(kind, text) for kind, text in told]
        blocks += [_block(kind, text) for kind, text in drawn if text not in seen]
        blocks += [Block("note", text) for text in notes.get(slide, ()) if text not in seen]
        title = next((one.text for one in blocks if one.kind == "heading"), "")
        page = desk.page(blocks, title)
        if not blocks:
            desk.lacks("no text", page)


def _block(kind: int, text: str) -> Block:
    return Block("heading", text, 1) if kind in TITLES else Block("paragraph", text)


def _notes(document: bytes, desk: Desk) -> Iterator[tuple[int, list[str]]]:
    """What was written for the speaker, by the slide that it belongs to."""
    for kind, _instance, inside in _records(document, desk, 0):
        if kind != NOTES:
            continue
        for inner, _which, about in _records(inside, desk, 1):
            if inner == NOTES_ABOUT and len(about) >= 4:
                texts = [text for what, text in _texts(inside) if what == WRITTEN]
                yield struct.unpack_from("<I", about)[0], texts


def _outline(document: bytes, desk: Desk) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """The text of the slides' own places, slide by slide, as the file lists it."""
    for kind, _instance, inside in _records(document, desk, 0):
        if kind != DOCUMENT:
            continue
        for inner, which, listed in _records(inside, desk, 1):
            if inner == LIST and which == SLIDES:
                yield from _by_slide(listed, desk)
        return


def _by_slide(listed: bytes, desk: Desk) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    slide: list[tuple[int, str]] | None = None
    kind, number = -1, -1
    for record, _instance, inside in _records(listed, desk, 2):
        if record == PLACE:
            if slide is not None:
                yield number, slide
            slide = []
            number = struct.unpack_from("<I", inside, 12)[0] if len(inside) >= 16 else -1
        elif record == KIND and len(inside) >= 4:
            (kind,) = struct.unpack_from("<I", inside)
        elif record in (LETTERS, BYTES) and slide is not None:
            slide += [(kind, text) for text in _decoded(record, inside)]
    if slide is not None:
        yield number, slide


def _texts(data: bytes, depth: int = 0) -> Iterator[tuple[int, str]]:
    """The text of what is drawn on a slide."""
    kind = -1
    for record, version, inside in _walked(data):
        if record == KIND and len(inside) >= 4:
            (kind,) = struct.unpack_from("<I", inside)
        elif record in (LETTERS, BYTES):
            yield from ((kind, text) for text in _decoded(record, inside))
        elif version == CONTAINER and depth < DEEPEST:
            yield from _texts(inside, depth + 1)


def _decoded(record: int, inside: bytes) -> Iterator[str]:
    text = inside.decode("utf-16-le" if record == LETTERS else "latin-1", "replace")
    for paragraph in text.replace("\x0b", " ").split("\r"):
        if paragraph.strip():
            yield paragraph.strip()


def _records(data: bytes, desk: Desk, depth: int) -> Iterator[tuple[int, int, bytes]]:
    """Kind, instance and contents of each record at this depth."""
    desk.still_wanted()
    for kind, head, inside in _headed(data):
        if kind == ENCRYPTED and not depth:
            raise KindUnsupported(desk.name, "protected Office")
        yield kind, head >> 4, inside


def _walked(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    return ((kind, head & 0xF, inside) for kind, head, inside in _headed(data))


def _headed(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    for _ in range(MOST_RECORDS):
        if at + 8 > len(data):
            return
        head, kind, length = struct.unpack_from("<HHI", data, at)
        yield kind, head, data[at + 8 : at + 8 + length]
        at += 8 + length
