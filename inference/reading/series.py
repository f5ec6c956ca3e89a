"""Reading many files one after the other, as out of a folder: each in a process of its own.

Plain text shares one process, which saves most of the time that a folder of notes takes: reading it
is pure Python over characters, with nothing in it that a text could take over.
"""

from types import TracebackType
from typing import Self

from inference.engines.client import Child
from inference.engines.protocols import Stopped, never
from inference.errors import FileTooBig, IsRecording
from inference.reading.document import Document, Limits
from inference.reading.kinds import HEAD_BYTES, is_plain, is_recording
from inference.reading.reader import Asked, Report, nobody

PLAIN_BYTES = 1 << 20
"larger ones have a process of their own, too"
FILES_EACH = 200
"that one process reads: each may use a little of the time that it has in all"
USUAL = Limits()


class Series:
    """Give it back when nothing more is to be read; it belongs to one thread at a time."""

    def __init__(self, limits: Limits = USUAL) -> None:
        self._limits = limits
        self._shared: Child | None = None
        self._left = 0

    def read(
        self, untrusted_bytes: bytes, name: str, *, password: str | None = None,
        report: Report = nobody, stopped: Stopped = never,
    ) -> Document:  # fmt: skip
        """The document in a file; a recording is none."""
        head = untrusted_bytes[:HEAD_BYTES]
        if is_recording(head):
            raise IsRecording(name)
        if len(untrusted_bytes) > self._limits.file_bytes:
            raise FileTooBig(name, len(untrusted_bytes), self._limits.file_bytes)
        asked = Asked(name, self._limits, report, stopped)
        if len(untrusted_bytes) > PLAIN_BYTES or not is_plain(head, name):
            return asked.document(untrusted_bytes, password)
        return asked.ask(self._process(asked), untrusted_bytes, password)

    def close(self) -> None:
        shared, self._shared = self._shared, None
        if shared is not None:
            shared.close_for_good()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def _process(self, asked: Asked) -> Child:
        if self._shared is None or self._left == 0:
            self.close()
            self._shared, self._left = asked.process(PLAIN_BYTES), FILES_EACH
        self._left -= 1
        return self._shared
