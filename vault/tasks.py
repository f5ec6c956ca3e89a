"""Tasks and reminders."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vault import items
from vault.connection import ReadConn, Row, WriteConn
from vault.items import Kind, NewItem, Passage, Source, from_us, to_us


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class NewTask:
    """A task before it has a number."""

    title: str
    source: Source
    notes: str = ""
    list: str = ""
    due: datetime | None = None
    priority: int = 0
    minutes: int | None = None
    derived_from: tuple[int, ...] = ()


@dataclass(frozen=True)
class Task:
    """Something to do."""

    id: int
    title: str
    notes: str
    state: TaskState
    list: str
    due: datetime | None
    priority: int
    minutes: int | None
    done: datetime | None


@dataclass(frozen=True)
class Reminder:
    """When to say something about an item."""

    id: int
    item: int
    due: datetime
    rule: str
    "how it repeats, as an RRULE; empty for once"


SELECT = "SELECT item, title, notes, state, list, due_us, priority, minutes, done_us FROM task"


def add(conn: WriteConn, new: NewTask, now: datetime) -> int:
    with conn.transaction():
        item = NewItem(Kind.TASK, new.source, now, derived_from=new.derived_from)
        number = items.add(conn, item, now, [Passage(f"{new.title}\n{new.notes}".strip())])
        conn.run(
            "INSERT INTO task(item, title, notes, state, list, due_us, priority, minutes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, new.title, new.notes, TaskState.OPEN.value, new.list,
             to_us(new.due) if new.due else None, new.priority, new.minutes),
        )  # fmt: skip
    return number


def get(conn: ReadConn, number: int) -> Task:
    return _task(conn.required("task", number, f"{SELECT} WHERE item = ?", (number,)))


def open_tasks(conn: ReadConn) -> list[Task]:
    """What is still to do, the most urgent first."""
    rows = conn.rows(
        f"{SELECT} WHERE state IN ('open', 'doing') "
        "ORDER BY due_us IS NULL, due_us, priority DESC, item"
    )
    return [_task(row) for row in rows]


def move(conn: WriteConn, number: int, state: TaskState, now: datetime) -> None:
    done = to_us(now) if state is TaskState.DONE else None
    with conn.transaction():
        conn.run(
            "UPDATE task SET state = ?, done_us = ? WHERE item = ?", (state.value, done, number)
        )


def postpone(conn: WriteConn, number: int, due: datetime | None) -> None:
    with conn.transaction():
        conn.run("UPDATE task SET due_us = ? WHERE item = ?", (to_us(due) if due else None, number))


def remind(conn: WriteConn, item: int, due: datetime, rule: str = "") -> int:
    with conn.transaction():
        return conn.insert(
            "INSERT INTO reminder(item, due_us, rule, state) VALUES (?, ?, ?, 'waiting')",
            (item, to_us(due), rule),
        )


def due_reminders(conn: ReadConn, now: datetime) -> list[Reminder]:
    rows = conn.rows(
        "SELECT id, item, due_us, rule FROM reminder WHERE state = 'waiting' AND due_us <= ? "
        "ORDER BY due_us, id",
        (to_us(now),),
    )
    return [Reminder(row[0], row[1], from_us(row[2]), row[3]) for row in rows]


def reminded(conn: WriteConn, number: int, again: datetime | None = None) -> None:
    """It was said; `again` is when it is to be said the next time."""
    with conn.transaction():
        if again is None:
            conn.run("UPDATE reminder SET state = 'done' WHERE id = ?", (number,))
        else:
            conn.run("UPDATE reminder SET due_us = ? WHERE id = ?", (to_us(again), number))


def _task(row: Row) -> Task:
    return Task(
        id=row[0],
        title=row[1],
        notes=row[2],
        state=TaskState(row[3]),
        list=row[4],
        due=from_us(row[5]) if row[5] is not None else None,
        priority=row[6],
        minutes=row[7],
        done=from_us(row[8]) if row[8] is not None else None,
    )
