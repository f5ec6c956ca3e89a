"""Runs of agents and the approvals they wait for. An approval is for exactly one payload, once."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vault import changes, items
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
    EDITED = "edited"
    "another question took its place"
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
    """What somebody wants to do, word for word, and until when the question stands."""

    tool: str
    payload: str
    expires: datetime
    asker: str = "agent"
    origins: str = "{}"
    "where each argument comes from"


@dataclass(frozen=True)
class Approval:
    """A question with the literal payload that a yes would let through."""

    id: int
    run: int | None
    tool: str
    payload: str
    "empty once it was forgotten, or came to nothing"
    answer: Answer
    asked: datetime
    expires: datetime
    asker: str = "agent"
    origins: str = "{}"
    sha256: str = ""
    "of the payload that was asked about"
    record: int | None = None
    "of the asking, in the log"
    intent: int | None = None
    "of carrying it out, in the log; None before a yes"
    result: str | None = None
    "what came of it, kept together with the effect"


APPROVAL = (
    "SELECT id, run, tool, payload, state, asked_us, expires_us, asker, origins, payload_sha256, "
    "record, intent, result FROM approval"
)


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


def of_state(conn: ReadConn, *states: RunState) -> list[Run]:
    """Runs that stand so, the oldest first."""
    marks = ", ".join("?" * len(states))
    rows = conn.rows(
        f"SELECT item, agent, goal, state, journal FROM run WHERE state IN ({marks}) ORDER BY item",
        [state.value for state in states],
    )
    return [Run(row[0], row[1], row[2], RunState(row[3]), row[4]) for row in rows]


def keep_step(
    conn: WriteConn, run: int, ordinal: int, kept: tuple[str, Sequence[int]], now: datetime
) -> None:
    """What a step of a run came to, within the transaction of its effect; a step is kept once.

    `kept` is the result and the items that it is about; forgetting one of these takes the words.
    """
    result, about = kept
    with conn.transaction():
        there = changes.still_there(conn, about)
        number = conn.insert(
            "INSERT INTO run_step(run, ordinal, result, done_us) VALUES (?, ?, ?, ?)",
            (run, ordinal, result if len(there) == len(set(about)) else "", to_us(now)),
        )
        conn.run_many(
            "INSERT INTO run_step_item(run_step, item) VALUES (?, ?)",
            [(number, item) for item in there],
        )


def steps(conn: ReadConn, run: int) -> dict[int, str]:
    """What the steps of a run came to, by their place; empty where that was forgotten."""
    rows = conn.rows("SELECT ordinal, result FROM run_step WHERE run = ? ORDER BY ordinal", (run,))
    return {row[0]: row[1] for row in rows}


def asked_before(conn: ReadConn, run: int, wish: Wish) -> int | None:
    """The question of this run that waits for the very same, if there is one."""
    found = conn.value(
        "SELECT id FROM approval WHERE run = ? AND state = ? AND payload_sha256 = ? AND asker = ? "
        "AND origins = ?",
        (run, Answer.ASKED.value, digest(wish.payload), wish.asker, wish.origins),
    )
    return None if found is None else int(found)


def asked_next(conn: ReadConn, approval: Approval) -> Approval | None:
    """The question that took the place of one that was edited."""
    row = conn.row(
        f"{APPROVAL} WHERE run = ? AND id > ? ORDER BY id LIMIT 1", (approval.run, approval.id)
    )
    return None if row is None else _approval(row)


def ask(conn: WriteConn, run: int | None, wish: Wish, now: datetime) -> int:
    """Ask for a yes to exactly this payload."""
    with conn.transaction():
        return conn.insert(
            "INSERT INTO approval(run, tool, payload, payload_sha256, state, asked_us, expires_us, "
            "asker, origins) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (run, wish.tool, wish.payload, digest(wish.payload), Answer.ASKED.value, to_us(now),
             to_us(wish.expires), wish.asker, wish.origins),
        )  # fmt: skip


def recorded(conn: WriteConn, number: int, record: int) -> None:
    """The log's record of the asking; what is carried out is compared with it."""
    with conn.transaction():
        conn.run("UPDATE approval SET record = ? WHERE id = ?", (record, number))


def carrying_out(conn: WriteConn, number: int, intent: int) -> None:
    """The log's record of what a yes is about to do."""
    with conn.transaction():
        conn.run("UPDATE approval SET intent = ? WHERE id = ?", (intent, number))


def prolong(conn: WriteConn, number: int, expires: datetime) -> None:
    """The question stands until then, if it still stands."""
    with conn.transaction():
        conn.run(
            "UPDATE approval SET expires_us = max(expires_us, ?) WHERE id = ? AND state = ?",
            (to_us(expires), number, Answer.ASKED.value),
        )


def expire(conn: WriteConn, now: datetime) -> list[int]:
    """Questions whose time has run out come to nothing; which those are."""
    with conn.transaction():
        found = conn.column(
            "SELECT id FROM approval WHERE state = ? AND expires_us <= ?",
            (Answer.ASKED.value, to_us(now)),
        )
        for number in found:
            conn.run(
                "UPDATE approval SET state = ?, answered_us = ? WHERE id = ?",
                (Answer.EXPIRED.value, to_us(now), number),
            )
            empty(conn, number)
    return found


def empty(conn: WriteConn, number: int) -> None:
    """Take the words out of a question; that it was asked, and the hash, stay."""
    with conn.transaction():
        conn.run(
            "UPDATE approval SET payload = '', origins = '{}', result = NULL WHERE id = ?",
            (number,),
        )


def keep_result(conn: WriteConn, number: int, result: str, about: Sequence[int]) -> None:
    """What came of a yes, within the transaction of the effect, and which items it is about."""
    with conn.transaction():
        conn.run("UPDATE approval SET result = ? WHERE id = ?", (result, number))
        there = changes.still_there(conn, about)
        for item in there:
            conn.run("INSERT INTO approval_item(approval, item) VALUES (?, ?)", (number, item))
        if len(there) < len(set(about)):
            empty(conn, number)
            conn.run("UPDATE approval SET result = '{}' WHERE id = ?", (number,))


def waiting(conn: ReadConn, now: datetime) -> list[Approval]:
    rows = conn.rows(
        f"{APPROVAL} WHERE state = ? AND expires_us > ? ORDER BY id",
        (Answer.ASKED.value, to_us(now)),
    )
    return [_approval(row) for row in rows]


def past(conn: ReadConn, answers: Sequence[Answer], most: int = 200) -> list[Approval]:
    """Questions that came to these answers, the newest first."""
    marks = ", ".join("?" * len(answers))
    rows = conn.rows(
        f"{APPROVAL} WHERE state IN ({marks}) ORDER BY answered_us DESC, id DESC LIMIT ?",
        [*(one.value for one in answers), most],
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
        if row is None or not hmac.compare_digest(row[0], digest(payload)):
            return False
        conn.run("UPDATE approval SET state = ? WHERE id = ?", (Answer.USED.value, number))
    return True


def approval(conn: ReadConn, number: int) -> Approval:
    row = conn.row(f"{APPROVAL} WHERE id = ?", (number,))
    if row is None:
        raise NotThere("approval", number)
    return _approval(row)


def _approval(row: Row) -> Approval:
    number, run, tool, payload, state, asked, expires, *rest = row
    asker, origins, sha256, record, intent, result = rest
    return Approval(
        id=number,
        run=run,
        tool=tool,
        payload=payload,
        answer=Answer(state),
        asked=from_us(asked),
        expires=from_us(expires),
        asker=asker,
        origins=origins,
        sha256=sha256,
        record=record,
        intent=intent,
        result=result,
    )


def digest(payload: str) -> str:
    return hashlib.sha256(payload.encode()).hexdigest()
