"""The engines of this computer: one process for each role and weights, started when needed.

Weights are held open as long as a process uses them; those that stopped an engine are remembered
and not tried again until somebody asks for it by name.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.engines import events, wire
from inference.engines.chat_key import prefix_key
from inference.engines.client import Asked, Child, Condition, Patience
from inference.engines.held import Asker, Held
from inference.engines.host import Opening
from inference.engines.protocols import PrefixKeeper, Stopped, never
from inference.errors import (
    CalledOff,
    EngineFault,
    InferenceError,
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
from models.errors import ModelsError, WrongRole
from models.fit import gpu_layers
from models.machine import Machine
from models.refusals import Refusals
from models.store import Installed, Store

if TYPE_CHECKING:
    from inference.engines.protocols import Vectors

HEADROOM_BYTES = {
    Role.CHAT: 2 << 30,
    Role.EMBED: 2 << 30,
    Role.LISTEN: 6 << 30,
    Role.SPEAK: 2 << 30,
}
"memory beyond what weights need, before an engine is taken to have gone wrong; hours of sound fit"
IDLE_S = {Role.CHAT: 900.0, Role.EMBED: 300.0, Role.LISTEN: 300.0, Role.SPEAK: 300.0}
"how long an engine is kept that nobody asks"
MOST_OF_A_WEIGHER = 200 << 20
"bytes of weights that are small enough to be asked beside the ears' own"


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
        self._held: dict[tuple[Role, str], Held] = {}
        self._is_closed = False

    def chat(self, name: str = "", keeper: PrefixKeeper | None = None) -> "Chat":
        """The chat engine; weights that are named are tried even if they were refused before."""
        return Chat(self._asker(Role.CHAT, name), keeper or self._keeper)

    def embedder(self, name: str = "") -> "Embedding":
        return Embedding(self._asker(Role.EMBED, name))

    def transcriber(self, name: str = "") -> "Hearing":
        return Hearing(self._asker(Role.LISTEN, name))

    def speaker(self, name: str = "") -> "Voice":
        return Voice(self._asker(Role.SPEAK, name))

    def conditions(self) -> dict[str, Condition]:
        """What runs now, by the name of its weights."""
        return {
            held.weights.name: held.child.condition
            for held in list(self._held.values())
            if held.child.is_running
        }

    def threads(self) -> dict[str, tuple[int, int]]:
        """How many threads each chat engine writes and reads with, to be handed in next time."""
        rows = {name: one.about.get("threads") for name, one in self.conditions().items()}
        return {name: (row[0], row[1]) for name, row in rows.items() if row}

    def let_go(self, name: str) -> None:
        """End what uses these weights, so that they can be removed or replaced."""
        for held in list(self._held.values()):
            if held.uses(name):
                held.close()

    def tidy(self) -> None:
        """Release the weights of processes that ended because nobody asked for anything."""
        for held in list(self._held.values()):
            held.release_if_ended()

    def close(self) -> None:
        self._is_closed = True
        for held in list(self._held.values()):
            held.child.close_for_good()
            held.release_if_ended()

    def _asker(self, role: Role, name: str) -> "Asker":
        weights = self._store.get(name) if name else self._store.default(role)
        if weights.role is not role:
            raise WrongRole(weights.name, role)
        held = self._find(role, weights)
        if name and self._refusals.has(weights):
            self._refusals.remove(weights)
        return Asker(held, lambda: self._is_closed)

    def _find(self, role: Role, weights: Installed) -> "Held":
        key = role, weights.name
        held = self._held.get(key) or self._held.setdefault(key, self._made(weights))
        if held.weights.files != weights.files and not held.child.is_running:
            self._held[key] = held = self._made(weights)  # replaced by others of that name
        return held

    def _made(self, weights: Installed) -> Held:
        return Held(self._store, self._refusals, weights, self._child(weights))

    def _child(self, weights: Installed) -> Child:
        return Child(self._opening(weights), self._preferences.patience)

    def _weigher(self) -> Path | None:
        """The file of a small language model that ears may ask; None where there is none."""
        small = [
            one for one in self._store.installed()
            if one.role is Role.CHAT and one.trusted and not one.damaged
            and len(one.files) == 1 and one.bytes <= MOST_OF_A_WEIGHER
        ]  # fmt: skip
        return min(small, key=lambda one: one.bytes).path() if small else None

    def _opening(self, weights: Installed) -> Opening:
        preferences = self._preferences
        gpus = self._machine.gpus if preferences.use_gpu and weights.role is Role.CHAT else ()
        settings: dict[str, Any] = {"cores": self._machine.physical_cores or os.cpu_count() or 1}
        files = [str(weights.path(file.path)) for file in weights.files]
        if weights.role is Role.EMBED:
            settings["length"] = weights.context
        if weights.role is Role.LISTEN and (weigher := self._weigher()) is not None:
            settings["weigher"] = str(weigher)
            files.append(str(weigher))
        if weights.role is Role.CHAT:
            settings["context"] = preferences.context
            settings["gpu_layers"] = gpu_layers(weights.memory_bytes, gpus)
            settings["threads"] = list(preferences.threads.get(weights.name, ()))
        return Opening(
            role=weights.role.value, name=weights.name,
            files=tuple(files), settings=settings,
            memory_bytes=2 * weights.memory_bytes + HEADROOM_BYTES[weights.role],
            idle_s=preferences.idle_s or IDLE_S[weights.role],
            gpu=bool(gpus and settings.get("gpu_layers")),
        )  # fmt: skip


class Chat:
    """The chat engine of this computer."""

    def __init__(self, engine: Asker, keeper: PrefixKeeper | None) -> None:
        self._engine = engine
        self._keeper = keeper
        self._kept: set[tuple[int, str]] = set()

    @property
    def condition(self) -> Condition:
        return self._engine.condition

    @property
    def name(self) -> str:
        return self._engine.weights.name

    def load(self, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        """Load the weights, so that the first answer need not wait for it."""
        request = {"request": events.row_of(ChatRequest(messages=()))}
        with self._engine.asking("count", request, stopped=stopped) as asked:
            for frame in asked.frames():
                if frame.kind == "loading":
                    yield events.build(Loading, frame.fields)

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        """The answer as it comes; the last event is Finished or Failed, in every case."""
        try:
            finished = False
            for event in self._events(request, stopped):
                finished = isinstance(event, Finished)
                yield event
            if not finished:
                yield Finished("cancelled")
        except CalledOff:
            yield Finished("cancelled")
        except (InferenceError, ModelsError) as error:
            yield Failed(error)

    def count(self, request: ChatRequest) -> int:
        """How many tokens the prompt has."""
        with self._engine.asking("count", {"request": events.row_of(request)}) as asked:
            for frame in asked.frames():
                if frame.kind == "counted":
                    return frame.number("tokens")
        raise EngineFault("chat", "no count")

    def _events(self, request: ChatRequest, stopped: Stopped) -> Iterator[ChatEvent]:
        key = ""
        if self._keeper is not None and request.fixed:
            yield from self.load(stopped=stopped)
            weights = self._engine.weights.files[0].sha256
            key = prefix_key(self.condition.about, weights, request)
            self._hand_in(key)
        fields = {"request": events.row_of(request), "keep_fixed": self._is_wanted(key)}
        with self._engine.asking("answer", fields, stopped=stopped) as asked:
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
        with self._engine.asking("restore", {}, state) as asked:
            for frame in asked.frames():
                if frame.kind == "restored" and frame.number("tokens"):
                    self._kept.add((self.condition.starts, key))

    def _is_wanted(self, key: str) -> bool:
        return bool(key) and (self.condition.starts, key) not in self._kept

    def _keep(self, key: str, state: bytes) -> None:
        if self._keeper is not None and self._is_wanted(key):
            self._kept.add((self.condition.starts, key))
            self._keeper.save(key, state)


class Embedding:
    """The embedder of this computer."""

    def __init__(self, engine: Asker) -> None:
        self._engine = engine

    @property
    def model(self) -> str:
        """Which weights, and which bytes: vectors of others are not comparable."""
        weights = self._engine.weights
        return f"{weights.name}:{weights.files[0].sha256[:16]}"

    @property
    def dimensions(self) -> int:
        if "dimensions" not in self._engine.condition.about:
            self.embed([])
        return int(self._engine.condition.about["dimensions"])

    def embed(
        self, texts: Sequence[str], *, report: Callable[[int, int], None] | None = None,
        stopped: Stopped = never,
    ) -> "Vectors":  # fmt: skip
        """Vectors for texts, in their order; `report` hears how many are done."""
        with self._engine.asking("embed", {"texts": list(texts)}, stopped=stopped) as asked:
            for frame in asked.frames():
                if frame.kind == "vectors":
                    return _vectors(frame, len(texts))
                if frame.kind == "embedded" and report is not None:
                    report(frame.number("done"), len(texts))
        raise CalledOff("embed") if stopped() else EngineFault("embed", "no vectors")


class Hearing:
    """The transcriber of this computer."""

    def __init__(self, engine: Asker) -> None:
        self._engine = engine

    def transcribe(
        self, sound: bytes, request: HearingRequest, *, is_file: bool = False,
        stopped: Stopped = never,
    ) -> Iterator[Loading | Partial | Heard]:  # fmt: skip
        """Sound as 16-bit mono at 16 kHz, or a whole file; the last event is what was heard."""
        fields = {"request": events.row_of(request), "file": is_file}
        with self._engine.asking("transcribe", fields, sound, stopped=stopped) as asked:
            for frame in asked.frames():
                yield events.event(frame.kind, frame.fields)  # type: ignore[misc]

    @contextlib.contextmanager
    def listen(self, request: HearingRequest) -> Iterator["Session"]:
        """Understand while somebody speaks."""
        with self._engine.asking("listen", {"request": events.row_of(request)}) as asked:
            for _ in asked.opened():
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

    def __init__(self, engine: Asker) -> None:
        self._engine = engine

    def say(self, request: SpeakingRequest, *, stopped: Stopped = never) -> Iterator[Sound]:
        """Sound, clause by clause."""
        fields = {"request": events.row_of(request)}
        with self._engine.asking("say", fields, stopped=stopped) as asked:
            for frame in asked.frames():
                if frame.kind == "sound":
                    yield Sound(frame.payload, frame.number("rate"), frame.text("text"))


def _vectors(frame: wire.Frame, count: int) -> "Vectors":
    import numpy as np  # not before there are any: it is large

    dimensions = frame.number("dimensions")
    if len(frame.payload) != count * dimensions * 4:
        raise wire.WireBroken("vectors of another size")
    return np.frombuffer(frame.payload, np.float32).reshape(count, dimensions)


def embed_with(weights: Installed, model: Path, texts: Sequence[str]) -> "Vectors":
    """Vectors by a file that is not yet among these weights, to see whether it should be."""
    files = (str(model), str(weights.path("tokenizer.json")))
    settings = {"cores": os.cpu_count() or 1, "length": weights.context}
    memory = weights.memory_bytes + HEADROOM_BYTES[Role.EMBED]
    opening = Opening("embed", weights.name, files, settings, memory, IDLE_S[Role.EMBED])
    child = Child(opening)
    try:
        for frame in child.call("embed", {"texts": list(texts)}):
            if frame.kind == "vectors":
                return _vectors(frame, len(texts))
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
