"""Each page as it is built: what is on it by name and role, and that all of it has its place.

The same in light and dark, and at a half larger text: nothing goes missing, nothing lies over
something else, no word is cut. After a change on purpose: delete the golden file, run the test
twice, read the difference.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLayout, QPushButton, QScrollArea, QSizePolicy, QWidget
from pytestqt.exceptions import TimeoutError as QtBotTimeout
from pytestqt.qtbot import QtBot

from desktop.app import Parts
from desktop.paths import Paths
from desktop.places import PageName, Place
from desktop.settings import Theme
from desktop.ui.page import Page
from tests.desktop import demo_home

GOLDEN = Path(__file__).parents[1] / "golden" / "pages.json"
ROLES = {
    QAccessible.Role.Button: "button", QAccessible.Role.CheckBox: "switch",
    QAccessible.Role.ComboBox: "choice", QAccessible.Role.EditableText: "field",
    QAccessible.Role.List: "list", QAccessible.Role.Table: "table", QAccessible.Role.Tree: "tree",
    QAccessible.Role.PageTabList: "tabs", QAccessible.Role.ButtonMenu: "button",
}  # fmt: skip
OF_THIS_COMPUTER = frozenset({"Open with the system’s keychain"})
"there or not, as the computer is"
SIZES = (100, 150)


def structure(page: Page) -> list[str]:
    """What can be used on it, by role and name; numbers and days are left out."""
    found = []
    for one in page.findChildren(QWidget):
        told = QAccessible.queryAccessibleInterface(one) if one.isVisibleTo(page) else None
        role = ROLES.get(told.role()) if told is not None else None
        if told is None or role is None:
            continue
        name = one.accessibleName() or told.text(QAccessible.Text.Name)
        if name and name not in OF_THIS_COMPUTER:  # Qt's own sign in a field has none
            found.append(f"{role}: {re.sub('[0-9]+', '0', name)}")
    return found


def laid_out(layout: QLayout) -> Iterator[QWidget]:
    """Everything visible that a layout places, at any depth of it."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if inner is not None:
            yield from laid_out(inner)
        if widget is not None and widget.isVisible():
            yield widget


def named(one: QWidget) -> str:
    said = one.accessibleName() or one.property("text") or ""
    return f"{type(one).__name__} “{said}”"


def overlapping(page: Page) -> list[str]:
    found = []
    for one in [page, *page.findChildren(QWidget)]:
        layout = one.layout() if one.isVisible() else None
        if layout is None or type(layout).__name__ == "QStackedLayout":
            continue
        found += [
            f"{named(first)} and {named(second)}"
            for first, second in combinations(laid_out(layout), 2)
            if first.geometry().intersects(second.geometry())
        ]
    return found


def cut(page: Page) -> list[str]:
    """Words that have less room than they need."""
    found = []
    for one in page.findChildren(QWidget):
        if not one.isVisible() or one.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored:
            continue
        is_cut = isinstance(one, QPushButton) and one.width() < one.sizeHint().width()
        if isinstance(one, QLabel) and one.text():
            wanted = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
            too_narrow = not one.wordWrap() and one.width() < one.sizeHint().width()
            is_cut = one.height() < wanted or too_narrow
        if is_cut:
            found.append(named(one))
    return found


def outside(page: Page) -> list[str]:
    """What the window has no room for, and nobody can scroll to."""
    found = []
    for one in page.findChildren(QWidget):
        parent = one.parentWidget()
        is_scrolled = any(isinstance(each, QScrollArea) for each in above(one, page))
        if one.isVisible() and parent is not None and not is_scrolled:
            place = QRect(one.mapTo(page, one.rect().topLeft()), one.size())
            if place.right() > page.rect().right() or place.left() < 0:
                found.append(named(one))
    return found


def above(one: QWidget, page: Page) -> Iterator[QWidget]:
    at = one.parentWidget()
    while at is not None and at is not page:
        yield at
        at = at.parentWidget()


def troubles(page: Page) -> list[str]:
    return [*overlapping(page), *cut(page), *outside(page)]


@pytest.fixture
def sized(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    """The window, whose text is as large as before when it is over: all tests share the font."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    yield parts
    parts.settings.change(theme=Theme.SYSTEM, text_percent=100)


@pytest.mark.parametrize("name", list(PageName))
def test_a_page_is_the_same_in_both_themes_and_sizes(
    qtbot: QtBot, lived_in: Path, paths: Paths, sized: Parts, name: PageName
) -> None:
    parts = sized
    home = demo_home.entered(parts, demo_home.copied(lived_in, paths))
    parts.window.resize(1180, 800)
    page = demo_home.shown(qtbot, home, Place(name))
    seen = {}
    for theme in (Theme.LIGHT, Theme.DARK):
        for percent in SIZES:
            parts.settings.change(theme=theme, text_percent=percent)
            demo_home.settle(qtbot, home)
            with suppress(QtBotTimeout):  # then it is said what has no place
                qtbot.waitUntil(lambda: not troubles(page))
            assert troubles(page) == [], (theme, percent)
            seen[theme, percent] = structure(page)
    first, *others = seen.values()
    for one in others:
        assert one == first
    known = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    if name not in known:
        GOLDEN.write_text(json.dumps({**known, name: first}, indent=1, ensure_ascii=False) + "\n")
        pytest.fail("written anew; read it")
    assert first == known[name]
