"""The window itself: its scenes, its pages, locking, and how it looks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app, settings
from desktop.app import Parts
from desktop.paths import Paths
from desktop.session import Session
from desktop.settings import Settings, Theme
from desktop.ui.home import Home
from desktop.ui.icons import SHAPES, icon
from desktop.ui.locked import Locked
from desktop.ui.theme import DARK, LIGHT, Tokens, tokens_for
from inference.tools.base import by_owner
from tests.desktop.conftest import PASSPHRASE, WAIT_MS
from vault import tasks
from vault.vault import Vault


def test_the_window_comes_back_where_it_was(qtbot: QtBot, paths: Paths, parts: Parts) -> None:
    parts.window.resize(760, 555)
    parts.window.close()
    parts.close()
    assert settings.load(paths.settings).window
    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    again = app.build(paths, instance)
    qtbot.addWidget(again.window)
    assert (again.window.width(), again.window.height()) == (760, 555)
    again.close()


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(tokens: Tokens) -> None:
    pairs = [
        (tokens.text, tokens.side), (tokens.quiet, tokens.side), (tokens.quiet, tokens.raised),
        (tokens.text, tokens.tint), (tokens.accent, tokens.tint), (tokens.accent, tokens.surface),
        (tokens.accent, tokens.ground), (tokens.good, tokens.good_ground),
        (tokens.warn, tokens.warn_ground), (tokens.bad, tokens.bad_ground),
        (tokens.private, tokens.private_ground), (tokens.text, tokens.private_ground),
        (tokens.text, tokens.code), (tokens.quiet, tokens.code), (tokens.bad, tokens.ground),
        (tokens.text, tokens.ground), (tokens.text, tokens.surface), (tokens.text, tokens.raised),
        (tokens.quiet, tokens.ground), (tokens.quiet, tokens.surface),
        (tokens.quiet, tokens.bad_ground), (tokens.text, tokens.bad_ground),
        (tokens.on_accent, tokens.accent), (tokens.good, tokens.surface),
        (tokens.bad, tokens.surface),
    ]  # fmt: skip
    for front, back in pairs:
        one, two = sorted((luminance(front), luminance(back)), reverse=True)
        assert (one + 0.05) / (two + 0.05) >= 4.5, (front, back)


def test_the_theme_follows_settings_or_the_system() -> None:
    assert tokens_for(Settings(), system_is_dark=True) is DARK
    assert tokens_for(Settings(), system_is_dark=False) is LIGHT
    assert tokens_for(Settings(theme=Theme.DARK), system_is_dark=False) is DARK
    assert tokens_for(Settings(theme=Theme.LIGHT), system_is_dark=True) is LIGHT


def test_a_vault_is_opened_by_its_passphrase_only(
    qtbot: QtBot, vault: Vault, paths: Paths, request: pytest.FixtureRequest
) -> None:
    vault.close()
    parts: Parts = request.getfixturevalue("parts")
    scene = parts.window.scene
    assert isinstance(scene, Locked)
    scene.passphrase.setText("something else")
    with qtbot.waitSignal(parts.entrance.failed, timeout=WAIT_MS):
        scene.unlock.click()
    assert scene.card.isVisible()
    assert scene.passphrase.isEnabled()
    scene.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(parts.entrance.opened, timeout=WAIT_MS):
        qtbot.keyClick(scene.passphrase, Qt.Key.Key_Return)
    assert isinstance(parts.window.scene, Home)


def test_what_is_done_can_be_taken_back_from_the_word_about_it(
    qtbot: QtBot, home: Home, session: Session
) -> None:
    def titles() -> list[str]:
        found: list[str] = []
        with qtbot.waitCallback(timeout=WAIT_MS) as told:
            session.look(
                lambda assistant: [one.title for one in tasks.open_tasks(assistant.conn)],
                on_done=told,
            )
        found.extend(told.args[0])
        return found

    with qtbot.waitSignals([session.done, session.changed], timeout=WAIT_MS):
        session.act(by_owner("create_task", title="Call the dentist"))
    assert titles() == ["Call the dentist"]
    assert "Call the dentist" in home.toast.text()
    with qtbot.waitSignal(session.undone, timeout=WAIT_MS):
        home.toast.undo()
    assert titles() == []


def test_locking_closes_the_vault_and_ends_the_event_loop(
    qtbot: QtBot, parts: Parts, home: Home, session: Session
) -> None:
    with qtbot.waitCallback(timeout=WAIT_MS) as told:
        session.look(lambda assistant: assistant.desk().now, on_done=told)
    left: list[int] = []
    parts.leave = left.append
    home.sidebar.lock_wanted.emit()
    assert left == [app.LOCKING]
    assert not parts.window.isVisible()
    parts.close()
    assert session.vault._database_key is None


def test_every_icon_can_be_drawn() -> None:
    for name in SHAPES:
        image = icon(name, colour="#ff0000").pixmap(20).toImage()
        reds = [
            image.pixelColor(x, y).alpha() for x in range(image.width())
            for y in range(image.height())
        ]  # fmt: skip
        assert max(reds) > 100, name
