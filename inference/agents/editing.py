"""Changing a plan before it is carried out: steps dropped, moved, or said otherwise.

Steps name each other by place, so each change gives them their new names; what is built on a step
that goes, or that would come before it, is refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from inference.agents.plan import REFERENCE, Act, Step, Think, uses
from inference.tools.base import Argument
from inference.tools.errors import ArgumentRefused


def dropped(steps: Sequence[Step], place: int) -> tuple[Step, ...]:
    """Without one step; ArgumentRefused where a later one is built on it."""
    _there(steps, place)
    order = [one for one in range(1, len(steps) + 1) if one != place]
    return _ordered(steps, order)


def moved(steps: Sequence[Step], place: int, to: int) -> tuple[Step, ...]:
    """One step put in another place."""
    _there(steps, place)
    _there(steps, to)
    order = [one for one in range(1, len(steps) + 1) if one != place]
    order.insert(to - 1, place)
    return _ordered(steps, order)


def replaced(steps: Sequence[Step], place: int, anew: Sequence[Step]) -> tuple[Step, ...]:
    """Others in the place of one; what was built on it is built on the last of them."""
    _there(steps, place)
    more = len(anew) - 1
    later = {one: one + more for one in range(place, len(steps) + 1)}
    after = (_renamed(one, later) for one in steps[place:])
    return (*steps[: place - 1], *anew, *after)


def reworded(step: Think, words: str) -> Think:
    """Thinking told otherwise, of the same results."""
    missing = [one[0] for one in REFERENCE.finditer(step.task) if one[0] not in words]
    return Think("\n".join([words, *dict.fromkeys(missing)]))


def shifted(steps: Sequence[Step], by: int) -> tuple[Step, ...]:
    """Steps of a plan of their own, as they are called behind so many others."""
    names = {one: one + by for one in range(1, len(steps) + 1)}
    return tuple(_renamed(one, names) for one in steps)


def _there(steps: Sequence[Step], place: int) -> None:
    if not 1 <= place <= len(steps):
        raise ArgumentRefused(f"step {place}", "not in the plan")


def _ordered(steps: Sequence[Step], order: Sequence[int]) -> tuple[Step, ...]:
    names = {old: new for new, old in enumerate(order, start=1)}
    for new, old in enumerate(order, start=1):
        for used in uses(steps[old - 1]):
            if names.get(used, new) >= new:
                raise ArgumentRefused(f"step {used}", f"what step {old} is built on")
    return tuple(_renamed(steps[old - 1], names) for old in order)


def _renamed(step: Step, names: Mapping[int, int]) -> Step:
    if isinstance(step, Think):
        return Think(_text(step.task, names))
    arguments = {name: _value(value, names) for name, value in step.call.arguments.items()}
    return Act(replace(step.call, arguments=arguments))


def _value(value: Argument, names: Mapping[int, int]) -> Argument:
    if isinstance(value, list | tuple):
        return [_text(one, names) for one in value]
    return _text(value, names) if isinstance(value, str) else value


def _text(text: str, names: Mapping[int, int]) -> str:
    def name(one: re.Match[str]) -> str:
        number = int(one[1])
        return f"{{step {names.get(number, number)}{one[2]}}}"

    return REFERENCE.sub(name, text)
