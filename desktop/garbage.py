"""Python's cyclic garbage, collected on the window's thread only.

A collection that starts by itself may run on any thread and destroy Qt objects there, which
crashes. So it is switched off, and a timer collects when enough has piled up.
"""

import ctypes
import gc
import sys

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 5_000
YOUNG_LIMIT = 5_000
FULL_EVERY = 24
"every two minutes also what survived, if anything was collected since"


def give_back() -> None:
    """Memory that was needed for a moment goes back to the system."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, others need it not
        if trim is not None:
            trim(0)


class Collector(QObject):
    """Collects for as long as it lives; `stop` gives the work back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rounds = 0
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        # A timer of its own: `QTimer.singleShot` holds no method of another object alive.
        self._settling = QTimer(self, singleShot=True)
        self._settling.timeout.connect(self.settle)

    def settle_in(self, milliseconds: int) -> None:
        self._settling.start(milliseconds)

    def settle(self) -> None:
        """What is there now stays: looking through it again would only hold up the window."""
        gc.freeze()

    def collect(self) -> None:
        if gc.get_count()[0] < YOUNG_LIMIT:
            return
        self._rounds += 1
        gc.collect(2 if self._rounds % FULL_EVERY == 0 else 1)

    def stop(self) -> None:
        self._timer.stop()
        self._settling.stop()
        gc.unfreeze()
        gc.enable()
