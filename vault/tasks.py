"""Tasks and reminders. A reminder stands alone, with a text of its own, or belongs to a task."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from vault import items
from vault.connection import ReadConn, Row, Value, WriteConn
from vault.fields import Place
from vault.items import Kind, NewItem, Passage, Sensitivity, Source, from_us, to_us

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


class ReminderState(StrEnum):
    """Where a reminder stands; one that comes again waits again as soon as it was said."""

    WAITING = "waiting"
    ANNOUNCED = "announced"
    DONE = "done"


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


@dataclass(frozen=True)
class NewReminder:
    """When to say what."""

    due: datetime
    zone: str = "UTC"
    series: Series = ONCE
    text: str = ""
    "empty: the title of the task that it belongs to"


@dataclass(frozen=True)
class Reminder:
    """When to say something."""

    id: int
    item: int
    "the task that it belongs to, or an item of its own"
    text: str
    own_text: str
    "empty where it says the title of its task"
    due: datetime
    "when it is said the next time"
    zone: str
    series: Series
    state: ReminderState
    said: datetime | None
    "when it was said last"
    sensitivity: Sensitivity


SELECT = (
    "SELECT item, title, notes, state, list, due_us, zone, due_day, priority, minutes, done_us, "
    "repeats, first_us, waits_for, waits_since_us FROM task"
)
REMINDERS = (
    "SELECT reminder.id, reminder.item, CASE reminder.text WHEN '' THEN coalesce(task.title, '') "
    "ELSE reminder.text END, reminder.due_us, reminder.zone, reminder.rule, reminder.first_us, "
    "reminder.state, reminder.said_us, item.sensitivity, reminder.text FROM reminder "
    "JOIN item ON item.id = reminder.item LEFT JOIN task ON task.item = reminder.item"
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


def remind(conn: WriteConn, item: int, new: NewReminder) -> int:
    """Set a reminder that belongs to an item; its number."""
    series = new.series
    with conn.transaction():
        return conn.insert(
            "INSERT INTO reminder(item, due_us, rule, state, text, zone, first_us) "
            "VALUES (?, ?, ?, 'waiting', ?, ?, ?)",
            (item, to_us(new.due), series.rule, new.text, new.zone,
             to_us(series.first or new.due)),
        )  # fmt: skip


def remind_alone(conn: WriteConn, new: NewReminder, source: Source, now: datetime) -> int:
    """Set a reminder that is an item of its own; the reminder's number."""
    with conn.transaction():
        item = items.add(conn, NewItem(Kind.REMINDER, source, now), now, [Passage(new.text)])
        return remind(conn, item, new)


def reminder(conn: ReadConn, number: int) -> Reminder:
    sql = f"{REMINDERS} WHERE reminder.id = ?"
    return _reminder(conn.required("reminder", number, sql, (number,)))


def reminders(conn: ReadConn, *states: ReminderState) -> list[Reminder]:
    """Those in these states, the next first."""
    marks = ", ".join("?" * len(states))
    rows = conn.rows(
        f"{REMINDERS} WHERE reminder.state IN ({marks}) ORDER BY reminder.due_us, reminder.id",
        [state.value for state in states],
    )
    return [_reminder(row) for row in rows]


def reminders_of(conn: ReadConn, item: int) -> list[Reminder]:
    rows = conn.rows(f"{REMINDERS} WHERE reminder.item = ? ORDER BY reminder.id", (item,))
    return [_reminder(row) for row in rows]


def due_reminders(conn: ReadConn, now: datetime) -> list[Reminder]:
    """What waits and should have been said by now."""
    rows = conn.rows(
        f"{REMINDERS} WHERE reminder.state = 'waiting' AND reminder.due_us <= ? "
        "ORDER BY reminder.due_us, reminder.id",
        (to_us(now),),
    )
    return [_reminder(row) for row in rows]


def next_due(conn: ReadConn) -> datetime | None:
    """When the next reminder is to be said."""
    found = conn.value("SELECT min(due_us) FROM reminder WHERE state = 'waiting'")
    return None if found is None else from_us(found)


def nearing(conn: ReadConn, lead: timedelta, since: datetime) -> list[tuple[int, datetime, str]]:
    """Open tasks with an hour after `since` that no reminder speaks of yet: which, when, its zone.

    What was written down later than `lead` before its hour is said at its hour.
    """
    lead_us = round(lead / timedelta(microseconds=1))
    rows = conn.rows(
        "SELECT task.item, due_us - CASE WHEN created_us <= due_us - ?1 THEN ?1 ELSE 0 END AS at, "
        f"zone FROM task JOIN item ON item.id = task.item WHERE {OPEN} AND due_day IS NULL "
        "AND due_us > ?2 AND NOT EXISTS (SELECT 1 FROM reminder WHERE reminder.item = task.item "
        "AND (reminder.state = 'waiting' OR reminder.due_us >= task.due_us - ?1)) ORDER BY at",
        (lead_us, to_us(since)),
    )
    return [(row[0], from_us(row[1]), row[2]) for row in rows]


def reminded(conn: WriteConn, number: int, now: datetime, again: datetime | None = None) -> None:
    """It is said now; `again` is when it is to be said the next time."""
    state = ReminderState.ANNOUNCED if again is None else ReminderState.WAITING
    with conn.transaction():
        conn.run(
            "UPDATE reminder SET state = ?, said_us = ?, due_us = coalesce(?, due_us) WHERE id = ?",
            (state.value, to_us(now), to_us(again) if again else None, number),
        )


def snooze(conn: WriteConn, number: int, until: datetime) -> None:
    """Say it then; what comes after that in its series stays as it is."""
    with conn.transaction():
        conn.run(
            "UPDATE reminder SET state = 'waiting', due_us = ? WHERE id = ?",
            (to_us(until), number),
        )


def settle(conn: WriteConn, number: int) -> None:
    """It is not to be said any more."""
    with conn.transaction():
        conn.run("UPDATE reminder SET state = 'done' WHERE id = ?", (number,))


def take_out(conn: WriteConn, number: int) -> None:
    """The reminder was never set; the task that it belongs to stays."""
    with conn.transaction():
        conn.run("DELETE FROM reminder WHERE id = ?", (number,))


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


def _reminder(row: Row) -> Reminder:
    return Reminder(
        id=row[0],
        item=row[1],
        text=row[2],
        own_text=row[10],
        due=from_us(row[3]),
        zone=row[4],
        series=Series(row[5], from_us(row[6]) if row[6] is not None else None),
        state=ReminderState(row[7]),
        said=from_us(row[8]) if row[8] is not None else None,
        sensitivity=Sensitivity(row[9]),
    )
