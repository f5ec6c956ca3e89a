"""From the microphone to words: one utterance at a time is recorded, and understood meanwhile.

Two lanes, so that the next utterance is recorded while the last one is still being understood. The
sound lies in memory between them, and nowhere else; it is handed on only where somebody keeps it.
"""

import queue
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop import audio
from desktop.errors import NothingHeard
from desktop.jobs import Job, Lane
from desktop.session import Session
from desktop.standby import Sounds
from inference.types import HearingRequest

BYTES_PER_S = 2 * audio.RATE
"16-bit mono, as engines hear"
LEAST_S = 0.12
"of sound: shorter is a slip of the finger"
LOUD_ENOUGH_S = 0.8
"of complete silence, after which something is wrong with the microphone"
LOOK_S = 0.05
Opens = Callable[[], AbstractContextManager[Sounds]]
Microphone = Callable[[str], AbstractContextManager[Sounds]]
LEVEL_BYTES = BYTES_PER_S // 20
"of sound between two looks at how loud it is"


@dataclass(eq=False)
class Recording:
    """The sound of one utterance on its way from one lane to the other."""

    utterance: int
    sound: "queue.SimpleQueue[bytes | None]" = field(default_factory=queue.SimpleQueue)
    is_over: bool = False
    "whether no more is wanted; set by the window, seen by the lane"
    is_kept: bool = False
    heard: bytearray = field(default_factory=bytearray)
    "all of it until now, where it is kept; filled by its lane, read when that has ended"


class Ear(QObject):
    """Listens, and tells what is said."""

    opened = Signal(int)
    "the first sound of an utterance is there"
    level = Signal(float)
    partly = Signal(int, object)
    "an utterance, and a Partial of it"
    heard = Signal(int, str)
    not_heard = Signal(int)
    recorded = Signal(int, object)
    "an utterance and its sound, before it is `heard` or `not_heard`; only where it `keeps` that"
    lost = Signal(int)
    "the microphone went away during this utterance"
    failed = Signal(object)
    "an exception, beside `not_heard` or `lost`"
    open_changed = Signal(bool)
    "whether a microphone is open now"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recordings: dict[int, Recording] = {}
        self._jobs: dict[int, list[Job[Any]]] = {}
        self._open: set[int] = set()
        self.request = HearingRequest("en")
        "how to listen: the language, and names that may be said"
        self.device = ""
        "the microphone that the owner chose; the usual one where there is none"
        self.keeps: Callable[[], bool] = lambda: False
        "whether the sound of what is said now is wanted"
        self.microphone: Microphone = audio.microphone
        "opens it, or takes it from whoever holds it open"

    @property
    def is_open(self) -> bool:
        return bool(self._open)

    def prepare(self) -> None:
        """What takes a moment the first time, so that no first word waits for it."""
        self._session.jobs.start(Lane.MICROPHONE, lambda _job: audio.prepare())

    def listen(self, utterance: int) -> None:
        """Record and understand from now on."""
        recording = Recording(utterance, is_kept=self.keeps())
        self._recordings[utterance] = recording
        opens, request = partial(self.microphone, self.device), self.request
        jobs = self._session.jobs
        self._set_open(utterance, is_open=True)
        self._jobs[utterance] = [
            jobs.start(
                Lane.MICROPHONE, lambda job: _record(job, recording, opens),
                on_event=lambda event: self._on_sound(utterance, event),
                on_done=lambda _nothing: self._set_open(utterance, is_open=False),
                on_error=lambda error: self._on_lost(recording, error),
                on_stopped=lambda: self._on_stopped(recording),
            ),
            jobs.start(
                Lane.HEARING, lambda job: self._understood(job, recording, request),
                on_event=lambda event: self.partly.emit(utterance, event),
                on_done=lambda text: self._on_heard(utterance, text),
                on_error=lambda error: self._on_not_heard(utterance, error),
            ),
        ]  # fmt: skip

    def understand(self, utterance: int) -> None:
        """That was all of it: `heard` or `not_heard` follows."""
        if utterance in self._recordings:
            self._recordings[utterance].is_over = True

    def discard(self, utterance: int) -> None:
        """Forget it; nothing more is told of it."""
        recording = self._recordings.pop(utterance, None)
        if recording is not None:
            recording.is_over = True
            for job in self._jobs.pop(utterance):
                job.cancel()

    def _understood(self, job: Job[str], recording: Recording, request: HearingRequest) -> str:
        """On its lane: all that is said, while it is said."""
        begun = _Begun(recording)
        if not begun.wait(job):
            return ""
        with self._session.engines.transcriber().listen(request) as session:
            for sound in begun.rest(job):
                if recording.is_kept:
                    recording.heard += sound
                for partial in session.add(sound):
                    job.emit(partial)
            if begun.is_silent:
                raise NothingHeard
            job.check()
            return session.finish().text

    def _on_sound(self, utterance: int, event: Any) -> None:
        if event is OPENED:
            self.opened.emit(utterance)
        elif utterance in self._open:
            self.level.emit(event)

    def _on_lost(self, recording: Recording, error: BaseException) -> None:
        """Only now the sound ends: what was understood of it comes after this word."""
        self._set_open(recording.utterance, is_open=False)
        self.lost.emit(recording.utterance)
        recording.sound.put(None)
        self.failed.emit(error)

    def _on_stopped(self, recording: Recording) -> None:
        self._set_open(recording.utterance, is_open=False)
        recording.sound.put(None)

    def _on_heard(self, utterance: int, text: str) -> None:
        self._forget(utterance)
        self.heard.emit(utterance, text)

    def _on_not_heard(self, utterance: int, error: BaseException) -> None:
        self._forget(utterance)
        self.not_heard.emit(utterance)
        self.failed.emit(error)

    def _forget(self, utterance: int) -> None:
        recording = self._recordings.pop(utterance, None)
        if recording is not None:
            recording.is_over = True
            if recording.heard:
                self.recorded.emit(utterance, bytes(recording.heard))
        self._jobs.pop(utterance, None)

    def _set_open(self, utterance: int, *, is_open: bool) -> None:
        was = self.is_open
        (self._open.add if is_open else self._open.discard)(utterance)
        if was != self.is_open:
            self.open_changed.emit(self.is_open)
            if not self.is_open:
                self.level.emit(0.0)


OPENED = "opened"


def _record(job: Job[None], recording: Recording, opens: Opens) -> None:
    """On the microphone's lane: hand on what is heard until no more is wanted."""
    put = recording.sound.put
    if not recording.is_over:
        with opens() as microphone:
            job.emit(OPENED)
            measured = b""
            for sound in microphone.until(lambda: recording.is_over or job.is_cancelled):
                put(sound)
                measured += sound
                if len(measured) >= LEVEL_BYTES:
                    job.emit(audio.level(measured[-LEVEL_BYTES:]))
                    measured = b""
    put(None)


class _Begun:
    """The sound of a recording as the engine is given it."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._held = b""
        self._has_ended = False
        self._bytes = 0
        self.is_silent = False
        "whether there was nothing but complete silence, for longer than any room is so quiet"

    def wait(self, job: Job[str]) -> bool:
        """Whether it becomes long enough to be something."""
        while not self._has_ended and len(self._held) < LEAST_S * BYTES_PER_S:
            self._take(job)
        return len(self._held) >= LEAST_S * BYTES_PER_S

    def rest(self, job: Job[str]) -> Iterator[bytes]:
        """All of it, in pieces, as it comes."""
        has_sound = False
        while self._held or not self._has_ended:
            if self._held:
                sound, self._held = self._held, b""
                self._bytes += len(sound)
                has_sound = has_sound or sound.count(0) < len(sound)
                yield sound
            if not self._has_ended:
                self._take(job)
        self.is_silent = not has_sound and self._bytes >= LOUD_ENOUGH_S * BYTES_PER_S

    def _take(self, job: Job[str]) -> None:
        """What is there by now, and at least something."""
        job.check()
        try:
            sound = self._recording.sound.get(timeout=LOOK_S)
        except queue.Empty:
            return
        if sound is None:
            self._has_ended = True
        else:
            self._held += sound
