"""An engine's process as seen from Tacit: started when needed, replaced when it ends.

A call yields the frames of its answer. Whatever happens to the process (a crash in native code, a
kill, a hang) costs the call that was being answered: it raises a typed error, and the next call
starts a fresh process.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inference.engines import events, wire
from inference.engines.host import IDLE_EXIT, Opening
from inference.errors import EngineDied, EngineFault, EngineHung, InferenceError, from_row

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
    seal: dict[str, Any] = field(default_factory=dict)
    own_bytes: int = 0
    mapped_bytes: int = 0
    starts: int = 0


def never() -> bool:
    """Nobody has lost interest."""
    return False


class Child:
    """One role's process. Calls are answered one after the other; any thread may ask."""

    def __init__(self, opening: Opening, patience: Patience = Patience()) -> None:
        self.opening = opening
        self.condition = Condition()
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._frames: queue.SimpleQueue[wire.Frame | None] = queue.SimpleQueue()
        self._turn = threading.Lock()
        self._writing = threading.Lock()
        self._request = 0
        self._state = "idle"

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

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
    ) -> Iterator["Asked"]:  # fmt: skip
        """Ask for something that may need more to be sent; the answer is read from `frames`."""
        while not self._turn.acquire(timeout=LOOK_EVERY_S):
            if stopped():
                yield Asked(self, None, stopped)
                return
        try:
            self._request += 1
            asked = Asked(self, wire.Frame(self._request, kind, fields, payload), stopped)
            try:
                yield asked
            finally:
                asked.leave()
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()

    def start(self, stopped: Callable[[], bool] = never) -> Iterator[wire.Frame]:
        """Start the process where none runs; yields how loading goes."""
        if self.is_running:
            return
        self.close()
        self._state = "loading"
        self._process = _spawn()
        self._frames = queue.SimpleQueue()
        threading.Thread(
            target=_collect, args=(self._process.stdout, self._frames), daemon=True
        ).start()
        self.condition = Condition(pid=self._process.pid, starts=self.condition.starts + 1)
        self.send(wire.Frame(0, "open", events.row_of(self.opening)))
        while (frame := self.receive(0, self._patience.loading_s, stopped)).kind != "ready":
            if frame.kind == "sealed":
                self.condition.seal = frame.fields
            else:
                yield frame
        self.condition.about = frame.fields
        self._note_memory(frame)
        self._state = "idle"

    def send(self, frame: wire.Frame) -> None:
        """Write a frame; a process that is gone is noticed when its answer is read."""
        process = self._process
        with self._writing, contextlib.suppress(OSError, ValueError):
            assert process is not None
            assert process.stdin is not None
            wire.write(process.stdin, frame)

    def receive(self, request: int, patience_s: float, stopped: Callable[[], bool]) -> wire.Frame:
        """The next frame of a request; "failed" frames are raised."""
        deadline = time.monotonic() + patience_s
        asked_to_stop = False
        while True:
            try:
                frame = self._frames.get(timeout=LOOK_EVERY_S)
            except queue.Empty:
                if not asked_to_stop and stopped():
                    asked_to_stop = True
                    deadline = min(deadline, time.monotonic() + GRACE_S)
                    self.send(wire.Frame(request, "stop"))
                    if request == 0:
                        deadline = 0.0  # loading cannot be asked to stop: it is ended
                if time.monotonic() > deadline:
                    raise self._gone(hung=True) from None
                continue
            if frame is None:
                raise self._gone(hung=False)
            if frame.request == request:
                return self._checked(frame)

    def arrived(self, request: int) -> Iterator[wire.Frame]:
        """Frames of a request that are here already."""
        while not self._frames.empty():
            frame = self._frames.get()
            if frame is None:
                raise self._gone(hung=False)
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
        return self._process is None and self._state == "ended idle"

    def _checked(self, frame: wire.Frame) -> wire.Frame:
        if frame.kind != "failed":
            return frame
        if self._state == "loading":
            self.close()
        self._state = "idle"
        raise from_row(frame.fields, self.opening.role)

    def _gone(self, *, hung: bool) -> InferenceError:
        process, state = self._process, self._state
        assert process is not None
        if not hung:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=1.0)
        code = process.poll()
        self.close()
        self._state = "ended idle" if code == IDLE_EXIT else "idle"
        role = self.opening.role
        if hung:
            return EngineHung(role, state)
        if code is None:  # it closed its pipe but lives: it sent something that is no frame
            return EngineFault(role, "no frame")
        return EngineDied(role, state, _cause(code))

    def _note_memory(self, frame: wire.Frame) -> None:
        for name in ("own_bytes", "mapped_bytes"):
            value = frame.fields.get(name, 0)
            if type(value) is int:
                setattr(self.condition, name, value)


class Asked:
    """A request that is being answered."""

    def __init__(self, child: Child, frame: wire.Frame | None, stopped: Callable[[], bool]) -> None:
        self._child = child
        self._frame = frame
        self._stopped = stopped
        self._is_open = False

    def frames(self) -> Iterator[wire.Frame]:
        """What is answered: first how loading goes where the engine was not running."""
        if self._frame is None:
            return
        request = self._frame.request
        first = yield from self._first(self._frame)
        frame = first
        asked_to_stop = False
        while frame.kind != "done":
            yield frame
            if not asked_to_stop and self._stopped():
                asked_to_stop = True
                self._child.send(wire.Frame(request, "stop"))
            frame = self._next(request)
        self._is_open = False
        self._child.rest(frame)

    def arrived(self) -> Iterator[wire.Frame]:
        """What has been answered by now, without waiting."""
        if self._frame is not None and self._is_open:
            yield from self._child.arrived(self._frame.request)

    def rest(self) -> Iterator[wire.Frame]:
        """What is still answered to a request that was begun."""
        assert self._frame is not None
        while (frame := self._next(self._frame.request)).kind != "done":
            yield frame
        self._is_open = False
        self._child.rest(frame)

    def send(self, kind: str, payload: bytes = b"") -> None:
        """Send more that belongs to this request."""
        if self._frame is not None:
            self._child.send(wire.Frame(self._frame.request, kind, {}, payload))

    def begin(self) -> Iterator[wire.Frame]:
        """Start the engine and put the request to it; yields how loading goes."""
        assert self._frame is not None
        yield from self._child.start(self._stopped)
        self._child.work()
        self._is_open = True
        self._child.send(self._frame)

    def leave(self) -> None:
        """Wait for the end of an answer that nobody wants any more."""
        if not self._is_open or self._frame is None:
            return
        self._is_open = False
        self._child.send(wire.Frame(self._frame.request, "stop"))
        try:
            while True:
                frame = self._child.receive(self._frame.request, GRACE_S, never)
                if frame.kind == "done":
                    self._child.rest(frame)
                    return
        except InferenceError:
            return

    def _first(self, frame: wire.Frame) -> Generator[wire.Frame, None, wire.Frame]:
        if not self._is_open:
            yield from self.begin()
        try:
            return self._next(frame.request)
        except EngineDied:
            if not self._child.ended_idle:
                raise
        yield from self.begin()  # it ended just when the request was on its way
        return self._next(frame.request)

    def _next(self, request: int) -> wire.Frame:
        try:
            return self._child.receive(request, self._child.patience_s, self._stopped)
        except InferenceError:
            self._is_open = False
            raise


def ways_out() -> dict[str, dict[str, bool]]:
    """Which ways out of an engine's process were open before it was sealed, and after."""
    process = _spawn()
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        wire.write(process.stdin, wire.Frame(0, "ways out"))
        answer = wire.read(process.stdout)
    tried = answer.fields.get("tried") if answer else None
    if not isinstance(tried, dict):
        raise EngineFault("probe", "no answer")
    return {
        when: {str(way): bool(led) for way, led in ways.items()} for when, ways in tried.items()
    }


def _spawn() -> subprocess.Popen[bytes]:
    if getattr(sys, "frozen", False):
        command = [sys.executable, "--engine-host"]
    else:
        command = [sys.executable, "-P", "-s", "-m", "inference.engines.host"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=_environment(), start_new_session=True,  # Ctrl+C is for Tacit, which then says stop
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, **OFFLINE, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _collect(pipe: Any, frames: "queue.SimpleQueue[wire.Frame | None]") -> None:
    """Read frames until the process ends; runs in a thread of its own."""
    with contextlib.suppress(OSError, ValueError, wire.WireBroken):
        while (frame := wire.read(pipe)) is not None:
            frames.put(frame)
    frames.put(None)


def _cause(code: int) -> str:
    if code >= 0:
        return f"exit {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
