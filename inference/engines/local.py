"""The engines of this computer: one process for each role and weights, started when needed.

Weights are held open as long as a process uses them; those that stopped an engine are remembered
and not tried again until somebody asks for it by name.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from inference.engines import events, wire
from inference.engines.chat_key import prefix_key
from inference.engines.client import Asked, Child, Condition, Patience
from inference.engines.host import Opening
from inference.engines.protocols import PrefixKeeper, Stopped, Vectors, never
from inference.errors import (
    EngineDied,
    EngineFault,
    EngineHung,
    InferenceError,
    WeightsRefused,
    WeightsUnusable,
)
from inference.types import (
    Answer,
    ChatEvent,
    ChatRequest,
    Failed,
    Finished,
    Heard,
    HearingRequest,
    Loading,
    Partial,
    Sound,
    SpeakingRequest,
    Token,
    Usage,
)
from models.catalog import Role
from models.fit import gpu_layers
from models.machine import Machine
from models.refusals import Refusals
from models.store import Installed, Store

HEADROOM_BYTES = 2 << 30
"memory beyond what weights need, before an engine is taken to have gone wrong"
IDLE_S = {Role.CHAT: 900.0, Role.EMBED: 300.0, Role.LISTEN: 300.0, Role.SPEAK: 300.0}
"how long an engine is kept that nobody asks"
CRASHES = ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGSYS", "exit 1")
"ends that the weights themselves may have caused; a kill from outside is none of them"


@dataclass(frozen=True)
class Preferences:
    """How engines are to run here."""

    context: int = 8192
    use_gpu: bool = True
    threads: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    "for writing and reading, by weights; tried out where unknown"
    idle_s: float | None = None
    patience: Patience = field(default_factory=Patience)


class Engines:
    """All engines, by role. Close it, and every process is gone."""

    def __init__(
        self, store: Store, machine: Machine, preferences: Preferences = Preferences(),
        keeper: PrefixKeeper | None = None,
    ) -> None:  # fmt: skip
        self._store = store
        self._machine = machine
        self._preferences = preferences
        self._keeper = keeper
        self._refusals = Refusals(store.folder)
        self._children: dict[tuple[Role, str], _Held] = {}

    def chat(self, name: str = "") -> "Chat":
        return Chat(self._held(Role.CHAT, name), self._keeper)

    def embedder(self, name: str = "") -> "Embedding":
        return Embedding(self._held(Role.EMBED, name))

    def transcriber(self, name: str = "") -> "Hearing":
        return Hearing(self._held(Role.LISTEN, name))

    def speaker(self, name: str = "") -> "Voice":
        return Voice(self._held(Role.SPEAK, name))

    def conditions(self) -> dict[str, Condition]:
        """What runs now, by the name of its weights."""
        return {
            held.weights.name: held.child.condition
            for held in self._children.values()
            if held.child.is_running
        }

    def threads(self) -> dict[str, tuple[int, int]]:
        """How many threads each chat engine writes and reads with, to be handed in next time."""
        rows = {name: one.about.get("threads") for name, one in self.conditions().items()}
        return {name: (row[0], row[1]) for name, row in rows.items() if row}

    def let_go(self, name: str) -> None:
        """End what uses these weights, so that they can be removed or replaced."""
        for key in [key for key in self._children if key[1] == name]:
            self._children.pop(key).close()

    def tidy(self) -> None:
        """Release the weights of processes that ended because nobody asked for anything."""
        for held in self._children.values():
            held.release_if_ended()

    def close(self) -> None:
        for held in self._children.values():
            held.close()
        self._children.clear()

    def _held(self, role: Role, name: str) -> "_Held":
        weights = self._store.get(name) if name else self._store.default(role)
        key = (role, weights.name)
        if key not in self._children:
            child = Child(self._opening(weights), self._preferences.patience)
            self._children[key] = _Held(self._store, self._refusals, weights, child)
        held = self._children[key]
        if name:
            held.may_retry = True
        return held

    def _opening(self, weights: Installed) -> Opening:
        preferences = self._preferences
        gpus = self._machine.gpus if preferences.use_gpu and weights.role is Role.CHAT else ()
        settings: dict[str, Any] = {"cores": self._machine.physical_cores or os.cpu_count() or 1}
        if weights.role is Role.EMBED:
            settings["length"] = weights.context
        if weights.role is Role.CHAT:
            settings["context"] = preferences.context
            settings["gpu_layers"] = gpu_layers(weights.memory_bytes, gpus)
            settings["threads"] = list(preferences.threads.get(weights.name, ()))
        return Opening(
            role=weights.role.value, name=weights.name,
            files=tuple(str(weights.path(file.path)) for file in weights.files),
            settings=settings, memory_bytes=2 * weights.memory_bytes + HEADROOM_BYTES,
            idle_s=preferences.idle_s or IDLE_S[weights.role],
            gpu=bool(gpus and settings.get("gpu_layers")),
        )  # fmt: skip


class _Held:
    """A process and the weights that are held open for it."""

    def __init__(self, store: Store, refusals: Refusals, weights: Installed, child: Child) -> None:
        self.weights = weights
        self.child = child
        self.may_retry = False
        self._store = store
        self._refusals = refusals
        self._lease = contextlib.ExitStack()
        self._has_lease = False

    @contextlib.contextmanager
    def asking(
        self, kind: str, fields: dict[str, Any], payload: bytes = b"", *, stopped: Stopped = never
    ) -> Iterator[Asked]:
        """Ask the process for something, with its weights checked and held."""
        self._take_weights()
        try:
            with self.child.ask(kind, fields, payload, stopped=stopped) as asked:
                yield asked
        except (EngineDied, EngineHung, WeightsUnusable) as error:
            if self._is_the_weights_fault(error) and not stopped():
                self._refusals.add(self.weights)
            raise
        finally:
            self.release_if_ended()

    def release_if_ended(self) -> None:
        if not self.child.is_running:
            self._release()

    def close(self) -> None:
        self.child.close()
        self._release()

    def _take_weights(self) -> None:
        if self._refusals.has(self.weights):
            if not self.may_retry:
                raise WeightsRefused(self.weights.name)
            self._refusals.remove(self.weights)
        self.may_retry = False
        if not self._has_lease:
            self._lease.enter_context(self._store.use(self.weights.name))
            self._has_lease = True

    def _release(self) -> None:
        if self._has_lease:
            self._has_lease = False
            self._lease.close()
            self._lease = contextlib.ExitStack()

    @staticmethod
    def _is_the_weights_fault(error: InferenceError) -> bool:
        if isinstance(error, WeightsUnusable):
            return True
        if isinstance(error, EngineDied):
            return error.state == "loading" and error.cause in CRASHES
        return isinstance(error, EngineHung) and error.state == "loading"


class Chat:
    """The chat engine of this computer."""

    def __init__(self, held: _Held, keeper: PrefixKeeper | None) -> None:
        self._held = held
        self._keeper = keeper
        self._kept: set[tuple[int, str]] = set()

    @property
    def condition(self) -> Condition:
        return self._held.child.condition

    @property
    def name(self) -> str:
        return self._held.weights.name

    def load(self, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        """Load the weights, so that the first answer need not wait for it."""
        request = ChatRequest(messages=())
        with self._held.asking("count", {"request": events.row_of(request)}, stopped=stopped) as it:
            for frame in it.frames():
                if frame.kind == "loading":
                    yield Loading(float(frame.fields["share"]))

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        """The answer as it comes; the last event is Finished or Failed, in every case."""
        try:
            finished = False
            for event in self._events(request, stopped):
                finished = isinstance(event, Finished)
                yield event
            if not finished:
                yield Finished("cancelled")
        except EngineHung as error:
            yield Finished("cancelled") if stopped() else Failed(error)
        except InferenceError as error:
            yield Failed(error)
        except wire.WireBroken:
            self._held.child.close()
            yield Failed(EngineFault("chat", "no frame"))

    def count(self, request: ChatRequest) -> int:
        """How many tokens the prompt has."""
        with self._held.asking("count", {"request": events.row_of(request)}) as asked:
            for frame in asked.frames():
                if frame.kind == "counted":
                    return int(frame.fields["tokens"])
        raise EngineFault("chat", "no count")

    def _events(self, request: ChatRequest, stopped: Stopped) -> Iterator[ChatEvent]:
        key = ""
        if self._keeper is not None and request.fixed:
            yield from self.load(stopped=stopped)
            key = prefix_key(self.condition.about, self._weights_hash(), request)
            self._hand_in(key)
        fields = {"request": events.row_of(request), "keep_fixed": self._is_wanted(key)}
        with self._held.asking("answer", fields, stopped=stopped) as asked:
            for frame in asked.frames():
                if frame.kind == "prefix":
                    self._keep(key, frame.payload)
                else:
                    yield events.event(frame.kind, frame.fields)  # type: ignore[misc]

    def _hand_in(self, key: str) -> None:
        """Give a fresh process the state of the prefix that was kept."""
        if not self._is_wanted(key):
            return
        assert self._keeper is not None
        state = self._keeper.load(key)
        if state is None:
            return
        with self._held.asking("restore", {}, state) as asked:
            if any(frame.fields.get("tokens") for frame in asked.frames()):
                self._kept.add((self.condition.starts, key))

    def _is_wanted(self, key: str) -> bool:
        return bool(key) and (self.condition.starts, key) not in self._kept

    def _keep(self, key: str, state: bytes) -> None:
        assert self._keeper is not None
        self._kept.add((self.condition.starts, key))
        self._keeper.save(key, state)

    def _weights_hash(self) -> str:
        return self._held.weights.files[0].sha256


class Embedding:
    """The embedder of this computer."""

    def __init__(self, held: _Held) -> None:
        self._held = held

    @property
    def model(self) -> str:
        """Which weights, and which bytes: vectors of others are not comparable."""
        weights = self._held.weights
        return f"{weights.name}:{weights.files[0].sha256[:16]}"

    @property
    def dimensions(self) -> int:
        if not self._held.child.condition.about:
            self.embed([])
        return int(self._held.child.condition.about["dimensions"])

    def embed(
        self, texts: Sequence[str], *, report: Callable[[int, int], None] | None = None,
        stopped: Stopped = never,
    ) -> Vectors:  # fmt: skip
        """Vectors for texts, in their order; `report` hears how many are done."""
        with self._held.asking("embed", {"texts": list(texts)}, stopped=stopped) as asked:
            for frame in asked.frames():
                if frame.kind == "vectors":
                    found = np.frombuffer(frame.payload, np.float32)
                    return found.reshape(len(texts), int(frame.fields["dimensions"]))
                if frame.kind == "embedded" and report is not None:
                    report(int(frame.fields["done"]), len(texts))
        raise EngineFault("embed", "no vectors")


class Hearing:
    """The transcriber of this computer."""

    def __init__(self, held: _Held) -> None:
        self._held = held

    def transcribe(
        self, sound: bytes, request: HearingRequest, *, is_file: bool = False,
        stopped: Stopped = never,
    ) -> Iterator[Loading | Partial | Heard]:  # fmt: skip
        """Sound as 16-bit mono at 16 kHz, or a whole file; the last event is what was heard."""
        fields = {"request": events.row_of(request), "file": is_file}
        with self._held.asking("transcribe", fields, sound, stopped=stopped) as asked:
            for frame in asked.frames():
                yield events.event(frame.kind, frame.fields)  # type: ignore[misc]

    @contextlib.contextmanager
    def listen(self, request: HearingRequest) -> Iterator["Session"]:
        """Understand while somebody speaks."""
        with self._held.asking("listen", {"request": events.row_of(request)}) as asked:
            for _ in asked.begin():
                pass
            yield Session(asked)


class Session:
    """Speech that is still going on."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def add(self, pcm: bytes) -> list[Partial]:
        """Hand in more sound; what is understood by now, if there is news."""
        self._asked.send("sound", pcm)
        return [
            events.build(Partial, frame.fields)
            for frame in self._asked.arrived()
            if frame.kind == "partial"
        ]

    def finish(self) -> Heard:
        """No more sound comes: what was said?"""
        self._asked.send("end")
        heard = Heard("", "")
        for frame in self._asked.rest():
            if frame.kind == "heard":
                heard = events.build(Heard, frame.fields)
        return heard


class Voice:
    """The voice of this computer."""

    def __init__(self, held: _Held) -> None:
        self._held = held

    def say(self, request: SpeakingRequest, *, stopped: Stopped = never) -> Iterator[Sound]:
        """Sound, clause by clause."""
        fields = {"request": events.row_of(request)}
        with self._held.asking("say", fields, stopped=stopped) as asked:
            for frame in asked.frames():
                if frame.kind == "sound":
                    yield Sound(frame.payload, int(frame.fields["rate"]), str(frame.fields["text"]))


def embed_with(weights: Installed, model: Path, texts: Sequence[str]) -> Vectors:
    """Vectors by a file that is not yet among these weights, to see whether it should be."""
    files = (str(model), str(weights.path("tokenizer.json")))
    settings = {"cores": os.cpu_count() or 1, "length": weights.context}
    memory = weights.memory_bytes + HEADROOM_BYTES
    opening = Opening("embed", weights.name, files, settings, memory, IDLE_S[Role.EMBED])
    child = Child(opening)
    try:
        for frame in child.call("embed", {"texts": list(texts)}):
            if frame.kind == "vectors":
                found = np.frombuffer(frame.payload, np.float32)
                return found.reshape(len(texts), int(frame.fields["dimensions"]))
    finally:
        child.close()
    raise EngineFault("embed", "no vectors")


def whole(stream: Iterator[ChatEvent]) -> Answer:
    """The answer that a stream makes; raises what it failed with."""
    text: list[str] = []
    usage = Usage(0, 0, 0, 0, 0, 0, 0.0, 0.0)
    answer = Answer("", usage, "cancelled")
    for event in stream:
        if isinstance(event, Token):
            text.append(event.text)
        elif isinstance(event, Usage):
            usage = event
        elif isinstance(event, Failed):
            raise event.error
        elif isinstance(event, Finished):
            answer = replace(answer, reason=event.reason)
    return replace(answer, text="".join(text), usage=usage)
