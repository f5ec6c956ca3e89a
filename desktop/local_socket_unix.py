"""Sockets that are files of this computer, on Linux and macOS: made by Python, watched by Qt.

Qt's own would do the same, but bring its whole network part along, and with that what signs in to
other computers. The family is always AF_UNIX: nothing here can lead anywhere else.
"""

import contextlib
import select
import socket
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

PIECE = 1 << 16
"bytes read or written in one go"
WAITING = 16
"connections that wait to be taken; whoever comes then tries again"
AGAIN_MS = 50
"until the other side may have room for one more"
SHORT_MS = 1_000
"until this process may have room for one more"
NO_SIGNAL: int = getattr(socket, "MSG_NOSIGNAL", 0)
"who has gone makes an error, not a signal"


class LocalSocket(QObject):
    """One connection of the window's, which never waits; closed, it stays so.

    What is written is sent at once as far as the other side takes it, and the rest as it does. Who
    sends no more has gone.
    """

    connected = Signal()
    arrived = Signal()
    "there is something to `read`"
    taken = Signal()
    "the other side took some of what waited to be sent"
    ended = Signal()
    "the connection is over, or never began"

    def __init__(self, parent: QObject | None = None, made: socket.socket | None = None) -> None:
        super().__init__(parent)
        own = self._socket = made or socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        own.settimeout(0)
        self._in, self._out = bytearray(), bytearray()
        self._is_on = made is not None
        self._is_leaving = False
        self._reads = self._notifier(QSocketNotifier.Type.Read, self._on_readable)
        self._writes = self._notifier(QSocketNotifier.Type.Write, self._on_writable)
        self._reads.setEnabled(self._is_on)
        self.destroyed.connect(lambda: own.close())  # noqa: PLW0108 - a method is held weakly

    @property
    def descriptor(self) -> int:
        """The system's number for it; -1 once it is closed."""
        return self._socket.fileno()

    @property
    def waiting(self) -> int:
        """How many bytes the other side has not taken yet."""
        return len(self._out)

    def connect_to(self, place: str) -> None:
        """Begin; `connected` or `ended` follows."""
        QTimer.singleShot(0, self, lambda: self._connect(place))

    def read(self) -> bytes:
        """What has arrived since this was last asked."""
        some = bytes(self._in)
        self._in.clear()
        return some

    def write(self, data: bytes) -> None:
        if not self._is_on or self._is_leaving:
            return
        self._out += data
        if not self._writes.isEnabled() and not self._send():
            QTimer.singleShot(0, self, self.abort)  # whoever writes is not told in the middle of it

    def leave(self) -> None:
        """End it when all that was written has been taken; nothing more is heard."""
        self._is_leaving = True
        self._reads.setEnabled(False)
        if not self._out:
            self.abort()

    def abort(self) -> None:
        """End it now, and keep nothing."""
        if self._socket.fileno() < 0:
            return
        for one in (self._reads, self._writes):
            one.setEnabled(False)
        self._socket.close()
        self._out.clear()
        self._is_on = False
        self.ended.emit()

    def _notifier(self, kind: QSocketNotifier.Type, slot: Callable[[], None]) -> QSocketNotifier:
        made = QSocketNotifier(self._socket.fileno(), kind, self)
        made.setEnabled(False)
        made.activated.connect(slot)
        return made

    def _connect(self, place: str) -> None:
        if self._is_on or self._socket.fileno() < 0:
            return
        try:
            self._socket.connect(place)
        except BlockingIOError:  # many are before us
            QTimer.singleShot(AGAIN_MS, self, lambda: self._connect(place))
            return
        except OSError:
            self.abort()
            return
        self._is_on = True
        self._reads.setEnabled(True)
        self.connected.emit()

    def _on_readable(self) -> None:
        try:
            some = self._socket.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            some = b""
        if some:
            self._in += some
            self.arrived.emit()
        else:
            self.abort()

    def _on_writable(self) -> None:
        if not self._send() or (self._is_leaving and not self._out):
            self.abort()
        else:
            self.taken.emit()

    def _send(self) -> bool:
        """As much as is taken now; whether there is still somebody."""
        try:
            while self._out:
                with memoryview(self._out) as view, view[:PIECE] as piece:
                    count = self._socket.send(piece, NO_SIGNAL)
                del self._out[:count]
        except (BlockingIOError, InterruptedError):
            pass
        except OSError:
            self._out.clear()
            return False
        self._writes.setEnabled(bool(self._out))
        return True


class LocalServer(QObject):
    """Where others find the window: a file that nobody but the owner can open."""

    came = Signal()
    "somebody is at the door: `next` until there is nobody"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket: socket.socket | None = None
        self._place = ""
        self._file = (0, 0)
        self._comes: QSocketNotifier | None = None

    def listen(self, place: str) -> bool:
        """In the place of whatever is there: whoever asks has made sure that nobody answers.

        The file comes to its place when it is closed to others and somebody listens.
        """
        made, new = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), f"{place}.new"
        try:
            made.settimeout(0)
            Path(new).unlink(missing_ok=True)
            made.bind(new)
            Path(new).chmod(0o600)
            made.listen(WAITING)
            Path(new).replace(place)
        except OSError:
            made.close()
            with contextlib.suppress(OSError):
                Path(new).unlink()
            return False
        self._socket, self._place, self._file = made, place, _identity(place)
        self._comes = QSocketNotifier(made.fileno(), QSocketNotifier.Type.Read, self)
        self._comes.activated.connect(self.came)
        self.destroyed.connect(lambda: made.close())  # noqa: PLW0108 - a method is held weakly
        return True

    def next(self) -> LocalSocket | None:
        """Whoever came first and was not taken yet."""
        while self._socket is not None:
            try:
                return LocalSocket(self, self._socket.accept()[0])
            except (ConnectionAbortedError, InterruptedError):
                continue
            except BlockingIOError:
                return None
            except OSError:  # no more descriptors, most likely
                self._rest()
                return None
        return None

    def close(self) -> None:
        """Nobody is heard any more, and the file goes if it is still this one's."""
        made, self._socket = self._socket, None
        if made is None:
            return
        assert self._comes is not None
        self._comes.setEnabled(False)
        with contextlib.suppress(OSError):
            if _identity(self._place) == self._file:
                Path(self._place).unlink()
        made.close()

    def _rest(self) -> None:
        """Whoever cannot be let in keeps knocking, and this would spin."""
        assert self._comes is not None
        self._comes.setEnabled(False)
        QTimer.singleShot(SHORT_MS, self, self._listen_again)

    def _listen_again(self) -> None:
        if self._socket is not None and self._comes is not None:
            self._comes.setEnabled(True)


class LocalLine:
    """A connection to the window from a process that has nothing to do but to wait for it."""

    def __init__(self, made: socket.socket) -> None:
        self._socket = made
        self._unsent: deque[bytes] = deque()
        self._is_sending = False

    @classmethod
    def to(cls, place: str, within_ms: int) -> "LocalLine | None":
        """A line to whoever listens there; None where nobody does."""
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(0)
        until = time.monotonic() + within_ms / 1000
        while True:
            try:
                made.connect(place)
            except BlockingIOError:  # many are before us
                if time.monotonic() < until:
                    time.sleep(AGAIN_MS / 1000)
                    continue
            except OSError:
                pass
            else:
                made.settimeout(None)
                return cls(made)
            made.close()
            return None

    @property
    def descriptor(self) -> int:
        return self._socket.fileno()

    def send(self, data: bytes) -> None:
        """All of it, in order: a press of Ctrl+C may ask for more in the middle of this."""
        self._unsent.append(data)
        if self._is_sending:
            return
        self._is_sending = True
        try:
            while self._unsent:
                self._socket.sendall(self._unsent.popleft(), NO_SIGNAL)
        except OSError:  # it has gone; `receive` says so when all that it sent is read
            self._unsent.clear()
        finally:
            self._is_sending = False

    def receive(self, within_ms: int) -> bytes | None:
        """What arrived; nothing where nothing did in this time, None where nothing more will."""
        if not select.select([self._socket], [], [], within_ms / 1000)[0]:
            return b""
        try:
            return self._socket.recv(PIECE) or None
        except OSError:
            return None

    def close(self) -> None:
        self._socket.close()


def _identity(place: str) -> tuple[int, int]:
    seen = Path(place).lstat()
    return seen.st_dev, seen.st_ino
