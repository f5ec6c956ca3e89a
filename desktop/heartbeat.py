"""Notices when the window's thread was held up: the longest gaps of its event loop, always on.

The loop itself says when it goes to sleep and when it wakes up; between the two it works, and what
works for long is a gap. So nothing has to tick, and an idle window stays idle.
"""

import time
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QAbstractEventDispatcher, QObject

GAP_S = 0.05
KEPT = 200


@dataclass(frozen=True)
class Gap:
    """Work that kept the window from answering."""

    at: float
    "on the clock that only goes forward"
    seconds: float


class Heartbeat(QObject):
    """Measures each round of the event loop."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gaps: deque[Gap] = deque(maxlen=KEPT)
        self.longest_s = 0.0
        self.rounds = 0
        self._woke = time.perf_counter()
        self._dispatcher = QAbstractEventDispatcher.instance()

    def start(self) -> None:
        self._woke = time.perf_counter()
        if self._dispatcher is not None:
            self._dispatcher.awake.connect(self._on_awake)
            self._dispatcher.aboutToBlock.connect(self._on_rest)

    def stop(self) -> None:
        if self._dispatcher is not None:
            self._dispatcher.awake.disconnect(self._on_awake)
            self._dispatcher.aboutToBlock.disconnect(self._on_rest)

    def forget(self) -> None:
        """Begin anew, as a measurement does."""
        self.gaps.clear()
        self.longest_s, self.rounds = 0.0, 0
        self._woke = time.perf_counter()

    def _on_awake(self) -> None:
        self._end_round()
        self._woke = time.perf_counter()

    def _on_rest(self) -> None:
        self._end_round()
        self._woke = float("inf")

    def _end_round(self) -> None:
        spent = time.perf_counter() - self._woke
        if spent < 0:  # it slept
            return
        self.rounds += 1
        self.longest_s = max(self.longest_s, spent)
        if spent >= GAP_S:
            self.gaps.append(Gap(time.perf_counter(), spent))
