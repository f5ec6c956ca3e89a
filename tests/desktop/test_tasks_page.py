"""Tasks in the window: written in one line, listed, moved, changed and taken back."""

import threading

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.assistant import Assistant
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.home import Home
from desktop.ui.task_menu import TaskMenu
from desktop.ui.tasks_page import TasksPage
from desktop.viewmodels.task_model import FORMAT, TaskModel
from desktop.viewmodels.task_rows import TaskRow
from desktop.viewmodels.task_sifting import Show, Sort
from desktop.viewmodels.task_writing import repetition
from inference.tools.base import Argument, by_owner
from tests.desktop.conftest import WAIT_MS, Clock, looked
from vault import tasks
from vault.tasks import Task
from vault.vault import Vault

pytestmark = pytest.mark.usefixtures("clock")
MOVE = Qt.DropAction.MoveAction
NOWHERE = QModelIndex()


def kept(qtbot: QtBot, session: Session, title: str, **more: Argument) -> int:
    """A task that is there already; its number."""
    call = by_owner("create_task", title=title, **more)
    return looked(
        qtbot, session,
        lambda one: int(one.guard.carry_out(one.desk(), call, asker="owner").result.data["task"]),
    )  # fmt: skip


def task(qtbot: QtBot, session: Session, number: int) -> Task:
    return looked(qtbot, session, lambda one: tasks.get(one.conn, number))


def shown(page: TasksPage) -> list[str]:
    return [one.title for one in page._tasks.model.rows]


def column(page: TasksPage, state: str) -> list[str]:
    return [one.title for one in page._tasks.columns[state].rows]


def refreshed(qtbot: QtBot, page: TasksPage) -> None:
    with qtbot.waitSignal(page._tasks.changed, timeout=WAIT_MS):
        page._tasks.refresh()


@pytest.fixture
def page(qtbot: QtBot, home: Home) -> TasksPage:
    home.go_to(Place(PageName.TASKS))
    found = home.page
    assert isinstance(found, TasksPage)
    with qtbot.waitSignal(found._tasks.changed, timeout=WAIT_MS):
        found._tasks.refresh()
    return found


def test_a_line_of_words_is_said_back_while_it_is_written_and_kept_on_enter(
    qtbot: QtBot, page: TasksPage
) -> None:
    page.line.setFocus()
    qtbot.keyClicks(page.line, "call mum tomorrow 9am, weekly, important #family")
    qtbot.waitUntil(lambda: "09:00" in page.echo.text(), timeout=WAIT_MS)
    assert page.echo.text() == (
        "call mum · every week at 09:00, first on Thursday, 19 November 2026, 09:00 · important"
        " · #family"
    )
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(page) == ["call mum"], timeout=WAIT_MS)
    row = page._tasks.model.rows[0]
    assert (row.due, row.repeats, row.importance, row.list) == (
        "Tomorrow, 09:00", "every week", "high", "family",
    )  # fmt: skip
    assert page.line.text() == ""
    assert page.echo.text() == ""


def test_what_is_not_sure_is_asked_before_anything_is_kept(qtbot: QtBot, page: TasksPage) -> None:
    page.line.setText("water plants every monday at 8")
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "20:00" in page.echo.text(), timeout=WAIT_MS)
    assert shown(page) == []
    choice = next(one for one in page.echo.findChildren(QPushButton) if "20:00" in one.text())
    choice.click()
    qtbot.waitUntil(lambda: shown(page) == ["water plants"], timeout=WAIT_MS)
    row = page._tasks.model.rows[0]
    assert (row.due, row.repeats) == ("Monday, 20:00", "every Monday")


def test_words_can_be_kept_without_reading_a_time_into_them(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    page.line.setText("call mum every week")
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "On which days?" in page.echo.text(), timeout=WAIT_MS)
    plainly = next(one for one in page.echo.findChildren(QPushButton) if one.objectName() == "link")
    plainly.click()
    qtbot.waitUntil(lambda: shown(page) == ["call mum every week"], timeout=WAIT_MS)
    assert page._tasks.model.rows[0].due == ""


def test_a_task_is_ticked_by_keyboard_and_taken_back(
    qtbot: QtBot, home: Home, page: TasksPage, session: Session
) -> None:
    number = kept(qtbot, session, "Call Ana")
    refreshed(qtbot, page)
    page.list.select(number)
    page.list.setFocus()
    with qtbot.waitSignal(session.done, timeout=WAIT_MS):
        qtbot.keyClick(page.list, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown(page) == [], timeout=WAIT_MS)
    assert column(page, "done") == ["Call Ana"]
    home.toast.undo()
    qtbot.waitUntil(lambda: shown(page) == ["Call Ana"], timeout=WAIT_MS)


def test_a_click_on_the_circle_ticks(qtbot: QtBot, page: TasksPage, session: Session) -> None:
    kept(qtbot, session, "Call Ana")
    refreshed(qtbot, page)
    at = page.list.visualRect(page._tasks.model.index(0, 0))
    place = at.topLeft()
    place.setX(at.left() + 16)
    place.setY(at.center().y())
    with qtbot.waitSignal(session.done, timeout=WAIT_MS):
        QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: column(page, "done") == ["Call Ana"], timeout=WAIT_MS)


def test_what_was_done_is_opened_again(qtbot: QtBot, page: TasksPage, session: Session) -> None:
    number = kept(qtbot, session, "Call Ana")
    looked(
        qtbot, session,
        lambda one: one.guard.carry_out(
            one.desk(), by_owner("complete_task", task=str(number)), asker="owner"
        ),
    )  # fmt: skip
    refreshed(qtbot, page)
    page.show_which.setCurrentIndex(page.show_which.findData(Show.DONE))
    assert shown(page) == ["Call Ana"]
    page.list.select(number)
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: column(page, "open") == ["Call Ana"], timeout=WAIT_MS)


def test_f2_renames_in_the_list(qtbot: QtBot, page: TasksPage, session: Session) -> None:
    number = kept(qtbot, session, "Call Ana")
    refreshed(qtbot, page)
    page.list.select(number)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    editor = page.list.findChild(QLineEdit, "inline")
    assert isinstance(editor, QLineEdit)
    editor.setText("Call Ben")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(page) == ["Call Ben"], timeout=WAIT_MS)


def test_a_due_date_is_said_back_before_it_is_kept(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    number = kept(qtbot, session, "Call Ana")
    refreshed(qtbot, page)
    page.list.select(number)
    details = page.details
    assert details.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    details.due.clear()
    qtbot.keyClicks(details.due, "fri 5pm")
    qtbot.waitUntil(
        lambda: details.due.echo.text() == "Friday, 20 November 2026, 17:00", timeout=WAIT_MS
    )
    assert task(qtbot, session, number).due is None
    qtbot.keyClick(details.due, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._tasks.model.rows[0].due == "Friday, 17:00", timeout=WAIT_MS)
    details.due.setText("whenever you like")
    qtbot.keyClick(details.due, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no time that Tacit reads" in details.due.echo.text(), timeout=WAIT_MS)
    assert task(qtbot, session, number).due is not None
    details.due.clear()
    qtbot.keyClick(details.due, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._tasks.model.rows[0].due == "", timeout=WAIT_MS)


def test_a_task_has_a_reminder_an_importance_and_a_list(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    number = kept(qtbot, session, "Call Ana")
    refreshed(qtbot, page)
    page.list.select(number)
    details = page.details
    details.reminder.setText("tomorrow at 9am")
    qtbot.keyClick(details.reminder, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: page._tasks.model.rows[0].reminders == ("Tomorrow, 09:00",), timeout=WAIT_MS
    )
    details.importance.setCurrentIndex(2)
    details.importance.activated.emit(2)
    qtbot.waitUntil(lambda: page._tasks.model.rows[0].importance == "high", timeout=WAIT_MS)
    assert "It is marked as important." in page._tasks.model.rows[0].reasons
    edit = details.in_list.lineEdit()
    assert edit is not None
    edit.setText("family")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._tasks.model.rows[0].list == "family", timeout=WAIT_MS)
    assert page.show_list.findData("family") == 1


def test_how_a_task_comes_again_is_said_in_words(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    number = kept(qtbot, session, "Water the plants")
    refreshed(qtbot, page)
    page.list.select(number)
    repeats = page.details.repeats
    page.window().activateWindow()
    repeats.setFocus()
    qtbot.waitUntil(repeats.hasFocus, timeout=WAIT_MS)
    qtbot.keyClicks(repeats, "every second friday")
    said = "every second Friday, first on Friday, 20 November 2026"
    qtbot.waitUntil(lambda: repeats.echo.text() == said, timeout=WAIT_MS)
    assert not task(qtbot, session, number).series.rule
    qtbot.keyClick(repeats, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: repeats.text() == "every two weeks on Friday", timeout=WAIT_MS)
    assert task(qtbot, session, number).series.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"
    repeats.clear()
    qtbot.keyClicks(repeats, "whenever you like")
    qtbot.keyClick(repeats, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "does not read that" in repeats.echo.text(), timeout=WAIT_MS)
    repeats.clear()
    qtbot.keyClick(repeats, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not task(qtbot, session, number).series.rule, timeout=WAIT_MS)


def test_an_hour_that_is_not_sure_is_asked_for_a_repetition_too(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    number = kept(qtbot, session, "Water the plants")
    refreshed(qtbot, page)
    page.list.select(number)
    repeats = page.details.repeats
    repeats.setText("every monday at 8")
    qtbot.keyClick(repeats, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(repeats.echo.buttons()) == 2, timeout=WAIT_MS)
    repeats.echo.buttons()[1].click()
    qtbot.waitUntil(lambda: bool(task(qtbot, session, number).due), timeout=WAIT_MS)
    due = task(qtbot, session, number).due
    assert due is not None
    assert due.at.isoformat() == "2026-11-23T19:00:00+00:00"


@pytest.mark.parametrize(
    ("due", "said", "expected"),
    [
        ("2026-11-30", "weekly", "every week, first on Monday, 30 November 2026"),
        ("2026-11-30", "every 2 weeks", "every second week, first on Monday, 30 November 2026"),
        ("2026-11-30", "every friday", "every Friday, first on Friday, 4 December 2026"),
        ("2026-11-30T17:00:00+01:00", "every friday",
         "every Friday at 17:00, first on Friday, 4 December 2026, 17:00"),
        ("2026-11-30", "every day at 9am",
         "every day at 09:00, first on Monday, 30 November 2026, 09:00"),
        ("2026-11-02", "every month", "every month, first on Wednesday, 18 November 2026"),
    ],
)  # fmt: skip
def test_a_repetition_counts_from_when_the_task_is_due(
    qtbot: QtBot, session: Session, due: str, said: str, expected: str
) -> None:
    number = kept(qtbot, session, "Water the plants", due=due)
    found = looked(qtbot, session, lambda one: repetition(one, said, number))
    assert found.parts == (expected,)


def test_what_belongs_to_a_task_is_kept_when_it_is_left(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    number = kept(qtbot, session, "Call Ana")
    kept(qtbot, session, "Call Ben")
    refreshed(qtbot, page)
    page.list.select(number)
    notes = page.details.notes
    page.window().activateWindow()
    notes.setFocus()
    qtbot.waitUntil(notes.hasFocus, timeout=WAIT_MS)
    qtbot.keyClicks(notes, "Ask about the boat")
    refreshed(qtbot, page)
    assert notes.toPlainText() == "Ask about the boat"
    page.line.setFocus()
    qtbot.waitUntil(
        lambda: task(qtbot, session, number).notes == "Ask about the boat", timeout=WAIT_MS
    )
    notes.setFocus()
    qtbot.keyClicks(notes, "s")
    other = next(one.number for one in page._tasks.model.rows if one.number != number)
    page.list.select(other)
    assert notes.toPlainText() == ""
    qtbot.waitUntil(
        lambda: task(qtbot, session, number).notes == "Ask about the boats", timeout=WAIT_MS
    )


def test_several_are_taken_off_together_and_come_back_together(
    qtbot: QtBot, home: Home, page: TasksPage, session: Session
) -> None:
    for title in ("Call Ana", "Call Ben", "Call Cem"):
        kept(qtbot, session, title)
    refreshed(qtbot, page)
    page.list.selectAll()
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown(page) == [], timeout=WAIT_MS)
    assert home.toast.text() == "3 tasks taken off your list."
    home.toast.undo()
    qtbot.waitUntil(lambda: len(shown(page)) == 3, timeout=WAIT_MS)


def test_where_one_of_several_cannot_be_done_it_says_how_many_were(
    qtbot: QtBot, home: Home, page: TasksPage, session: Session
) -> None:
    number = kept(qtbot, session, "Call Ana")
    refreshed(qtbot, page)
    calls = [by_owner("complete_task", task=str(one)) for one in (number, 99)]
    with qtbot.waitSignal(page._tasks.failed, timeout=WAIT_MS):
        session.act_all(calls, "never said", on_error=page._tasks.fail)
    assert home.toast.text() == "1 of 2 things done."
    home.toast.undo()
    qtbot.waitUntil(lambda: shown(page) == ["Call Ana"], timeout=WAIT_MS)


def drop(model: TaskModel, onto: TaskModel, numbers: list[int], before: int) -> None:
    """What Qt does at the end of a drag."""
    places = [model.index(model.place(one), 0) for one in numbers]
    assert onto.dropMimeData(model.mimeData(places), MOVE, before, 0, NOWHERE)


def test_columns_take_what_is_dropped_into_them(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    ana, ben = kept(qtbot, session, "Call Ana"), kept(qtbot, session, "Call Ben")
    refreshed(qtbot, page)
    page.set_board(is_board=True)
    columns = page._tasks.columns
    drop(columns["open"], columns["doing"], [ana], 0)
    qtbot.waitUntil(lambda: column(page, "doing") == ["Call Ana"], timeout=WAIT_MS)
    drop(columns["doing"], columns["done"], [ana], 0)
    qtbot.waitUntil(lambda: column(page, "done") == ["Call Ana"], timeout=WAIT_MS)
    drop(columns["done"], columns["open"], [ana], 0)
    qtbot.waitUntil(lambda: len(column(page, "open")) == 2, timeout=WAIT_MS)
    assert task(qtbot, session, ana).done is None
    assert task(qtbot, session, ben).state is tasks.TaskState.OPEN


def test_dragging_within_the_list_makes_an_order_of_one_s_own_that_stays(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    numbers = [kept(qtbot, session, f"Call {one}") for one in ("Ana", "Ben", "Cem")]
    refreshed(qtbot, page)
    assert shown(page) == ["Call Ana", "Call Ben", "Call Cem"]
    with qtbot.waitSignal(page._tasks.changed, timeout=WAIT_MS):
        drop(page._tasks.model, page._tasks.model, [numbers[2]], 0)
    assert shown(page) == ["Call Cem", "Call Ana", "Call Ben"]
    assert page.sort.currentData() is Sort.OWN
    page.sort.setCurrentIndex(page.sort.findData(Sort.TITLE))
    assert shown(page) == ["Call Ana", "Call Ben", "Call Cem"]
    page.sort.setCurrentIndex(page.sort.findData(Sort.OWN))
    assert shown(page) == ["Call Cem", "Call Ana", "Call Ben"]


def test_what_dragging_does_the_keyboard_does_too(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    numbers = [kept(qtbot, session, f"Call {one}") for one in ("Ana", "Ben", "Cem")]
    refreshed(qtbot, page)
    alt = Qt.KeyboardModifier.AltModifier
    page.list.select(numbers[0])
    qtbot.keyClick(page.list, Qt.Key.Key_Down, alt)
    qtbot.waitUntil(lambda: shown(page) == ["Call Ben", "Call Ana", "Call Cem"], timeout=WAIT_MS)
    assert page.list.numbers() == [numbers[0]]
    qtbot.keyClick(page.list, Qt.Key.Key_Up, alt)
    qtbot.waitUntil(lambda: shown(page) == ["Call Ana", "Call Ben", "Call Cem"], timeout=WAIT_MS)
    page.set_board(is_board=True)
    page.columns["open"].select(numbers[1])
    qtbot.keyClick(page.columns["open"], Qt.Key.Key_Right, alt)
    qtbot.waitUntil(lambda: column(page, "doing") == ["Call Ben"], timeout=WAIT_MS)
    assert page.columns["doing"].numbers() == [numbers[1]]
    qtbot.keyClick(page.columns["doing"], Qt.Key.Key_Left, alt)
    qtbot.waitUntil(lambda: len(column(page, "open")) == 3, timeout=WAIT_MS)


def test_the_menu_does_what_the_keys_do(qtbot: QtBot, page: TasksPage, session: Session) -> None:
    numbers = [kept(qtbot, session, f"Call {one}") for one in ("Ana", "Ben", "Cem")]
    refreshed(qtbot, page)

    def chosen(*which: int) -> dict[str, QAction]:
        menu = TaskMenu(page._tasks, list(which), page)
        inner = [one for each in menu.findChildren(QMenu) for one in each.actions()]
        return {one.text(): one for one in (*menu.actions(), *inner)}

    chosen(*numbers[:2])["High"].trigger()
    qtbot.waitUntil(
        lambda: [one.importance for one in page._tasks.model.rows].count("high") == 2,
        timeout=WAIT_MS,
    )
    chosen(numbers[0])["Put into “Doing”"].trigger()
    qtbot.waitUntil(lambda: column(page, "doing") == ["Call Ana"], timeout=WAIT_MS)
    chosen(numbers[1])["Done"].trigger()
    qtbot.waitUntil(lambda: column(page, "done") == ["Call Ben"], timeout=WAIT_MS)
    assert "Done" not in chosen(numbers[1])
    assert {"Put into “To do”", "Put into “Doing”"} <= {*chosen(numbers[1])}


def test_escape_leads_back_from_the_details(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    number = kept(qtbot, session, "Call Ana")
    refreshed(qtbot, page)
    page.list.select(number)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(page.details.title.hasFocus)
    qtbot.keyClicks(page.details.due, "fri")
    qtbot.keyClick(page.details.due, Qt.Key.Key_Escape)
    assert page.details.due.text() == ""
    assert page.details.isVisible()
    qtbot.keyClick(page.details.due, Qt.Key.Key_Escape)
    assert not page.details.isVisible()
    assert page.list.hasFocus()


def test_in_a_narrow_window_the_details_cover_the_list_until_they_are_closed(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    number = kept(qtbot, session, "Call Ana")
    refreshed(qtbot, page)
    page.window().resize(720, 600)
    qtbot.waitUntil(page._is_narrow)
    page.list.select(number)
    assert not page.details.isVisible()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.details.isVisible()
    assert not page.list.isVisible()
    qtbot.keyClick(page.details.title, Qt.Key.Key_Escape)
    assert page.list.isVisible()


def test_what_is_no_task_is_not_dropped(page: TasksPage) -> None:
    data = QMimeData()
    data.setText("12")
    assert not page._tasks.model.dropMimeData(data, MOVE, 0, 0, NOWHERE)
    data.setData(FORMAT, QByteArray(b"99"))
    assert page._tasks.model.dropMimeData(data, MOVE, 0, 0, NOWHERE)


def test_tasks_are_sifted_searched_and_sorted(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    kept(qtbot, session, "Pay rent", due="2026-11-17", list="home", repeats="FREQ=MONTHLY")
    kept(qtbot, session, "Buy milk", due="2026-11-18")
    kept(qtbot, session, "Write book", importance="high", list="Work")
    refreshed(qtbot, page)

    def having(which: Show) -> list[str]:
        page.show_which.setCurrentIndex(page.show_which.findData(which))
        return sorted(shown(page))

    assert having(Show.TODAY) == ["Buy milk", "Pay rent"]
    assert having(Show.OVERDUE) == ["Pay rent"]
    assert having(Show.IMPORTANT) == ["Write book"]
    assert having(Show.REPEATING) == ["Pay rent"]
    assert having(Show.DONE) == []
    assert page._views.currentWidget() is page._nothing
    assert len(having(Show.OPEN)) == 3
    page.show_list.setCurrentIndex(page.show_list.findData("home"))
    assert shown(page) == ["Pay rent"]
    page.show_list.setCurrentIndex(0)
    page.search.setText("book WRI")
    assert shown(page) == ["Write book"]
    page.search.clear()
    page.sort.setCurrentIndex(page.sort.findData(Sort.DUE))
    assert shown(page) == ["Pay rent", "Buy milk", "Write book"]
    page.sort.setCurrentIndex(page.sort.findData(Sort.NEWEST))
    assert shown(page) == ["Write book", "Buy milk", "Pay rent"]


def test_what_becomes_overdue_looks_so_without_being_asked(
    qtbot: QtBot, page: TasksPage, session: Session, clock: Clock
) -> None:
    kept(qtbot, session, "Call Ana", due="2026-11-18T12:00:00+01:00")
    refreshed(qtbot, page)
    assert not page._tasks.model.rows[0].is_overdue
    alarm = page._tasks._alarm
    assert alarm.at is not None
    clock.now = alarm.at
    with qtbot.waitSignal(page._tasks.changed, timeout=WAIT_MS):
        alarm.check()
    assert page._tasks.model.rows[0].is_overdue
    assert "overdue" in page._tasks.model.rows[0].says


def test_a_task_is_gone_to_by_its_number(
    qtbot: QtBot, home: Home, page: TasksPage, session: Session
) -> None:
    kept(qtbot, session, "Call Ana")
    number = kept(qtbot, session, "Call Ben")
    refreshed(qtbot, page)
    home.go_to(Place(PageName.TASKS, number))
    assert page.list.numbers() == [number]
    assert page.details.title.text() == "Call Ben"


def row(number: int, title: str = "") -> TaskRow:
    return TaskRow(
        number, title or f"Task {number}", "open", "", "", None, is_overdue=False, is_today=False,
        repeats="", notes="", reminders=(), importance="normal", minutes=None, reasons=(),
        place=number, own_place=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [1, 2, 3]), ([1, 2, 3], []), ([1, 2, 3], [3, 2, 1]), ([1, 2, 3, 4], [1, 4]),
        ([1, 4], [1, 2, 3, 4]), ([1, 2, 3], [5, 3, 6, 1, 7]), ([1, 2], [3, 4]), ([2], [2]),
        ([1, 2, 3, 4, 5, 6], [6, 9, 2, 8, 4]),
    ],
)  # fmt: skip
def test_a_list_changes_as_little_as_it_can(before: list[int], after: list[int]) -> None:
    model = TaskModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.replace([row(one) for one in before])
    held = {one: QPersistentModelIndex(model.index(at, 0)) for at, one in enumerate(before)}
    model.replace([row(one, "changed") for one in after])
    assert [one.number for one in model.rows] == after
    for number, index in held.items():
        assert index.isValid() == (number in after)
        if index.isValid():
            assert index.row() == after.index(number)
    assert all(one.title == "changed" for one in model.rows)
    del tester


def test_five_thousand_tasks_are_painted_without_a_widget_for_each(
    qtbot: QtBot, page: TasksPage
) -> None:
    page._tasks.model.replace([row(one) for one in range(5_000)])
    page._views.setCurrentWidget(page.list)
    for at in range(0, 5_000, 250):
        page.list.scrollTo(page._tasks.model.index(at, 0))
        page.list.viewport().repaint()
    assert len(page.list.viewport().children()) < 5


def test_what_was_just_written_outlives_locking(
    qtbot: QtBot, session: Session, vault: Vault
) -> None:
    number = kept(qtbot, session, "Call Anna")
    begun, go_on = threading.Event(), threading.Event()

    def hold_up(_assistant: Assistant) -> None:
        begun.set()
        go_on.wait(WAIT_MS / 1000)

    session.look(hold_up)  # something is being looked up, and then one locks
    begun.wait()
    session.act(by_owner("annotate_task", task=str(number), notes="About the lease"))
    go_on.set()
    session.jobs.close(0.0)
    with vault.reader() as conn:
        assert tasks.get(conn, number).notes == "About the lease"


def test_what_is_somebody_else_s_turn_says_so_on_the_board_and_beside_it(
    qtbot: QtBot, page: TasksPage, session: Session
) -> None:
    number = kept(qtbot, session, "Lease")
    refreshed(qtbot, page)
    page.set_board(is_board=True)
    page._tasks.put([number], "waiting")
    qtbot.waitUntil(lambda: column(page, "waiting") == ["Lease"], timeout=WAIT_MS)
    assert page.columns["waiting"].select(number)
    page._open_details()
    assert not page.details.waits_for.isHidden()
    page.details.waits_for.setText("Anna")
    page.details.waits_for.editingFinished.emit()
    qtbot.waitUntil(lambda: page._tasks.find(number).waits_for == "Anna", timeout=WAIT_MS)  # type: ignore[union-attr]
    row = page._tasks.find(number)
    assert row is not None
    assert row.waits == "Waiting for Anna · since today"
    assert row.says == "Lease, Waiting for Anna · since today"
    page._tasks.show_only(Show.WAITING)
    assert shown(page) == ["Lease"]
    page._tasks.put([number], "open")
    qtbot.waitUntil(lambda: column(page, "waiting") == [], timeout=WAIT_MS)
    assert task(qtbot, session, number).waiting is None
