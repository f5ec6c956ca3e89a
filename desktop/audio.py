"""The sound of this computer: what is played, and how loud the microphone hears it.

The only door to the sound system. Nothing that is played or heard here is kept; where there is no
device, an error says so. Read and written from a thread of the caller's: PortAudio calls nothing of
ours.
"""

import contextlib
import math
import struct
from collections.abc import Callable, Iterator
from typing import Any

from desktop.errors import NoMicrophone, NoSound

STEP_S = 0.05
"seconds of sound between two looks at whether it is to stop"
RATE = 16_000
BLOCK = RATE // 20
"frames: twenty readings a second"
FULL_SCALE = 32_768.0
QUIETEST_DB = -55.0
"what is below is silence to a microphone"


class Player:
    """Plays stretches of sound one after the other."""

    def __init__(self, device: Any) -> None:
        self._device = device
        self._stream: Any = None
        self._rate = 0

    def play(self, pcm: bytes, rate: int, stopped: Callable[[], bool]) -> None:
        """16-bit mono sound; back when it is handed over, or when it is to stop."""
        with _our_error(self._device):
            if self._stream is None or rate != self._rate:
                self._open(rate)
            step = 2 * int(rate * STEP_S)
            for at in range(0, len(pcm), step):
                if stopped():
                    return
                self._stream.write(pcm[at : at + step])

    def finish(self) -> None:
        """Wait until everything was heard."""
        if self._stream is not None:
            with _our_error(self._device):
                self._stream.stop()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close(ignore_errors=True)
            self._stream = None

    def _open(self, rate: int) -> None:
        self.close()
        self._stream = self._device.RawOutputStream(samplerate=rate, channels=1, dtype="int16")
        self._stream.start()
        self._rate = rate


@contextlib.contextmanager
def player() -> Iterator[Player]:
    """The sound of this computer, for a while."""
    try:
        import sounddevice
    except OSError as error:  # its library is not here
        raise NoSound from error
    made = Player(sounddevice)
    try:
        yield made
    finally:
        made.close()


@contextlib.contextmanager
def _our_error(device: Any) -> Iterator[None]:
    try:
        yield
    except device.PortAudioError as error:
        raise NoSound from error


def levels() -> Iterator[float]:
    """How loud it is, from 0 to 1, for as long as somebody asks; NoMicrophone without one."""
    try:
        import sounddevice
    except OSError as error:  # no PortAudio here
        raise NoMicrophone from error
    try:
        with sounddevice.RawInputStream(
            samplerate=RATE, channels=1, dtype="int16", blocksize=BLOCK
        ) as stream:
            while True:
                heard, _lost = stream.read(BLOCK)
                yield level(bytes(heard))
    except sounddevice.PortAudioError as error:
        raise NoMicrophone from error


def level(samples: bytes) -> float:
    """The loudness of 16-bit samples as the ear has it, from silence (0) to the most (1)."""
    values = struct.unpack(f"<{len(samples) // 2}h", samples)
    power = sum(value * value for value in values) / max(len(values), 1)
    if not power:
        return 0.0
    decibels = 10 * math.log10(power / FULL_SCALE**2)
    return min(1.0, max(0.0, 1 - decibels / QUIETEST_DB))
