"""What a tool is: a typed function with a docstring and an effect; its types are its schema.

A tool is given a `Desk` and its arguments, each checked before. It changes things only through the
desk, and says in its `Result` how the effect can be seen (`check`) and taken back (`undo`). Whether
it may run at all is not the tool's business: `inference/guard.py` is the only caller.
"""

import functools
import inspect
import json
import operator
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

from inference.times.reading import Conventions
from inference.tools.errors import ArgumentRefused
from vault.connection import ReadConn, WriteConn
from vault.items import Origin, Source

if TYPE_CHECKING:  # the window reads error cards before it needs anything to search with
    from vault.search import Hit, Query

LONGEST_TEXT = 100_000
FIRST_YEAR, LAST_YEAR = 1000, 9000
"between which moments can be told in any zone, and repeated"
EMPTY = "empty"
TOO_LONG = f"longer than {LONGEST_TEXT:,} characters"
OWNER = Source(Origin.OWNER)
MODEL = Source(Origin.ASSISTANT)

Argument = str | int | float | bool | list[str] | None
"what JSON can say of an argument; times are ISO 8601, a date alone is a whole day"
When = date | datetime
"a whole day, or a moment with a zone"
Check = Callable[[ReadConn], bool]


class Effect(StrEnum):
    """What a tool does to the world."""

    READ = "read"
    WRITE = "write"
    "changes something of the owner's on this computer, and can be undone"
    SEND = "send"
    "leaves this computer or cannot be undone"


class Mark(StrEnum):
    """What an argument decides, beyond its value."""

    TARGET = "target"
    "which thing is acted on, or who gets it: never chosen by text from outside"


Target = Annotated[str, Mark.TARGET]


@dataclass(frozen=True)
class Call:
    """A tool with its arguments, and where each of them comes from."""

    tool: str
    arguments: Mapping[str, Argument]
    origins: Mapping[str, Source] = field(default_factory=dict)
    "what is not named here was made up by the model"

    @property
    def payload(self) -> str:
        """Exactly what will be done; what is approved is the hash of this."""
        whole = {"tool": self.tool, "arguments": dict(self.arguments)}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def origin(self, name: str) -> Source:
        return self.origins.get(name, MODEL)


def by_owner(tool: str, **arguments: Argument) -> Call:
    """A call whose every argument the owner gave."""
    return Call(tool, arguments, dict.fromkeys(arguments, OWNER))


@dataclass(frozen=True)
class Desk:
    """What a tool may touch, and what it has to know of now."""

    conn: WriteConn
    now: datetime
    "in the owner's zone"
    find: "Callable[[Query], list[Hit]]"
    "by words, and by meaning where there are weights for it"
    folders: tuple[Path, ...] = ()
    "that the owner let Tacit work in"
    conventions: Conventions = field(default_factory=Conventions)

    @property
    def zone(self) -> tzinfo:
        assert self.now.tzinfo is not None, "a desk without a zone"
        return self.now.tzinfo


@dataclass(frozen=True)
class Result:
    """What came of it."""

    says: str
    "for the owner, as it would be said"
    data: Mapping[str, Any] = field(default_factory=dict)
    "for programs, and for the next step of a plan"
    items: tuple[int, ...] = ()
    "of the vault: what it was about"
    check: Check | None = None
    "reads back whether the effect is there; a tool that writes has one"
    undo: Call | None = None
    "what takes it back"


@dataclass(frozen=True)
class Parameter:
    """One argument of a tool."""

    name: str
    kind: Any
    "its type, without None and without marks"
    is_needed: bool
    is_target: bool

    def read(self, value: Argument) -> Any:
        """The value as the tool wants it."""
        if value is None:
            if self.is_needed:
                raise ArgumentRefused(self.name, "missing")
            return None
        if reason := _unfit(value):
            raise ArgumentRefused(self.name, reason)
        try:
            return _read(self.kind, value)
        except (TypeError, ValueError) as error:
            raise ArgumentRefused(self.name, "of another kind") from error

    def schema(self) -> dict[str, Any]:
        return _schema(self.kind)


@dataclass(frozen=True)
class Tool:
    """A function that Tacit can carry out."""

    name: str
    about: str
    "the first line of its docstring"
    effect: Effect
    parameters: tuple[Parameter, ...]
    function: Callable[..., Result]
    is_hidden: bool
    "never offered: it only takes back what another tool did"

    def read(self, arguments: Mapping[str, Argument]) -> dict[str, Any]:
        """The arguments as the function wants them; ArgumentRefused where one does not fit."""
        known = {one.name for one in self.parameters}
        for name in arguments:
            if name not in known:
                raise ArgumentRefused(name, "unknown")
        given = {one.name: one.read(arguments.get(one.name)) for one in self.parameters}
        return {name: value for name, value in given.items() if value is not None}

    def run(self, desk: Desk, arguments: Mapping[str, Argument]) -> Result:
        return self.function(desk, **self.read(arguments))

    def schema(self) -> dict[str, Any]:
        """Of its arguments, as JSON schema."""
        return {
            "type": "object",
            "properties": {one.name: one.schema() for one in self.parameters},
            "required": [one.name for one in self.parameters if one.is_needed],
            "additionalProperties": False,
        }


def tool(effect: Effect, *, is_hidden: bool = False) -> Callable[[Callable[..., Result]], Tool]:
    """Make a tool of a function whose first parameter is the desk."""

    def make(function: Callable[..., Result]) -> Tool:
        about = (inspect.getdoc(function) or "").partition("\n")[0]
        if not about:
            raise TypeError(f"{function.__name__} does not say what it does")
        return Tool(function.__name__, about, effect, _parameters(function), function, is_hidden)

    return make


def _parameters(function: Callable[..., Result]) -> tuple[Parameter, ...]:
    hints = get_type_hints(function, include_extras=True)
    found = []
    for name, one in list(inspect.signature(function).parameters.items())[1:]:
        kind, marks = _unmarked(hints[name])
        is_needed = one.default is inspect.Parameter.empty
        found.append(Parameter(name, kind, is_needed, Mark.TARGET in marks))
    return tuple(found)


def _unmarked(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without None and without what it was annotated with, and those annotations."""
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        kind, more = _unmarked(inner)
        return kind, (*marks, *more)
    if get_origin(hint) in (Union, types.UnionType):
        some = tuple(one for one in get_args(hint) if one is not type(None))
        if len(some) == 1:
            return _unmarked(some[0])
        return functools.reduce(operator.or_, some), ()
    return hint, ()


def _read(kind: Any, value: Argument) -> Any:
    if kind == When:
        return _when(_text(value))
    if kind is str:
        return _text(value)
    if get_origin(kind) is tuple:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise TypeError
        return tuple(_text(one) for one in value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(_text(value))
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise TypeError
    return value


def _unfit(value: Argument) -> str:
    """Why this text, or one of these, is none that a tool takes; empty where it may be."""
    for text in value if isinstance(value, list | tuple) else [value]:
        if isinstance(text, str) and not text.strip():
            return EMPTY
        if isinstance(text, str) and len(text) > LONGEST_TEXT:
            return TOO_LONG
    return ""


def _text(value: Argument) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _when(text: str) -> When:
    found: When
    if len(text) == len("2026-11-24"):
        found = date.fromisoformat(text)
    else:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            raise ValueError
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError
    return found


def _schema(kind: Any) -> dict[str, Any]:
    if kind in (str, When):
        return {"type": "string"}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": {"type": "string"}}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [one.value for one in kind]}
    return {"type": {int: "integer", float: "number", bool: "boolean"}[kind]}
