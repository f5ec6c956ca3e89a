"""From the first opening to the second day, in one go: a real vault, only the voice is scripted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app
from desktop import assistant as assistants
from desktop.app import LOCKING, Parts
from desktop.assistant import Assistant
from desktop.paths import Paths
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.approvals_page import ApprovalsPage
from desktop.ui.chat_page import ChatPage
from desktop.ui.home import Home
from desktop.ui.locked import Locked
from desktop.ui.memory_page import MemoryPage
from desktop.ui.tasks_page import TasksPage
from desktop.ui.welcome.frame import Welcome
from desktop.ui.welcome.passphrase import PassphraseStep
from desktop.ui.welcome.recovery import RecoveryStep
from desktop.viewmodels.welcome import Step
from inference.guard import AGENT
from inference.tools.base import Call
from inference.tools.errors import ApprovalNeeded
from models.machine import Speed
from tests.desktop.conftest import PASSPHRASE, WAIT_MS, looked
from tests.desktop.scripted_voice import Voice
from tests.vault.conftest import COST
from vault import conversations, memories, tasks

FIRST_MS = 60_000
"the first words wait for what understands them to be loaded"


@pytest.fixture(autouse=True)
def voice(monkeypatch: pytest.MonkeyPatch) -> Voice:
    monkeypatch.setattr("models.machine.probe", lambda: Speed(50e9, 800e9))
    made = Voice()
    monkeypatch.setattr(assistants, "chat_of", lambda *_words: made)
    return made


def first_run(qtbot: QtBot, parts: Parts) -> Home:
    """Language, passphrase, recovery key; the rest is left for later."""
    welcome = parts.window.scene
    assert isinstance(welcome, Welcome)
    welcome.next.click()
    step = welcome.page
    assert isinstance(step, PassphraseStep)
    step.fields.first.setText(PASSPHRASE)
    step.fields.again.setText(PASSPHRASE)
    qtbot.waitUntil(lambda: step.fields._model.is_judged, timeout=WAIT_MS)
    welcome.next.click()
    qtbot.waitUntil(
        lambda: welcome.model.step is Step.RECOVERY and welcome.next.isEnabled(), timeout=WAIT_MS
    )
    shown = welcome.page
    assert isinstance(shown, RecoveryStep)
    key = shown.view.key
    assert key is not None
    welcome.next.click()
    for field, number in zip(shown.view.fields, key.asked, strict=True):
        field.setText(key.groups[number])
    welcome.next.click()
    while not isinstance(parts.window.scene, Home):
        at = welcome.model.step
        if welcome.skip.isVisible():
            welcome.skip.click()
        else:
            welcome.next.click()
        qtbot.waitUntil(
            lambda at=at: (
                isinstance(parts.window.scene, Home)  # type: ignore[misc]
                or welcome.model.step is not at
            ),
            timeout=WAIT_MS,
        )
    return parts.window.scene


def chat(home: Home) -> ChatPage:
    home.go_to(Place(PageName.CHAT))
    assert isinstance(home.page, ChatPage)
    return home.page


def said(qtbot: QtBot, page: ChatPage, text: str) -> str:
    """What is answered to it."""
    page.composer.write(text)
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Return)
    jobs = page.model.session.jobs
    qtbot.waitUntil(lambda: not page.model.is_busy and jobs.busy == 0, timeout=FIRST_MS)
    return page.talk.transcript.messages()[-1].text.words


def asked_by_agent(qtbot: QtBot, session: Session) -> int:
    def ask(assistant: Assistant) -> int:
        call = Call("create_task", {"title": "Order new gloves"})
        with pytest.raises(ApprovalNeeded) as needed:
            assistant.guard.carry_out(assistant.desk(), call, asker=AGENT)
        return needed.value.approval

    number = looked(qtbot, session, ask)
    session.tell_changed()
    return number


def approve(qtbot: QtBot, home: Home) -> None:
    home.go_to(Place(PageName.APPROVALS))
    page = home.page
    assert isinstance(page, ApprovalsPage)
    qtbot.waitUntil(lambda: bool(page.cards), timeout=WAIT_MS)
    card = next(iter(page.cards.values()))
    qtbot.waitUntil(lambda: card.model.is_open and card.is_armed, timeout=WAIT_MS)
    qtbot.keyClick(card, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: not card.model.is_open, timeout=WAIT_MS)


def seen_memories(qtbot: QtBot, home: Home, text: str) -> None:
    home.go_to(Place(PageName.MEMORY))
    page = home.page
    assert isinstance(page, MemoryPage)
    assert text in looked(
        qtbot, home.session,
        lambda one: [each.fact.text for each in memories.known(one.conn, one.desk().now)],
    )  # fmt: skip


def unlocked(qtbot: QtBot, parts: Parts) -> Home:
    locked = parts.window.scene
    assert isinstance(locked, Locked)
    qtbot.keyClicks(locked.passphrase, PASSPHRASE)
    qtbot.keyClick(locked.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(parts.window.scene, Home), timeout=WAIT_MS)
    assert isinstance(parts.window.scene, Home)
    return parts.window.scene


def test_from_the_first_opening_to_the_second_day(
    qtbot: QtBot, parts: Parts, paths: Paths, voice: Voice
) -> None:
    home = first_run(qtbot, parts)
    page = chat(home)
    voice.script.append("A tower with a light for ships.")
    assert said(qtbot, page, "What is a lighthouse?") == "A tower with a light for ships."
    assert "Ana" in said(qtbot, page, "My sister is called Ana")
    seen_memories(qtbot, home, "Your sister is Ana.")
    asked_by_agent(qtbot, home.session)
    approve(qtbot, home)
    codes: list[int] = []
    parts.leave = codes.append
    parts.lock()
    assert codes == [LOCKING]
    assert not parts.window.isVisible()
    parts.close(is_locking=True)

    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    again = app.build(paths, instance)
    again.entrance.cost = COST
    qtbot.addWidget(again.window)
    again.window.show()
    home = unlocked(qtbot, again)
    seen_memories(qtbot, home, "Your sister is Ana.")
    home.go_to(Place(PageName.TASKS))
    assert isinstance(home.page, TasksPage)
    model = home.page._tasks.model
    qtbot.waitUntil(
        lambda: [one.title for one in model.rows] == ["Order new gloves"], timeout=WAIT_MS
    )
    talks = looked(qtbot, home.session, lambda one: conversations.recent(one.conn))
    assert [one.title for one in talks] == ["What is a lighthouse?"]
    page = chat(home)
    page.go_to(talks[0].id)
    qtbot.waitUntil(lambda: len(page.talk.transcript.messages()) == 4, timeout=WAIT_MS)
    assert len(looked(qtbot, home.session, lambda one: tasks.open_tasks(one.conn))) == 1
    again.close()
