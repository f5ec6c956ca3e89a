"""A disk that fills up anywhere in a session is said to be full, and takes nothing along.

A few limits here, drawn anew from a fixed seed; `benchmarks/vault_full.py` tries every write.
"""

import random
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("limits file sizes as Linux does", allow_module_level=True)

from benchmarks.vault_full import CLOSED, FULL, LIE, SAID, Outcome, places, prepare, run

PAGE = 4096


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("start")
    return folder, prepare(folder)


def limits(folder: Path, count: int) -> list[int]:
    """From less than the smallest file of the session to more than the vault grows to."""
    least = places(folder).database.stat().st_size
    rng = random.Random(11)
    return [100, *(rng.randrange(PAGE, least + 40 * PAGE) for _ in range(count))]


def test_with_room_all_goes_well(start: tuple[Path, str]) -> None:
    assert run(*start) == Outcome(SAID, CLOSED, 0, is_whole=True)


def test_wherever_it_fills_up_nothing_acknowledged_is_lost(start: tuple[Path, str]) -> None:
    folder, _key = start
    outcomes = [run(*start, limit=limit) for limit in limits(folder, 8)]
    assert {one.ending for one in outcomes} <= {FULL, CLOSED}
    assert [one.ending for one in outcomes].count(FULL) >= 4
    assert len({one.acknowledged for one in outcomes}) >= 2  # not all at the same place
    assert all(one.lost == 0 and one.is_whole for one in outcomes)


def test_the_harness_sees_what_is_lost(start: tuple[Path, str]) -> None:
    """The control: a session that acknowledges too early."""
    folder, _key = start
    assert sum(run(*start, limit=limit, mode=LIE).lost for limit in limits(folder, 4)) > 0
