"""Tasks: what is to be done, when it is due, how it comes again, whose turn it is."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vault import items
from vault.connection import ReadConn, Row, Value, WriteConn
from vault.fields import Place
from vault.items import Kind, NewItem, Passage, Source, from_us, to_us

NORMAL = 2
"a task's priority, from 1 to 3"


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DOING = "doing"
    WAITING = "waiting"
    "somebody else’s turn"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Due:
    """When a task is due: a moment, or a whole day, which `at` is then the beginning of."""

    at: datetime
    zone: str = "UTC"
    "the name of the zone in which it was meant"
    day: date | None = None


@dataclass(frozen=True)
class Series:
    """How something comes again: its first time and a rule, counted in a zone."""

    rule: str = ""
    "an RRULE; empty for once"
    first: datetime | None = None
    "None: what it is due at"


ONCE = Series()


@dataclass(frozen=True)
class Waiting:
    """That it is somebody else's turn."""

    since: datetime
    whom: str = ""
    "empty where nobody was named"


@dataclass(frozen=True)
class NewTask:
    """A task before it has a number."""

    title: str
    source: Source
    notes: str = ""
    list: str = ""
    due: Due | None = None
    priority: int = NORMAL
    minutes: int | None = None
    series: Series = ONCE
    derived_from: tuple[int, ...] = ()


@dataclass(frozen=True)
class Task:
    """Something to do."""

    id: int
    title: str
    notes: str
    state: TaskState
    list: str
    due: Due | None
    priority: int
    minutes: int | None
    done: datetime | None
    series: Series
    waiting: Waiting | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done, by whomever."""
        return self.state in (TaskState.OPEN, TaskState.DOING, TaskState.WAITING)


SELECT = (
    "SELECT item, title, notes, state, list, due_us, zone, due_day, priority, minutes, done_us, "
    "repeats, first_us, waits_for, waits_since_us FROM task"
)
OPEN = "state IN ('open', 'doing', 'waiting')"


def add(conn: WriteConn, new: NewTask, now: datetime) -> int:
    with conn.transaction():
        item = NewItem(Kind.TASK, new.source, now, derived_from=new.derived_from)
        number = items.add(conn, item, now, [_passage(new.title, new.notes)])
        conn.run(
            "INSERT INTO task(item, title, notes, state, list, due_us, zone, due_day, priority, "
            "minutes, repeats, first_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, new.title, new.notes, TaskState.OPEN.value, new.list, *_due(new.due),
             new.priority, new.minutes, new.series.rule, _first(new.series)),
        )  # fmt: skip
    return number


def get(conn: ReadConn, number: int) -> Task:
    return _task(conn.required("task", number, f"{SELECT} WHERE item = ?", (number,)))


def due_of(conn: ReadConn, item: int) -> Due | None:
    """When a task is due; None also for what is no task."""
    row = conn.row(f"{SELECT} WHERE item = ?", (item,))
    return None if row is None else _task(row).due


def open_tasks(conn: ReadConn) -> list[Task]:
    """What is still to do, what is due first first."""
    rows = conn.rows(f"{SELECT} WHERE {OPEN} ORDER BY due_us IS NULL, due_us, priority DESC, item")
    return [_task(row) for row in rows]


def done_tasks(conn: ReadConn, since: datetime) -> list[Task]:
    """What was done since then, the last first."""
    sql = f"{SELECT} WHERE state = 'done' AND done_us >= ? ORDER BY done_us DESC, item DESC"
    return [_task(row) for row in conn.rows(sql, (to_us(since),))]


def move(
    conn: WriteConn, number: int, state: TaskState, now: datetime, *, waits_for: str = ""
) -> None:  # fmt: skip
    """Put a task into another state; one that is over is not reminded of any more.

    One that waits already goes on waiting since then, whomever for.
    """
    done = to_us(now) if state is TaskState.DONE else None
    since, whom = (to_us(now), waits_for) if state is TaskState.WAITING else (None, None)
    with conn.transaction():
        conn.run(
            "UPDATE task SET state = ?, done_us = ?, waits_for = ?, waits_since_us = "
            "CASE WHEN ? IS NULL THEN NULL ELSE coalesce(waits_since_us, ?) END WHERE item = ?",
            (state.value, done, whom, since, since, number),
        )
        if state in (TaskState.DONE, TaskState.DROPPED):
            conn.run("UPDATE reminder SET state = 'done' WHERE item = ?", (number,))


def postpone(conn: WriteConn, number: int, due: Due | None) -> None:
    with conn.transaction():
        conn.run(
            "UPDATE task SET due_us = ?, zone = ?, due_day = ? WHERE item = ?",
            (*_due(due), number),
        )


def rank(conn: WriteConn, number: int, priority: int) -> None:
    with conn.transaction():
        conn.run("UPDATE task SET priority = ? WHERE item = ?", (priority, number))


def undate(conn: WriteConn, number: int) -> None:
    """Take a task's due date away, and with it how it comes again."""
    repeat(conn, number, None, ONCE)


def repeat(conn: WriteConn, number: int, due: Due | None, series: Series) -> None:
    """How a task comes again, and when it is due the next time."""
    with conn.transaction():
        conn.run(
            "UPDATE task SET repeats = ?, first_us = ? WHERE item = ?",
            (series.rule, _first(series), number),
        )
        postpone(conn, number, due)


def annotate(conn: WriteConn, number: int, notes: str) -> None:
    """What is written down beside a task's title."""
    with conn.transaction():
        conn.run("UPDATE task SET notes = ? WHERE item = ?", (notes, number))
        refresh(conn, number)


def put_into(conn: WriteConn, number: int, name: str) -> None:
    """Put a task into another list; an empty name is none."""
    with conn.transaction():
        conn.run("UPDATE task SET list = ? WHERE item = ?", (name, number))


def retitle(conn: WriteConn, number: int, title: str) -> None:
    with conn.transaction():
        conn.run("UPDATE task SET title = ? WHERE item = ?", (title, number))
        refresh(conn, number)


def refresh(conn: WriteConn, number: int) -> None:
    """Let the task be found by what it says now."""
    task = get(conn, number)
    passage = _passage(task.title, task.notes)
    if conn.column("SELECT text FROM passage WHERE item = ?", (number,)) != [passage.text]:
        items.replace_passages(conn, number, [passage])


def places(conn: ReadConn, number: int) -> list[Place]:
    """The rows of a task and of its reminders, for `vault/fields.py`."""
    sql = "SELECT id FROM reminder WHERE item = ? ORDER BY id"
    return [("task", number), *(("reminder", one) for one in conn.column(sql, (number,)))]


def _passage(title: str, notes: str) -> Passage:
    return Passage(f"{title}\n{notes}".strip())


def _due(due: Due | None) -> tuple[Value, ...]:
    if due is None:
        return None, "UTC", None
    return to_us(due.at), due.zone, due.day.isoformat() if due.day else None


def _first(series: Series) -> int | None:
    return to_us(series.first) if series.first else None


def _task(row: Row) -> Task:
    day = date.fromisoformat(row[7]) if row[7] else None
    return Task(
        id=row[0],
        title=row[1],
        notes=row[2],
        state=TaskState(row[3]),
        list=row[4],
        due=Due(from_us(row[5]), row[6], day) if row[5] is not None else None,
        priority=row[8],
        minutes=row[9],
        done=from_us(row[10]) if row[10] is not None else None,
        series=Series(row[11], from_us(row[12]) if row[12] is not None else None),
        waiting=Waiting(from_us(row[14]), row[13] or "") if row[14] is not None else None,
    )
