"""People and topics as a picture: who is in it, and where; the same vault gives the same picture.

Forces as in a net of springs: all push each other off, those who are related pull. A few hundred
rounds of it, off the window's thread.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from vault import appearances, entities
from vault.connection import ReadConn
from vault.entities import Entity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Spots = NDArray[np.float64]

MOST = 150
ROUNDS = 240
SPREADING = 60
GRAVITY = 1.5
"how much all are drawn to the middle: who is related to nobody stays in the picture"
GOLDEN = math.pi * (3 - math.sqrt(5))
NAMED = 40
"of those whom only documents name, at most"
NEAR = 40
"neighbours of somebody who is looked for, at most"


@dataclass(frozen=True)
class Star:
    """Somebody or something, and its place; both coordinates from 0 to 1."""

    entity: Entity
    weight: int
    "how much is about it"
    x: float
    y: float
    is_only_named: bool = False
    "by documents, which say nothing that the owner kept"


@dataclass(frozen=True)
class Tie:
    """How two are related; without words where something only names both."""

    one: int
    other: int
    words: str


@dataclass(frozen=True)
class Sky:
    """The whole picture."""

    stars: tuple[Star, ...] = ()
    ties: tuple[Tie, ...] = ()

    def around(self, number: int) -> frozenset[int]:
        """Those who are related to one, and that one."""
        near = {number}
        for tie in self.ties:
            if number in (tie.one, tie.other):
                near |= {tie.one, tie.other}
        return frozenset(near)


def seen(conn: ReadConn, focus: int | None = None, most: int = MOST) -> Sky:
    """The busiest, and who is looked for with those around."""
    found = {one.id: (one, weight) for one, weight in entities.busiest(conn, most)}
    if focus is not None and focus not in found:
        wanted = [(entities.get(conn, focus), 1), *entities.neighbours(conn, focus, NEAR)]
        kept = list(found.values())[: most - len(wanted)]
        found = {one.id: (one, weight) for one, weight in (*kept, *wanted)}
    named = _named(conn, set(found), min(NAMED, most - len(found)))
    found |= named
    numbers = list(found)
    ties = [Tie(one, other, words) for one, words, other in entities.ties(conn, numbers)]
    ties += [Tie(one, other, "") for one, other in appearances.together(conn, list(named))]
    places = placed(tuple(numbers), tuple((tie.one, tie.other) for tie in ties))
    stars = [Star(one, weight, *places[one.id], is_only_named=one.id in named)
             for one, weight in found.values()]  # fmt: skip
    return Sky(tuple(stars), tuple(ties))


def _named(conn: ReadConn, known: set[int], most: int) -> dict[int, tuple[Entity, int]]:
    """Whom only documents name, and in how many."""
    every = appearances.everybody(conn, most + len(known)) if most > 0 else []
    return {one.id: (one, much) for one, much in every if one.id not in known}


@lru_cache(maxsize=4)
def placed(
    numbers: tuple[int, ...], ties: tuple[tuple[int, int], ...]
) -> Mapping[int, tuple[float, float]]:
    """A place for each, from 0 to 1 both ways; the same net is not worked out twice."""
    import numpy as np

    if not numbers:
        return {}
    count = len(numbers)
    at = {number: place for place, number in enumerate(numbers)}
    turn = np.arange(count) * GOLDEN
    spots = np.sqrt((np.arange(count) + 0.5) / count)[:, None] * np.stack(
        (np.cos(turn), np.sin(turn)), axis=1
    )
    ends = np.array([(at[one], at[other]) for one, other in ties], dtype=int).reshape(-1, 2)
    ideal = 2 / math.sqrt(count)
    for step in range(ROUNDS):
        apart = spots[:, None, :] - spots[None, :, :]
        far = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-3)
        moved = (apart * (ideal**2 / far**2)[:, :, None]).sum(axis=1) - GRAVITY * spots
        if len(ends):
            along = spots[ends[:, 1]] - spots[ends[:, 0]]
            strength = along * (np.sqrt((along**2).sum(axis=1)) / ideal)[:, None]
            np.add.at(moved, ends[:, 0], strength)
            np.add.at(moved, ends[:, 1], -strength)
        length = np.maximum(np.sqrt((moved**2).sum(axis=1)), 1e-9)
        most = 0.12 * (1 - step / ROUNDS)
        spots = spots + moved / length[:, None] * np.minimum(length, most)[:, None]
    spots = _spread(spots, min(0.16, 0.8 / math.sqrt(count)))
    return {number: (float(spots[place][0]), float(spots[place][1]))
            for number, place in at.items()}  # fmt: skip


def _spread(spots: "Spots", least: float) -> "Spots":
    """Over the whole room, with nobody on top of another."""
    import numpy as np

    if len(spots) == 1:
        return np.array([[0.5, 0.5]])
    for _ in range(SPREADING):
        low, high = spots.min(axis=0), spots.max(axis=0)
        spots = (spots - low) / np.maximum(high - low, 1e-6)
        apart = spots[:, None, :] - spots[None, :, :]
        far = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-3)
        np.fill_diagonal(far, np.inf)
        push = np.maximum(least - far, 0.0) / far / 2
        spots = spots + (apart * push[:, :, None]).sum(axis=1)
    low, high = spots.min(axis=0), spots.max(axis=0)
    return np.asarray((spots - low) / np.maximum(high - low, 1e-6))
