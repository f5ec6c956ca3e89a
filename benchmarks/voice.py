"""Speaking and being answered, through a real sound server: `.venv/bin/python -m benchmarks.voice`.

Starts a PulseAudio of its own with two sinks that go nowhere. Sentences that Piper said, plain and
with noise, are played into the one; Tacit, with a vault, a conversation and all engines, hears its
monitor through PortAudio while its key is held, and answers into the other, which is recorded.

- turns: from the release to the first sound of the answer ÷ the same stages one after the other
  (all of the recording understood, all of the answer written, all of it made into sound), in turns;
  prompt tokens that were read after the release ÷ all of the prompt; p50 and p95 of the wait.
- words: word errors of what was understood while it was spoken against faster-whisper's own reading
  (30 seconds, five beams) of the same sound as it was captured.
- gaps: how often the device had nothing to play in a reply of a minute, while the model writes.
- long: see `benchmarks/voice_long.py`; only where it is asked for.
- hush: from the press that interrupts to the last sound that comes out of the other sink.

Needs the starter weights, pulseaudio and pulseaudio-utils. The load of the machine is printed, too:
on one that others use, times say little, ratios and counts something.
"""

import argparse
import dataclasses
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import listening
from benchmarks.listening import Line
from benchmarks.voice_long import long
from benchmarks.voice_room import LONGEST_WAIT_S, Room, captured, sound_server, written

QUESTIONS = (
    "What is a good way to cook rice for four people?",
    "Why does the moon look larger when it is close to the horizon?",
    "Can you tell me in a few words what a fugue is?",
    "How do I get a stain of red wine out of a white shirt?",
    "What would you answer somebody who says that poems are useless?",
    "Explain why bread rises when it is baked in the oven.",
)
MINUTE = f"{listening.MINUTE} {listening.REPLY}"


@dataclasses.dataclass
class Turn:
    """One question, spoken and answered."""

    question: str
    noise: str
    waited_s: float = 0.0
    stages: dict[str, float] = dataclasses.field(default_factory=dict)
    "seconds since the release, by what was there then"
    prompt: int = 0
    evaluated: int = 0
    heard: str = ""
    reply: str = ""
    pcm: bytes = b""
    parts: dict[str, float] = dataclasses.field(default_factory=dict)
    "seconds of each stage, one after the other"

    @property
    def sequence_s(self) -> float:
        return sum(self.parts.values())


def turn(room: Room, question: str, file: Path, noise: str) -> Turn:
    """One question through the whole of it, in a new conversation."""
    one = Turn(question, noise)
    room.chat.begin()
    room.settle()
    room.forget()
    with captured() as pcm:
        let_go = room.speak(file)
        came = room.until(lambda: bool(room.first_at) or room.talking.phase.value == "idle")
    one.waited_s = room.first_at - let_go if came and room.first_at else LONGEST_WAIT_S
    one.stages = {what: at - let_go for what, at in sorted(room.marks.items(), key=_when)}
    room.until(lambda: not room.chat.is_busy)
    one.prompt, one.evaluated = room.counts.prompt, room.counts.evaluated
    room.settle()
    one.heard, one.pcm = " ".join(room.said), bytes(pcm)
    reply = room.talking.talk.reply
    one.reply = "".join(piece.text for piece in reply.pieces) if reply is not None else ""
    one.parts = in_sequence(room, one)
    return one


def _listed(seconds: dict[str, float]) -> str:
    return ", ".join(f"{what} {at:.2f}" for what, at in seconds.items())


def _when(mark: tuple[str, float]) -> float:
    return mark[1]


def in_sequence(room: Room, one: Turn) -> dict[str, float]:
    """The same stages, each of them to its end before the next begins.

    The beginning that all prompts share is read by then, as it is for whoever speaks; the rest of
    the prompt is not, for nobody would have read it ahead: so the chat engine is started afresh.
    """
    from inference.types import HearingRequest, SpeakingRequest

    engines, took = room.session.engines, dict[str, float]()
    began = time.perf_counter()
    list(engines.transcriber().transcribe(one.pcm, HearingRequest("en")))
    took["understanding"] = time.perf_counter() - began
    room.start_afresh()
    room.forget()
    room.counts.replayed = room.counts.request
    began = time.perf_counter()
    room.talking.settings.now = dataclasses.replace(room.talking.settings.now, speaks=_never())
    room.chat.say(one.heard or one.question)
    room.until(lambda: not room.chat.is_busy)
    ended = time.perf_counter()
    room.counts.replayed = None
    asked, words = (room.marks.get(what, began) for what in ("asked", "words"))
    took |= {"planning": asked - began, "reading": words - asked, "writing": ended - words}
    room.talking.settings.look()
    room.settle()
    began = time.perf_counter()
    list(engines.speaker().say(SpeakingRequest(one.reply)))
    took["speaking"] = time.perf_counter() - began
    return took


def _never() -> Any:
    from inference.voice.talk import Speaks

    return Speaks.NEVER


def turns(room: Room, folder: Path, given: argparse.Namespace) -> Iterator[Line]:
    rng = random.Random(8)
    made: list[Turn] = []
    texts = [QUESTIONS[number % len(QUESTIONS)] for number in range(given.rounds)]
    for number, text in enumerate(texts):
        noise = ("plain", "noise")[number % 2]
        sound = listening.said(room.session.engines, text, noise, rng)
        one = turn(room, text, written(folder, f"turn{number}", sound), noise)
        print(f"  {one.waited_s:6.2f} s, in sequence {one.sequence_s:6.2f} s, read after "
              f"{one.evaluated} of {one.prompt}: {one.heard}", flush=True)  # fmt: skip
        print(f"         {_listed(one.stages)}; one after the other: {_listed(one.parts)}",
              flush=True)  # fmt: skip
        made.append(one)
    made = made[1:] if len(made) > 3 else made  # the first one loads all weights
    waits = sorted(one.waited_s for one in made)
    ratios = [one.waited_s / one.sequence_s for one in made]
    middle = statistics.median(ratios)
    yield Line("release to first sound ÷ the same stages in sequence",
               f"{middle:.2f} ({min(ratios):.2f} to {max(ratios):.2f}, {len(made)} turns)",
               "≤ 0.45", middle <= 0.45)  # fmt: skip
    share = sum(one.evaluated for one in made) / max(sum(one.prompt for one in made), 1)
    yield Line("prompt tokens read after the release", f"{share:.1%}", "≤ 10 %", share <= 0.1)
    last = waits[int(0.95 * len(waits))]
    yield Line("release to first sound, p50; p95", f"{statistics.median(waits):.2f}; {last:.2f} s")
    yield from _words(made)


def _words(made: list[Turn]) -> Iterator[Line]:
    import faster_whisper

    from desktop import paths

    folder = paths.find().weights / "whisper-base"
    model = faster_whisper.WhisperModel(str(folder), "cpu", compute_type="int8", cpu_threads=2)
    count = quick = offline = 0
    for one in made:
        said = listening.words(one.question)
        sound = np.frombuffer(one.pcm, "<i2").astype(np.float32) / 32768
        count += len(said)
        quick += listening.errors(said, listening.words(one.heard))
        offline += listening.errors(said, listening.words(listening.padded(model, sound)))
    lost = 100 * (quick - offline) / max(count, 1)
    yield Line(f"word errors of {count} words: while spoken, offline",
               f"{quick}, {offline}: {lost:+.1f} points", "≤ +0.3", lost <= 0.3)  # fmt: skip


def gaps(room: Room, _folder: Path, _given: argparse.Namespace) -> Iterator[Line]:
    """A minute of speech, while the model writes as fast as it can."""
    from inference.types import ChatRequest, Message
    from inference.voice.cutting import Cut, cut

    room.settle()

    def write(assistant: Any, job: Any) -> None:
        request = ChatRequest((Message("user", "Write a very long story."),), max_tokens=2_000)
        for _event in assistant.mind.chat.stream(request, stopped=lambda: job.is_cancelled):
            job.check()

    job = room.session.think(write)
    mouth, quiet = room.talking.mouth, list[int]()
    mouth.quiet.connect(lambda reply, _piece, _share: quiet.append(reply))
    room.recorded.forget()
    began = time.perf_counter()
    before = mouth.gaps
    for place, piece in enumerate(cut(Cut(), MINUTE, is_end=True)[1]):
        mouth.say(9_000, place, piece.text)
    mouth.no_more(9_000)
    room.until(lambda: 9_000 in quiet)
    job.cancel()
    took = time.perf_counter() - began
    count, silence = mouth.gaps - before, room.recorded.longest_silence / listening.RATE
    yield Line(f"gaps in {took:.0f} s of speech beside a model that writes", str(count), "0",
               count == 0)  # fmt: skip
    yield Line("longest silence between two words of it", f"{silence:.2f} s", "≤ 0.80",
               0 < silence <= 0.8)  # fmt: skip
    room.settle()


def hush(room: Room, _folder: Path, given: argparse.Namespace) -> Iterator[Line]:
    """Pressed in the middle of speech: when the last sound comes out."""
    from inference.voice.events import Cancelled, ReplyOver, ReplyWords, Typed

    took = []
    for _ in range(max(given.rounds, 5)):
        room.settle()
        room.forget()
        settings = room.talking.settings
        settings.now = dataclasses.replace(settings.now, speaks=_always(), sounds=False)
        room.talking.happen(Typed())
        reply = room.talking.talk.reply
        assert reply is not None
        room.talking.happen(ReplyWords(reply.number, MINUTE))
        room.until(lambda: bool(room.first_at))
        room.until(lambda: False, 1.5)
        pressed = time.perf_counter()
        room.talking.press()
        room.until(lambda: False, 1.0)
        took.append(room.recorded.loud_at - pressed)
        room.talking.happen(ReplyOver(reply.number))
        room.talking.happen(Cancelled())
    took.sort()
    worst = took[int(0.95 * len(took))]
    yield Line("press to silence, p50; p95",
               f"{1000 * statistics.median(took):.0f}; {1000 * worst:.0f} ms", "≤ 150 ms",
               worst <= 0.15)  # fmt: skip


def _always() -> Any:
    from inference.voice.talk import Speaks

    return Speaks.ALWAYS


PARTS: dict[str, Callable[[Room, Path, argparse.Namespace], Iterator[Line]]] = {
    "turns": turns, "gaps": gaps, "hush": hush, "long": long,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=["turns", "gaps", "hush"])
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--model", default="", help="which weights write the answers")
    parser.add_argument("--minutes", type=float, default=30.0, help="of the long conversation")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with sound_server(), tempfile.TemporaryDirectory() as folder:
        passing = Path(folder) / "t"
        passing.mkdir()
        tempfile.tempdir = os.environ["TMPDIR"] = str(passing)
        room = Room(Path(folder), given.model)
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        try:
            for name in given.only:
                for line in PARTS[name](room, Path(folder), given):
                    verdict = "" if not line.bar else "met" if line.met else "MISSED"
                    print(f"{line.name:55} {line.figure:50} {line.bar:9} {verdict}", flush=True)
            print(f"load at the end {os.getloadavg()[0]:.1f}")
        finally:
            room.close()


if __name__ == "__main__":
    main()
