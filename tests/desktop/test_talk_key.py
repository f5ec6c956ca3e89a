"""What the talk key does: held it talks, tapped it begins and ends, or both, as the owner chose."""

# ruff: noqa: F401, F811 - the fixtures of speaking are those of test_talking.py

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop.places import PageName, Place
from desktop.ui.chat_page import ChatPage
from desktop.ui.home import Home
from desktop.ui.setting_row import SettingRow
from desktop.ui.settings_page import SettingsPage
from desktop.viewmodels.talking import Phase
from desktop.viewmodels.voice_settings import TalkKey
from inference import preferences
from inference.voice.turn import TAP_S
from tests.desktop.conftest import WAIT_MS, looked
from tests.desktop.sound import SoundSystem
from tests.desktop.test_talking import (
    Chat,
    Ears,
    Now,
    Throat,
    chat,
    ears,
    now,
    page,
    rest,
    system,
    texts,
    throat,
)

HELD_S, TAPPED_S = TAP_S * 4, TAP_S / 4
KEY, BUTTON = "key", "button"


def choose(qtbot: QtBot, page: ChatPage, key: TalkKey) -> None:
    session = page.model.session
    looked(qtbot, session, lambda at: preferences.put(at.conn, "voice.key", key.value))
    page.talking.settings.look()
    rest(qtbot, page)


def down(qtbot: QtBot, page: ChatPage, by: str) -> None:
    """Press, and let it hear something."""
    page.composer.field.setFocus()
    if by == KEY:
        qtbot.keyPress(page.composer.field, Qt.Key.Key_F4)
    else:
        qtbot.mousePress(page.talk_button, Qt.MouseButton.LeftButton)


def up(qtbot: QtBot, page: ChatPage, by: str) -> None:
    if by == KEY:
        qtbot.keyRelease(page.composer.field, Qt.Key.Key_F4)
    else:
        qtbot.mouseRelease(page.talk_button, Qt.MouseButton.LeftButton)


def hear(qtbot: QtBot, page: ChatPage) -> None:
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass


def is_listening(page: ChatPage) -> bool:
    return page.talking.phase is Phase.LISTENING


@pytest.mark.parametrize("by", [KEY, BUTTON])
@pytest.mark.parametrize(
    ("key", "seconds", "goes_on"),
    [
        (TalkKey.BOTH, HELD_S, False), (TalkKey.BOTH, TAPPED_S, True),
        (TalkKey.HOLD, HELD_S, False), (TalkKey.HOLD, TAPPED_S, False),
        (TalkKey.TAP, HELD_S, True), (TalkKey.TAP, TAPPED_S, True),
    ],
)  # fmt: skip
def test_whether_letting_go_ends_it(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, now: Now, key: TalkKey, seconds: float,
    goes_on: bool, by: str,
) -> None:  # fmt: skip
    """What goes on is ended by the next press."""
    ears.hears, chat.script[:] = ["Hello"], ["Hello."]
    choose(qtbot, page, key)
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        down(qtbot, page, by)
    says = "Press again when you are done." if key is TalkKey.TAP else "Let go when you are done."
    assert page.talk_bar.how.text() == says
    hear(qtbot, page)
    now.at += seconds
    up(qtbot, page, by)
    assert is_listening(page) is goes_on
    if goes_on:
        assert page.talk_bar.how.text() == "Press again when you are done."
        now.at += 60
        hear(qtbot, page)
        assert is_listening(page)
        down(qtbot, page, by)
        assert not is_listening(page)
        up(qtbot, page, by)
        assert page.talking.talk.open is None
    rest(qtbot, page)
    assert texts(page) == ["Hello", "Hello."]


@pytest.mark.parametrize("key", list(TalkKey))
def test_the_tray_and_a_command_begin_and_end_whatever_the_key_does(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, now: Now, home: Home, key: TalkKey
) -> None:
    ears.hears, chat.script[:] = ["Hello"], ["Hello."]
    choose(qtbot, page, key)
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        home.toggle_listening()
    hear(qtbot, page)
    page.talking.release()  # of a key that was pressed before
    assert is_listening(page)
    home.toggle_listening()
    rest(qtbot, page)
    assert texts(page) == ["Hello", "Hello."]


def test_a_key_that_is_held_while_the_setting_changes_still_ends_it(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    ears.hears, chat.script[:] = ["Hello"], ["Hello."]
    choose(qtbot, page, TalkKey.HOLD)
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        down(qtbot, page, KEY)
    hear(qtbot, page)
    session = page.model.session
    looked(qtbot, session, lambda at: preferences.put(at.conn, "voice.key", "tap"))
    with qtbot.waitSignal(page.talking.settings.changed, timeout=WAIT_MS):
        page.talking.settings.look()
    assert page.talk_bar.how.text() == "Let go when you are done."
    now.at += HELD_S
    up(qtbot, page, KEY)
    assert not is_listening(page)
    rest(qtbot, page)
    assert texts(page) == ["Hello", "Hello."]


@pytest.mark.parametrize("key", list(TalkKey))
def test_quick_presses_leave_nothing_open(
    qtbot: QtBot, page: ChatPage, ears: Ears, now: Now, key: TalkKey
) -> None:
    choose(qtbot, page, key)
    for _ in range(20):
        for _ in range(2):
            page.talking.press()
            now.at += 0.01
            page.talking.release()
            now.at += 0.01
    rest(qtbot, page)
    assert page.talking.talk.open is None
    assert not page.talking.ear.is_open


def test_the_setting_is_chosen_on_its_page_and_the_button_says_what_it_does(
    qtbot: QtBot, page: ChatPage, home: Home
) -> None:
    def is_said(name: str) -> bool:
        return page.talk_button.accessibleName() == name

    assert is_said("Speak (F4): hold to talk, or tap to begin and to end")
    home.go_to(Place(PageName.SETTINGS))
    shown = home.page
    assert isinstance(shown, SettingsPage)
    qtbot.waitUntil(lambda: "vault:voice.key" in shown.rows, timeout=WAIT_MS)
    row = shown.rows["vault:voice.key"]
    assert isinstance(row, SettingRow)
    choice = row.control
    assert isinstance(choice, QComboBox)
    for words, name in (
        ("hold", "Speak (F4): hold to talk"), ("tap", "Speak (F4): tap to begin and to end"),
        ("both", "Speak (F4): hold to talk, or tap to begin and to end"),
    ):  # fmt: skip
        choice.setCurrentIndex(choice.findText(words))
        choice.activated.emit(choice.currentIndex())
        qtbot.waitUntil(partial(is_said, name), timeout=WAIT_MS)
    assert page.talking.settings.now.key is TalkKey.BOTH
