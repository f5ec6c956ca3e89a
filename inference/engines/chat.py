"""The chat engine: reads a conversation, reusing whatever it has read before, and writes on.

A prompt is put together message by message, so that its beginning stays the same from turn to turn;
the model's own answers keep the very tokens they were written with. See `states.py` for what is
kept, `constraint.py` for forms, `lookup.py` for guesses.
"""

import codecs
import re
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.engines import events, states, templates, tuning
from inference.engines.constraint import LONGEST_ENDING, Grammars, Guide
from inference.engines.host import Call, Opening
from inference.engines.llama import ALL_GPU_LAYERS, Chooser, Context, Model, build, has_gpu
from inference.engines.lookup import Lookup
from inference.engines.pace import FEW, Pace
from inference.errors import ContextFull, FormRefused, OutOfMemory, WeightsUnusable
from inference.types import (
    ChatRequest,
    Finished,
    FinishReason,
    Loading,
    Message,
    Reading,
    Started,
    Token,
    Usage,
)

DEFAULT_CONTEXT = 8192
READ_AT_ONCE = 256
"tokens between two looks at whether to go on"
STATES_BYTES = 256 << 20
KNOWN_ANSWERS = 256
EVENTS_PER_S = 30
"text that comes quicker is collected: each event wakes another process"
LEAST_ROOM = 8
"tokens that an answer needs at least"


def load(opening: Opening, call: Call) -> "Chat":
    """Load the weights, on the GPU where there is one and the processor where that fails."""
    path = Path(opening.files[0])
    layers = int(opening.settings.get("gpu_layers", ALL_GPU_LAYERS)) if opening.gpu else 0

    def progress(share: float) -> bool:
        call.emit(Loading(round(float(share), 3)))
        return True

    try:
        model = Model(path, layers, progress)
    except WeightsUnusable:
        if not layers:
            raise WeightsUnusable(opening.name, "not loaded") from None
        layers = 0
        model = Model(path, 0, progress)
    where = Where(wanted_gpu=opening.gpu, on_gpu=bool(layers and has_gpu()))
    return Chat(model, opening.settings, where)


@dataclass(frozen=True)
class Where:
    """What the weights were to run on, and what they do run on."""

    wanted_gpu: bool
    on_gpu: bool


@dataclass
class Spent:
    """What an answer has cost so far."""

    prompt: int = 0
    evaluated: int = 0
    reused: int = 0
    answer: int = 0
    forced: int = 0
    guessed: int = 0
    reading_s: float = 0.0
    writing_s: float = 0.0

    def usage(self) -> Usage:
        return Usage(
            self.prompt, self.evaluated, self.reused, self.answer, self.forced, self.guessed,
            round(self.reading_s, 4), round(self.writing_s, 4),
        )  # fmt: skip


@dataclass(frozen=True)
class Prompt:
    """A conversation as tokens; the first `fixed` of them never change."""

    tokens: states.Tokens
    fixed: int


class Chat:
    """One model that goes on with conversations."""

    def __init__(self, model: Model, settings: dict[str, Any], where: Where) -> None:
        self._model = model
        self._where = where
        wanted = int(settings.get("context") or DEFAULT_CONTEXT)
        length = min(wanted, model.trained_context or wanted)
        self._threads = tuning.first_guess(settings)
        self._context = _context(model, length, self._threads)
        self._template = templates.recognize(
            lambda text: model.marker(text) is not None, model.stated("tokenizer.chat_template")
        )
        marks = "|".join(f"(?<={re.escape(mark[0])})(?={re.escape(mark[1:])})"
                         for mark in self._template.marks)  # fmt: skip
        self._marks = re.compile(marks or r"(?!)")
        self._can_rewind = model.can_rewind and bool(settings.get("rewind", True))
        self._held: list[int] = []
        self._is_wanted = False
        "whether more follows on what is held"
        self._states = states.States(
            int(settings.get("states_bytes") or STATES_BYTES), can_rewind=self._can_rewind
        )
        self._grammars = Grammars(model)
        self._answers: OrderedDict[str, list[int]] = OrderedDict()
        if not settings.get("threads"):
            self._threads = tuning.probe(self._context, model, self._threads)
            self._context.use_threads(*self._threads)
        self._pace = Pace(self._threads[0])

    def about(self) -> dict[str, Any]:
        return {
            "build": build(), "context": self._context.length, "threads": list(self._threads),
            "template": self._template.name, "layers": self._model.layers,
            "on_gpu": self._where.on_gpu,
            "gpu_refused": self._where.wanted_gpu and not self._where.on_gpu,
        }  # fmt: skip

    def serve(self, call: Call) -> None:
        if call.kind == "restore":
            self._restore(call)
        elif call.kind == "count":
            request = events.build(ChatRequest, call.fields["request"])
            call.tell("counted", {"tokens": len(self._prompt(request).tokens)})
        else:
            self._answer(call, events.build(ChatRequest, call.fields["request"]))

    def _answer(self, call: Call, request: ChatRequest) -> None:
        prompt = self._prompt(request)
        room = self._context.length - len(prompt.tokens)
        if room < LEAST_ROOM:
            raise ContextFull(len(prompt.tokens) + LEAST_ROOM, self._context.length)
        guide = self._grammars.guide(request.form) if request.form else None
        spent = Spent(prompt=len(prompt.tokens))
        spent.reused = self._reuse(prompt.tokens)
        self._is_wanted = request.goes_on
        call.emit(Started(spent.prompt, spent.reused))
        if not self._read(call, prompt, spent):
            call.emit(spent.usage())
            call.emit(Finished("cancelled"))
            return
        chooser = Chooser(request.sampling, self._model)
        answer = Answer(call, request, guide, chooser)
        answer.stops += self._template.stops
        try:
            answer.reason = self._write(answer, min(request.max_tokens, room), prompt, spent)
        finally:
            answer.close()
        self._remember(answer, request.begin)
        call.emit(spent.usage())
        call.emit(Finished(answer.reason))
        if call.fields.get("keep_fixed"):
            self._hand_over(call, prompt)

    # reading

    def _prompt(self, request: ChatRequest) -> Prompt:
        messages = templates.prepared(self._template, request.messages)
        merged = len(request.messages) - len(messages)
        tokens, fixed = list(self._model.opening), 0
        for place, message in enumerate(messages):
            tokens += self._message(message)
            if place + 1 == request.fixed - merged:
                fixed = len(tokens)
        tokens += self._tokens(self._template.header("assistant"))
        if request.begin:
            tokens += self._model.tokens(request.begin)
        return Prompt(states.array(tokens), fixed)

    def _message(self, message: Message) -> list[int]:
        if message.role != "assistant":
            return self._tokens(self._template.parts(message))
        known = self._answers.get(message.text)
        parts = list(self._template.parts(message))
        middle = next(place for place, part in enumerate(parts) if part.is_answer)
        written = self._plain(message.text) if known is None else known
        return (
            self._tokens(iter(parts[:middle])) + written + self._tokens(iter(parts[middle + 1 :]))
        )

    def _tokens(self, parts: Iterator[templates.Part]) -> list[int]:
        """Parts as tokens; plain parts next to each other are read as one text."""
        tokens: list[int] = []
        plain = ""
        for part in parts:
            marker = self._model.marker(part.text) if part.is_marker else None
            if marker is None:
                plain += part.text
                continue
            tokens += [*self._plain(plain), marker]
            plain = ""
        return tokens + self._plain(plain)

    def _plain(self, text: str) -> list[int]:
        """Somebody's text; the template's own marks in it are cut apart, so that they are words."""
        tokens: list[int] = []
        for piece in filter(None, self._marks.split(text)):
            tokens += self._model.tokens(piece)
        return tokens

    def _reuse(self, tokens: states.Tokens) -> int:
        """Come as close to a prompt as what was read allows; at least one token is left to read."""
        held = states.array(self._held)
        shared = min(states.common(held, tokens), len(tokens) - 1)
        if shared < len(held) and not self._can_rewind:
            shared = 0
        nearest, saved = self._states.nearest(tokens)
        is_nearer = nearest is not None and saved > shared
        is_left = is_nearer or shared < len(held) // 2
        if self._is_wanted and is_left and len(held) - shared >= states.LITTLE:
            self._set_aside(is_fixed=False)
        if nearest is not None and is_nearer:
            self._go_back(nearest, saved)
        elif shared < len(held):
            self._context.rewind(shared)
            self._held = self._held[: self._context.read]
        return len(self._held)

    def _go_back(self, state: states.State, count: int) -> None:
        """Hold the first tokens of a state; nothing, if it turns out to be none."""
        if not self._context.go_back(state.data, len(state.tokens)):
            self._states.forget(state)
            self._held = []
            return
        self._context.rewind(count)
        self._held = state.tokens[: self._context.read].tolist()

    def _read(self, call: Call, prompt: Prompt, spent: Spent) -> bool:
        """Read the rest of a prompt; False if it was stopped."""
        began = time.perf_counter()
        try:
            with self._context.stoppable(call.stopped):
                return self._read_on(call, prompt, spent)
        finally:
            spent.reading_s = time.perf_counter() - began

    def _read_on(self, call: Call, prompt: Prompt, spent: Spent) -> bool:
        total = len(prompt.tokens)
        self._take_threads(total - len(self._held))
        before_last = total - 1 if self._is_wanted and not self._can_rewind else 0
        pauses = sorted({prompt.fixed, before_last, total} - {0})
        while len(self._held) < total:
            at = len(self._held)
            end = min(at + READ_AT_ONCE, next(pause for pause in pauses if pause > at))
            piece = prompt.tokens[at:end].tolist()
            if call.stopped() or not self._context.decode(piece):
                self._settle()
                return False
            self._held += piece
            spent.evaluated += len(piece)
            call.emit(Reading(len(self._held), total))
            if end in pauses and end < total:
                self._set_aside(is_fixed=end == prompt.fixed)
        return True

    def _take_threads(self, tokens: int) -> None:
        """Those that are quickest for so many tokens, as the computer is busy now."""
        reading = self._threads[1]
        few = min(self._pace.threads, reading) if tokens <= FEW else reading
        self._context.use_threads(self._pace.threads, few)

    def _settle(self) -> None:
        """After reading was broken off: hold what is surely whole."""
        if self._can_rewind:
            self._context.read = len(self._held) + 1
            self._context.rewind(len(self._held))
            self._held = self._held[: self._context.read]
        else:
            self._context.clear()
            self._held = []

    def _set_aside(self, *, is_fixed: bool) -> None:
        tokens = states.array(self._held)
        if len(tokens) and not self._states.has(tokens):
            self._states.keep(states.State(tokens, self._context.state(), is_fixed))

    # writing

    def _write(self, answer: "Answer", most: int, prompt: Prompt, spent: Spent) -> FinishReason:
        began = time.perf_counter()
        lookup = None
        if answer.request.quotes_prompt and answer.guide is None and self._can_rewind:
            lookup = Lookup(prompt.tokens.tolist())
        try:
            writing = Writing(self._model, self._context, self._held, answer, spent, self._pace)
            return writing.run(most, lookup)
        finally:
            spent.writing_s = time.perf_counter() - began

    def _remember(self, answer: "Answer", begin: str) -> None:
        """Know an answer's own tokens again when it comes back as part of the conversation."""
        if answer.reason == "stop" or begin:
            return
        self._answers[answer.text] = answer.tokens
        self._answers.move_to_end(answer.text)
        while len(self._answers) > KNOWN_ANSWERS:
            self._answers.popitem(last=False)

    # over restarts

    def _restore(self, call: Call) -> None:
        state = states.unpacked(call.payload)
        if state is not None:
            self._states.keep(state)
        call.tell("restored", {"tokens": 0 if state is None else len(state.tokens)})

    def _hand_over(self, call: Call, prompt: Prompt) -> None:
        """Give the fixed prefix to whoever can keep it sealed; nothing is written from here."""
        state = self._states.exactly(prompt.tokens[: prompt.fixed])
        if prompt.fixed and state is not None:
            call.tell("prefix", {"tokens": prompt.fixed}, state.packed())


class Answer:
    """The text of an answer on its way out."""

    def __init__(
        self, call: Call, request: ChatRequest, guide: Guide | None, chooser: Chooser
    ) -> None:
        self.call = call
        self.request = request
        self.guide = guide
        self.chooser = chooser
        self.stops = tuple(filter(None, request.stop))
        self.tokens: list[int] = []
        self.reason: FinishReason = "end"
        self.text = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting = ""
        self._sent_at = 0.0

    def add(self, piece: bytes) -> bool:
        """Take the bytes of a token; True where a stop text ends the answer."""
        self._waiting += self._decoder.decode(piece)
        ends = [at for at in map(self._waiting.find, self.stops) if at >= 0]
        if ends:
            self._waiting = self._waiting[: min(ends)]
            return True
        now = time.perf_counter()
        if now - self._sent_at >= 1 / EVENTS_PER_S:
            self._send(self._withheld(), now)
        return False

    def flush(self) -> None:
        self._waiting += self._decoder.decode(b"", final=True)
        self._send(0, time.perf_counter())

    def close(self) -> None:
        self.chooser.close()

    def _withheld(self) -> int:
        """How much of the end could be the beginning of a stop text."""
        for count in range(min(max(map(len, self.stops), default=0), len(self._waiting)), 0, -1):
            if any(stop.startswith(self._waiting[-count:]) for stop in self.stops):
                return count
        return 0

    def _send(self, withheld: int, now: float) -> None:
        ready = self._waiting[: len(self._waiting) - withheld]
        if not ready:
            return
        self._waiting = self._waiting[len(ready) :]
        self.text += ready
        self._sent_at = now
        self.call.emit(Token(ready))


class Writing:
    """The loop that writes: choose a token, read it, and again."""

    def __init__(  # noqa: PLR0913 - the parts of an engine that one answer uses
        self, model: Model, context: Context, held: list[int], answer: Answer, spent: Spent,
        pace: Pace,
    ) -> None:  # fmt: skip
        self._model = model
        self._context = context
        self._held = held
        self._answer = answer
        self._spent = spent
        self._pace = pace
        self._most = 0
        self._hardest = 0
        self._could_end = True
        "whether the answer was whole before the token that is taken now"
        self._reason: FinishReason = "end"

    def run(self, most: int, lookup: Lookup | None) -> FinishReason:
        """Write until the answer ends or there is no room for more."""
        self._most = most
        self._hardest = min(self._context.length - len(self._held), most + LONGEST_ENDING)
        token: int | None = self._choose(-1)
        while token is not None and self._take(token):
            token = self._step(token) if lookup is None else self._guessing_step(token, lookup)
        self._answer.flush()
        guide = self._answer.guide
        if guide is not None and guide.is_led and self._reason == "end":
            return "length"  # whole, but not what the model would have said with more room
        return self._reason

    def _step(self, token: int) -> int | None:
        """Read a token, and what must follow it; choose the next."""
        guide = self._answer.guide
        follow = guide.forced() if guide else []
        if len(follow) > self._hardest - self._spent.answer:
            raise FormRefused("it is longer than there is room for")
        for one in follow:
            self._could_end = False
            self._spent.forced += 1
            if not self._take(one):
                return None
        self._decode([token, *follow])
        if guide and guide.is_over:
            return None
        return self._choose(-1)

    def _guessing_step(self, token: int, lookup: Lookup) -> int | None:
        """Read a token and a guess at what follows; keep as much of the guess as holds."""
        lookup.add(token)
        guess = lookup.guess()[: max(self._most - self._spent.answer - 1, 0)]
        began = time.perf_counter()
        self._decode([token, *guess], every=bool(guess))
        kept = 0
        while True:
            chosen = self._choose(kept if guess else -1)
            if kept == len(guess) or chosen != guess[kept]:
                break
            kept += 1
            self._spent.guessed += 1
            lookup.add(chosen)
            if not self._take(chosen):
                self._forget(len(guess) - kept)
                return None
        self._forget(len(guess) - kept)
        seconds = time.perf_counter() - began
        lookup.note(guessed=bool(guess), tokens=kept + 1, seconds=seconds)
        return chosen

    def _choose(self, place: int) -> int:
        answer = self._answer
        if answer.guide is None:
            return self._context.choose(answer.chooser, place)
        answer.guide.heed(self._most - self._spent.answer)
        self._could_end = answer.guide.may_end
        return answer.guide.choose(self._context, lambda: self._context.choose(answer.chooser))

    def _take(self, token: int) -> bool:
        """Make a token part of the answer; False where the answer is over."""
        answer = self._answer
        if self._model.ends(token):
            return False
        if answer.call.stopped():
            self._reason = "cancelled"
            return False
        if self._is_full():
            return False
        answer.tokens.append(token)
        self._spent.answer += 1
        if answer.add(self._model.piece(token)):
            self._reason = "stop"
            return False
        return True

    def _is_full(self) -> bool:
        """Whether there is no room for another token; an answer in a form may end properly."""
        if self._spent.answer >= self._hardest:
            if self._answer.guide is not None and not self._could_end:
                raise FormRefused("no end of it was found")
            self._reason = "context"
            return True
        if self._spent.answer < self._most or not self._could_end:
            return False
        self._reason = "length"
        return True

    def _decode(self, tokens: list[int], *, every: bool = False) -> None:
        while tokens:
            piece, tokens = tokens[:READ_AT_ONCE], tokens[READ_AT_ONCE:]
            began = time.perf_counter()
            self._context.decode(piece, every=every)
            self._held += piece
            if len(piece) == 1 and self._pace.note(time.perf_counter() - began):
                self._context.use_threads(self._pace.threads, self._pace.threads)

    def _forget(self, count: int) -> None:
        if count:
            del self._held[-count:]
            self._context.rewind(len(self._held))


def _context(model: Model, length: int, threads: tuple[int, int]) -> Context:
    """A context of the wanted length, or of what there is memory for."""
    while True:
        try:
            return Context(model, length, threads)
        except OutOfMemory:
            if length <= 1024:
                raise
            length //= 2
