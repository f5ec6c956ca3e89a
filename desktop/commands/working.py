"""How a plan of several steps is shown: before, while it runs, and afterwards."""

from collections.abc import Sequence
from typing import Any

from desktop.cards import command
from desktop.commands import terminal, times
from desktop.commands.plan import EFFECTS, effect_says
from desktop.output import Output
from inference.agents.journal import Phase
from inference.agents.plan import Act, Step, Think, uses
from inference.agents.report import Forecast, Foreseen, Outcome, Report, StepReport
from inference.agents.runner import Began, Came, Event
from inference.guard import Ruling, visible
from inference.tools import catalog
from inference.tools.base import Effect
from vault.runs import RunState

MINUTE = 60
LONGEST_LINE = 100
THINKS = "The model writes this from what was found. Nothing is changed by it."
STATES = {
    RunState.RUNNING: "under way", RunState.WAITING: "waits", RunState.DONE: "done",
    RunState.FAILED: "failed", RunState.STOPPED: "stopped",
}  # fmt: skip
TROUBLES = {
    "WhichOne": "More than one thing fits the words of the next step. Say which, or drop the step.",
    "NothingLikeThat": "Nothing fits the words of the next step. Say it otherwise, or drop it.",
    "TooManyTokens": "It took more thinking than one piece of work may take.",
    "TooLong": "It took longer than one piece of work may take.",
    "NotKnown": "It is not known whether the step happened, so it was not tried a second time.",
    "no": "You said no to a step.",
    "expired": "A step waited for your yes until its time ran out.",
    "stopped": "You stopped it.",
    "NotAllowed": "Your rules, or one that holds always, do not let a step happen.",
    "NotDone": "A step was tried, and its effect was not there.",
}
OTHER_TROUBLE = "A step could not be done."
MADE_EXACT = frozenset(one.tool for one in catalog.EXACT)


def is_literal(step: Step) -> bool:
    """Whether it is shown before exactly as it will be done, so that a yes to it can be one."""
    return isinstance(step, Act) and not uses(step) and step.call.tool not in MADE_EXACT


def show_plan(out: Output, steps: Sequence[Step], forecast: Forecast, *, done: int = 0) -> None:
    """Each step to the last character, what it does, what it waits for, and what all will take."""
    for step, one in zip(steps, forecast.steps, strict=True):
        mark = "  (done)" if one.place <= done else ""
        out.say(f"{one.place:3}. {_title(step)}{mark}")
        for line in _details(step):
            out.say(f"       {line}")
        if not mark:
            out.say(f"     {_effect(step, one)}")
    out.say(f"It takes {_cost(forecast)}.")
    lost = ", ".join(map(str, forecast.for_good))
    out.say(f"What cannot be undone: step {lost}." if lost else "All of it can be undone.")


def plan_row(steps: Sequence[Step], forecast: Forecast, goal: str) -> dict[str, Any]:
    """A plan for programs."""
    return {
        "event": "plan", "goal": goal,
        "steps": [_row(step, one) for step, one in zip(steps, forecast.steps, strict=True)],
        "tokens": forecast.tokens, "seconds": round(forecast.seconds, 1),
        "needs_yes": forecast.asked, "never": forecast.refused, "for_good": forecast.for_good,
    }  # fmt: skip


def show_event(out: Output, event: Event) -> None:
    """What is going on, as it happens."""
    if isinstance(event, Began):
        out.note(terminal.dim(f"{event.place:3}. {_short(event.step)} …"))
        out.data({"event": "began", "place": event.place, "step": event.step})
    elif isinstance(event, Came):
        out.say(f"{event.place:3}. {terminal.plain(event.says)}")
        out.data({"event": "done", "place": event.place, "says": event.says})


def show_report(out: Output, told: Report) -> None:
    """What was done with the numbers that take it back, and what was not."""
    out.say(f"Work {told.run} {_stands(told)}: {terminal.plain(_short(told.goal))}")
    for one in told.steps:
        out.say(f"{one.place:3}. {_outcome(one)}")
    if told.trouble and told.state is not RunState.DONE:
        out.say(TROUBLES.get(told.trouble, OTHER_TROUBLE))
    if told.state in (RunState.RUNNING, RunState.WAITING):
        out.note(f"To go on: {command(f'work go {told.run}')}. To end it: "
                 f"{command(f'work stop {told.run}')}")  # fmt: skip


def report_row(told: Report) -> dict[str, Any]:
    return {
        "event": "report", "run": told.run, "goal": told.goal, "state": told.state.value,
        "phase": told.phase.value, "trouble": told.trouble, "approval": told.approval,
        "tokens": told.tokens, "seconds": round(told.seconds, 1),
        "steps": [
            {"place": one.place, "step": one.step, "outcome": one.outcome.value, "says": one.says,
             "change": one.change}
            for one in told.steps
        ],
    }  # fmt: skip


def stands(state: RunState, phase: Phase) -> str:
    """Where a run stands, in a word or two."""
    if state is RunState.WAITING:
        return {Phase.PLANNED: "not begun", Phase.ASKED: "waits for a yes"}.get(phase, "paused")
    return STATES[state]


def _stands(told: Report) -> str:
    said = stands(told.state, told.phase)
    verb = "" if said.startswith("waits") else "was " if said == "stopped" else "is "
    return "failed" if told.state is RunState.FAILED else f"{verb}{said}"


def _outcome(one: StepReport) -> str:
    how = one.outcome.value
    said = one.says if one.outcome is Outcome.DONE else one.step
    back = f"  ({command(f'undo {one.change}')})" if one.change is not None else ""
    return f"{how}: {_short(terminal.plain(said))}{back}"


def _title(step: Step) -> str:
    if isinstance(step, Think):
        return "think"
    return step.call.tool.replace("_", " ")


def _details(step: Step) -> list[str]:
    if isinstance(step, Think):
        return visible(step.task).split("\n")
    width = max(map(len, step.call.arguments), default=0)
    found = []
    for name, value in step.call.arguments.items():
        said = times.spoken_when(str(value)) if name in times.TIMES else ""
        text = "⏎".join(visible(str(value)).split("\n"))
        found.append(f"{name:{width}}  {text}{f'  ({said})' if said else ''}")
    return found


def _effect(step: Step, one: Foreseen) -> str:
    if one.effect is None:
        return THINKS
    said = EFFECTS[one.effect]
    if not isinstance(step, Think):
        said = effect_says(step.call.tool, one.effect)
    if one.ruling is Ruling.NEVER:
        return f"{said} Your rules never let it happen."
    if one.ruling is Ruling.ALWAYS:
        return said
    if one.effect is Effect.SEND:
        return f"{said} It always waits for a yes of its own."
    if is_literal(step):
        return f"{said} Your yes to the plan is the yes to it."
    return f"{said} It waits for a yes once it is known word for word."


def _cost(forecast: Forecast) -> str:
    if not forecast.tokens:
        return "a moment, and no thinking"
    seconds = forecast.seconds
    long = f"{seconds / MINUTE:.0f} minutes" if seconds > 1.5 * MINUTE else f"{seconds:.0f} seconds"
    return f"about {long} and {forecast.tokens:,} tokens"


def _row(step: Step, one: Foreseen) -> dict[str, Any]:
    what: dict[str, Any] = (
        {"think": step.task}
        if isinstance(step, Think)
        else {"tool": step.call.tool, "arguments": dict(step.call.arguments)}
    )
    return {
        "place": one.place, **what, "effect": one.effect.value if one.effect else None,
        "needs_yes": one.ruling is Ruling.ASK, "never": one.ruling is Ruling.NEVER,
        "can_be_undone": one.can_be_undone, "yes_by_plan": is_literal(step),
        "tokens": one.tokens, "seconds": round(one.seconds, 1),
    }  # fmt: skip


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"
