"""A sound system without a computer's: what was asked of it can be seen, and it can go wrong."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np


class SoundSystem:
    """Stands in for the library behind the one door, `desktop.audio`."""

    class PortAudioError(Exception):
        """As the library calls it: words, and a number."""

    def __init__(self) -> None:
        self.refuses: list[Exception] = []
        "what opening a stream meets, one after the other"
        self.devices: list[dict[str, Any]] = [
            {"name": "Desk", "index": 0, "max_input_channels": 1, "default_samplerate": 16_000.0},
            {"name": "Headset", "index": 1, "max_input_channels": 2,
             "default_samplerate": 48_000.0},
            {"name": "Boxes", "index": 2, "max_input_channels": 0, "max_output_channels": 2,
             "default_samplerate": 48_000.0},
        ]  # fmt: skip
        self.default = type("Default", (), {"device": (0, 2)})
        self.looked = 0
        self.opened: list[dict[str, Any]] = []
        self.closed = 0
        self.sound: Callable[[int], bytes] = speech
        self.played = bytearray()
        self.cut_off = 0
        self.start_fails: Exception | None = None
        "what starting a microphone that was opened meets"
        self.room = 441
        "frames that the loudspeaker takes at a time"

    def refuse(self, code: int, words: str = "no") -> None:
        self.refuses.append(self.PortAudioError(words, code))

    def query_devices(self, place: int | None = None, kind: str = "") -> Any:
        return self.devices if not kind else self.devices[place or 0]

    def _terminate(self) -> None:
        self.looked += 1

    def _initialize(self) -> None: ...

    def RawInputStream(self, **given: Any) -> "Recorder":  # noqa: N802 - as the library calls it
        self._meet(given)
        return Recorder(self)

    def RawOutputStream(self, **given: Any) -> "Box":  # noqa: N802 - as the library calls it
        self._meet(given)
        return Box(self)

    def _meet(self, given: dict[str, Any]) -> None:
        self.opened.append(given)
        if self.refuses:
            raise self.refuses.pop(0)


def speech(count: int) -> bytes:
    """Noise, as loud as a voice."""
    return np.random.default_rng(7).integers(-3000, 3000, count, dtype=np.int16).tobytes()


def silence(count: int) -> bytes:
    return bytes(2 * count)


class Recorder:
    """A stream of a microphone: 20 ms are there whenever somebody asks."""

    def __init__(self, system: SoundSystem) -> None:
        self._system = system
        self.read_available = 320
        self._count = itertools.count()

    def start(self) -> None:
        if self._system.start_fails is not None:
            raise self._system.start_fails

    def read(self, count: int) -> tuple[bytes, bool]:
        return self._system.sound(count), False

    def close(self, *, ignore_errors: bool) -> None:  # noqa: ARG002 - as the library calls it
        self._system.closed += 1


class Box:
    """A stream of a loudspeaker, which has heard everything at once."""

    latency = 0.1

    def __init__(self, system: SoundSystem) -> None:
        self._system = system

    @property
    def write_available(self) -> int:
        return self._system.room

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def abort(self) -> None:
        self._system.cut_off += 1

    def write(self, pcm: bytes) -> bool:
        self._system.played += pcm
        return False

    def close(self, *, ignore_errors: bool) -> None:  # noqa: ARG002 - as the library calls it
        self._system.closed += 1
