"""A real vault, and the window on it, for the tests of pages."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.app import Parts
from desktop.assistant import Assistant
from desktop.paths import Paths
from desktop.session import Session
from desktop.ui import pages
from desktop.ui.home import Home
from tests.vault.conftest import COST
from vault.places import Places
from vault.vault import Vault

PASSPHRASE = "correct horse battery staple"
WAIT_MS = 20_000
"for real work on a busy computer; nothing waits so long that works"

Result = TypeVar("Result")


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = datetime(2026, 11, 18, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What the window goes by, on a Wednesday in Berlin."""
    made = Clock()
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return made


def looked(qtbot: QtBot, session: Session, work: Callable[[Assistant], Result]) -> Result:
    """What work on the vault comes to."""
    with qtbot.waitCallback(timeout=WAIT_MS) as told:
        session.look(work, on_done=told)
    found: Result = told.args[0]
    return found


@pytest.fixture
def vault(paths: Paths) -> Vault:
    """A new vault, open."""
    places = Places.of(paths.data, paths.config)
    return Vault.create(places, PASSPHRASE, datetime.now(UTC), COST)[0]


@pytest.fixture
def display() -> Iterator[str]:
    """A screen of its own."""
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        pytest.skip("Xvfb and xdotool are not here")
    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=[writes], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writes)
    with os.fdopen(reads) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with a few months of somebody's life, for `demo_home.copied`."""
    from tests.desktop import demo_home

    return demo_home.made(tmp_path_factory.mktemp("lived in"))


@pytest.fixture(scope="session", autouse=True)
def pages_are_loaded() -> None:
    """So that each is there as soon as it is chosen; `test_pages.py` tries how they come."""
    for kind in pages.kinds():
        kind.load()


@pytest.fixture
def parts(qtbot: QtBot, paths: Paths) -> Iterator[Parts]:
    """The window as it comes up here: the welcome, or locked where there is a vault."""
    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    built = app.build(paths, instance)
    built.entrance.cost = COST
    qtbot.addWidget(built.window)
    built.window.show()
    yield built
    for timer in built.window.findChildren(QTimer):
        timer.stop()  # no event loop runs after `close` but the one that ends a test
    built.close()


@pytest.fixture
def home(vault: Vault, parts: Parts, request: pytest.FixtureRequest) -> Home:
    """The unlocked window on a new vault, by the test's clock where it asks for one."""
    if "clock" in request.fixturenames:
        parts.clock = request.getfixturevalue("clock")
    parts.enter(vault)
    if parts.home is None:  # the window came up before there was a vault, as for a first run
        parts.show_home()
    assert parts.home is not None
    return parts.home


@pytest.fixture
def session(home: Home) -> Session:
    return home.session
