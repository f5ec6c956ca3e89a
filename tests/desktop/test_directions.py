"""Words that are read from the right: each text in its own direction, whatever the window's is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop.ui.widgets import OwnDirection, table

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Renew the lease", LEFT), ("", LEFT), ("12 – 3", LEFT), ("Größe (עברית)", LEFT),
        ("تجديد عقد الإيجار (Abreu)", RIGHT), ("12. מצגת לפגישה", RIGHT),
    ],
)  # fmt: skip
def test_a_cell_goes_the_way_of_its_words(qtbot: QtBot, text: str, way: Qt.LayoutDirection) -> None:
    model = QStandardItemModel(1, 1)
    model.setItem(0, 0, QStandardItem(text))
    shown = table(model, "words")
    qtbot.addWidget(shown)
    cell = shown.itemDelegate()
    assert isinstance(cell, OwnDirection)
    option = QStyleOptionViewItem()
    cell.initStyleOption(option, model.index(0, 0))
    assert option.direction == way
