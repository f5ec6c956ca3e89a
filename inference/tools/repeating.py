"""How a task comes again: its rule, its next time, and the reminders that go along."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from inference import recurrence, reminders
from inference.recurrence import NotARule, Rule
from inference.times.reading import on
from inference.tools.base import Desk, When
from inference.tools.errors import ArgumentRefused
from vault import items, tasks
from vault import reminders as stored
from vault.reminders import NewReminder, Reminder
from vault.tasks import Due, NewTask, Series, Task


def repeating(desk: Desk, due: When | None, repeats: str | None) -> tuple[Due | None, Series]:
    """When a task is due, and by which series."""
    if repeats is None:
        return (None if due is None else as_due(due, desk)), tasks.ONCE
    asked = as_due(due if due is not None else desk.now.date(), desk)
    try:
        rule = recurrence.checked(repeats, asked.at.astimezone(desk.zone))
    except NotARule as error:
        raise ArgumentRefused("repeats", "not a rule that Tacit keeps") from error
    day = rule.first.date() if asked.day else None
    return Due(rule.first.astimezone(UTC), asked.zone, day), Series(rule.text, rule.first)


def as_due(when: When, desk: Desk) -> Due:
    """A due date in the owner's zone."""
    zone = recurrence.zone_name(desk.zone)
    if isinstance(when, datetime):
        return Due(when.astimezone(UTC), zone)
    return Due(_midnight(when, desk), zone, when)


def rule_of(task: Task) -> Rule | None:
    """The rule by which a task comes again, in its own zone."""
    if not task.series.rule or task.series.first is None:
        return None
    zone = recurrence.zone_named(task.due.zone if task.due else "UTC")
    return Rule(task.series.rule, task.series.first.astimezone(zone))


def following(task: Task, now: datetime) -> Due | None:
    """When a task that repeats is due the next time: after its due date, and not in the past."""
    rule, due = rule_of(task), task.due
    if rule is None or due is None:
        return None
    at = recurrence.after(rule, max(due.at, now))
    if at is None:
        return None
    return Due(at, due.zone, at.date() if due.day else None)


def made_again(desk: Desk, task: Task, due: Due, kept: Sequence[Reminder]) -> int:
    """The next of a task that repeats, with its reminders as long before as they were."""
    new = NewTask(
        title=task.title,
        source=items.get(desk.conn, task.id).source,
        notes=task.notes,
        list=task.list,
        due=due,
        priority=task.priority,
        minutes=task.minutes,
        series=task.series,
    )
    number = tasks.add(desk.conn, new, desk.now)
    for one in kept:
        at, series = _reminded_again(one, task, due, desk.now)
        if at is not None and at > desk.now:
            stored.add(desk.conn, number, NewReminder(at, one.zone, series, one.own_text))
    return number


def _reminded_again(
    one: Reminder, task: Task, due: Due, now: datetime
) -> tuple[datetime | None, Series]:
    """When a reminder of a task comes for the next one; by its own rule, if it has one."""
    if one.series.rule:
        return reminders.next_time(one, now), one.series
    assert task.due is not None, "what repeats has a due date"
    zone = recurrence.zone_named(one.zone)
    first = one.series.first or one.due
    return recurrence.moved_along(first, task.due.at, due.at, zone), tasks.ONCE


def _midnight(day: date, desk: Desk) -> datetime:
    return recurrence.in_zone(on(day), desk.zone)
