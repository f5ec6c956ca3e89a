"""Good values made bad: what a slip of an editor, a stranger or a model may put in their place."""

import json
import random
from typing import Any

from tests.inference.reading.fuzzing import broken

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63) - 1, 10**400, 0.5, 1e308, float("inf"),
    float("-inf"), float("nan"), "", " ", "\0", "\ud800", "a\udfffb", "\u202egnp.exe", "é" * 50,
    "x" * 5_000, "../../etc/passwd", "C:\\x", "2026-13-45", "9999-12-31T23:59:59+00:00",
    "0001-01-01", "2026-11-18T09:00:00", "FREQ=DAILY;COUNT=0", "FREQ=SECONDLY", "%s%n", "{0}",
    [], {}, [None], [[]], ["\ud800"], {"": None}, [1] * 100,
)  # fmt: skip
DEEP = 20_000
"""lists within lists, more than any parser of JSON here takes"""


def value(rng: random.Random, fitting: Any = None) -> Any:
    """Something odd, or now and then what fits."""
    if fitting is not None and rng.random() < 1 / 3:
        return fitting
    return rng.choice(VALUES)


def changed(row: Any, rng: random.Random) -> Any:
    """The same with one thing within it replaced, taken out or added."""
    if isinstance(row, dict) and row and rng.random() < 0.8:
        name = rng.choice(sorted(row))
        how = rng.randrange(8)
        rest = {key: kept for key, kept in row.items() if key != name}
        if how == 0:
            return rest
        if how == 1:
            return {**row, rng.choice(("", "x", "\ud800", "version", "kind")): value(rng)}
        return {**rest, name: changed(row[name], rng)}
    if isinstance(row, list) and row and rng.random() < 0.8:
        at = rng.randrange(len(row))
        how = rng.randrange(6)
        if how == 0:
            return [*row[:at], *row[at + 1 :]]
        if how == 1:
            return [*row, *row]
        return [*row[:at], changed(row[at], rng), *row[at + 1 :]]
    return value(rng)


def written(row: Any, rng: random.Random) -> bytes:
    """JSON of it, changed as data, as bytes, or both."""
    how = rng.randrange(10)
    if how == 0:
        return b"[" * DEEP
    for _ in range(rng.randint(1, 3)):
        row = changed(row, rng) if how < 7 else row
    raw = json.dumps(row).encode()
    return raw if how < 6 else broken(raw, rng)
