"""The profile by name: shown, set, taken away, and each of it taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inference import person
from inference.tools import memory, profile
from inference.tools.base import Desk, Result
from inference.tools.errors import UnknownKey, ValueRefused
from tests.inference.memory.told import desk_over
from tests.vault.conftest import fresh


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh(tmp_path / "test.db") as conn:
        yield desk_over(conn)


def undo(desk: Desk, result: Result) -> None:
    assert result.undo is not None
    assert result.undo.tool == memory.take_back_memory.name
    memory.take_back_memory.run(desk, result.undo.arguments)


def set_(desk: Desk, key: str, value: str) -> Result:
    result = profile.set_profile.run(desk, {"key": key, "value": value})
    assert result.check is not None
    assert result.check(desk.conn)
    return result


def test_an_entry_is_set_shown_and_taken_back(desk: Desk) -> None:
    first = set_(desk, "working hours", "9 to 5:30")
    assert first.says == "Noted in your profile: You work from 09:00 to 17:30."
    second = set_(desk, "work.hours", "8 to 4")
    shown = profile.show_profile.run(desk, {"key": "work"})
    assert shown.says == "You work from 08:00 to 16:00."
    undo(desk, second)
    assert person.get(desk.conn, "work.hours") == "09:00-17:30"
    undo(desk, first)
    assert person.get(desk.conn, "work.hours") is None
    assert person.history(desk.conn, "work.hours") == []


def test_an_entry_is_taken_away_and_brought_back(desk: Desk) -> None:
    set_(desk, "goal", "finish the thesis")
    set_(desk, "goal", "run a marathon")
    cleared = set_(desk, "goals", "none")
    assert person.get(desk.conn, "goals") == []
    undo(desk, cleared)
    assert person.get(desk.conn, "goals") == ["finish the thesis", "run a marathon"]


def test_nothing_is_set_that_does_not_fit(desk: Desk) -> None:
    with pytest.raises(ValueRefused):
        profile.set_profile.run(desk, {"key": "work.hours", "value": "whenever"})
    with pytest.raises(UnknownKey):
        profile.set_profile.run(desk, {"key": "shoe size", "value": "44"})
    assert profile.show_profile.run(desk, {}).data == {"profile": {}}
