"""The events of a turn as the command line says them: a line for people, a row for programs."""

from collections.abc import Callable
from typing import Any

from desktop.commands import terminal, times
from desktop.commands.acting import question_row
from inference.turn import (
    Asked,
    Heard,
    Recalled,
    ToolDone,
    ToolProposed,
    TurnEvent,
    TurnFinished,
    Understood,
    Used,
    Words,
)
from inference.understanding.plan import Plan


def understood(plan: Plan) -> list[str]:
    """What the words were taken to ask for, with its times."""
    lines = []
    for call, said in zip(plan.calls, times.echoes(plan), strict=True):
        words = [
            f"{name} “{terminal.plain(str(value))}”"
            for name, value in call.arguments.items()
            if name not in (*times.TIMES, "repeats")
        ]
        lines.append(" · ".join([call.tool.replace("_", " "), *words, *said]))
    return lines


def row(event: TurnEvent) -> dict[str, Any] | None:
    """One event, for programs; what failed or waits has said so already."""
    makes: dict[type[Any], Callable[[Any], dict[str, Any]]] = {
        Heard: lambda one: {"event": "heard", "message": one.message},
        Understood: lambda one: {"event": "understood", **plan_row(one.plan)},
        Recalled: lambda one: {"event": "recalled", "used": list(map(used_row, one.used)),
                               "tokens": one.tokens, "budget": one.budget},
        ToolProposed: lambda one: {"event": "proposed", "tool": one.call.tool,
                                   "effect": one.effect.value},
        ToolDone: lambda one: {"event": "done", "tool": one.call.tool, "says": one.result.says,
                               "change": one.change, "data": dict(one.result.data)},
        Asked: lambda one: {"event": "question", **question_row(one.question)},
        Words: lambda one: {"event": "said", "text": one.text},
        TurnFinished: lambda one: {"event": "finished", "message": one.message, "text": one.text,
                                   "reason": one.reason, "used": list(map(used_row, one.used))},
    }  # fmt: skip
    make = makes.get(type(event))
    return make(event) if make else None


def plan_row(plan: Plan) -> dict[str, Any]:
    said = times.echoes(plan)
    return {
        "calls": [
            {"tool": call.tool, "arguments": dict(call.arguments), "times": list(said[at])}
            for at, call in enumerate(plan.calls)
        ],
        "by": plan.by.value,
        "answer": plan.is_answer,
    }


def used_row(one: Used) -> dict[str, Any]:
    return {"item": one.item, "text": one.text, "origin": one.source.origin.value,
            "ref": one.source.ref, "page": one.page}  # fmt: skip
