"""The page about what Tacit does: a real vault, a real log, the real list of connections."""

import json
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop import network
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.activity_page import ActivityPage
from desktop.ui.home import Home
from desktop.viewmodels.table import TableModel
from inference.tools.base import by_owner
from models import connections
from models.connections import Connection
from tests.desktop.conftest import WAIT_MS


@pytest.fixture
def page(qtbot: QtBot, home: Home) -> ActivityPage:
    home.go_to(Place(PageName.ACTIVITY))
    shown = home.page
    assert isinstance(shown, ActivityPage)
    qtbot.waitUntil(lambda: shown._activity.records.rowCount() > 0, timeout=WAIT_MS)
    return shown


def cells(table: object) -> list[list[str]]:
    model = table.model()  # type: ignore[attr-defined]
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_what_was_done_can_be_taken_back_here(
    qtbot: QtBot, page: ActivityPage, session: Session
) -> None:
    page.go_to("done")
    session.act(by_owner("create_task", title="Water the plants"))
    qtbot.waitUntil(lambda: page.done.model().rowCount() == 1, timeout=WAIT_MS)
    assert "Water the plants" in cells(page.done)[0][1]
    assert cells(page.done)[0][2:] == ["you", "can be taken back"]
    assert not page.undo.isEnabled()
    page.done.selectRow(0)
    page.undo.click()
    qtbot.waitUntil(lambda: cells(page.done)[-1][3] == "taken back", timeout=WAIT_MS)


def test_the_log_is_checked_and_saved(
    qtbot: QtBot, page: ActivityPage, tmp_path: Path, session: Session
) -> None:
    page.go_to("log")
    page.verify.click()
    qtbot.waitUntil(lambda: "as they were written" in page.card.text(), timeout=WAIT_MS)
    page._activity.export(tmp_path / "log.jsonl")
    qtbot.waitUntil(lambda: "log.jsonl" in page.card.text(), timeout=WAIT_MS)
    rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert rows[0]["action"] == "vault created"
    page._activity.export(tmp_path / "log.jsonl")
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)


def test_a_line_of_the_log_is_shown_word_for_word(
    qtbot: QtBot, page: ActivityPage, session: Session
) -> None:
    session.act(by_owner("create_task", title="Ring <b>Ada</b>"))
    qtbot.waitUntil(lambda: page._activity.records.rowCount() > 2, timeout=WAIT_MS)
    page.go_to("log")  # it is made now, and knows what came before
    page.log.selectRow(0)
    assert page.payload.isVisible()


def test_older_lines_come_when_one_scrolls(
    qtbot: QtBot, page: ActivityPage, session: Session
) -> None:
    def fill(assistant: object) -> None:
        from vault import audit

        conn = assistant.conn  # type: ignore[attr-defined]
        with conn.transaction():
            for number in range(450):
                audit.note(conn, "counted", {"number": number}, datetime.now(UTC))

    page.go_to("log")
    session.change(fill)
    qtbot.waitUntil(lambda: page.log.model().rowCount() == 200, timeout=WAIT_MS)
    page._activity.more_records()
    qtbot.waitUntil(lambda: page.log.model().rowCount() == 400, timeout=WAIT_MS)
    page._activity.more_records()
    qtbot.waitUntil(lambda: cells(page.log)[-1][0] == "1", timeout=WAIT_MS)
    count = page.log.model().rowCount()
    page._activity.more_records()
    numbers = [int(row[0]) for row in cells(page.log)]
    assert numbers == list(range(count, 0, -1))


def test_every_connection_is_listed(qtbot: QtBot, page: ActivityPage, session: Session) -> None:
    page.go_to("network")
    qtbot.waitUntil(lambda: page.headline.text() == "Nothing has left this computer.")
    at = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    connections.note(session.paths.weights, Connection(at, "huggingface.co", "Qwen"))
    page._activity.look_at_network()
    qtbot.waitUntil(lambda: page.connections.model().rowCount() == 1, timeout=WAIT_MS)
    assert cells(page.connections)[0][1:] == ["huggingface.co", "Qwen"]
    assert "one you asked for: 1" in page.headline.text()


def test_the_ways_out_are_tried(qtbot: QtBot, page: ActivityPage) -> None:
    page.go_to("network")
    page.try_out.click()
    qtbot.waitUntil(lambda: "none of them after it" in page.outcome.text(), timeout=WAIT_MS)


def test_an_open_socket_is_seen() -> None:
    before = network.open_connections([os.getpid()])
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        after = network.open_connections([os.getpid()])
    assert before is not None
    assert after == before + 1
    assert network.open_connections([os.getpid()]) == before
    assert network.open_connections([2**22 + 1]) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not tell")
@pytest.mark.parametrize(
    "opened",
    ["socket.socket(type=socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0))",
     "socket.socket(socket.AF_INET6); s.listen()"],
)  # fmt: skip
def test_an_open_socket_of_what_we_started_is_seen(opened: str) -> None:
    code = f"import socket; s = {opened}; print(flush=True); input()"
    before = network.open_connections([os.getpid()])
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        after = network.open_connections([os.getpid()])
        child.kill()
    assert before is not None
    assert after == before + 1


def test_the_table_keeps_qt_s_rules() -> None:
    model: TableModel[int] = TableModel(("One", "Two"), lambda row: (str(row), "x"))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for rows in ([1, 2, 3], [1, 2, 3], [], [5]):
        model.replace(rows)
    model.append([6, 7])
    model.append([])
    assert [model.row(number) for number in range(4)] == [5, 6, 7, None]
