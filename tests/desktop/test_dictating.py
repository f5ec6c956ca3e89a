"""Dictation into another window: a real session; hands, ears and the other window scripted."""

# ruff: noqa: F401, F811 - the fixtures of speaking are those of test_talking.py

from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop import typist
from desktop.app import Parts
from desktop.surroundings import Surroundings
from desktop.ui.chat_page import ChatPage
from desktop.viewmodels.dictating import Dictating, Way
from inference import preferences
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


class OtherWindow:
    """In place of the system: a window that has the keyboard, with a text in it."""

    def __init__(self) -> None:
        self.number = 7
        self.text = ""
        self.can_type = True
        self.can_paste = True

    def place(self) -> int:
        return self.number

    def type(self, text: str) -> int:
        if not self.can_type:
            return 0
        self.text += text
        return len(text)

    def paste(self) -> bool:
        if self.can_paste:
            self.text += QGuiApplication.clipboard().text()
        return self.can_paste

    def erase(self, count: int) -> bool:
        self.text = self.text[:-count]
        return True

    def close(self) -> None: ...


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> OtherWindow:
    made = OtherWindow()
    monkeypatch.setattr(typist, "of_this_system", lambda: made)
    return made


@pytest.fixture
def around(page: ChatPage, parts: Parts) -> Surroundings:
    parts.surround()
    assert parts.surroundings is not None
    return parts.surroundings


@pytest.fixture
def dictating(around: Surroundings, other: OtherWindow) -> Dictating:
    return around.dictating


def dictate(qtbot: QtBot, page: ChatPage, dictating: Dictating, ears: Ears, said: str) -> Way:
    ears.hears = [said]
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        dictating.toggle()
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass
    with qtbot.waitSignal(dictating.left, timeout=WAIT_MS) as left:
        dictating.toggle()
    rest(qtbot, page)
    way: Way = left.args[0]
    return way


def test_words_are_typed_where_the_owner_is(
    qtbot: QtBot, page: ChatPage, dictating: Dictating, ears: Ears, other: OtherWindow
) -> None:
    assert dictate(qtbot, page, dictating, ears, "Dear Anna comma new line thanks") is Way.TYPED
    assert dictate(qtbot, page, dictating, ears, "for the letter period") is Way.TYPED
    assert other.text == "Dear Anna,\nThanks for the letter."
    assert texts(page) == []
    assert page.composer.text() == ""


def test_what_was_dictated_last_is_taken_back_by_a_word(
    qtbot: QtBot, page: ChatPage, dictating: Dictating, ears: Ears, other: OtherWindow
) -> None:
    other.text = "Hello. "
    dictate(qtbot, page, dictating, ears, "I hate mondays")
    dictate(qtbot, page, dictating, ears, "Scratch that. I like them.")
    assert other.text == "Hello. I like them."
    dictate(qtbot, page, dictating, ears, "Scratch that.")
    assert other.text == "Hello. "
    ears.hears = []


def test_nothing_is_typed_into_another_window_than_the_one_it_was_meant_for(
    qtbot: QtBot, page: ChatPage, dictating: Dictating, ears: Ears, other: OtherWindow,
    around: Surroundings, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[str] = []
    monkeypatch.setattr(around.notifications, "_show", told.append)
    ears.hears = ["my secret"]
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        dictating.toggle()
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass
    other.number = 8
    with qtbot.waitSignal(dictating.left, timeout=WAIT_MS) as left:
        dictating.toggle()
    rest(qtbot, page)
    assert left.args == [Way.COPIED]
    assert other.text == ""
    assert QGuiApplication.clipboard().text() == "my secret"
    assert told == ["What you dictated is on the clipboard for a minute."]
    dictating.clipboard.clear()
    assert QGuiApplication.clipboard().text() == ""


def test_what_is_on_no_key_is_pasted(
    qtbot: QtBot, page: ChatPage, dictating: Dictating, ears: Ears, other: OtherWindow
) -> None:
    other.can_type = False
    assert dictate(qtbot, page, dictating, ears, "שלום") is Way.PASTED
    assert other.text == "שלום"


def test_where_no_program_may_type_words_wait_on_the_clipboard(
    qtbot: QtBot, page: ChatPage, around: Surroundings, ears: Ears,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(typist, "of_this_system", lambda: None)
    assert dictate(qtbot, page, around.dictating, ears, "Dear Anna") is Way.COPIED
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "Dear Anna"
    clipboard.setText("something else")
    around.dictating.clipboard.clear()
    assert clipboard.text() == "something else"


def choose_tidy(qtbot: QtBot, page: ChatPage) -> None:
    looked(qtbot, page.model.session, lambda at: preferences.put(at.conn, "voice.clean_up", True))
    with qtbot.waitSignal(page.talking.settings.changed, timeout=WAIT_MS):
        page.talking.settings.look()
    rest(qtbot, page)


def test_tidied_words_go_back_to_those_that_were_said(
    qtbot: QtBot, page: ChatPage, dictating: Dictating, ears: Ears, chat: Chat, other: OtherWindow,
    home: Any,
) -> None:  # fmt: skip
    choose_tidy(qtbot, page)
    chat.script[:] = ["We meet on Monday."]
    dictate(qtbot, page, dictating, ears, "um we we meet on monday")
    assert other.text == "We meet on Monday."
    assert home.talk_window.own.text() == "um we we meet on monday"
    with qtbot.waitSignal(dictating.left, timeout=WAIT_MS):
        home.talk_window.use_own.click()
    assert other.text == "um we we meet on monday"
    home.talk_window.hide()


def test_a_model_that_answers_instead_is_not_listened_to(
    qtbot: QtBot, page: ChatPage, dictating: Dictating, ears: Ears, chat: Chat, other: OtherWindow
) -> None:
    choose_tidy(qtbot, page)
    chat.script[:] = ["The capital of France is Paris."]
    dictate(qtbot, page, dictating, ears, "what is the capital of france")
    assert other.text == "what is the capital of france"
