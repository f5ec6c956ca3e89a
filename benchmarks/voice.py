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
- hush: from the press that interrupts to the last sound that comes out of the other sink.

Needs the starter weights, pulseaudio and pulseaudio-utils. The load of the machine is printed, too:
on one that others use, times say little, ratios and counts something.
"""

import argparse
import contextlib
import dataclasses
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import listening
from benchmarks.listening import Line, Wave

QUESTIONS = (
    "What is a good way to cook rice for four people?",
    "Why does the moon look larger when it is close to the horizon?",
    "Can you tell me in a few words what a fugue is?",
    "How do I get a stain of red wine out of a white shirt?",
    "What would you answer somebody who says that poems are useless?",
    "Explain why bread rises when it is baked in the oven.",
)
MINUTE = f"{listening.MINUTE} {listening.REPLY}"
LONGEST_WAIT_S = 240.0
LONGEST_ANSWER = 64
"tokens: some twenty seconds of speech"
LOUD = 200
"of 16-bit samples: what is above is a voice"
SERVER = (
    "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes",
    "-L", "module-native-protocol-unix", "-L", "module-null-sink sink_name=heard",
    "-L", "module-null-sink sink_name=said",
    "-L", "module-remap-source master=heard.monitor source_name=microphone",
)  # fmt: skip


@contextlib.contextmanager
def sound_server() -> Iterator[None]:
    """A PulseAudio of our own, kept awake: one that sleeps hands out two seconds at a time."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        os.environ.update(XDG_RUNTIME_DIR=folder, PULSE_SERVER=f"unix:{folder}/pulse/native")
        stack.callback(_end, _started(*SERVER))
        until = time.monotonic() + 20
        while subprocess.run(["pactl", "info"], capture_output=True, check=False).returncode:
            if time.monotonic() > until:
                sys.exit("pulseaudio does not start here")
            time.sleep(0.1)
        subprocess.run(["pactl", "set-default-source", "microphone"], check=True)
        subprocess.run(["pactl", "set-default-sink", "said"], check=True)
        for sink in ("heard", "said"):
            stack.callback(_end, _started(
                "pacat", "--playback", "--latency-msec=20", f"--device={sink}", "--rate=16000",
                "--channels=1", "--format=s16le", "/dev/zero",
            ))  # fmt: skip
        time.sleep(0.5)
        yield


def _started(*command: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()


class Recorded:
    """What comes out of the loudspeaker, and when it was loud last."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["parec", "--device=said.monitor", "--rate=16000", "--channels=1", "--format=s16le",
             "--latency-msec=10"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self._process.stdout is not None
        os.set_blocking(self._process.stdout.fileno(), False)
        self.loud_at = 0.0
        self._silent = 0
        self.longest_silence = 0
        "samples between two loud ones"

    def forget(self) -> None:
        self.loud_at, self._silent, self.longest_silence = 0.0, 0, 0

    def look(self) -> None:
        assert self._process.stdout is not None
        raw = self._process.stdout.read() or b""
        sound = np.abs(np.frombuffer(raw[: len(raw) // 2 * 2], "<i2").astype(int))
        places = np.flatnonzero(sound > LOUD)
        if not len(places):
            self._silent += len(sound)
            return
        if self.loud_at:
            between = max(np.diff(places).max(initial=0), self._silent + places[0])
            self.longest_silence = max(self.longest_silence, int(between))
        self.loud_at, self._silent = time.perf_counter(), len(sound) - int(places[-1])

    def close(self) -> None:
        _end(self._process)


@dataclasses.dataclass
class Turn:
    """One question, spoken and answered."""

    question: str
    noise: str
    waited_s: float = 0.0
    prompt: int = 0
    evaluated: int = 0
    heard: str = ""
    reply: str = ""
    pcm: bytes = b""
    sequence_s: float = 0.0


class Room:
    """Tacit without its window, and somebody who speaks to it."""

    def __init__(self, folder: Path, model: str) -> None:
        from PySide6.QtWidgets import QApplication

        from desktop import assistant as assistants
        from desktop import paths
        from desktop.jobs import JobRunner
        from desktop.session import Session
        from desktop.viewmodels.chat import ChatModel
        from desktop.viewmodels.talking import Talking
        from inference import prompt
        from vault.keyslots import Cost
        from vault.places import Places
        from vault.vault import Vault

        self.application = QApplication.instance() or QApplication([])
        here = dataclasses.replace(paths.find(), data=folder / "d", config=folder / "c")
        for one in (here.data, here.config):
            one.mkdir()
        places = Places.of(here.data, here.config)
        vault = Vault.create(places, "a cheap lock is enough", datetime.now(UTC), Cost())[0]
        self.jobs = JobRunner()
        self.session = Session(vault, here, self.jobs)
        self.counts = Counts()
        prompt.LONGEST_ANSWER = LONGEST_ANSWER
        real = assistants.chat_of

        def chat_of(here: Any, name: str = "", keeper: Any = None) -> Any:
            return self.counts.around(real(here, name or model, keeper))

        assistants.chat_of = chat_of  # type: ignore[assignment]
        self.chat = ChatModel(self.session)
        self.talking = Talking(self.session, self.chat)
        self.recorded = Recorded()
        self.first_at = 0.0
        self.said: list[str] = []
        self.talking.mouth.began.connect(self._on_began)
        self.talking.ear.heard.connect(lambda _number, text: self.said.append(text))
        self.settle()

    def _on_began(self, _reply: int) -> None:
        self.first_at = self.first_at or time.perf_counter()

    def until(self, is_over: Callable[[], bool], most_s: float = LONGEST_WAIT_S) -> bool:
        """Let the window's loop go round until then; whether it came."""
        end = time.perf_counter() + most_s
        while not is_over():
            if time.perf_counter() > end:
                return False
            self.application.processEvents()
            self.recorded.look()
            time.sleep(0.003)
        return True

    def settle(self) -> None:
        self.until(lambda: self.talking.phase.value == "idle" and self.jobs.busy == 0)

    def speak(self, file: Path, tail_s: float = 0.15) -> float:
        """Hold the key while a file is played to the microphone; when it was let go."""
        self.talking.press()
        self.until(lambda: self.talking.ear.is_open)
        self.until(lambda: False, 0.3)
        with subprocess.Popen(["paplay", "--device=heard", str(file)]) as player:
            self.until(lambda: player.poll() is not None)
        self.until(lambda: False, tail_s)
        self.talking.release()
        return time.perf_counter()

    def close(self) -> None:
        self.recorded.close()
        self.jobs.close()
        self.session.close()


class Counts:
    """What the chat engine says that it read, and whether it was read ahead."""

    def __init__(self) -> None:
        self.prompt = self.evaluated = 0

    def around(self, engine: Any) -> Any:
        if engine is None:
            return None
        counts, stream = self, engine.stream

        def counted(request: Any, **given: Any) -> Iterator[Any]:
            from inference.types import Usage

            for event in stream(request, **given):
                if isinstance(event, Usage) and request.max_tokens:
                    counts.prompt += event.prompt_tokens
                    counts.evaluated += event.evaluated_tokens
                yield event

        engine.stream = counted
        return engine


def turn(room: Room, question: str, file: Path, noise: str) -> Turn:
    """One question through the whole of it, in a new conversation."""
    one = Turn(question, noise)
    room.chat.begin()
    room.settle()
    room.first_at, room.counts.prompt, room.counts.evaluated = 0.0, 0, 0
    room.said.clear()
    with captured() as pcm:
        let_go = room.speak(file)
        came = room.until(lambda: bool(room.first_at) or room.talking.phase.value == "idle")
    one.waited_s = room.first_at - let_go if came and room.first_at else LONGEST_WAIT_S
    room.until(lambda: not room.chat.is_busy)
    one.prompt, one.evaluated = room.counts.prompt, room.counts.evaluated
    room.settle()
    one.heard, one.pcm = " ".join(room.said), bytes(pcm)
    reply = room.talking.talk.reply
    one.reply = "".join(piece.text for piece in reply.pieces) if reply is not None else ""
    one.sequence_s = in_sequence(room, one)
    return one


def in_sequence(room: Room, one: Turn) -> float:
    """The same stages, each of them to its end before the next begins."""
    from inference.types import HearingRequest, SpeakingRequest

    engines = room.session.engines
    began = time.perf_counter()
    list(engines.transcriber().transcribe(one.pcm, HearingRequest("en")))
    took = time.perf_counter() - began
    room.chat.begin()
    room.settle()
    began = time.perf_counter()
    room.talking.settings.now = dataclasses.replace(room.talking.settings.now, speaks=_never())
    room.chat.say(one.heard or one.question)
    room.until(lambda: not room.chat.is_busy)
    took += time.perf_counter() - began
    room.talking.settings.look()
    room.settle()
    began = time.perf_counter()
    list(engines.speaker().say(SpeakingRequest(one.reply)))
    return took + time.perf_counter() - began


def _never() -> Any:
    from inference.voice.talk import Speaks

    return Speaks.NEVER


@contextlib.contextmanager
def captured() -> Iterator[bytearray]:
    """The sound that reaches the engine."""
    from inference.engines.local import Session as Hears

    kept, add = bytearray(), Hears.add

    def tapped(self: Any, pcm: bytes) -> Any:
        kept.extend(pcm)
        return add(self, pcm)

    Hears.add = tapped  # type: ignore[method-assign]
    try:
        yield kept
    finally:
        Hears.add = add  # type: ignore[method-assign]


def written(folder: Path, name: str, sound: Wave) -> Path:
    """A file that can be played."""
    place = folder / f"{name}.wav"
    with wave.open(str(place), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(listening.RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return place


def turns(room: Room, folder: Path, rounds: int) -> Iterator[Line]:
    rng = random.Random(8)
    made: list[Turn] = []
    texts = [QUESTIONS[number % len(QUESTIONS)] for number in range(rounds)]
    for number, text in enumerate(texts):
        noise = ("plain", "noise")[number % 2]
        sound = listening.said(room.session.engines, text, noise, rng)
        one = turn(room, text, written(folder, f"turn{number}", sound), noise)
        print(f"  {one.waited_s:6.2f} s, in sequence {one.sequence_s:6.2f} s, read after "
              f"{one.evaluated} of {one.prompt}: {one.heard}", flush=True)  # fmt: skip
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


def gaps(room: Room, _folder: Path, _rounds: int) -> Iterator[Line]:
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


def hush(room: Room, _folder: Path, rounds: int) -> Iterator[Line]:
    """Pressed in the middle of speech: when the last sound comes out."""
    from inference.voice.events import Cancelled, ReplyOver, ReplyWords, Typed

    took = []
    for _ in range(max(rounds, 5)):
        room.settle()
        room.first_at = 0.0
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


PARTS: dict[str, Callable[[Room, Path, int], Iterator[Line]]] = {
    "turns": turns, "gaps": gaps, "hush": hush,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--model", default="", help="which weights write the answers")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with sound_server(), tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), given.model)
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        try:
            for name in given.only:
                for line in PARTS[name](room, Path(folder), given.rounds):
                    verdict = "" if not line.bar else "met" if line.met else "MISSED"
                    print(f"{line.name:55} {line.figure:50} {line.bar:9} {verdict}", flush=True)
            print(f"load at the end {os.getloadavg()[0]:.1f}")
        finally:
            room.close()


if __name__ == "__main__":
    main()
