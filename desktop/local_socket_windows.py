"""Pipes of this computer, on Windows: Qt's own, which only the owner can open.

What each class and signal means stands in `local_socket_unix.py`; the tests try both.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

State = QLocalSocket.LocalSocketState


class LocalSocket(QObject):
    """One connection of the window's, which never waits; closed, it stays so."""

    connected = Signal()
    arrived = Signal()
    taken = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None, made: QLocalSocket | None = None) -> None:
        super().__init__(parent)
        self._socket = made or QLocalSocket()
        self._socket.setParent(self)
        self._has_ended = False
        self._socket.connected.connect(self.connected)
        self._socket.readyRead.connect(self.arrived)
        self._socket.bytesWritten.connect(lambda _count: self.taken.emit())
        self._socket.disconnected.connect(self._on_ended)
        self._socket.errorOccurred.connect(lambda _error: self._on_ended())

    @property
    def descriptor(self) -> int:
        return int(self._socket.socketDescriptor())

    @property
    def waiting(self) -> int:
        return self._socket.bytesToWrite()

    def connect_to(self, place: str) -> None:
        self._socket.connectToServer(place)

    def read(self) -> bytes:
        return bytes(self._socket.readAll().data())

    def write(self, data: bytes) -> None:
        if self._socket.state() == State.ConnectedState:
            self._socket.write(data)

    def leave(self) -> None:
        self._socket.disconnectFromServer()
        if self._socket.state() == State.UnconnectedState:
            self._on_ended()

    def abort(self) -> None:
        self._socket.abort()
        self._on_ended()

    def _on_ended(self) -> None:
        if not self._has_ended:
            self._has_ended = True
            self.ended.emit()


class LocalServer(QObject):
    """Where others find the window: a pipe."""

    came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self.came)

    def listen(self, place: str) -> bool:
        return self._server.listen(place)

    def next(self) -> LocalSocket | None:
        if not self._server.hasPendingConnections():
            return None
        return LocalSocket(self, self._server.nextPendingConnection())

    def close(self) -> None:
        self._server.close()


class LocalLine:
    """A connection to the window from a process that has nothing to do but to wait for it."""

    def __init__(self, made: QLocalSocket) -> None:
        self._socket = made

    @classmethod
    def to(cls, place: str, within_ms: int) -> "LocalLine | None":
        made = QLocalSocket()
        made.connectToServer(place)
        return cls(made) if made.waitForConnected(within_ms) else None

    @property
    def descriptor(self) -> int:
        return int(self._socket.socketDescriptor())

    def send(self, data: bytes) -> None:
        self._socket.write(data)
        self._socket.flush()

    def receive(self, within_ms: int) -> bytes | None:
        is_on = self._socket.state() == State.ConnectedState
        self._socket.waitForReadyRead(within_ms)
        some = bytes(self._socket.readAll().data())
        return some if some or is_on else None

    def close(self) -> None:
        self._socket.abort()
