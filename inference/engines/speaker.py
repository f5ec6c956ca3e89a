"""The voice: Piper, clause by clause, so that the first sound comes before the last is made."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from piper import PiperVoice, SynthesisConfig
from piper.config import PiperConfig

from inference.engines import events, onnx, spoken
from inference.engines.host import Call, Opening
from inference.engines.tongues import ENGLISH, TONGUES, Tongue
from inference.errors import WeightsUnusable
from inference.reading.languages import language
from inference.types import SpeakingRequest

SLOWEST, FASTEST = 0.5, 2.5
PAUSE_S = 0.12
"silence after a sentence"
SCRIPTS = {"ru": "CYRILLIC", "uk": "CYRILLIC", "bg": "CYRILLIC", "el": "GREEK", "ar": "ARABIC"}
"the letters of languages that are not written in Latin ones"


def load(opening: Opening, _call: Call) -> "Voice":
    """Load the voice and its description."""
    model = next((one for one in opening.files if one.endswith(".onnx")), None)
    description = next((one for one in opening.files if one.endswith(".json")), None)
    if model is None or description is None:
        raise WeightsUnusable(opening.name, "no voice")
    try:
        config = PiperConfig.from_dict(json.loads(Path(description).read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsUnusable(opening.name, "no description") from error
    session = onnx.session(Path(model), int(opening.settings.get("cores") or 1))
    return Voice(PiperVoice(config=config, session=session), config)


class Voice:
    """One voice."""

    def __init__(self, voice: PiperVoice, config: PiperConfig) -> None:
        self._voice = voice
        self._config = config
        self._own = self._language = config.espeak_voice.split("-")[0]
        self._script = SCRIPTS.get(self._own, "LATIN")
        for _ in self._sounds("Ready.", SynthesisConfig()):
            pass  # the first run is the slow one: let it be this

    def about(self) -> dict[str, Any]:
        return {
            "rate": self._config.sample_rate, "voices": self._config.num_speakers,
            "language": self._config.espeak_voice,
        }  # fmt: skip

    def serve(self, call: Call) -> None:
        request = events.build(SpeakingRequest, call.fields["request"])
        speed = min(max(request.speed, SLOWEST), FASTEST) if request.speed > 0 else 1.0
        settings = SynthesisConfig(
            speaker_id=min(max(request.voice, 0), max(self._config.num_speakers - 1, 0)),
            length_scale=self._config.length_scale / speed,
        )
        parts = spoken.clauses(
            request.text, script=self._script, begins=request.begins, tongue=self._tongue(request)
        )
        for clause in parts:
            for pcm in self._sounds(clause, settings):
                if call.stopped():
                    return
                row = {"rate": self._config.sample_rate, "text": clause}
                call.tell("sound", row, pcm)

    def _tongue(self, request: SpeakingRequest) -> Tongue:
        """Whose words signs are said in: those of the answer, as far as it tells its language."""
        if request.begins:
            self._language = self._own
        found = language(request.text)
        self._language = found if found in TONGUES else self._language
        return TONGUES.get(self._language, ENGLISH)

    def _sounds(self, clause: str, settings: SynthesisConfig) -> Iterator[bytes]:
        for chunk in self._voice.synthesize(clause, settings):
            pcm = chunk.audio_int16_bytes
            if clause.endswith((".", "!", "?", "…")):
                pcm += np.zeros(int(self._config.sample_rate * PAUSE_S), np.int16).tobytes()
            yield pcm
