"""One window for a vault, and commands that use its open vault; with real processes."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import QProcess, QProcessEnvironment
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from desktop import errand, local_wire
from desktop import instance as instances
from desktop import paths as desktop_paths
from desktop.app import Parts
from desktop.assistant import Assistant
from desktop.local_wire import Message, Unpacker, WireBroken
from desktop.opening import is_for_window
from desktop.paths import Paths
from desktop.session import Session
from desktop.surroundings import Surroundings
from desktop.ui.documents_page import DocumentsPage
from desktop.ui.home import Home
from inference.tools.base import by_owner
from tests.desktop.conftest import PASSPHRASE, WAIT_MS, looked
from vault import audit, documents, notes
from vault.connection import WriteConn
from vault.vault import Vault

if sys.platform != "win32":
    import pty

ROOT = Path(__file__).parents[2]
AT_TERMINAL = (
    "import fcntl, runpy, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "runpy.run_module('desktop', run_name='__main__', alter_sys=True)"
)
"so that Ctrl+C there is heard"
Start = Callable[..., QProcess]
posix = pytest.mark.skipif(os.name != "posix", reason="files of sockets are a POSIX matter")


@pytest.fixture
def start(paths: Paths) -> Iterator[Start]:
    """Starts `tacit` as a process of its own, in the same home."""
    started: list[QProcess] = []

    def begin(*words: str) -> QProcess:
        process = QProcess()
        around = QProcessEnvironment.systemEnvironment()
        around.insert("PYTHONPATH", str(ROOT))
        process.setProcessEnvironment(around)
        process.setWorkingDirectory(str(paths.data))
        process.start(sys.executable, ["-m", "desktop", *words])
        started.append(process)
        return process

    yield begin
    for one in started:
        if one.state() != QProcess.ProcessState.NotRunning:
            one.kill()
            one.waitForFinished(WAIT_MS)


@pytest.fixture
def around(parts: Parts, home: Home) -> Surroundings:
    """The unlocked window with everything that is around it."""
    parts.surround()
    assert parts.surroundings is not None
    return parts.surroundings


class Terminal:
    """A command that a person typed at a terminal."""

    def __init__(self, paths: Paths, words: Sequence[str]) -> None:
        self._here, there = pty.openpty()
        os.set_blocking(self._here, False)
        around = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", AT_TERMINAL, *words], stdin=there, stdout=there, stderr=there,
            env=around, cwd=paths.data, start_new_session=True,
        )  # fmt: skip
        os.close(there)
        self._shown = b""

    def shown(self) -> str:
        with contextlib.suppress(OSError):
            while arrived := os.read(self._here, 65_536):
                self._shown += arrived
        return self._shown.decode(errors="replace")

    def type(self, text: str) -> None:
        os.write(self._here, text.encode())

    def ended(self, qtbot: QtBot) -> int:
        def is_over() -> bool:
            self.shown()
            return self.process.poll() is not None

        qtbot.waitUntil(is_over, timeout=WAIT_MS)
        self.shown()
        return int(self.process.returncode)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._here)


Type = Callable[..., Terminal]


@pytest.fixture
def typed(paths: Paths) -> Iterator[Type]:
    """Types `tacit` at a terminal of its own."""
    started: list[Terminal] = []

    def begin(*words: str) -> Terminal:
        started.append(Terminal(paths, words))
        return started[-1]

    yield begin
    for one in started:
        one.close()


def ended(qtbot: QtBot, process: QProcess) -> int:
    qtbot.waitUntil(lambda: process.state() == QProcess.ProcessState.NotRunning, timeout=WAIT_MS)
    return process.exitCode()


def said(process: QProcess) -> str:
    return bytes(process.readAllStandardOutput().data()).decode()


def complained(process: QProcess) -> str:
    return bytes(process.readAllStandardError().data()).decode()


def test_a_command_uses_the_vault_that_the_window_has_open(
    qtbot: QtBot, around: Surroundings, session: Session, start: Start, paths: Paths
) -> None:
    with qtbot.waitSignal(session.changed, timeout=WAIT_MS):
        added = start("tasks", "add", "Call the dentist", "--json")
        assert ended(qtbot, added) == 0, complained(added)
    assert json.loads(said(added))["done"] is True
    exported = start("audit", "export", "log here.jsonl")  # in the folder where it was typed
    assert ended(qtbot, exported) == 0, complained(exported)
    assert (paths.data / "log here.jsonl").read_text().count("\n") > 2
    assert around.instance.errands == 0


def fill(conn: WriteConn) -> None:
    """More records than the queues on the way can hold."""
    with conn.transaction():
        for number in range(3_000):
            audit.note(conn, "filled", {"filled": f"{number} " + "x" * 300}, datetime.now(UTC))


def test_standard_input_goes_along_and_output_that_nobody_reads_waits(
    qtbot: QtBot, around: Surroundings, session: Session, start: Start
) -> None:
    """More than all queues on the way can hold, in both directions."""
    noted = start("notes", "add", "-")
    noted.write(("Grüße aus Łódź, Zeile für Zeile.\n" * 2_500).encode())
    noted.closeWriteChannel()
    assert ended(qtbot, noted) == 0, complained(noted)
    with qtbot.waitCallback(timeout=WAIT_MS) as told:
        session.look(lambda assistant: fill(assistant.conn), on_done=told)
    reader = QLocalSocket()
    reader.setReadBufferSize(1_000)
    reader.connectToServer(local_wire.address(session.paths))
    reader.write(local_wire.packed("hello", **{**HELLO, "words": ["audit", "export", "-"]}))
    qtbot.waitUntil(lambda: around.instance.errands == 1, timeout=WAIT_MS)
    sending = around.instance._visits[0]._socket
    waiting = around.instance._visits[0].errand
    assert waiting is not None
    is_full = waiting._terminal._going.full
    qtbot.waitUntil(lambda: is_full() and sending.waiting >= errand.MOST_UNSENT, timeout=WAIT_MS)
    assert sending.waiting < 2 * errand.MOST_UNSENT
    reader.setReadBufferSize(0)
    found: list[Message] = []
    unpacker = Unpacker()
    while not found or found[-1].kind != "end":
        qtbot.waitUntil(lambda: reader.bytesAvailable() > 0, timeout=WAIT_MS)
        found += unpacker.feed(bytes(reader.readAll().data()))
    rows = "".join(one.text("text") for one in found if one.kind == "out").splitlines()
    texts = [json.loads(row)["payload"] for row in rows]
    assert sum("filled" in str(one) for one in texts) == 3_000


def test_a_passphrase_that_is_not_needed_is_no_part_of_what_is_read(
    qtbot: QtBot, around: Surroundings, session: Session, start: Start
) -> None:
    noted = start("notes", "add", "-", "--passphrase-stdin", "--json")
    noted.write(f"{PASSPHRASE}\nThe plumber comes on Friday".encode())
    noted.closeWriteChannel()
    assert ended(qtbot, noted) == 0, complained(noted)
    with qtbot.waitCallback(timeout=WAIT_MS) as told:
        session.look(lambda one: [found.text for found in notes.every(one.conn)], on_done=told)
    assert told.args == [["The plumber comes on Friday"]]


def test_a_conversation_from_a_pipe_is_answered_line_by_line(
    qtbot: QtBot, around: Surroundings, start: Start
) -> None:
    talk = start("chat")
    talk.write(b"remind me to water the plants tomorrow at 9\n")
    qtbot.waitUntil(lambda: b"water the plants" in talk.peek(10_000).data(), timeout=WAIT_MS)
    assert around.instance.errands == 1
    talk.write(b"/quit\n")
    assert ended(qtbot, talk) == 0, complained(talk)
    assert around.instance.errands == 0


@posix
def test_questions_are_asked_at_the_terminal_where_it_was_typed(
    qtbot: QtBot, around: Surroundings, session: Session, typed: Type
) -> None:
    with qtbot.waitSignal(session.changed, timeout=WAIT_MS):
        first = typed("remind", "call Ana")
        qtbot.waitUntil(lambda: "When shall I remind you?" in first.shown(), timeout=WAIT_MS)
        first.type("tomorrow at 9\n")
        qtbot.waitUntil(lambda: "call Ana" in first.shown().split("9\r\n")[-1], timeout=WAIT_MS)
    assert first.ended(qtbot) == 0
    second = typed("remind", "call Ana again")
    qtbot.waitUntil(lambda: "When shall I remind you?" in second.shown(), timeout=WAIT_MS)
    second.type("\x03")
    assert second.ended(qtbot) == 130
    assert "Stopped" in second.shown()


@posix
def test_a_yes_to_what_cannot_be_undone_is_typed_there(
    qtbot: QtBot, around: Surroundings, session: Session, typed: Type
) -> None:
    with qtbot.waitSignal(session.changed, timeout=WAIT_MS):
        session.act(by_owner("remember", text="Ana likes green tea"))
    one = typed("do", "forget that Ana likes green tea")
    qtbot.waitUntil(lambda: "Do it?" in one.shown(), timeout=WAIT_MS)
    assert "green tea" in one.shown()
    with qtbot.waitSignal(session.changed, timeout=WAIT_MS):
        one.type("y\n")
        assert one.ended(qtbot) == 0


def test_a_locked_window_leaves_the_vault_to_the_command(
    qtbot: QtBot, vault: Vault, start: Start, request: pytest.FixtureRequest
) -> None:
    vault.close()
    parts: Parts = request.getfixturevalue("parts")
    parts.surround()
    added = start("tasks", "add", "Call the dentist", "--passphrase-stdin")
    added.write(f"{PASSPHRASE}\n".encode())
    assert ended(qtbot, added) == 0, complained(added)
    assert "all the dentist" in said(added)


@posix
def test_ctrl_c_stops_it_there(qtbot: QtBot, around: Surroundings, start: Start) -> None:
    talk = start("notes", "add", "-")
    qtbot.waitUntil(lambda: around.instance.errands == 1, timeout=WAIT_MS)
    os.kill(talk.processId(), signal.SIGINT)
    assert ended(qtbot, talk) == 130
    assert "Stopped" in complained(talk)
    qtbot.waitUntil(lambda: around.instance.errands == 0, timeout=WAIT_MS)


def test_who_vanishes_takes_the_command_along(
    qtbot: QtBot, around: Surroundings, session: Session, start: Start
) -> None:
    talk = start("chat")
    qtbot.waitUntil(lambda: around.instance.errands == 1, timeout=WAIT_MS)
    talk.kill()
    qtbot.waitUntil(
        lambda: around.instance.errands == 0 and session.jobs.busy == 0, timeout=WAIT_MS
    )


def test_locking_ends_what_is_being_done_for_others(
    qtbot: QtBot, around: Surroundings, parts: Parts, start: Start
) -> None:
    talk = start("chat")
    qtbot.waitUntil(lambda: around.instance.errands == 1, timeout=WAIT_MS)
    parts.close()
    assert ended(qtbot, talk) == 1
    assert "The window was locked or closed" in complained(talk)


def test_what_needs_the_vault_to_itself_says_so(
    qtbot: QtBot, around: Surroundings, start: Start
) -> None:
    erased = start("vault", "erase", "--yes-erase-everything")
    assert ended(qtbot, erased) == 1
    assert "open elsewhere" in complained(erased)


def test_where_the_owner_does_not_want_it_commands_find_the_vault_in_use(
    qtbot: QtBot, around: Surroundings, start: Start
) -> None:
    around.instance.serves_commands = False
    refused = start("tasks", "--passphrase-stdin")
    refused.write(b"correct horse battery staple\n")
    assert ended(qtbot, refused) == 1
    assert "open elsewhere" in complained(refused)


@posix
def test_a_second_window_raises_the_first_and_a_crash_leaves_nothing_in_the_way(
    qtbot: QtBot, start: Start, paths: Paths
) -> None:
    place = Path(local_wire.address(paths))
    first = start()
    qtbot.waitUntil(place.exists, timeout=WAIT_MS)
    assert place.stat().st_mode & 0o077 == 0
    assert ended(qtbot, start("--quick-ask")) == 0
    assert "a second window was asked for" in (paths.logs / "tacit.log").read_text()
    assert first.state() == QProcess.ProcessState.Running
    first.kill()
    first.waitForFinished(WAIT_MS)
    assert place.exists()
    before = place.stat().st_mtime_ns
    start()
    qtbot.waitUntil(lambda: place.exists() and place.stat().st_mtime_ns != before, timeout=WAIT_MS)
    assert ended(qtbot, start()) == 0


def test_a_file_that_is_opened_with_tacit_is_read_as_a_document(
    qtbot: QtBot, around: Surroundings, home: Home, start: Start, tmp_path: Path
) -> None:
    paper = tmp_path / "the lease.md"
    paper.write_text("# Lease\n\nThe notice period is three months.")
    assert ended(qtbot, start(str(paper))) == 0

    def titles(assistant: Assistant) -> list[str]:
        return list(documents.titles(assistant.conn).values())

    def arrived() -> bool:
        return looked(qtbot, home.session, titles) == ["Lease"]

    qtbot.waitUntil(arrived, timeout=WAIT_MS)
    assert isinstance(home.page, DocumentsPage)


def test_a_file_that_is_opened_while_locked_waits_for_the_way_in(
    qtbot: QtBot, parts: Parts, vault: Vault, tmp_path: Path
) -> None:
    paper = tmp_path / "later.md"
    paper.write_text("Later.")
    parts.surround()
    assert parts.surroundings is not None
    parts.surroundings.do([str(paper), "--locked"])
    parts.enter(vault)
    parts.show_home()
    assert parts.home is not None
    home = parts.home
    qtbot.waitUntil(lambda: isinstance(home.page, DocumentsPage), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not parts.jobs.busy, timeout=WAIT_MS)


def test_a_word_that_is_no_file_in_full_is_a_command(tmp_path: Path) -> None:
    paper = tmp_path / "chat"
    paper.write_text("x")
    assert is_for_window([str(paper), "--start-hidden"])
    assert not is_for_window(["chat"])
    assert not is_for_window([str(tmp_path / "not there")])


def test_the_place_is_given_back_and_taken_again(
    qtbot: QtBot, around: Surroundings, paths: Paths
) -> None:
    other = instances.Instance(paths)
    assert not other.listen()
    around.instance.close()
    assert other.listen()
    other.close()


def test_of_two_that_were_started_at_once_one_gives_way(
    qtbot: QtBot, start: Start, parts: Parts, paths: Paths
) -> None:
    left: list[int] = []
    parts.leave = left.append
    first = start()
    qtbot.waitUntil(Path(local_wire.address(paths)).exists, timeout=WAIT_MS)
    parts.surround()
    qtbot.waitUntil(lambda: left == [0], timeout=WAIT_MS)
    assert first.state() == QProcess.ProcessState.Running


class Driver:
    """The other end of an errand, message by message."""

    def __init__(self, qtbot: QtBot, paths: Paths, words: Sequence[str]) -> None:
        self._qtbot = qtbot
        self._unpacker = Unpacker()
        self.found: list[Message] = []
        self.socket = QLocalSocket()
        self.socket.connectToServer(local_wire.address(paths))
        at_terminal = {"words": [*words], "listens": True, "speaks": True}
        self.send("hello", **{**HELLO, **at_terminal})

    def send(self, kind: str, **fields: object) -> None:
        self.socket.write(local_wire.packed(kind, **fields))

    def next(self, kind: str) -> list[Message]:
        """Everything up to the next message of this kind."""

        def came() -> bool:
            self.found += self._unpacker.feed(bytes(self.socket.readAll().data()))
            return any(one.kind == kind for one in self.found)

        self._qtbot.waitUntil(came, timeout=WAIT_MS)
        at = next(place for place, one in enumerate(self.found) if one.kind == kind)
        some, self.found = self.found[: at + 1], self.found[at + 1 :]
        return some


def test_an_answer_counts_for_its_question_only_and_ctrl_c_is_said_to_be_heard(
    qtbot: QtBot, around: Surroundings, paths: Paths
) -> None:
    driver = Driver(qtbot, paths, ["chat"])
    question = driver.next("ask")[-1].number("question")
    driver.send("line", text="/quit", question=question - 1)
    driver.send("line", text="/quit", question=question + 1)
    driver.send("interrupt")
    driver.send("line", text="/help", question=question)
    heard = driver.next("ask")
    assert "pressed" in [one.kind for one in heard]
    assert "/undo" in "".join(one.text("text") for one in heard if one.kind == "out")
    driver.send("line", text="/quit", question=heard[-1].number("question"))
    assert driver.next("end")[-1].number("code") == 0


def test_no_more_than_a_few_commands_at_a_time(
    qtbot: QtBot, around: Surroundings, paths: Paths
) -> None:
    some = [Driver(qtbot, paths, ["chat"]) for _ in range(instances.MOST_ERRANDS)]
    for one in some:
        one.next("ask")
    assert Driver(qtbot, paths, ["tasks"]).next("busy")
    some[0].socket.abort()
    qtbot.waitUntil(lambda: around.instance.errands == 1, timeout=WAIT_MS)
    assert Driver(qtbot, paths, ["tasks"]).next("end")[-1].number("code") == 0


@pytest.mark.parametrize("words", [["vault", "erase"], ["doctor"], ["--self-test", "all"], ["x"]])
def test_what_does_not_need_the_open_vault_is_not_done_for_others(
    qtbot: QtBot, around: Surroundings, paths: Paths, words: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert Driver(qtbot, paths, words).next("end")[-1].number("code") == 2


@posix
def test_long_folders_have_a_short_address(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a folder with a long name"] * 5)
    place = local_wire.address(Paths(deep, deep, deep, deep, deep))
    assert len(place) < local_wire.LONGEST_ADDRESS
    assert local_wire.is_safe(place)


@posix
def test_a_window_in_a_long_folder_is_found_from_anywhere(
    qtbot: QtBot, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path.joinpath(*["a folder with a long name"] * 5)
    monkeypatch.setenv("TACIT_HOME", str(deep))
    place = Path(local_wire.address(desktop_paths.find()))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    first = start()
    qtbot.waitUntil(place.exists, timeout=WAIT_MS)
    other = tmp_path.joinpath("x" * 150)
    other.mkdir()
    monkeypatch.setenv("TMPDIR", str(other))
    assert ended(qtbot, start("--quick-ask")) == 0
    assert first.state() == QProcess.ProcessState.Running
    assert "a second window was asked for" in (deep / "logs" / "tacit.log").read_text()
    first.kill()
    first.waitForFinished(WAIT_MS)
    place.unlink()


@posix
def test_a_folder_that_others_can_write_to_is_not_safe(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert not local_wire.is_safe(str(tmp_path / "socket"))
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    assert local_wire.is_safe(str(own / "socket"))
    tmp_path.joinpath("link").symlink_to(own)
    assert not local_wire.is_safe(str(tmp_path / "link" / "socket"))


@posix
def test_the_other_end_is_known() -> None:
    one, two = socket.socketpair()
    with one, two:
        assert local_wire.is_owner(one.fileno())
    assert not local_wire.is_owner(one.fileno())


HELLO = {"version": local_wire.spoken(), "wants": "command", "words": ["chat"], "folder": "/",
         "listens": False, "speaks": False, "tells": False, "colour": False}  # fmt: skip
VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=3)
ROWS = st.dictionaries(st.sampled_from([*HELLO, "text", "question", "token", "x"]), VALUES)
KINDS = st.sampled_from(["hello", "line", "stopped", "interrupt", "end", "x"])
MESSAGES = st.builds(lambda kind, row: local_wire.packed(kind, **row), KINDS, ROWS)
GARBAGE = st.lists(
    st.binary(max_size=60) | MESSAGES
    | st.builds(lambda row: local_wire.packed("hello", **{**HELLO, **row}), ROWS),
    min_size=1, max_size=5,
)  # fmt: skip


@posix
@hypothesis_settings(
    max_examples=150, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(GARBAGE)
def test_garbage_never_harms_the_window(
    qtbot: QtBot, around: Surroundings, session: Session, pieces: list[bytes]
) -> None:
    visitor = QLocalSocket()
    instance = around.instance
    visitor.connectToServer(local_wire.address(session.paths))
    qtbot.waitUntil(lambda: len(instance._visits) == 1, timeout=WAIT_MS)
    for one in pieces:
        visitor.write(one)
    visitor.flush()
    visitor.disconnectFromServer()
    qtbot.waitUntil(lambda: not instance._visits and session.jobs.busy == 0, timeout=WAIT_MS)


@hypothesis_settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(KINDS, ROWS), max_size=4), st.integers(1, 50))
def test_messages_arrive_whole_however_they_are_cut(
    rows: list[tuple[str, dict[str, object]]], size: int
) -> None:
    sent = b"".join(local_wire.packed(kind, **row) for kind, row in rows)
    unpacker = Unpacker()
    found = [
        message
        for at in range(0, len(sent), size)
        for message in unpacker.feed(sent[at : at + size])
    ]
    assert found == [Message(kind, row) for kind, row in rows]


def test_a_message_too_long_is_refused_before_it_is_kept() -> None:
    with pytest.raises(WireBroken):
        list(Unpacker().feed(local_wire.HEAD.pack(local_wire.LONGEST + 1)))
