"""Word errors while somebody speaks: `python -m benchmarks.voice_words [--sentences 200 --seed 3]`.

Sentences by chance are said by several voices, slower and faster, plain, with white noise, and with
others who talk (`voice_requests.py`). One reading gets the sound a tenth of a second at a time, as
from a microphone, with a release 0.3 seconds after the last word, and gives what Tacit would send;
the other is faster-whisper's own of the whole (30 seconds, five beams). Same model, same process.
Printed beside it: in how many sentences the last reading was done before the release.
"""

import argparse
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import faster_whisper

from benchmarks import listening
from benchmarks.listening import RATE, Line, Wave
from benchmarks.voice_requests import NOISES, STEP, VOICES, babble, in_room, spoken
from desktop import engines as opening
from desktop import paths
from inference.engines.transcriber import Hearing, Listening
from inference.types import HearingRequest

RELEASE_S = 0.3
BAR = 0.3


@dataclass
class Tally:
    """Word errors in one condition."""

    words: int = 0
    quick: int = 0
    padded: int = 0
    sentences: int = 0
    early: int = 0
    "read to the end before the release"


def understood(hearing: Hearing, sound: Wave) -> tuple[str, bool]:
    """What is sent, and whether it was read before the release."""
    heard = Listening(hearing, HearingRequest("en"))
    for at in range(0, len(sound), STEP):
        heard.add(sound[at : at + STEP])
        heard.look()
    is_early = heard.is_whole
    return heard.finished().text, is_early


def counted(sentences: int, seed: int) -> dict[str, Tally]:
    rng, tallies = random.Random(seed), dict[str, Tally]()
    folder = paths.find().weights / "whisper-base"
    model = faster_whisper.WhisperModel(str(folder), "cpu", compute_type="int8", cpu_threads=1)
    hearing = Hearing(model)
    has_others = shutil.which("espeak-ng") is not None
    voices = [one for one in VOICES if one.name == "joe" or has_others]
    with opening.opened(paths.find()) as engines:
        others = babble(engines, rng)
        for number in range(sentences):
            text, noise = listening.sentence(rng), NOISES[number % len(NOISES)]
            voice = voices[number % len(voices)]
            sound = in_room(spoken(engines, text, voice), noise, others, rng)
            sound = sound[: len(sound) - max(_trailing(sound) - int(RELEASE_S * RATE), 0)]
            one = tallies.setdefault(
                f"{'joe' if voice.name == 'joe' else 'espeak'}, {noise}", Tally()
            )
            quick, is_early = understood(hearing, sound)
            said = listening.words(text)
            one.words += len(said)
            one.quick += listening.errors(said, listening.words(quick))
            one.padded += listening.errors(said, listening.words(listening.padded(model, sound)))
            one.sentences, one.early = one.sentences + 1, one.early + is_early
            if number % 10 == 9:
                print(f"  {number + 1} sentences", flush=True)
    return tallies


def _trailing(sound: Wave) -> int:
    """Samples after the last that is loud."""
    loud = abs(sound) > 0.1 * abs(sound).max()
    return int(loud[::-1].argmax())


def lines(tallies: dict[str, Tally]) -> Iterator[Line]:
    for name, one in sorted(tallies.items()):
        yield Line(f"word errors, {name}: while spoken, offline", _shares(one))
    whole = Tally(*(sum(getattr(one, name) for one in tallies.values())
                    for name in ("words", "quick", "padded", "sentences", "early")))  # fmt: skip
    lost = 100 * (whole.quick - whole.padded) / max(whole.words, 1)
    yield Line("word errors, all: while spoken, offline", f"{_shares(whole)}: {lost:+.2f} points",
               f"≤ +{BAR}", lost <= BAR)  # fmt: skip
    yield Line("sentences read to the end before the release",
               f"{whole.early} of {whole.sentences}")  # fmt: skip


def _shares(one: Tally) -> str:
    words = max(one.words, 1)
    return f"{100 * one.quick / words:.2f}, {100 * one.padded / words:.2f} % of {one.words} words"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--seed", type=int, default=3, help="other sentences and noise")
    args = parser.parse_args()
    for line in lines(counted(args.sentences, args.seed)):
        verdict = "" if not line.bar else "met" if line.met else "MISSED"
        print(f"{line.name:50} {line.figure:45} {line.bar:7} {verdict}")


if __name__ == "__main__":
    main()
