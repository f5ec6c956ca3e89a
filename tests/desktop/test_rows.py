"""Rows come, go and move one by one, so that a view keeps what it holds on to."""

import random
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.viewmodels.rows import MOST_STEPS, Row, RowsModel, alike


@dataclass(frozen=True)
class Word:
    key: int
    text: str = ""


def words(*keys: int) -> list[Word]:
    return [Word(key) for key in keys]


@pytest.fixture
def model(qtbot: QtBot) -> RowsModel:
    return RowsModel(lambda word: Row(word.text or str(word.key), is_head=word.key == 0))


@pytest.mark.parametrize("seed", range(20))
def test_whatever_changes_the_rows_are_what_is_wanted(model: RowsModel, seed: int) -> None:
    tester = QAbstractItemModelTester(model)
    luck = random.Random(seed)
    for _ in range(15):
        keys = luck.sample(range(30), luck.randint(0, 25))
        new = [Word(key, luck.choice(["", "a", "b"])) for key in keys]
        model.become(new, alike(model.lines, new))
        assert list(model.lines) == new
    assert tester.model() is model


def test_one_that_moves_takes_along_what_a_view_holds(model: RowsModel) -> None:
    model.become(words(1, 2, 3, 4))
    held = QPersistentModelIndex(model.index(2))
    model.become(words(3, 1, 5, 2, 4))
    assert held.isValid()
    assert (held.row(), held.data()) == (0, "3")
    model.become(words(1, 2))
    assert not held.isValid()


def test_a_list_that_is_quite_another_is_shown_anew(qtbot: QtBot, model: RowsModel) -> None:
    model.become(words(*range(1, MOST_STEPS + 10)))
    with qtbot.waitSignal(model.modelReset):
        model.become(words(*range(1000, 1000 + MOST_STEPS + 10)))


def test_how_much_is_the_same_at_both_ends() -> None:
    assert alike(words(1, 2, 3), words(1, 9, 3)) == (1, 1)
    assert alike(words(1, 2), words(1, 2)) == (2, 0)
    assert alike(words(1, 1), words(1)) == (1, 0)
    assert alike([], words(1)) == (0, 0)


def test_headings_cannot_be_chosen(model: RowsModel) -> None:
    model.become(words(0, 1))
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
