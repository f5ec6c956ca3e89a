"""How ears and voice do: `.venv/bin/python -m benchmarks.engines --only clips reading voice`.

- clips: the time for two seconds of speech ÷ that for 28.
- reading: word errors of the quick reading against faster-whisper's own (padded to 30 seconds, five
  beams, its fallbacks), on the same sentences by chance, said by Piper: plain, slow, fast, and with
  white noise 10 to 20 dB below the voice. Both readings use the same model in this process; numbers
  are compared as words. Synthetic speech is easier than people; read the difference, not the level.
- voice: the time to the first sound of a reply of 60 words ÷ that to the last.
"""

import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import faster_whisper
import numpy as np
import numpy.typing as npt

from desktop import paths
from inference.engines.local import Engines
from inference.engines.transcriber import Hearing
from inference.types import Heard, HearingRequest, Sound, SpeakingRequest

RATE = 16_000
ENGLISH = HearingRequest("en")
MINUTE = (
    "The committee met on Tuesday and talked about the budget for the coming year. Anna asked for "
    "more time, because two of the letters had not arrived. Everybody agreed that the report "
    "should be ready by Friday at noon. My brother wants to paint the kitchen yellow, and nobody "
    "could talk him out of it. In the afternoon we walked along the river until it got dark. "
    "There was a small boat under the bridge, full of leaves and rain. The old captain sells "
    "maps of islands that he has never seen. On the way home I bought bread, a lamp and four "
    "green apples. The radio said that the storm would pass to the north during the night. "
    "Remember to feed the cat before you leave for the airport. Her passport lies in the second "
    "drawer, below the photographs. We should call the plumber again and ask what went wrong."
)
REPLY = (
    "Your first meeting tomorrow starts at nine with Anna Miller, in the small room upstairs. "
    "After that there is nothing until noon, so I kept the morning free for the report. At two "
    "o'clock the dentist expects you, and the train to Bristol leaves at half past five. I have "
    "put the tickets into your notes already. Shall I set an alarm?"
)
NAMES = ("Anna Miller", "Tom Baker", "Doctor Lee", "Maria Santos", "George Watson", "Helen Park")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "June", "August", "October", "December")
THINGS = (
    "the report",
    "my passport",
    "the blue folder",
    "two tickets",
    "the garden",
    "the invoice",
)
PLACES = ("London", "Boston", "the office", "the station", "Berlin", "the library")
SMALL_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = {
    "first": "one", "second": "two", "third": "three", "fifth": "five", "eighth": "eight",
    "ninth": "nine", "twelfth": "twelve", "twentieth": "twenty", "thirtieth": "thirty",
}  # fmt: skip

Wave = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Line:
    """One figure."""

    name: str
    figure: str
    bar: str = ""
    met: bool = True


def spoken(engines: Engines, text: str, speed: float = 1.0) -> list[Sound]:
    return list(engines.speaker().say(SpeakingRequest(text, speed)))


def recorded(sounds: Sequence[Sound]) -> bytes:
    """Sound as a microphone delivers it: 16-bit mono at 16 kHz."""
    found = np.frombuffer(b"".join(sound.pcm for sound in sounds), np.int16).astype(np.float32)
    step = sounds[0].rate / RATE
    places = np.arange(int(len(found) / step)) * step
    pcm: bytes = np.interp(places, np.arange(len(found)), found).astype(np.int16).tobytes()
    return pcm


def clips(engines: Engines, rounds: int) -> Iterator[Line]:
    """Two seconds of speech, and 28."""
    sound = recorded(spoken(engines, MINUTE))
    short, long = sound[: 2 * RATE * 2], sound[: 28 * RATE * 2]
    hearing = engines.transcriber()

    def seconds(pcm: bytes) -> float:
        began = time.perf_counter()
        (*_, last) = hearing.transcribe(pcm, ENGLISH)
        assert isinstance(last, Heard)
        assert last.text
        return time.perf_counter() - began

    seconds(short)
    pairs = []
    for number in range(rounds):
        first, second = (short, long) if number % 2 else (long, short)
        took = {len(first): seconds(first), len(second): seconds(second)}
        pairs.append((took[len(short)], took[len(long)]))
    ratios = [one / other for one, other in pairs]
    middle = statistics.median(ratios)
    yield Line("2 s of speech ÷ 28 s", f"{middle:.3f} ({min(ratios):.3f} to {max(ratios):.3f}, "
               f"{len(ratios)} pairs)", "≤ 0.45", middle <= 0.45)  # fmt: skip


def voice(engines: Engines, rounds: int) -> Iterator[Line]:
    """The first sound of a reply of 60 words, and its last."""
    assert len(REPLY.split()) >= 60
    speaker = engines.speaker()
    list(speaker.say(SpeakingRequest("Yes.")))
    ratios, firsts = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        times = [time.perf_counter() - began for _ in speaker.say(SpeakingRequest(REPLY))]
        ratios.append(times[0] / times[-1])
        firsts.append(times[0])
    middle = statistics.median(ratios)
    yield Line("first sound ÷ whole reply of 60 words", f"{middle:.3f} ({min(ratios):.3f} to "
               f"{max(ratios):.3f}, {len(ratios)} times; first after "
               f"{statistics.median(firsts):.2f} s)", "≤ 0.20", middle <= 0.20)  # fmt: skip


# reading


def sentence(rng: random.Random) -> str:
    """Something that somebody may say to an assistant."""
    name, other = rng.sample(NAMES, 2)
    day, month = rng.choice(DAYS), rng.choice(MONTHS)
    thing, place = rng.choice(THINGS), rng.choice(PLACES)
    hour, number, year = rng.randint(1, 12), rng.randint(2, 99), rng.randint(1990, 2030)
    return rng.choice([
        f"Call {name} on {day} at {hour} o'clock.",
        f"Remind me to bring {thing} to {place} on {day}.",
        f"Move the meeting with {name} to {month} {rng.randint(1, 28)}.",
        f"How many letters did {name} send in {year}?",
        f"Write to {name} that {other} will be {number} minutes late.",
        f"Add {number} apples and {thing} to the list.",
        f"What is the weather like in {place} on {day} evening?",
        f"Set an alarm for {hour} thirty.",
        f"The train to {place} leaves at {hour} fifteen, tell {name} about it.",
        f"Find the note about {thing} from {month} {year}.",
        f"Cancel everything after {hour} o'clock on {day}, I have to go to {place}.",
        "Yes, please.",
        f"{number} percent of {number * 3} people came to {place}.",
        f"Play something quiet and turn down the volume to {number} percent.",
    ])  # fmt: skip


def words(text: str) -> list[str]:
    """Words to be compared: small letters, numbers written out, titles in one way."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower().replace("%", " percent "))
    text = re.sub(r"\bdr\b", "doctor", text).replace("-", " ").replace("o'clock", "")
    text = re.sub(r"(\d+)(st|nd|rd|th)\b", r"\1", text)
    text = re.sub(r"(\d+)[:.]00\b", r"\1", text)
    found: list[str] = []
    for word in re.findall(r"[a-z']+|\d+", text):
        found += in_words(int(word)) if word.isdigit() else [ORDINALS.get(word, word)]
    return found


def in_words(number: int) -> list[str]:
    """A number as it is said, years in two halves."""
    if number < 20:
        return [SMALL_NUMBERS[number]]
    if number < 100:
        return [TENS[number // 10], *_after(number % 10)]
    if 1100 <= number < 2000 or 2010 <= number < 2100:
        return [*in_words(number // 100), *(_after(number % 100) or ["hundred"])]
    if number < 1000:
        return [*in_words(number // 100), "hundred", *_after(number % 100)]
    return [*in_words(number // 1000), "thousand", *_after(number % 1000)]


def _after(rest: int) -> list[str]:
    return in_words(rest) if rest else []


def errors(said: list[str], heard: list[str]) -> int:
    """Words to change, add or leave out to come from the one to the other."""
    row = list(range(len(heard) + 1))
    for place, word in enumerate(said, 1):
        before, row[0] = row[0], place
        for at, other in enumerate(heard, 1):
            cost = min(row[at] + 1, row[at - 1] + 1, before + (word != other))
            before, row[at] = row[at], cost
    return row[-1]


def with_noise(sound: Wave, rng: random.Random) -> Wave:
    """White noise 10 to 20 dB below the voice."""
    loudness = float(np.sqrt((sound**2).mean())) / 10 ** (rng.uniform(10, 20) / 20)
    noise = np.random.default_rng(rng.randint(0, 10**9)).normal(0, loudness, len(sound))
    return np.clip(sound + noise, -1, 1).astype(np.float32)


class Counted(Hearing):
    """The quick reading, which counts how often it reads."""

    readings = 0

    def _read(self, *given: Any) -> Any:
        self.readings += 1
        return super()._read(*given)

    def command(self, sound: Wave) -> str:
        return self._command(sound, ENGLISH, "en").text


@dataclass
class Tally:
    """Word errors and times of both readings in one condition."""

    words: int = 0
    quick: int = 0
    padded: int = 0
    ratios: list[float] = field(default_factory=list)


def reading(engines: Engines, rounds: int) -> Iterator[Line]:
    """Both readings of the same sentences."""
    folder = paths.find().weights / "whisper-base"
    model = faster_whisper.WhisperModel(str(folder), "cpu", compute_type="int8", cpu_threads=2)
    hearing = Counted(model)
    rng = random.Random(21)
    count, again = (40 if rounds < 5 else 100), 0
    tallies: dict[str, Tally] = {}
    for number in range(count):
        what = ("plain", "slow", "fast", "noise", "plain")[number % 5]
        text = sentence(rng)
        sound = said(engines, text, what, rng)
        before = hearing.readings
        heard, took = timed(lambda sound=sound: hearing.command(sound))  # type: ignore[misc]
        again += hearing.readings - before > 1
        other, longer = timed(lambda sound=sound: padded(model, sound))  # type: ignore[misc]
        tally = tallies.setdefault(what, Tally())
        tally.words += len(words(text))
        tally.quick += errors(words(text), words(heard))
        tally.padded += errors(words(text), words(other))
        tally.ratios.append(took / longer)
    yield from _lines(tallies, count, again)


def said(engines: Engines, text: str, what: str, rng: random.Random) -> Wave:
    speed = {"slow": 0.8, "fast": 1.3}.get(what, 1.0)
    pcm = recorded(spoken(engines, text, speed))
    sound = np.frombuffer(pcm, np.int16).astype(np.float32) / 32768
    return with_noise(sound, rng) if what == "noise" else sound


def padded(model: faster_whisper.WhisperModel, sound: Wave) -> str:
    found, _ = model.transcribe(sound, language="en", beam_size=5)
    return " ".join(one.text for one in found)


def timed(work: Callable[[], str]) -> tuple[str, float]:
    began = time.perf_counter()
    found = work()
    return found, time.perf_counter() - began


def _lines(tallies: dict[str, Tally], count: int, again: int) -> Iterator[Line]:
    for what, one in tallies.items():
        yield Line(f"word errors, {what}: quick, padded", _shares(one))
    every = Tally(*(sum(getattr(one, name) for one in tallies.values())
                    for name in ("words", "quick", "padded")))  # fmt: skip
    lost = 100 * (every.quick - every.padded) / every.words
    yield Line(f"word errors, all {count} sentences: quick, padded",
               f"{_shares(every)}, points given up {lost:.2f}", "≤ 0.3", lost <= 0.3)  # fmt: skip
    ratios = [ratio for one in tallies.values() for ratio in one.ratios]
    yield Line("time, quick ÷ padded", f"{statistics.median(ratios):.2f}")
    yield Line("sentences that were read more than once", f"{again} of {count}")


def _shares(one: Tally) -> str:
    quick, padded = 100 * one.quick / one.words, 100 * one.padded / one.words
    return f"{quick:.2f} %, {padded:.2f} % of {one.words} words"


PARTS: dict[str, Callable[[Engines, int], Iterator[Line]]] = {
    "clips": clips, "voice": voice, "reading": reading,
}  # fmt: skip
