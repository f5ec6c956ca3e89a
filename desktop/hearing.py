"""Recordings as documents: what is said in them, in stretches of a minute with the time of each.

A stretch stands for a page and is called by the time at which it begins, so that whatever cites it
says when that was said.
"""

from collections.abc import Iterator, Sequence
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

LONGEST_S = 60
"of a stretch, from the first word to the last"
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
    """What was said, stretch by stretch; silence is no document."""
    pages = tuple(_pages(heard.segments))
    if not pages:
        raise NothingReadable(name)
    return Document(Path(name).stem, heard.language, MEDIA, "time", len(pages), pages=pages)


def _pages(segments: Sequence[Segment]) -> Iterator[Page]:
    for number, some in enumerate(_stretches(segments), start=1):
        text = " ".join(one.text.strip() for one in some)
        yield Page(number, (Block("paragraph", text),), clock(some[0].start))


def _stretches(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Segments that follow each other within a minute; a longer one stands alone."""
    held: list[Segment] = []
    for one in segments:
        if not one.text.strip():
            continue
        if held and one.end - held[0].start > LONGEST_S:
            yield held
            held = []
        held.append(one)
    if held:
        yield held


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours where there are any."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
