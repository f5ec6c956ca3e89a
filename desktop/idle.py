"""How long nobody has used the computer, and the word when that was long enough.

The system is asked where it tells; elsewhere only input to our own windows counts. A timer waits
for exactly as long as is left: nothing wakes up in between.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from desktop.jobs import JobRunner, Lane

INPUT = frozenset(
    (
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TabletMove,
    )
)  # fmt: skip
LEAST_WAIT_S = 1.0
Ask = Callable[[], float | None]


class Idle(QObject):
    """Says when nobody has been there for some time."""

    idle = Signal()

    def __init__(
        self, jobs: JobRunner, ask: Ask, clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._jobs, self._ask, self._clock = jobs, ask, clock
        self._limit_s = 0.0
        self._last_input = clock()
        self._watched: list[QWindow] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    def start(self, minutes: int) -> None:
        """Wait for so long; 0 waits for nothing."""
        self._limit_s = minutes * 60.0
        self._last_input = self._clock()
        self._timer.stop()
        if minutes:
            self._wait(self._limit_s)
            self._jobs.start(Lane.IO, lambda _job: self._ask(), on_done=self._on_first)

    def stop(self) -> None:
        self._limit_s = 0.0
        self._timer.stop()

    def look(self) -> None:
        """Find out how long nobody has been there."""
        self._jobs.start(Lane.IO, lambda _job: self._ask(), on_done=self._on_told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in INPUT:
            self._last_input = self._clock()
        return super().eventFilter(watched, event)

    def _on_first(self, idle_s: float | None) -> None:
        """Where the system does not tell, our own windows have to."""
        app = QGuiApplication.instance()
        if idle_s is None and not self._watched and isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            self._watch(QGuiApplication.focusWindow())

    def _watch(self, window: QWindow | None) -> None:
        """A window in front, a dialog too; far fewer events pass here than through the whole."""
        if window is not None and window not in self._watched:
            window.installEventFilter(self)
            self._watched.append(window)
            window.destroyed.connect(lambda: self._watched.remove(window))

    def _on_told(self, idle_s: float | None) -> None:
        if not self._limit_s:
            return
        since_s = self._clock() - self._last_input if idle_s is None else idle_s
        if since_s >= self._limit_s:
            self.idle.emit()
        else:
            self._wait(self._limit_s - since_s)

    def _wait(self, seconds: float) -> None:
        self._timer.start(round(max(seconds, LEAST_WAIT_S) * 1000))
