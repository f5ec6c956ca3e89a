"""Reminders are said while the window is open: once, in time, and without what is private."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.session import Session
from desktop.ui.home import Home
from desktop.ui.reminder_cards import ReminderCard
from inference.reminders import Announcement
from inference.tools.base import Argument, by_owner
from tests.desktop.conftest import WAIT_MS, Clock, looked
from vault import memories, reminders, tasks
from vault.items import Sensitivity
from vault.reminders import Reminder, ReminderState
from vault.tasks import TaskState

pytestmark = pytest.mark.usefixtures("clock")
NOON = "2026-11-18T12:00:00+01:00"


def done(qtbot: QtBot, session: Session, tool: str, **arguments: Argument) -> int:
    """Something that the owner did before; the number of what was made."""
    call = by_owner(tool, **arguments)
    data = looked(
        qtbot, session,
        lambda one: one.guard.carry_out(one.desk(), call, asker="owner").result.data,
    )  # fmt: skip
    return int(data.get("reminder") or data["task"])


def reminder(qtbot: QtBot, session: Session, number: int) -> Reminder:
    return looked(qtbot, session, lambda one: reminders.get(one.conn, number))


def heard(qtbot: QtBot, home: Home, clock: Clock, later: timedelta) -> list[Announcement]:
    """What is said after so long."""
    alarm = home.reminding.alarm
    with qtbot.waitSignal(home.session.changed, timeout=WAIT_MS):
        home.session.tell_changed()
    qtbot.waitUntil(lambda: alarm.at is not None, timeout=WAIT_MS)
    clock.now += later
    with qtbot.waitSignal(home.reminding.announced, timeout=WAIT_MS) as told:
        alarm.check()
    assert told.args is not None
    found: list[Announcement] = told.args[0]
    return found


def card(qtbot: QtBot, home: Home) -> ReminderCard:
    qtbot.waitUntil(lambda: bool(home.reminders.cards), timeout=WAIT_MS)
    return home.reminders.cards[0]


def test_what_is_due_is_said_once_and_shown_until_it_is_put_aside(
    qtbot: QtBot, home: Home, session: Session, clock: Clock
) -> None:
    number = done(qtbot, session, "set_reminder", text="Stretch", at=NOON)
    said = heard(qtbot, home, clock, timedelta(hours=2))
    assert [one.text for one in said] == ["Stretch"]
    shown = card(qtbot, home)
    assert shown.words.text() == "Stretch"
    assert home.reminding.alarm.at is None
    with qtbot.waitSignal(session.done, timeout=WAIT_MS):
        shown.done.click()
    assert home.reminders.cards == []
    assert reminder(qtbot, session, number).state is ReminderState.DONE
    home.toast.undo()
    qtbot.waitUntil(
        lambda: reminder(qtbot, session, number).state is ReminderState.ANNOUNCED, timeout=WAIT_MS
    )


@pytest.mark.parametrize(
    ("which", "until"),
    [(0, "2026-11-18 12:10"), (1, "2026-11-18 13:00"), (2, "2026-11-19 09:00")],
)
def test_it_is_put_off_and_comes_again(
    qtbot: QtBot, home: Home, session: Session, clock: Clock, which: int, until: str
) -> None:
    number = done(qtbot, session, "set_reminder", text="Stretch", at=NOON)
    heard(qtbot, home, clock, timedelta(hours=2))
    with qtbot.waitSignal(session.done, timeout=WAIT_MS):
        card(qtbot, home).snoozes[which].click()
    one = reminder(qtbot, session, number)
    local = looked(qtbot, session, lambda each: one.due.astimezone(each.desk().zone))
    assert f"{local:%Y-%m-%d %H:%M}" == until
    assert [again.text for again in heard(qtbot, home, clock, timedelta(days=1))] == ["Stretch"]


def test_what_is_put_off_elsewhere_is_not_shown_any_more(
    qtbot: QtBot, home: Home, session: Session, clock: Clock
) -> None:
    done(qtbot, session, "set_reminder", text="Stretch", at=NOON)
    done(qtbot, session, "set_reminder", text="Drink", at=NOON, repeats="FREQ=DAILY")
    heard(qtbot, home, clock, timedelta(hours=2))
    assert len(home.reminders.cards) == 2
    session.act(by_owner("cancel_reminder", reminder="stretch"))
    qtbot.waitUntil(lambda: len(home.reminders.cards) == 1, timeout=WAIT_MS)
    assert card(qtbot, home).words.text() == "Drink"


def test_after_a_long_sleep_it_is_said_as_late(
    qtbot: QtBot, home: Home, session: Session, clock: Clock
) -> None:
    done(qtbot, session, "set_reminder", text="Drink", at=NOON, repeats="FREQ=DAILY")
    said = heard(qtbot, home, clock, timedelta(days=3))
    assert [(one.is_late, one.missed) for one in said] == [(True, 2)]
    assert "It was due at 12:00." in card(qtbot, home).words.text()
    assert home.reminding.alarm.at is not None


def test_a_task_with_an_hour_is_said_before_it(
    qtbot: QtBot, home: Home, session: Session, clock: Clock
) -> None:
    done(qtbot, session, "create_task", title="Call Ana", due=NOON)
    said = heard(qtbot, home, clock, timedelta(hours=1, minutes=50))
    assert [one.text for one in said] == ["Call Ana"]
    assert card(qtbot, home).words.text() == "Call Ana\nAt 12:00."


def test_what_is_private_is_said_only_when_it_is_asked_for(
    qtbot: QtBot, home: Home, session: Session, clock: Clock
) -> None:
    number = done(qtbot, session, "set_reminder", text="See the doctor", at=NOON)
    item = reminder(qtbot, session, number).item
    looked(qtbot, session, lambda one: memories.hide(one.conn, item, Sensitivity.SECRET))
    heard(qtbot, home, clock, timedelta(hours=2))
    shown = card(qtbot, home)
    assert shown.words.text() == "A reminder is due."
    assert "doctor" not in shown.accessibleName()
    shown._show.click()
    assert shown.words.text() == "See the doctor"


def test_done_with_the_reminder_of_a_task_is_done_with_the_task(
    qtbot: QtBot, home: Home, session: Session, clock: Clock
) -> None:
    task = done(qtbot, session, "create_task", title="Call Ana")
    done(qtbot, session, "set_reminder", text="Call Ana", at=NOON)
    heard(qtbot, home, clock, timedelta(hours=2))
    with qtbot.waitSignal(session.done, timeout=WAIT_MS):
        card(qtbot, home).done.click()
    state = looked(qtbot, session, lambda one: tasks.get(one.conn, task).state)
    assert state is TaskState.DONE


def test_the_keyboard_reaches_a_reminder_and_comes_back(
    qtbot: QtBot, home: Home, session: Session, clock: Clock
) -> None:
    done(qtbot, session, "set_reminder", text="Stretch", at=NOON)
    heard(qtbot, home, clock, timedelta(hours=2))
    shown = card(qtbot, home)
    home.activateWindow()
    qtbot.keyClick(home, Qt.Key.Key_F8)
    qtbot.waitUntil(shown.done.hasFocus)
    with qtbot.waitSignal(session.done, timeout=WAIT_MS):
        qtbot.keyClick(shown.done, Qt.Key.Key_Return)
    assert home.reminders.isHidden()


def test_only_the_latest_few_cards_are_shown(
    qtbot: QtBot, home: Home, session: Session, clock: Clock
) -> None:
    for at in range(6):
        done(qtbot, session, "set_reminder", text=f"Thing {at}", at=NOON)
    assert len(heard(qtbot, home, clock, timedelta(hours=2))) == 6
    texts = [one.words.text() for one in home.reminders.cards]
    assert texts == ["Thing 5", "Thing 4", "Thing 3", "Thing 2"]
