"""A question that waits, answered at the terminal: shown to the last character, then y, n or e.

A yes to what cannot be undone is typed below what it is a yes to. From a pipe nothing is taken for
one: the question goes on waiting.
"""

import contextlib
import json
from collections.abc import Mapping
from datetime import UTC

from desktop.assistant import Assistant
from desktop.cards import command
from desktop.commands import terminal
from desktop.commands.times import as_when
from desktop.output import Output
from inference.guard import Done, visible
from inference.guard.questions import Row, Shown, call_of
from inference.tools import catalog, memory
from inference.tools.base import Argument, Effect, Parameter, When
from inference.tools.errors import ArgumentRefused, ToolError
from vault import runs
from vault.runs import Approval

ASK = "Do it? [y]es, [N]o, [e]dit first:"
HOW = "A yes is typed at a terminal, or given with --sha256 and the hash that “show” ends with."


def settled(assistant: Assistant, number: int, out: Output, *, yes: bool = False) -> Done | None:
    """The owner's answer, carried out; None where it was no, or nobody was there to give it."""
    guard = assistant.guard
    approval = runs.approval(assistant.conn, number)
    if yes and guard.effect(approval.tool) is not Effect.SEND:
        return guard.approve(assistant.desk(), number)
    if not terminal.is_there(out):
        left_waiting(approval, out)
        return None
    return _typed(assistant, number, out)


def left_waiting(approval: Approval, out: Output) -> None:
    """Say that it waits, under which number, and how to answer."""
    out.say(f"This waits for your yes, as question {approval.id}. Nothing was done yet.")
    out.say(f"To look at it: {command(f'approvals show {approval.id}')}")
    out.say(f"To answer: {command(f'approvals approve {approval.id}')}. {HOW}")
    out.data({"event": "needs yes", "approval": approval.id, "tool": approval.tool,
              "sha256": approval.sha256, "expires": approval.expires.isoformat()})  # fmt: skip


def show(assistant: Assistant, number: int, out: Output) -> Shown:
    """A question word for word, with what else would go along."""
    shown = assistant.guard.show(assistant.desk(), number)
    for line in shown.lines:
        out.say(line)
    for line in along(assistant, shown):
        out.say(f"  │ {line}")
    return shown


def along(assistant: Assistant, shown: Shown) -> tuple[str, ...]:
    """What else forgetting would take, where the gate has not said so itself."""
    call = call_of(runs.approval(assistant.conn, shown.approval))
    if shown.along or call.tool != memory.forget.name:
        return ()
    try:
        return tuple(visible(memory.preview(assistant.desk(), call)).split("\n"))
    except ToolError:
        return ()


def _typed(assistant: Assistant, number: int, out: Output) -> Done | None:
    guard = assistant.guard
    while True:
        show(assistant, number, out)
        said = (terminal.ask(ASK) or "").lower()
        if said in ("y", "yes"):
            return guard.approve(assistant.desk(), number)
        if said not in ("e", "edit"):
            guard.deny(assistant.desk(), number)
            out.say("All right, nothing was done.")
            return None
        try:
            number = guard.edit(assistant.desk(), number, _edited(assistant, number, out))
        except ArgumentRefused as error:
            out.say(f"“{error.name}” is {error.reason}; the question is as it was.")


def _edited(assistant: Assistant, number: int, out: Output) -> Mapping[str, Argument]:
    """What the owner writes in place of each argument; Enter keeps one as it is."""
    call = call_of(runs.approval(assistant.conn, number))
    parameters = {one.name: one for one in catalog.BY_NAME[call.tool].parameters}
    out.say("Write each anew; Enter keeps what is there.")
    found: dict[str, Argument] = {}
    for name, value in call.arguments.items():
        text = value if isinstance(value, str) else json.dumps(value)
        with terminal.prefilled(text) if text.isprintable() else contextlib.nullcontext():
            said = terminal.ask(f"{name}:")
        if said and said != text:
            found[name] = read(assistant, parameters[name], said)
    return found


def read(assistant: Assistant, parameter: Parameter, text: str) -> Argument:
    """An argument as the owner typed it: times in words, what is no text as JSON."""
    if parameter.kind == When:
        return as_when(assistant.desk(), parameter.name, text)
    if parameter.schema().get("type") == "string":
        return text
    try:
        value: Argument = json.loads(text)
    except ValueError as error:
        raise ArgumentRefused(parameter.name, "of another kind") from error
    return value


def row(assistant: Assistant, shown: Shown) -> dict[str, object]:
    """A question for programs."""
    return {
        "approval": shown.approval, "tool": shown.tool, "about": shown.about,
        "effect": shown.effect.value, "asker": shown.asker, "sha256": shown.sha256,
        "expires": shown.expires.astimezone(UTC).isoformat(),
        "arguments": [_row(one) for one in shown.rows],
        "along": [*shown.along, *along(assistant, shown)],
    }  # fmt: skip


def _row(one: Row) -> dict[str, object]:
    return {"name": one.name, "source": one.source, "shown": one.value, "length": one.length,
            "is_target": one.is_target, "letters": one.letters}  # fmt: skip
