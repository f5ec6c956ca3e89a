"""Searching memories by meaning on their page, with the real weights for it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop import paths as desktop_paths
from desktop.app import Parts
from desktop.paths import Paths
from desktop.places import PageName, Place
from desktop.ui.memory_page import MemoryPage
from tests.desktop import demo_home
from tests.desktop.conftest import WAIT_MS
from vault.vault import Vault


@pytest.fixture
def paths(tmp_path: Path, real_weights: Path) -> Paths:
    home = {"TACIT_HOME": str(tmp_path / "tacit home"), "TACIT_WEIGHTS": str(real_weights)}
    return desktop_paths.find(home).prepare()


@pytest.fixture
def vault(paths: Paths, lived_in: Path) -> Vault:
    return demo_home.copied(lived_in, paths)


def test_what_means_the_same_is_found_below_what_says_it(
    qtbot: QtBot, parts: Parts, vault: Vault
) -> None:
    home = demo_home.entered(parts, vault)
    page = demo_home.shown(qtbot, home, Place(PageName.MEMORY))
    assert isinstance(page, MemoryPage)
    part = page.everything
    part.search.setText("relatives")
    qtbot.waitUntil(lambda: 0 < part.table.model().rowCount() < 9, timeout=3 * WAIT_MS)
    assert "Your sister is Mira." in demo_home.texts(qtbot, part.table)
    assert not part.words_only.isVisible()
    part.search.setText("sister")
    qtbot.waitUntil(lambda: part.table.model().rowCount() > 1, timeout=3 * WAIT_MS)
    qtbot.waitUntil(
        lambda: demo_home.texts(qtbot, part.table)[0] == "Your sister is Mira.", timeout=WAIT_MS
    )
