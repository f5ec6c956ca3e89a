"""Notices when the window's thread was held up: gaps of its event loop, always on.

While work is under way on the lanes a timer beats, and whatever comes between two beats is a gap,
also waiting for Python's lock. Otherwise nothing ticks and an idle window stays idle: then the
processor time that a round of the loop took says how long it worked, for asleep it takes none.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Qt, QTimer

GAP_S = 0.05
BEAT_MS = 10
KEPT = 200


@dataclass(frozen=True)
class Gap:
    """Work that kept the window from answering."""

    at: float
    "on the clock that only goes forward"
    seconds: float


class Heartbeat(QObject):
    """Measures the event loop of the thread that it lives on."""

    def __init__(self, busy: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        self.gaps: deque[Gap] = deque(maxlen=KEPT)
        self.longest_s = 0.0
        self.beats = 0
        self._worked = time.thread_time()
        self._last_beat = 0.0
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.beat)
        self._dispatcher = QAbstractEventDispatcher.instance()

    def start(self) -> None:
        if self._dispatcher is not None:
            self._dispatcher.awake.connect(self._on_round)
            self._dispatcher.aboutToBlock.connect(self._on_round)

    def stop(self) -> None:
        self._timer.stop()
        if self._dispatcher is not None:
            self._dispatcher.awake.disconnect(self._on_round)
            self._dispatcher.aboutToBlock.disconnect(self._on_round)

    def forget(self) -> None:
        """Begin anew, as a measurement does."""
        self.gaps.clear()
        self.longest_s, self.beats = 0.0, 0
        self._worked, self._last_beat = time.thread_time(), time.perf_counter()

    def beat(self) -> None:
        now = time.perf_counter()
        self.beats += 1
        self._note(now - self._last_beat - BEAT_MS / 1000)
        self._last_beat = now
        if not self._busy():
            self._timer.stop()

    def _on_round(self) -> None:
        worked = time.thread_time()
        if not self._timer.isActive():
            self._note(worked - self._worked)
            if self._busy():
                self._last_beat = time.perf_counter()
                self._timer.start()
        self._worked = worked

    def _note(self, seconds: float) -> None:
        self.longest_s = max(self.longest_s, seconds)
        if seconds >= GAP_S:
            self.gaps.append(Gap(time.perf_counter(), seconds))
