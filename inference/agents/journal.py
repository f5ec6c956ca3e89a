"""Where a run stands, kept in the vault in the same transaction as the effects of its steps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from inference.agents.plan import Act, Kept, Step, read, written
from vault import runs
from vault.connection import ReadConn, WriteConn
from vault.items import Origin, Source
from vault.runs import Run, RunState

AGENT = "plan"


class Phase(StrEnum):
    """What a run is waiting for, if for anything."""

    PLANNED = "planned"
    "the owner has not said go yet"
    GOING = "going"
    ASKED = "asked"
    "a step waits for a yes"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True)
class Journal:
    """A run as it is kept; what its steps came to is kept beside it, step by step."""

    steps: tuple[Step, ...]
    phase: Phase = Phase.PLANNED
    asked: int | None = None
    tokens: int = 0
    seconds: float = 0.0
    trouble: str = ""
    "the name of what went wrong"
    exact: Act | None = None
    "the next step as exactly what was begun, where that is more than its words"

    def with_phase(self, phase: Phase, **more: Any) -> "Journal":
        return replace(self, phase=phase, **more)


def load(conn: ReadConn, number: int) -> tuple[Run, Journal]:
    run = runs.get(conn, number)
    row = json.loads(run.journal)
    journal = Journal(
        read(row["steps"]),
        Phase(row["phase"]),
        row["asked"],
        row["tokens"],
        row["seconds"],
        row["trouble"],
        next((one for one in read(row["exact"]) if isinstance(one, Act)), None),
    )
    return run, journal


def save(conn: WriteConn, run: Run, journal: Journal, now: datetime) -> None:
    row = {
        "steps": written(journal.steps),
        "phase": journal.phase.value,
        "asked": journal.asked,
        "tokens": journal.tokens,
        "seconds": journal.seconds,
        "trouble": journal.trouble,
        "exact": written([journal.exact] if journal.exact is not None else []),
    }
    runs.save(conn, replace(run, journal=json.dumps(row, ensure_ascii=False)), now)


def results(conn: ReadConn, number: int) -> dict[int, Kept]:
    """What the steps came to so far, by their place."""
    return {place: _kept(text) for place, text in runs.steps(conn, number).items()}


def as_row(kept: Kept) -> str:
    row = {
        "says": kept.says,
        "data": dict(kept.data),
        "sources": [[one.origin.value, one.ref] for one in kept.sources],
        "change": kept.change,
    }
    return json.dumps(row, ensure_ascii=False, default=str)


def _kept(text: str) -> Kept:
    if not text:
        return Kept("", is_forgotten=True)
    row: Mapping[str, Any] = json.loads(text)
    sources = tuple(Source(Origin(one[0]), one[1]) for one in row["sources"])
    return Kept(row["says"], row["data"], sources, row["change"])


ENDED = (RunState.DONE, RunState.FAILED, RunState.STOPPED)
