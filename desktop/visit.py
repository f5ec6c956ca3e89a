"""Speaking with the window that is open already: from another process, which waits for answers."""

import contextlib
from collections import deque
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QDeadlineTimer

from desktop import local_wire
from desktop.local_socket import LocalLine
from desktop.local_wire import Message, Unpacker

CONNECT_MS = 2_000
ANSWERS_MS = 5_000
"to a greeting; a window that takes longer hangs"
LOOK_MS = 50
"Ctrl+C takes effect when Python runs, between two waits"


class Visit:
    """A line to the window."""

    def __init__(self, line: LocalLine) -> None:
        self._line = line
        self._unpacker = Unpacker()
        self._arrived: deque[Message] = deque()

    def send(self, kind: str, **fields: Any) -> None:
        self._line.send(local_wire.packed(kind, **fields))

    def receive(self, within_ms: int | None = None) -> Message | None:
        """The next message; None where the window has gone, sends what is none, or hangs."""
        until = QDeadlineTimer(-1 if within_ms is None else within_ms)
        while not self._arrived:
            if until.hasExpired():
                return None
            some = self._line.receive(LOOK_MS)
            if some is None:
                return None
            try:
                self._arrived.extend(self._unpacker.feed(some))
            except local_wire.WireBroken:
                return None
        return self._arrived.popleft()


@contextlib.contextmanager
def made(place: str) -> Iterator[Visit | None]:
    """A line to the window that listens there; None where none does."""
    line = LocalLine.to(place, CONNECT_MS)
    if line is None:
        yield None
        return
    try:
        yield Visit(line) if local_wire.is_owner(line.descriptor) else None
    finally:
        line.close()
