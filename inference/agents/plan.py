"""A plan: steps in their order, each a call or a piece of thinking, handing results on by name.

A step may name what an earlier one came to: {step 1} for what it said, {step 1.task} for a part of
its data. Names are looked for in the plan's own words only, never in what is put in their place. A
value made from text from outside stays text from outside, whatever it passed through.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inference.guard import OUTSIDE, visible
from inference.tools.base import MODEL, Argument, Call, Result, Tool
from inference.tools.errors import ArgumentRefused, UnknownTool
from vault import changes, items
from vault.connection import ReadConn
from vault.items import Origin, Source

REFERENCE = re.compile(r"\{step (\d{1,3})((?:\.\w+)*)\}")
LONGEST_HANDED = 8_000
"characters of one result in a piece of thinking"


@dataclass(frozen=True)
class Act:
    """A step that uses a tool."""

    call: Call


@dataclass(frozen=True)
class Think:
    """A step in which the model writes something, without tools."""

    task: str


Step = Act | Think


@dataclass(frozen=True)
class Kept:
    """What a step came to."""

    says: str
    data: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    "from outside: whose words are in it"
    change: int | None = None
    is_forgotten: bool = False


def check(steps: Sequence[Step], tools: Mapping[str, Tool]) -> None:
    """Refuse a plan that cannot be carried out: ArgumentRefused or UnknownTool."""
    for place, step in enumerate(steps, start=1):
        for number, _ in _named(step):
            if not 1 <= number < place:
                raise ArgumentRefused(f"step {place}", "waiting for a step that is not before it")
        if isinstance(step, Act):
            _check_call(step.call, tools)
        elif not step.task.strip():
            raise ArgumentRefused(f"step {place}", "missing")


def filled(call: Call, kept: Mapping[int, Kept]) -> Call:
    """The call with results in the place of their names, and with where those came from."""
    arguments, origins = {}, dict(call.origins)
    for name, value in call.arguments.items():
        arguments[name] = _filled(value, kept)
        if used := _numbers(value):
            origins[name] = _origin([call.origin(name), *_sources(used, kept)])
    return Call(call.tool, arguments, origins)


def handed(task: str, kept: Mapping[int, Kept]) -> tuple[str, tuple[Source, ...]]:
    """The words of a piece of thinking with what was handed to it, and whose words those are."""
    numbers = _numbers(task)
    for number in numbers:
        _result(number, kept)
    whole = REFERENCE.sub(lambda one: _text(one, kept, is_whole=True), task)
    return whole, tuple(dict.fromkeys(_sources(numbers, kept)))


def sources_of(conn: ReadConn, result: Result) -> tuple[Source, ...]:
    """From outside: whose words a result holds, by what it says of itself and by its items."""
    found = list(_said_sources(result.data))
    there = changes.still_there(conn, result.items)
    found += [items.get(conn, item).source for item in there]
    return tuple(dict.fromkeys(one for one in found if one.origin in OUTSIDE))


def said(step: Step) -> str:
    """A step in one line, every character to be seen."""
    if isinstance(step, Think):
        return f"think: {_line(step.task)}"
    arguments = ", ".join(f"{name}: {_line(value)}" for name, value in step.call.arguments.items())
    return f"{step.call.tool}({arguments})"


def written(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Steps as they are kept."""
    return [
        {"think": step.task}
        if isinstance(step, Think)
        else {
            "tool": step.call.tool,
            "arguments": dict(step.call.arguments),
            "origins": {
                name: [step.call.origin(name).origin.value, step.call.origin(name).ref]
                for name in step.call.arguments
            },
        }
        for step in steps
    ]


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    return tuple(
        Think(row["think"])
        if "think" in row
        else Act(
            Call(
                row["tool"],
                row["arguments"],
                {name: Source(Origin(one[0]), one[1]) for name, one in row["origins"].items()},
            )
        )
        for row in rows
    )


def refers(value: Argument) -> bool:
    """Whether a value names an earlier result."""
    return bool(_numbers(value))


def uses(step: Step) -> frozenset[int]:
    """The earlier steps whose results it takes."""
    return frozenset(number for number, _ in _named(step))


def found_nothing(step: Step, kept: Kept) -> bool:
    """Whether words were looked for and nothing was there: there is nothing to think about."""
    is_search = isinstance(step, Act) and "query" in step.call.arguments
    lists = [one for one in kept.data.values() if isinstance(one, list | tuple)]
    return is_search and bool(lists) and not any(lists)


def _check_call(call: Call, tools: Mapping[str, Tool]) -> None:
    if (tool := tools.get(call.tool)) is None:
        raise UnknownTool(call.tool)
    known = {one.name for one in tool.parameters}
    for name in call.arguments:
        if name not in known:
            raise ArgumentRefused(name, "unknown")
    for one in tool.parameters:
        value = call.arguments.get(one.name)
        if not refers(value):
            one.read(value)


def _named(step: Step) -> list[tuple[int, str]]:
    values = [step.task] if isinstance(step, Think) else list(step.call.arguments.values())
    return [(number, "") for value in values for number in _numbers(value)]


def _numbers(value: Argument) -> list[int]:
    texts = value if isinstance(value, list | tuple) else [value]
    return [
        int(one[1]) for text in texts if isinstance(text, str) for one in REFERENCE.finditer(text)
    ]


def _filled(value: Argument, kept: Mapping[int, Kept]) -> Argument:
    if isinstance(value, list | tuple):
        return [str(_filled(one, kept)) for one in value]
    if not isinstance(value, str):
        return value
    if (whole := REFERENCE.fullmatch(value)) and whole[2]:
        part = _part(whole, kept)
        if isinstance(part, int | float) and not isinstance(part, bool):
            return str(part)
    return REFERENCE.sub(lambda one: _text(one, kept, is_whole=False), value)


def _text(one: re.Match[str], kept: Mapping[int, Kept], *, is_whole: bool) -> str:
    if one[2]:
        part = _part(one, kept)
        return part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)
    result = _result(int(one[1]), kept)
    if is_whole and result.data:
        data = json.dumps(result.data, ensure_ascii=False, default=str)
        return f"{result.says}\n{data}"[:LONGEST_HANDED]
    return result.says


def _part(one: re.Match[str], kept: Mapping[int, Kept]) -> Any:
    found: Any = _result(int(one[1]), kept).data
    for name in one[2].split(".")[1:]:
        if isinstance(found, Mapping) and name in found:
            found = found[name]
        elif isinstance(found, list | tuple) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            raise ArgumentRefused(one[0], "missing")
    return found


def _result(number: int, kept: Mapping[int, Kept]) -> Kept:
    if number not in kept or kept[number].is_forgotten:
        raise ArgumentRefused(f"step {number}", "missing")
    return kept[number]


def _sources(numbers: Iterable[int], kept: Mapping[int, Kept]) -> list[Source]:
    return [source for number in numbers if number in kept for source in kept[number].sources]


def _origin(sources: Sequence[Source]) -> Source:
    """Of a value that is made of several: outside if any of them is."""
    outside = [one for one in sources if one.origin in OUTSIDE]
    if not outside:
        return MODEL
    refs = list(dict.fromkeys(one.ref for one in outside))
    return Source(outside[0].origin, ", ".join(ref for ref in refs if ref))


def _said_sources(data: Any) -> Iterable[Source]:
    """What data says of where its texts are from; a text called untrusted counts in any case."""
    if isinstance(data, Mapping):
        source = data.get("source")
        if isinstance(source, Mapping) and source.get("origin") in tuple(Origin):
            yield Source(Origin(source["origin"]), str(source.get("ref", "")))
        elif any(str(name).startswith("untrusted") for name in data):
            yield Source(Origin.FILE, "")
        for value in data.values():
            yield from _said_sources(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _said_sources(value)


def _line(value: Argument) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "⏎".join(visible(text).split("\n"))
