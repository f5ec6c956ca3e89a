"""What the engines reach: `.venv/bin/python -m benchmarks.engines [--only NAME ...] [--quick]`.

One line for each figure: name, figure (a median, with the lowest and highest of its pairs), bar,
met or missed. Needs the starter weights and an otherwise quiet machine; ratios are taken in one run
from alternating pairs, and `--quick` takes fewer. The parts, by the name that `--only` takes:

- streaming: tokens/s through process and pipe ÷ a bare loop of llama_decode and a greedy sampler in
  a process of its own, from the first to the last token as the asker sees it. Both processes are
  there at once and work in turns of half a second, the other stopped, each with a clock that runs
  in its turns only, so that what a neighbour does hits both. Nothing is suppressed: the prompt
  begins a song that goes on for ever, and a run that ended before its length is an error.
- prefix: prompt tokens evaluated ÷ new ones over ten turns, from the engine's own counters.
- restart: time to the first token in a fresh process with a saved prefix ÷ without.
- forms: tokens/s in a form ÷ free, and 200 answers in schemas by chance, each one checked.
- kills: processes killed in each state; a typed error within a second, and the next request works.
- network: sockets that a session of all four engines was given, counted by strace.
- guessing: tokens/s with guesses from the prompt ÷ without.
- memory: each engine's memory after work, and what a smaller embedder saves.
- clips, reading, voice: see `benchmarks/listening.py`.
"""

import argparse
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import llama_cpp.llama_cpp as native

from benchmarks import listening
from desktop import paths
from inference.engines.client import Child
from inference.engines.host import Opening
from inference.engines.local import Chat, Engines, Preferences, whole
from inference.errors import EngineDied
from inference.types import (
    ChatRequest,
    Failed,
    Form,
    HearingRequest,
    Loading,
    Message,
    Reading,
    Sampling,
    SpeakingRequest,
    Token,
    Usage,
)
from models import machine
from models.store import Store

SMALL, LARGE = "smollm2-135m", "qwen2.5-coder-1.5b"
INT8, FLOAT = "minilm-l6-v2-int8", "minilm-l6-v2"
VOICE, EARS = "piper-joe", "whisper-base"
THREADS = (2, 2)
CONTEXT = 4096
TURN_S = 0.5


def started(keeper: "Drawer | None" = None) -> Engines:
    """Engines on the starter weights, without trying out threads."""
    found = paths.find()
    threads = {SMALL: THREADS, LARGE: THREADS}
    store = Store(found.weights, found.default_weights)
    return Engines(store, machine.look(), Preferences(CONTEXT, threads=threads), keeper)


def weights_file(name: str) -> Path:
    return next((paths.find().weights / name).glob("*.gguf"))


def told(name: str, figure: str, bar: str = "", *, met: bool = True) -> None:
    """Print one figure."""
    verdict = f"   bar {bar}: {'met' if met else 'MISSED'}" if bar else ""
    print(f"{name:58} {figure}{verdict}", flush=True)


def told_ratio(name: str, ratios: Sequence[float], *, least: float = 0, most: float = 0) -> None:
    middle = statistics.median(ratios)
    figure = f"{middle:.3f} ({min(ratios):.3f} to {max(ratios):.3f}, {len(ratios)} pairs)"
    if least:
        told(name, figure, f"≥ {least}", met=middle >= least)
    elif most:
        told(name, figure, f"≤ {most}", met=middle <= most)
    else:
        told(name, figure)


def in_pairs(
    one: Callable[[], float], other: Callable[[], float], rounds: int
) -> list[tuple[float, float]]:
    """Both measured in each round, the first of them alternating."""
    found = []
    for number in range(rounds):
        if number % 2:
            second, first = other(), one()
        else:
            first, second = one(), other()
        found.append((first, second))
    return found


def quotients(pairs: Sequence[tuple[float, float]]) -> list[float]:
    return [one / other for one, other in pairs]


def user(text: str) -> Message:
    return Message("user", text)


def prose(tokens: int, seed: int = 0) -> str:
    """Text of about so many tokens that no two seeds share."""
    rng = random.Random(seed)
    names, things = ("Anna", "Tom", "Mrs. Lee", "Omar", "Ines"), ("report", "letter", "plan", "car")
    made = [f"Note {seed}."]
    while sum(len(one.split()) for one in made) < tokens * 0.75:
        name, thing, day = rng.choice(names), rng.choice(things), rng.randint(1, 30)
        more = rng.randint(2, 900)
        made.append(
            f"{name} sent the {thing} on day {day} and asked for {more} more by the end of May."
        )
    return " ".join(made)


# streaming

SONG = "la " * 24 + "la"
SINGING = ChatRequest((Message("system", "You sing."), user("Sing on and on.")), begin=SONG)
PROMPT = (
    "<|im_start|>system\nYou sing.<|im_end|>\n<|im_start|>user\nSing on and on.<|im_end|>\n"
    "<|im_start|>assistant\n" + SONG
)


def bare(path: str) -> None:
    """The bare loop, in a process of its own: asked for a number of tokens, it writes them."""
    context, prompt = _bare_context(path)
    chain = native.llama_sampler_chain_init(native.llama_sampler_chain_default_params())
    native.llama_sampler_chain_add(chain, native.llama_sampler_init_greedy())
    one = (native.llama_token * 1)()
    memory, data = native.llama_get_memory(context), True
    print(len(prompt), flush=True)
    for line in sys.stdin:
        native.llama_memory_clear(memory, data)
        native.llama_decode(context, native.llama_batch_get_one(prompt, len(prompt)))
        one[0] = native.llama_sampler_sample(chain, context, -1)
        print("first", flush=True)
        for _ in range(int(line) - 1):
            native.llama_decode(context, native.llama_batch_get_one(one, 1))
            one[0] = native.llama_sampler_sample(chain, context, -1)
        print("last", flush=True)


def _bare_context(path: str) -> tuple[Any, Any]:
    native.llama_backend_init()
    model = native.llama_model_load_from_file(path.encode(), native.llama_model_default_params())
    parameters = native.llama_context_default_params()
    parameters.n_ctx = CONTEXT
    parameters.n_batch = parameters.n_ubatch = 512
    parameters.n_threads, parameters.n_threads_batch = THREADS
    parameters.flash_attn_type = 1
    parameters.no_perf = True
    room = (native.llama_token * 512)()
    raw = PROMPT.encode()
    vocabulary = native.llama_model_get_vocab(model)
    first, special = False, True
    count = native.llama_tokenize(vocabulary, raw, len(raw), room, 512, first, special)
    return native.llama_init_from_model(model, parameters), (native.llama_token * count)(
        *room[:count]
    )


class Turns:
    """Two processes that work in turns, and how long each has worked by now."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._worked = dict.fromkeys(pids, 0.0)
        self._current, self._since = 0, 0.0
        self._changing = threading.Lock()

    def worked(self, pid: int) -> float:
        with self._changing:
            more = time.perf_counter() - self._since if pid == self._current else 0.0
            return self._worked[pid] + more

    def hold(self) -> None:
        for pid in self._worked:
            os.kill(pid, signal.SIGSTOP)

    def take(self, works: dict[int, threading.Thread]) -> None:
        """Let them work in the order one, other, other, one until both are done."""
        one, other = self._worked
        try:
            while any(work.is_alive() for work in works.values()):
                for pid in (one, other, other, one):
                    if works[pid].is_alive():
                        self._turn(pid, works[pid])
        finally:
            for pid in self._worked:
                os.kill(pid, signal.SIGCONT)

    def _turn(self, pid: int, work: threading.Thread) -> None:
        with self._changing:
            self._current, self._since = pid, time.perf_counter()
        os.kill(pid, signal.SIGCONT)
        work.join(TURN_S)
        os.kill(pid, signal.SIGSTOP)
        with self._changing:
            self._worked[pid] += time.perf_counter() - self._since
            self._current = 0


def streaming(rounds: int) -> None:
    for name in (SMALL, LARGE):
        for count, least in ((512, 0.97), (1500, 0.96)):
            most = max(rounds * 512 // (count if name == SMALL else 3 * count), 1)
            ratios = streamed_over_bare(name, count, most)
            told_ratio(f"{name}, streamed ÷ bare, {count} tokens", ratios, least=least)


def streamed_over_bare(name: str, count: int, rounds: int) -> list[float]:
    command = [sys.executable, "-m", "benchmarks.engines", "--bare", str(weights_file(name))]
    engines = started()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as loop:
        try:
            assert loop.stdout is not None
            chat = engines.chat(name)
            warm = whole(chat.stream(_singing(2)))
            assert warm.usage.prompt_tokens == int(loop.stdout.readline()), "another prompt"
            return [_compared(chat, loop, count) for _ in range(rounds)]
        finally:
            loop.kill()
            engines.close()


def _singing(count: int) -> ChatRequest:
    return ChatRequest(SINGING.messages, begin=SONG, max_tokens=count)


def _compared(chat: Chat, loop: subprocess.Popen[str], count: int) -> float:
    """Tokens per second streamed ÷ those of the bare loop."""
    ours, theirs = chat.condition.pid, loop.pid
    turns = Turns((ours, theirs))
    spans: dict[int, float] = {}

    def stream() -> None:
        times, usage = [], Usage(0, 0, 0, 0, 0, 0, 0.0, 0.0)
        for event in chat.stream(_singing(count)):
            if isinstance(event, Token):
                times.append(turns.worked(ours))
            elif isinstance(event, Usage):
                usage = event
        assert usage.answer_tokens == count, f"only {usage.answer_tokens} tokens"
        spans[ours] = times[-1] - times[0]

    def write() -> None:
        assert loop.stdin is not None
        assert loop.stdout is not None
        loop.stdin.write(f"{count}\n")
        loop.stdin.flush()
        loop.stdout.readline()
        first = turns.worked(theirs)
        loop.stdout.readline()
        spans[theirs] = turns.worked(theirs) - first

    turns.hold()
    works = {ours: threading.Thread(target=stream), theirs: threading.Thread(target=write)}
    for work in works.values():
        work.start()
    turns.take(works)
    return spans[theirs] / spans[ours]


# prefix


class NoRewind(Chat):
    """A chat engine that is told that its model cannot rewind, without a store around it."""

    def __init__(self, name: str) -> None:
        settings = {"context": CONTEXT, "rewind": False, "threads": list(THREADS)}
        files = (str(weights_file(name)),)
        self.child = Child(Opening("chat", name, files, settings, 8 << 30, 60.0))
        self._engine = type("Asker", (), {"asking": staticmethod(self.child.ask)})()
        self._keeper = None


def prefix(_rounds: int) -> None:
    engines, bound = started(), NoRewind(SMALL)
    for what, chat in (("can rewind", engines.chat(SMALL)), ("cannot rewind", bound)):
        first, later = ten_turns(chat)
        told(f"{what}: first turn, evaluated ÷ new", f"{first[0]} ÷ {first[1]}")
        ratio = later[0] / later[1]
        figure = f"{ratio:.3f} ({later[0]} ÷ {later[1]})"
        told(f"{what}: turns 2 to 10, evaluated ÷ new", figure, "≤ 1.05", met=ratio <= 1.05)
    bound.child.close()
    engines.close()


def ten_turns(chat: Chat) -> tuple[list[int], list[int]]:
    """Prompt tokens evaluated and new, in the first turn and in all later ones."""
    messages = [Message("system", prose(1000))]
    first, later, before = [0, 0], [0, 0], 0
    for turn in range(10):
        messages.append(user(f"What do you think of this? {prose(30, turn + 1)}"))
        request = ChatRequest(tuple(messages), fixed=1, max_tokens=60, goes_on=True)
        answer = whole(chat.stream(request))
        counted = later if turn else first
        counted[0] += answer.usage.evaluated_tokens
        counted[1] += answer.usage.prompt_tokens - before
        before = answer.usage.prompt_tokens + answer.usage.answer_tokens
        messages.append(Message("assistant", answer.text))
    return first, later


# restart


class Drawer:
    """Keeps the states it is given."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load(self, key: str) -> bytes | None:
        return self.kept.get(key)

    def save(self, key: str, state: bytes) -> None:
        self.kept[key] = state


def restart(rounds: int) -> None:
    for name in (SMALL, LARGE):
        drawer = Drawer()
        request = ChatRequest((Message("system", prose(2000)), user("Who sent the car?")),
                              fixed=1, max_tokens=4)  # fmt: skip
        engines = started(drawer)
        prompt = whole(engines.chat(name).stream(request)).usage.prompt_tokens
        engines.close()
        assert drawer.kept
        with_: list[tuple[float, float]] = []
        without: list[tuple[float, float]] = []
        for number in range(rounds if name == SMALL else max(rounds // 2, 2)):
            for keeper in (drawer, None) if number % 2 else (None, drawer):
                (with_ if keeper else without).append(first_token(name, request, keeper))
        size = sum(map(len, drawer.kept.values())) / 1e6
        for place, what in enumerate(("without loading", "with loading")):
            ratios = [one[place] / other[place] for one, other in zip(with_, without, strict=True)]
            title = f"{name}, restored ÷ cold, {prompt} tokens, {what}"
            told_ratio(title, ratios, most=0.15)
        told(f"{name}, the saved state", f"{size:.1f} MB")


def first_token(name: str, request: ChatRequest, keeper: Drawer | None) -> tuple[float, float]:
    """Seconds to the first token in a fresh process, after loading and including it."""
    engines = started(keeper)
    chat = engines.chat(name)
    began = time.perf_counter()
    for _ in chat.load():
        pass
    loaded = time.perf_counter()
    stream = chat.stream(request)
    assert any(isinstance(event, Token) for event in stream)
    found = time.perf_counter()
    engines.close()
    return found - loaded, found - began


# forms

REPLY = {
    "type": "object",
    "properties": {
        "action": {"enum": ["create_event", "send_mail", "search", "answer"]},
        "title": {"type": "string", "maxLength": 80},
        "date": {"type": "string", "format": "date"},
        "minutes": {"type": "integer", "minimum": 5, "maximum": 480},
        "guests": {"type": "array", "items": {"type": "string", "maxLength": 40}, "maxItems": 4},
    },
    "required": ["action", "title", "date", "minutes", "guests"],
}
ASKED = "Plan an hour with Anna Miller and Tom Baker about the budget of 2027, on 4 March 2027."
CHOICES = ("create an event", "send a mail", "search the notes", "answer at once", "ask back")


def forms(rounds: int) -> None:
    engines = started()
    for name in (SMALL, LARGE):
        chat = engines.chat(name)
        for what, form in (("five fields", Form(schema=REPLY)), ("choices", Form(choices=CHOICES))):
            count = whole(chat.stream(_asked(form, 160))).usage
            free = _asked(None, count.answer_tokens)
            whole(chat.stream(free))
            pairs = in_pairs(
                lambda chat=chat, form=form: speed(chat, _asked(form, 160)),  # type: ignore[misc]
                lambda chat=chat, free=free: speed(chat, free),  # type: ignore[misc]
                rounds,
            )
            title = f"{name}, {what} ÷ free, {count.answer_tokens} tokens"
            title += f" ({count.forced_tokens} forced)"
            told_ratio(title, quotients(pairs), least=0.95)
        engines.let_go(name)
    engines.close()
    schemas_by_chance(40 if rounds < 5 else 200)


def _asked(form: Form | None, most: int) -> ChatRequest:
    asked = ASKED if form else ASKED + " Explain every step at great length."
    return ChatRequest(
        (Message("system", "You are an assistant."), user(asked)), 1, most, form=form
    )


def speed(chat: Chat, request: ChatRequest) -> float:
    """Tokens per second from the end of reading to the end of the answer, as the asker sees it."""
    read = 0.0
    usage = Usage(0, 0, 0, 0, 0, 0, 0.0, 0.0)
    for event in chat.stream(request):
        if isinstance(event, Reading):
            read = time.perf_counter()
        elif isinstance(event, Usage):
            usage = event
        elif isinstance(event, Failed):
            raise event.error
    return usage.answer_tokens / (time.perf_counter() - read)


def schemas_by_chance(count: int) -> None:
    engines, rng = started(), random.Random(11)
    chat = engines.chat(SMALL)
    wrong: dict[str, int] = {}
    for number in range(count):
        schema = a_schema(rng, 3)
        sampling = Sampling(temperature=rng.choice([0.0, 0.4, 0.8, 1.2]), seed=number)
        request = ChatRequest(
            (user(f"Fill in the form, at length. {prose(20, number)}"),), sampling=sampling,
            max_tokens=rng.randint(4, 200), form=Form(schema=schema),
        )  # fmt: skip
        problem = ""
        try:
            problem = fault(json.loads(whole(chat.stream(request)).text), schema)
        except Exception as error:  # noqa: BLE001 - any fault counts
            problem = f"{type(error).__name__} {error}"
        if problem:
            wrong[problem[:80]] = wrong.get(problem[:80], 0) + 1
            print(f"  {problem[:80]}: {json.dumps(schema)[:400]} room {request.max_tokens}")
    kept = count - sum(wrong.values())
    told("answers that keep a schema by chance", f"{kept} of {count}", "all", met=kept == count)
    engines.close()


FORMATS: dict[str, Callable[[str], bool]] = {
    "date": lambda text: bool(date.fromisoformat(text)),
    "time": lambda text: bool(re.match(r"[0-2]\d:[0-5]\d:[0-6]\d", text)),
    "email": lambda text: bool(re.fullmatch(r"[^@\s]+@[^@\s]+", text)),
    "uuid": lambda text: bool(re.fullmatch(r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text)),
    "ipv4": lambda text: all(0 <= int(part) <= 255 for part in text.split(".")),
}  # fmt: skip
PATTERNS = (
    "^[a-z]{3,8}$",
    "^[A-Z]{2}-[0-9]{4}$",
    "^(red|green|blue)( dark)?$",
    "^[0-9]+(,[0-9]+)*$",
)


def a_schema(rng: random.Random, depth: int) -> dict[str, Any]:
    """A schema by chance; objects and lists go so deep."""
    kinds = [_a_text, _a_number, _an_enum, _a_constant]
    if depth and rng.random() < (1.0 if depth == 3 else 0.45):
        return _an_object(rng, depth) if rng.random() < 0.7 else _a_list(rng, depth)
    return rng.choice(kinds)(rng)


def _a_constant(rng: random.Random) -> dict[str, Any]:
    return {"type": rng.choice(["boolean", "null"])}


def _an_object(rng: random.Random, depth: int) -> dict[str, Any]:
    names = rng.sample(
        ["name", "when", "Ort", "größe", "a b", "n", "tags", "x-1"], rng.randint(1, 5)
    )
    required = [name for name in names if rng.random() < 0.7]
    made: dict[str, Any] = {"type": "object"}
    made["properties"] = {name: a_schema(rng, depth - 1) for name in names}
    if rng.random() < 0.5:
        made["additionalProperties"] = False
    return {**made, "required": required}


def _a_list(rng: random.Random, depth: int) -> dict[str, Any]:
    least = rng.randint(0, 2)
    made = {"type": "array", "items": a_schema(rng, depth - 1), "minItems": least}
    return {**made, "maxItems": least + rng.randint(0, 3)} if rng.random() < 0.8 else made


def _a_text(rng: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "string"}
    kind = rng.choice(["plain", "length", "format", "pattern"])
    if kind == "length":
        made["minLength"] = rng.randint(0, 5)
        made["maxLength"] = made["minLength"] + rng.randint(0, 40)
    elif kind == "format":
        made["format"] = rng.choice(list(FORMATS))
    elif kind == "pattern":
        made["pattern"] = rng.choice(PATTERNS)
    return made


def _a_number(rng: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = {"type": rng.choice(["integer", "number"])}
    if rng.random() < 0.7:
        made["minimum"] = rng.randint(-100, 100)
    if rng.random() < 0.7:
        made["maximum"] = made.get("minimum", -50) + rng.randint(0, 1000)
    return made


def _an_enum(rng: random.Random) -> dict[str, Any]:
    some = ["good", "bad", 7, None, "grün", 'a "b"', True, -1.5, "a longer choice of words"]
    return {"enum": rng.sample(some, rng.randint(1, 5))}


def fault(value: Any, schema: dict[str, Any]) -> str:
    """What of a schema a value does not keep; "" for nothing."""
    if "enum" in schema:
        same = any(value == one and type(value) is type(one) for one in schema["enum"])
        return "" if same else "enum"
    checks: dict[str, Callable[[Any, dict[str, Any]], str]] = {
        "object": _object_fault, "array": _list_fault, "string": _text_fault,
        "integer": _number_fault, "number": _number_fault,
        "boolean": lambda value, _: "" if isinstance(value, bool) else "boolean",
        "null": lambda value, _: "" if value is None else "null",
    }  # fmt: skip
    return checks[schema["type"]](value, schema)


def _object_fault(value: Any, schema: dict[str, Any]) -> str:
    if not isinstance(value, dict):
        return "object"
    known = schema["properties"]
    if not set(schema["required"]) <= set(value):
        return "required"
    if schema.get("additionalProperties") is False and not set(value) <= set(known):
        return "additionalProperties"
    return next(filter(None, (fault(value[one], known[one]) for one in value if one in known)), "")


def _list_fault(value: Any, schema: dict[str, Any]) -> str:
    if not isinstance(value, list):
        return "array"
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return "items"
    return next(filter(None, (fault(one, schema["items"]) for one in value)), "")


def _text_fault(value: Any, schema: dict[str, Any]) -> str:
    if not isinstance(value, str):
        return "string"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        return "length"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return "pattern"
    try:
        return "" if "format" not in schema or FORMATS[schema["format"]](value) else "format"
    except ValueError:
        return "format"


def _number_fault(value: Any, schema: dict[str, Any]) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "number"
    if schema["type"] == "integer" and value != int(value):
        return "integer"
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return "bounds"
    return ""


# kills


@dataclass
class Killing:
    """Engines to be killed in the middle of something, and what became of it."""

    engines: Engines
    rng: random.Random
    killed_at: float = 0.0

    def kill(self, name: str) -> None:
        """Kill a process a moment from now."""
        time.sleep(self.rng.uniform(0, 0.02))
        for running, condition in self.engines.conditions().items():
            if running == name:
                os.kill(condition.pid, signal.SIGKILL)
                self.killed_at = time.perf_counter()

    def in_a_moment(self, name: str) -> threading.Timer:
        timer = threading.Timer(self.rng.uniform(0.05, 0.4), self.kill, (name,))
        timer.start()
        return timer


def kills(rounds: int) -> None:
    """Each state in turn; figures for all of them."""
    count = 30 if rounds < 5 else 102
    killing = Killing(started(), random.Random(7))
    clip = listening.recorded(listening.spoken(killing.engines, listening.MINUTE))[: 20 * 32000]
    states = {
        "loading": _kill_loading, "reading": _kill_reading, "writing": _kill_writing,
        "speaking": _kill_speaking, "embedding": _kill_embedding,
        "transcribing": lambda killing: _kill_transcribing(killing, clip),
    }  # fmt: skip
    slowest, wrong, number = 0.0, [], 0
    for number in range(count):
        state = list(states)[number % len(states)]
        problem, seconds = _killed(killing, states[state])
        slowest = max(slowest, seconds)
        if problem or seconds > 1.0:
            wrong.append(f"{state}: {problem or f'{seconds:.2f} s'}")
    figure = f"{len(wrong)} failures, slowest error after {slowest:.2f} s {wrong or ''}"
    told(f"{number + 1} processes killed", figure, "0, ≤ 1 s", met=not wrong)
    killing.engines.close()


def _killed(
    killing: Killing, state: Callable[[Killing], Callable[[], object]]
) -> tuple[str, float]:
    """What went wrong, and how long after the kill the error came."""
    again: list[Callable[[], object]] = []
    problem = "no error"
    try:
        again.append(state(killing))
    except EngineDied as error:
        problem = "" if error.cause == "SIGKILL" else error.cause
    except Exception as error:  # noqa: BLE001 - any other fault counts
        problem = type(error).__name__
    seconds = time.perf_counter() - killing.killed_at
    try:
        killing.engines.tidy()
        _next_request(killing.engines)
    except Exception as error:  # noqa: BLE001 - any fault counts
        problem = f"afterwards {type(error).__name__}"
    return problem, seconds


def _next_request(engines: Engines) -> None:
    assert whole(engines.chat(SMALL).stream(ChatRequest((user("Hi"),), max_tokens=3))).text
    assert list(engines.speaker(VOICE).say(SpeakingRequest("Yes.")))
    assert list(engines.transcriber(EARS).transcribe(bytes(32000), HearingRequest("en")))
    assert len(engines.embedder(INT8).embed(["again"])) == 1


def _kill_at(killing: Killing, kind: type[Any]) -> Any:
    text = prose(700, killing.rng.randint(1, 10**6))
    is_killed = False
    for event in killing.engines.chat(SMALL).stream(ChatRequest((user(text),), max_tokens=400)):
        if isinstance(event, kind) and not is_killed:
            is_killed = True
            killing.kill(SMALL)
        if isinstance(event, Failed):
            raise event.error


def _kill_loading(killing: Killing) -> Any:
    killing.engines.let_go(SMALL)
    for at, event in enumerate(killing.engines.chat(SMALL).load()):
        if isinstance(event, Loading) and at == 0:
            killing.kill(SMALL)


def _kill_reading(killing: Killing) -> Any:
    _kill_at(killing, Reading)


def _kill_writing(killing: Killing) -> Any:
    _kill_at(killing, Token)


def _kill_speaking(killing: Killing) -> Any:
    for at, _ in enumerate(killing.engines.speaker(VOICE).say(SpeakingRequest(listening.MINUTE))):
        if at == 0:
            killing.kill(VOICE)


def _kill_embedding(killing: Killing) -> Any:
    timer = killing.in_a_moment(INT8)
    killing.engines.embedder(INT8).embed(["some text " * 100] * 400)
    timer.cancel()


def _kill_transcribing(killing: Killing, clip: bytes) -> Any:
    timer = killing.in_a_moment(EARS)
    list(killing.engines.transcriber(EARS).transcribe(clip, HearingRequest("en")))
    timer.cancel()


# network

SOCKET = re.compile(r"\bsocket\(.*= (-?\d+)")


def network(_rounds: int) -> None:
    session = [sys.executable, "-m", "benchmarks.engines", "--session"]
    control = [sys.executable, "-c", "import socket; socket.socket()"]
    asked, given, others = sockets(session)
    figure = f"{given} of {asked} asked for; other network calls: {others or 'none'}"
    told("sockets given in a session of all four engines", figure, "0", met=not given)
    _, given, _ = sockets(control)
    told("the control: a process that is not sealed", f"{given}", "1", met=given == 1)


def sockets(command: list[str]) -> tuple[int, int, list[str]]:
    """How many sockets were asked for, how many were given, and which other calls there were."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        traced = ["strace", "-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", str(log)]
        subprocess.run([*traced, *command], check=True)
        text = log.read_text()
    answers = [int(one) for one in SOCKET.findall(text)]
    others = sorted(set(re.findall(r"^\d+ +(\w+)\(", text, re.MULTILINE)) - {"socket"})
    return len(answers), sum(one >= 0 for one in answers), others


def session() -> None:
    """One thing from each of the four engines."""
    engines = started()
    assert whole(engines.chat(SMALL).stream(ChatRequest((user("Hello!"),), max_tokens=8))).text
    pcm = listening.recorded(list(engines.speaker().say(SpeakingRequest("Good morning."))))
    assert list(engines.transcriber().transcribe(pcm, HearingRequest()))
    assert len(engines.embedder(INT8).embed(["one", "two"])) == 2
    engines.close()


# guessing


def guessing(rounds: int) -> None:
    text = prose(220, 3)
    tasks = {
        "a chat question": "Why is the sky blue? Explain at length.",
        "a summary": f"Summarize this text in five sentences, with names and numbers:\n\n{text}",
        "a rewriting": f"Write this text again, without any mistakes, and nothing else:\n\n{text}",
    }
    engines = started()
    chat = engines.chat(LARGE)
    for what, task in tasks.items():
        requests = [ChatRequest((user(task),), max_tokens=160, quotes_prompt=guesses)
                    for guesses in (True, False)]  # fmt: skip
        usage, _ = [whole(chat.stream(one)).usage for one in requests]
        pairs = in_pairs(
            lambda request=requests[0]: speed(chat, request),  # type: ignore[misc]
            lambda request=requests[1]: speed(chat, request),  # type: ignore[misc]
            max(rounds // 2, 2),
        )
        title = f"{what}, with guesses ÷ without ({usage.guessed_tokens} of {usage.answer_tokens})"
        told_ratio(title, quotients(pairs), least=0.99 if what == "a chat question" else 0)
    engines.close()


# memory


def memory(rounds: int) -> None:
    engines = started()
    _next_request(engines)
    texts = [prose(60, number) for number in range(64)]
    ratios, single = embedders(engines, texts, rounds)
    told_ratio("texts/s, int8 ÷ float32", ratios)
    for name, seconds in single.items():
        told(f"{name}, one query", f"{seconds * 1000:.1f} ms")
    whole(engines.chat(LARGE).stream(ChatRequest((user(prose(1000)),), max_tokens=60)))
    list(engines.transcriber().transcribe(bytes(320_000), HearingRequest("en")))
    for name, one in engines.conditions().items():
        told(f"{name}, memory", f"{one.own_bytes / 1e6:.0f} MB own, "
                                f"{one.mapped_bytes / 1e6:.0f} MB mapped")  # fmt: skip
    engines.close()


def embedders(
    engines: Engines, texts: list[str], rounds: int
) -> tuple[list[float], dict[str, float]]:
    """How much faster the small embedder is, and how long one query takes with each."""
    each = {name: engines.embedder(name) for name in (INT8, FLOAT)}

    def rate(name: str, some: list[str]) -> float:
        began = time.perf_counter()
        each[name].embed(some)
        return len(some) / (time.perf_counter() - began)

    for name in each:
        rate(name, texts[:8])
    ratios = quotients(in_pairs(lambda: rate(INT8, texts), lambda: rate(FLOAT, texts), rounds))
    queries = [f"When did Anna send plan {number}?" for number in range(30)]
    single = {name: statistics.median(1 / rate(name, [one]) for one in queries) for name in each}
    return ratios, single


PARTS: dict[str, Callable[[int], None]] = {
    "prefix": prefix, "restart": restart, "forms": forms, "network": network, "memory": memory,
    "guessing": guessing, "streaming": streaming, "kills": kills,
}  # fmt: skip


@contextmanager
def voices() -> Iterator[Engines]:
    engines = started()
    try:
        yield engines
    finally:
        engines.close()


def _of_listening(name: str, rounds: int) -> None:
    with voices() as engines:
        for line in listening.PARTS[name](engines, rounds):
            told(line.name, line.figure, line.bar, met=line.met)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=[*PARTS, *listening.PARTS])
    parser.add_argument("--quick", action="store_true", help="fewer pairs")
    parser.add_argument("--bare", help=argparse.SUPPRESS)
    parser.add_argument("--session", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.bare:
        bare(args.bare)
    elif args.session:
        session()
    else:
        for name in args.only or [*PARTS, *listening.PARTS]:
            rounds = 3 if args.quick else 7
            if name in PARTS:
                PARTS[name](rounds)
            else:
                _of_listening(name, rounds)


if __name__ == "__main__":
    main()
