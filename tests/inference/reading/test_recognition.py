"""Text in pictures: straight, turned, tilted and noisy; and only where it was asked for."""

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from inference.errors import FileUnread, NothingReadable
from inference.reading.document import Document, Gap, Limits
from inference.reading.reader import read_bytes
from tests.inference.reading import hostile, made

LIMITS = Limits(recognize=True, seconds=300)


def scanned(
    data: bytes, page: int = 0, *, tilt: float = 0.0, turn: int = 0, noise: float = 0.0
) -> Image.Image:
    """A page as a scanner hands it over."""
    grey = pypdfium2.PdfDocument(data)[page].render(scale=150 / 72).to_pil().convert("L")
    grey = grey.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    points = np.asarray(grey).astype(float)
    points += np.random.default_rng(1).normal(0, noise, points.shape)
    return Image.fromarray(points.clip(0, 255).astype(np.uint8)).rotate(turn, expand=True)


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def flat(document: Document) -> str:
    return " ".join(document.untrusted_text.split())


def test_a_scanned_page_keeps_its_order_and_its_tables() -> None:
    picture = scanned(made.report().data, tilt=2.0, noise=12.0)
    document = read_bytes(saved(picture, "PNG"), "scan.png", LIMITS)
    text = flat(document)
    assert made.PROSE[1] in text
    assert text.find(made.PROSE[0]) < text.find("Oak planks") < text.find("Weigh twice")
    tables = [block.rows for page in document.pages for block in page.blocks if block.rows]
    assert tables == [made.ROWS]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_its_head(turn: int) -> None:
    lines = (
        "Words on a page",
        "that was laid down",
        "the wrong way round",
        "by somebody",
        "in haste",
    )
    picture = scanned(made.lines(lines), turn=turn)
    document = read_bytes(saved(picture, "JPEG"), "scan.jpg", LIMITS)
    assert flat(document) == " ".join(lines)


def test_a_scanned_page_among_others() -> None:
    """Only the page that has no text is looked at as a picture."""
    picture = scanned(made.pdf("Words that are a picture now, all of them"))
    first, second = made.pdf("Words that are letters"), saved(picture, "PDF", resolution=150)
    file = pypdfium2.PdfDocument.new()
    for part in (first, second):
        file.import_pages(pypdfium2.PdfDocument(part))
    out = io.BytesIO()
    file.save(out)
    plain = read_bytes(out.getvalue(), "both.pdf")
    assert plain.gaps == (Gap("no text", 1, "2"),)
    both = read_bytes(out.getvalue(), "both.pdf", LIMITS)
    assert both.gaps == ()
    assert "Words that are a picture now" in flat(both)


def test_pages_of_a_fax() -> None:
    pages = [scanned(made.pdf(f"This is sheet {number} of the fax")) for number in (1, 2)]
    fax = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    document = read_bytes(fax, "fax.tif", LIMITS)
    assert (document.page_count, document.media) == (2, "image/tiff")
    assert [f"sheet {number}" in page.untrusted_text for number, page in
            enumerate(document.pages, start=1)] == [True, True]  # fmt: skip


def test_without_being_asked_a_picture_is_only_a_picture() -> None:
    with pytest.raises(NothingReadable) as raised:
        read_bytes(saved(scanned(made.report().data), "JPEG"), "photo.jpg")
    assert raised.value.pages == 1


def test_pictures_that_are_none() -> None:
    blank = Image.new("L", (800, 600), 255)
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (600, 800), np.uint8))
    good = saved(scanned(made.pdf()), "PNG")
    for data in (saved(blank, "PNG"), saved(noise, "PNG"), hostile.fake_picture(), good[:3000]):
        with pytest.raises(FileUnread):
            read_bytes(data, "x.png", LIMITS)
