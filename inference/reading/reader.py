"""Reading a file, as the rest of Tacit asks for it: in a process of its own, once per file.

Whatever the file does to that process, the answer is a document or a typed error, within the
limits. This side looks at nothing of the file but its first bytes and its size.
"""

import stat
import time
from collections.abc import Callable, Iterator
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
    IsRecording,
    OutOfMemory,
    ReadingTooLarge,
    ReadingTooLong,
)
from inference.reading.document import Document, Head, Limits, Page
from inference.reading.kinds import HEAD_BYTES, is_recording

ROLE = "read"
STARTING_S = 60.0
FOR_ITSELF_BYTES = 192 << 20
"what the process needs before it holds a file"
TOO_MUCH_TIME = ("SIGXCPU",)
TOO_MUCH_MEMORY = ("SIGKILL",)
"how the system ends what takes too much"

USUAL = Limits()
Report = Callable[[int, int], None]


def _nobody(_done: int, _of: int) -> None:
    pass


def read(
    path: Path, limits: Limits = USUAL, *, password: str | None = None,
    report: Report = _nobody, stopped: Stopped = never,
) -> Document:  # fmt: skip
    """The document in a file; `report` is told how many pages are read, and of how many."""
    asked = _Asked(path.name, limits, report, stopped)
    return asked.document(_contents(path, limits), password)


def read_bytes(
    untrusted_bytes: bytes, name: str, limits: Limits = USUAL, *, password: str | None = None,
    stopped: Stopped = never,
) -> Document:  # fmt: skip
    """The document in a file that is in memory already, such as one attached to a letter."""
    if len(untrusted_bytes) > limits.file_bytes:
        raise FileTooBig(name, len(untrusted_bytes), limits.file_bytes)
    return _Asked(name, limits, _nobody, stopped).document(untrusted_bytes, password)


def _contents(path: Path, limits: Limits) -> bytes:
    """The file's bytes; one that is too large is not even opened to its end."""
    with path.open("rb") as file:
        size = path.stat().st_size
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileDamaged(path.name, "no ordinary file")
        if is_recording(file.read(HEAD_BYTES)):
            raise IsRecording(path.name)
        if size > limits.file_bytes:
            raise FileTooBig(path.name, size, limits.file_bytes)
        file.seek(0)
        return file.read(limits.file_bytes + 1)


class _Asked:
    """One file being read."""

    def __init__(self, name: str, limits: Limits, report: Report, stopped: Stopped) -> None:
        self._name = name
        self._limits = limits
        self._report = report
        self._stopped = stopped
        self._ends = time.monotonic() + limits.seconds

    def document(self, untrusted_bytes: bytes, password: str | None) -> Document:
        fields = {
            "name": self._name, "password": password, "limits": events.row_of(self._limits),
        }  # fmt: skip
        patience = Patience(STARTING_S, self._limits.seconds)
        child = Child(self._opening(len(untrusted_bytes)), patience)
        try:
            return self._put_together(
                child.call("read", fields, untrusted_bytes, stopped=self._is_over)
            )
        except CalledOff as error:
            if self._stopped():
                raise
            raise ReadingTooLong(self._name, self._limits.seconds) from error
        except EngineHung as error:
            raise ReadingTooLong(self._name, self._limits.seconds) from error
        except OutOfMemory as error:
            raise ReadingTooLarge(self._name) from error
        except EngineDied as error:
            raise self._died(error) from error
        finally:
            child.close_for_good()

    def _opening(self, size: int) -> Opening:
        memory = FOR_ITSELF_BYTES + 2 * size + self._limits.memory_bytes
        return Opening(
            ROLE, self._name, (), {}, memory, idle_s=10.0, cpu_s=4 * self._limits.seconds
        )

    def _is_over(self) -> bool:
        return self._stopped() or time.monotonic() > self._ends

    def _died(self, error: EngineDied) -> Exception:
        if error.cause in TOO_MUCH_TIME:
            return ReadingTooLong(self._name, self._limits.seconds)
        if error.cause in TOO_MUCH_MEMORY:
            return ReadingTooLarge(self._name)
        return FileDamaged(self._name, error.cause)

    def _put_together(self, frames: Iterator[wire.Frame]) -> Document:
        """What the process sends is believed in nothing: each field is checked, and counted."""
        pages: list[Page] = []
        head: Head | None = None
        characters = 0
        for frame in frames:
            if frame.kind == "page" and head is None:
                page = events.build(Page, frame.fields)
                characters += len(page.untrusted_text)
                if len(pages) >= self._limits.pages or characters > 4 * self._limits.characters:
                    raise wire.WireBroken("more than was asked for")
                pages.append(page)
            elif frame.kind == "head":
                head = events.build(Head, frame.fields)
            elif frame.kind == "at":
                self._report(frame.number("done"), frame.number("of"))
            else:
                raise wire.WireBroken("an unknown frame")
        if head is None:
            raise EngineFault(ROLE, "no end")
        return Document(**vars(head), pages=tuple(pages))
