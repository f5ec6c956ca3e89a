"""Sound at another rate: the same tones, nothing above what fits, no seams between blocks."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as some

from inference.voice.resampling import Resampler


def tone(hertz: float, rate: int, seconds: float = 1.0) -> npt.NDArray[np.int16]:
    places = np.arange(int(rate * seconds)) / rate
    return (10_000 * np.sin(2 * np.pi * hertz * places)).astype("<i2")


def loudness(pcm: bytes) -> float:
    sound = np.frombuffer(pcm, "<i2")[500:-500].astype(float)
    return float(np.sqrt((sound**2).mean()))


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000, 96_000])
def test_a_voice_stays_what_it_was(rate: int) -> None:
    made = Resampler(rate, 16_000).feed(tone(440, rate).tobytes())
    assert abs(len(made) // 2 - 16_000) < 200
    assert loudness(made) == pytest.approx(10_000 / np.sqrt(2), rel=0.01)
    spectrum = np.abs(np.fft.rfft(np.frombuffer(made, "<i2")[:15_000]))
    assert abs(np.argmax(spectrum) * 16_000 / 15_000 - 440) < 2


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_what_is_too_high_is_left_out_and_not_folded_back(rate: int) -> None:
    made = Resampler(rate, 16_000).feed(tone(11_000, rate).tobytes())
    assert loudness(made) < 50


@given(
    some.lists(some.integers(0, 3_000), max_size=12), some.sampled_from([44_100, 48_000, 16_000])
)
def test_blocks_leave_no_seams(cuts: list[int], rate: int) -> None:
    sound = tone(300, rate, 0.3).tobytes()
    whole = Resampler(rate, 16_000).feed(sound)
    made, at, one = b"", 0, Resampler(rate, 16_000)
    for cut in cuts:
        made += one.feed(sound[at : at + 2 * cut])
        at += 2 * cut
    assert made + one.feed(sound[at:]) == whole


def test_two_channels_become_one() -> None:
    left, right = tone(440, 48_000), np.zeros(48_000, "<i2")
    both = np.stack([left, right], axis=1).astype("<i2")
    assert loudness(Resampler(48_000, 16_000, 2).feed(both.tobytes())) == pytest.approx(
        5_000 / np.sqrt(2), rel=0.01
    )
