"""Every page by keyboard alone: Tab comes to whatever can be used, and back to where it began."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Parts
from desktop.paths import Paths
from desktop.places import PageName, Place
from desktop.ui.home import Home
from tests.desktop import demo_home
from tests.desktop.conftest import WAIT_MS


def usable(whole: QWidget) -> list[QWidget]:
    """What can be seen, used and come to."""
    return [
        one for one in whole.findChildren(QWidget)
        if one.isVisible() and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and not isinstance(one, QScrollArea)
    ]  # fmt: skip


def named(one: QWidget) -> str:
    return f"{type(one).__name__} “{one.accessibleName() or one.property('text') or ''}”"


def mates(one: QWidget) -> list[QWidget]:
    """Of buttons of which one is chosen, Tab comes to one; arrows lead to the others."""
    group = one.group() if isinstance(one, QAbstractButton) else None
    return list(group.buttons()) if group is not None and group.exclusive() else [one]


def tabbed(qtbot: QtBot) -> list[QWidget]:
    """Where Tab leads, from where the keyboard is until it comes round."""
    seen: list[QWidget] = []
    at = QApplication.focusWidget()
    while at is not None and at not in seen:
        seen.append(at)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
    return seen


@pytest.fixture
def home(lived_in: Path, paths: Paths, parts: Parts) -> Home:
    return demo_home.entered(parts, demo_home.copied(lived_in, paths))


def activate(qtbot: QtBot, home: Home) -> None:
    """A window that nobody works in has no keyboard."""
    home.window().activateWindow()
    qtbot.waitUntil(home.window().isActiveWindow, timeout=WAIT_MS)


@pytest.mark.parametrize("page", list(PageName))
def test_tab_comes_to_everything_that_can_be_used(qtbot: QtBot, home: Home, page: PageName) -> None:
    demo_home.shown(qtbot, home, Place(page))
    activate(qtbot, home)
    home.sidebar.findChildren(QPushButton)[0].setFocus()
    wanted = usable(home)  # what is chosen on the way lets more be used
    seen = tabbed(qtbot)
    assert [named(one) for one in wanted if not {*mates(one)} & {*seen}] == []


@pytest.mark.parametrize(("number", "page"), list(enumerate(PageName, start=1)))
def test_each_page_has_its_keys_and_takes_the_keyboard(
    qtbot: QtBot, home: Home, number: int, page: PageName
) -> None:
    activate(qtbot, home)
    key = Qt.Key(int(Qt.Key.Key_0) + number % 10)
    with qtbot.waitSignal(home.seen, timeout=WAIT_MS) as told:
        qtbot.keyClick(home.window(), key, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [page]
    at = QApplication.focusWidget()
    assert at is not None
    assert home.page is at or home.page.isAncestorOf(at)
