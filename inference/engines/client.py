"""An engine's process as seen from Tacit: started when needed, replaced when it ends.

A call yields the frames of its answer. Whatever happens to the process (a crash in native code, a
kill, a hang) costs the call that was being answered: it raises a typed error, and the next call
starts a fresh process.
"""

import contextlib
import math
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.engines import events, wire
from inference.engines.host import IDLE_EXIT, Opening
from inference.engines.protocols import never
from inference.errors import (
    CalledOff,
    EngineDied,
    EngineFault,
    EngineHung,
    InferenceError,
    from_row,
)

if TYPE_CHECKING:
    from vault import starting

ROOT = Path(__file__).resolve().parents[2]
PASSED_ON = (
    "LANG", "LC_ALL", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "LD_LIBRARY_PATH",
    "CUDA_VISIBLE_DEVICES", "OPENBLAS_CORETYPE",
)  # fmt: skip
OFFLINE = {
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1", "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False", "ORT_DISABLE_TELEMETRY": "1", "CUDA_CACHE_DISABLE": "1",
}  # fmt: skip
LOOK_EVERY_S = 0.05
"how soon a wish to stop is passed on while nothing arrives"
GRACE_S = 5.0
"how long a process that was asked to stop may take to say so"
MOST_WAITING = 1024
"frames that nobody has read yet; beyond them the process waits"
_ENDED = wire.Frame(-1, "ended")


@dataclass(frozen=True)
class Patience:
    """How long a process may say nothing before it is taken for hung, in seconds."""

    loading_s: float = 300.0
    working_s: float = 180.0


@dataclass
class Condition:
    """What is known about an engine's process."""

    pid: int = 0
    about: dict[str, Any] = field(default_factory=dict)
    "what it said when its weights were loaded"
    seal: dict[str, Any] = field(default_factory=dict)
    own_bytes: int = 0
    mapped_bytes: int = 0
    starts: int = 0


class Wish:
    """Whether somebody still wants an answer; once not, the engine has a moment to say so."""

    def __init__(self, stopped: Callable[[], bool]) -> None:
        self._stopped = stopped
        self.deadline = math.inf
        self.is_told = False
        "whether the engine has been asked to stop"

    @property
    def is_over(self) -> bool:
        if self.deadline == math.inf and self._stopped():
            self.end()
        return self.deadline < math.inf

    def end(self) -> None:
        self.deadline = min(self.deadline, time.monotonic() + GRACE_S)


class Child:
    """One role's process. Calls are answered one after the other; any thread may ask."""

    def __init__(self, opening: Opening, patience: Patience = Patience()) -> None:
        self.opening = opening
        self.condition = Condition()
        self._patience = patience
        self._running: _Running | None = None
        self._turn = threading.Lock()
        self._request = 0
        self._state = "idle"
        self._is_over = False

    @property
    def is_running(self) -> bool:
        running = self._running
        return running is not None and running.is_alive

    def call(
        self, kind: str, fields: dict[str, Any], payload: bytes = b"",
        *, stopped: Callable[[], bool] = never,
    ) -> Iterator[wire.Frame]:  # fmt: skip
        """Ask for something and yield what is answered, up to but without the last frame."""
        with self.ask(kind, fields, payload, stopped=stopped) as asked:
            yield from asked.frames()

    @contextlib.contextmanager
    def ask(
        self, kind: str, fields: dict[str, Any], payload: bytes = b"",
        *, stopped: Callable[[], bool] = never,
        around: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext,
    ) -> Iterator["Asked"]:  # fmt: skip
        """Ask for something; the answer is read from what this yields.

        `around` is entered when it is this call's turn, and left before the next one's.
        """
        while not self._turn.acquire(timeout=LOOK_EVERY_S):
            if stopped():
                raise CalledOff(self.opening.role)
        try:
            with around():
                self._request += 1
                frame = wire.Frame(self._request, kind, fields, payload)
                asked = Asked(self, frame, Wish(stopped))
                try:
                    yield asked
                except KeyboardInterrupt:
                    self.close()  # somebody waits for it to stop
                    raise
                except wire.WireBroken as error:
                    self.close()
                    raise EngineFault(self.opening.role, str(error)) from error
                finally:
                    asked.leave()
        finally:
            self._turn.release()

    def close_for_good(self) -> None:
        """End the process, and start no other."""
        self._is_over = True
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        running, self._running = self._running, None
        if running is not None:
            running.end()

    def start(self, wish: Wish) -> Iterator[wire.Frame]:
        """Start the process where none runs; yields how loading goes."""
        if self.is_running:
            return
        self.close()
        self._state = "loading"
        self._running = running = _Running()
        if self._is_over:  # closed while this call was on its way
            self.close()
            raise EngineDied(self.opening.role, self._state, "closed")
        self.condition = Condition(pid=running.pid, starts=self.condition.starts + 1)
        self.send(wire.Frame(0, "open", events.row_of(self.opening)))
        is_ready = False
        try:
            while (frame := self.receive(0, self._patience.loading_s, wish)).kind != "ready":
                if frame.kind == "sealed":
                    self.condition.seal = frame.fields
                else:
                    yield frame
            is_ready = True
        finally:
            if not is_ready:  # a process that nobody waited for would be in an unknown state
                self.close()
        self.condition.about = frame.fields
        self._note_memory(frame)
        self._state = "idle"

    def send(self, frame: wire.Frame) -> None:
        """Hand over a frame to be written; a process that is gone is noticed when reading."""
        running = self._running
        if running is not None:
            running.send(frame)

    def receive(self, request: int, patience_s: float, wish: Wish) -> wire.Frame:
        """The next frame of a request; "failed" frames are raised."""
        deadline = time.monotonic() + patience_s
        while True:
            if wish.is_over and not wish.is_told:
                wish.is_told = True
                self.send(wire.Frame(request, "stop"))
            if wish.is_over and request == 0:
                self.close()  # loading cannot be asked to stop
                raise CalledOff(self.opening.role)
            running = self._running
            if running is None:
                raise EngineDied(self.opening.role, self._state, "closed")
            if time.monotonic() > min(deadline, wish.deadline):
                raise self._hung(wish)
            frame = running.next(LOOK_EVERY_S)
            if frame is _ENDED:
                raise self._gone()
            if frame is not None and frame.request == request:
                return self._checked(frame)

    def arrived(self, request: int) -> Iterator[wire.Frame]:
        """Frames of a request that are here already."""
        while (running := self._running) is not None:
            frame = running.next(0)
            if frame is None:
                return
            if frame is _ENDED:
                raise self._gone()
            if frame.request == request:
                yield self._checked(frame)

    def work(self) -> None:
        self._state = "working"

    def rest(self, last: wire.Frame) -> None:
        self._state = "idle"
        self._note_memory(last)

    @property
    def patience_s(self) -> float:
        return self._patience.working_s

    @property
    def ended_idle(self) -> bool:
        """Whether the process ended because it was idle, so that a call may simply be repeated."""
        return self._running is None and self._state == "ended idle"

    def _checked(self, frame: wire.Frame) -> wire.Frame:
        if frame.kind != "failed":
            return frame
        if self._state == "loading":
            self.close()
        self._state = "idle"
        raise from_row(frame.fields, self.opening.role)

    def _hung(self, wish: Wish) -> InferenceError:
        state, self._state = self._state, "idle"
        self.close()
        if wish.is_over:
            return CalledOff(self.opening.role)
        return EngineHung(self.opening.role, state)

    def _gone(self) -> InferenceError:
        running, state = self._running, self._state
        code = running.exit_code() if running is not None else None
        self.close()
        self._state = "ended idle" if code == IDLE_EXIT else "idle"
        if running is None:
            return EngineDied(self.opening.role, state, "closed")
        if code is None:  # it closed its pipe but lives: it sent something that is no frame
            return EngineFault(self.opening.role, "no frame")
        return EngineDied(self.opening.role, state, _cause(code))

    def _note_memory(self, frame: wire.Frame) -> None:
        for name in ("own_bytes", "mapped_bytes"):
            value = frame.fields.get(name, 0)
            if type(value) is int:
                setattr(self.condition, name, value)


class Asked:
    """A request that is being answered."""

    def __init__(self, child: Child, frame: wire.Frame, wish: Wish) -> None:
        self._child = child
        self._frame = frame
        self._wish = wish
        self._is_open = False

    def frames(self) -> Iterator[wire.Frame]:
        """What is answered: first how loading goes where the engine was not running."""
        frame = yield from self._first()
        while frame.kind != "done":
            yield frame
            frame = self._next()
        self._is_open = False
        self._child.rest(frame)

    def begin(self) -> Iterator[wire.Frame]:
        """Start the engine and put the request to it; yields how loading goes."""
        yield from self._child.start(self._wish)
        self._child.work()
        self._is_open = True
        self._child.send(self._frame)

    def opened(self) -> Iterator[wire.Frame]:
        """Put the request, and wait until the engine says that it is at it."""
        yield from self._first()

    def arrived(self) -> Iterator[wire.Frame]:
        """What has been answered by now, without waiting."""
        try:
            yield from self._child.arrived(self._frame.request)
        except InferenceError:
            self._is_open = False
            raise

    def rest(self) -> Iterator[wire.Frame]:
        """What is still answered to a request that was begun."""
        while (frame := self._next()).kind != "done":
            yield frame
        self._is_open = False
        self._child.rest(frame)

    def send(self, kind: str, payload: bytes = b"") -> None:
        """Send more that belongs to this request."""
        self._child.send(wire.Frame(self._frame.request, kind, {}, payload))

    def leave(self) -> None:
        """Wait a moment for the end of an answer that nobody wants any more."""
        if not self._is_open:
            return
        self._wish.end()
        with contextlib.suppress(InferenceError):
            while (frame := self._next()).kind != "done":
                pass
            self._child.rest(frame)

    def _first(self) -> Generator[wire.Frame, None, wire.Frame]:
        yield from self.begin()
        try:
            return self._next()
        except EngineDied:
            if not self._child.ended_idle:
                raise
        yield from self.begin()  # it ended just when the request was on its way
        return self._next()

    def _next(self) -> wire.Frame:
        try:
            return self._child.receive(self._frame.request, self._child.patience_s, self._wish)
        except InferenceError:
            self._is_open = False
            raise


class _Running:
    """A process and its two pipes, each served by a thread: neither side ever blocks the other."""

    def __init__(self) -> None:
        self._process = _started()
        self.pid = self._process.pid
        self._is_over = False
        self._incoming: queue.Queue[wire.Frame] = queue.Queue(MOST_WAITING)
        self._outgoing: queue.SimpleQueue[wire.Frame | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._collect, self._post)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def send(self, frame: wire.Frame) -> None:
        self._outgoing.put(frame)

    def next(self, timeout_s: float) -> wire.Frame | None:
        """A frame, nothing, or `_ENDED`."""
        try:
            return (
                self._incoming.get(timeout=timeout_s) if timeout_s else self._incoming.get_nowait()
            )
        except queue.Empty:
            return None

    def exit_code(self) -> int | None:
        """How the process ended; None if it goes on without its pipe."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1.0)
        return self._process.poll()

    def end(self) -> None:
        self._is_over = True
        self._process.kill()
        self._process.wait()
        self._outgoing.put(None)
        for thread in self._threads:
            thread.join(timeout=1.0)

    def _collect(self) -> None:
        """Take frames as they come, no faster than they are wanted."""
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            with contextlib.suppress(OSError, ValueError, wire.WireBroken):
                while (frame := wire.read(pipe)) is not None:
                    self._put(frame)
            self._put(_ENDED)

    def _put(self, frame: wire.Frame) -> None:
        while not self._is_over:
            with contextlib.suppress(queue.Full):
                self._incoming.put(frame, timeout=LOOK_EVERY_S)
                return

    def _post(self) -> None:
        """Write frames, as slowly as they are read."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError), self._process.stdin as pipe:
            while (frame := self._outgoing.get()) is not None:
                wire.write(pipe, frame)


def ways_out() -> dict[str, dict[str, bool]]:
    """Which ways out of an engine's process were open before it was sealed, and after."""
    process = _started()
    assert process.stdin is not None
    assert process.stdout is not None
    with tempfile.NamedTemporaryFile() as file, process.stdin as requests, process.stdout as pipe:
        wire.write(requests, wire.Frame(0, "ways out", {"file": file.name}))
        answer = wire.read(pipe)
    process.wait()
    tried = answer.fields.get("tried") if answer else None
    if not isinstance(tried, dict):
        raise EngineFault("probe", "no answer")
    return {
        when: {str(way): bool(led) for way, led in ways.items()} for when, ways in tried.items()
    }


def _started() -> "starting.Running":
    from vault import starting  # who is closed off may import this module, and nothing of the vault

    if getattr(sys, "frozen", False):
        command = [sys.executable, "--engine-host"]
    else:
        command = [sys.executable, "-P", "-s", "-m", "inference.engines.host"]
    return starting.start(command, _environment())


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    # A home that is none: without one, the system's directory of users is asked, over a socket.
    kept["HOME"] = os.devnull
    return {**kept, **OFFLINE, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _cause(code: int) -> str:
    if code >= 0:
        return f"exit {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
