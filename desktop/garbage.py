"""Python's cyclic garbage, collected on the window's thread only, and a little at a time.

A collection that starts by itself may run on any thread and destroy Qt objects there, which
crashes. So it is switched off, and the event loop collects when enough has piled up: it looks
whenever it comes to rest, for what has piled up by then is looked through in one go. What is old
waits until nothing else is under way.
"""

import ctypes
import gc
import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QTimer

EVERY_MS = 5_000
YOUNG_LIMIT = 2_000
"objects; looking through them and throwing them away takes a millisecond or two"
MIDDLE_EVERY = 10
"rounds until what survived them is looked through too"
OLD_EVERY = 12
"of those until all is, at the next rest"
PATIENCE = 3
"times as many, and it waits for no rest: some work lasts all day"


def give_back() -> None:
    """Memory that was needed for a moment goes back to the system."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, others need it not
        if trim is not None:
            trim(0)


class Collector(QObject):
    """Collects for as long as it lives; `stop` gives the work back to Python."""

    def __init__(self, busy: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        self._rounds = self._middles = 0
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect_old)
        self._timer.start()
        # A turn of its own: while the loop prepares to wait, no Qt objects are to be destroyed.
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.collect)
        self._dispatcher = QAbstractEventDispatcher.instance()
        self._dispatcher.aboutToBlock.connect(self._on_rest)
        # A timer of its own: `QTimer.singleShot` holds no method of another object alive.
        self._settling = QTimer(self, singleShot=True)
        self._settling.timeout.connect(self.settle)

    def settle_in(self, milliseconds: int) -> None:
        self._settling.start(milliseconds)

    def settle(self) -> None:
        """What is there now stays: looking through it again would only hold up the window."""
        gc.freeze()

    def collect(self) -> None:
        """What is young, if that is much; sometimes what survived that."""
        if gc.get_count()[0] < YOUNG_LIMIT:
            return
        self._rounds += 1
        is_middle = self._rounds % MIDDLE_EVERY == 0
        gc.collect(1 if is_middle else 0)
        self._middles += is_middle

    def collect_old(self) -> None:
        """Everything, if there is enough of it and nobody waits for anything."""
        self.collect()
        limit = OLD_EVERY * (PATIENCE if self._busy() else 1)
        if self._middles >= limit:
            self._middles = 0
            gc.collect()

    def stop(self) -> None:
        if self._timer.isActive():
            self._dispatcher.aboutToBlock.disconnect(self._on_rest)
        self._timer.stop()
        self._soon.stop()
        self._settling.stop()
        gc.unfreeze()
        gc.enable()

    def _on_rest(self) -> None:
        if gc.get_count()[0] >= YOUNG_LIMIT:
            self._soon.start()
