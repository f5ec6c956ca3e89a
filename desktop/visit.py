"""Speaking with the window that is open already: from another process, which waits for answers."""

import contextlib
from collections import deque
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtNetwork import QLocalSocket

from desktop import local_wire
from desktop.local_wire import Message, Unpacker

CONNECT_MS = 2_000
ANSWERS_MS = 5_000
"to a greeting; a window that takes longer hangs"
LOOK_MS = 50
"Ctrl+C takes effect when Python runs, between two waits"


class Visit:
    """A line to the window."""

    def __init__(self, socket: QLocalSocket) -> None:
        self._socket = socket
        self._unpacker = Unpacker()
        self._arrived: deque[Message] = deque()

    def send(self, kind: str, **fields: Any) -> None:
        self._socket.write(local_wire.packed(kind, **fields))
        self._socket.flush()

    def receive(self, within_ms: int | None = None) -> Message | None:
        """The next message; None where the window has gone, sends what is none, or hangs."""
        until = QDeadlineTimer(-1 if within_ms is None else within_ms)
        while not self._arrived:
            if until.hasExpired():
                return None
            is_on = self._socket.state() == QLocalSocket.LocalSocketState.ConnectedState
            if not self._socket.waitForReadyRead(LOOK_MS) and not self._socket.bytesAvailable():
                if not is_on:
                    return None
                continue
            try:
                self._arrived.extend(self._unpacker.feed(bytes(self._socket.readAll().data())))
            except local_wire.WireBroken:
                return None
        return self._arrived.popleft()


@contextlib.contextmanager
def made(place: str) -> Iterator[Visit | None]:
    """A line to the window that listens there; None where none does."""
    socket = QLocalSocket()
    socket.connectToServer(place)
    is_on = socket.waitForConnected(CONNECT_MS)
    try:
        trusted = is_on and local_wire.is_owner(int(socket.socketDescriptor()))
        yield Visit(socket) if trusted else None
    finally:
        socket.abort()
