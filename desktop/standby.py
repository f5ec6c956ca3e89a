"""The microphone held open: for words that wake Tacit, or so that no first syllable is lost.

Of what it hears half a second lies in memory, over and over, and nowhere else; whoever begins to
listen is given that first. One lane of its own: it hands sound on to whoever wants it, and to the
sealed process that waits for the words.
"""

import contextlib
import queue
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from desktop import audio
from desktop.errors import MicrophoneGone
from desktop.jobs import Job, Lane, taking_turns
from desktop.session import Session
from inference.engines.watch import Watch, Watching
from inference.voice.waking import Paused, WakeWord, Woken

BEFORE_S = 0.5
"of sound that was there before somebody began to listen"
BEFORE_BYTES = int(2 * audio.RATE * BEFORE_S)
LOOK_S = 0.02
OPENED = "opened"


class Sounds(Protocol):
    """Sound as it comes."""

    def until(self, is_over: Callable[[], bool]) -> Iterator[bytes]: ...


@dataclass(eq=False)
class Stream:
    """One microphone held open, between the lanes that take from it."""

    turn: AbstractContextManager[bool] = field(default_factory=taking_turns)
    before: deque[bytes] = field(default_factory=deque)
    held: int = 0
    takers: "list[Taker]" = field(default_factory=list)
    wishes: "queue.SimpleQueue[str]" = field(default_factory=queue.SimpleQueue)
    "what the process that waits is to do next"
    error: BaseException | None = None
    "what ended it"
    is_over: bool = False

    def feed(self, sound: bytes) -> None:
        with self.turn:
            self.before.append(sound)
            self.held += len(sound)
            while self.held - len(self.before[0]) >= BEFORE_BYTES:
                self.held -= len(self.before.popleft())
            for one in self.takers:
                one.sound.put(sound)

    def end(self, error: BaseException | None = None) -> None:
        with self.turn:
            self.error, self.is_over = error, True
            self.before.clear()
            for one in self.takers:
                one.sound.put(None)


class Taker:
    """Whoever listens now; first comes what was there already."""

    def __init__(self, stream: Stream) -> None:
        self.sound: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._stream = stream
        with stream.turn:
            for one in (*stream.before, *([None] if stream.is_over else [])):
                self.sound.put(one)
            stream.takers.append(self)

    def until(self, is_over: Callable[[], bool]) -> Iterator[bytes]:
        """The same until it is over, and then what has come until then."""
        while not is_over():
            with contextlib.suppress(queue.Empty):
                yield self._next(wait=True)
        with contextlib.suppress(queue.Empty):
            while True:
                yield self._next(wait=False)

    def leave(self) -> None:
        with self._stream.turn:
            self._stream.takers.remove(self)

    def _next(self, *, wait: bool) -> bytes:
        found = self.sound.get(timeout=LOOK_S) if wait else self.sound.get_nowait()
        if found is None:
            self.sound.put(None)
            raise self._stream.error or MicrophoneGone
        return found


class Standby(QObject):
    """Holds a microphone open while somebody wants that."""

    woken = Signal()
    paused = Signal(bool)
    "whoever was followed has stopped; whether anything was said"
    open_changed = Signal(bool)
    failed = Signal(object)
    "an exception: it is not open any more"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stream: Stream | None = None
        self._job: Job[None] | None = None
        self.is_open = False

    @property
    def is_on(self) -> bool:
        """Whether it is open, or about to be."""
        return self._stream is not None

    def start(self, device: str, word: WakeWord | None) -> None:
        """Hold this microphone open from now on, and wait for these words in it, if any."""
        self.stop()
        self._stream = stream = Stream()
        self._job = self._session.jobs.start(
            Lane.STANDBY, lambda job: _hold(job, stream, device, word),
            on_event=self._on_event, on_error=lambda error: self._on_error(stream, error),
        )  # fmt: skip

    def stop(self) -> None:
        """Close it; who listens to it by now hears no more."""
        if self._stream is not None and self._job is not None:
            self._job.cancel()
            self._stream.is_over = True
        self._stream, self._job = None, None
        self._set_open(is_open=False)

    def follow(self) -> None:
        """Somebody speaks to Tacit now: tell when they stop."""
        self._wish("follow")

    def wait(self) -> None:
        """Nobody does any more."""
        self._wish("wait")

    @contextlib.contextmanager
    def microphone(self, device: str) -> Iterator[Sounds]:
        """What is held open, with what was just heard; else this microphone, opened for it."""
        stream = self._stream
        if stream is None or stream.is_over or not stream.held:  # nothing comes of it yet
            with audio.microphone(device) as opened:
                yield opened
            return
        taker = Taker(stream)
        try:
            yield taker
        finally:
            taker.leave()

    def _wish(self, wish: str) -> None:
        if self._stream is not None:
            self._stream.wishes.put(wish)

    def _on_event(self, event: Any) -> None:
        if event == OPENED:
            self._set_open(is_open=True)
        elif isinstance(event, Woken):
            self.woken.emit()
        elif isinstance(event, Paused):
            self.paused.emit(event.has_spoken)

    def _on_error(self, stream: Stream, error: BaseException) -> None:
        if stream is self._stream:
            self._stream, self._job = None, None
            self._set_open(is_open=False)
            self.failed.emit(error)

    def _set_open(self, *, is_open: bool) -> None:
        if is_open != self.is_open:
            self.is_open = is_open
            self.open_changed.emit(is_open)


def _hold(job: Job[None], stream: Stream, device: str, word: WakeWord | None) -> None:
    """On its lane: sound goes to all who want it until it is called off."""
    error: BaseException | None = None
    try:
        with contextlib.ExitStack() as stack:
            watching = _watching(stack, word, lambda: stream.is_over) if word is not None else None
            microphone = stack.enter_context(audio.microphone(device))
            for sound in microphone.until(lambda: stream.is_over or job.is_cancelled):
                if not stream.held:
                    job.emit(OPENED)
                stream.feed(sound)
                if watching is not None:
                    _watch(job, stream, watching, sound)
    except BaseException as caught:
        error = caught
        raise
    finally:
        stream.end(error)


def _watching(stack: contextlib.ExitStack, word: WakeWord, is_over: Callable[[], bool]) -> Watching:
    watch = Watch()
    stack.callback(watch.close)
    return stack.enter_context(watch.over(word, stopped=is_over))


def _watch(job: Job[None], stream: Stream, watching: Watching, sound: bytes) -> None:
    """What is wished of the process that waits, in the place of the sound where it was wished."""
    with contextlib.suppress(queue.Empty):
        while True:
            wish = stream.wishes.get_nowait()
            (watching.follow if wish == "follow" else watching.wait)()
    for event in watching.hear(sound):
        job.emit(event)
