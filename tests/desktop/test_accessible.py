"""Every page for somebody who hears it: whatever takes the keyboard says what it is."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Parts
from desktop.paths import Paths
from desktop.places import PageName, Place
from tests.desktop import demo_home

NAME = QAccessible.Text.Name


def nameless(whole: QWidget) -> list[str]:
    """What takes the keyboard and has nothing that a screen reader could say."""
    found = []
    for one in whole.findChildren(QWidget):
        if not one.isVisible() or not one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        if isinstance(one, QScrollArea):  # Qt's own, and scrolled by keyboard only
            continue
        told = QAccessible.queryAccessibleInterface(one)
        if not told.text(NAME).strip():
            found.append(f"{type(one).__name__} in {type(one.parent()).__name__}")
    return found


@pytest.mark.parametrize("page", list(PageName))
def test_whatever_takes_the_keyboard_says_what_it_is(
    qtbot: QtBot, lived_in: Path, paths: Paths, parts: Parts, page: PageName
) -> None:
    home = demo_home.entered(parts, demo_home.copied(lived_in, paths))
    shown = demo_home.shown(qtbot, home, Place(page))
    assert shown.accessibleName()
    assert nameless(home) == []
