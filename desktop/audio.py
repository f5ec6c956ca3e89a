"""The sound of this computer: its microphones and loudspeakers, and what may be wrong with them.

The only door to the sound system. Nothing that is played or heard here is kept. Streams are asked
how much they have or can take, and never waited for: PortAudio calls nothing of ours, and a device
that falls silent holds nobody up. Each thread opens, uses and closes its own streams.
"""

import contextlib
import math
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop import sound_messages
from desktop.errors import (
    MicrophoneBusy,
    MicrophoneDenied,
    MicrophoneGone,
    NoMicrophone,
    NoSound,
)
from desktop.jobs import taking_turns

RATE = 16_000
"of the sound that engines hear"
STEP_S = 0.02
"seconds of sound that are handed over at once: it stops between two of them"
LOOK_S = 0.005
LISTENS_EVERY_S = 0.02
BUFFER_S = 0.12
"of sound that the loudspeaker has in advance; it is thrown away when it has to stop"
STUCK_S = 4.0
"without taking a single sample, after which a loudspeaker counts as gone"
SILENT_FOR_S = 1.5
"without a single sample, after which a microphone counts as gone"
WAKES_S = 3.0
"the same, until its first sample"
FULL_SCALE = 32_768.0
QUIETEST_DB = -55.0
"what is below is silence to a microphone"
UNAVAILABLE, BAD_RATE, BAD_CHANNELS = -9985, -9997, -9998
DENIED = ("denied", "permission", "not permitted", "0x80070005", "eacces")
"in what systems say where they do not let us"
LOST_AFTER_S = 0.2
"of sound that the device keeps for us; on a busy computer nobody comes sooner"
_turn = taking_turns()
"the library itself must not be entered from two sides where it opens, closes or looks for devices"
_open_streams = 0


@dataclass(frozen=True)
class Device:
    """A microphone or a loudspeaker, as the system calls it."""

    name: str
    is_usual: bool
    "whether the system would choose it"


# hearing


class Microphone:
    """One that is open: sound as engines hear it, 16-bit mono at 16 kHz."""

    def __init__(self, stream: Any, convert: Callable[[bytes], bytes]) -> None:
        self._stream = stream
        self._convert = convert
        self._heard_at = time.monotonic()
        self._patience_s = WAKES_S
        self.lost_frames = 0
        "of which the system says that nobody fetched them in time"

    def read(self) -> bytes:
        """What came since the last time; nothing is no mistake, until it lasts."""
        with _hearing_errors(is_open=True):
            ready = int(self._stream.read_available)
            if ready <= 0:
                if time.monotonic() - self._heard_at > self._patience_s:
                    raise MicrophoneGone
                return b""
            heard, has_lost = self._stream.read(ready)
        self.lost_frames += bool(has_lost)
        self._heard_at, self._patience_s = time.monotonic(), SILENT_FOR_S
        return self._convert(bytes(heard))

    def until(self, is_over: Callable[[], bool]) -> Iterator[bytes]:
        """The same until it is over, and then what the device still holds of it."""
        while not is_over():
            if sound := self.read():
                yield sound
            time.sleep(LISTENS_EVERY_S)
        if sound := self.read():
            yield sound


def microphones() -> list[Device]:
    """Those that are here now, just plugged in or not."""
    return _devices("max_input_channels", 0)


def loudspeakers() -> list[Device]:
    """The same with what plays sound."""
    return _devices("max_output_channels", 1)


def _devices(channels: str, usual_at: int) -> list[Device]:
    """In one turn: while another thread makes it look again, the library knows of none."""
    with _turn:
        look_again()
        try:
            library = _library()
        except OSError:  # it is not here
            return []
        usual = library.default.device[usual_at]
        return [
            Device(str(one["name"]), one["index"] == usual)
            for one in library.query_devices()
            if one.get(channels, 0) > 0
        ]


def prepare() -> None:
    """Load the library, which takes a moment, before somebody speaks; nothing is opened."""
    with contextlib.suppress(OSError), _turn:
        _library()


def look_again() -> None:
    """Let the library find what was plugged in meanwhile; it does so only between two streams."""
    with contextlib.suppress(OSError), _turn:
        library = _library()
        if not _open_streams:
            with contextlib.suppress(library.PortAudioError):
                library._terminate()  # noqa: SLF001 - the only way to make it look
                library._initialize()  # noqa: SLF001


@contextlib.contextmanager
def microphone(name: str = "") -> Iterator[Microphone]:
    """Open it for a while; the usual one where the one of this name is not here."""
    try:
        library = _library()
    except OSError as error:  # no PortAudio here
        raise NoMicrophone from error
    with _opened(lambda: _hears(library, name)) as (stream, convert):
        yield Microphone(stream, convert)


@contextlib.contextmanager
def _opened(
    hears: Callable[[], tuple[Any, Callable[[bytes], bytes]]],
) -> Iterator[tuple[Any, Callable[[bytes], bytes]]]:
    """A stream that runs; a second try where the device was plugged in after the first look."""
    with _turn:
        try:
            with _hearing_errors():
                opened = hears()
        except NoMicrophone:
            look_again()
            with _hearing_errors():
                opened = hears()
        _count(1)
    try:
        yield opened
    finally:
        with _turn:
            opened[0].close(ignore_errors=True)
            _count(-1)


def _place(library: Any, name: str, channels: str = "max_input_channels") -> int | None:
    """The number of this device; None for the usual one."""
    if not name:
        return None
    for _ in range(2):
        for one in library.query_devices():
            if one["name"] == name and one.get(channels, 0) > 0:
                return int(one["index"])
        look_again()  # it may have been plugged in meanwhile
    return None


def _hears(library: Any, name: str) -> tuple[Any, Callable[[bytes], bytes]]:
    """At our rate where the device can; else at its own, and what comes is converted."""
    place = _place(library, name)
    try:
        return _started(library, place, RATE, 1), bytes
    except library.PortAudioError as error:
        if _code(error) not in (BAD_RATE, BAD_CHANNELS):
            raise
    from inference.voice.resampling import Resampler

    about = library.query_devices(place, "input")
    rate, channels = int(about["default_samplerate"]), min(int(about["max_input_channels"]), 2)
    return _started(library, place, rate, channels), Resampler(rate, RATE, channels).feed


def _started(library: Any, place: int | None, rate: int, channels: int) -> Any:
    stream = library.RawInputStream(
        samplerate=rate, channels=channels, dtype="int16", device=place, latency=LOST_AFTER_S
    )
    try:
        stream.start()
    except BaseException:
        stream.close(ignore_errors=True)
        raise
    return stream


@contextlib.contextmanager
def _hearing_errors(*, is_open: bool = False) -> Iterator[None]:
    """What the library says, in words of our own."""
    library = _library()
    try:
        yield
    except library.PortAudioError as error:
        raise _of_microphone(error, is_open=is_open) from error
    except ValueError as error:  # no device fits
        raise NoMicrophone from error


def _of_microphone(error: Exception, *, is_open: bool) -> Exception:
    if is_open:
        return MicrophoneGone()
    told = str(error).lower()
    if any(one in told for one in DENIED):
        return MicrophoneDenied()
    return MicrophoneBusy() if _code(error) == UNAVAILABLE else NoMicrophone()


def levels(name: str = "") -> Iterator[float]:
    """How loud it is, from 0 to 1, for as long as somebody asks; NoMicrophone without one."""
    with microphone(name) as one:
        for block in one.until(lambda: False):
            yield level(block)


def level(samples: bytes) -> float:
    """The loudness of 16-bit samples as the ear has it, from silence (0) to the most (1)."""
    values = struct.unpack(f"<{len(samples) // 2}h", samples)
    power = sum(value * value for value in values) / max(len(values), 1)
    if not power:
        return 0.0
    decibels = 10 * math.log10(power / FULL_SCALE**2)
    return min(1.0, max(0.0, 1 - decibels / QUIETEST_DB))


# playing


class Player:
    """Plays stretches of sound one after the other."""

    def __init__(self, library: Any, name: str = "") -> None:
        self._library, self._name = library, name
        self._stream: Any = None
        self.rate = 0
        self._room = 0
        "frames that it takes when it has nothing to play"
        self.gaps = 0
        "of which the system says that it had nothing to play in time"

    @property
    def ahead_s(self) -> float:
        """How much of what was handed over is not heard yet, at most."""
        return float(self._stream.latency) if self._stream is not None else 0.0

    def play(self, pcm: bytes, rate: int, stopped: Callable[[], bool]) -> int:
        """16-bit mono sound; how many of its bytes were handed over before it had to stop."""
        with self._errors():
            if self._stream is None or rate != self.rate:
                self._open(rate)
            step, at, moved_at = 2 * int(rate * STEP_S), 0, time.monotonic()
            while at < len(pcm) and not stopped():
                room = 2 * int(self._stream.write_available)
                if room < min(step, len(pcm) - at):
                    if time.monotonic() - moved_at > STUCK_S:
                        raise NoSound
                    time.sleep(LOOK_S)
                    continue
                moved_at = time.monotonic()
                self.gaps += bool(self._stream.write(pcm[at : at + step]))
                at += step
            return min(at, len(pcm))

    def wait(self) -> None:
        """A moment without anything new to play; the device is fed silence, so that it goes on."""
        with self._errors():
            if self._stream is not None:
                step = int(self.rate * STEP_S)
                spare = int(self._stream.write_available) - self._room + step
                if spare > 0:  # nearly all was heard
                    self.gaps += bool(self._stream.write(bytes(2 * spare)))
            time.sleep(LOOK_S)

    def finish(self) -> None:
        """Wait until everything was heard."""
        if self._stream is not None:
            with self._errors():
                self._stream.stop()
            self.close()

    def cut(self) -> None:
        """Be silent now: what was handed over and not heard is thrown away."""
        if self._stream is not None:
            with contextlib.suppress(self._library.PortAudioError):
                self._stream.abort()
            self.close()

    def close(self) -> None:
        if self._stream is not None:
            with _turn:
                self._stream.close(ignore_errors=True)
                _count(-1)
            self._stream = None

    def _open(self, rate: int) -> None:
        self.close()
        with _turn:
            place = _place(self._library, self._name, "max_output_channels")
            self._stream = self._library.RawOutputStream(
                samplerate=rate, channels=1, dtype="int16", latency=BUFFER_S, device=place
            )
            _count(1)
        self._stream.start()
        self.rate = rate
        self._room = int(self._stream.write_available)

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (self._library.PortAudioError, ValueError) as error:
            raise NoSound from error


@contextlib.contextmanager
def player(name: str = "") -> Iterator[Player]:
    """The sound of this computer, for a while; the usual one where the one of this name is away."""
    try:
        made = Player(_library(), name)
    except OSError as error:  # its library is not here
        raise NoSound from error
    try:
        yield made
    finally:
        made.close()


@cache
def _library() -> Any:
    sound_messages.silence()
    import sounddevice

    return sounddevice


def _count(more: int) -> None:
    global _open_streams  # noqa: PLW0603 - the library itself is one for the process
    _open_streams += more


def _code(error: BaseException) -> int:
    return error.args[1] if len(error.args) > 1 and isinstance(error.args[1], int) else 0
