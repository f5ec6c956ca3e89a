"""Voice and ears together: what the one says, the other understands, word for word."""

import io
import itertools
import re
import wave
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from inference.engines import transcriber
from inference.engines.local import Engines, Hearing
from inference.errors import AudioUnreadable
from inference.types import Heard, HearingRequest, Partial, Sound, SpeakingRequest
from inference.voice import hints
from tests.inference.conftest import TINY

SENTENCES = (
    "The meeting with Anna starts on Thursday morning.",
    "Please remind me to water the plants tomorrow evening.",
    "The train to London leaves early in the morning.",
    "Move the dentist appointment to next Monday.",
    "Yes.",
)
ENGLISH = HearingRequest("en")


def spoken(engines: Engines, text: str, **options: float) -> list[Sound]:
    return list(engines.speaker().say(SpeakingRequest(text, **options)))  # type: ignore[arg-type]


def recording(sounds: list[Sound], *, pad_s: float = 0.0) -> bytes:
    """Sound as 16-bit mono at 16 kHz, the way a microphone delivers it."""
    found = np.frombuffer(b"".join(sound.pcm for sound in sounds), np.int16).astype(np.float32)
    rate = sounds[0].rate
    places = np.arange(int(len(found) * 16000 / rate)) * rate / 16000
    pcm = np.interp(places, np.arange(len(found)), found).astype(np.int16).tobytes()
    silence = bytes(int(pad_s * 16000) * 2)
    return silence + pcm + silence


def heard(hearing: Hearing, pcm: bytes, request: HearingRequest = ENGLISH) -> Heard:
    last = list(hearing.transcribe(pcm, request))[-1]
    assert isinstance(last, Heard)
    return last


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_is_said_is_understood(engines: Engines, sentence: str) -> None:
    found = heard(engines.transcriber(), recording(spoken(engines, sentence)))
    assert words(found.text) == words(sentence)
    assert found.confidence > 0.4


def test_silence_around_it_changes_nothing(engines: Engines) -> None:
    pcm = recording(spoken(engines, SENTENCES[0]), pad_s=5.0)
    assert words(heard(engines.transcriber(), pcm).text) == words(SENTENCES[0])


def test_a_recording_has_segments_words_and_times(engines: Engines) -> None:
    text = " ".join(SENTENCES[:3])
    pcm = recording(spoken(engines, text))
    found = heard(engines.transcriber(), pcm, HearingRequest(whole=True))
    assert found.language == "en"
    assert words(found.text) == words(text)
    times = [word.start for segment in found.segments for word in segment.words]
    assert times == sorted(times)
    assert len(times) == len(text.split())
    assert 0 <= times[-1] <= len(pcm) / 32000


def test_the_language_is_recognized_where_none_is_given(engines: Engines) -> None:
    pcm = recording(spoken(engines, SENTENCES[0]))
    assert heard(engines.transcriber(), pcm, HearingRequest()).language == "en"
    assert heard(engines.transcriber(), pcm, HearingRequest("klingon")).language == "en"


@pytest.mark.parametrize("name", ["Siobhan", "Elyse", "Kaitlyn"])
def test_names_are_understood_as_they_were_hinted_at(engines: Engines, name: str) -> None:
    pcm = recording(spoken(engines, f"Please write to {name} tomorrow."))
    assert name not in heard(engines.transcriber(), pcm).text
    assert name in heard(engines.transcriber(), pcm, HearingRequest("en", (name,))).text


def test_it_is_understood_while_it_is_spoken(engines: Engines) -> None:
    text = " ".join(SENTENCES[:4])
    pcm = recording(spoken(engines, text))
    partials: list[Partial] = []
    with engines.transcriber().listen(ENGLISH) as session:
        for start in range(0, len(pcm), 3200):
            partials += session.add(pcm[start : start + 3200])
        found = session.finish()
    assert words(found.text) == words(text)
    settled = [words(partial.settled) for partial in partials]
    for one, other in itertools.pairwise(settled):
        assert other[: len(one)] == one or len(other) >= len(one) - 2


def test_at_a_rest_it_is_read_as_if_it_were_all(engines: Engines) -> None:
    pcm = recording(spoken(engines, SENTENCES[0]))
    partials: list[Partial] = []
    with engines.transcriber().listen(ENGLISH) as session:
        partials += session.add(pcm + bytes(8_000 * 2))
        until_there(session, partials)
        found = session.finish()
    assert partials[-1].open == ""
    assert partials[-1].settled == found.text
    assert words(found.text) == words(SENTENCES[0])


def test_what_is_said_after_a_rest_is_understood_too(engines: Engines) -> None:
    first, second = (recording(spoken(engines, one)) for one in SENTENCES[2:4])
    partials: list[Partial] = []
    with engines.transcriber().listen(ENGLISH) as session:
        partials += session.add(first + bytes(16_000))
        until_there(session, partials)
        session.add(second)
        found = session.finish()
    assert words(found.text) == words(" ".join(SENTENCES[2:4]))


def until_there(session: Any, partials: list[Partial]) -> None:
    """Hand in nothing more until something is understood."""
    while not partials:
        partials += session.add(b"")


def test_a_last_word_may_be_softer_than_the_one_before_fades() -> None:
    """A rest in which a word fades away is no measure of silence."""

    def noise(level: float, seconds: float) -> npt.NDArray[np.float64]:
        return rng.normal(0, level, int(seconds * transcriber.RATE))

    rng = np.random.default_rng(5)
    said = np.concatenate([noise(0.0005, 0.5), noise(0.1, 1.0), noise(0.02, 0.2)])
    assert transcriber._rests(said)
    softest = transcriber._softest(said)
    whole = transcriber._Whole(Heard("", "en"), len(said), softest)
    assert whole.goes_on(np.concatenate([said, noise(0.0005, 0.2), noise(0.02, 0.2)]))
    assert not whole.goes_on(np.concatenate([said, noise(0.0005, 0.4)]))


def test_a_soft_voice_before_a_bang_is_still_a_voice(engines: Engines) -> None:
    soft = np.frombuffer(recording(spoken(engines, SENTENCES[0])), np.int16) // 25
    bang = (np.random.default_rng(1).normal(0, 9000, 16000)).astype(np.int16)
    found = heard(engines.transcriber(), soft.tobytes() + bytes(16000) + bang.tobytes())
    assert "Thursday" in found.text
    very_soft = heard(engines.transcriber(), (soft // 4).tobytes())
    assert "Thursday" in very_soft.text


def test_a_minute_handed_in_at_once(engines: Engines) -> None:
    text = " ".join(SENTENCES[:4] * 4)
    with engines.transcriber().listen(ENGLISH) as session:
        session.add(recording(spoken(engines, text)))
        assert session.finish().text.count("Thursday") == 4


def test_more_than_half_a_minute_without_a_pause(engines: Engines) -> None:
    text = " ".join(SENTENCES[:4] * 4)
    pcm = recording(spoken(engines, text, speed=1.1))
    assert len(pcm) > 32000 * 30
    with engines.transcriber().listen(ENGLISH) as session:
        for start in range(0, len(pcm), 64000):
            session.add(pcm[start : start + 64000])
        found = session.finish()
    wrong = abs(len(words(found.text)) - len(words(text)))
    assert wrong <= 0.1 * len(words(text))
    assert found.text.count("Thursday") == 4


@pytest.mark.parametrize("length_s", [2, 12, 20, 28])
def test_no_length_is_read_twice(length_s: int) -> None:
    """Where no reading looks right, each further one is longer than the one before."""
    tried: list[float] = []

    class Doubtful(transcriber.Hearing):
        def __init__(self) -> None:
            pass

        def _read(self, *given: Any) -> transcriber.Reading:
            tried.append(given[1])
            return transcriber.Reading("mumble", -5.0, 0.0, 1)

    sound = np.random.default_rng(1).normal(0, 0.1, length_s * 16000).astype(np.float32)
    sound[:16000] /= 100
    Doubtful()._command(sound, ENGLISH, "en")
    assert tried == sorted(set(tried))
    assert tried[-1] == transcriber.FULL_S


@pytest.mark.parametrize(
    "pcm",
    [b"", b"\x00", bytes(64), bytes(32000), np.full(16000, 20, np.int16).tobytes()],
    ids=["nothing", "half a sample", "a moment", "silence", "a hum"],
)
def test_nothing_said_is_nothing_heard(engines: Engines, pcm: bytes) -> None:
    assert heard(engines.transcriber(), pcm).text == ""
    with engines.transcriber().listen(ENGLISH) as session:
        session.add(pcm)
        assert session.finish().text == ""


def test_a_file_is_read_in_the_sealed_process(engines: Engines) -> None:
    sounds = spoken(engines, SENTENCES[0])
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sounds[0].rate)
        file.writeframes(b"".join(sound.pcm for sound in sounds))
    hearing = engines.transcriber()
    events = list(hearing.transcribe(made.getvalue(), ENGLISH, is_file=True))
    assert words(events[-1].text) == words(SENTENCES[0])  # type: ignore[union-attr]
    for nonsense in (b"", b"no sound at all" * 100, made.getvalue()[:30]):
        with pytest.raises(AudioUnreadable):
            list(hearing.transcribe(nonsense, ENGLISH, is_file=True))


@pytest.mark.parametrize(
    "text", ["", "   \n", "🎉🎉", "***", "日本語", "?!…", "\u202e\u200b", "|---|"]
)
def test_what_cannot_be_said_is_silence(engines: Engines, text: str) -> None:
    assert spoken(engines, text) == []


@pytest.mark.parametrize(
    "text", ["a" * 3000, "Hello 日本 world 🎉", "x " * 2000, "1" * 400, "A\x00B\x1b[31m", "ß ñ ø ł"]
)
def test_odd_texts_are_said_somehow(engines: Engines, text: str) -> None:
    assert all(sound.pcm for sound in spoken(engines, text))


def test_speech_comes_clause_by_clause(engines: Engines) -> None:
    text = f"{SENTENCES[1]} {SENTENCES[3]}"
    sounds = spoken(engines, text)
    assert " ".join(sound.text for sound in sounds) == text
    assert len(sounds) >= 2


def test_speed_changes_the_length(engines: Engines) -> None:
    def length(speed: float) -> int:
        return sum(len(sound.pcm) for sound in spoken(engines, SENTENCES[0], speed=speed))

    assert length(0.5) > 1.5 * length(1.0) > 2.2 * length(2.5)
    assert length(100.0) < length(1.0)


def test_a_german_answer_says_its_times_in_german(engines: Engines) -> None:
    speaker = engines.speaker()

    def said(text: str, *, begins: bool) -> str:
        return " ".join(one.text for one in speaker.say(SpeakingRequest(text, begins=begins)))

    assert "14 Uhr 30" in said("Das ist um 14:30 bei der Bank und nicht zu Hause.", begins=True)
    assert said("Zahnarzt, 9:00.", begins=False) == "Zahnarzt, 9 Uhr."
    assert said("Dentist, 9:00.", begins=True) == "Dentist, 9 AM."


def test_what_sounds_alike_is_told_apart_by_what_people_say(engines: Engines) -> None:
    asked = HearingRequest("en", manner=hints.MANNER["en"])
    said = "Put new light bulbs on the shopping list."
    pcm = recording(spoken(engines, said.lower().strip("."), speed=1.1), pad_s=0.25)
    assert words(heard(engines.transcriber(), pcm, asked).text) == words(said)


def test_removing_the_small_weights_ends_the_ears_that_ask_them(engines: Engines) -> None:
    heard(engines.transcriber(), bytes(32000))
    assert "whisper-base" in engines.conditions()
    engines.let_go(TINY)
    assert "whisper-base" not in engines.conditions()
