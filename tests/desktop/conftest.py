"""A real vault, and the window on it, for the tests of pages."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.app import Parts
from desktop.paths import Paths
from desktop.session import Session
from desktop.ui.home import Home
from tests.vault.conftest import COST
from vault.places import Places
from vault.vault import Vault

PASSPHRASE = "correct horse battery staple"
WAIT_MS = 20_000
"for real work on a busy computer; nothing waits so long that works"


@pytest.fixture
def vault(paths: Paths) -> Vault:
    """A new vault, open."""
    places = Places.of(paths.data, paths.config)
    return Vault.create(places, PASSPHRASE, datetime.now(UTC), COST)[0]


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
    built.close()


@pytest.fixture
def home(vault: Vault, parts: Parts) -> Home:
    """The unlocked window on a new vault."""
    parts.enter(vault)
    if parts.home is None:  # the window came up before there was a vault, as for a first run
        parts.show_home()
    assert parts.home is not None
    return parts.home


@pytest.fixture
def session(home: Home) -> Session:
    return home.session
