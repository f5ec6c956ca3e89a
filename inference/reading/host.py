"""The reader's own process: sealed before it starts, one file in, pages out.

It is an engine's process like the others, with no weights: `inference/engines/host.py` seals it
and serves it. Whatever a file does to a reader ends here, as a typed error or as a document with
its gaps named.
"""

import time
from importlib import import_module
from pathlib import Path
from typing import Any

from inference.engines import events
from inference.engines.host import Call, Opening
from inference.errors import (
    FileDamaged,
    FileUnread,
    IsRecording,
    KindUnsupported,
    NothingReadable,
    OutOfMemory,
    ReadingTooLarge,
    ReadingTooLong,
)
from inference.reading.desk import TIME_SHARE, Desk, Enough, Gathered, line
from inference.reading.document import Head, Limits, Page
from inference.reading.kinds import MEDIA, kind_of
from inference.reading.languages import language
from inference.reading.packed import Bomb

READERS = {
    "pdf": "pdf.read",
    "docx": "word.read",
    "xlsx": "excel.read",
    "pptx": "powerpoint.read",
    "odt": "opendocument.read_text",
    "ods": "opendocument.read_sheets",
    "odp": "opendocument.read_slides",
    "epub": "epub.read",
    "html": "webpage.read",
    "rtf": "rich_text.read",
    "doc": "old_word.read",
    "xls": "old_excel.read",
    "ppt": "old_powerpoint.read",
    "text": "plain.read_text",
    "markdown": "plain.read_markdown",
    "csv": "plain.read_csv",
    "json": "plain.read_json",
    "code": "plain.read_code",
    "eml": "mail.read",
    "mbox": "mail.read_mbox",
    "msg": "outlook.read",
    "ics": "cards.read_calendar",
    "vcf": "cards.read_contacts",
    "zip": "archive.read",
    "picture": "picture.read",
}


class Reader:
    """Reads one file after the other; Tacit asks each process for one only."""

    def serve(self, call: Call) -> None:
        if call.kind == "look":
            from inference.reading import looks

            looks.answer(call)
            return
        limits = events.build(Limits, call.fields["limits"])
        name = str(call.fields["name"])

        def send(page: Page) -> None:
            if page.number == 1:  # if the process comes to nothing, its pages do not
                call.tell("head", events.row_of(_known(desk)))
            call.tell("page", events.row_of(page))

        def tell(done: int, of: int) -> None:
            call.tell("at", {"done": done, "of": of})

        deadline = time.monotonic() + limits.seconds * TIME_SHARE
        gathered = Gathered(limits, send, call.stopped, deadline, tell)
        password = call.fields.get("password")
        desk = Desk(name, gathered, password=password if isinstance(password, str) else None)
        try:
            read(call.payload, desk)
        except (MemoryError, OutOfMemory) as error:
            raise ReadingTooLarge(name) from error
        call.tell("head", events.row_of(_head(desk)))

    def about(self) -> dict[str, Any]:
        return {}


def load(_opening: Opening, _call: Call) -> Reader:
    return Reader()


def read(data: bytes, desk: Desk) -> None:
    """Read a file onto a desk; what is read before something goes wrong is kept."""
    kind = kind_of(data, desk.name)
    desk.media = MEDIA.get(kind, "")
    if kind == "recording":
        raise IsRecording(desk.name)
    if kind == "empty":
        raise NothingReadable(desk.name)
    if kind not in READERS:
        raise KindUnsupported(desk.name, kind)
    module, _, function = READERS[kind].partition(".")
    try:
        getattr(import_module(f"inference.reading.{module}"), function)(data, desk)
    except Enough:
        if desk.depth:  # what is around this one has had enough, too
            raise
    except (FileUnread, MemoryError, OutOfMemory):
        raise
    except Exception as error:  # noqa: BLE001 - a stranger's file may go wrong in any way
        _broke_off(error, desk)


def _broke_off(error: Exception, desk: Desk) -> None:
    """What was read until then stands; without any of it, the whole file counts as unread."""
    is_bomb = isinstance(error, Bomb)
    if desk.count:
        desk.gap("past the limit" if is_bomb else "damaged", desk.name if desk.depth else "")
    elif is_bomb:
        raise ReadingTooLarge(desk.name) from error
    else:
        raise FileDamaged(desk.name, f"{type(error).__name__} in {place(error)}") from error


def read_inner(data: bytes, desk: Desk) -> None:
    """Read a file within a file; what cannot be read of it is a gap and no error."""
    reasons: dict[type[FileUnread], Any] = {
        FileDamaged: "damaged", KindUnsupported: "unsupported", IsRecording: "recording",
        ReadingTooLarge: "past the limit", NothingReadable: "no text",
    }  # fmt: skip
    try:
        read(data, desk)
    except FileUnread as error:
        desk.gap(reasons.get(type(error), "protected"), desk.name)


def place(error: BaseException) -> str:
    """Where in our own files something went wrong; nothing of what it was about."""
    found, trace = "", error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.parent == Path(__file__).parent:
            found = f"{file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


def _nothing(desk: Desk) -> None:
    """Nothing came: say whether it is empty, a picture, or cut off by a limit."""
    reasons = {reason for reason, _ in desk.everything.missing}
    if "out of time" in reasons:
        raise ReadingTooLong(desk.name, desk.limits.seconds)
    if "past the limit" in reasons:
        raise ReadingTooLarge(desk.name)
    pictures = desk.everything.without
    raise NothingReadable(
        desk.name, len({*pictures.get("no text", ()), *pictures.get("garbled", ())})
    )


def _head(desk: Desk) -> Head:
    if not desk.everything.has_text:
        _nothing(desk)
    return _known(desk)


def _known(desk: Desk) -> Head:
    """What is known by now."""
    everything = desk.everything
    title = line(desk.title) or Path(desk.name).stem
    count = max(desk.page_count, everything.pages)
    spoken = language("\n".join(everything.sample))
    return Head(title, spoken, desk.media, desk.unit, count, desk.gaps())
