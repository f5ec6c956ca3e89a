"""Keys from anywhere on Wayland: on a real bus, with a portal that a test moves."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QKeySequenceEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop import hotkeys, network, session_bus
from desktop.app import Parts
from desktop.hotkeys import SUGGESTED, Hotkeys
from desktop.hotkeys_portal import PortalKeys
from desktop.places import PageName, Place
from desktop.ui.home import Home
from desktop.ui.setting_row import CommandToCopy, SettingRow
from desktop.ui.settings_page import SettingsPage
from tests.desktop.conftest import WAIT_MS

PROGRAM = Path(__file__).with_name("portal.py")
Environ = dict[str, str]


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Environ]:
    """A session's bus of its own, and a Wayland session as far as it can be seen."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is not here")
    place = f"unix:path={tmp_path / 'bus'}"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nosyslog", "--print-address",
         f"--address={place}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert daemon.stdout is not None
    assert daemon.stdout.readline()
    yield {"WAYLAND_DISPLAY": "wayland-0", "DBUS_SESSION_BUS_ADDRESS": place}
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()


class Portal:
    """The program `portal.py`, and what it said."""

    def __init__(self, bus: Environ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM)], env={**os.environ, **bus}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert json.loads(self.process.stdout.readline()) == {"ready": True}
        os.set_blocking(self.process.stdout.fileno(), False)
        self.said: list[dict[str, Any]] = []
        self._hears = QSocketNotifier(self.process.stdout.fileno(), QSocketNotifier.Type.Read)
        self._hears.activated.connect(self._hear)

    def tell(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def all(self, key: str) -> list[Any]:
        return [one[key] for one in self.said if key in one]

    def leave(self) -> None:
        self._hears.setEnabled(False)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def _hear(self) -> None:
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            self.said.append(json.loads(line))


@pytest.fixture
def portal(qtbot: QtBot, bus: Environ) -> Iterator[Portal]:
    made = Portal(bus)
    yield made
    if made.process.poll() is None:
        made.leave()


@pytest.fixture
def keys(qtbot: QtBot, bus: Environ, portal: Portal) -> Iterator[PortalKeys]:
    made = hotkeys.of_this_system(environ=bus)
    assert isinstance(made, PortalKeys)
    yield made
    made.close()


Settled = Callable[[], bool]


def wait(qtbot: QtBot, until: Settled) -> None:
    qtbot.waitUntil(until, timeout=WAIT_MS)


def test_keys_are_asked_for_and_heard(qtbot: QtBot, keys: PortalKeys, portal: Portal) -> None:
    assert keys.now.can_bind is None
    keys.bind("quick_ask", SUGGESTED)
    keys.bind("listen", "Meta+F9")
    wait(qtbot, lambda: len(keys.given) == 2)
    assert portal.all("wanted") == [{"quick_ask": "CTRL+SHIFT+space", "listen": "LOGO+F9"}]
    assert portal.all("about") == [["Ask a quick question", "Begin and end listening"]]
    assert keys.now.can_bind
    assert keys.now.given == {"quick_ask": "Press CTRL+SHIFT+space", "listen": "Press LOGO+F9"}
    assert not keys.now.troubles
    assert network.open_connections([os.getpid()]) == 0  # the line to the bus is no network
    told: list[str] = []
    keys.pressed.connect(lambda name: told.append(f"{name} down"))
    keys.released.connect(lambda name: told.append(f"{name} up"))
    portal.tell("press listen\nrelease listen\npress unheard-of\npress quick_ask")
    wait(qtbot, lambda: told == ["listen down", "listen up", "quick_ask down"])


def test_other_keys_take_the_place_of_those_before(
    qtbot: QtBot, keys: PortalKeys, portal: Portal
) -> None:
    keys.bind("quick_ask", SUGGESTED)
    wait(qtbot, lambda: bool(keys.given))
    keys.bind("quick_ask", "Ctrl+Alt+J")
    assert not keys.given
    wait(qtbot, lambda: keys.given == {"quick_ask": "Press CTRL+ALT+j"})
    assert portal.all("closed") == ["Session"]
    keys.bind("quick_ask", "")
    wait(qtbot, lambda: portal.all("closed") == ["Session"] * 2)
    assert len(portal.all("wanted")) == 2
    keys.bind("listen", "F9")  # after the line to the bus was closed
    wait(qtbot, lambda: keys.given == {"listen": "Press F9"})


def test_keys_that_the_owner_or_the_system_does_not_give_are_said(
    qtbot: QtBot, keys: PortalKeys, portal: Portal
) -> None:
    portal.tell("decline")
    keys.bind("quick_ask", SUGGESTED)
    wait(qtbot, lambda: bool(keys.troubles))
    assert keys.troubles["quick_ask"].title == "The system gave no keys"
    portal.tell("grant")
    keys.bind("listen", "F11")
    keys.bind("dictate", "F12")
    wait(qtbot, lambda: keys.given == {"quick_ask": "Press CTRL+SHIFT+space"})
    assert keys.troubles["listen"].title == "The system gave no keys"
    assert keys.troubles["dictate"].title == "The system has not said which keys"


def test_the_window_goes_on_while_the_owner_is_asked(
    qtbot: QtBot, keys: PortalKeys, portal: Portal
) -> None:
    portal.tell("wait")
    keys.bind("quick_ask", SUGGESTED)
    wait(qtbot, lambda: bool(portal.all("wanted")))
    assert not keys.now.troubles
    keys.bind("quick_ask", "Ctrl+Alt+J")  # the question before is taken back
    wait(qtbot, lambda: len(portal.all("wanted")) == 2)
    assert portal.all("closed") == ["Request", "Session"]
    portal.tell("answer")
    wait(qtbot, lambda: keys.given == {"quick_ask": "Press CTRL+ALT+j"})


def test_a_session_that_ends_and_a_portal_that_goes_and_comes_again(
    qtbot: QtBot, keys: PortalKeys, portal: Portal, bus: Environ
) -> None:
    keys.bind("quick_ask", SUGGESTED)
    wait(qtbot, lambda: bool(keys.given))
    portal.tell("close")
    wait(qtbot, lambda: bool(keys.troubles))
    portal.leave()
    wait(qtbot, lambda: not keys._portal)
    again = Portal(bus)
    wait(qtbot, lambda: keys.given == {"quick_ask": "Press CTRL+SHIFT+space"})
    assert not keys.troubles
    again.leave()


def test_only_the_portal_is_believed(
    qtbot: QtBot, keys: PortalKeys, portal: Portal, bus: Environ
) -> None:
    keys.bind("quick_ask", SUGGESTED)
    wait(qtbot, lambda: bool(keys.given))
    heard: list[str] = []
    keys.pressed.connect(heard.append)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from portal import *;"
        "bus = open_dbus_connection(); one = Portal(bus);"
        "one.session, one.client = sys.argv[2:];"
        "one.told('press quick_ask'); Proxy(message_bus, bus).GetId()"
    )
    asked = [sys.executable, "-c", code, str(PROGRAM.parent), keys._session, keys._bus.name]
    subprocess.run(asked, env={**os.environ, **bus}, check=True)
    portal.tell("press quick_ask")
    wait(qtbot, lambda: bool(heard))
    assert heard == ["quick_ask"]


def test_without_a_portal_the_way_is_named(qtbot: QtBot, bus: Environ) -> None:
    made = hotkeys.of_this_system(environ=bus)
    made.bind("quick_ask", SUGGESTED)
    wait(qtbot, lambda: bool(made.troubles))
    assert made.now.can_bind is False
    assert "--quick-ask" in made.troubles["quick_ask"].action
    made.bind("listen", "F9")
    assert "--toggle-listen" in made.troubles["listen"].action


@pytest.mark.parametrize("place", ["unix:path=/nowhere/bus", "unix:abstract=tacit-nowhere"])
def test_without_a_bus_the_way_is_named(qtbot: QtBot, place: str) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-0", "DBUS_SESSION_BUS_ADDRESS": place}
    made = hotkeys.of_this_system(environ=environ)
    made.bind("quick_ask", SUGGESTED)
    wait(qtbot, lambda: bool(made.troubles))
    assert "--quick-ask" in made.troubles["quick_ask"].action


def test_what_speaks_another_language_is_no_bus(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtNetwork import QLocalServer

    server = QLocalServer()
    server.listen(str(tmp_path / "bus"))
    server.newConnection.connect(lambda: server.nextPendingConnection().write(b"220 hello\r\n"))
    line = session_bus.SessionBus(str(tmp_path / "bus"))
    with qtbot.waitSignal(line.lost, timeout=WAIT_MS):
        line.open()
    server.close()


def test_where_the_bus_is(tmp_path: Path) -> None:
    assert session_bus.address({"XDG_RUNTIME_DIR": "/run/user/7"}) == "/run/user/7/bus"
    assert session_bus.address({"DBUS_SESSION_BUS_ADDRESS": "unix:abstract=a"}) == "\0a"
    for none in ("", "tcp:host=example.org,port=7", "nonsense", "unix:"):
        assert session_bus.address({"DBUS_SESSION_BUS_ADDRESS": none}) == ""


def test_keys_without_a_name_for_portals_are_refused(qtbot: QtBot, keys: PortalKeys) -> None:
    keys.bind("listen", "Ctrl+中")
    assert SUGGESTED in keys.troubles["listen"].action


def test_elsewhere_nothing_is_asked(qtbot: QtBot) -> None:
    assert type(hotkeys.of_this_system(environ={"WAYLAND_DISPLAY": "wayland-0"})) is Hotkeys


def test_the_settings_ask_the_portal_and_show_what_it_gave(
    qtbot: QtBot, bus: Environ, portal: Portal, parts: Parts, home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("QT_QPA_PLATFORM", "wayland")
    for name, value in bus.items():
        monkeypatch.setenv(name, value)
    home.go_to(Place(PageName.SETTINGS))
    page = home.page
    assert isinstance(page, SettingsPage)
    row = lambda: page.rows.get("window:quick_ask_keys")  # noqa: E731
    wait(qtbot, lambda: row() is not None)
    assert isinstance(control_of(row()), CommandToCopy)  # nobody has looked yet
    parts.surround()
    wait(qtbot, lambda: isinstance(control_of(row()), QKeySequenceEdit))
    keys = control_of(row())
    assert isinstance(keys, QKeySequenceEdit)
    keys.setKeySequence(SUGGESTED)
    keys.editingFinished.emit()
    wait(qtbot, lambda: "The system gave: Press CTRL+SHIFT+space." in keys.accessibleDescription())
    portal.tell("decline")
    keys.setKeySequence("F9")
    keys.editingFinished.emit()
    wait(qtbot, lambda: "this was declined" in keys.accessibleDescription())
    assert home.toast.text() == ""


def control_of(row: object) -> QWidget:
    assert isinstance(row, SettingRow)
    return row.control
