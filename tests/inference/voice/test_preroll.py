"""The last moment of sound: as much as was asked for, the newest, and then gone."""

from hypothesis import given
from hypothesis import strategies as some

from inference.voice.preroll import RATE, PreRoll


@given(some.lists(some.binary(max_size=300).map(lambda raw: raw + raw), max_size=30))
def test_it_holds_the_end_of_what_came(blocks: list[bytes]) -> None:
    held = PreRoll(50 / RATE)
    for one in blocks:
        held.add(one)
    whole = b"".join(blocks)
    assert held.take() == whole[max(len(whole) - 100, 0) :]
    assert held.take() == b""


def test_an_hour_of_sound_takes_no_memory() -> None:
    held = PreRoll(0.5)
    for _ in range(10_000):
        held.add(bytes(1024))
    assert held._size <= RATE + 1024
    assert len(held._blocks) <= 17
