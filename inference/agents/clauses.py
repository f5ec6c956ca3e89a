"""A goal taken apart by its own words: lists of things to do, what is looked up and summed up, and
requests joined by “and”. Each request is read by whoever reads single ones; nothing is guessed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inference.agents.editing import shifted
from inference.agents.plan import Act, Step, Think
from inference.agents.planner import Planner
from inference.tools.base import MODEL, OWNER, Argument, Call, by_owner
from inference.understanding.plan import Plan

Read = Callable[[str, datetime], Plan | None]
"one request; None, or a plan of nothing, where it is none"
Ask = Callable[[Plan], Plan]
"has the owner say what is open"
Part = Plan | tuple[Step, ...]
MOST_ITEMS = 10
LONGEST_GOAL = 1_000
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
           "ten": 10}  # fmt: skip
KEEP = r"(?:add|create|make|set up|put down|write down|write|note down|note|save)"
A = r"(?:an?|one|another|the|my|two|three|four|five|\d+|some|new)"
LIST_ENDS = re.compile(
    rf"(?:[,;.]\s*)?(?:\b(?:and|then|also)\s+)*\b(?=remind me\b|set (?:me )?(?:a|an) |show me\b"
    rf"|{KEEP} (?:me )?{A} (?:\w+ )?(?:tasks?|notes?|reminders?|to-?dos?)\b|(?:find|look up) my\b)",
    re.IGNORECASE,
)
JOINT = re.compile(
    r"\s*(?:[,;.]\s*(?:(?:and|then|also|after that|finally)\s+)*|\s(?:(?:and|then|also)\s+)+)"
    rf"(?=(?:remind me|set (?:me )?an? |{KEEP} (?:me )?(?:{A}|down|that|it|this)\b|note that|find"
    r"|search|look (?:up|for|in|through)|show|list|tell me|remember|forget|mark|complete|tick|move"
    r"|rename|snooze|cancel (?:my|the (?:task|reminder))|drop the|prioriti[sz]e|summari[sz]e|sum up"
    r"|another (?:one |task )?to|check (?:my|what|whether)|calculate|work out|convert|what|when|how"
    r"|read)\b)",
    re.IGNORECASE,
)
POLITE = re.compile(
    r"^(?:(?:please|could you|can you|would you|i want you to|i'd like you to|first)\s+)+"
    r"|\s*(?:,?\s*please)?[\s.!?]*$",
    re.IGNORECASE,
)
LISTS = tuple(
    re.compile(
        rf"{KEEP}\s+(?:me\s+)?(?:(?P<count>\w+|the following|a few)\s+)?(?:new\s+)?"
        r"(?:tasks|to-?dos|things to do)"
        rf"(?:\s+(?P<about>(?:for|about|on|by{to})\s+[^:,;]{{1,60}}?))?\s*{sign}\s*(?P<items>.+)",
        re.IGNORECASE | re.DOTALL,
    )
    for sign, to in ((":", "|to"), (r"(?:[,;–—]|\s-\s|\bto\b|\bcalled\b|\bnamed\b)", ""))
)
WHERE = r"(?P<where>notes?|documents?|docs|papers|files)"
ABOUT = r"(?:about|on|for|regarding|from|of)"
SHORT = r"(?:(?:short|brief|quick|little)\s+)?"
POINTS = rf"{SHORT}(?:summary|main points|key points|gist|overview)"
IT = r"(?:it|them|that|this|what (?:you find|it says|they say)|the results?)"
NOTE = r"(?P<note>\s+(?:in|into|as|to)\s+(?:a|my)\s+(?:new\s+)?notes?)?"
LATER = r"(?P<rest>[,;.]\s*.+|\s+(?:and|then)\s+.+)?"
LOOKED = (
    r"(?:find out|find|look up|look for|look through|search|check|see|gather|collect|go through"
    rf"|read)\s+(?:for\s+)?(?:(?:what|everything|all)\s+(?:that\s+)?)?(?:of\s+)?(?:my|the)\s+{WHERE}"
    rf"\s+(?:(?:say|says|have|tell me|contain|mention)\s+)?{ABOUT}\s+(?P<query>.+?)"
    r"(?:\s*[,;.])?\s*(?:and then|and|then)?\s+"
)
MAKE = rf"(?:{KEEP}|take|prepare|give me)\s+(?:me\s+)?"
WITH = rf"(?P<asnote>(?:an?|one)\s+(?:new\s+)?{SHORT}note\s+(?:with|of|containing|that has)\s+)"
IN_A_NOTE = rf"{LOOKED}{MAKE}{WITH}(?:(?:a|the|its|their)\s+)?{POINTS}(?:\s+of\s+{IT})?"
SUMMARY = rf"{LOOKED}{MAKE}(?:a|the)\s+{POINTS}(?:\s+of\s+{IT})?{NOTE}"
SUM_UP = rf"{LOOKED}(?:summari[sz]e\s+{IT}|sum\s+{IT}\s+up|sum up\s+{IT}){NOTE}"
AT_ONCE = (
    rf"(?:{MAKE}{WITH}?(?:a|the)\s+{POINTS}\s+of|summari[sz]e|sum up)\s+(?:what\s+)?(?:my|the)\s+"
    rf"{WHERE}\s+(?:(?:say|says|have)\s+)?{ABOUT}\s+(?P<query>.+?){NOTE}"
)
DIGESTS = tuple(
    re.compile(text + LATER, re.IGNORECASE | re.DOTALL)
    for text in (IN_A_NOTE, SUMMARY, SUM_UP, AT_ONCE)
)
DIGEST = (
    "Sum up what is said about “{query}” below, in a few short sentences. "
    "Say of each point which title it is from.\n{{step 1}}"
)
DETERMINER = re.compile(r"(?:my|the|our|a|an|this)\s+|\s+list$", re.IGNORECASE)
THERE = re.compile(r"\bthere\b", re.IGNORECASE)
THEM = re.compile(
    r"\b(check(?: on)?|review|do|start|finish|look at|go (?:over|through)) (?:them|these|those)$",
    re.IGNORECASE,
)
POINTING = re.compile(r"(?:them|it|these|those|this|that)(?:\s|$)", re.IGNORECASE)
ANOTHER = re.compile(r"^another (?:one |task )?to\b", re.IGNORECASE)
WORDS = {"create_task": "title", "set_reminder": "text", "create_note": "text"}


@dataclass(frozen=True)
class ByWords:
    """Rules for goals; where none fits, whoever comes next."""

    read: Read
    ask: Ask
    otherwise: Planner | None = None

    def plan(self, goal: str, now: datetime) -> tuple[Step, ...]:
        if len(goal) <= LONGEST_GOAL:
            parts = _Apart(self.read, now).parts(goal)
            if parts is not None:
                return _joined(parts, self.ask)
        return self.otherwise.plan(goal, now) if self.otherwise is not None else ()


@dataclass(frozen=True)
class _Apart:
    """Takes a goal apart with one reader."""

    read: Read
    now: datetime

    def parts(self, goal: str) -> list[Part] | None:
        """Every part of the goal in its order; None where a part is nothing that is known."""
        text = ANOTHER.sub("create a task to", POLITE.sub("", goal.strip()))
        for first, rest in self._shapes(text):
            more = self.parts(_unjoined(rest)) if rest.strip(" .,;") else []
            if more is not None:
                return [first, *more]
        for joint in JOINT.finditer(text):
            one = self._one(text[: joint.start()]) if joint.start() else None
            more = self.parts(text[joint.end() :]) if one is not None else None
            if one is not None and more is not None:
                return [one, *more]
        whole = self._one(text)
        return None if whole is None else [whole]

    def _one(self, text: str) -> Plan | None:
        found = self.read(text, self.now) if text.strip() else None
        if found is None or found.is_answer or any(map(_points, found.calls)):
            return None
        return found

    def _shapes(self, text: str) -> Iterator[tuple[Part, str]]:
        for shape in LISTS:
            if (found := shape.fullmatch(text)) and (listed := self._listed(found)):
                yield listed
        for shape in DIGESTS:
            if found := shape.fullmatch(text):
                yield _digest(found), found["rest"] or ""

    def _listed(self, found: re.Match[str]) -> tuple[Part, str] | None:
        """Each thing of a list as a task, and what is said after the list."""
        said, text = (found["count"] or "").lower(), found["items"]
        count = NUMBERS.get(said) or (int(said) if said.isdecimal() else None)
        end = LIST_ENDS.search(text)
        ends = [(end.start(), end.end())] if end else [(len(text), len(text))]
        if count is not None:  # then it is known where the list is over
            ends += [joint.span() for joint in JOINT.finditer(text)]
        for start, after in ends:
            things = _things(text[:start], count)
            if 1 <= len(things) <= MOST_ITEMS:
                about = found["about"] or ""
                return tuple(Act(self._task(one, about)) for one in things), text[after:]
        return None

    def _task(self, thing: str, about: str) -> Call:
        """A task of these words, with the time that stands with them or over the whole list."""
        call = self._read_task(thing) or by_owner("create_task", title=thing)
        timed = self._read_task(f"{thing} {about}") if about else None
        if timed is not None and timed.arguments["title"] == call.arguments["title"]:
            return timed
        _, _, topic = about.partition(" ")
        if topic and "list" not in call.arguments:
            name = DETERMINER.sub("", topic.strip())
            call = _with(call, "list", name)
        return call

    def _read_task(self, words: str) -> Call | None:
        plan = self.read(f"add a task to {words}", self.now)
        if plan is None or plan.question or [one.tool for one in plan.calls] != ["create_task"]:
            return None
        return plan.calls[0]


def _things(text: str, count: int | None) -> list[str]:
    """What a list names; nothing where it is not the number that was said."""
    some = [one for one in re.split(r"\s*[,;\n]\s*", text.strip(" .,;")) if one]
    if count != len(some) and (len(some) == 1 or not re.match(r"and\b", some[-1], re.IGNORECASE)):
        *earlier, last = some or [""]
        ways = [re.split(sign, last) for sign in (r"\s+and\s+to\s+", r"\s+and\s+")]
        fits = [way for way in ways if len(way) > 1 and count in (None, len(earlier) + len(way))]
        some = [*earlier, *fits[0]] if fits else some
    things = [re.sub(r"^(?:(?:and|then|to)\s+)+", "", one, flags=re.IGNORECASE) for one in some]
    return things if count in (None, len(things)) else []


def _digest(found: re.Match[str]) -> tuple[Step, ...]:
    """Look up, think, and keep it as a note where that was asked for."""
    query = found["query"].strip(" “”\"'")
    tool = "find_notes" if found["where"].lower().startswith("note") else "find_documents"
    steps: tuple[Step, ...] = (
        Act(by_owner(tool, query=query)),
        Think(DIGEST.format(query=query.replace("{", "(").replace("}", ")"))),
    )
    groups = found.groupdict()
    if groups.get("asnote") or groups.get("note"):
        arguments: dict[str, Argument] = {
            "title": query[:1].upper() + query[1:], "text": "{step 2}",
        }  # fmt: skip
        origins = {"title": OWNER, "text": MODEL}
        return (*steps, Act(Call("create_note", arguments, origins)))
    return steps


def _joined(parts: Sequence[Part], ask: Ask) -> tuple[Step, ...]:
    """The steps of all parts, each knowing which things the earlier ones were about."""
    steps: tuple[Step, ...] = ()
    for part in parts:
        if isinstance(part, Plan):
            whole = ask(part) if part.question is not None else part
            steps = (*steps, *(Act(_pointed(call, steps)) for call in whole.calls))
        else:
            steps = (*steps, *shifted(part, len(steps)))
    return steps


def _pointed(call: Call, earlier: Sequence[Step]) -> Call:
    """“There” and “them” as what was spoken of just before, in words that stand alone later."""
    name = WORDS.get(call.tool, "")
    text = call.arguments.get(name)
    if not isinstance(text, str):
        return call
    calls = [step.call for step in earlier if isinstance(step, Act)]
    place = next(
        (one.arguments["query"] for one in reversed(calls) if "query" in one.arguments), ""
    )
    if str(place).istitle() and THERE.search(text):
        text = THERE.sub(lambda _: f"in {place}", text, count=1)
    titles = [str(one.arguments["title"]) for one in calls if one.tool == "create_task"]
    if len(titles) > 1 and THEM.search(text):
        text = THEM.sub(lambda one: f"{one[1]} the tasks: {', '.join(titles)}", text)
    return call if text == call.arguments[name] else _with(call, name, text)


def _points(call: Call) -> bool:
    """Whether a thing is named only by what was said or found before: nobody knows which yet."""
    return any(
        isinstance(value, str) and POINTING.match(value)
        for name, value in call.arguments.items()
        if name != WORDS.get(call.tool)
    )


def _with(call: Call, name: str, value: str) -> Call:
    """With one argument made of the owner's words."""
    arguments, origins = {**call.arguments, name: value}, {**call.origins, name: OWNER}
    return replace(call, arguments=arguments, origins=origins)


def _unjoined(text: str) -> str:
    return re.sub(r"^[\s,;.]*(?:(?:and|then|also)\s+)*", "", text, flags=re.IGNORECASE)
