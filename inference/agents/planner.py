"""From a goal to steps, by the owner's words alone: no text from outside is ever read for it.

Rules come first, where they see calls in the goal. The model is asked small questions in forced
forms: which tools in which order, then each tool's arguments. It can only name tools that were
offered, no more steps than allowed; its times are read by the grammar of times, and only what
stands in the goal counts as the owner's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from inference.agents.asking import in_form
from inference.agents.plan import Act, Step, Think, check, refers
from inference.engines.protocols import ChatEngine
from inference.times.find import read as read_time
from inference.times.reading import Conventions, Moment, Rule
from inference.times.use import iso
from inference.tools.base import MODEL, OWNER, Argument, Call, Parameter, Tool, When
from inference.tools.errors import ArgumentRefused

THINK = "think"
MOST_STEPS = 6
LONGEST = 400
SPLITTING = """You split a goal into the fewest steps, in order. Each step uses one tool:
{tools}
think: write a text from the results of earlier steps
For each step say what is to be done, in a few words of the goal. Where a step uses what an
earlier one found, write {{step 1}}, {{step 2}} and so on. Without anything to do, give no steps."""
FILLING = """Fill in the details of one step, with words of the goal. Leave out what the goal
does not say. Write times as the goal does. For what an earlier step found, write {step 1}."""


class Planner(Protocol):
    """Whoever turns a goal into steps."""

    def plan(self, goal: str, now: datetime) -> tuple[Step, ...]:
        """The steps; none where there is nothing to do."""
        ...


@dataclass(frozen=True)
class ByRules:
    """The calls that rules see in a goal; where they see none, whoever comes next."""

    calls: Callable[[str, datetime], Sequence[Call]]
    otherwise: Planner | None = None

    def plan(self, goal: str, now: datetime) -> tuple[Step, ...]:
        if found := self.calls(goal, now):
            return tuple(Act(call) for call in found)
        return self.otherwise.plan(goal, now) if self.otherwise is not None else ()


@dataclass(frozen=True)
class ByModel:
    """What the model makes of a goal, in forced forms."""

    engine: ChatEngine
    tools: Mapping[str, Tool]
    "that are offered"
    most: int = MOST_STEPS
    conventions: Conventions = field(default_factory=Conventions)

    def plan(self, goal: str, now: datetime) -> tuple[Step, ...]:
        offered = {name: one for name, one in self.tools.items() if not one.is_hidden}
        listed = "\n".join(f"{one.name}: {one.about}" for one in offered.values())
        schema = _splitting(list(offered), self.most)
        answer = in_form(self.engine, SPLITTING.format(tools=listed), goal, schema)
        rows = _rows(answer, offered)[: self.most]
        steps = tuple(self._step(goal, row, now) for row in rows)
        check(steps, offered)
        return steps

    def _step(self, goal: str, row: Mapping[str, Any], now: datetime) -> Step:
        use, what = str(row["use"]), str(row["what"])
        if use == THINK:
            return Think(what)
        tool = self.tools[use]
        arguments: Mapping[str, Any] = {}
        if tool.parameters:
            words = f"Goal: {goal}\nStep: {what}\nTool: {tool.name}. {tool.about}"
            answer = in_form(self.engine, FILLING, words, tool.schema())
            arguments = answer if isinstance(answer, dict) else {}
        return Act(_call(tool, arguments, goal, self._times(now)))

    def _times(self, now: datetime) -> Callable[[str], str | None]:
        def read(words: str) -> str | None:
            found = read_time(words, now, self.conventions)
            if found is None:
                return None
            meaning = found.meaning.first if isinstance(found.meaning, Rule) else found.meaning
            return iso(meaning) if isinstance(meaning, Moment) else None

        return read


def _rows(answer: Any, offered: Mapping[str, Tool]) -> list[dict[str, Any]]:
    """The steps of an answer; none where a model came by one that is not in its form."""
    rows = answer.get("steps") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        return []
    known = [*offered, THINK]
    is_whole = all(
        isinstance(row, dict) and row.get("use") in known and isinstance(row.get("what"), str)
        for row in rows
    )
    return rows if is_whole else []


def _splitting(names: list[str], most: int) -> dict[str, Any]:
    step = {
        "type": "object",
        "properties": {
            "use": {"type": "string", "enum": [*names, THINK]},
            "what": {"type": "string", "maxLength": LONGEST},
        },
        "required": ["use", "what"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"steps": {"type": "array", "items": step, "maxItems": most}},
        "required": ["steps"],
        "additionalProperties": False,
    }


def _call(
    tool: Tool, given: Mapping[str, Any], goal: str, times: Callable[[str], str | None]
) -> Call:
    arguments: dict[str, Argument] = {}
    origins = {}
    for one in tool.parameters:
        value = given.get(one.name)
        if value in (None, "", []):
            continue
        origins[one.name] = OWNER if stands_in(value, goal) else MODEL
        arguments[one.name] = _fitting(one, value, times)
    return Call(tool.name, {k: v for k, v in arguments.items() if v is not None}, origins)


def _fitting(one: Parameter, value: Argument, times: Callable[[str], str | None]) -> Argument:
    """The value as it can be kept; None where it fits nothing and is not needed."""
    if one.kind == When and isinstance(value, str) and not refers(value):
        value = times(value) or value
    try:
        if not refers(value):
            one.read(value)
    except ArgumentRefused:
        if one.is_needed:
            raise
        return None
    return value


def stands_in(value: Argument, goal: str) -> bool:
    """Whether the owner said this, word for word."""
    if isinstance(value, bool) or value is None:
        return False
    texts = [str(one) for one in (value if isinstance(value, list) else [value])]
    return all(
        re.search(rf"(?<!\w){re.escape(text.strip())}(?!\w)", goal, re.IGNORECASE) for text in texts
    )
