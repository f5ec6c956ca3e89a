"""Runs of agents and the approvals they wait for. An approval is for exactly one payload, once."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vault import items
from vault.connection import ReadConn, Row, WriteConn
from vault.errors import NotThere
from vault.items import Kind, NewItem, Passage, Source, from_us, to_us


class RunState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Answer(StrEnum):
    """What became of a question."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"
    EXPIRED = "expired"
    USED = "used"


@dataclass(frozen=True)
class Run:
    """An agent at work."""

    id: int
    agent: str
    goal: str
    state: RunState
    journal: str


@dataclass(frozen=True)
class Wish:
    """What an agent wants to do, word for word, and until when the question stands."""

    tool: str
    payload: str
    expires: datetime


@dataclass(frozen=True)
class Approval:
    """A question with the literal payload that a yes would let through."""

    id: int
    run: int
    tool: str
    payload: str
    answer: Answer
    asked: datetime
    expires: datetime


APPROVAL = "SELECT id, run, tool, payload, state, asked_us, expires_us FROM approval"


def begin(conn: WriteConn, agent: str, goal: str, source: Source, now: datetime) -> int:
    with conn.transaction():
        number = items.add(conn, NewItem(Kind.RUN, source, now), now, [Passage(goal)])
        conn.run(
            "INSERT INTO run(item, agent, goal, state) VALUES (?, ?, ?, ?)",
            (number, agent, goal, RunState.RUNNING.value),
        )
    return number


def get(conn: ReadConn, number: int) -> Run:
    row = conn.required(
        "run", number, "SELECT item, agent, goal, state, journal FROM run WHERE item = ?", (number,)
    )
    return Run(row[0], row[1], row[2], RunState(row[3]), row[4])


def save(conn: WriteConn, run: Run, now: datetime) -> None:
    """Keep where a run stands, so that it survives a restart."""
    ended = None if run.state in (RunState.RUNNING, RunState.WAITING) else to_us(now)
    with conn.transaction():
        conn.run(
            "UPDATE run SET state = ?, journal = ?, ended_us = ? WHERE item = ?",
            (run.state.value, run.journal, ended, run.id),
        )


def ask(conn: WriteConn, run: int, wish: Wish, now: datetime) -> int:
    """Ask for a yes to exactly this payload."""
    with conn.transaction():
        return conn.insert(
            "INSERT INTO approval(run, tool, payload, payload_sha256, state, asked_us, expires_us) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (run, wish.tool, wish.payload, _digest(wish.payload), Answer.ASKED.value, to_us(now),
             to_us(wish.expires)),
        )  # fmt: skip


def waiting(conn: ReadConn, now: datetime) -> list[Approval]:
    rows = conn.rows(
        f"{APPROVAL} WHERE state = ? AND expires_us > ? ORDER BY id",
        (Answer.ASKED.value, to_us(now)),
    )
    return [_approval(row) for row in rows]


def answer(conn: WriteConn, number: int, said: Answer, now: datetime) -> bool:
    """The owner's yes or no; False if it came too late or was given before."""
    with conn.transaction():
        conn.run(
            "UPDATE approval SET state = ? WHERE state = ? AND expires_us <= ?",
            (Answer.EXPIRED.value, Answer.ASKED.value, to_us(now)),
        )
        changed = conn.run(
            "UPDATE approval SET state = ?, answered_us = ? WHERE id = ? AND state = ?",
            (said.value, to_us(now), number, Answer.ASKED.value),
        )
    return bool(changed)


def use(conn: WriteConn, number: int, payload: str, now: datetime) -> bool:
    """Use a yes up, for the payload that it was given to; False for any other, or a second time."""
    with conn.transaction():
        row = conn.row(
            "SELECT payload_sha256 FROM approval WHERE id = ? AND state = ? AND expires_us > ?",
            (number, Answer.YES.value, to_us(now)),
        )
        if row is None or not hmac.compare_digest(row[0], _digest(payload)):
            return False
        conn.run("UPDATE approval SET state = ? WHERE id = ?", (Answer.USED.value, number))
    return True


def approval(conn: ReadConn, number: int) -> Approval:
    row = conn.row(f"{APPROVAL} WHERE id = ?", (number,))
    if row is None:
        raise NotThere("approval", number)
    return _approval(row)


def _approval(row: Row) -> Approval:
    return Approval(
        row[0], row[1], row[2], row[3], Answer(row[4]), from_us(row[5]), from_us(row[6])
    )


def _digest(payload: str) -> str:
    return hashlib.sha256(payload.encode()).hexdigest()
