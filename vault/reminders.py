"""Reminders: each stands alone, with a text of its own, or belongs to a task."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vault import items
from vault.connection import ReadConn, Row, WriteConn
from vault.items import Kind, NewItem, Passage, Sensitivity, Source, from_us, to_us
from vault.tasks import ONCE, OPEN, Series


class ReminderState(StrEnum):
    """Where a reminder stands; one that comes again waits again as soon as it was said."""

    WAITING = "waiting"
    ANNOUNCED = "announced"
    DONE = "done"


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
    "SELECT reminder.id, reminder.item, CASE reminder.text WHEN '' THEN coalesce(task.title, '') "
    "ELSE reminder.text END, reminder.due_us, reminder.zone, reminder.rule, reminder.first_us, "
    "reminder.state, reminder.said_us, item.sensitivity, reminder.text FROM reminder "
    "JOIN item ON item.id = reminder.item LEFT JOIN task ON task.item = reminder.item"
)


def add(conn: WriteConn, item: int, new: NewReminder) -> int:
    """Set a reminder that belongs to an item; its number."""
    series = new.series
    with conn.transaction():
        return conn.insert(
            "INSERT INTO reminder(item, due_us, rule, state, text, zone, first_us) "
            "VALUES (?, ?, ?, 'waiting', ?, ?, ?)",
            (item, to_us(new.due), series.rule, new.text, new.zone,
             to_us(series.first or new.due)),
        )  # fmt: skip


def add_alone(conn: WriteConn, new: NewReminder, source: Source, now: datetime) -> int:
    """Set a reminder that is an item of its own; the reminder's number."""
    with conn.transaction():
        item = items.add(conn, NewItem(Kind.REMINDER, source, now), now, [Passage(new.text)])
        return add(conn, item, new)


def get(conn: ReadConn, number: int) -> Reminder:
    sql = f"{SELECT} WHERE reminder.id = ?"
    return _reminder(conn.required("reminder", number, sql, (number,)))


def in_state(conn: ReadConn, *states: ReminderState) -> list[Reminder]:
    """Those in these states, the next first."""
    marks = ", ".join("?" * len(states))
    rows = conn.rows(
        f"{SELECT} WHERE reminder.state IN ({marks}) ORDER BY reminder.due_us, reminder.id",
        [state.value for state in states],
    )
    return [_reminder(row) for row in rows]


def of(conn: ReadConn, item: int) -> list[Reminder]:
    rows = conn.rows(f"{SELECT} WHERE reminder.item = ? ORDER BY reminder.id", (item,))
    return [_reminder(row) for row in rows]


def due(conn: ReadConn, now: datetime) -> list[Reminder]:
    """What waits and should have been said by now."""
    rows = conn.rows(
        f"{SELECT} WHERE reminder.state = 'waiting' AND reminder.due_us <= ? "
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


def mark_said(conn: WriteConn, number: int, now: datetime, again: datetime | None = None) -> None:
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
