"""A goal said again by the model as short requests, each read by rules; nobody else plans anything.

The model only copies and splits. A request that rules do not understand, or with words that the
owner did not say, makes it no plan at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from inference.agents.asking import in_form
from inference.agents.editing import shifted
from inference.agents.plan import Act, Step, Think
from inference.agents.planner import Planner, stands_in
from inference.engines.protocols import ChatEngine
from inference.tools.base import MODEL, OWNER, Argument
from vault.items import Source

MOST_REQUESTS = 8
LONGEST_REQUEST = 200
LONGEST_GOAL = 1_000
STEM = 3
"letters by which forms of a word are told: “reading”, “read”"
TIMES = frozenset({"due", "at", "until", "since", "repeats"})
"read by code, in words that were held against the goal with the request"
TOLD = """You split what somebody wants into short requests, in order. Each request is one of:
add a task to …
remind me … to …
find my notes about …
find what my documents say about …
show my tasks
mark … as done
move … to (a day)
write a note: …
summarize my notes about …
Use the words that were said, and only these. Leave out nothing and add nothing.

“Get me ready for the exam: I should read chapter 3 and buy pens, ping me on Sunday at 8” becomes
add a task to read chapter 3
add a task to buy pens
remind me on Sunday at 8 to get ready for the exam

“Tell me how you are” becomes no requests."""
OURS = frozenset((
    "about", "add", "documents", "done", "find", "mark", "mine", "move", "note", "notes", "remind",
    "requests", "says", "show", "summarize", "task", "tasks", "that", "what", "with", "write",
))  # fmt: skip
"words of the requests themselves"
FORM: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "requests": {
            "type": "array", "maxItems": MOST_REQUESTS,
            "items": {"type": "string", "maxLength": LONGEST_REQUEST},
        }
    },
    "required": ["requests"],
    "additionalProperties": False,
}  # fmt: skip


@dataclass(frozen=True)
class ByRewriting:
    """Plans what the model says again, by whoever plans by rules."""

    engine: ChatEngine
    rules: Planner

    def plan(self, goal: str, now: datetime) -> tuple[Step, ...]:
        if not goal.strip() or len(goal) > LONGEST_GOAL:
            return ()
        answer = in_form(self.engine, TOLD, goal, dict(FORM))
        found = answer.get("requests") if isinstance(answer, dict) else None
        if not isinstance(found, list):
            return ()
        requests = [" ".join(str(one).split()).rstrip(" .;,") for one in found[:MOST_REQUESTS]]
        if not requests or not all(_is_said(one, goal) for one in requests):
            return ()
        steps: tuple[Step, ...] = ()
        for one in requests:
            more = self.rules.plan(one, now)
            steps = (*steps, *shifted(more, len(steps)))
            if not more:
                return ()
        return tuple(_owned(step, goal) for step in steps)


def _is_said(request: str, goal: str) -> bool:
    """Whether every word of weight stands in the goal, in some form, and every number as it is."""
    said = re.findall(r"\w+", goal.casefold())
    stems = {one[:STEM] for one in said}
    for word in re.findall(r"\w+", request.casefold()):
        if any(sign.isdigit() for sign in word):
            if word not in said:
                return False
        elif len(word) > STEM and word not in OURS and word[:STEM] not in stems:
            return False
    return True


def _owned(step: Step, goal: str) -> Step:
    """With what the owner said word for word as theirs, and the rest as made up."""
    if isinstance(step, Think):
        return step
    origins = {name: _origin(name, value, goal) for name, value in step.call.arguments.items()}
    return Act(replace(step.call, origins=origins))


def _origin(name: str, value: Argument, goal: str) -> Source:
    return OWNER if name in TIMES or stands_in(value, goal) else MODEL
