"""What fits, how fast, and what is recommended, on computers from small to large."""

from dataclasses import replace

import pytest

from models import catalog, machine
from models.catalog import Role
from models.fit import Verdict, judge, recommend, usable_bytes, writing_speed
from models.machine import Gpu, Machine, Speed

GB = 1_000_000_000
LAPTOP = Machine("Linux", "Test", 4, 8, ("avx2",), 16 * GB, 12 * GB, ())
FAST = Speed(read_bytes_per_s=50 * GB, operations_per_s=400 * GB)
SLOW = Speed(read_bytes_per_s=10 * GB, operations_per_s=30 * GB)
ENTRIES = catalog.load().entries


def with_memory(gigabytes: float) -> Machine:
    return replace(LAPTOP, memory_bytes=int(gigabytes * GB))


@pytest.mark.parametrize(
    ("gigabytes", "verdict"),
    [(1, Verdict.NO), (3.6, Verdict.NO), (3.8, Verdict.TIGHT), (4.4, Verdict.TIGHT),
     (4.6, Verdict.FITS), (64, Verdict.FITS)],
)  # fmt: skip
def test_verdicts_by_memory(gigabytes: float, verdict: Verdict) -> None:
    entry = catalog.load().find("qwen2.5-coder-1.5b")  # needs 2.2 GB
    assert judge(entry, with_memory(gigabytes)).verdict is verdict


def test_a_gpu_s_own_memory_counts() -> None:
    small = with_memory(4)
    large = replace(small, gpus=(Gpu("Test", 24 * GB),))
    entry = catalog.load().find("qwen3.5-9b")
    assert judge(entry, small).verdict is Verdict.NO
    assert judge(entry, large).verdict is Verdict.FITS
    assert usable_bytes(large) == 24 * GB


def test_more_memory_never_fits_less() -> None:
    order = [Verdict.NO, Verdict.TIGHT, Verdict.FITS]
    for entry in ENTRIES:
        verdicts = [judge(entry, with_memory(size / 4)).verdict for size in range(1, 100)]
        assert [order.index(one) for one in verdicts] == sorted(map(order.index, verdicts))


def test_speed_is_for_chat_weights_and_follows_their_size() -> None:
    speeds = {entry.name: writing_speed(entry, FAST) for entry in ENTRIES}
    assert speeds["qwen3.5-0.8b"] > speeds["qwen3.5-2b"] > speeds["qwen3.5-9b"]
    assert speeds["granite-4.0-h-tiny"] > speeds["qwen3.5-4b"]
    listen = catalog.load().find("whisper-base")
    assert judge(listen, LAPTOP, FAST).tokens_per_second is None
    assert judge(ENTRIES[0], LAPTOP).tokens_per_second is None


@pytest.mark.parametrize(
    ("gigabytes", "speed", "best"),
    [
        (2.5, FAST, "smollm2-135m"),
        (3, FAST, "qwen3.5-0.8b"),
        (6, FAST, "qwen3.5-2b"),
        (8, FAST, "qwen3.5-4b"),
        (32, FAST, "qwen3.5-4b"),
        (32, Speed(200 * GB, 2000 * GB), "qwen3.5-9b"),
        (32, SLOW, "qwen3.5-0.8b"),
    ],
)
def test_recommended(gigabytes: float, speed: Speed, best: str) -> None:
    found = recommend(ENTRIES, with_memory(gigabytes), speed)
    assert found is not None
    assert found.name == best


def test_nothing_is_recommended_where_nothing_fits() -> None:
    assert recommend(ENTRIES, with_memory(1), FAST) is None


def test_limited_licences_are_never_recommended() -> None:
    limited = tuple(entry for entry in ENTRIES if entry.licence_limit)
    assert recommend(limited, with_memory(64), FAST) is None


def test_this_computer_says_something_sensible() -> None:
    here = machine.look()
    assert 1 <= here.physical_cores <= here.logical_cores
    assert 0 < here.available_bytes <= here.memory_bytes
    assert here.processor
    assert here.system


def test_the_probe_measures() -> None:
    speed = machine.probe(seconds=0.05)
    assert 1e8 < speed.read_bytes_per_s < 1e13
    assert 1e8 < speed.operations_per_s < 1e15


def test_every_chat_entry_has_a_rank() -> None:
    assert all(entry.rank > 0 for entry in ENTRIES if entry.role is Role.CHAT)
