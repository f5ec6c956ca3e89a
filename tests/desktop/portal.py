"""A portal for keys, for tests: a program of its own on a real bus, moved by lines on its input.

It says what it is asked, one line of JSON each, and does what it is told: `press NAME`, `release
NAME`, `decline` and `grant` (the owner's answer to keys), `wait` (the owner lets it stand open),
`answer`, `close` (the session), `leave`.
"""

import json
import os
import selectors
import sys
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST, SESSION = "org.freedesktop.portal.Request", "org.freedesktop.portal.Session"


class Portal:
    """Who asks is answered as the test says."""

    def __init__(self, bus: DBusConnection) -> None:
        self.bus = bus
        self.answers = 0
        "0 for a yes of the owner, 1 for a no"
        self.waits = False
        self.open: tuple[str, str, list[Any]] | None = None
        "what the owner is asked: whom to tell, where, and for which keys"
        self.session, self.client = "", ""

    def say(self, **what: object) -> None:
        sys.stdout.write(f"{json.dumps(what)}\n")
        sys.stdout.flush()

    def told(self, line: str) -> None:
        words = line.split()
        if words[0] in ("press", "release"):
            member = "Activated" if words[0] == "press" else "Deactivated"
            self.tell(SHORTCUTS, PATH, member, "osta{sv}", (self.session, words[1], 7, {}))
        elif words[0] in ("decline", "grant"):
            self.answers = int(words[0] == "decline")
        elif words[0] == "wait":
            self.waits = True
        elif words[0] == "answer":
            self.answer()
        elif words[0] == "close":
            self.tell(SESSION, self.session, "Closed", "a{sv}", ({},))

    def tell(self, interface: str, path: str, member: str, signature: str, body: Any) -> None:
        where = DBusAddress(path, interface=interface)
        message = new_signal(where, member, signature, body)
        message.header.fields[HeaderFields.destination] = self.client
        self.bus.send(message)

    def asked(self, call: Message) -> None:
        fields = call.header.fields
        member, interface = fields[HeaderFields.member], fields.get(HeaderFields.interface)
        self.client = fields[HeaderFields.sender]
        if member == "Get":
            self.bus.send(new_method_return(call, "v", (("u", 2),)))
        elif interface == SHORTCUTS and member == "CreateSession":
            self.create(call)
        elif interface == SHORTCUTS and member == "BindShortcuts":
            self.bind(call)
        elif member == "Close":
            self.say(closed=interface.rpartition(".")[2], path=fields[HeaderFields.path])
            self.bus.send(new_method_return(call))
        else:  # as a portal of before 1.20 does with who wants to say its name
            self.say(unknown=member)
            self.bus.send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod"))

    def handle(self, call: Message, token: str) -> str:
        sender = call.header.fields[HeaderFields.sender].removeprefix(":").replace(".", "_")
        path = f"{PATH}/request/{sender}/{token}"
        self.bus.send(new_method_return(call, "o", (path,)))
        return path

    def create(self, call: Message) -> None:
        (options,) = call.body
        path = self.handle(call, options["handle_token"][1])
        self.session = f"{PATH}/session/{options['session_handle_token'][1]}"
        results = {"session_handle": ("s", self.session)}
        self.tell(REQUEST, path, "Response", "ua{sv}", (0, results))

    def bind(self, call: Message) -> None:
        session, wishes, _parent, options = call.body
        path = self.handle(call, options["handle_token"][1])
        assert session == self.session
        self.say(wanted={name: wish["preferred_trigger"][1] for name, wish in wishes},
                 about=[wish["description"][1] for _name, wish in wishes])  # fmt: skip
        self.open = (self.client, path, wishes)
        if not self.waits:
            self.answer()

    def answer(self) -> None:
        """A wish for F12 is given without a key; one for F11 is left out."""
        assert self.open is not None
        self.client, path, wishes = self.open
        given = []
        for name, wish in wishes:
            trigger = wish["preferred_trigger"][1]
            said = "" if trigger.endswith("F12") else f"Press {trigger}"
            if not trigger.endswith("F11"):
                given.append((name, {"trigger_description": ("s", said)}))
        results = {"shortcuts": ("a(sa{sv})", given)}  # said in any case, and no matter after a no
        self.tell(REQUEST, path, "Response", "ua{sv}", (self.answers, results))


def main() -> None:
    bus = open_dbus_connection()
    Proxy(message_bus, bus).RequestName(NAME)
    portal = Portal(bus)
    waiting = selectors.DefaultSelector()
    waiting.register(sys.stdin, selectors.EVENT_READ)
    waiting.register(bus.sock, selectors.EVENT_READ)
    portal.say(ready=True)
    while True:
        for key, _events in waiting.select():
            if key.fd == sys.stdin.fileno():
                line = os.read(sys.stdin.fileno(), 4096).decode()
                if not line or line.startswith("leave"):
                    return
                for one in line.splitlines():
                    portal.told(one)
            else:
                bus.parser.add_data(bus.sock.recv(65536))
                while (message := bus.parser.get_next_message()) is not None:
                    if message.header.message_type is MessageType.method_call:
                        portal.asked(message)


if __name__ == "__main__":
    main()
