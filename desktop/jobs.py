"""Work off the window's thread; the only module that makes threads.

A lane is a queue with a fixed number of threads: `io` does four things at a time, each other lane
one; what is said goes from `microphone` to `hearing`, and from `voice` to `loudspeaker`; `standby`
holds a microphone open for as long as that is wished. Work gets
its `Job`, reports with `job.emit(event)` (which is also where a stop takes effect), and never
touches Qt. Events, results and errors wait in one queue that a timer empties on the window's
thread, in the order they happened; the timer runs only while there is work.
"""

import logging
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.logs import Name

FRAME_MS = 16
FRAME_BUDGET_S = 0.008
"half a frame: the other half is for painting what the events changed"
SWITCH_S = 0.0005
"after which a thread that computes lets others go on; at 5 ms, the usual, the window stands still"
LASTING_S = 5.0
"at the end, for what the owner still wanted done"

log = logging.getLogger(__name__)
Result = TypeVar("Result")


class Lane(StrEnum):
    """What must not run beside itself."""

    VAULT = "vault"
    MODEL = "model"
    MICROPHONE = "microphone"
    STANDBY = "standby"
    HEARING = "hearing"
    VOICE = "voice"
    LOUDSPEAKER = "loudspeaker"
    IO = "io"


THREADS = {**dict.fromkeys(Lane, 1), Lane.IO: 4}


class Cancelled(Exception):
    """Raised inside work that was asked to stop; never shown."""


def _ignore(_value: Any) -> None:
    """What happens with results that nobody waits for."""


def _ignore_end() -> None:
    """What happens when nobody waits for work to have stopped."""


def taking_turns() -> AbstractContextManager[bool]:
    """What lanes enter one at a time, where they make something that they share."""
    return threading.RLock()


@dataclass(eq=False)
class Job(Generic[Result]):
    """One piece of work on a lane."""

    lane: Lane
    _work: "Callable[[Job[Result]], Result]"
    _runner: "JobRunner"
    _on_done: Callable[[Result], None]
    _on_error: Callable[[BaseException], None] | None
    _on_event: Callable[[Any], None]
    _on_stopped: Callable[[], None]
    lasts: bool = False
    "whether it is done also when everything ends: the owner wanted it before that"
    _stop: threading.Event = field(default_factory=threading.Event)

    def emit(self, event: Any) -> None:
        """Report something to the window; raises `Cancelled` if the job was asked to stop."""
        self.check()
        self._runner._deliver(self, self._on_event, event)  # noqa: SLF001 - one mechanism, two classes

    def check(self) -> None:
        """Raise `Cancelled` if the job was asked to stop; for work with nothing to report."""
        if self._stop.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop; of what it says nothing arrives after this, only that it ended."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()


class JobRunner(QObject):
    """Starts work and brings back what comes of it."""

    failed = Signal(object)
    "an error of work that was started without `on_error`"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_S)
        self._waiting: dict[Lane, queue.SimpleQueue[Job[Any] | None]] = {
            lane: queue.SimpleQueue() for lane in Lane
        }
        self._threads: dict[Lane, list[threading.Thread]] = {lane: [] for lane in Lane}
        self._endings: dict[Lane, list[Callable[[], None]]] = {lane: [] for lane in Lane}
        self._deliveries: deque[tuple[Job[Any], Callable[[Any], None], Any]] = deque()
        self._live: set[Job[Any]] = set()
        self._closed = False
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._drain)

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be started any more."""
        return self._closed

    @property
    def busy(self) -> int:
        """How many jobs are running, waiting, or have something left to deliver."""
        return len(self._live)

    def start(  # noqa: PLR0913 - one callback for each way in which work can speak or end
        self,
        lane: Lane,
        work: Callable[[Job[Result]], Result],
        *,
        on_done: Callable[[Result], None] = _ignore,
        on_error: Callable[[BaseException], None] | None = None,
        on_event: Callable[[Any], None] = _ignore,
        on_stopped: Callable[[], None] = _ignore_end,
        lasts: bool = False,
    ) -> Job[Result]:
        """Run `work` on a lane; the callbacks come on the window's thread.

        `on_stopped` comes when work that was cancelled has really ended.
        """
        if self._closed:
            raise RuntimeError("the job runner is closed")
        job = Job(lane, work, self, on_done, on_error, on_event, on_stopped, lasts)
        self._live.add(job)
        if len(self._threads[lane]) < THREADS[lane]:
            thread = threading.Thread(target=self._serve, args=(lane,), name=lane, daemon=True)
            self._threads[lane].append(thread)
            thread.start()
        self._waiting[lane].put(job)
        if not self._timer.isActive():
            self._timer.start()
        return job

    def at_end(self, lane: Lane, work: Callable[[], None]) -> None:
        """What a thread of the lane does last of all, as closing what only it may close.

        Called from within work of a lane that has one thread.
        """
        self._endings[lane].append(work)

    def close(self, timeout_s: float = 5.0) -> bool:
        """Stop everything but what lasts, and wait for it; nothing is delivered any more.

        False if some work did not stop in time: it goes on, but nothing that it says is heard.
        """
        self._closed = True
        self._timer.stop()
        lasting = False
        for job in self._live:
            if job.lasts and not job.is_cancelled:
                lasting = True
            else:
                job.cancel()
        for lane, threads in self._threads.items():
            for _ in threads:
                self._waiting[lane].put(None)
        until = time.monotonic() + (max(timeout_s, LASTING_S) if lasting else timeout_s)
        alive = []
        for thread in [one for threads in self._threads.values() for one in threads]:
            thread.join(max(0.0, until - time.monotonic()))
            alive.append(thread.is_alive())
        self._deliveries.clear()
        self._live.clear()
        return not any(alive)

    def _serve(self, lane: Lane) -> None:
        """What each thread of a lane does, until `close` sends None."""
        while (job := self._waiting[lane].get()) is not None:
            self._run(job)
        for work in reversed(self._endings[lane]):
            work()

    def _run(self, job: Job[Any]) -> None:
        try:
            job.check()
            result = job._work(job)  # noqa: SLF001
        except Cancelled:
            self._deliver(job, self._finish, None)
        except BaseException as error:
            log.info("work on lane %s ended with %s", Name(job.lane), error, exc_info=error)
            self._deliver(job, lambda error: self._fail(job, error), error)
        else:
            self._deliver(job, lambda result: self._succeed(job, result), result)

    def _deliver(self, job: Job[Any], take: Callable[[Any], None], value: Any) -> None:
        self._deliveries.append((job, take, value))

    def _drain(self) -> None:
        """Hand over what happened since the last frame, in order, for half a frame at most."""
        until = time.monotonic() + FRAME_BUDGET_S
        while self._deliveries and time.monotonic() < until:
            job, take, value = self._deliveries.popleft()
            is_end = take is not job._on_event  # noqa: SLF001
            if is_end:
                self._live.discard(job)
            if not job.is_cancelled:
                take(value)
            elif is_end:
                job._on_stopped()  # noqa: SLF001
        if not self._live and not self._deliveries:
            self._timer.stop()

    def _finish(self, _nothing: None) -> None:
        """A cancelled job ends in silence."""

    def _succeed(self, job: Job[Any], result: Any) -> None:
        job._on_done(result)  # noqa: SLF001

    def _fail(self, job: Job[Any], error: Exception) -> None:
        if job._on_error is not None:  # noqa: SLF001
            job._on_error(error)  # noqa: SLF001
        else:
            self.failed.emit(error)
