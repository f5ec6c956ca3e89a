"""Recordings as documents: what is said in them, in parts of a few minutes with the time of each.

A part stands for a page, so that a citation leads to the minute in which something was said.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from desktop.library import Hear, Report
from desktop.paths import Paths
from desktop.weights import open_store
from inference.engines.local import Engines, Hearing
from inference.engines.protocols import Stopped
from inference.errors import CalledOff, NothingReadable
from inference.reading.document import Block, Document, Page
from inference.types import Heard, HearingRequest, Partial, Segment
from models.catalog import Role
from models.errors import NoDefaultWeights

PART_S = 300
MEDIA = "audio/*"


def ready(paths: Paths, here: Engines) -> Hear | None:
    """What listens here; None where no weights for it are ready."""
    try:
        is_ready = open_store(paths).default(Role.LISTEN).is_ready
    except NoDefaultWeights:
        return None
    return heard_by(here.transcriber()) if is_ready else None


def heard_by(hearing: Hearing) -> Hear:
    def hear(untrusted_bytes: bytes, name: str, report: Report, stopped: Stopped) -> Document:
        request = HearingRequest(whole=True)
        said = 0
        for event in hearing.transcribe(untrusted_bytes, request, is_file=True, stopped=stopped):
            if isinstance(event, Partial):
                said += 1
                report(said, said + 1)
            elif isinstance(event, Heard):
                return document(event, name)
        raise CalledOff(Role.LISTEN.value)

    return hear


def document(heard: Heard, name: str) -> Document:
    """What was said, part by part; silence is no document."""
    pages = tuple(_pages(heard.segments))
    if not pages:
        raise NothingReadable(name)
    return Document(Path(name).stem, heard.language, MEDIA, "part", len(pages), pages=pages)


def _pages(segments: Sequence[Segment]) -> Iterator[Page]:
    spoken = [one for one in segments if one.text.strip()]
    parts = groupby(spoken, key=lambda one: int(one.start) // PART_S)
    for number, (part, some) in enumerate(parts, start=1):
        blocks = tuple(
            Block("paragraph", f"[{clock(one.start)}] {one.text.strip()}") for one in some
        )
        title = f"{clock(part * PART_S)} – {clock((part + 1) * PART_S)}"
        yield Page(number, blocks, title)


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours where there are any."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
