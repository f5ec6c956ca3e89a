"""A month of turns, by words only; `benchmarks/memory.py` measures the same with real weights."""

from pathlib import Path

import pytest

from benchmarks import memory
from benchmarks.memory import Found, Month, Question, Script, Turn
from tests.vault.conftest import fresh


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return memory.run(tmp_path_factory.mktemp("month"), None, memory.read())


def test_the_script_is_long_enough() -> None:
    script = memory.read()
    kinds = [one.kind for one in script.turns]
    assert len(script.turns) >= 200
    assert script.turns[-1].day == 30
    assert kinds.count("private") >= 10
    assert len(script.private_words) >= 8
    assert (len(script.gone), kinds.count("forget")) == (10, 10)
    assert sum(bool(one.unwanted) for one in script.questions) >= 12


def test_what_was_stated_is_recalled(month: Found) -> None:
    assert month.recall_at_3 >= 0.9, month.misses
    assert month.in_context >= 0.95


def test_what_changed_gives_the_new_value_only(month: Found) -> None:
    assert month.stale == []


def test_what_was_forgotten_or_private_is_nowhere(month: Found) -> None:
    assert month.left == []


def test_the_measure_sees_a_leak_a_stale_value_and_a_miss(tmp_path: Path) -> None:
    turns = (Turn("say", "I live in Porto.", 1), Turn("say", "I love jazz.", 1))
    script = Script(turns, (Question("Where do I live?", "Rome", "Porto"),), ("jazz",))
    with fresh(tmp_path / "x.db") as conn:
        month = Month(conn, None)
        month.play(turns)
        found = memory.look(month, script)
    assert (found.recall_at_3, found.in_context) == (0.0, 0.0)
    assert len(found.stale) == 1
    assert {line.partition(": ")[2] for line in found.left} >= {"memory.text", "message.text"}
