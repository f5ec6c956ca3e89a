"""`tacit bench`: how fast the engines are on this computer, and how much memory they take."""

import argparse
import time
from collections.abc import Iterator
from typing import Any

from desktop import engines
from desktop.cards import size
from desktop.output import Output
from desktop.paths import Paths
from inference.engines.client import Condition
from inference.engines.local import Engines, Hearing, whole
from inference.types import ChatRequest, HearingRequest, Message, SpeakingRequest

PROMPT = "The committee met on Tuesday and went through the list of open questions once more. " * 30
SENTENCE = "The committee met on Tuesday and went through the list of open questions once more."
WRITTEN_TOKENS = 96
TEXTS = 64
HEARD_RATE = 16_000


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "measure how fast the engines are on this computer"
    parser = commands.add_parser("bench", help=about, description=about)
    parser.add_argument("--model", default="", metavar="NAME", help="which chat weights")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """One engine after the other, each warm; other programs that work now make it slower."""
    with engines.opened(paths) as here:
        measured = (_chat(here, args.model), _embed(here), _voice(here))
        for rows in measured:
            for name, said, row in rows:
                out.say(f"  {name:22} {said}")
                out.data({"what": name, **row})
    return 0


Row = tuple[str, str, dict[str, Any]]


def _chat(here: Engines, name: str) -> Iterator[Row]:
    chat = here.chat(name)
    for _ in chat.load():
        pass
    request = ChatRequest((Message("user", PROMPT),), max_tokens=WRITTEN_TOKENS)
    usage = whole(chat.stream(request)).usage
    reading = usage.evaluated_tokens / max(usage.reading_s, 1e-6)
    writing = usage.answer_tokens / max(usage.writing_s, 1e-6)
    threads = " and ".join(map(str, chat.condition.about["threads"]))
    where = "the GPU" if chat.condition.about.get("on_gpu") else f"{threads} threads"
    yield "chat weights", f"{chat.name} on {where}", {"name": chat.name}
    yield "reading", f"{reading:.0f} tokens per second", {"tokens_per_s": round(reading, 1)}
    yield "writing", f"{writing:.1f} tokens per second", {"tokens_per_s": round(writing, 2)}
    yield _memory("answering", chat.condition)


def _embed(here: Engines) -> Iterator[Row]:
    embedder = here.embedder()
    embedder.embed([SENTENCE])
    began = time.perf_counter()
    embedder.embed([f"{SENTENCE} {number}" for number in range(TEXTS)])
    speed = TEXTS / (time.perf_counter() - began)
    yield "meaning", f"{speed:.0f} sentences per second", {"texts_per_s": round(speed, 1)}


def _voice(here: Engines) -> Iterator[Row]:
    speaker, hearing = here.speaker(), here.transcriber()
    list(speaker.say(SpeakingRequest("Ready.")))
    began = time.perf_counter()
    sounds, first_s = [], 0.0
    for sound in speaker.say(SpeakingRequest(SENTENCE)):
        first_s = first_s or time.perf_counter() - began
        sounds.append(sound)
    took = time.perf_counter() - began
    pcm = b"".join(sound.pcm for sound in sounds)
    long = len(pcm) / 2 / sounds[0].rate
    yield "first sound", f"after {first_s * 1000:.0f} ms", {"seconds": round(first_s, 4)}
    yield "speaking", f"{long / took:.0f} times as fast as speech", {"times": round(long / took, 1)}
    heard_s = _listening_time(hearing, _resampled(pcm, sounds[0].rate))
    times = long / heard_s
    yield "listening", f"{times:.0f} times as fast as speech", {"times": round(times, 1)}


def _listening_time(hearing: Hearing, pcm: bytes) -> float:
    request = HearingRequest("en")
    list(hearing.transcribe(pcm, request))  # the first also loads
    began = time.perf_counter()
    list(hearing.transcribe(pcm, request))
    return time.perf_counter() - began


def _resampled(pcm: bytes, rate: int) -> bytes:
    import numpy as np

    sound = np.frombuffer(pcm, np.int16).astype(np.float32)
    places = np.arange(int(len(sound) * HEARD_RATE / rate)) * rate / HEARD_RATE
    return np.interp(places, np.arange(len(sound)), sound).astype(np.int16).tobytes()


def _memory(what: str, condition: Condition) -> Row:
    own, mapped = condition.own_bytes, condition.mapped_bytes
    said = f"{size(own)} of its own, {size(mapped)} of weights"
    return f"memory for {what}", said, {"own_bytes": own, "mapped_bytes": mapped}
