"""Reading a file, as the rest of Tacit asks for it: in a process of its own, once per file.

Whatever the file does to that process, the answer is a document or a typed error, within the
limits. This side looks at nothing of the file but its first bytes and its size.
"""

import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from inference.engines import events, wire
from inference.engines.client import Child, Patience
from inference.engines.host import Opening
from inference.engines.protocols import Stopped, never
from inference.errors import (
    CalledOff,
    EngineDied,
    EngineFault,
    EngineHung,
    FileDamaged,
    FileTooBig,
    FileUnread,
    InferenceError,
    IsRecording,
    KindUnsupported,
    OutOfMemory,
    ReadingTooLarge,
    ReadingTooLong,
)
from inference.reading.document import Document, Gap, Head, Limits, Page, Reason
from inference.reading.kinds import HEAD_BYTES, is_recording

ROLE = "read"
STARTING_S = 60.0
FOR_ITSELF_BYTES = 192 << 20
"what the process needs before it holds a file"
FOR_MODELS_BYTES = 2 << 30
"what text recognition needs beside that"
TOO_MUCH_TIME = ("SIGXCPU",)
TOO_MUCH_MEMORY = ("SIGKILL",)
"how the system ends what takes too much"

NO_FRAME = "no frame"
"how it is told that the process sent something that is none"
USUAL = Limits()
CUT_SHORT: dict[type[InferenceError], Reason] = {
    FileDamaged: "damaged", ReadingTooLarge: "past the limit", ReadingTooLong: "out of time",
}  # fmt: skip
"what is missing of a file whose process ended before its time"
Report = Callable[[int, int], None]


def nobody(_done: int, _of: int) -> None:
    pass


def read(
    path: Path, limits: Limits = USUAL, *, password: str | None = None,
    report: Report = nobody, stopped: Stopped = never,
) -> Document:  # fmt: skip
    """The document in a file; `report` is told how many pages are read, and of how many."""
    asked = Asked(path.name, limits, report, stopped)
    return asked.document(_contents(path, limits), password)


def read_bytes(
    untrusted_bytes: bytes, name: str, limits: Limits = USUAL, *, password: str | None = None,
    stopped: Stopped = never,
) -> Document:  # fmt: skip
    """The document in a file that is in memory already, such as one attached to a letter."""
    if len(untrusted_bytes) > limits.file_bytes:
        raise FileTooBig(name, len(untrusted_bytes), limits.file_bytes)
    return Asked(name, limits, nobody, stopped).document(untrusted_bytes, password)


def _contents(path: Path, limits: Limits) -> bytes:
    """The file's bytes; one that is too large is not even opened to its end."""
    size, mode = path.stat().st_size, path.stat().st_mode
    if not stat.S_ISREG(mode):  # a pipe would never end, and some never begin
        raise KindUnsupported(path.name, "no file")
    with path.open("rb") as file:
        if is_recording(file.read(HEAD_BYTES)):
            raise IsRecording(path.name)
        if size > limits.file_bytes:
            raise FileTooBig(path.name, size, limits.file_bytes)
        file.seek(0)
        return file.read(limits.file_bytes + 1)


class Asked:
    """One file being read."""

    def __init__(
        self, name: str, limits: Limits, report: Report = nobody, stopped: Stopped = never
    ) -> None:
        self._name = name
        self._limits = limits
        self._report = report
        self._stopped = stopped
        self._ends = time.monotonic() + limits.seconds
        self._pages: list[Page] = []
        self._head: Head | None = None

    def document(self, untrusted_bytes: bytes, password: str | None) -> Document:
        child = self.process(len(untrusted_bytes))
        try:
            return self.ask(child, untrusted_bytes, password)
        finally:
            child.close_for_good()

    def process(self, size: int) -> Child:
        """A process for a file of this size."""
        memory = FOR_ITSELF_BYTES + 2 * size + self._limits.memory_bytes
        memory += FOR_MODELS_BYTES if self._limits.recognize else 0
        seconds = self._limits.seconds
        opening = Opening(ROLE, self._name, (), {}, memory, idle_s=10.0, cpu_s=4 * seconds)
        return Child(opening, Patience(STARTING_S, seconds))

    def ask(self, child: Child, untrusted_bytes: bytes, password: str | None) -> Document:
        """What a process makes of the file; if it ends too soon, what it had read by then."""
        limits = events.row_of(self._limits)
        fields = {"name": self._name, "password": password, "limits": limits}
        try:
            self._take(child.call("read", fields, untrusted_bytes, stopped=self.is_over))
        except InferenceError as error:
            if isinstance(error, CalledOff) and self._stopped():
                raise
            told = self.told(error)
            if self._head is None or not self._pages or type(told) not in CUT_SHORT:
                raise told from error
            self._head = replace(self._head, gaps=(Gap(CUT_SHORT[type(told)]),))
        except wire.WireBroken as error:
            raise FileDamaged(self._name, "an answer of another form") from error
        if self._head is None:
            raise EngineFault(ROLE, "no end")
        return Document(**vars(self._head), pages=tuple(self._pages))

    def is_over(self) -> bool:
        return self._stopped() or time.monotonic() > self._ends

    def told(self, error: InferenceError) -> InferenceError:
        """What went wrong with the process, said of the file."""
        if isinstance(error, FileUnread):
            error.name = self._name  # whatever the process calls it
            return error
        cause = error.cause if isinstance(error, EngineDied) else ""
        if isinstance(error, CalledOff | EngineHung) or cause in TOO_MUCH_TIME:
            return ReadingTooLong(self._name, self._limits.seconds)
        if isinstance(error, OutOfMemory) or cause in TOO_MUCH_MEMORY:
            return ReadingTooLarge(self._name)
        if isinstance(error, EngineFault) and error.what == NO_FRAME:
            return FileDamaged(self._name, error.what)
        return FileDamaged(self._name, cause) if cause else error

    def _take(self, frames: Iterator[wire.Frame]) -> None:
        """What the process sends is believed in nothing: each field is checked, and counted."""
        characters = 0
        for frame in frames:
            if frame.kind == "page":
                page = events.build(Page, frame.fields)
                characters += len(page.untrusted_text)
                is_too_long = characters > 4 * self._limits.characters
                if is_too_long or len(self._pages) >= self._limits.pages:
                    raise wire.WireBroken("more than was asked for")
                self._pages.append(page)
            elif frame.kind == "head":
                self._head = events.build(Head, frame.fields)
            elif frame.kind == "at":
                self._report(frame.number("done"), frame.number("of"))
            else:
                raise wire.WireBroken("an unknown frame")
