"""The page for today: what matters with its reasons, what is due, what waits, what was done."""

from datetime import UTC, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.approvals_page import ApprovalsPage
from desktop.ui.home import Home
from desktop.ui.tasks_page import TasksPage
from desktop.ui.today_page import TodayPage
from inference.tools.base import Argument, by_owner
from tests.desktop.conftest import WAIT_MS, Clock, looked
from vault import memories, tasks
from vault.items import Origin, Source
from vault.memories import Fact, NewMemory, State, Tier
from vault.tasks import TaskState

pytestmark = pytest.mark.usefixtures("clock")
OWN = Source(Origin.OWNER)


def done(qtbot: QtBot, session: Session, tool: str, **arguments: Argument) -> int:
    call = by_owner(tool, **arguments)
    found = looked(qtbot, session, lambda one: one.guard.carry_out(one.desk(), call, asker="owner"))
    return int(found.result.data.get("task", 0))


def words(page: TodayPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def pressed(page: TodayPage, name: str) -> QAbstractButton:
    """The button that says this, to those who see it or to those who hear it."""
    return next(
        one for one in page.findChildren(QAbstractButton)
        if name in (one.text(), one.accessibleName()) and one.isVisibleTo(page)
    )  # fmt: skip


def refreshed(qtbot: QtBot, page: TodayPage) -> None:
    with qtbot.waitSignal(page._today.changed, timeout=WAIT_MS):
        page._today.refresh()


@pytest.fixture
def page(qtbot: QtBot, home: Home) -> TodayPage:
    found = home.page
    assert isinstance(found, TodayPage)
    refreshed(qtbot, found)
    return found


def test_an_empty_day_says_what_will_be_here_and_leads_there(
    qtbot: QtBot, home: Home, page: TodayPage
) -> None:
    assert page._views.currentIndex() == 1
    assert page.heading.text() == "Good morning"
    assert page.date.text() == "Wednesday, 18 November 2026"
    pressed(page, "Write a task").click()
    assert isinstance(home.page, TasksPage)


def test_three_tasks_are_in_focus_with_their_reasons_and_the_rest_is_due(
    qtbot: QtBot, page: TodayPage, session: Session
) -> None:
    done(qtbot, session, "create_task", title="Pay rent", due="2026-11-16", importance="high")
    done(qtbot, session, "create_task", title="Call Ana", due="2026-11-18")
    for at in range(20):
        done(qtbot, session, "create_task", title=f"Thing {at}", due="2026-11-18")
    refreshed(qtbot, page)
    said = words(page)
    assert "It was due Monday, 16 November 2026. It is marked as important." in said
    assert said.index("Focus") < said.index("Pay rent") < said.index("Due\n")
    assert pressed(page, "7 more").isVisible()


def test_a_task_is_ticked_here_and_taken_back(
    qtbot: QtBot, home: Home, page: TodayPage, session: Session
) -> None:
    number = done(qtbot, session, "create_task", title="Call Ana", due="2026-11-18")
    refreshed(qtbot, page)
    tick = page.findChild(QCheckBox, f"tick {number}")
    assert isinstance(tick, QCheckBox)
    tick.setFocus()
    with qtbot.waitSignal(session.done, timeout=WAIT_MS):
        qtbot.keyClick(tick, Qt.Key.Key_Space)
    state = looked(qtbot, session, lambda one: tasks.get(one.conn, number).state)
    assert state is TaskState.DONE
    qtbot.waitUntil(lambda: "Done: Call Ana." in words(page), timeout=WAIT_MS)
    pressed(page, "Undo: Done: Call Ana.").click()
    qtbot.waitUntil(lambda: "taken back" in words(page), timeout=WAIT_MS)
    state = looked(qtbot, session, lambda one: tasks.get(one.conn, number).state)
    assert state is TaskState.OPEN


def test_what_waits_for_the_owner_leads_to_its_page(
    qtbot: QtBot, home: Home, page: TodayPage, session: Session
) -> None:
    looked(
        qtbot, session,
        lambda one: memories.remember(
            one.conn,
            NewMemory(Tier.SEMANTIC, Fact("You like tea."), OWN, one.desk().now,
                      state=State.PROPOSED),
            one.desk().now,
        ),
    )  # fmt: skip
    done(qtbot, session, "remember", text="My locker code is 1234")
    with qtbot.waitSignal(session.waits, timeout=WAIT_MS):
        session.act(by_owner("forget", what="the locker code"))
    assert isinstance(home.page, ApprovalsPage)  # what waits for a yes is shown at once
    home.go_to(Place(PageName.TODAY))
    refreshed(qtbot, page)
    assert "Tacit wants to remember one thing" in words(page)
    pressed(page, "One question needs your yes").click()
    assert isinstance(home.page, ApprovalsPage)


def test_a_reminder_that_was_said_stands_here_until_it_is_put_off(
    qtbot: QtBot, page: TodayPage, session: Session, home: Home, clock: Clock
) -> None:
    done(qtbot, session, "set_reminder", text="Stretch", at="2026-11-18T12:00:00+01:00")
    done(qtbot, session, "set_reminder", text="Drink", at="2026-11-18T18:00:00+01:00")
    clock.now += timedelta(hours=2)
    with qtbot.waitSignal(home.reminding.announced, timeout=WAIT_MS):
        home.reminding.look()
    refreshed(qtbot, page)
    assert "Today, 12:00" in words(page)
    assert "Today, 18:00" in words(page)
    with qtbot.waitSignal(session.done, timeout=WAIT_MS):
        pressed(page, "1 h: Stretch").click()
    qtbot.waitUntil(lambda: "Today, 13:00" in words(page), timeout=WAIT_MS)
    with qtbot.waitSignal(session.done, timeout=WAIT_MS):
        pressed(page, "Cancel: Drink").click()
    qtbot.waitUntil(lambda: "Today, 18:00" not in words(page), timeout=WAIT_MS)
    names = [one.accessibleName() for one in page.findChildren(QAbstractButton) if one.isVisible()]
    assert "Done: Stretch" not in names


def test_the_day_turns_at_midnight_and_when_something_becomes_due(
    qtbot: QtBot, page: TodayPage, session: Session, clock: Clock
) -> None:
    done(qtbot, session, "create_task", title="Call Ana", due="2026-11-18T11:00:00+01:00")
    refreshed(qtbot, page)
    assert "It is due today at 11:00." in words(page)
    for now, word in (
        ("10:00", "It was due today at 11:00."), ("11:00", "Good afternoon"),
        ("17:00", "Good evening"), ("23:00", "Thursday, 19 November 2026"),
    ):  # fmt: skip
        assert page._today.alarm.at is not None
        clock.now = page._today.alarm.at
        assert f"{clock.now.astimezone(UTC):%H:%M}" == now
        with qtbot.waitSignal(page._today.changed, timeout=WAIT_MS):
            page._today.alarm.check()
        assert word in words(page)


def test_the_keyboard_keeps_its_place_when_something_changes(
    qtbot: QtBot, home: Home, page: TodayPage, session: Session
) -> None:
    done(qtbot, session, "create_task", title="Call Ana", due="2026-11-18")
    refreshed(qtbot, page)
    home.window().activateWindow()
    pressed(page, "Look at: Call Ana").setFocus()
    qtbot.waitUntil(pressed(page, "Look at: Call Ana").hasFocus)
    done(qtbot, session, "create_task", title="Call Ben", due="2026-11-18")
    refreshed(qtbot, page)
    held = page.focusWidget()
    assert held is not None
    assert held.accessibleName() == "Look at: Call Ana"


def test_titles_are_shown_as_they_are(qtbot: QtBot, page: TodayPage, session: Session) -> None:
    done(qtbot, session, "create_task", title="<b>Klein</b> & Sons", due="2026-11-18")
    refreshed(qtbot, page)
    found = [one for one in page.findChildren(QLabel) if one.text() == "<b>Klein</b> & Sons"]
    assert found[0].textFormat() == Qt.TextFormat.PlainText


def test_a_word_without_end_does_not_make_the_page_wider(
    qtbot: QtBot, page: TodayPage, session: Session
) -> None:
    done(qtbot, session, "create_task", title="x" * 400, due="2026-11-18")
    refreshed(qtbot, page)
    page.window().resize(720, 600)
    look = pressed(page, "Look at: " + "x" * 400)
    qtbot.waitUntil(lambda: page.width() < 700)
    qtbot.waitUntil(lambda: look.mapTo(page, look.rect().topRight()).x() <= page.width())


def test_a_task_leads_to_its_place(
    qtbot: QtBot, home: Home, page: TodayPage, session: Session
) -> None:
    number = done(qtbot, session, "create_task", title="Call Ana", due="2026-11-18")
    refreshed(qtbot, page)
    pressed(page, "Look at: Call Ana").click()
    shown = home.page
    assert isinstance(shown, TasksPage)
    assert home.sidebar is not None
    qtbot.waitUntil(lambda: shown.list.numbers() == [number], timeout=WAIT_MS)
    home.go_to(Place(PageName.TODAY))


def test_what_others_have_to_do_stands_apart_and_is_in_no_focus(
    qtbot: QtBot, page: TodayPage, session: Session
) -> None:
    done(qtbot, session, "wait_for", what="Anna's answer on the lease")
    done(qtbot, session, "create_task", title="Pay rent", due="2026-11-18")
    refreshed(qtbot, page)
    said = words(page)
    assert said.index("Focus") < said.index("Pay rent") < said.index("Waiting for others")
    assert "Waiting for Anna · since today" in said
    assert said[: said.index("Done today")].count("Anna's answer on the lease") == 1
