"""Questions in the window: shown word for word, answered by hand and by keyboard, never by slip."""

from datetime import timedelta

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.assistant import Assistant
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.approval_card import ApprovalCard
from desktop.ui.approvals_page import ApprovalsPage
from desktop.ui.home import Home
from desktop.viewmodels.approvals_page import Result
from inference import guard
from inference.agents.plan import Act
from inference.agents.runner import Runner
from inference.guard import AGENT, SCHEDULE
from inference.tools.base import Call, by_owner
from inference.tools.errors import ApprovalNeeded
from tests.desktop.conftest import WAIT_MS, Clock, looked
from vault import runs, tasks
from vault.items import Origin, Source
from vault.runs import Answer, RunState

pytestmark = pytest.mark.usefixtures("clock")
HIDDEN = "Pay\u202egnp.exe"


def asked(qtbot: QtBot, session: Session, call: Call, asker: str = AGENT) -> int:
    """A question of somebody who may not do this unasked; its number."""

    def ask(assistant: Assistant) -> int:
        try:
            assistant.guard.carry_out(assistant.desk(), call, asker=asker)
        except ApprovalNeeded as needed:
            return needed.approval
        raise AssertionError("nobody was asked")

    number = looked(qtbot, session, ask)
    session.tell_changed()
    return number


def answer_of(qtbot: QtBot, session: Session, number: int) -> Answer:
    return looked(qtbot, session, lambda assistant: runs.approval(assistant.conn, number).answer)


def titles(qtbot: QtBot, session: Session) -> list[str]:
    return looked(qtbot, session, lambda one: [task.title for task in tasks.open_tasks(one.conn)])


def words(card: ApprovalCard) -> str:
    return "\n".join(one.text() for one in card.findChildren(QLabel) if one.isVisibleTo(card))


@pytest.fixture
def page(home: Home) -> ApprovalsPage:
    home.go_to(Place(PageName.APPROVALS))
    shown = home.page
    assert isinstance(shown, ApprovalsPage)
    return shown


def armed(qtbot: QtBot, page: ApprovalsPage, number: int) -> ApprovalCard:
    """The card of this question, once its answers count."""
    qtbot.waitUntil(lambda: any(one.number == number for one in page.cards.values()))
    card = next(one for one in page.cards.values() if one.number == number)
    qtbot.waitUntil(lambda: card.model.is_open and card.is_armed, timeout=WAIT_MS)
    return card


def test_a_question_is_shown_to_the_last_character(
    qtbot: QtBot, page: ApprovalsPage, session: Session
) -> None:
    number = asked(qtbot, session, Call("create_task", {"title": HIDDEN, "due": "2026-11-27"}))
    card = armed(qtbot, page, number)
    said = words(card)
    assert "add a task" in said
    assert "⟨U+202E RIGHT-TO-LEFT OVERRIDE⟩" in said
    assert "\u202e" not in said
    assert "“2026-11-27”" in said
    assert "Friday, 27 November 2026" in said
    assert "work that you gave to Tacit" in said
    assert "This can be undone." in said


def test_a_word_without_end_hides_nothing(
    qtbot: QtBot, page: ApprovalsPage, session: Session
) -> None:
    endless = "x" * 400 + "end"
    number = asked(qtbot, session, Call("create_task", {"title": endless}))
    card = armed(qtbot, page, number)
    field = next(one for one in card.findChildren(QPlainTextEdit) if endless in one.toPlainText())
    assert field.isReadOnly()
    assert card.width() <= page.width()


def test_a_yes_does_exactly_that_and_can_be_taken_back(
    qtbot: QtBot, home: Home, page: ApprovalsPage, session: Session
) -> None:
    number = asked(qtbot, session, Call("create_task", {"title": "Call Ana"}))
    card = armed(qtbot, page, number)
    with qtbot.waitSignals([card.answered, session.done], timeout=WAIT_MS):
        card.yes.click()
    assert titles(qtbot, session) == ["Call Ana"]
    with qtbot.waitSignal(session.undone, timeout=WAIT_MS):
        home.toast.undo()
    assert titles(qtbot, session) == []


def test_nothing_pressed_in_the_first_moment_counts(
    qtbot: QtBot, page: ApprovalsPage, session: Session
) -> None:
    number = asked(qtbot, session, Call("create_task", {"title": "Call Ana"}))
    card = armed(qtbot, page, number)
    card.hide()
    card.show()
    card.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_D, Qt.Key.Key_Space):
        qtbot.keyClick(card, key)
    card.yes.click()
    card.never.click()
    assert card.model.is_open
    assert answer_of(qtbot, session, number) is Answer.ASKED


def test_enter_on_a_card_is_no_answer(qtbot: QtBot, page: ApprovalsPage, session: Session) -> None:
    number = asked(qtbot, session, Call("create_task", {"title": "Call Ana"}))
    card = armed(qtbot, page, number)
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert card.model.is_open


def test_several_are_answered_by_keyboard_one_after_the_other(
    qtbot: QtBot, home: Home, page: ApprovalsPage, session: Session
) -> None:
    first = asked(qtbot, session, Call("create_task", {"title": "Call Ana"}))
    second = asked(qtbot, session, Call("create_task", {"title": "Call Ben"}))
    one, two = armed(qtbot, page, first), armed(qtbot, page, second)
    badge = home.sidebar._badges[PageName.APPROVALS]
    qtbot.waitUntil(lambda: badge.text() == "2", timeout=WAIT_MS)
    one.setFocus()
    with qtbot.waitSignal(one.answered, timeout=WAIT_MS):
        qtbot.keyClick(one, Qt.Key.Key_D)
    with qtbot.waitSignal(two.answered, timeout=WAIT_MS):
        qtbot.keyClick(two, Qt.Key.Key_N)
    assert titles(qtbot, session) == ["Call Ana"]
    assert answer_of(qtbot, session, second) is Answer.NO
    qtbot.waitUntil(lambda: badge.text() == "0", timeout=WAIT_MS)


def test_what_is_edited_becomes_another_question(
    qtbot: QtBot, page: ApprovalsPage, session: Session
) -> None:
    number = asked(qtbot, session, Call("create_task", {"title": "Call Ana", "due": "2026-11-27"}))
    card = armed(qtbot, page, number)
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_E)
    title, due = card._form["title"], card._form["due"]
    assert isinstance(title, QLineEdit)
    assert isinstance(due, QLineEdit)
    title.setText("Call Ben")
    due.setText("no time at all")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    qtbot.waitUntil(card.card.isVisible, timeout=WAIT_MS)
    assert "no time that Tacit reads" in card.card.text()
    due.setText("in three days")
    with qtbot.waitSignal(card.model.shown, timeout=WAIT_MS):
        qtbot.keyClick(title, Qt.Key.Key_Return)
    assert card.number != number
    assert answer_of(qtbot, session, number) is Answer.EDITED
    assert titles(qtbot, session) == []
    assert "“Call Ben”" in words(card)
    qtbot.waitUntil(lambda: card.is_armed)
    with qtbot.waitSignal(card.answered, timeout=WAIT_MS):
        card.yes.click()
    assert titles(qtbot, session) == ["Call Ben"]


def test_never_is_a_rule_and_can_be_taken_back(
    qtbot: QtBot, page: ApprovalsPage, session: Session
) -> None:
    def rule() -> guard.Ruling | None:
        return looked(qtbot, session, lambda one: guard.rule(one.conn, "create_task", AGENT))

    number = asked(qtbot, session, Call("create_task", {"title": "Call Ana"}))
    card = armed(qtbot, page, number)
    with qtbot.waitSignal(card.answered, timeout=WAIT_MS):
        card.never.click()
    assert rule() is guard.Ruling.NEVER
    assert answer_of(qtbot, session, number) is Answer.NO
    with qtbot.waitSignal(card.answered, timeout=WAIT_MS):
        card.allow_again.click()
    assert rule() is None


def test_time_runs_out_to_a_no(
    qtbot: QtBot, page: ApprovalsPage, session: Session, clock: Clock
) -> None:
    number = asked(qtbot, session, Call("create_task", {"title": "Call Ana"}))
    card = armed(qtbot, page, number)
    clock.now += timedelta(hours=23, minutes=59)
    card.model._tick()
    assert "1:00 left" in words(card)
    clock.now += timedelta(minutes=2)
    with qtbot.waitSignal(card.answered, timeout=WAIT_MS):
        card.model._tick()
    assert "Ran out" in words(card)
    qtbot.waitUntil(lambda: answer_of(qtbot, session, number) is Answer.EXPIRED)


def test_everything_can_be_stopped_and_goes_on(
    qtbot: QtBot, page: ApprovalsPage, session: Session
) -> None:
    number = asked(qtbot, session, Call("create_task", {"title": "Call Ana"}))
    card = armed(qtbot, page, number)
    page.stop.click()
    qtbot.waitUntil(page.go_on.isVisible, timeout=WAIT_MS)
    card.yes.click()
    qtbot.waitUntil(card.card.isVisible, timeout=WAIT_MS)
    assert "Everything is stopped" in card.card.text()
    page.go_on.click()
    qtbot.waitUntil(page.stop.isVisible, timeout=WAIT_MS)
    card = armed(qtbot, page, number)
    with qtbot.waitSignal(card.answered, timeout=WAIT_MS):
        card.yes.click()


def test_what_was_answered_elsewhere_says_so(
    qtbot: QtBot, page: ApprovalsPage, session: Session
) -> None:
    number = asked(qtbot, session, Call("create_task", {"title": "Call Ana"}))
    card = armed(qtbot, page, number)
    with qtbot.waitSignal(card.answered, timeout=WAIT_MS):
        session.change(lambda one: one.guard.deny(one.desk(), number))
    assert "Nothing was done." in words(card)


def test_the_history_is_filtered_by_what_came_of_it(
    qtbot: QtBot, page: ApprovalsPage, session: Session
) -> None:
    for title, answers, asker in (
        ("Call Ana", True, AGENT), ("Call Ben", False, AGENT), ("Call Cem", False, SCHEDULE),
    ):  # fmt: skip
        number = asked(qtbot, session, Call("create_task", {"title": title}), asker)
        card = armed(qtbot, page, number)
        with qtbot.waitSignal(card.answered, timeout=WAIT_MS):
            (card.yes if answers else card.no).click()
    model = page._view_model.past
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.waitUntil(lambda: model.rowCount() == 3, timeout=WAIT_MS)
    page.filter.setCurrentIndex(page.filter.findData(Result.DONE))
    assert model.rowCount() == 1
    assert "Call Ana" in model.index(0, 4).data()
    page.filter.setCurrentIndex(page.filter.findData(Result.NO))
    assert model.rowCount() == 2
    page.asker.setCurrentIndex(page.asker.findData("a schedule"))
    assert model.rowCount() == 1


def test_answered_cards_go_when_the_page_is_left(
    qtbot: QtBot, home: Home, page: ApprovalsPage, session: Session
) -> None:
    number = asked(qtbot, session, Call("create_task", {"title": "Call Ana"}))
    card = armed(qtbot, page, number)
    with qtbot.waitSignal(card.answered, timeout=WAIT_MS):
        card.no.click()
    assert page.cards
    home.go_to(Place(PageName.MODELS))
    assert not page.cards


def test_what_leaves_for_good_says_so(qtbot: QtBot, page: ApprovalsPage, session: Session) -> None:
    looked(
        qtbot, session,
        lambda one: one.guard.carry_out(
            one.desk(), by_owner("remember", text="My locker code is 1234"), asker="owner"
        ),
    )  # fmt: skip
    number = asked(qtbot, session, by_owner("forget", what="my locker code"), "owner")
    card = armed(qtbot, page, number)
    said = words(card)
    assert "This cannot be undone." in said
    assert "locker code" in said
    assert "2:00 left" in said or "1:59 left" in said


def test_a_question_that_is_no_more_says_so(qtbot: QtBot, home: Home, session: Session) -> None:
    card = ApprovalCard(session, 99)
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.answered, timeout=WAIT_MS):
        card.show()
    assert "no such question" in words(card)


def test_whoever_comes_by_keyboard_can_answer_at_once(
    qtbot: QtBot, home: Home, session: Session
) -> None:
    number = asked(qtbot, session, Call("create_task", {"title": "Buy gloves"}))
    home.go_to(Place(PageName.APPROVALS))
    shown = home.page
    assert isinstance(shown, ApprovalsPage)
    qtbot.waitUntil(lambda: number in [one.number for one in shown.cards.values()], timeout=WAIT_MS)
    home.window().activateWindow()
    home.go_to(Place(PageName.APPROVALS))
    qtbot.waitUntil(lambda: any(one.hasFocus() for one in shown.cards.values()), timeout=WAIT_MS)


def begun(qtbot: QtBot, session: Session) -> int:
    """Work of two steps, of which the first waits for a yes; its number."""

    def begin(assistant: Assistant) -> int:
        desk = assistant.desk()
        steps = [Act(Call("create_task", {"title": title})) for title in ("Pack", "Lock the door")]
        runner = Runner(assistant.guard)
        number = runner.begin(desk, "Leave for Leeds", steps, Source(Origin.OWNER))
        runner.resume(desk, number)
        list(runner.go(number, assistant.desk))
        return number

    number = looked(qtbot, session, begin)
    session.tell_changed()
    return number


def waiting(qtbot: QtBot, session: Session) -> list[int]:
    return looked(
        qtbot, session, lambda one: [each.id for each in runs.waiting(one.conn, one.desk().now)]
    )


def yes_to_the_next(qtbot: QtBot, page: ApprovalsPage, session: Session) -> None:
    card = armed(qtbot, page, waiting(qtbot, session)[0])
    card.model.approve()
    qtbot.waitUntil(lambda: not card.model.is_open, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: session.jobs.busy == 0, timeout=WAIT_MS)


def test_work_goes_on_when_its_question_is_answered(
    qtbot: QtBot, page: ApprovalsPage, session: Session
) -> None:
    run = begun(qtbot, session)
    yes_to_the_next(qtbot, page, session)
    qtbot.waitUntil(lambda: len(waiting(qtbot, session)) == 1, timeout=WAIT_MS)
    assert titles(qtbot, session) == ["Pack"]
    yes_to_the_next(qtbot, page, session)

    def state(assistant: Assistant) -> RunState:
        return runs.get(assistant.conn, run).state

    qtbot.waitUntil(lambda: looked(qtbot, session, state) is RunState.DONE, timeout=WAIT_MS)
    assert sorted(titles(qtbot, session)) == ["Lock the door", "Pack"]


def test_work_ends_where_its_question_is_answered_with_no(
    qtbot: QtBot, page: ApprovalsPage, session: Session
) -> None:
    begun(qtbot, session)
    card = armed(qtbot, page, waiting(qtbot, session)[0])
    with qtbot.waitSignal(session.offers, timeout=WAIT_MS) as told:
        card.model.deny()
    assert told.args[0] == "Stopped: Leave for Leeds"
    assert titles(qtbot, session) == []


def test_a_card_that_goes_before_it_has_looked_is_not_missed(
    qtbot: QtBot, session: Session
) -> None:
    number = asked(qtbot, session, by_owner("create_task", title="Dentist"))
    for one in (number, 99):
        shiboken6.delete(ApprovalCard(session, one))
    qtbot.waitUntil(lambda: session.jobs.busy == 0, timeout=WAIT_MS)
