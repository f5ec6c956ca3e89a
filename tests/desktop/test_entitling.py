"""A conversation is named when it is quiet: not by anything its owner said otherwise."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop import assistant as assistants
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.chat_page import ChatPage
from desktop.ui.home import Home
from desktop.viewmodels.entitling import Entitling
from inference.engines.protocols import Stopped, never
from inference.types import ChatEvent, ChatRequest, Finished, Token
from tests.desktop.conftest import WAIT_MS, looked
from tests.desktop.scripted_voice import Voice
from vault import conversations

SAID = (
    "I have been thinking about the kitchen for weeks, and Tomasz sent two quotes in March that "
    "differ by 4000, so which of them should I take?"
)


class Namer(Voice):
    """Says what a conversation is called; else what is written down for it."""

    title = "Two quotes in March"
    asked = 0

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        if request.form is not None and request.form.pattern:
            self.asked += 1
            yield Token(self.title)
            yield Finished("end")
            return
        yield from super().stream(request, stopped=stopped)


@pytest.fixture
def namer(monkeypatch: pytest.MonkeyPatch) -> Namer:
    made = Namer()
    monkeypatch.setattr(assistants, "chat_of", lambda *_words: made)
    return made


@pytest.fixture
def page(namer: Namer, qtbot: QtBot, home: Home) -> ChatPage:
    home.go_to(Place(PageName.CHAT))
    shown = home.page
    assert isinstance(shown, ChatPage)
    settled(qtbot, shown)
    return shown


def settled(qtbot: QtBot, page: ChatPage) -> None:
    jobs = page.model.session.jobs
    qtbot.waitUntil(lambda: not page.model.is_busy and jobs.busy == 0, timeout=WAIT_MS)


def said(qtbot: QtBot, page: ChatPage, namer: Namer, text: str = SAID) -> None:
    namer.script.append("The cheaper one.")
    page.composer.write(text)
    page.composer.submit()
    settled(qtbot, page)


def quiet(qtbot: QtBot, page: ChatPage) -> None:
    entitling = page.findChild(Entitling) or page.model.findChild(Entitling)
    assert entitling is not None
    assert entitling._quiet.isActive()
    entitling._quiet.stop()
    entitling.begin()
    settled(qtbot, page)


def titles(qtbot: QtBot, session: Session) -> list[str]:
    return looked(
        qtbot, session, lambda one: [talk.title for talk in conversations.recent(one.conn)]
    )


def test_it_is_named_once_when_it_is_quiet(
    qtbot: QtBot, page: ChatPage, session: Session, namer: Namer
) -> None:
    said(qtbot, page, namer)
    assert namer.asked == 0
    assert titles(qtbot, session)[0].endswith("…")
    quiet(qtbot, page)
    assert titles(qtbot, session) == ["Two quotes in March"]
    said(qtbot, page, namer, "Thanks")
    quiet(qtbot, page)
    assert namer.asked == 1


def test_a_title_that_was_not_said_leaves_the_old_one(
    qtbot: QtBot, page: ChatPage, session: Session, namer: Namer
) -> None:
    namer.title = "Quotes by Anna"
    said(qtbot, page, namer)
    before = titles(qtbot, session)
    quiet(qtbot, page)
    assert titles(qtbot, session) == before


def test_a_name_that_its_owner_gave_stays(
    qtbot: QtBot, page: ChatPage, session: Session, namer: Namer
) -> None:
    said(qtbot, page, namer)
    number = page.model.number
    assert number is not None

    def rename(one: assistants.Assistant) -> None:
        conversations.rename(one.conn, number, "Mine")

    looked(qtbot, session, rename)
    quiet(qtbot, page)
    assert titles(qtbot, session) == ["Mine"]
    assert namer.asked == 0


def test_a_short_question_is_its_own_title_and_a_private_one_has_none(
    qtbot: QtBot, page: ChatPage, session: Session, namer: Namer
) -> None:
    said(qtbot, page, namer, "What is tea?")
    quiet(qtbot, page)
    assert titles(qtbot, session) == ["What is tea?"]
    page.model.begin(is_private=True)
    settled(qtbot, page)
    said(qtbot, page, namer)
    quiet(qtbot, page)
    assert namer.asked == 0
    assert titles(qtbot, session) == ["What is tea?"]
