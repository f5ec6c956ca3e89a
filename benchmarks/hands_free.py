"""Being woken, and what is lost before a press: `.venv/bin/python -m benchmarks.hands_free`.

What waits for the words hears sound frame by frame, as it does in Tacit, but in this process and
as fast as it can; times are seconds of that sound.

- hits: each wake word, said by Piper and by espeak's voices, at several speeds, alone and with
  something after it, plain and with white noise, a hum or another voice below it.
- speaking: the same while Tacit's own voice is in the microphone, so much louder or softer.
- false: minutes of other sentences, of sentences made to sound alike, and of noise.
- pauses: from the end of what is said to the moment when the pause is noticed, and how often a
  sentence was cut in two.
- strip: what Whisper makes of the words' end that half a second before the listening holds, and
  what is left of it in the sentence.
- press: on a sound server of its own, from the press to the first sound that is recorded, and first
  words lost (against the same sound read whole) where the owner begins 50 ms before the press: with
  a microphone that is opened then, and with one that is held ready.

Synthetic voices are easier than people in a room: read the differences, not the level.
"""

import argparse
import itertools
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from benchmarks import listening
from benchmarks.listening import ENGLISH, Line
from desktop import paths
from desktop.engines import opened
from desktop.standby import Sounds
from inference.engines.local import Engines
from inference.engines.wake import Watcher, watcher
from inference.types import Heard, SpeakingRequest
from inference.voice.waking import SPOKEN, Paused, WakeWord, Woken, without

RATE, STEP = 16_000, 640
SPEEDS = (0.75, 0.85, 0.95, 1.0, 1.1, 1.2, 1.35)
ESPEAK = ("en-us", "en-gb", "en-gb-scotland", "en-us+f3", "en-gb+f2", "en-us+m7")
AFTER = ("", " What is on today?", " Remind me to call Anna at five.")
NOISES = ("plain", "white 20 dB", "white 10 dB", "hum 10 dB", "voice 10 dB")
ALIKE = (
    "Hey, Travis is here.", "The harvest is late this year.", "Hey Marvin, come over.",
    "They just charge more for it.", "A jar of jam is on the table.", "Hey Charles!",
    "Pay your service fee.", "Hey John, this is nice.", "Okay, nobody knows.", "Okay, now do it.",
    "Hey, Microsoft called.", "Hey, my croissant is cold.", "Hey, my aircraft is late.",
)  # fmt: skip
Sound = npt.NDArray[np.float32]
SILENCE_S = 1.0


def said(engines: Engines, text: str, speed: float = 1.0) -> Sound:
    """By Piper."""
    pcm = listening.recorded(list(engines.speaker().say(SpeakingRequest(text, speed))))
    return np.frombuffer(pcm, "<i2").astype(np.float32)


def by_espeak(text: str, voice: str, speed: float = 1.0) -> Sound:
    """By another kind of voice, which is further from people than Piper's."""
    done = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(int(160 * speed)), "--stdout", text],
        capture_output=True, check=True,
    )  # fmt: skip
    found = np.frombuffer(done.stdout[44:], "<i2").astype(np.float32)
    places = np.arange(int(len(found) * RATE / 22_050)) * 22_050 / RATE
    return np.interp(places, np.arange(len(found)), found).astype(np.float32)


def loudness(sound: Sound) -> float:
    loud = sound[np.abs(sound) > 300]
    return float(np.sqrt(np.mean(loud**2))) if len(loud) else 1.0


def with_noise(sound: Sound, noise: str, other: Sound, seed: int) -> Sound:
    """The sound with something below it."""
    if noise == "plain":
        return sound
    kind, below, _unit = noise.split()
    chance = np.random.default_rng(seed)
    if kind == "white":
        made = chance.normal(0, 1, len(sound)).astype(np.float32)
    elif kind == "hum":
        places = np.arange(len(sound)) / RATE
        waves = [np.sin(2 * np.pi * f * places) / n for n, f in enumerate((50, 100, 150, 350), 1)]
        made = np.sum(waves, axis=0).astype(np.float32)
    else:
        start = int(chance.integers(0, max(len(other) - len(sound), 1)))
        made = np.resize(other[start : start + len(sound)], len(sound))
    made = made * loudness(sound) / loudness(made * 1000) * 1000 / 10 ** (int(below) / 20)
    mixed: Sound = np.clip(sound + made, -32768, 32767).astype(np.float32)
    return mixed


def around(sound: Sound, after_s: float = SILENCE_S) -> Sound:
    quiet = np.zeros(int(RATE * SILENCE_S), np.float32)
    return np.concatenate([quiet, sound, np.zeros(int(RATE * after_s), np.float32)])


def noticed(watching: Watcher, sound: Sound) -> list[tuple[float, Woken | Paused]]:
    """What is noticed in it, with the second of sound at which it is."""
    pcm = sound.astype("<i2").tobytes()
    return [
        (min(at + STEP, len(pcm)) / 2 / RATE, one)
        for at in range(0, len(pcm), STEP)
        for one in watching.hear(pcm[at : at + STEP])
    ]


def waiting_for(word: WakeWord) -> Watcher:
    made = watcher("wake")
    made.begin(word)
    return made


def woken(watching: Watcher, sound: Sound) -> int:
    watching.wait()
    return sum(isinstance(one, Woken) for _at, one in noticed(watching, around(sound)))


def has_espeak() -> bool:
    return subprocess.run(["which", "espeak-ng"], capture_output=True, check=False).returncode == 0


def hits(engines: Engines) -> Iterator[Line]:
    other = said(engines, listening.MINUTE)
    for word in WakeWord:
        counts: dict[str, list[bool]] = {}
        watching = waiting_for(word)
        for number, (speed, after, noise) in enumerate(itertools.product(SPEEDS, AFTER, NOISES)):
            sound = with_noise(
                said(engines, f"{SPOKEN[word]}.{after}", speed), noise, other, number
            )
            counts.setdefault(noise, []).append(woken(watching, sound) >= 1)
        for voice, speed in itertools.product(ESPEAK, SPEEDS[1:6:2]):
            if has_espeak():
                sound = by_espeak(f"{SPOKEN[word]}.", voice, speed)
                counts.setdefault("espeak", []).append(woken(watching, sound) >= 1)
        all_of = [one for noise, some in counts.items() if noise != "espeak" for one in some]
        detail = ", ".join(f"{noise} {sum(some)}/{len(some)}" for noise, some in counts.items())
        yield Line(f"woken by “{SPOKEN[word]}”", f"{sum(all_of)} of {len(all_of)} ({detail})")


def speaking(engines: Engines) -> Iterator[Line]:
    """The words, while Tacit's own voice is as loud, or softer by so much."""
    own = said(engines, listening.MINUTE)
    watching = waiting_for(WakeWord.HEY_JARVIS)
    for below in (0, 6, 12):
        found = []
        for number, speed in enumerate(SPEEDS * 2):
            sound = said(engines, "Hey Jarvis.", speed)
            mixed = with_noise(sound, f"voice {below} dB", own, number)
            found.append(woken(watching, mixed) >= 1)
        yield Line(f"woken while Tacit speaks, {below} dB softer than the owner",
                   f"{sum(found)} of {len(found)}")  # fmt: skip


def false_wakes(engines: Engines, minutes: float) -> Iterator[Line]:
    """Other sentences, and noise."""
    chance = random.Random(5)
    texts = [
        one.strip() + "."
        for one in f"{listening.MINUTE} {listening.REPLY}".split(".")
        if one.strip()
    ]
    texts += [
        f"{name} will bring {thing} to {place} on {day}." for name, thing, place, day in
        itertools.product(listening.NAMES, listening.THINGS, listening.PLACES, listening.DAYS)
    ]  # fmt: skip
    chance.shuffle(texts)
    pieces: list[Sound] = []
    total_s = 0.0
    for text, speed in zip(
        itertools.cycle([*ALIKE, *texts]), itertools.cycle(SPEEDS), strict=False
    ):
        pieces.append(said(engines, text, speed))
        total_s += len(pieces[-1]) / RATE
        if total_s >= minutes * 60:
            break
    speech = np.concatenate(pieces)
    noise_s = int(minutes * 30)
    noises = {
        "white noise": np.random.default_rng(1).normal(0, 3000, noise_s * RATE),
        "bursts": np.random.default_rng(2).normal(0, 8000, noise_s * RATE)
        * (np.random.default_rng(3).random(noise_s * RATE // 800).repeat(800) > 0.8),
    }
    for word in WakeWord:
        watching = waiting_for(word)
        wakes = sum(isinstance(one, Woken) for _at, one in noticed(watching, speech))
        alike = sum(woken(watching, said(engines, one)) for one in ALIKE)
        yield Line(f"false wakes of “{SPOKEN[word]}”",
                   f"{wakes} in {total_s / 60:.0f} min of other sentences, {alike} of "
                   f"{len(ALIKE)} made to sound alike", "0", wakes == 0)  # fmt: skip
        for name, sound in noises.items():
            wakes = sum(
                isinstance(one, Woken) for _at, one in noticed(watching, sound.astype(np.float32))
            )
            yield Line(f"… in {noise_s // 60} min of {name}", f"{wakes}", "0", wakes == 0)


def pauses(engines: Engines) -> Iterator[Line]:
    """How long after the last word it is noticed, and whether it comes too early."""
    texts = ["What is on today?", "Remind me to call Anna at five.",
             "Write down that the plumber comes on Tuesday, and that he needs the key.",
             "Move the dentist to Friday, at nine."]  # fmt: skip
    late, early, total = [], 0, 0
    other = said(engines, listening.MINUTE)
    watching = waiting_for(WakeWord.HEY_JARVIS)
    for number, (text, speed, noise) in enumerate(
        itertools.product(texts, (0.75, 1.0, 1.2), ("plain", "white 20 dB", "hum 10 dB"))
    ):
        sound = said(engines, text, speed)
        ends = np.flatnonzero(np.abs(sound) > 300)[-1] / RATE
        whole = with_noise(around(sound, 3.0), noise, other, number)
        watching.follow()
        over = [at for at, one in noticed(watching, whole) if isinstance(one, Paused)]
        total += 1
        if not over or over[0] < SILENCE_S + ends:
            early += 1
        else:
            late.append(over[0] - SILENCE_S - ends)
    yield Line("from the last sound of a sentence to the pause being noticed",
               f"{statistics.median(late):.2f} s of sound (most {max(late):.2f})")  # fmt: skip
    yield Line("sentences that were cut off", f"{early} of {total}", "0", early == 0)


def strip(engines: Engines) -> Iterator[Line]:
    """What the half second before the listening adds to the sentence."""
    from desktop.standby import BEFORE_S

    texts = ["what is on today?", "remind me to call Anna at five.", "add milk to my list.",
             "who is coming on Friday?", "what time is it?"]  # fmt: skip
    clean, shown = 0, []
    watching = waiting_for(WakeWord.HEY_JARVIS)
    for text, speed in itertools.product(texts, (0.85, 1.0, 1.2)):
        watching.wait()
        sound = around(said(engines, f"Hey Jarvis, {text}", speed))
        at = next((at for at, one in noticed(watching, sound) if isinstance(one, Woken)), None)
        if at is None:
            continue
        heard = read(engines, sound[int((at - BEFORE_S) * RATE) :])
        left = without(heard, WakeWord.HEY_JARVIS)
        clean += _bare(left) == _bare(read(engines, around(said(engines, text, speed))))
        shown.append((heard, left))
    for heard, left in shown:
        print(f"    {heard!r} → {left!r}")
    yield Line("sentences said in one breath with the words that are read as without them",
               f"{clean} of {len(shown)}")  # fmt: skip


def read(engines: Engines, sound: Sound) -> str:
    """What Whisper makes of it."""
    pcm = sound.astype("<i2").tobytes()
    (*_, last) = engines.transcriber().transcribe(pcm, ENGLISH)
    assert isinstance(last, Heard)
    return last.text


def _bare(text: str) -> str:
    return " ".join(text.lower().strip(" .?!").replace(",", "").split())


def press(engines: Engines) -> Iterator[Line]:
    """Somebody speaks at the very moment of the press."""
    from benchmarks.voice_room import sound_server

    with sound_server():
        yield from _pressed(engines)


def _pressed(engines: Engines) -> Iterator[Line]:
    from desktop import audio

    audio.prepare()
    texts = ["Anna comes on Friday.", "Call the plumber.", "Open the garden gate.",
             "Tell me what is due.", "Add milk to the list."]  # fmt: skip
    ways = {"cold": _cold, "held ready": _ready}
    for way, record in ways.items():
        firsts, lost = [], 0
        for text in texts * 2:
            heard, first = record(said(engines, text).astype("<i2").tobytes())
            found = read(engines, np.frombuffer(heard, "<i2").astype(np.float32))
            whole = read(engines, around(said(engines, text)))
            lost += _bare(found).split()[:1] != _bare(whole).split()[:1]
            firsts.append(first)
            print(f"    {way}: {whole!r} → {found!r}")
        yield Line(f"{way}: from the press to the first sound recorded",
                   f"{1000 * statistics.median(firsts):.0f} ms (from "
                   f"{1000 * min(firsts):.0f} to {1000 * max(firsts):.0f})")  # fmt: skip
        yield Line(f"{way}: first words lost or wrong, where one speaks 50 ms before the press",
                   f"{lost} of {len(firsts)}")  # fmt: skip


EARLY_S = 0.05
"how long before the press somebody begins to speak"


def _cold(sound: bytes) -> tuple[bytes, float]:
    """The microphone is opened at the press."""
    from desktop import audio

    with _playing(sound):
        time.sleep(EARLY_S)
        pressed = time.monotonic()
        with audio.microphone() as microphone:
            return _heard(microphone, pressed, len(sound))


def _ready(sound: bytes) -> tuple[bytes, float]:
    """It was open before, and the half second before the press comes first."""
    from desktop import audio
    from desktop.standby import Stream, Taker

    stream = Stream()
    with audio.microphone() as microphone, _playing(sound):
        pressed = time.monotonic() + EARLY_S
        for one in microphone.until(lambda: time.monotonic() > pressed):
            stream.feed(one)
        taker = Taker(stream)
        before = b"".join(taker.sound.get_nowait() or b"" for _ in range(taker.sound.qsize()))
        heard, _first = _heard(microphone, pressed, len(sound))
        return before + heard, -len(before) / 2 / RATE


def _heard(microphone: Sounds, pressed: float, size: int) -> tuple[bytes, float]:
    """What is heard to the end, and how long after the press the first of it came."""
    heard, first = b"", 0.0
    end = pressed + size / 2 / RATE + 0.8
    for one in microphone.until(lambda: time.monotonic() > end):
        first = first or time.monotonic() - pressed
        heard += one
    return heard, first


def _playing(sound: bytes) -> "subprocess.Popen[bytes]":
    """Said to the microphone from now on."""
    made = subprocess.Popen(
        ["pacat", "--playback", "--latency-msec=20", "--device=heard", "--rate=16000",
         "--channels=1", "--format=s16le"], stdin=subprocess.PIPE,
    )  # fmt: skip
    assert made.stdin is not None
    made.stdin.write(sound)
    made.stdin.close()
    return made


PARTS: dict[str, Callable[[Engines, float], Iterator[Line]]] = {
    "hits": lambda engines, _minutes: hits(engines),
    "speaking": lambda engines, _minutes: speaking(engines),
    "false": false_wakes,
    "pauses": lambda engines, _minutes: pauses(engines),
    "strip": lambda engines, _minutes: strip(engines),
    "press": lambda engines, _minutes: press(engines),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--minutes", type=float, default=20.0)
    given = parser.parse_args()
    is_met = True
    with opened(paths.find()) as engines:
        for name in given.only:
            for line in PARTS[name](engines, given.minutes):
                mark = "" if not line.bar else " ✓" if line.met else f" ✗ (wanted {line.bar})"
                print(f"{line.name}: {line.figure}{mark}", flush=True)
                is_met = is_met and line.met
    sys.exit(0 if is_met else 1)


if __name__ == "__main__":
    main()
