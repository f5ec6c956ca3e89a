"""Events and requests as rows of plain values, and back, each field checked.

What an engine's process sends is not trusted: a field of another type, a missing one or an unknown
event ends the conversation with it.
"""

import functools
import types
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from inference.engines.wire import WireBroken
from inference.types import (
    ChatEvent,
    Finished,
    Heard,
    Loading,
    Partial,
    Reading,
    Started,
    Token,
    Usage,
)

T = TypeVar("T")

EVENTS: dict[str, type[Any]] = {
    "loading": Loading,
    "started": Started,
    "reading": Reading,
    "token": Token,
    "usage": Usage,
    "finished": Finished,
    "partial": Partial,
    "heard": Heard,
}
KINDS = {event: kind for kind, event in EVENTS.items()}


def row_of(value: Any) -> dict[str, Any]:
    """A frozen value as a row."""
    return asdict(value)


def event(kind: str, row: Mapping[str, Any]) -> ChatEvent | Partial | Heard:
    """The event that a row tells of."""
    if kind not in EVENTS:
        raise WireBroken("an unknown event")
    built: ChatEvent | Partial | Heard = build(EVENTS[kind], row)
    return built


def build(kind: type[T], row: Mapping[str, Any]) -> T:
    """A frozen value out of a row; its fields are checked against their types."""
    hints = _hints(kind)  # type: ignore[arg-type]
    names = list(hints)
    if not set(row) <= set(names):
        raise WireBroken("an unknown field")
    try:
        return kind(**{name: _checked(hints[name], row[name]) for name in names if name in row})
    except TypeError as error:
        raise WireBroken("a missing field") from error


@functools.cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    """The fields of a class and their types, looked up once: tokens come sixty times a second."""
    known = get_type_hints(kind)
    return {field.name: known[field.name] for field in fields(kind)}


def _checked(kind: Any, value: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _require(value, value in arguments)
    if origin is tuple:
        _require(value, isinstance(value, list | tuple))
        return tuple(_checked(arguments[0], item) for item in value)
    if origin in (Union, types.UnionType):
        rest = [one for one in arguments if one is not type(None)]
        return None if value is None else _checked(rest[0], value)
    if origin is dict:
        return _require(value, isinstance(value, dict))
    if is_dataclass(kind):
        _require(value, isinstance(value, dict))
        return build(kind, value)  # type: ignore[arg-type]
    if kind is float:
        return _number(_require(value, type(value) in (int, float)))
    return _require(value, type(value) is kind)


def _number(value: float) -> float:
    try:
        return float(value)
    except OverflowError as error:  # whole numbers have no end in JSON
        raise WireBroken("a number too large") from error


def _require(value: Any, holds: bool) -> Any:
    if not holds:
        raise WireBroken("a field of another type")
    return value
