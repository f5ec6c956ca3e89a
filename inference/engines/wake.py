"""Waiting for the words that wake Tacit, and for the end of what is said then.

The only door to microWakeWord; Silero, which tells voices from noise, comes in faster-whisper's
package and runs by ONNX Runtime alone. Sound is looked at and forgotten: nothing of it is kept.
"""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pymicro_wakeword import MicroWakeWord, MicroWakeWordFeatures, Model

from inference.engines import onnx
from inference.engines.host import Call, Opening
from inference.errors import WeightsUnusable
from inference.voice.pauses import Pauses
from inference.voice.waking import Paused, WakeWord, Woken

MOMENT = 512
"samples that Silero looks at"
CONTEXT = 64
"samples before them that it is shown again"
DEAF_FOR = 16_000
"samples after the words were heard in which they are not heard again"
Numbers = npt.NDArray[np.floating[Any]]
SILERO = Path("assets", "silero_vad_v6.onnx")


def load(opening: Opening, _call: Call) -> "Watcher":
    """Load what tells voices; the words are loaded when it is known which."""
    return watcher(opening.name)


def watcher(name: str) -> "Watcher":
    package = importlib.util.find_spec("faster_whisper")
    places = [Path(one) / SILERO for one in (package and package.submodule_search_locations) or ()]
    found = next((one for one in places if one.is_file()), None)
    if found is None:
        raise WeightsUnusable(name, "no silero")
    return Watcher(Voices(found))


class Voices:
    """How likely a moment holds a voice, going on from the moments before."""

    def __init__(self, weights: Path) -> None:
        self._session = onnx.session(weights, 1)
        self.forget()

    def forget(self) -> None:
        self._hidden: Numbers = np.zeros((1, 1, 128), np.float32)
        self._cell: Numbers = self._hidden.copy()
        self._before: Numbers = np.zeros((1, CONTEXT), np.float32)

    def likelihood(self, samples: npt.NDArray[np.int16]) -> float:
        sound = samples.astype(np.float32)[None] / 32768
        given = {
            "input": np.concatenate([self._before, sound], 1),
            "h": self._hidden, "c": self._cell,
        }  # fmt: skip
        found, self._hidden, self._cell = self._session.run(None, given)
        self._before = sound[:, -CONTEXT:]
        return float(np.squeeze(found))


class Watcher:
    """Hears the words, or the pause after what was said; never both at once."""

    def __init__(self, voices: Voices) -> None:
        self._voices = voices
        self._model: MicroWakeWord | None = None
        self._features = MicroWakeWordFeatures()
        self._deaf_for = 0
        self._pauses: Pauses | None = None
        self._held = b""

    def about(self) -> dict[str, Any]:
        return {"words": [one.value for one in WakeWord]}

    def serve(self, call: Call) -> None:
        """Sound comes frame by frame; "follow" waits for a pause, "wait" for the words again."""
        self.begin(WakeWord(call.fields["word"]))
        call.tell("watching", {})
        for frame in call.frames():
            if frame.kind == "follow":
                self.follow()
            elif frame.kind == "wait":
                self.wait()
            else:
                for event in self.hear(frame.payload):
                    call.emit(event)

    def begin(self, word: WakeWord) -> None:
        self._model = MicroWakeWord.from_builtin(Model(word.value))
        self.wait()

    def follow(self) -> None:
        """Somebody speaks to Tacit from here on."""
        self._pauses, self._held = Pauses(), b""
        self._voices.forget()

    def wait(self) -> None:
        """Nobody does any more."""
        assert self._model is not None
        self._pauses, self._deaf_for = None, 0
        self._model.reset()
        self._features.reset()

    def hear(self, pcm: bytes) -> Iterator[Woken | Paused]:
        if self._pauses is None:
            yield from self._words(pcm)
        else:
            yield from self._pause(pcm)

    def _words(self, pcm: bytes) -> Iterator[Woken]:
        assert self._model is not None
        self._deaf_for -= len(pcm) // 2
        for features in self._features.process_streaming(pcm):
            if self._model.process_streaming(features) and self._deaf_for <= 0:
                self._deaf_for = DEAF_FOR
                yield Woken()

    def _pause(self, pcm: bytes) -> Iterator[Paused]:
        self._held += pcm
        while self._pauses is not None and len(self._held) >= 2 * MOMENT:
            moment, self._held = self._held[: 2 * MOMENT], self._held[2 * MOMENT :]
            likelihood = self._voices.likelihood(np.frombuffer(moment, "<i2"))
            self._pauses = self._pauses.after(likelihood)
            if self._pauses.is_over:
                yield Paused(self._pauses.has_spoken)
                self.wait()
