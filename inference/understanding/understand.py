"""What the owner wants done: a rule where a rule is sure, else one small question to the model.

Only the owner's own words come in here. Times are read by code and sums are known by their look;
the model is asked which of at most five tools is meant, and to copy words, never to work them out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from inference.arithmetic.sums import is_sum
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.times.reading import Conventions
from inference.tools.base import MODEL, OWNER, Argument, Call, Tool
from inference.understanding import arguments, question, slots
from inference.understanding.examples import Examples
from inference.understanding.frames import ANSWER
from inference.understanding.plan import By, Plan
from inference.understanding.rules import Rules

SURE_ANSWER = 1.6
"how many times as near as the nearest tool examples of mere talk must be to settle it"
UNLIKE_ANYTHING = 0.05
"weight below which no tool comes into play"
LONGEST_REQUEST = 1_500
"characters; a longer message is a text to talk about, and asks for no tool"
TRIGGERS = re.compile(
    r"\b(?:remind\w*|nudg\w*|ping|poke|shout|alarm|alert|bug me|bother me|wake\w*|tasks?|to-?dos?|lists?"
    r"|notes?|noted|jot\w*|wrote down|write down|due|deadlines?|plate|remember|forget|forgot\w*|know about"
    r"|my|mine|i've told you|told you|snooz\w*|postpon\w*|wait until|let's say|move|instead|done|finish\w*"
    r"|off my|off the|sorted|files?|folders?|documents?|papers?|contracts?|\w+\.[a-z]{2,4}|settings?|turn"
    r"|switch|dark|font|bigger|language|sound|time in|late|night|morning|o'clock|weekday|which day|what day"
    r"|days? (?:until|till|left)|how long|split|share|percent|each|total|per|worth|call me|addressed|goal"
    r"|work (?:from|hours)|between appointments|profile|priority|urgent|important|pressing|matters|wrong"
    r"|mixed up|not .+ but|correct|allergic|keep (?:this|that|it)|somewhere|don't need|needn't|no longer"
    r"|any ?more|free|start|begin|first|best use|\d)\b",
    re.IGNORECASE,
)
"without one of these words nothing is asked for that no rule knew"


@dataclass(frozen=True)
class Understanding:
    """Everything that understanding takes; without a chat engine, what rules know."""

    rules: Rules
    tools: Mapping[str, Tool]
    examples: Examples | None = None
    chat: ChatEngine | None = None

    def plan(self, text: str, now: datetime, stopped: Stopped = never) -> Plan:
        """What these words of the owner's ask for."""
        found = self.rules.read(text, now)
        if found is not None and not (found.is_answer and TRIGGERS.search(text)):
            return self._known(found)
        if self.examples is None or self.chat is None or len(text) > LONGEST_REQUEST:
            return Plan()
        return self._asked(text, now, stopped)

    def _asked(self, text: str, now: datetime, stopped: Stopped) -> Plan:
        assert self.examples is not None
        assert self.chat is not None
        near = self.examples.near(text)
        weights = dict(near.tools)
        best = max((weight for name, weight in near.tools if name != ANSWER), default=0.0)
        if best < UNLIKE_ANYTHING or weights.get(ANSWER, 0.0) > best * SURE_ANSWER:
            return Plan()
        tool, words = question.ask(self.chat, text, near, self.tools, stopped)
        if tool == ANSWER:
            return Plan(by=By.MODEL)
        return self._filled(tool, words, text, now)

    def _filled(self, tool: str, words: Mapping[str, str], text: str, now: datetime) -> Plan:
        """The model's choice with the times that code reads in the owner's words."""
        if tool == "calculate" and not is_sum(words.get("expression", "")):
            return Plan(by=By.MODEL)
        times = slots.Times()
        if tool in arguments.TIMED:
            times = slots.times(text, now, self.rules.conventions)
            if later := arguments.shifted(tool, text, now):
                times = slots.Times(later)
        filled = arguments.fill(tool, words, times, now)
        origins = {
            name: OWNER if _stands_in(value, text) or name in question.TIMES else MODEL
            for name, value in filled.arguments.items()
        }
        call = Call(tool, filled.arguments, origins)
        return Plan((call,), filled.question, slots.echoes(times), By.MODEL)

    def _known(self, plan: Plan) -> Plan:
        """A plan of tools that there are; the rest is talk."""
        calls = tuple(call for call in plan.calls if call.tool in self.tools)
        return plan if calls == plan.calls else replace(plan, calls=calls, question=None)


def _stands_in(value: Argument, text: str) -> bool:
    """Whether the owner said these words, whatever their case and spacing."""
    folded = " ".join(str(value).casefold().split())
    return folded in " ".join(text.casefold().split())


def by_rules(tools: Mapping[str, Tool], conventions: Conventions = Conventions()) -> Understanding:  # noqa: B008
    """Understanding without a model."""
    from inference.understanding import frames

    return Understanding(Rules(frames.english(), conventions), tools)
