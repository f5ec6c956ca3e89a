"""Pictures with text in them, and pages that are pictures. The one door to Pillow.

How large a picture says it is, is looked at before anything of it is unpacked.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from inference.errors import FileDamaged, NothingReadable, ReadingTooLarge
from inference.reading.desk import Desk

Picture = npt.NDArray[np.uint8]
"rows of points, each blue, green and red"
MOST_POINTS = 60_000_000
LARGEST = 16_000_000
"points that a picture is made smaller to before it is read"
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
WHITE = (255, 255, 255)


def read(data: bytes, desk: Desk) -> None:
    """A picture, or the pages of a scanned fax."""
    Image.MAX_IMAGE_PIXELS = None  # our own bound is looked at below, and raises our own error
    desk.unit = "page"
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        frames = getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
        desk.media = Image.MIME.get(opened.format or "", desk.media)
        desk.page_count = frames
        if not desk.limits.recognize:
            raise NothingReadable(desk.name, frames)
        from inference.reading import recognition

        for number, picture in enumerate(_frames(opened, frames, desk), start=1):
            found = recognition.blocks(picture, desk)
            at = desk.page(found)
            if not found:
                desk.lacks("no text", at)
            desk.at(number, frames)


def looks(data: bytes, number: int, width: int, desk: Desk) -> Picture:
    """What a picture looks like, no wider than this."""
    Image.MAX_IMAGE_PIXELS = None  # our own bound is looked at below
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        frames = getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
        found = next(islice(_frames(opened, frames, desk), max(number - 1, 0), None), None)
    if found is None:
        raise FileDamaged(desk.name, "no such page")
    height, wide = found.shape[:2]
    share = min(1.0, width / wide)
    return resized(found, max(1, int(wide * share)), max(1, int(height * share)))


def resized(picture: Picture, width: int, height: int) -> Picture:
    image = Image.fromarray(np.ascontiguousarray(picture))
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR))


def turned(picture: Picture, degrees: float) -> Picture:
    """Turned against the clock, what comes in at the corners white."""
    image = Image.fromarray(np.ascontiguousarray(picture))
    how = Image.Resampling.BICUBIC
    return np.asarray(image.rotate(degrees, how, expand=True, fillcolor=WHITE))


def _frames(opened: Image.Image, count: int, desk: Desk) -> Iterator[Picture]:
    for number in range(count):
        desk.still_wanted()
        if count > 1:
            opened.seek(number)
        width, height = opened.size
        if width * height > MOST_POINTS:
            raise ReadingTooLarge(desk.name)
        opened.draft("RGB", opened.size)
        image = _on_white(ImageOps.exif_transpose(opened))
        if width * height > LARGEST:
            share = (LARGEST / (width * height)) ** 0.5
            image = image.resize((int(image.width * share), int(image.height * share)))
        yield np.asarray(image)[:, :, ::-1]


def _on_white(image: Image.Image) -> Image.Image:
    """Without what can be seen through, which would come out black."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        ground = Image.new("RGBA", seen.size, (*WHITE, 255))
        return Image.alpha_composite(ground, seen).convert("RGB")
    return image.convert("RGB")
