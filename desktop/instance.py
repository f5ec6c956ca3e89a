"""One window per vault: the first listens, a second hands over what it was started for and ends.

A command that finds the vault open in the window is done by the window, too (`errand.py`). Whoever
asks has to be the same person; garbage only ends the connection that it came on.
"""

import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from desktop import local_wire
from desktop.local_socket import LocalServer, LocalSocket
from desktop.local_wire import Message, Unpacker, WireBroken
from desktop.paths import Paths

if TYPE_CHECKING:  # a locked window does nothing for others
    from desktop.errand import Errand
    from desktop.session import Session

MOST_VISITS = 8
"at a time; whoever comes then is turned away"
MOST_ERRANDS = 2
"at a time; the window needs the other hands itself"
PATIENCE_MS = 5_000
"for the first message"
LOCK_MS = 2_000

log = logging.getLogger(__name__)


class Instance(QObject):
    """What makes this window the one that others find."""

    asked = Signal(object)
    "the words with which a second window was started"

    def __init__(self, paths: Paths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.serves_commands = True
        "whether commands may use the vault that is open"
        self._paths = paths
        self._session: Session | None = None
        self._visits: list[_Visitor] = []
        self._server = LocalServer(self)
        self._server.came.connect(self._on_connection)

    def listen(self) -> bool:
        """Be the one; what a process left that has ended is taken over."""
        place = local_wire.address(self._paths)
        if not local_wire.is_safe(place):
            log.info("the folder for the socket is not safe")
            return False
        turn = QLockFile(str(self._paths.cache / "window.lock"))
        if not turn.tryLock(LOCK_MS):
            return False
        try:
            if os.name != "nt" and Path(place).exists() and _is_answered(place):
                return False
            return self._server.listen(place)
        finally:
            turn.unlock()

    def set_session(self, session: "Session") -> None:
        """From now on there is an open vault to lend."""
        self._session = session

    @property
    def errands(self) -> int:
        """How many commands of others are being done."""
        return sum(one.errand is not None for one in self._visits)

    def close(self) -> None:
        """Nobody is heard any more, and what is being done for others ends."""
        self._server.close()
        self._session = None
        for one in list(self._visits):
            one.close()

    def hand_over(self, message: Message, socket: LocalSocket) -> "Errand | None":
        """Do a command with the open vault; None, and a word why, where that cannot be."""
        if self._session is None or not self.serves_commands:
            _refuse(socket, "locked")
        elif self.errands >= MOST_ERRANDS:
            _refuse(socket, "busy")
        else:
            from desktop.errand import Errand

            return Errand(message, socket, self._session)
        return None

    def forget(self, visitor: "_Visitor") -> None:
        if visitor in self._visits:
            self._visits.remove(visitor)
        visitor.deleteLater()

    def _on_connection(self) -> None:
        while (socket := self._server.next()) is not None:
            is_owner = local_wire.is_owner(socket.descriptor)
            if not is_owner or len(self._visits) >= MOST_VISITS:
                socket.abort()
                socket.deleteLater()
                continue
            visitor = _Visitor(socket, self)
            self._visits.append(visitor)
            visitor.begin()


class _Visitor(QObject):
    """One connection, from its first message to its end."""

    def __init__(self, socket: LocalSocket, instance: Instance) -> None:
        super().__init__(instance)
        self.errand: Errand | None = None
        self._instance = instance
        self._socket = socket
        socket.setParent(self)
        self._unpacker = Unpacker()
        self._is_known = False
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self.close)
        self._patience.start()
        socket.arrived.connect(self._on_ready)
        socket.ended.connect(self._on_disconnected)

    def begin(self) -> None:
        """Hear what came before anybody listened."""
        self._on_ready()

    def close(self) -> None:
        if self.errand is not None:
            self.errand.end()
        self._socket.leave()

    def _on_ready(self) -> None:
        try:
            for message in self._unpacker.feed(self._socket.read()):
                self._hear(message)
        except WireBroken:
            log.info("a connection brought what is no message")
            self._on_disconnected()
            self._socket.abort()

    def _hear(self, message: Message) -> None:
        if self._is_known:
            if self.errand is None:
                raise WireBroken("nothing more was expected")
            self.errand.hear(message)
            return
        self._is_known = True
        self._patience.stop()
        if message.kind != "hello":
            raise WireBroken("no greeting")
        if message.text("wants") == "window":  # whatever its version is, one window is enough
            self._show(message)
        elif message.text("version") != local_wire.spoken():
            _refuse(self._socket, "other version")
        else:
            self.errand = self._instance.hand_over(message, self._socket)

    def _show(self, message: Message) -> None:
        token = message.text("token")
        if token:  # with which Wayland lets a window come to the front
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        log.info("a second window was asked for")
        words = message.words("words")
        self._socket.write(local_wire.packed("shown"))
        self._socket.leave()
        self._instance.asked.emit(words)

    def _on_disconnected(self) -> None:
        if self.errand is not None:
            self.errand.stop()
            self.errand = None
        self._instance.forget(self)


def _refuse(socket: LocalSocket, why: str) -> None:
    socket.write(local_wire.packed(why))
    socket.leave()


def _is_answered(place: str) -> bool:
    from desktop import visit

    with visit.made(place) as line:
        return line is not None


def found_first(paths: Paths, words: Sequence[str]) -> bool:
    """Whether a window is open already; it then does what these words ask for."""
    from desktop import visit

    with visit.made(local_wire.address(paths)) as line:
        if line is None:
            return False
        line.send("hello", version=local_wire.spoken(), wants="window", words=list(words),
                  token=os.environ.get("XDG_ACTIVATION_TOKEN", ""))  # fmt: skip
        answer = line.receive(visit.ANSWERS_MS)
        return answer is not None and answer.kind == "shown"
