"""What to remind of now, and when to look again. The clock is passed in.

What came due while the computer slept or Tacit was closed is said once, however often it was
missed; saying it and noting that it was said is one step. What was said and not put aside yet can
be asked for again (`standing`), so nothing is lost where the window fell over in between.

A task with an hour is reminded of by itself, as long before as the owner wants.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from inference import preferences, recurrence
from inference.recurrence import Rule
from inference.times.reading import Moment, spoken
from vault import reminders, tasks
from vault.connection import ReadConn, WriteConn
from vault.items import Sensitivity
from vault.reminders import NewReminder, Reminder, ReminderState

LATE = timedelta(minutes=2)
"what is said later than this was missed"
LEAD = "reminders.lead_minutes"
STANDING = timedelta(days=1)
"how long after it was said a reminder can still be snoozed"


@dataclass(frozen=True)
class Announcement:
    """A reminder that is to be said now."""

    reminder: int
    item: int
    text: str
    due: datetime
    "when it was to be said, in its own zone; of several that were missed, the last"
    missed: int
    "how many more of the same were missed before that"
    is_late: bool
    is_private: bool
    "a window that others may see says only that a reminder is due"
    again: datetime | None
    "when it comes the next time"
    at: datetime | None = None
    "the hour of the task itself, where that is later on the same day"

    @property
    def says(self) -> str:
        if not self.is_late:
            hour = f", at {self.at:%H:%M}" if self.at is not None else ""
            return f"Reminder: {self.text}{hour}"
        times = f", and {self.missed} more before" if self.missed else ""
        return f"Reminder: {self.text} (was due {spoken(Moment(self.due))}{times})"

    @property
    def says_outside(self) -> str:
        """Without what it is about."""
        return "A reminder is due."


def announce(conn: WriteConn, now: datetime) -> list[Announcement]:
    """Everything that is due, in its order, each noted as said."""
    found = []
    now = now.astimezone(UTC)  # two times of one zone are compared by their clocks, not their order
    with conn.transaction():
        for task, at, zone in _nearing(conn, now):
            if at <= now:
                reminders.add(conn, task, NewReminder(at, zone))
        for one in reminders.due(conn, now):
            again = next_time(one, now)
            reminders.mark_said(conn, one.id, now, again)
            found.append(replace(_announcement(one, now, again), at=_hour(conn, one)))
    return found


def standing(conn: ReadConn, now: datetime) -> list[Reminder]:
    """What was said lately, does not come again by itself, and was not put aside."""
    said = reminders.in_state(conn, ReminderState.ANNOUNCED)
    return [one for one in said if one.said is not None and now - one.said < STANDING]


def next_moment(conn: ReadConn, now: datetime) -> datetime | None:
    """When to look again; in the past where something is due already."""
    moments = moments_of_tasks(conn, now)
    following = reminders.next_due(conn)
    return min([*moments, *([following] if following is not None else [])], default=None)


def moments_of_tasks(conn: ReadConn, now: datetime) -> list[datetime]:
    """When tasks with an hour will be reminded of."""
    return [at for _task, at, _zone in _nearing(conn, now)]


def next_time(reminder: Reminder, now: datetime) -> datetime | None:
    """When a reminder comes after now; None for one that comes no more."""
    rule = rule_of(reminder)
    return None if rule is None else recurrence.after(rule, now)


def rule_of(reminder: Reminder) -> Rule | None:
    """The rule by which it comes again, in its own zone."""
    if not reminder.series.rule:
        return None
    first = reminder.series.first or reminder.due
    zone = recurrence.zone_named(reminder.zone)
    return Rule(reminder.series.rule, first.astimezone(zone))


def _nearing(conn: ReadConn, now: datetime) -> list[tuple[int, datetime, str]]:
    """Tasks that are to be reminded of by themselves; not those whose hour is long over."""
    lead = timedelta(minutes=int(str(preferences.value(conn, LEAD))))
    return reminders.nearing(conn, lead, now - STANDING)


def _hour(conn: ReadConn, one: Reminder) -> datetime | None:
    due = tasks.due_of(conn, one.item)
    if due is None or due.day is not None or due.at <= one.due:
        return None
    there = due.at.astimezone(recurrence.zone_named(due.zone))
    return there if there.date() == one.due.astimezone(there.tzinfo).date() else None


def _announcement(one: Reminder, now: datetime, again: datetime | None) -> Announcement:
    rule = rule_of(one)
    later = recurrence.between(rule, one.due, now) if rule is not None else []
    due = later[-1] if later else one.due
    return Announcement(
        reminder=one.id,
        item=one.item,
        text=one.text,
        due=due.astimezone(recurrence.zone_named(one.zone)),
        missed=len(later),
        is_late=now - due > LATE or bool(later),
        is_private=one.sensitivity > Sensitivity.ORDINARY,
        again=again,
    )
