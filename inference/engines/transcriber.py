"""Understanding speech: quickly for commands, thoroughly for recordings.

Whisper was made for stretches of 30 seconds and is usually given all of them. A command is read as
twelve here, which costs a fraction; since a shorter reading can end too early, its result is
checked, and read again at full length where it looks wrong.
"""

import io
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import faster_whisper
import numpy as np
import numpy.typing as npt
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens

from inference.engines import events
from inference.engines.host import Call, Opening
from inference.engines.weighing import Weigher
from inference.errors import AudioUnreadable, WeightsUnusable
from inference.types import Heard, HearingRequest, Partial, Segment, Word
from inference.voice.mending import mended

RATE = 16_000
LONGEST_S = 28.0
"what one reading holds; longer sound is cut at a pause"
TAIL_S = 0.6
"silence added to the end, without which last words are lost"
LEAST_S = 12.0
"""what a command is read as: shorter readings end early or say things twice. Measured with word
errors beside it in benchmarks/listening.py; a reading that looks wrong is done again in full."""
PATHS = 5
"ways through a sentence that are followed at once; one is enough while it is still spoken"
FULL_S = 30.0
LEAST_TOKENS_PER_S = 1.0
"of speech; fewer look as if the reading had ended early"
WORST_LOGPROB = -0.9
HIGHEST_COMPRESSION = 2.4
NOTHING_SAID = 0.6
SILENT = 0.0004
"of full scale: quieter than this is nothing at all"
HUMMING = 0.01
"of full scale: as quiet as this, what never changes is a fan and no voice"
BLOCK_S = 1200
"a long recording is taken in pieces of this length, cut at pauses"
PARTIAL_EVERY_S = 1.0
REST_S = 0.2
"of quiet after words: what was said may have been all, and is read as if it were"
RESTING = 0.25
"of how loud it usually is; quieter is a rest, also where there is noise"
NEWS, SOFT = 1.5, 0.05
"times as loud as where nobody speaks, and as it usually is: somebody goes on"
STRETCH_S = 16.0
"what is looked at again and again while somebody speaks; before it, all is settled"
Sound = npt.NDArray[np.floating[Any]]


def load(opening: Opening, _call: Call) -> "Hearing":
    """Load the model, with its numbers made small on the way."""
    folder = Path(opening.files[0]).parent
    try:
        model = faster_whisper.WhisperModel(
            str(folder), device="cpu", compute_type="int8",
            cpu_threads=int(opening.settings.get("cores") or 1), num_workers=1,
        )  # fmt: skip
    except (RuntimeError, ValueError, OSError) as error:
        raise WeightsUnusable(opening.name, type(error).__name__) from error
    cores, small = int(opening.settings.get("cores") or 1), opening.settings.get("weigher")
    few = max(cores // 2, 1)  # whoever answers gets ready at the same time
    return Hearing(model, Weigher(Path(small), few) if small else None)


@dataclass(frozen=True)
class Reading:
    """What one reading of a stretch of sound gave."""

    text: str
    logprob: float
    "of a token, the end among them"
    no_speech: float
    tokens: int

    @property
    def likelihood(self) -> float:
        return self.logprob * (self.tokens + 1)

    def looks_right(self, speech_s: float) -> bool:
        """Whether a reading can be trusted: not ended early, not going in circles."""
        if self.logprob < WORST_LOGPROB or _compression(self.text) > HIGHEST_COMPRESSION:
            return False
        return self.tokens >= LEAST_TOKENS_PER_S * speech_s


class Hearing:
    """One model that understands speech."""

    def __init__(self, model: faster_whisper.WhisperModel, weigher: Weigher | None = None) -> None:
        self._model = model
        self._weigher = weigher
        self._is_multilingual = bool(model.model.is_multilingual)

    def about(self) -> dict[str, Any]:
        return {"rate": RATE, "languages": list(self._model.supported_languages)}

    def serve(self, call: Call) -> None:
        request = events.build(HearingRequest, call.fields["request"])
        if request.language and request.language not in self._model.supported_languages:
            request = replace(request, language="", manner="")
        if call.kind == "listen":
            self._listen(call, request)
            return
        sound = _decoded(call.payload) if call.fields.get("file") else _from_pcm(call.payload)
        if request.whole or len(sound) > LONGEST_S * RATE:
            call.emit(self._whole(call, sound, request))
        else:
            call.emit(self._command(sound, request, request.language))

    # commands

    def _command(
        self, sound: Sound, request: HearingRequest, language: str, paths: int = PATHS
    ) -> Heard:
        speech_s = _speech_seconds(sound)
        if speech_s == 0.0:
            return Heard("", language)
        sound = _trimmed(sound)
        language = language or self._language(sound)
        readings: list[Reading] = []
        hearing = replace(request, language=language)
        for least_s in (LEAST_S, FULL_S):
            seconds = min(max(len(sound) / RATE + TAIL_S, least_s), FULL_S)
            readings.append(self._read(sound, seconds, hearing, paths))
            if seconds == FULL_S or readings[-1].looks_right(speech_s):
                break  # another reading of full length would be the same one
        best = readings[-1]  # the longest is how Whisper was made to read
        if _compression(best.text) > HIGHEST_COMPRESSION:
            best = min(readings, key=lambda one: (_compression(one.text), -one.logprob))
        if best.no_speech > NOTHING_SAID and best.logprob < WORST_LOGPROB:
            return Heard("", language)
        return Heard(best.text, language, confidence=round(float(np.exp(best.logprob)), 3))

    def _read(self, sound: Sound, seconds: float, request: HearingRequest, paths: int) -> Reading:
        features = self._features(sound, seconds)
        tokenizer = self._tokenizer(request.language)
        before = ". ".join(filter(None, (", ".join(request.hints), request.manner)))
        prompt = self._model.get_prompt(
            tokenizer, previous_tokens=[], without_timestamps=True, hotwords=before or None
        )
        weigher = self._weigher if paths > 1 and request.manner else None
        (result,) = self._model.model.generate(
            self._model.encode(features), [prompt], beam_size=paths, return_scores=True,
            num_hypotheses=paths if weigher else 1,
            return_no_speech_prob=True, suppress_blank=True, max_length=448,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
        )  # fmt: skip
        readings = [
            Reading(
                mended(tokenizer.decode(tokens).strip()), score * len(tokens) / (len(tokens) + 1),
                float(result.no_speech_prob), len(tokens),
            )
            for tokens, score in zip(result.sequences_ids, result.scores, strict=True)
        ]  # fmt: skip
        return weigher.likeliest(readings, request.manner) if weigher else readings[0]

    def _features(self, sound: Sound, seconds: float) -> npt.NDArray[np.float32]:
        padding = max(int(seconds * RATE) - len(sound), 160)
        found: npt.NDArray[np.float32] = self._model.feature_extractor(sound, padding=padding)
        return found[:, : int(FULL_S * 100)]

    def _tokenizer(self, language: str) -> Tokenizer:
        return Tokenizer(
            self._model.hf_tokenizer, self._is_multilingual, task="transcribe", language=language
        )

    def _language(self, sound: Sound) -> str:
        if not self._is_multilingual:
            return "en"
        encoded = self._model.encode(self._features(sound, FULL_S))
        (likely,) = self._model.model.detect_language(encoded)
        return str(likely[0][0]).strip("<|>")

    # recordings

    def _whole(self, call: Call, sound: Sound, request: HearingRequest) -> Heard:
        if _speech_seconds(sound) == 0.0:
            return Heard("", request.language)
        segments: list[Segment] = []
        language = request.language
        for start, block in _blocks(sound):
            found, info = self._model.transcribe(
                block, language=language or None, beam_size=5, vad_filter=True,
                word_timestamps=True, condition_on_previous_text=False,
                hotwords=", ".join(request.hints) or None,
            )  # fmt: skip
            language = language or info.language
            for one in found:
                if call.stopped():
                    break
                segments.append(_segment(one, start))
                call.emit(Partial(_joined(segments[-3:]), ""))
        words = [word.probability for one in segments for word in one.words]
        confidence = float(np.mean(words)) if words else 0.0
        return Heard(_joined(segments), language, tuple(segments), round(confidence, 3))

    # while it is spoken

    def _listen(self, call: Call, request: HearingRequest) -> None:
        """Understand sound while it comes; what two readings agree on is settled."""
        heard = Listening(self, request)
        call.tell("listening", {})
        if self._weigher and request.manner:
            self._weigher.wake(request.manner)
        for sound, is_last in call.more():
            heard.add(_from_pcm(sound))
            if not is_last and (partial := heard.look()) is not None:
                call.emit(partial)
        if not call.stopped():
            call.emit(heard.finished())


class Listening:
    """Speech that is still going on."""

    def __init__(self, hearing: Hearing, request: HearingRequest) -> None:
        self._hearing = hearing
        self._request = request
        self._language = request.language
        self._before: list[str] = []
        "what was said before the stretch that is open"
        self._sound: Sound = np.empty(0, np.float32)
        self._looked_at = 0
        self._every_s = PARTIAL_EVERY_S
        self._last: list[str] = []
        self._whole: _Whole | None = None
        self._confidences: list[float] = []

    def add(self, sound: Sound) -> None:
        """Take more sound."""
        self._sound = np.concatenate([self._sound, sound])

    def look(self) -> Partial | None:
        """Something to show: where somebody rests, and else about once a second."""
        if self.is_whole:
            return None
        if _rests(self._sound):
            return self._read_whole()
        if len(self._sound) - self._looked_at < self._every_s * RATE:
            return None
        began = time.perf_counter()
        while len(self._sound) > STRETCH_S * RATE:
            self._close_a_stretch()
        self._looked_at = len(self._sound)
        words = self._read(self._sound, paths=1).text.split()
        # A slow computer looks less often, so that it does not fall behind.
        self._every_s = max(PARTIAL_EVERY_S, 2 * (time.perf_counter() - began))
        agreed = _agreement(self._last, words)
        self._last = words
        settled = " ".join([*self._before, *words[:agreed]])
        return Partial(settled, " ".join(words[agreed:]))

    @property
    def is_whole(self) -> bool:
        """Whether everything until now is read as thoroughly as it will be."""
        return self._whole is not None and not self._whole.goes_on(self._sound)

    def finished(self) -> Heard:
        """All that was said."""
        if self._whole is not None and self.is_whole:
            last = self._whole.heard
        else:
            while len(self._sound) > LONGEST_S * RATE:
                self._close_a_stretch()
            last = self._read(self._sound)
        self._note(last)
        text = " ".join(filter(None, [*self._before, last.text]))
        confidence = min(self._confidences, default=0.0)
        return Heard(text, self._language, confidence=round(confidence, 3))

    def _read_whole(self) -> Partial:
        """What was said until this rest, read as thoroughly as if it were all."""
        while len(self._sound) > STRETCH_S * RATE:
            self._close_a_stretch()
        heard = self._read(self._sound)
        self._whole = _Whole(heard, len(self._sound), _softest(self._sound))
        self._looked_at = len(self._sound)
        self._last = heard.text.split()
        return Partial(" ".join(filter(None, [*self._before, heard.text])), "")

    def _note(self, heard: Heard) -> None:
        if heard.text:
            self._confidences.append(heard.confidence)

    def _read(self, sound: Sound, paths: int = PATHS) -> Heard:
        heard = self._hearing._command(sound, self._request, self._language, paths)  # noqa: SLF001 - its other half
        if heard.text and not self._language:
            self._language = heard.language
        return heard

    def _close_a_stretch(self) -> None:
        cut = _quietest(self._sound[: int(STRETCH_S * RATE)])
        heard = self._read(self._sound[:cut])
        self._before.append(heard.text)
        self._note(heard)
        self._sound = self._sound[cut:]
        self._last, self._whole = [], None


@dataclass(frozen=True)
class _Whole:
    """What was understood of a stretch up to a rest."""

    heard: Heard
    until: int
    "samples that were there"
    softest: float
    "how loud a word is at least"

    def goes_on(self, sound: Sound) -> bool:
        """Whether anything was said since."""
        since = _levels(sound[self.until :])
        return bool(len(since)) and float(since.max()) > self.softest


def _rests(sound: Sound) -> bool:
    """Whether somebody has spoken, and does not just now."""
    levels = _levels(sound)
    rest = round(REST_S * 10)
    if len(levels) <= 2 * rest or not _speech_seconds(sound):
        return False
    usual = float(np.percentile(levels, 95))
    return float(levels[-rest:].max()) < RESTING * usual


def _softest(sound: Sound) -> float:
    """How loud a word is at least; not measured against the rest before it, in which the word
    before that may still fade: a last word can be softer.
    """
    quiet, usual = np.percentile(_levels(sound), (10, 95))
    return float(max(SILENT, NEWS * quiet, SOFT * usual))


def _levels(sound: Sound) -> npt.NDArray[np.floating[Any]]:
    """How loud each tenth of a second is, counted from the end."""
    tenth = RATE // 10
    count = len(sound) // tenth
    found: npt.NDArray[np.floating[Any]] = (
        sound[len(sound) - count * tenth :].reshape(count, tenth).std(axis=1)
    )
    return found


def _decoded(raw: bytes) -> Sound:
    """The sound in a file of any usual kind, read in this sealed process."""
    try:
        sound: Sound = faster_whisper.decode_audio(io.BytesIO(raw), sampling_rate=RATE)
    except Exception as error:
        raise AudioUnreadable("") from error
    if not len(sound):
        raise AudioUnreadable("")
    return sound


def _from_pcm(raw: bytes) -> Sound:
    return np.frombuffer(raw[: len(raw) // 2 * 2], "<i2").astype(np.float32) / 32768


def _speech_seconds(sound: Sound) -> float:
    """About how long somebody speaks: the loud tenths of a second."""
    loud = _loud(sound)
    return float(loud.sum()) * 0.1


def _loud(sound: Sound) -> npt.NDArray[np.bool_]:
    """Which tenths of a second are louder than the pauses between words.

    Measured against the quietest part, so that a soft voice before a bang is still a voice.
    """
    tenth = RATE // 10
    count = len(sound) // tenth
    if not count:
        return np.zeros(0, np.bool_)
    levels = sound[: count * tenth].reshape(count, tenth).std(axis=1)
    quiet, usual = np.percentile(levels, (10, 95))
    if usual < HUMMING and usual < 2.5 * quiet:
        return np.zeros(count, np.bool_)
    loud: npt.NDArray[np.bool_] = levels > max(SILENT, min(3 * quiet, 0.1 * usual))
    return loud


def _blocks(sound: Sound) -> Iterator[tuple[float, Sound]]:
    """A long recording in pieces, each with the second at which it begins."""
    start = 0
    while len(sound) - start > 1.25 * BLOCK_S * RATE:
        around = sound[start + (BLOCK_S - 30) * RATE : start + BLOCK_S * RATE]
        end = start + (BLOCK_S - 30) * RATE + _quietest(around)
        yield start / RATE, sound[start:end]
        start = end
    yield start / RATE, sound[start:]


def _trimmed(sound: Sound) -> Sound:
    """Without the long silence before and after, of which a third of a second stays."""
    places = np.flatnonzero(_loud(sound))
    tenth = RATE // 10
    start = max((int(places[0]) - 3) * tenth, 0)
    return sound[start : (int(places[-1]) + 4) * tenth]


def _quietest(sound: Sound) -> int:
    """Where to cut a long stretch: the quietest fifth of a second in its second half."""
    step = RATE // 5
    start = len(sound) // 2
    levels = [
        float((sound[at : at + step] ** 2).mean()) for at in range(start, len(sound) - step, step)
    ]
    return start + int(np.argmin(levels)) * step + step // 2


def _agreement(one: list[str], other: list[str]) -> int:
    """How many words two readings begin with alike; the last may still change."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first.strip(".,?!").lower() != second.strip(".,?!").lower():
            break
        count += 1
    return min(count, max(len(other) - 1, 0))


def _compression(text: str) -> float:
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def _segment(one: Any, start: float) -> Segment:
    words = tuple(
        Word(
            word.word.strip(), round(start + word.start, 2), round(start + word.end, 2),
            round(word.probability, 3),
        )
        for word in one.words or ()
    )  # fmt: skip
    return Segment(one.text.strip(), round(start + one.start, 2), round(start + one.end, 2), words)


def _joined(segments: list[Segment]) -> str:
    return " ".join(one.text for one in segments)
