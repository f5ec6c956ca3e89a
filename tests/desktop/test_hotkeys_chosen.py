"""Keys that another program has: said beside them in the settings, and once when Tacit opens."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QKeySequenceEdit
from pytestqt.qtbot import QtBot

from desktop.app import Parts
from desktop.hotkeys_x11 import X11Keys
from desktop.places import PageName, Place
from desktop.ui.home import Home
from desktop.ui.setting_row import SettingRow
from desktop.ui.settings_page import SettingsPage
from tests.desktop.conftest import WAIT_MS

TAKEN = "Another program uses Ctrl+Alt+J already, so they do nothing here."
WHAT_TO_DO = "Choose other keys, or free them in the other program."


@pytest.fixture
def other(qtbot: QtBot, display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[X11Keys]:
    """Another program, which has Ctrl+Alt+J and Ctrl+Alt+K."""
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    made = X11Keys(display=display)
    made.bind("its own", "Ctrl+Alt+J")
    made.bind("another", "Ctrl+Alt+K")
    assert not made.troubles
    yield made
    made.close()


def shown(qtbot: QtBot, home: Home) -> SettingRow:
    home.go_to(Place(PageName.SETTINGS))
    page = home.page
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: bool(page.rows), timeout=WAIT_MS)
    row = page.rows["window:quick_ask_keys"]
    assert isinstance(row, SettingRow)
    return row


def choose(row: SettingRow, keys: str) -> None:
    assert isinstance(row.control, QKeySequenceEdit)
    row.control.setKeySequence(keys)
    row.control.editingFinished.emit()


def test_what_is_taken_is_said_beside_the_keys(
    qtbot: QtBot, other: X11Keys, parts: Parts, home: Home
) -> None:
    parts.surround()
    row = shown(qtbot, home)
    assert row.trouble.isHidden()
    choose(row, "Ctrl+Alt+J")
    qtbot.waitUntil(lambda: row.trouble.text() == f"{TAKEN} {WHAT_TO_DO}", timeout=WAIT_MS)
    assert row.trouble.isVisible()
    assert TAKEN in row.control.accessibleDescription()
    assert home.toast.text() == ""  # it is seen where it was chosen
    choose(row, "Ctrl+Alt+L")
    qtbot.waitUntil(row.trouble.isHidden, timeout=WAIT_MS)


def test_at_the_start_it_is_said_once(
    qtbot: QtBot, other: X11Keys, parts: Parts, home: Home
) -> None:
    parts.settings.change(quick_ask_keys="Ctrl+Alt+J")
    parts.surround()
    assert home.toast.text() == f"{TAKEN} {WHAT_TO_DO}"
    row = shown(qtbot, home)
    qtbot.waitUntil(lambda: TAKEN in row.trouble.text(), timeout=WAIT_MS)
    home.toast.hide()
    assert parts.surroundings is not None
    assert parts.surroundings.keys._hotkeys is not None
    parts.surroundings.keys._hotkeys.told.emit()
    assert home.toast.text() == ""
    choose(row, "Ctrl+Alt+K")
    qtbot.waitUntil(lambda: "Ctrl+Alt+K" in row.trouble.text(), timeout=WAIT_MS)
    assert home.toast.text() == ""


def test_several_are_said_together(qtbot: QtBot, other: X11Keys, parts: Parts, home: Home) -> None:
    parts.settings.change(quick_ask_keys="Ctrl+Alt+J", listen_keys="Ctrl+Alt+K")
    parts.surround()
    said = "Keys that do nothing now: Ctrl+Alt+J, Ctrl+Alt+K. The settings say why."
    assert home.toast.text() == said
