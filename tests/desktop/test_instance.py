"""One window for a vault, and commands that use the vault which it has open; with real processes."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QProcessEnvironment
from pytestqt.qtbot import QtBot

from desktop.app import Parts
from desktop.paths import Paths
from desktop.session import Session
from desktop.surroundings import Surroundings
from desktop.ui.home import Home
from tests.desktop.conftest import WAIT_MS

ROOT = Path(__file__).parents[2]
Start = Callable[..., QProcess]


@pytest.fixture
def start(paths: Paths) -> Iterator[Start]:
    """Starts `tacit` as a process of its own, in the same home."""
    started: list[QProcess] = []

    def begin(*words: str) -> QProcess:
        process = QProcess()
        around = QProcessEnvironment.systemEnvironment()
        around.insert("PYTHONPATH", str(ROOT))
        around.insert("QT_QPA_PLATFORM", "offscreen")
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


def ended(qtbot: QtBot, process: QProcess) -> int:
    qtbot.waitUntil(
        lambda: process.state() == QProcess.ProcessState.NotRunning, timeout=WAIT_MS
    )
    return process.exitCode()


def said(process: QProcess) -> str:
    return bytes(process.readAllStandardOutput().data()).decode()


def complained(process: QProcess) -> str:
    return bytes(process.readAllStandardError().data()).decode()


def test_a_command_uses_the_vault_that_the_window_has_open(
    qtbot: QtBot, around: Surroundings, session: Session, start: Start
) -> None:
    with qtbot.waitSignal(session.changed, timeout=WAIT_MS):
        added = start("tasks", "add", "Call the dentist", "--json")
        assert ended(qtbot, added) == 0, complained(added)
    assert json.loads(said(added))["done"] is True
    listed = start("tasks")
    assert ended(qtbot, listed) == 0
    assert "Call the dentist" in said(listed)
    assert complained(listed) == ""
