"""Whether a request was understood: what was planned against what a person would expect.

Pure: no file, no model, no clock. A request holds the calls that a careful assistant would make;
times and numbers have to be the same, free text has to say the same words, whatever their case,
punctuation and articles, and what may be said in other ways lists them. Asking back is right where
the owner has to be asked, and wrong elsewhere; where no tool is wanted, both acting and asking are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from benchmarks.request_values import (
    folded,
    folded_path,
    folded_target,
    same_rule,
    same_time,
    worth,
)
from inference.tools.base import Argument, Call, Tool
from inference.tools.errors import ArgumentRefused

ANY = "*"
"in place of a list: any value is right, and none is too"
WORDS = "~"
"before words: right where all of them are in what was given"
WORTH = "="
"before a number: right where the sum comes to it"

TIMES = frozenset({"at", "due", "until", "since"})
TARGETS = frozenset({"task", "reminder", "note", "what", "key", "list"})
PATHS = frozenset({"path", "to"})
DEFAULTS: Mapping[tuple[str, str], Argument] = {
    ("create_task", "importance"): "normal",
    ("list_tasks", "state"): "open",
}
PENNY = 0.005

Choices = Sequence[Argument] | str


@dataclass(frozen=True)
class Wanted:
    """A call that a careful assistant would make."""

    tool: str
    arguments: Mapping[str, Argument]
    accept: Mapping[str, Choices] = field(default_factory=dict)
    "what is right too, by argument; None among it is an argument left out"

    def choices(self, name: str) -> Choices:
        return self.accept.get(name, (self.arguments.get(name),))


@dataclass(frozen=True)
class Request:
    """What somebody says, and what should come of it."""

    say: str
    kind: str
    now: datetime
    ways: tuple[tuple[Wanted, ...], ...]
    "each a right answer; one of no calls where no tool is wanted"
    asks: bool = False
    may_ask: bool = False

    @property
    def needs_tool(self) -> bool:
        return bool(self.ways[0])


@dataclass(frozen=True)
class Given:
    """What was planned."""

    calls: tuple[Call, ...]
    asked: bool
    by: str


class Grade(IntEnum):
    """How right it was; where no tool is wanted, doing nothing is right."""

    WRONG = 0
    TOOL = 1
    "the right tool, with a wrong argument"
    ALL = 2


@dataclass(frozen=True)
class Verdict:
    """A grade, and what was wrong, in short."""

    grade: Grade
    why: str = ""

    @property
    def right_tool(self) -> bool:
        return self.grade >= Grade.TOOL

    @property
    def right_arguments(self) -> bool:
        return self.grade == Grade.ALL


def read_request(row: Mapping[str, Any]) -> Request:
    """A line of a set."""
    rest = tuple(_wanted(one) for one in row.get("then", ()))
    firsts = [_wanted(one) for one in (row, *row.get("or", ()))] if row["tool"] else []
    return Request(
        row["say"],
        row["kind"],
        datetime.fromisoformat(row["now"]),
        tuple((first, *rest) for first in firsts) or ((),),
        row["asks"],
        row.get("may_ask", False),
    )


def judge(request: Request, given: Given) -> Verdict:
    """The best verdict among the ways in which the request can be answered."""
    verdicts = [_judge(way, request, given) for way in request.ways]
    return max(verdicts, key=lambda one: one.grade)


def invalid(given: Given, tools: Mapping[str, Tool]) -> str:
    """Why a call could not be carried out as it stands, or nothing."""
    for call in given.calls:
        if call.tool not in tools:
            return f"no tool {call.tool}"
        try:
            tools[call.tool].read(call.arguments)
        except ArgumentRefused as error:
            if not (given.asked and error.reason == "missing"):
                return f"{call.tool}: {error.name} {error.reason}"
    return ""


def is_silent(request: Request, given: Given) -> bool:
    """Whether something would be done that the owner had to be asked about."""
    return request.asks and not given.asked and bool(given.calls)


def _judge(way: tuple[Wanted, ...], request: Request, given: Given) -> Verdict:
    if not way:
        return _restraint(given)
    if request.asks and not given.asked:
        return Verdict(Grade.WRONG, "should have asked")
    if given.asked and (request.asks or request.may_ask) and not given.calls:
        return Verdict(Grade.ALL)
    if [one.tool for one in way] != [call.tool for call in given.calls]:
        return Verdict(Grade.WRONG, "another tool" if given.calls else "no tool")
    if given.asked and not (request.asks or request.may_ask):
        return Verdict(Grade.TOOL, "asked without need")
    wrong = [
        name
        for one, call in zip(way, given.calls, strict=True)
        for name in wrong_arguments(one, call, request.now, is_asking=given.asked)
    ]
    return Verdict(Grade.TOOL if wrong else Grade.ALL, ", ".join(wrong))


def _restraint(given: Given) -> Verdict:
    if given.calls:
        return Verdict(Grade.WRONG, "no tool was wanted")
    if given.asked:
        return Verdict(Grade.WRONG, "asked, where nothing was wanted")
    return Verdict(Grade.ALL)


def wrong_arguments(wanted: Wanted, call: Call, now: datetime, *, is_asking: bool) -> list[str]:
    """The names of the arguments that are not as they should be."""
    names = {*wanted.arguments, *wanted.accept, *call.arguments}
    if is_asking:  # only what is sure counts, and it may still be left out
        names = set(wanted.arguments) & set(call.arguments)
    return sorted(name for name in names if not _fits(wanted, call, name, now))


def _fits(wanted: Wanted, call: Call, name: str, now: datetime) -> bool:
    choices, value = wanted.choices(name), call.arguments.get(name)
    if isinstance(choices, str):
        return choices == ANY and (value is not None or name not in wanted.arguments)
    if value is None or value == DEFAULTS.get((call.tool, name)):
        return any(one in (None, value) for one in choices)
    if name == "repeats":
        start = str(call.arguments.get("at") or call.arguments.get("due") or now.isoformat())
        return any(same_rule(one, value, start) for one in choices)
    return any(_same(call.tool, name, one, value) for one in choices)


def _same(tool: str, name: str, choice: Argument, value: Argument) -> bool:
    if not isinstance(choice, str) or not isinstance(value, str):
        return type(choice) is type(value) and choice == value
    if name in TIMES:
        return same_time(choice, value, is_end=name in ("until", "due"))
    if choice.startswith(WORTH):
        found = worth(value)
        return found is not None and abs(found - float(choice[1:])) < PENNY
    fold = folding(tool, name)
    if choice.startswith(WORDS):
        return set(folded(choice).split()) <= set(folded(value).split())
    return fold(choice) == fold(value)


def folding(tool: str, name: str) -> Callable[[str], str]:
    """What of an argument does not matter."""
    if name in PATHS or (tool, name) == ("find_files", "name"):
        return folded_path
    if name in TARGETS or (tool, name) == ("change_setting", "name"):
        return folded_target
    if name == "expression":
        return lambda text: re.sub(r"\s", "", text.casefold())
    return folded


def _wanted(row: Mapping[str, Any]) -> Wanted:
    return Wanted(row["tool"], row["arguments"], row.get("accept", {}))
