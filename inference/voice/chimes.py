"""Two short sounds of our own: one when the microphone opens, one when it closes."""

import math
import struct

RATE = 22_050
NOTE_S = 0.07
LOUDNESS = 0.12
"of full scale: heard, and no fright"
LOW, HIGH = 523.25, 783.99
"hertz: a fifth"


def opening() -> bytes:
    """Upwards: go on."""
    return _note(LOW) + _note(HIGH)


def closing() -> bytes:
    """Downwards: understood."""
    return _note(HIGH) + _note(LOW)


def _note(hertz: float) -> bytes:
    """16-bit sound that swells and fades: without that it would begin with a click."""
    count = int(RATE * NOTE_S)
    samples = (
        math.sin(2 * math.pi * hertz * place / RATE) * math.sin(math.pi * place / count) ** 2
        for place in range(count)
    )
    return struct.pack(f"<{count}h", *(int(one * LOUDNESS * 32_767) for one in samples))
