"""Sound that is played on this computer; the only door to the sound system.

Nothing of it is ever written to a disk. Where there is no device, `NoSound` says so.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

STEP_S = 0.05
"seconds of sound between two looks at whether it is to stop"


class NoSound(Exception):
    """There is no device that plays sound, or it does not answer."""


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
