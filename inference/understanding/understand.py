"""What the owner wants done: a rule where a rule is sure, else one small question to the model.

Only the owner's own words come in here. Times are read by code and sums are known by their look;
the model is asked which of at most four tools is meant, and to copy words, never to work them out.
Examples of what people say decide which tools come into play, and whether a guess may stand.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inference.arithmetic.sums import is_sum
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.memory import rules as telling
from inference.times.find import find
from inference.times.use import without
from inference.tools.base import MODEL, OWNER, Call, Tool, by_owner
from inference.understanding import arguments, copying, pasted, question, slots, wording
from inference.understanding.examples import Examples, Near
from inference.understanding.frames import ANSWER
from inference.understanding.plan import By, Plan
from inference.understanding.rules import Rules
from inference.understanding.slots import Spoken

SURE_TALK = 0.35
"by how much mere talk must be likelier than any tool to settle it"
LIKELY_TALK = 0.15
"the same where a rule has taken it for talk, too"
CONSENT = 0.3
"by how much something else may be likelier than what a rule guessed"
FEWEST_TOLD = 3
"words of a fact that is worth keeping"
DONE = re.compile(
    r"\b(?:did|done|finish\w*|complete\w*|ticked|closed|got|managed|accomplish\w*)\b", re.IGNORECASE
)
STATE = "state"
"the one choice that is said by how a question is put, not by a word of its own"
RECALL = "recall"
LOOKING = frozenset((RECALL, "show_profile", "find_notes", "set_profile"))
"what a statement of the owner's is easily taken for"
LONGEST_REQUEST = 1_500
"characters; a longer message is a text to talk about, and asks for no tool"


@dataclass(frozen=True)
class Understanding:
    """Everything that understanding takes; without a chat engine, what rules know."""

    rules: Rules
    tools: Mapping[str, Tool]
    examples: Callable[[], Examples] | None = None
    "made when they are first needed"
    chat: ChatEngine | None = None

    def plan(
        self, text: str, spoken: Spoken, stopped: Stopped = never, before: Plan | None = None
    ) -> Plan:
        """What these words of the owner's ask for; a text that they bring along asks nothing.

        What was done before is what “it” is.
        """
        text = pasted.own(text)
        found = self.rules.read(text, spoken, before)
        if found is not None and not found.is_guess:
            return self._known(found)
        if self.examples is None or self.chat is None or len(text) > LONGEST_REQUEST:
            return _kept_if_told(self._known(found or Plan()), text, spoken)
        near = self.examples().near(wording.plain(text, self.rules.spelling).text)
        if found is not None and _agree(near, found):
            return _kept_if_told(self._known(found), text, spoken)
        if near.talk > SURE_TALK:
            return Plan()
        if both := self._both(text, spoken, stopped):
            return both
        guessed = found.calls[0].tool if found is not None and found.calls else None
        asked = self._asked(text, spoken, near.with_tool(guessed), stopped)
        return _kept_if_told(asked, text, spoken)

    def wake(self) -> None:
        """Have ready what it takes to understand, so that the first words need not wait for it."""
        if self.examples is not None and self.chat is not None:
            self.examples().near("")

    def _both(self, text: str, spoken: Spoken, stopped: Stopped) -> Plan | None:
        """Two requests in one sentence, each understood by itself; None where one is none."""
        halves = self.rules.halves(text)
        if halves is None:
            return None
        then = self.plan(halves[1], spoken, stopped)
        first = self.plan(halves[0], spoken, stopped) if then.calls else then
        if not (first.calls and then.calls):
            return None
        return Plan(
            first.calls + then.calls, first.question or then.question,
            first.echoes + then.echoes, By.MODEL,
        )  # fmt: skip

    def _asked(self, text: str, spoken: Spoken, near: Near, stopped: Stopped) -> Plan:
        assert self.chat is not None
        tool, words = question.ask(self.chat, text, near, self.tools, stopped)
        if tool == ANSWER:
            return Plan(by=By.MODEL)
        needed = question.words_of(self.tools[tool])
        if tool == RECALL and not copying.bears_on(words["query"], text):
            words = {"query": text.strip(" ?.!")}
        said = {
            name: copying.own(name, one, text)
            for name, one in words.items()
            if needed[name]
            or (name == STATE and DONE.search(text))
            or (name != STATE and copying.is_said(name, one, text))
        }
        targets = [said[one.name] for one in self.tools[tool].parameters if one.is_target]
        if not all(copying.bears_on(one, text) for one in targets if one):
            return Plan(by=By.MODEL)  # the model speaks of something else than the owner
        return self._filled(tool, said, text, spoken)

    def _filled(self, tool: str, words: Mapping[str, str], text: str, spoken: Spoken) -> Plan:
        """The model's choice with the times that code reads in the owner's words."""
        if tool == "calculate" and not is_sum(words.get("expression", "")):
            return Plan(by=By.MODEL)
        times = slots.Times()
        if tool in arguments.TIMED:
            times = slots.times(text, spoken)
            if later := arguments.shifted(tool, text, spoken.now):
                times = slots.Times(later)
            words = {name: _without_times(one, spoken) for name, one in words.items()}
        if tool == "remember" and len(words["text"].split()) < FEWEST_TOLD:
            words = {"text": text.strip()}
        words = arguments.with_list(tool, words, text)
        if tool == "create_task":  # how important it is, is said in words of its own
            aside = self.rules.frames.aside(text.strip(" .!"))[1]
            words = {name: one for name, one in words.items() if name != "importance"}
            words |= dict([aside]) if aside else {}
        filled = arguments.fill(tool, words, times, spoken.now)
        origins = {
            name: OWNER if copying.stands_in(value, text) or name in question.TIMES else MODEL
            for name, value in filled.arguments.items()
        }
        call = Call(tool, filled.arguments, origins)
        if filled.question is None and not self._is_whole(call):
            return Plan(by=By.MODEL)
        return Plan((call,), filled.question, slots.echoes(times), By.MODEL)

    def _known(self, plan: Plan) -> Plan:
        """A plan of tools that there are; the rest is talk."""
        calls = tuple(call for call in plan.calls if call.tool in self.tools)
        whole = plan.question is not None or all(map(self._is_whole, calls))
        return plan if calls == plan.calls and whole else Plan()

    def _is_whole(self, call: Call) -> bool:
        needed = (one.name for one in self.tools[call.tool].parameters if one.is_needed)
        return all(call.arguments.get(name) for name in needed)


def _kept_if_told(plan: Plan, text: str, spoken: Spoken) -> Plan:
    """What looks something up, though the owner tells something, keeps what is told instead."""
    looks = plan.calls and all(call.tool in LOOKING for call in plan.calls)
    if not looks or "?" in text:
        return plan
    told = telling.propose(text, spoken.now)
    if len(told) < (2 if plan.calls[0].tool == "set_profile" else 1):
        return plan
    return Plan((by_owner("remember", text=text.strip()),), by=plan.by)


def _agree(near: Near, guess: Plan) -> bool:
    """Whether the examples speak for what a rule guessed."""
    meant = {call.tool for call in guess.calls} or {ANSWER}
    if meant == {ANSWER}:
        return near.talk > LIKELY_TALK
    best = near.tools[0][1] if near.tools else 0.0
    return all(near.weight(tool) >= best - CONSENT for tool in meant)


def _without_times(words: str, spoken: Spoken) -> str:
    """What the model copied with the words about time; those are read by code."""
    found = find(words, spoken.now, spoken.conventions)
    return without(words, found) or words
