"""A page is loaded off the window's thread; what is wanted of it meanwhile it hears later."""

import inspect
import sys

import pytest
import shiboken6
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.places import PageName, Place
from desktop.ui.home import Home
from desktop.ui.page import Page
from desktop.ui.pages import Coming
from tests.desktop.conftest import WAIT_MS

OWN = {"__init__", "set_title", "says_to_tacit", "showEvent", "hideEvent"}


@pytest.fixture
def unloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "desktop.ui.activity_page")


def is_there(home: Home) -> bool:
    return not isinstance(home.page, Coming)


@pytest.mark.usefixtures("unloaded")
def test_a_page_takes_its_place_when_it_is_loaded(qtbot: QtBot, home: Home) -> None:
    home.go_to(Place(PageName.ACTIVITY, "network"))
    assert not is_there(home)
    assert home.page.accessibleName() == "Activity"
    qtbot.waitUntil(lambda: is_there(home), timeout=WAIT_MS)
    assert type(home.page).__name__ == "ActivityPage"
    assert home.page.tabs.chosen == 3  # type: ignore[attr-defined]


@pytest.mark.usefixtures("unloaded")
def test_whoever_went_on_meanwhile_stays_there(qtbot: QtBot, home: Home) -> None:
    home.go_to(Place(PageName.ACTIVITY))
    coming = home.page
    home.go_to(Place(PageName.TODAY))
    qtbot.waitUntil(lambda: not shiboken6.isValid(coming), timeout=WAIT_MS)
    assert type(home.page).__name__ == "TodayPage"
    home.go_to(Place(PageName.ACTIVITY))
    assert type(home.page).__name__ == "ActivityPage"


def test_what_is_written_while_a_page_comes_is_not_lost(
    qtbot: QtBot, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "desktop.ui.tasks_page")
    home.window().activateWindow()
    home.go_to(Place(PageName.TASKS))
    assert not is_there(home)
    qtbot.keyClicks(home.page, "Buy bread")

    def written() -> list[str]:
        return [field.text() for field in home.page.findChildren(QLineEdit)]

    qtbot.waitUntil(lambda: "Buy bread" in written(), timeout=WAIT_MS)


def test_who_speaks_is_quicker_and_there_is_one_page(
    qtbot: QtBot, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "desktop.ui.chat_page")
    home.go_to(Place(PageName.CHAT))
    coming = home.page
    assert isinstance(coming, Coming)
    coming.loaded.connect(lambda: home.talk_keys.talking)  # the page is made, but not yet shown
    qtbot.waitUntil(lambda: not shiboken6.isValid(coming), timeout=WAIT_MS)

    def chats() -> list[str]:
        names = [type(one).__name__ for one in home.findChildren(Page)]
        return [one for one in names if one == "ChatPage"]

    qtbot.waitUntil(lambda: chats() == ["ChatPage"], timeout=WAIT_MS)
    assert home.talking is home.page.talking  # type: ignore[attr-defined]


def test_whatever_is_wanted_of_a_page_is_kept_until_it_is_there() -> None:
    """Its wishes are the methods of a page that do nothing by themselves."""
    wishes = {name for name, one in vars(Page).items() if inspect.isfunction(one)} - OWN
    assert wishes == {"go_to", "begin_with", "take_in", "sum_up", "choose_files"}
    assert wishes <= vars(Coming).keys()


@pytest.mark.usefixtures("unloaded")
def test_a_page_that_is_not_waited_for_any_more_is_not_told(qtbot: QtBot, home: Home) -> None:
    home.go_to(Place(PageName.ACTIVITY))
    coming = home.page
    shiboken6.delete(coming)
    with qtbot.captureExceptions() as caught:
        qtbot.waitUntil(lambda: not home.session.jobs.busy, timeout=WAIT_MS)
    assert caught == []
