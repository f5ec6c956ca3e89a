"""The process an engine runs in: sealed first, then weights loaded, then one request at a time.

It writes nothing anywhere but to its pipe, and ends by itself when it was idle for long or when
Tacit is gone. One thread listens for requests to stop while native code works; the engine itself
runs in the main thread.
"""

import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from inference.engines import events, sandbox, wire
from inference.errors import EngineFault, InferenceError, OutOfMemory, as_row

IDLE_EXIT = 3
"ended because nobody asked for anything; not a failure"
ENGINES = {
    "chat": "inference.engines.chat",
    "embed": "inference.engines.embedder",
    "listen": "inference.engines.transcriber",
    "read": "inference.reading.host",
    "speak": "inference.engines.speaker",
}


@dataclass(frozen=True)
class Opening:
    """What an engine's process is told first: its role, its weights, and its bounds."""

    role: str
    name: str
    files: tuple[str, ...]
    settings: dict[str, Any]
    memory_bytes: int
    idle_s: float
    gpu: bool = False
    cpu_s: int = 0
    "how long it may keep a processor busy in all; 0 for as long as it likes"


class Call:
    """One request being answered."""

    def __init__(self, frame: wire.Frame, inbox: "Inbox", send: Callable[[wire.Frame], None]):
        self.kind = frame.kind
        self.fields = frame.fields
        self.payload = frame.payload
        self._request = frame.request
        self._inbox = inbox
        self._send = send

    def emit(self, event: Any, payload: bytes = b"") -> None:
        """Send an event of this request."""
        self.tell(events.KINDS[type(event)], events.row_of(event), payload)

    def tell(self, kind: str, row: dict[str, Any], payload: bytes = b"") -> None:
        self._send(wire.Frame(self._request, kind, row, payload))

    def stopped(self) -> bool:
        """Whether the asker has lost interest."""
        return self._request in self._inbox.stopped

    def more(self) -> Iterator[tuple[bytes, bool]]:
        """What is sent after the request, as sound is while it is spoken, and if that was all.

        Everything that is there comes at once, so that nobody works on what is out of date.
        """
        is_last = False
        while not (is_last or self.stopped()):
            payloads, frame = list[bytes](), self._inbox.next(timeout_s=0.05)
            while frame is not None and not is_last:
                is_last = frame.kind == "end"
                payloads.append(frame.payload)
                frame = None if is_last else self._inbox.next(timeout_s=0)
            if payloads:
                yield b"".join(payloads), is_last


class Engine(Protocol):
    """What a role's module makes: it answers calls by emitting events."""

    def serve(self, call: Call) -> None: ...

    def about(self) -> dict[str, Any]: ...


class Inbox:
    """Requests as they come; those to stop are noticed while another is being answered."""

    def __init__(self, pipe: BinaryIO) -> None:
        self.stopped: set[int] = set()
        self._pipe = pipe
        self._frames: queue.SimpleQueue[wire.Frame] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def next(self, timeout_s: float) -> wire.Frame | None:
        try:
            return self._frames.get(timeout=timeout_s) if timeout_s else self._frames.get_nowait()
        except queue.Empty:
            return None

    def _listen(self) -> None:
        try:
            while (frame := wire.read(self._pipe)) is not None:
                if frame.kind == "stop":
                    self.stopped.add(frame.request)
                else:
                    self._frames.put(frame)
        finally:
            os._exit(0)  # Tacit is gone; whatever is being thought is for nobody


def main() -> int:
    """Serve one role until nobody needs it."""
    requests, answers = _own_pipes()

    def send(frame: wire.Frame) -> None:
        wire.write(answers, frame)

    first = wire.read(requests)
    if first is None:
        return 0
    if first.kind == "ways out":
        from inference.engines import ways_out

        send(wire.Frame(0, "ways out", {"tried": ways_out.main(Path(first.fields["file"]))}))
        return 0
    opening = events.build(Opening, first.fields)
    try:
        bounds = sandbox.Bounds(opening.files, opening.memory_bytes, opening.gpu, opening.cpu_s)
        send(wire.Frame(0, "sealed", events.row_of(sandbox.close_off(bounds))))
        inbox = Inbox(requests)
        hello = Call(first, inbox, send)
        engine: Engine = import_module(ENGINES[opening.role]).load(opening, hello)
        hello.tell("ready", {**engine.about(), **_memory()})
    except Exception as error:  # noqa: BLE001 - one place turns whatever happened into a frame
        send(wire.Frame(0, "failed", as_row(_told(error, opening.role))))
        return 1
    return _serve(engine, inbox, send, opening)


def _serve(
    engine: Engine, inbox: Inbox, send: Callable[[wire.Frame], None], opening: Opening
) -> int:
    while True:
        frame = inbox.next(opening.idle_s)
        if frame is None:
            return IDLE_EXIT
        call = Call(frame, inbox, send)
        try:
            engine.serve(call)
            call.tell("done", _memory())
        except Exception as error:  # noqa: BLE001 - one place turns whatever happened into a frame
            call.tell("failed", as_row(_told(error, opening.role)))
        inbox.stopped.discard(frame.request)


def _told(error: Exception, role: str) -> InferenceError:
    if isinstance(error, InferenceError):
        return error
    if isinstance(error, MemoryError):
        return OutOfMemory(role)
    return EngineFault(role, f"{type(error).__name__} in {_place(error)}")


def _place(error: Exception) -> str:
    """Where in our own files something went wrong; nothing of what it was about."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.parent == Path(__file__).parent:
            place = f"{file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to Tacit, out of reach of whatever a library prints."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
    sys.stdin = sys.stdout = sys.stderr = open(os.devnull, "r+", encoding="utf-8")  # noqa: SIM115, PTH123 - for good
    return requests, answers


def _memory() -> dict[str, int]:
    """This process's memory now: its own, and the weights that the system maps for it."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return {}
    size = os.sysconf("SC_PAGE_SIZE")
    resident, shared = int(pages[1]) * size, int(pages[2]) * size
    return {"own_bytes": resident - shared, "mapped_bytes": shared}


if __name__ == "__main__":
    raise SystemExit(main())
