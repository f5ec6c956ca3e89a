"""Requests that a table of sentences understands: no model is asked, and nothing is guessed.

`read` says what the owner's words ask for, that they ask for nothing (`Plan.is_answer`), or, with
None, that no rule is sure. A sentence with two requests is taken apart where both parts fit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from inference.arithmetic.sums import is_sum
from inference.tools.base import by_owner
from inference.understanding import arguments, following, hours, slots, things, timers, wording
from inference.understanding.frames import ANSWER, Frames, Match
from inference.understanding.plan import Plan
from inference.understanding.replies import REPLIES
from inference.understanding.slots import Spoken, Times
from inference.understanding.wording import Spelling, Wording

LONGEST = 600
"characters: what is longer is a text, and no request that a table can hold"
JOINT = re.compile(
    r"\s*(?:[,;.]\s*)?\b(?:and then|then|and also|and|also|plus|as well as)\s+|\s*[;.?!]\s+"
    r"|\s*,\s+(?=(?:my|the|all) (?:reminders|tasks|to-dos|notes|profile|settings|time)\b"
    r"|(?:what|what's|which|show|tell|remind|add|put|cancel|delete|move|mark|tick|snooze|note"
    r"|remember|set|find|please|then)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fit:
    """A frame that fits, the words it was laid on, and the time that was taken out of them."""

    match: Match
    words: Wording
    times: Times


@dataclass(frozen=True)
class Rules:
    """What the table understands."""

    frames: Frames
    spelling: Spelling

    def read(self, text: str, spoken: Spoken, before: Plan | None = None) -> Plan | None:
        """What these words ask for; “it” is what was asked for before."""
        if len(text) > LONGEST:
            return None
        words = self._request(wording.plain(text, self.spelling))
        if TAKEN_BACK.search(words.text) or ASKED_BACK.match(text):
            return Plan(is_guess=True)
        found = self._at_each_time(words, spoken)
        found = found or self._several(words, spoken, before) or self._one(words, spoken, before)
        if because := BECAUSE.search(words.text):
            bare = self._one(words.part(0, because.start()).stripped(), spoken)
            if bare is not None and (found is None or found.is_answer or _names_a_thing(bare)):
                return bare
        return found

    def halves(self, text: str) -> tuple[str, str] | None:
        """Two parts of a sentence of which the second begins as requests do."""
        for joint in JOINT.finditer(text):
            if COMMAND.match(text[joint.end() :]):
                return text[: joint.start()], text[joint.end() :]
        return None

    def _request(self, words: Wording) -> Wording:
        return timers.running(wording.request(words, self.frames, self.spelling))

    def _one(self, words: Wording, spoken: Spoken, before: Plan | None = None) -> Plan | None:
        fit = self._best(words, spoken, before)
        if fit is None:
            return None
        if fit.match.tool in REPLIES:
            return Plan(reply=REPLIES[fit.match.tool])
        if fit.match.tool == ANSWER:
            return Plan(is_guess=fit.match.is_guess)
        plan = following.pointed(_plan(fit, spoken), before)
        said = (str(value).casefold() for value in plan.calls[0].arguments.values())
        return (
            None
            if POINTING.intersection(said)
            else things.apart(plan, fit.words.text, _around(fit))
        )

    def _at_each_time(self, words: Wording, spoken: Spoken) -> Plan | None:
        """One reminder for each of the times that are named."""
        plans = []
        for start, end, time in hours.each(words.text):
            rest = words.part(end, len(words.text)).cells
            alone = Wording((*words.part(0, start).cells, *Wording.of(time).cells, *rest))
            plans.append(self._one(alone, spoken))
        found = [plan for plan in plans if plan is not None and plan.question is None]
        calls = tuple(call for plan in found for call in plan.calls)
        if (
            not plans
            or len(calls) != len(plans)
            or {call.tool for call in calls} != {"set_reminder"}
        ):
            return None
        if len({call.arguments["text"] for call in calls}) > 1:
            return None
        return Plan(calls, None, sum((plan.echoes for plan in found), ()),
                    is_guess=any(plan.is_guess for plan in found))  # fmt: skip

    def _several(self, words: Wording, spoken: Spoken, before: Plan | None = None) -> Plan | None:
        """Two requests or more, where each part is one by itself."""
        for joint in JOINT.finditer(words.text):
            lead = words.part(0, joint.start()).stripped()
            first = self._one(lead, spoken, before)
            if first is None or not first.calls:
                continue
            rest = self._request(words.part(joint.end(), len(words.text)))
            if then := self._following(first, lead, rest, spoken):
                return following.joined(first, then)
        return None

    def _following(self, first: Plan, lead: Wording, rest: Wording, spoken: Spoken) -> Plan | None:
        """What is asked for besides, by itself or with what the first request said already."""
        if self._commands(rest, spoken):
            then = self._several(rest, spoken, first) or self._one(rest, spoken, first)
            if then and then.calls:
                return then
        for way in following.ways(first, lead, rest):
            then = self._several(way, spoken, first) or self._one(way, spoken, first)
            if then and then.calls and following.is_alike(first, then):
                return then
        return None

    def _commands(self, words: Wording, spoken: Spoken) -> bool:
        """Whether a part of a sentence is a request of its own, and not the rest of the text."""
        fit = self._best(words, spoken)
        return fit is not None and bool(COMMAND.match(words.text))

    def _best(self, words: Wording, spoken: Spoken, before: Plan | None = None) -> Fit | None:
        def how_good(fit: Fit) -> tuple[bool, bool, int]:
            goes_on = before is not None and following.goes_on(before, fit.match)
            return not fit.match.is_guess, goes_on, fit.match.letters

        return max(self._fits(words, spoken), key=how_good, default=None)

    def _fits(self, words: Wording, spoken: Spoken) -> Iterator[Fit]:
        found = slots.times(words.text, spoken)
        timed = [tool for tool in self.frames.tools if tool in arguments.TIMED]
        others = [tool for tool in self.frames.tools if tool not in arguments.TIMED]
        for match in self.frames.matches(words.text, others):
            if match.tool != "calculate" or is_sum(words.text):
                yield Fit(match, words, Times())
        for tool in timed:
            times, bare = found, words
            if later := slots_later(tool, words.text, spoken.now):
                times = later
            if times.spans:
                bare = words.without(times.spans).stripped()
            for match in self.frames.matches(" ".join(bare.text.split()), [tool]):
                if times.spans or not match.needs_time:
                    yield Fit(match, _squeezed(bare), times)


def _names_a_thing(plan: Plan) -> bool:
    """Whether a request is about one thing by its name, which no reason belongs to."""
    return [call.tool for call in plan.calls] in [[tool] for tool in ABOUT_A_THING]


def slots_later(tool: str, text: str, now: datetime) -> Times | None:
    """“For ten minutes” of a tool that shifts things."""
    if tool not in arguments.SHIFTED:
        return None
    found = slots.FOR.search(text)
    meant = slots.later(text, now)
    return Times(meant, (found.span(),)) if found and meant else None


TAKEN_BACK = re.compile(
    r".[,.;…–—-]\s*(?:(?:no|oh|wait|actually),? )*"
    r"(?:never ?mind|forget it|scratch that|leave it)\b",
    re.IGNORECASE,
)
"behind the request: it is none any more"
ASKED_BACK = re.compile(
    r"\s*(?:(?:and|hey|so),? )?(?:remember|forget(?:ting)?)\b.*\?\s*$", re.IGNORECASE
)
"“Remember the nineties?” is no order"
BECAUSE = re.compile(
    r",\s+(?:(?:because|since|as|for|so|in case|if) )?(?:you|we|i|it|he|she|they|that|there"
    r"|there's|it's|we're|i'm)\b.*$",
    re.IGNORECASE,
)
"the reason that somebody adds"
ABOUT_A_THING = frozenset((
    "complete_task", "drop_task", "move_task", "prioritize_task", "cancel_reminder",
    "snooze_reminder", "set_profile",
))  # fmt: skip
POINTING = frozenset(("me", "it", "this", "that", "them", "then", "these", "those", "so",
                       "a", "an", "the", "my", "that one", "this one"))  # fmt: skip
"in the place of a thing they point to something that was said elsewhere"
COMMAND = re.compile(
    r"(?:remind|set|add|put|create|make|note|remember|delete|remove|cancel|move|rename|show|list|tell"
    r"|find|search|mark|tick|complete|finish|calculate|convert|snooze|forget|what|when|where|who|how"
    r"|write|jot|open|read|change|turn|call me|nudge|ping|wake|drop|postpone|push|reschedule|save"
    r"|don't let me|take|give me|work out|i need to|i have to|prioriti[sz]e|append|is|do i|task"
    r"|todo|to-do|new|which|also|say"
    r"|tick|schedule|stop|pop|stick|let me|any|are there"
    r"|log|record|throw|erase|strike|tap|switch|speak|split)\b",
    re.IGNORECASE,
)


def _squeezed(words: Wording) -> Wording:
    """Runs of spaces, left where a time was cut out, become one."""
    cells: list[tuple[str, str]] = []
    for cell in words.cells:
        if cell[0].isspace() and (not cells or cells[-1][0].isspace()):
            continue
        cells.append(cell)
    return Wording(tuple(cells)).stripped()


def _around(fit: Fit) -> str:
    """The words of a request beside what stands in its gaps."""
    text = list(fit.words.text)
    for start, stop in fit.match.spans.values():
        text[start:stop] = " " * (stop - start)
    return "".join(text)


def _plan(fit: Fit, spoken: Spoken) -> Plan:
    match = fit.match
    gaps = dict(match.gaps)
    for name, (start, stop) in match.spans.items():
        gaps[name] = fit.words.original(start, stop)
    filled = arguments.fill(match.tool, gaps, fit.times, spoken.now)
    call = by_owner(match.tool, **filled.arguments)
    echoes = slots.echoes(fit.times)
    return Plan((call,), filled.question, echoes, is_guess=match.is_guess)
