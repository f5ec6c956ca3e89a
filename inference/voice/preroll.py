"""The last moment of sound, kept so that the first syllable is there when somebody speaks early.

In memory only, and only while the microphone is open anyway.
"""

from collections import deque

RATE = 16_000
BYTES_PER_S = 2 * RATE
"16-bit mono, as engines hear"
PREROLL_S = 0.5


class PreRoll:
    """As much sound as came last."""

    def __init__(self, seconds: float = PREROLL_S) -> None:
        self._most = 2 * int(seconds * RATE)
        self._blocks: deque[bytes] = deque()
        self._size = 0

    def add(self, pcm: bytes) -> None:
        """More sound; what is older than the moment goes."""
        self._blocks.append(pcm)
        self._size += len(pcm)
        while self._size - len(self._blocks[0]) >= self._most:
            self._size -= len(self._blocks.popleft())

    def take(self) -> bytes:
        """The moment, exactly; it is empty afterwards."""
        whole = b"".join(self._blocks)
        self._blocks.clear()
        self._size = 0
        return whole[max(len(whole) - self._most, 0) :]
