"""The chat in the window: a real vault and a real gate; only the voice is scripted."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop import assistant as assistants
from desktop.places import NEW, PRIVATE, PageName, Place
from desktop.session import Session
from desktop.ui.approval_card import ApprovalCard
from desktop.ui.card import Card
from desktop.ui.chat import lines
from desktop.ui.chat import transcript as transcripts
from desktop.ui.chat.message import Answer, OwnMessage
from desktop.ui.chat_page import ChatPage
from desktop.ui.home import Home
from desktop.viewmodels.chat_shown import Attached, Lesson
from inference.errors import EngineDied
from inference.tools.base import by_owner
from models import machine
from tests.desktop.conftest import WAIT_MS, looked
from tests.desktop.scripted_voice import Voice
from tests.inference.reading.made import pdf
from vault import conversations, documents, memories, notes, profile, reminders, tasks
from vault.conversations import Said, Speaker
from vault.items import Origin, Source
from vault.memories import Fact, NewMemory, State, Tier
from vault.reminders import ReminderState

BERLIN = ZoneInfo("Europe/Berlin")
TINY = "smollm2-135m"
CODE = "Here it is:\n\n```python\nx = 1\n```\n"


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch) -> Voice:
    made = Voice()
    monkeypatch.setattr(assistants, "chat_of", lambda *_words: made)
    return made


@pytest.fixture
def page(voice: Voice, qtbot: QtBot, home: Home) -> ChatPage:
    home.go_to(Place(PageName.CHAT))
    shown = home.page
    assert isinstance(shown, ChatPage)
    home.window().activateWindow()
    qtbot.waitUntil(lambda: home.session.jobs.busy == 0, timeout=WAIT_MS)
    return shown


def said(qtbot: QtBot, page: ChatPage, text: str) -> None:
    """Say it, and wait until everything that comes of it has come."""
    page.composer.write(text)
    page.composer.submit()
    settled(qtbot, page)


def settled(qtbot: QtBot, page: ChatPage) -> None:
    jobs = page.model.session.jobs
    qtbot.waitUntil(lambda: not page.model.is_busy and jobs.busy == 0, timeout=WAIT_MS)


def texts(page: ChatPage) -> list[str]:
    return [one.text.words for one in page.talk.transcript.messages()]


def part(page: ChatPage, kind: type) -> list:  # type: ignore[type-arg]
    return [one for one in page.talk.transcript.parts() if isinstance(one, kind)]


def kept(qtbot: QtBot, session: Session) -> list[str]:
    def work(assistant: assistants.Assistant) -> list[str]:
        return [
            one.text
            for talk in conversations.recent(assistant.conn)
            for one in conversations.messages(assistant.conn, talk.id)
        ]

    return looked(qtbot, session, work)


def test_words_are_answered_and_both_are_kept(
    qtbot: QtBot, page: ChatPage, session: Session, voice: Voice
) -> None:
    voice.script.append(CODE)
    assert page.talk.is_empty
    page.composer.field.setFocus()
    qtbot.keyClicks(page.composer.field, "What is tea?")
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert texts(page) == ["What is tea?", CODE]
    assert kept(qtbot, session) == ["What is tea?", CODE]
    assert page.composer.text() == ""
    assert not page.talk.is_empty
    answer = part(page, Answer)[0]
    answer.copy.click()
    assert QGuiApplication.clipboard().text() == CODE


def test_what_is_asked_for_is_done_and_can_be_taken_back(
    qtbot: QtBot, page: ChatPage, session: Session, home: Home
) -> None:
    def titles() -> list[str]:
        return looked(
            qtbot, session, lambda one: [task.title for task in tasks.open_tasks(one.conn)]
        )

    said(qtbot, page, "Add a task to call Ana")
    assert titles() == ["call Ana"]
    assert "add a task" in [one.words.text() for one in part(page, lines.Line)]
    assert "call Ana" in home.toast.text()
    field = page.composer.field
    top = field.mapTo(home, field.rect().topLeft()).y()
    assert home.toast.geometry().bottom() < top  # it can be written on
    with qtbot.waitSignal(session.undone, timeout=WAIT_MS):
        home.toast.undo()
    assert titles() == []


def test_a_question_offers_its_answers(
    qtbot: QtBot, page: ChatPage, session: Session, clock: Callable[[], datetime]
) -> None:
    said(qtbot, page, "Set a reminder at 7 on 3 May 2030 to jump")
    question = part(page, lines.Question)[0]
    assert len(question.buttons) == 2
    question.buttons[1].click()
    settled(qtbot, page)
    found = looked(qtbot, session, lambda one: reminders.in_state(one.conn, ReminderState.WAITING))
    assert [one.due.astimezone(BERLIN).hour for one in found] == [19]
    assert not question.buttons[0].isEnabled()


def test_which_of_several_is_meant_is_asked_and_the_one_that_is_chosen_is_done(
    qtbot: QtBot, page: ChatPage, session: Session
) -> None:
    said(qtbot, page, "Add a task to call Ana Silva")
    said(qtbot, page, "Add a task to call Ana Costa")
    said(qtbot, page, "Mark call Ana as done")
    question = part(page, lines.Question)[0]
    assert "Which task" in question.words.text()
    chosen = next(one for one in question.buttons if "Costa" in one.text())
    chosen.click()
    settled(qtbot, page)
    assert "Costa" in texts(page)[-1]
    left = looked(qtbot, session, lambda one: [task.title for task in tasks.open_tasks(one.conn)])
    assert left == ["call Ana Silva"]


def test_a_guess_is_kept_or_dropped_as_the_owner_says(
    qtbot: QtBot, page: ChatPage, session: Session, voice: Voice
) -> None:
    def guess(assistant: assistants.Assistant) -> int:
        fact = Fact("You like green tea.", "owner", "likes", "green tea")
        new = NewMemory(
            Tier.PREFERENCE, fact, Source(Origin.OWNER), datetime.now(UTC), 0.5, State.PROPOSED
        )
        return memories.remember(assistant.conn, new, datetime.now(UTC))

    voice.script.append("A drink.")
    said(qtbot, page, "What is tea?")
    number = looked(qtbot, session, guess)
    page.model.learned.emit((Lesson("You like green tea.", number, is_proposed=True),))
    noted = part(page, lines.Noted)[-1]
    assert "Shall Tacit note this?" in noted.words.text()
    yes = noted.findChild(QPushButton)
    assert isinstance(yes, QPushButton)
    yes.click()
    settled(qtbot, page)
    known = looked(qtbot, session, lambda one: memories.known(one.conn, datetime.now(UTC)))
    assert [one.fact.text for one in known] == ["You like green tea."]


def test_reasoning_is_folded_away(qtbot: QtBot, page: ChatPage, voice: Voice) -> None:
    voice.script.append("<think>First this. </think>\n\nA drink.")
    said(qtbot, page, "What is tea?")
    answer = part(page, Answer)[0]
    assert answer.text.words == "A drink."
    assert answer.thinking is not None
    assert not answer.thinking.isVisibleTo(answer)
    assert answer.thinking.words == "First this. "
    unfold = next(one for one in answer.findChildren(QPushButton) if one.text() == "Reasoning")
    unfold.click()
    assert answer.thinking.isVisibleTo(answer)


def test_in_private_words_are_said_differently_and_answers_given_anew(
    qtbot: QtBot, page: ChatPage, voice: Voice
) -> None:
    voice.script.extend(["One.", "Two.", "Coffee."])
    page.go_to(PRIVATE)
    said(qtbot, page, "What is tea?")
    again = part(page, Answer)[0].again
    again.click()
    settled(qtbot, page)
    assert texts(page) == ["What is tea?", "Two."]
    page.talk.edit_last()
    page.composer.write("What is coffee?")
    page.composer.submit()
    settled(qtbot, page)
    assert texts(page) == ["What is coffee?", "Coffee."]


def test_stopping_keeps_what_had_come(
    qtbot: QtBot, page: ChatPage, session: Session, voice: Voice
) -> None:
    voice.goes_on = True
    page.composer.write("What is tea?")
    page.composer.submit()
    qtbot.waitUntil(lambda: "On and on" in texts(page), timeout=WAIT_MS)
    assert "Stop" in page.composer.send.toolTip()
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Escape)
    settled(qtbot, page)
    assert kept(qtbot, session) == ["What is tea?", "On and on"]
    assert part(page, Answer)[0].note.text() == "Stopped."
    assert page.composer.send.toolTip() == "Send"


def test_words_that_were_stopped_before_they_were_heard_come_back(
    qtbot: QtBot, page: ChatPage, session: Session
) -> None:
    busy = Event()
    session.think(lambda _assistant, _job: busy.wait(WAIT_MS / 1_000))
    page.composer.write("What is tea?")
    page.composer.submit()
    assert texts(page) == ["What is tea?"]
    page.model.stop()
    busy.set()
    settled(qtbot, page)
    assert page.composer.text() == "What is tea?"
    assert texts(page) == []
    assert kept(qtbot, session) == []


def test_it_can_be_stopped_while_the_weights_load(
    qtbot: QtBot, page: ChatPage, session: Session, voice: Voice
) -> None:
    voice.is_loading = True
    page.composer.write("What is tea?")
    page.composer.submit()
    qtbot.waitUntil(lambda: "Loading" in page.talk.stage.words.text(), timeout=WAIT_MS)
    page.composer.send.click()
    settled(qtbot, page)
    assert kept(qtbot, session) == ["What is tea?"]
    assert page.talk.stage.isHidden()


def test_an_engine_that_dies_is_a_card_and_what_came_is_kept(
    qtbot: QtBot, page: ChatPage, voice: Voice
) -> None:
    voice.script.append(EngineDied("chat", "writing", "SIGKILL"))
    said(qtbot, page, "What is tea?")
    assert len(part(page, Card)) == 1
    voice.script.append("A drink.")
    said(qtbot, page, "Once more?")
    assert texts(page)[-1] == "A drink."


def test_another_answer_and_other_words_stand_beside_the_first(
    qtbot: QtBot, page: ChatPage, session: Session, voice: Voice
) -> None:
    voice.script.extend(["One.", "Two.", "About coffee."])
    said(qtbot, page, "What is tea?")
    part(page, Answer)[0].again.click()
    settled(qtbot, page)
    assert texts(page) == ["What is tea?", "Two."]
    answer = part(page, Answer)[0]
    assert answer.ways.count.text() == "2/2"
    answer.ways.before.click()
    qtbot.waitUntil(lambda: texts(page) == ["What is tea?", "One."], timeout=WAIT_MS)
    settled(qtbot, page)
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Up)
    assert page.composer.text() == "What is tea?"
    page.composer.write("What is coffee?")
    page.composer.submit()
    settled(qtbot, page)
    assert texts(page) == ["What is coffee?", "About coffee."]
    assert part(page, OwnMessage)[0].ways.count.text() == "2/2"
    assert len(kept(qtbot, session)) == 5


def test_nothing_of_a_private_conversation_is_kept_unless_it_is_wanted(
    qtbot: QtBot, page: ChatPage, session: Session, voice: Voice
) -> None:
    voice.script.extend(["A drink.", "Green."])
    page.go_to(PRIVATE)
    page.composer.write("not for keeping")
    assert page.talk.property("private")
    assert page.private_chip.isVisibleTo(page)
    said(qtbot, page, "What is tea?")
    assert kept(qtbot, session) == []
    held = looked(qtbot, session, lambda one: profile.setting(one.conn, "chat.drafts", {}))
    assert "not for keeping" not in json.dumps(held)
    page.keep.click()
    settled(qtbot, page)
    assert kept(qtbot, session) == ["What is tea?", "A drink."]
    assert not page.talk.property("private")
    said(qtbot, page, "Which colour has it?")
    assert len(kept(qtbot, session)) == 4


def test_new_conversations_are_private_where_the_owner_wants_that(
    qtbot: QtBot, page: ChatPage, session: Session, voice: Voice
) -> None:
    voice.script.append("A drink.")
    session.act(by_owner("change_setting", name="chats.private", value="on"))
    qtbot.waitUntil(lambda: bool(page.talk.property("private")), timeout=WAIT_MS)
    said(qtbot, page, "What is tea?")
    assert kept(qtbot, session) == []
    page.go_to(NEW)
    assert page.talk.property("private")


def test_what_cannot_be_undone_waits_on_a_card_and_joins_when_it_is_done(
    qtbot: QtBot, page: ChatPage, session: Session
) -> None:
    said(qtbot, page, "Remember that Ana lives in Lisbon")
    said(qtbot, page, "forget where Ana lives")
    assert (
        page.talk.transcript.messages()[-1].text.words == "(You asked Tacit to forget something.)"
    )
    card = part(page, ApprovalCard)[0]
    qtbot.waitUntil(lambda: card.is_armed, timeout=WAIT_MS)
    card.yes.click()
    qtbot.waitUntil(lambda: not any("Ana" in one for one in texts(page)), timeout=WAIT_MS)
    known = looked(qtbot, session, lambda one: memories.known(one.conn, datetime.now(UTC)))
    assert known == []


def test_what_is_noted_can_be_taken_back(qtbot: QtBot, page: ChatPage, session: Session) -> None:
    said(qtbot, page, "I live in Lisbon")
    noted = part(page, lines.Noted)
    assert [one.words.text() for one in noted] == ["“You live in Lisbon.”"]
    undo = noted[0].findChild(QPushButton)
    assert isinstance(undo, QPushButton)
    undo.click()
    settled(qtbot, page)
    assert noted[0].words.text() == "Not noted."
    assert looked(qtbot, session, lambda one: memories.known(one.conn, datetime.now(UTC))) == []


def test_a_lesson_holds_from_now_on_until_it_is_taken_back(
    qtbot: QtBot, page: ChatPage, session: Session, voice: Voice
) -> None:
    voice.script.append("A very long answer.")
    said(qtbot, page, "What is tea?")
    answer = part(page, Answer)[0]
    answer.bad.click()
    assert answer.lesson is not None
    answer.lesson.field.setText("I prefer short answers")
    qtbot.keyClick(answer.lesson.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "From now on" in answer.lesson.holds.text(), timeout=WAIT_MS)
    length = lambda: looked(  # noqa: E731
        qtbot, session, lambda one: profile.get(one.conn, "communication.length")
    )
    assert length() == "short"
    with qtbot.waitSignal(session.undone, timeout=WAIT_MS):
        answer.lesson.undo.click()
    assert length() is None


def test_memories_used_are_told_and_lead_to_where_they_are(
    qtbot: QtBot, page: ChatPage, voice: Voice
) -> None:
    voice.script.append("You could visit Ana in Lisbon.")
    said(qtbot, page, "Remember that Ana lives in Lisbon")
    said(qtbot, page, "Whom could I visit in Lisbon for a weekend, and why would that be nice?")
    answer = part(page, Answer)[-1]
    assert answer.evidence.memories.text() == "Memories used (1)"
    answer.evidence.memories.click()
    link = next(
        one for one in answer.evidence._list.findChildren(QPushButton)
        if one.text() == "Show in Memory"
    )  # fmt: skip
    with qtbot.waitSignal(page.asked_for, timeout=WAIT_MS) as told:
        link.click()
    assert told.args[0].page is PageName.MEMORY


def test_an_answer_becomes_a_note_or_a_task(
    qtbot: QtBot, page: ChatPage, session: Session, voice: Voice
) -> None:
    voice.script.append("## Buy tea\n\nGreen.")
    said(qtbot, page, "What is tea?")
    answer = part(page, Answer)[0]
    for one in (answer.keep, answer.task):
        with qtbot.waitSignal(session.done, timeout=WAIT_MS):
            one.click()
    assert looked(qtbot, session, lambda one: [note.text for note in notes.every(one.conn)]) == [
        "## Buy tea\n\nGreen."
    ]
    assert looked(
        qtbot, session, lambda one: [task.title for task in tasks.open_tasks(one.conn)]
    ) == ["Buy tea"]


def test_a_draft_is_in_the_vault_and_comes_back(
    qtbot: QtBot, page: ChatPage, session: Session
) -> None:
    page.composer.write("half a thought")
    page.drafts.save()
    page.go_to(NEW)
    qtbot.waitUntil(lambda: page.composer.text() == "half a thought", timeout=WAIT_MS)
    said(qtbot, page, "Add a task to call Ana")
    page.drafts.save()
    held = looked(qtbot, session, lambda one: profile.setting(one.conn, "chat.drafts", {}))
    assert held == {}


def long_one(assistant: assistants.Assistant) -> int:
    """A conversation of 120 messages; its number."""
    number = conversations.begin(assistant.conn, "Long", datetime.now(UTC))
    after = None
    with assistant.conn.transaction():
        for at in range(120):
            who = Speaker.ASSISTANT if at % 2 else Speaker.OWNER
            one = Said(who, f"word {at}", after)
            after = conversations.say(assistant.conn, number, one, datetime.now(UTC))
    return number


def test_a_long_conversation_shows_its_end_and_the_rest_when_it_is_scrolled_to(
    qtbot: QtBot, page: ChatPage, session: Session
) -> None:
    page.go_to(looked(qtbot, session, long_one))
    transcript = page.talk.transcript
    qtbot.waitUntil(lambda: len(transcript.messages()) == 50, timeout=WAIT_MS)
    assert texts(page)[-1] == "word 119"
    bar = transcript.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum(), timeout=WAIT_MS)
    bar.setValue(0)
    qtbot.waitUntil(lambda: len(transcript.messages()) == 100, timeout=WAIT_MS)
    assert bar.value() > 0
    bar.setValue(0)
    qtbot.waitUntil(lambda: len(transcript.messages()) == 120, timeout=WAIT_MS)
    assert texts(page)[0] == "word 0"


def test_what_is_far_above_is_let_go_and_comes_again(
    qtbot: QtBot, page: ChatPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcripts, "MOST", 40)
    monkeypatch.setattr(transcripts, "LEFT", 30)
    page.go_to(looked(qtbot, session, long_one))
    transcript = page.talk.transcript
    bar = transcript.verticalScrollBar()
    building = transcript._building  # on its way, it begins with these words, too
    qtbot.waitUntil(
        lambda: texts(page)[:1] == ["word 90"] and not building.isActive(), timeout=WAIT_MS
    )
    assert bar.value() == bar.maximum()
    bar.setValue(0)
    qtbot.waitUntil(lambda: len(transcript.messages()) == 80, timeout=WAIT_MS)
    assert texts(page) == [f"word {at}" for at in range(40, 120)]
    transcript.follow()
    qtbot.waitUntil(lambda: len(transcript.messages()) == 30, timeout=WAIT_MS)
    assert page.model._shown == {one.shown.number for one in transcript.messages()}


def test_nothing_of_a_private_conversation_is_let_go(
    qtbot: QtBot, page: ChatPage, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands nowhere else."""
    monkeypatch.setattr(transcripts, "MOST", 1)
    monkeypatch.setattr(transcripts, "LEFT", 1)
    page.go_to(PRIVATE)
    voice.script.append("A drink.")
    said(qtbot, page, "What is tea?")
    assert texts(page) == ["What is tea?", "A drink."]


def test_a_question_is_no_answer_to_be_judged_or_said_again(qtbot: QtBot, page: ChatPage) -> None:
    said(qtbot, page, "Remind me to call Ana")
    asked = page.talk.transcript.messages()[-1]
    assert isinstance(asked, Answer)
    assert asked.again is None
    names = [one.accessibleName() for one in asked.findChildren(QToolButton)]
    assert names == ["Copy the answer", "Read aloud"]


def test_text_files_go_along_as_quotations_and_others_do_not(
    qtbot: QtBot, page: ChatPage, tmp_path: Path, voice: Voice
) -> None:
    text, picture = tmp_path / "a.txt", tmp_path / "b.png"
    text.write_text("Remind me to obey.\nSecond line.", encoding="utf-8")
    picture.write_bytes(b"\x89PNG\0\0")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(text)), QUrl.fromLocalFile(str(picture))])
    page.composer.field.insertFromMimeData(dropped)
    qtbot.waitUntil(lambda: "Documents page" in page.composer.said.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(page.composer._attached) == 1, timeout=WAIT_MS)
    voice.script.append("It is about obeying.")
    said(qtbot, page, "Summarise this for me")
    assert texts(page)[0].endswith("> From a.txt:\n> Remind me to obey.\n> Second line.")
    assert texts(page)[1] == "It is about obeying."
    assert page.composer._attached == []


def test_of_a_pdf_the_text_goes_along(
    qtbot: QtBot, page: ChatPage, tmp_path: Path, session: Session
) -> None:
    paper = tmp_path / "lease.pdf"
    paper.write_bytes(pdf("The monthly rent amounts to 900 euros."))
    page.composer._attaching.attach([paper])
    qtbot.waitUntil(lambda: len(page.composer._attached) == 1, timeout=WAIT_MS)
    (one,) = page.composer._attached
    assert one.name == "lease.pdf"
    assert one.untrusted_text.startswith("The monthly rent amounts to 900 euros.")
    with session.vault.reader() as conn:
        assert not documents.any_there(conn), "nothing of it is kept"


def test_slashes_and_at_signs_offer_other_words(
    qtbot: QtBot, page: ChatPage, session: Session
) -> None:
    said(qtbot, page, "Remember that Ana lives in Lisbon")
    field, offers = page.composer.field, page.composer.offers
    field.setFocus()
    qtbot.keyClicks(field, "/rem")
    assert offers.isVisible()
    assert offers.list.count() == 2
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.composer.text() == "Remind me to "
    page.composer.write("")
    qtbot.keyClicks(field, "Greet @an")
    qtbot.waitUntil(offers.isVisible, timeout=WAIT_MS)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert page.composer.text() == "Greet Ana"
    page.composer.write("")
    qtbot.keyClicks(field, "/priv")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.model.is_private


def test_the_keyboard_leads_through_the_messages(
    qtbot: QtBot, page: ChatPage, voice: Voice
) -> None:
    voice.script.append("A drink.")
    said(qtbot, page, "What is tea?")
    first, last = page.talk.transcript.messages()
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert last.text.hasFocus()
    qtbot.keyClick(last.text, Qt.Key.Key_Up)
    assert first.text.hasFocus()
    assert first.text.accessibleName()
    assert last.text.accessibleName()


def test_a_conversation_that_is_left_goes_on_answering(
    qtbot: QtBot, page: ChatPage, voice: Voice
) -> None:
    voice.goes_on = True
    page.composer.write("What is tea?")
    page.composer.submit()
    qtbot.waitUntil(lambda: "On and on" in texts(page), timeout=WAIT_MS)
    number = page.model.number
    assert number is not None
    page.go_to(NEW)
    assert page.talk.is_empty
    assert not page.model.is_busy
    page.go_to(number)
    qtbot.waitUntil(lambda: texts(page) == ["What is tea?", "On and on"], timeout=WAIT_MS)
    assert page.model.is_busy
    page.model.stop()
    settled(qtbot, page)
    assert texts(page) == ["What is tea?", "On and on"]


def test_without_weights_it_acts_and_says_where_to_get_some(
    qtbot: QtBot, home: Home, session: Session
) -> None:
    home.go_to(Place(PageName.CHAT))
    page = home.page
    assert isinstance(page, ChatPage)
    said(qtbot, page, "Add a task to call Ana")
    said(qtbot, page, "What is tea?")
    offer = part(page, lines.NoWeights)
    assert len(offer) == 1
    choose = offer[0].findChild(QPushButton)
    assert isinstance(choose, QPushButton)
    with qtbot.waitSignal(page.asked_for, timeout=WAIT_MS) as told:
        choose.click()
    assert told.args == [Place(PageName.MODELS)]


def test_weights_that_come_later_answer_without_a_new_start(
    qtbot: QtBot, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.go_to(Place(PageName.CHAT))
    page = home.page
    assert isinstance(page, ChatPage)
    said(qtbot, page, "What is tea?")
    assert part(page, lines.NoWeights)
    fetched = Voice("A drink.")
    monkeypatch.setattr(assistants, "chat_of", lambda *_words: fetched)
    said(qtbot, page, "And now?")
    assert texts(page)[-1] == "A drink."
    assert not part(page, lines.NoWeights)


def test_real_weights_answer_and_stop(
    qtbot: QtBot, paths: object, real_weights: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    from desktop.paths import Paths

    assert isinstance(paths, Paths)
    shutil.copytree(real_weights / TINY, paths.weights / TINY)
    cores = machine.look().physical_cores
    known = {"cores": cores, "threads": {TINY: [cores, cores]}}  # nothing to be tried out
    (paths.cache / "threads.json").write_text(json.dumps(known))
    home: Home = request.getfixturevalue("home")
    home.go_to(Place(PageName.CHAT))
    page = home.page
    assert isinstance(page, ChatPage)
    page.composer.write("What is tea?")
    page.composer.submit()
    qtbot.waitUntil(lambda: len(texts(page)) == 2 and bool(texts(page)[1]), timeout=120_000)
    page.model.stop()
    settled(qtbot, page)
    assert kept(qtbot, home.session)[0] == "What is tea?"
    assert len(kept(qtbot, home.session)) == 2


def test_a_text_that_is_attached_is_quoted_line_by_line() -> None:
    from desktop.viewmodels.chat_turns import _quoted

    assert _quoted(Attached("a.txt", "one\n\ntwo")) == "> From a.txt:\n> one\n> \n> two"
