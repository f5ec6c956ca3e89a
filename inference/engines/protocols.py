"""What the rest of Tacit asks of engines, whoever answers."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from inference.types import (
    ChatEvent,
    ChatRequest,
    Heard,
    HearingRequest,
    Loading,
    Partial,
    Sound,
    SpeakingRequest,
)

if TYPE_CHECKING:  # what only asks an engine has no use for numpy, which is large
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

Stopped = Callable[[], bool]


def never() -> bool:
    """Nobody has lost interest."""
    return False


class ChatEngine(Protocol):
    """Goes on with conversations."""

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        """The answer as it comes; the last event is Finished or Failed, in every case."""
        ...

    def count(self, request: ChatRequest) -> int:
        """How many tokens the prompt has."""
        ...


class Embedder(Protocol):
    """Turns texts into vectors; normalized, so that their product is their likeness."""

    @property
    def model(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> "Vectors": ...


class ListeningSession(Protocol):
    """Speech that is still going on."""

    def add(self, pcm: bytes) -> list[Partial]:
        """Hand in more sound; what is understood by now, if there is news."""
        ...

    def finish(self) -> Heard: ...


class Transcriber(Protocol):
    """Understands speech."""

    def transcribe(
        self, sound: bytes, request: HearingRequest, *, is_file: bool = False,
        stopped: Stopped = never,
    ) -> Iterator[Loading | Partial | Heard]:  # fmt: skip
        """Sound as 16-bit mono at 16 kHz, or a whole file; the last event is what was heard."""
        ...

    def listen(self, request: HearingRequest) -> AbstractContextManager[ListeningSession]:
        """Understand while somebody speaks."""
        ...


class Speaker(Protocol):
    """Says things."""

    def say(self, request: SpeakingRequest, *, stopped: Stopped = never) -> Iterator[Sound]:
        """Sound, clause by clause."""
        ...


class PrefixKeeper(Protocol):
    """Keeps the state of a fixed prefix over restarts, sealed: it holds the owner's words."""

    def load(self, key: str) -> bytes | None: ...

    def save(self, key: str, state: bytes) -> None: ...
