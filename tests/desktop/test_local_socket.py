"""Connections within this computer: each way of making them, tried over real sockets."""

import contextlib
import os
import resource
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop import local_socket_unix, local_socket_windows
from desktop.local_socket_unix import LocalLine, LocalServer, LocalSocket
from tests.desktop.conftest import WAIT_MS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="files of sockets are a POSIX matter")

ROOT = Path(__file__).parents[2]
MUCH = 3 << 20
"bytes: more than the system keeps between two ends"
SAME_EXAMPLES = hypothesis_settings(
    max_examples=40, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "socket")


@pytest.fixture(params=[local_socket_unix, local_socket_windows], ids=["unix", "windows"])
def kind(request: pytest.FixtureRequest) -> ModuleType:
    """Qt's own work here, too: what Windows is given does the same."""
    made: ModuleType = request.param
    return made


class Ends(QObject):
    """A server, and what it hears; whoever comes is kept."""

    def __init__(self, kind: ModuleType, place: str) -> None:
        super().__init__()
        self.server = kind.LocalServer(self)
        self.taken: list[LocalSocket] = []
        self.heard = bytearray()
        self.server.came.connect(self._on_came)
        assert self.server.listen(place)

    def _on_came(self) -> None:
        while (one := self.server.next()) is not None:
            one.arrived.connect(lambda one=one: self.heard.extend(one.read()))
            self.taken.append(one)
            self.heard.extend(one.read())


@pytest.fixture
def ends(kind: ModuleType, place: str) -> Iterator[Ends]:
    made = Ends(kind, place)
    yield made
    made.server.close()
    for one in made.taken:
        one.abort()


@pytest.fixture
def server(place: str) -> Iterator[Ends]:
    """Python's, for what is its own matter."""
    made = Ends(local_socket_unix, place)
    yield made
    made.server.close()
    for one in made.taken:
        one.abort()


def joined(qtbot: QtBot, ends: Ends, place: str) -> socket.socket:
    """A connection of somebody else's, which the server has taken."""
    made = socket.socket(socket.AF_UNIX)
    before = len(ends.taken)
    made.connect(place)
    made.settimeout(0)
    qtbot.waitUntil(lambda: len(ends.taken) == before + 1, timeout=WAIT_MS)
    return made


def all_of(qtbot: QtBot, one: socket.socket) -> bytes:
    """What comes until the other side ends, while the window goes on."""
    found = bytearray()

    def is_over() -> bool:
        try:
            some = one.recv(1 << 16)
        except BlockingIOError:
            return False
        except ConnectionResetError:
            return True
        found.extend(some)
        return not some

    qtbot.waitUntil(is_over, timeout=WAIT_MS)
    return bytes(found)


def some_of(qtbot: QtBot, one: socket.socket) -> bytes:
    """The first that comes."""
    found: list[bytes] = []

    def came() -> bool:
        with contextlib.suppress(BlockingIOError):
            found.append(one.recv(1000))
        return bool(found)

    qtbot.waitUntil(came, timeout=WAIT_MS)
    return found[0]


def descriptors() -> set[str]:
    place = Path("/proc/self/fd" if sys.platform == "linux" else "/dev/fd")
    return {one.name for one in place.iterdir()}


def test_what_one_says_the_other_hears(qtbot: QtBot, kind: ModuleType, place: str) -> None:
    ends = Ends(kind, place)
    one = kind.LocalSocket()
    with qtbot.waitSignal(one.connected, timeout=WAIT_MS):
        one.connect_to(place)
    one.write(b"hello")
    one.write(b" there")
    qtbot.waitUntil(lambda: ends.heard == b"hello there", timeout=WAIT_MS)
    assert one.descriptor > 0
    with qtbot.waitSignal(one.arrived, timeout=WAIT_MS):
        ends.taken[0].write(b"good day")
    assert (one.read(), one.read()) == (b"good day", b"")
    with qtbot.waitSignal(one.ended, timeout=WAIT_MS):
        ends.taken[0].leave()
    ends.server.close()


@pytest.mark.parametrize("there", [False, True])
def test_a_connection_that_cannot_be_ends(
    qtbot: QtBot, kind: ModuleType, place: str, there: bool
) -> None:
    if there:  # a file that nobody listens at
        with socket.socket(socket.AF_UNIX) as gone:
            gone.bind(place)
    one = kind.LocalSocket()
    spy = QSignalSpy(one.ended)
    one.connect_to(place)
    qtbot.waitUntil(lambda: spy.count() == 1, timeout=WAIT_MS)
    one.write(b"nobody")
    one.leave()
    one.abort()
    assert spy.count() == 1
    assert kind.LocalLine.to(place, 100) is None


def test_much_waits_for_a_slow_reader_and_arrives_whole(
    qtbot: QtBot, ends: Ends, place: str
) -> None:
    reader = joined(qtbot, ends, place)
    sender = ends.taken[0]
    spy = QSignalSpy(sender.taken)
    sent = os.urandom(MUCH)
    sender.write(sent)
    assert sender.waiting > 0
    found = some_of(qtbot, reader)
    assert sender.waiting > 0
    sender.write(b"the end")
    sender.leave()
    sender.write(b"nothing after it")
    assert found + all_of(qtbot, reader) == sent + b"the end"
    assert spy.count() > 0
    reader.close()


def test_much_is_heard_whole(qtbot: QtBot, ends: Ends, place: str, kind: ModuleType) -> None:
    one = kind.LocalSocket()
    with qtbot.waitSignal(one.connected, timeout=WAIT_MS):
        one.connect_to(place)
    sent = os.urandom(MUCH)
    one.write(sent)
    one.leave()
    qtbot.waitUntil(lambda: len(ends.heard) == MUCH, timeout=WAIT_MS)
    assert ends.heard == sent


@SAME_EXAMPLES
@given(st.lists(st.binary(min_size=1, max_size=200_000), min_size=1, max_size=6))
def test_pieces_arrive_in_order(qtbot: QtBot, tmp_path: Path, pieces: list[bytes]) -> None:
    place = str(tmp_path / "pieces")
    ends = Ends(local_socket_unix, place)
    reader = joined(qtbot, ends, place)
    for one in pieces:
        ends.taken[0].write(one)
    ends.taken[0].leave()
    assert all_of(qtbot, reader) == b"".join(pieces)
    reader.close()
    ends.server.close()
    assert not Path(place).exists()


@pytest.mark.parametrize("reads", [False, True])
def test_who_vanishes_in_the_middle_is_noticed(
    qtbot: QtBot, ends: Ends, place: str, reads: bool
) -> None:
    reader = joined(qtbot, ends, place)
    sender = ends.taken[0]
    sender.write(b"x" * MUCH)
    if reads:
        some_of(qtbot, reader)
    with qtbot.waitSignal(sender.ended, timeout=WAIT_MS):
        reader.close()
    sender.write(b"to nobody")
    assert sender.waiting == 0


def test_who_leaves_and_is_left_alone_with_it_ends(qtbot: QtBot, server: Ends, place: str) -> None:
    """What still waited to be taken goes with the other side."""
    reader = joined(qtbot, server, place)
    sender = server.taken[0]
    sender.write(b"x" * MUCH)
    sender.leave()
    assert sender.waiting > 0
    with qtbot.waitSignal(sender.ended, timeout=WAIT_MS):
        reader.close()


def test_who_writes_is_not_told_in_the_middle_of_it(qtbot: QtBot, server: Ends, place: str) -> None:
    reader = joined(qtbot, server, place)
    sender = server.taken[0]
    spy = QSignalSpy(sender.ended)
    reader.close()
    sender.write(b"to nobody")
    assert spy.count() == 0
    qtbot.waitUntil(lambda: spy.count() == 1, timeout=WAIT_MS)


def test_who_says_no_more_has_gone(qtbot: QtBot, server: Ends, place: str) -> None:
    reader = joined(qtbot, server, place)
    reader.sendall(b"last words")
    with qtbot.waitSignal(server.taken[0].ended, timeout=WAIT_MS):
        reader.shutdown(socket.SHUT_WR)
    assert server.heard == b"last words"
    assert all_of(qtbot, reader) == b""
    reader.close()


def test_who_hears_no_more_has_gone(qtbot: QtBot, server: Ends, place: str) -> None:
    reader = joined(qtbot, server, place)
    reader.shutdown(socket.SHUT_RD)
    with qtbot.waitSignal(server.taken[0].ended, timeout=WAIT_MS):
        server.taken[0].write(b"to nobody")
    reader.close()


def test_no_descriptor_is_left(qtbot: QtBot, place: str) -> None:
    def once(end: Callable[[LocalSocket], object]) -> None:
        ends = Ends(local_socket_unix, place)
        one = LocalSocket(ends)
        with qtbot.waitSignal(one.connected, timeout=WAIT_MS):
            one.connect_to(place)
        qtbot.waitUntil(lambda: bool(ends.taken), timeout=WAIT_MS)
        end(one)
        line = LocalLine.to(place, WAIT_MS)
        assert line is not None
        line.close()
        ends.server.close()
        with qtbot.waitSignal(ends.destroyed, timeout=WAIT_MS):
            ends.deleteLater()

    once(LocalSocket.abort)
    before = descriptors()
    for way in (LocalSocket.abort, LocalSocket.leave, lambda _one: None):
        once(way)
    assert descriptors() == before


def test_only_the_owner_can_open_it_and_it_goes_with_the_server(
    qtbot: QtBot, ends: Ends, place: str
) -> None:
    seen = Path(place).lstat()
    assert stat.S_ISSOCK(seen.st_mode)
    assert stat.S_IMODE(seen.st_mode) & 0o077 == 0
    assert list(Path(place).parent.iterdir()) == [Path(place)]
    ends.server.close()
    ends.server.close()
    assert not Path(place).exists()


def test_what_was_left_behind_is_taken_over(qtbot: QtBot, place: str) -> None:
    old = LocalServer()
    assert old.listen(place)
    Path(f"{place}.new").touch()  # of one that ended just before
    new = Ends(local_socket_unix, place)
    old.close()  # it does not take the new one's file along
    joined(qtbot, new, place).close()
    new.server.close()
    assert not Path(place).exists()


def test_a_place_that_cannot_be_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    assert not LocalServer().listen(str(tmp_path / ("x" * 120)))
    assert not LocalServer().listen(str(tmp_path / "not there" / "socket"))
    folder = tmp_path / "folder"
    folder.mkdir()
    assert not LocalServer().listen(str(folder))
    assert list(tmp_path.iterdir()) == [folder]


def test_without_descriptors_it_rests_and_lets_in_who_waited(
    qtbot: QtBot, server: Ends, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_socket_unix, "SHORT_MS", 200)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    visitor = socket.socket(socket.AF_UNIX)
    lowest = os.dup(0)
    os.close(lowest)
    spy = QSignalSpy(server.server.came)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
    try:
        visitor.connect(place)
        qtbot.waitUntil(lambda: spy.count() == 1, timeout=WAIT_MS)
        for _again in range(20):
            QCoreApplication.processEvents()
        assert spy.count() == 1
        assert not server.taken
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    qtbot.waitUntil(lambda: len(server.taken) == 1, timeout=WAIT_MS)
    visitor.close()


def test_where_many_are_before_it_a_connection_waits(
    qtbot: QtBot, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_socket_unix, "WAITING", 0)
    quiet = LocalServer()
    assert quiet.listen(place)
    first, second = LocalSocket(), LocalSocket()
    spy = QSignalSpy(second.connected)
    with qtbot.waitSignal(first.connected, timeout=WAIT_MS):
        first.connect_to(place)
    second.connect_to(place)
    QCoreApplication.processEvents()
    assert LocalLine.to(place, 60) is None
    assert spy.count() == 0
    with qtbot.waitSignal(second.connected, timeout=WAIT_MS):
        assert quiet.next() is not None
    for one in (first, second):
        one.abort()
    quiet.close()


def test_a_line_sends_and_waits(qtbot: QtBot, kind: ModuleType, place: str) -> None:
    """From a process of its own, as it is used: this one is the window."""
    code = (
        f"from {kind.__name__} import LocalLine\n"
        f"line = LocalLine.to({place!r}, 5_000)\n"
        "assert line.descriptor > 0\n"
        f"line.send(b'x' * {MUCH})\n"
        "found = b''\n"
        "while (some := line.receive(50)) is not None:\n"
        "    found += some\n"
        "line.send(b'to nobody')\n"
        "assert line.receive(50) is None\n"
        "line.close()\n"
        "print(found.decode())\n"
    )
    ends = Ends(kind, place)
    child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    qtbot.waitUntil(lambda: len(ends.heard) == MUCH, timeout=WAIT_MS)
    ends.taken[0].write(b"thank you")
    ends.taken[0].leave()
    qtbot.waitUntil(lambda: child.poll() is not None, timeout=WAIT_MS)
    assert child.communicate()[0] == b"thank you\n"
    ends.server.close()
