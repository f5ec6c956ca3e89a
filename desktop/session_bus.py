"""A line to the programs of the session, over its D-Bus: asked and heard without ever waiting.

jeepney writes and reads the messages, a local socket carries them: no thread, and no way to
anywhere but this computer. Each question is answered once, with None where no good answer comes in
time. PySide6's own D-Bus cannot send the structures that portals take.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from itertools import count

from jeepney import HeaderFields, Message, MessageType, Parser
from jeepney.auth import BEGIN, AuthenticationError, Authenticator
from jeepney.bus import get_connectable_addresses
from jeepney.bus_messages import MatchRule, message_bus
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.local_socket import LocalSocket

PATIENCE_MS = 10_000
"for an answer: a portal may have to be started for it first"

Answer = Callable[[Message | None], None]


def address(environ: Mapping[str, str] = os.environ) -> str:
    """Where the session's bus listens; empty where there is none on this computer."""
    told = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    folder = environ.get("XDG_RUNTIME_DIR", "")
    if not told and folder:
        told = f"unix:path={folder}/bus"
    try:
        return str(next(get_connectable_addresses(told)))
    except (ValueError, KeyError, RuntimeError):
        return ""


class SessionBus(QObject):
    """One connection; closed, it can be opened again."""

    opened = Signal()
    lost = Signal()
    "it ended by itself, or never began"
    heard = Signal(object)
    "a signal of somebody, as a Message"

    def __init__(self, place: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self.name = ""
        "by which the bus knows this connection; empty while it is not open"
        self._socket: LocalSocket | None = None
        self._auth = Authenticator()
        self._parser = Parser()
        self._serials = count(1)
        self._asked: dict[int, Answer] = {}
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._on_lost)

    def open(self) -> None:
        """Begin; `opened` or `lost` follows."""
        if self._socket is not None:
            return
        self._auth, self._parser, self._serials = Authenticator(), Parser(), count(1)
        self._socket = LocalSocket(self)
        self._socket.connected.connect(self._greet)
        self._socket.arrived.connect(self._on_ready)
        self._socket.ended.connect(self._on_lost)
        self._patience.start()
        self._socket.connect_to(self._place)

    def close(self) -> None:
        """No more of it: nothing that was asked is answered any more."""
        socket, self._socket = self._socket, None
        self.name = ""
        self._patience.stop()
        self._asked.clear()
        if socket is not None:
            socket.abort()
            socket.deleteLater()

    def ask(self, message: Message, then: Answer) -> None:
        """Call a method; `then` hears its answer, or None."""
        if self._socket is None:
            return
        number = next(self._serials)
        self._asked[number] = then
        QTimer.singleShot(PATIENCE_MS, self._socket, lambda: self._answer(number, None))
        self._socket.write(message.serialise(serial=number))

    def hear(self, rules: Sequence[MatchRule]) -> None:
        """Have the bus send what fits these."""
        for rule in rules:
            self.ask(message_bus.AddMatch(rule), _nothing)

    def _greet(self) -> None:
        assert self._socket is not None
        self._socket.write(self._auth.data_to_send() or b"")

    def _on_ready(self) -> None:
        socket = self._socket
        if socket is None:
            return
        raw = socket.read()
        try:
            if not self._auth.authenticated:
                self._auth.feed(raw)
                if self._auth.authenticated:
                    socket.write(BEGIN)
                    self.ask(message_bus.Hello(), self._on_named)
                return
            messages = self._parser.feed(raw)
        except (AuthenticationError, ValueError, IndexError, KeyError):
            self._on_lost()  # what speaks there is no bus
            return
        for message in messages:
            self._take(message)

    def _on_named(self, answer: Message | None) -> None:
        if answer is None:
            self._on_lost()
            return
        self._patience.stop()
        self.name = str(answer.body[0])
        self.opened.emit()

    def _take(self, message: Message) -> None:
        kind = message.header.message_type
        if kind is MessageType.signal:
            self.heard.emit(message)
        elif kind in (MessageType.method_return, MessageType.error):
            number = int(message.header.fields.get(HeaderFields.reply_serial, 0))
            self._answer(number, message if kind is MessageType.method_return else None)

    def _answer(self, number: int, answer: Message | None) -> None:
        then = self._asked.pop(number, None)
        if then is not None:
            then(answer)

    def _on_lost(self) -> None:
        if self._socket is not None:
            self.close()
            self.lost.emit()


def _nothing(_answer: Message | None) -> None:
    """What comes of asking for signals: they come, or they do not."""
