"""The page of all settings, changed like a person changes them: in the vault, in the file."""

import platform
import shlex
from pathlib import Path

import pytest
from bundle import manifest, packing
from bundle.packing import Placed
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop import app, autostart, hotkeys, settings, updating
from desktop.app import Parts
from desktop.paths import Paths
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.settings import Theme
from desktop.ui import theme
from desktop.ui.activity_page import ActivityPage
from desktop.ui.home import Home
from desktop.ui.security_dialogs import Erasing, NewPassphrase, ShowRecoveryKey
from desktop.ui.setting_row import CommandToCopy, SettingRow
from desktop.ui.settings_page import SettingsPage
from desktop.ui.updating import Updating
from inference import preferences
from inference.tools.base import by_owner
from tests.desktop.conftest import PASSPHRASE, WAIT_MS
from vault import header_file
from vault.vault import with_passphrase, with_recovery


@pytest.fixture
def page(qtbot: QtBot, home: Home) -> SettingsPage:
    home.go_to(Place(PageName.SETTINGS))
    shown = home.page
    assert isinstance(shown, SettingsPage)
    qtbot.waitUntil(lambda: bool(shown.rows), timeout=WAIT_MS)
    return shown


def control(page: SettingsPage, key: str) -> QWidget:
    row = page.rows[key]
    assert isinstance(row, SettingRow)
    return row.control


def kept(qtbot: QtBot, session: Session, key: str) -> object:
    with qtbot.waitCallback(timeout=WAIT_MS) as told:
        session.look(lambda assistant: preferences.value(assistant.conn, key), on_done=told)
    return told.args[0]


def test_a_switch_is_kept_in_the_vault_and_can_be_taken_back(
    qtbot: QtBot, page: SettingsPage, home: Home, session: Session
) -> None:
    switch = control(page, "vault:learning.on")
    assert isinstance(switch, QCheckBox)
    assert switch.isChecked()
    with qtbot.waitSignal(session.done, timeout=WAIT_MS):
        switch.click()
    assert kept(qtbot, session, "learning.on") is False
    home.toast.undo()
    qtbot.waitUntil(switch.isChecked, timeout=WAIT_MS)


def test_words_that_do_not_fit_are_refused_with_a_sentence(
    qtbot: QtBot, page: SettingsPage, session: Session
) -> None:
    field = control(page, "vault:reminders.lead_minutes")
    assert isinstance(field, QLineEdit)
    assert field.text() == "10 minutes"
    field.setText("a while")
    field.editingFinished.emit()
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: field.text() == "10 minutes", timeout=WAIT_MS)
    field.setText("1 hour")
    field.editingFinished.emit()
    qtbot.waitUntil(lambda: kept(qtbot, session, "reminders.lead_minutes") == 60)


def test_what_is_said_in_a_conversation_is_seen_here(
    qtbot: QtBot, page: SettingsPage, session: Session
) -> None:
    choice = control(page, "vault:answers.length")
    assert isinstance(choice, QComboBox)
    session.act(by_owner("change_setting", name="answers.length", value="short"))
    qtbot.waitUntil(lambda: choice.currentText() == "short", timeout=WAIT_MS)


def test_the_theme_changes_at_once_and_stays(
    qtbot: QtBot, page: SettingsPage, paths: Paths
) -> None:
    choice = control(page, "window:theme")
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(2)
    choice.activated.emit(choice.currentIndex())
    assert theme.tokens() is theme.DARK
    qtbot.waitUntil(lambda: settings.load(paths.settings).theme is Theme.DARK, timeout=WAIT_MS)
    choice.setCurrentIndex(1)
    choice.activated.emit(choice.currentIndex())
    assert theme.tokens() is theme.LIGHT


@pytest.fixture
def x11(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system on which Tacit binds keys itself."""
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")


def test_where_the_system_binds_keys_the_command_is_there_to_be_copied(
    qtbot: QtBot, page: SettingsPage
) -> None:
    shown = control(page, "window:quick_ask_keys")
    assert isinstance(shown, CommandToCopy)
    shown.copy.click()
    copied = QGuiApplication.clipboard().text()
    program, *_more, flag = shlex.split(copied)
    assert Path(program).is_absolute()
    assert flag == "--quick-ask"
    assert copied == hotkeys.own_command("quick_ask")


@pytest.mark.usefixtures("x11")
def test_keys_and_switches_of_the_window_are_kept(
    qtbot: QtBot, page: SettingsPage, paths: Paths
) -> None:
    keys = control(page, "window:quick_ask_keys")
    assert isinstance(keys, QKeySequenceEdit)
    keys.setKeySequence("Ctrl+Alt+Space")
    keys.editingFinished.emit()
    kept = lambda: settings.load(paths.settings)  # noqa: E731
    qtbot.waitUntil(lambda: kept().quick_ask_keys == "Ctrl+Alt+Space", timeout=WAIT_MS)
    switch = control(page, "window:locks_with_screen")
    assert isinstance(switch, QCheckBox)
    switch.click()
    qtbot.waitUntil(lambda: not kept().locks_with_screen, timeout=WAIT_MS)


def test_starting_with_the_computer(
    qtbot: QtBot, page: SettingsPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    switch = control(page, "autostart")
    assert isinstance(switch, QCheckBox)
    switch.click()
    qtbot.waitUntil(autostart.is_on, timeout=WAIT_MS)
    switch.click()
    qtbot.waitUntil(lambda: not autostart.is_on(), timeout=WAIT_MS)


def test_a_rule_holds_from_then_on(qtbot: QtBot, page: SettingsPage, session: Session) -> None:
    choice = control(page, "rule:create_task")
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice.findText("never"))
    with qtbot.waitSignal(session.changed, timeout=WAIT_MS):
        choice.activated.emit(choice.currentIndex())
    with qtbot.waitCallback(timeout=WAIT_MS) as refused:
        session.act(by_owner("create_task", title="Anything"), on_error=refused)


def test_a_folder_is_let_in_and_shut_out(
    qtbot: QtBot, page: SettingsPage, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "papers").mkdir()
    row = page.rows["folders"]
    page._settings.grant(tmp_path / "papers")
    qtbot.waitUntil(lambda: bool(row.setting.options), timeout=WAIT_MS)
    page._settings.revoke(tmp_path / "papers")
    qtbot.waitUntil(lambda: not row.setting.options, timeout=WAIT_MS)
    page._settings.grant(tmp_path / "nowhere")
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)


def test_settings_are_found_by_words(page: SettingsPage) -> None:
    page.search.setText("text SIZE")
    shown = [key for key, row in page.rows.items() if row.isVisible()]
    assert shown == ["window:text_percent"]
    page.search.setText("xyzzy")
    assert page.nothing.isVisible()
    page.search.clear()
    assert all(row.isVisible() for row in page.rows.values())


def test_a_new_passphrase_opens_the_vault_and_the_old_one_does_not(
    qtbot: QtBot, page: SettingsPage, session: Session
) -> None:
    new = "another battery horse entirely"
    button = control(page, "passphrase")
    assert isinstance(button, QPushButton)
    button.click()
    asking = page.findChild(NewPassphrase)
    assert isinstance(asking, NewPassphrase)
    asking.old.setText(PASSPHRASE)
    asking.new.setText(new)
    asking.again.setText("something else")
    asking.yes.click()
    assert asking.isVisible()
    assert asking.problem.isVisible()
    asking.again.setText(new)
    asking.yes.click()
    qtbot.waitUntil(lambda: "new passphrase holds" in page.card.text(), timeout=WAIT_MS)
    with_passphrase(new)(header_file.load(session.vault.places.header))


def test_a_wrong_passphrase_changes_nothing(qtbot: QtBot, page: SettingsPage) -> None:
    page._settings.change_passphrase("wrong", "new", lambda: None)
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)


def test_a_new_recovery_key_is_shown_once_and_opens(
    qtbot: QtBot, page: SettingsPage, session: Session
) -> None:
    shown: list[str] = []
    page._settings.renew_recovery(PASSPHRASE, shown.append)
    qtbot.waitUntil(lambda: bool(shown), timeout=WAIT_MS)
    with_recovery(shown[0])(header_file.load(session.vault.places.header))
    assert ShowRecoveryKey(page, shown[0]).key.text() == shown[0]


def test_backing_up_checking_and_exporting(
    qtbot: QtBot, page: SettingsPage, tmp_path: Path, session: Session
) -> None:
    page._settings.back_up()
    qtbot.waitUntil(lambda: "opened once to be sure" in page.card.text(), timeout=WAIT_MS)
    page._settings.check_vault()
    qtbot.waitUntil(lambda: "are whole" in page.card.text(), timeout=WAIT_MS)
    page._settings.export(tmp_path / "out")
    qtbot.waitUntil(lambda: "readable to anyone" in page.card.text(), timeout=WAIT_MS)
    assert any((tmp_path / "out").iterdir())


def test_everything_is_erased_only_after_the_word(
    qtbot: QtBot, page: SettingsPage, parts: Parts
) -> None:
    left: list[int] = []
    parts.leave = left.append
    button = control(page, "erase")
    assert isinstance(button, QPushButton)
    button.click()
    asking = page.findChild(Erasing)
    assert isinstance(asking, Erasing)
    asking.yes.click()
    assert left == []
    asking.word.setText("Erase")
    asking.yes.click()
    assert left == [app.ERASING]


def test_the_network_row_leads_to_the_list_of_connections(page: SettingsPage, home: Home) -> None:
    button = control(page, "network")
    assert isinstance(button, QPushButton)
    button.click()
    assert isinstance(home.page, ActivityPage)
    assert home.page.tabs.chosen == 3


def test_every_control_has_a_name(page: SettingsPage, qtbot: QtBot) -> None:
    for key, row in page.rows.items():
        if isinstance(row, SettingRow):
            assert row.control.accessibleName(), key
            assert row.control.accessibleDescription(), key
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()


def test_a_newer_version_is_looked_at_agreed_to_and_tried_before_the_window_ends(
    qtbot: QtBot, page: SettingsPage, parts: Parts, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    installed = tmp_path / "program"
    installed.mkdir()
    (installed / updating.KEY_FILE).write_text(manifest.new_key(tmp_path / "key"))
    name = f"tacit-99.1-{platform.machine()}"
    works = Placed(f"{name}/program/tacit", text=b"#!/bin/sh\nexit 0\n", mode=0o755)
    archive = packing.compressed_tar([works], 1_700_000_000, tmp_path / f"{name}.tar.zst")
    manifest.write(tmp_path, [archive])
    manifest.sign(tmp_path, tmp_path / "key")
    file = manifest.update(tmp_path, archive)
    monkeypatch.setattr(updating, "program", lambda: installed)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(file), ""))
    control(page, "update").click()  # type: ignore[attr-defined]  # a button
    qtbot.waitUntil(lambda: page.findChild(Updating) is not None, timeout=WAIT_MS)
    shown: Updating = page.findChild(Updating)  # type: ignore[assignment]
    codes: list[int] = []
    parts.leave = codes.append
    shown.yes.click()
    qtbot.waitUntil(lambda: codes == [app.UPDATING], timeout=WAIT_MS)
    assert not shown.isVisible()
    assert parts.update == (installed.with_name("program.new"), installed)
    assert list(installed.iterdir()) == [installed / updating.KEY_FILE]


def test_a_file_that_is_no_update_is_refused_with_a_sentence(
    qtbot: QtBot, page: SettingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: ("/etc/hosts", ""))
    control(page, "update").click()  # type: ignore[attr-defined]  # a button
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)
    assert "put here in another way" in page.card.text()
