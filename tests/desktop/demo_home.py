"""The window on a lived-in vault, for the tests of pages that need one."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import demo
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from desktop.app import Parts
from desktop.paths import Paths
from desktop.places import Place
from desktop.ui.home import Home
from desktop.ui.page import Page
from tests.desktop.conftest import PASSPHRASE, WAIT_MS
from tests.vault.conftest import COST
from vault import keyslots
from vault.places import Places
from vault.vault import Vault

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def made(folder: Path) -> Path:
    """A vault that is filled up to `NOW`, closed, for copies to be taken of."""
    places = Places.of(folder / "data", folder / "config")
    vault, _key = Vault.create(places, PASSPHRASE, NOW, COST)
    demo.fill(vault, NOW)
    vault.close()
    return folder


def copied(folder: Path, paths: Paths) -> Vault:
    """A copy of it, open."""
    for name, into in (("data", paths.data), ("config", paths.config)):
        if (folder / name).exists():
            shutil.copytree(folder / name, into, dirs_exist_ok=True)
    opener = lambda header: keyslots.open_with_passphrase(header, PASSPHRASE)  # noqa: E731
    return Vault.unlock(Places.of(paths.data, paths.config), opener, NOW)


def entered(parts: Parts, vault: Vault) -> Home:
    """The unlocked window at `NOW`."""
    parts.clock = lambda: NOW
    parts.enter(vault)
    if parts.home is None:  # the window came up before there was a vault, as for a first run
        parts.show_home()
    assert parts.home is not None
    return parts.home


def shown(qtbot: QtBot, home: Home, place: Place) -> Page:
    """A page with everything that it looks for."""
    home.go_to(place)
    qtbot.waitUntil(home.page.isVisible, timeout=WAIT_MS)
    settle(qtbot, home)
    return home.page


def settle(qtbot: QtBot, home: Home) -> None:
    """Wait until nothing is looked for, told, done or painted any more."""
    session = home.session

    def is_quiet() -> bool:
        QApplication.processEvents()  # what is to be painted asks for what it shows
        is_told = not session._telling.isActive()
        return not session.jobs.busy and is_told and home.page.is_whole

    for _ in range(3):  # what was found may be asked about, and what is told is looked at again
        qtbot.waitUntil(is_quiet, timeout=WAIT_MS)


def texts(qtbot: QtBot, table: QTableView) -> list[str]:
    """The first column, once all of it is there."""
    model = table.model()

    def read() -> list[str]:
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    qtbot.waitUntil(lambda: all(read()), timeout=WAIT_MS)
    return read()
