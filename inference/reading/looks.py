"""How a page looks: a picture of it, made in the reader's own process like everything of a file.

What comes back is points and nothing else, checked against the size that was asked for.
"""

import time
from dataclasses import dataclass

from inference.engines import events, wire
from inference.engines.host import Call
from inference.engines.protocols import Stopped, never
from inference.errors import (
    FileDamaged,
    FileUnread,
    InferenceError,
    KindUnsupported,
    OutOfMemory,
)
from inference.reading.desk import TIME_SHARE, Desk, Gathered
from inference.reading.document import Limits, Page
from inference.reading.kinds import MEDIA, kind_of
from inference.reading.reader import Asked

WIDEST = 2_400
TALLEST = 8_000
SHOWN = frozenset({MEDIA["pdf"], "image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff",
                   "image/webp"})  # fmt: skip
"kinds of documents of which there is something to look at"


@dataclass(frozen=True)
class Look:
    """Rows of red, green and blue, without anything between them."""

    width: int
    height: int
    untrusted_rgb: bytes


def can_be_shown(media: str) -> bool:
    return media in SHOWN


def look(
    untrusted_bytes: bytes, name: str, page: int, width: int, *, stopped: Stopped = never
) -> Look:
    """A page of a file, about as wide as this."""
    asked = Asked(name, Limits(), stopped=stopped)
    child = asked.process(len(untrusted_bytes))
    fields = {"name": name, "page": page, "width": min(width, WIDEST),
              "limits": events.row_of(Limits())}  # fmt: skip
    try:
        for frame in child.call("look", fields, untrusted_bytes, stopped=asked.is_over):
            return _checked(frame)
    except wire.WireBroken as error:
        raise FileDamaged(name, "an answer of another form") from error
    except InferenceError as error:
        raise asked.told(error) from error
    finally:
        child.close_for_good()
    raise FileDamaged(name, "no picture")


def _checked(frame: wire.Frame) -> Look:
    width, height = frame.number("width"), frame.number("height")
    fits = 0 < width <= WIDEST and 0 < height <= TALLEST
    if frame.kind != "look" or not fits or len(frame.payload) != 3 * width * height:
        raise wire.WireBroken("no picture")
    return Look(width, height, frame.payload)


def answer(call: Call) -> None:
    """The reader's side of it."""
    limits = events.build(Limits, call.fields["limits"])
    deadline = time.monotonic() + limits.seconds * TIME_SHARE
    desk = Desk(
        str(call.fields["name"]), Gathered(limits, _nobody, call.stopped, deadline, _nowhere)
    )
    number, width = int(call.fields["page"]), int(call.fields["width"])
    kind = kind_of(call.payload, desk.name)
    if kind == "pdf":
        from inference.reading.pdf import looks
    elif kind == "picture":
        from inference.reading.picture import looks
    else:
        raise KindUnsupported(desk.name, kind)
    try:
        picture = looks(call.payload, number, min(width, WIDEST), desk)[:TALLEST]
    except (FileUnread, MemoryError, OutOfMemory):
        raise
    except Exception as error:
        raise FileDamaged(desk.name, type(error).__name__) from error
    height, wide = picture.shape[:2]
    call.tell("look", {"width": wide, "height": height}, picture[:, :, ::-1].tobytes())


def _nobody(_page: Page) -> None:
    """No page is read."""


def _nowhere(_done: int, _of: int) -> None:
    """It is one step."""
