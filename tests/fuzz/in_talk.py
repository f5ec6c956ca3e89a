"""What other processes, a model or a plugin say, tried with what none of them should say.

A target makes one bad input of a generator of chance. It ends in silence where the input was read,
or refused by an error of the kinds that have a card; whatever else it raises is a finding.
"""

import io
import json
import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop import audit_log, local_wire
from inference.agents.planner import ByModel
from inference.engines import events, wire
from inference.engines.protocols import Stopped, never
from inference.engines.wire import Frame
from inference.errors import InferenceError
from inference.guard import AGENT, OWNER, PLUGIN, SCHEDULE, Guard
from inference.reading.document import Block, Gap, Head, Page
from inference.tools import catalog
from inference.tools import errors as tools
from inference.tools.base import Call, Desk
from inference.types import ChatEvent, ChatRequest, Finished, Token, Usage
from inference.understanding import question
from inference.understanding.examples import Near
from tests.fuzz import nasty
from tests.fuzz.trying import Attempt
from tests.inference.reading import fuzzing
from tests.inference.tools.test_undo import furnished
from tests.inference.tools.trial import NOW, Trial
from tests.vault.conftest import fresh
from vault import audit, items, recovery
from vault.errors import VaultError


def engine_wire(_folder: Path) -> Iterator[Attempt]:
    """What an engine's or a reader's process sends."""
    page = Page(1, (Block("heading", "A", 1), Block("table", rows=(("a", "b"),))), "A")
    head = Head("A", "en", "text/plain", "page", 1, (Gap("damaged"),))
    kinds: dict[str, type[Any]] = {"page": Page, "head": Head}
    sent = (Token("a"), Usage(1, 1, 0, 1, 0, 0, 0.5, 0.5), Finished("end"))
    rows = [
        *((events.KINDS[type(one)], events.row_of(one)) for one in sent),
        ("page", events.row_of(page)), ("head", events.row_of(head)),
    ]  # fmt: skip

    def attempt(rng: random.Random) -> None:
        pipe = io.BytesIO()
        for kind, row in rows:
            odd = nasty.changed(row, rng) if rng.random() < 0.5 else row
            wire.write(pipe, Frame(1, kind, odd, b"ab"))
        raw = pipe.getvalue()
        pipe = io.BytesIO(fuzzing.broken(raw, rng) if rng.random() < 0.5 else raw)
        with suppress(wire.WireBroken):
            while frame := wire.read(pipe):
                if frame.kind in kinds:
                    events.build(kinds[frame.kind], frame.fields)
                else:
                    events.event(frame.kind, frame.fields)

    yield attempt


def window_wire(_folder: Path) -> Iterator[Attempt]:
    """What comes over the window's socket."""
    hello = {"version": "1", "wants": "command", "words": ["tasks"], "folder": "/", "colour": True}

    def attempt(rng: random.Random) -> None:
        odd = nasty.changed(hello, rng)
        body = json.dumps({"kind": "hello", **odd} if isinstance(odd, dict) else odd).encode()
        whole = local_wire.HEAD.pack(len(body)) + body
        raw = fuzzing.broken(whole, rng) if rng.random() < 0.5 else whole
        unpacker = local_wire.Unpacker()
        with suppress(local_wire.WireBroken):
            for message in unpacker.feed(raw):
                for look in (message.text, message.words, message.flag, message.number):
                    with suppress(local_wire.WireBroken):
                        look(rng.choice(sorted(hello)))

    yield attempt


REFUSED = (tools.ToolError, VaultError)
ORIGINS = [items.Source(one, "x") for one in items.Origin]


def calls(folder: Path) -> Iterator[Attempt]:
    """Tools with arguments that a model, a plugin or a changed row may come up with."""
    with fresh(folder / "calls.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        furnished(Trial(conn))
        guard = Guard(catalog.BY_NAME, catalog.EXACT)
        desk = Desk(conn, NOW, lambda _query: [], (folder,))

        def attempt(rng: random.Random) -> None:
            call = _call(rng)
            asker = rng.choice((OWNER, AGENT, PLUGIN, SCHEDULE))
            with suppress(*REFUSED):
                try:
                    done = guard.carry_out(desk, call, asker=asker)
                except tools.ApprovalNeeded as waits:
                    _answered(guard, desk, waits.approval, rng)
                else:
                    if done.change is not None:
                        guard.undo(desk, done.change)

        yield attempt
        audit.verify(conn)


def _call(rng: random.Random) -> Call:
    tool = rng.choice(list(catalog.BY_NAME.values()))
    arguments = {
        one.name: nasty.value(rng, rng.choice(("rent", "call ana", "2026-11-29", 1, True)))
        for one in tool.parameters if one.is_needed or rng.random() < 0.5
    }  # fmt: skip
    if rng.random() < 0.1:
        arguments[rng.choice(("x", "", "\ud800"))] = nasty.value(rng)
    name = tool.name if rng.random() < 0.95 else nasty.value(rng, tool.name)
    origins = {one: rng.choice(ORIGINS) for one in arguments if rng.random() < 0.7}
    return Call(name if isinstance(name, str) else "x", arguments, origins)


def _answered(guard: Guard, desk: Desk, number: int, rng: random.Random) -> None:
    guard.show(desk, number)
    how = rng.randrange(3)
    if how == 0:
        guard.approve(desk, number)
    elif how == 1:
        guard.deny(desk, number)
    else:
        guard.edit(desk, number, _call(rng).arguments)


class Says:
    """A model that says what it is told; only for what no grammar can be trusted to have kept."""

    name = "says"

    def __init__(self) -> None:
        self.lines: list[str] = []

    def stream(self, _request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        if stopped():
            return
        yield Token(self.lines.pop(0) if self.lines else "{}")
        yield Finished("end")

    def count(self, request: ChatRequest) -> int:
        return len(request.messages)


def answers(_folder: Path) -> Iterator[Attempt]:
    """What a model answers in a form, should the form not have held."""
    says = Says()
    near = Near((("create_task", 0.9), ("remember", 0.8), ("answer", 0.5)), ())
    plan = {"steps": [{"use": "create_task", "what": "buy milk"}]}
    filled = {"title": "milk", "due": "tomorrow", "importance": "high", "minutes": 5}
    chosen = {"tool": "create_task", "title": "buy milk"}

    def attempt(rng: random.Random) -> None:
        says.lines = [
            json.dumps(plan) if rng.random() < 0.5 else nasty.written(plan, rng).decode("latin-1"),
            nasty.written(filled, rng).decode("latin-1"),
        ]
        with suppress(InferenceError):
            ByModel(says, catalog.OFFERED).plan("buy milk", NOW)
        says.lines = [nasty.written(chosen, rng).decode("latin-1")]
        with suppress(InferenceError):
            question.ask(says, "buy milk", near, catalog.OFFERED)

    yield attempt


def log(folder: Path) -> Iterator[Attempt]:
    """The log, written out: whatever was noted stands on one line each, and the chain holds."""
    with fresh(folder / "log.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))

        def attempt(rng: random.Random) -> None:
            payload = nasty.changed({"tool": "x", "what": {"a": [1, "b"]}}, rng)
            with suppress(ValueError):
                audit.note(conn, "tried", json.loads(json.dumps(payload)), NOW)
            path = folder / "log.jsonl"
            path.unlink(missing_ok=True)
            count = audit_log.write(path, conn)
            lines = path.read_text(encoding="utf-8").split("\n")[:-1]
            assert [json.loads(one)["sequence"] for one in lines] == list(range(1, count + 1))
            assert audit.verify(conn) == count

        yield attempt
