"""Tacit without its window, in a room with a loudspeaker and somebody who speaks to it.

A PulseAudio of its own with two sinks that go nowhere: what is played into the one is heard through
PortAudio while the key is held; the answer goes into the other, which is recorded.
"""

import contextlib
import dataclasses
import os
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
from benchmarks.listening import Wave

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

        self.model = model
        self.application = QApplication.instance() or QApplication([])
        here = dataclasses.replace(
            paths.find(), data=folder / "d", config=folder / "c", logs=folder / "l"
        )
        for one in (here.data, here.config, here.logs):
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
        self.marks: dict[str, float] = {}
        "when something happened first in this turn"
        self.said: list[str] = []
        self.talking.mouth.began.connect(lambda _reply: self.mark("sound"))
        self.talking.ear.opened.connect(lambda _number: self.mark("open"))
        self.talking.ear.heard.connect(self._on_heard)
        self.chat.words.connect(lambda _text: self.mark("words"))
        say = self.talking.mouth.say

        def marked(reply: int, piece: int, text: str) -> None:
            self.mark("clause")
            say(reply, piece, text)

        self.talking.mouth.say = marked  # type: ignore[method-assign]
        self.counts.mark = self.mark
        self.settle()

    @property
    def first_at(self) -> float:
        """When the first sound of the answer was on its way; 0 while it is not."""
        return self.marks.get("sound", 0.0)

    def forget(self) -> None:
        """Begin a turn."""
        self.marks.clear()
        self.said.clear()
        self.counts.prompt = self.counts.evaluated = self.counts.questions = 0

    def mark(self, what: str) -> None:
        self.marks.setdefault(what, time.perf_counter())

    def _on_heard(self, _number: int, text: str) -> None:
        self.mark("heard")
        self.said.append(text)

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

    def start_afresh(self) -> None:
        """A new conversation with a chat engine that has read what all prompts begin with."""
        from desktop import assistant as assistants

        self.chat.begin()
        self.settle()
        engine: Any = assistants.chat_of(self.session.engines, self.model)
        self.session.engines.let_go(engine.name)
        lead = self.chat.lead
        self.session.think(lambda assistant, _job: lead.expect(assistant, "", lambda: False))
        self.settle()

    def speak(self, file: Path, tail_s: float = 0.15) -> float:
        """Hold the key while a file is played to the microphone; when it was let go."""
        self.talking.press()
        self.until(lambda: "open" in self.marks)
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
        self.questions = 0
        "that the model was asked about what is to be done"
        self.request: Any = None
        self.replayed: Any = None
        "what is answered whatever is asked, so that a second answer is the same"
        self.mark: Callable[[str], None] = lambda _what: None

    def around(self, engine: Any) -> Any:
        if engine is None:
            return None
        counts, stream = self, engine.stream

        def counted(request: Any, **given: Any) -> Iterator[Any]:
            from inference.types import Usage

            is_answer = request.max_tokens > 0 and request.form is None
            counts.questions += request.form is not None
            if is_answer:
                counts.mark("asked")
                request = counts.replayed or request
                counts.request = request
            for event in stream(request, **given):
                if isinstance(event, Usage) and request.max_tokens:
                    counts.prompt += event.prompt_tokens
                    counts.evaluated += event.evaluated_tokens
                yield event

        engine.stream = counted
        return engine


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
