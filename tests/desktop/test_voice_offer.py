"""What Tacit offers after something was done by voice, and what an answer makes of it."""

# ruff: noqa: F401, F811 - the fixtures of speaking are those of test_talking.py

import pytest
from pytestqt.qtbot import QtBot

from desktop.ui.chat_page import ChatPage
from desktop.viewmodels.voice_offer import STANDS_S
from tests.desktop.conftest import looked
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
    speak,
    system,
    throat,
    titles,
)
from vault import reminders, tasks
from vault.reminders import ReminderState

OFFER = "Shall I remind you half an hour before?"
DENTIST = "Add a task dentist tomorrow at nine"


def say(qtbot: QtBot, page: ChatPage, ears: Ears, now: Now, text: str) -> None:
    ears.hears = [text]
    speak(qtbot, page, now)
    rest(qtbot, page)


def how_many(qtbot: QtBot, page: ChatPage) -> int:
    return looked(qtbot, page.model.session,
                  lambda at: len(reminders.in_state(at.conn, ReminderState.WAITING)))  # fmt: skip


def test_a_new_task_is_said_shortly_with_one_offer_and_a_yes_takes_it(
    qtbot: QtBot, page: ChatPage, ears: Ears, throat: Throat, now: Now
) -> None:
    say(qtbot, page, ears, now, DENTIST)
    assert titles(qtbot, page) == ["dentist"]
    said = " ".join(throat.said)
    assert said.endswith(OFFER)
    assert "Task:" not in said
    assert how_many(qtbot, page) == 0
    say(qtbot, page, ears, now, "Yes, please.")
    assert how_many(qtbot, page) == 1
    when = looked(qtbot, page.model.session,
                  lambda at: reminders.in_state(at.conn, ReminderState.WAITING)[0].due)  # fmt: skip
    due = looked(qtbot, page.model.session, lambda at: tasks.open_tasks(at.conn)[0].due)
    assert due is not None
    assert (due.at - when).total_seconds() == 1800


@pytest.mark.parametrize("answer", ["No, thanks.", "What is a fugue?", "late"])
def test_a_no_other_words_and_silence_make_nothing(
    qtbot: QtBot, page: ChatPage, ears: Ears, chat: Chat, now: Now, answer: str
) -> None:
    chat.script[:] = ["Voices.", "Well."]
    say(qtbot, page, ears, now, DENTIST)
    if answer == "late":
        now.at += STANDS_S + 1
    else:
        say(qtbot, page, ears, now, answer)
    say(qtbot, page, ears, now, "Yes")
    assert how_many(qtbot, page) == 0


def test_nothing_is_offered_where_it_makes_no_sense(
    qtbot: QtBot, page: ChatPage, ears: Ears, throat: Throat, now: Now
) -> None:
    say(qtbot, page, ears, now, "Add a task buy bread")
    assert titles(qtbot, page) == ["buy bread"]
    assert OFFER not in " ".join(throat.said)
    throat.said.clear()
    page.composer.write(DENTIST)
    page.composer.submit()
    qtbot.waitUntil(lambda: page.model.is_busy, timeout=20_000)
    rest(qtbot, page)
    assert OFFER not in " ".join(throat.said)
    page.composer.write("Yes")
    page.composer.submit()
    rest(qtbot, page)
    assert how_many(qtbot, page) == 0
