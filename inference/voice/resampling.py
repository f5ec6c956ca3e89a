"""Sound at another rate: what a microphone delivers, as the engines want to hear it.

A windowed sinc in as many phases as the two rates need, so that 44,100 comes out as exact as
48,000. It goes on from block to block without a seam.
"""

from math import gcd

import numpy as np
import numpy.typing as npt

HALF_WIDTH = 16
"zero crossings on each side of the filter"
Wave = npt.NDArray[np.float32]


class Resampler:
    """16-bit sound of so many channels at one rate, as mono at another."""

    def __init__(self, rate: int, wanted: int, channels: int = 1) -> None:
        shared = gcd(rate, wanted)
        self._up, self._down = wanted // shared, rate // shared
        self._channels = channels
        self._is_same = rate == wanted
        self._taps = _phases(self._up, self._down)
        self._width = self._taps.shape[1]
        self._held: Wave = np.zeros(self._width // 2, np.float32)
        self._place = 0
        "of the next sample, in steps of which there are `up` from one given sample to the next"

    def feed(self, pcm: bytes) -> bytes:
        """The next stretch; what its end cannot give yet comes with the one after it."""
        sound = np.frombuffer(pcm[: len(pcm) // (2 * self._channels) * 2 * self._channels], "<i2")
        mono = sound.reshape(-1, self._channels).mean(axis=1, dtype=np.float32)
        return _as_bytes(mono if self._is_same else self._resampled(mono))

    def _resampled(self, mono: Wave) -> Wave:
        held = np.concatenate([self._held, mono]).astype(np.float32)
        most = (len(held) - self._width + 1) * self._up
        places = np.arange(self._place, max(most, self._place), self._down)
        if not len(places):
            self._held = held
            return np.empty(0, np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(held, self._width)
        made: Wave = np.einsum(
            "ij,ij->i", windows[places // self._up], self._taps[places % self._up]
        ).astype(np.float32)
        following = int(places[-1]) + self._down
        used = min(following // self._up, len(held))
        self._held, self._place = held[used:], following - used * self._up
        return made


def _phases(up: int, down: int) -> Wave:
    """The filter, shifted by each of the `up` fractions of a sample."""
    widest = max(down / up, 1.0)
    half = int(np.ceil(HALF_WIDTH * widest))
    places = np.arange(-half + 1, half + 1)[None, :] - np.arange(up)[:, None] / up
    window = np.cos(np.clip(places / (half + 1), -1, 1) * np.pi / 2) ** 2
    taps = np.sinc(places / widest) * window
    found: Wave = (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)
    return found


def _as_bytes(sound: Wave) -> bytes:
    return np.clip(np.rint(sound), -32768, 32767).astype("<i2").tobytes()
