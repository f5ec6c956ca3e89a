"""The microphone: how loud it is where it listens. Nothing that is heard here is kept.

Read from a thread of the caller's, block by block; PortAudio calls nothing of ours.
"""

import math
import struct
from collections.abc import Iterator

from desktop.errors import NoMicrophone

RATE = 16_000
BLOCK = RATE // 20
"frames: twenty readings a second"
FULL_SCALE = 32_768.0
QUIETEST_DB = -55.0
"what is below is silence to a microphone"


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
