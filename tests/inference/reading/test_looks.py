"""How pages look: real pictures of real pages, made in a process of their own."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from inference.engines import wire
from inference.errors import FileDamaged, KindUnsupported
from inference.reading import looks
from inference.reading.looks import WIDEST, look


def pdf() -> bytes:
    """Two pages: the second is red at its lower half."""
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=(200, 400))
    canvas.drawString(20, 200, "one")
    canvas.showPage()
    canvas.drawString(20, 300, "two")
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 200, 200, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return kept.getvalue()


def points(found: looks.Look) -> "np.typing.NDArray[np.uint8]":
    flat = np.frombuffer(found.untrusted_rgb, dtype=np.uint8)
    return flat.reshape(found.height, found.width, 3)


def test_a_page_of_a_pdf_is_as_wide_as_it_was_asked_for() -> None:
    found = look(pdf(), "x.pdf", 2, 500)
    assert (found.width, found.height) == (500, 1_000)
    assert points(found)[100, 250].tolist() == [255, 255, 255]
    assert points(found)[900, 250].tolist() == [255, 0, 0]
    assert look(pdf(), "x.pdf", 1, 10**6).width <= WIDEST


def test_a_picture_is_made_smaller_and_never_larger() -> None:
    kept = BytesIO()
    Image.new("RGB", (600, 300), (0, 0, 255)).save(kept, "PNG")
    small, usual = look(kept.getvalue(), "x.png", 1, 200), look(kept.getvalue(), "x.png", 1, 900)
    assert (small.width, small.height) == (200, 100)
    assert (usual.width, usual.height) == (600, 300)
    assert points(small)[50, 100].tolist() == [0, 0, 255]


def test_what_cannot_be_shown_is_said() -> None:
    with pytest.raises(KindUnsupported):
        look(b"plain text", "x.txt", 1, 300)
    for page in (0, 3):
        with pytest.raises(FileDamaged):
            look(pdf(), "x.pdf", page, 300)
    with pytest.raises(FileDamaged):
        look(b"%PDF-1.7\nnothing more", "x.pdf", 1, 300)


@pytest.mark.parametrize(
    "fields",
    [{"width": 2, "height": 2}, {"width": 0, "height": 4}, {"width": WIDEST + 1, "height": 1}],
)
def test_a_picture_of_another_size_than_it_says_is_not_believed(fields: dict[str, int]) -> None:
    with pytest.raises(wire.WireBroken):
        looks._checked(wire.Frame(1, "look", fields, b"\0" * 11))
