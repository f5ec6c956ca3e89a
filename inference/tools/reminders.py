"""Reminders: set once or to come again, listed, snoozed, cancelled; all undoable."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from inference import recurrence, recurrence_words, reminders
from inference.recurrence import NotARule
from inference.times.reading import Moment, spoken
from inference.tools import finding
from inference.tools.base import OWNER, Call, Check, Desk, Effect, Result, Target, When, tool
from inference.tools.errors import ArgumentRefused, UndoGone
from inference.tools.finding import Candidate
from inference.tools.reading_back import is_gone
from inference.tools.task_words import one_line
from vault import fields, items, tasks
from vault import reminders as stored
from vault.connection import WriteConn
from vault.items import Kind
from vault.reminders import NewReminder, Reminder, ReminderState
from vault.tasks import Series

SPOKEN = 10
"how many of a list are said"


@tool(Effect.WRITE)
def set_reminder(desk: Desk, text: str, at: When, repeats: str | None = None) -> Result:
    """Remind of something at a time, once or again and again."""
    line, due, series = one_line(text, "text"), _moment(at, desk), tasks.ONCE
    if repeats is not None:
        due, series = _series(desk, due, repeats)
    if due <= desk.now:
        raise ArgumentRefused("at", "in the past")
    task = _task_of(desk, line)
    own_text = "" if task is not None else line
    new = NewReminder(due.astimezone(UTC), recurrence.zone_name(desk.zone), series, own_text)
    if task is not None:
        number = stored.add(desk.conn, task, new)
    else:
        number = stored.add_alone(desk.conn, new, OWNER, desk.now)
    made = stored.get(desk.conn, number)
    belongs = " It belongs to the task of that name." if task is not None else ""
    return Result(
        says=f"Reminder: {described(made, desk.now)}.{belongs}",
        data={"reminder": number, **_data(made)},
        items=(made.item,),
        check=_is(number, lambda one: one == made),
        undo=Call("remove_reminder", {"reminder": number, "made": _made(desk.conn, number)}),
    )


@tool(Effect.READ)
def list_reminders(desk: Desk, until: When | None = None) -> Result:
    """Show what will be reminded of, the next first."""
    end = None if until is None else _end(until, desk)
    found = [
        one
        for one in stored.in_state(desk.conn, ReminderState.WAITING)
        if end is None or one.due < end
    ]
    return Result(
        says=_listed(found, desk, is_part=end is not None),
        data={"reminders": [{"reminder": one.id, **_data(one)} for one in found]},
        items=tuple(dict.fromkeys(one.item for one in found)),
    )


@tool(Effect.WRITE)
def snooze_reminder(desk: Desk, reminder: Target, until: When) -> Result:
    """Say a reminder again later."""
    one = the_reminder(desk, reminder)
    at = _moment(until, desk).astimezone(UTC)
    if at <= desk.now:
        raise ArgumentRefused("until", "in the past")
    restore = _changing(desk.conn, one.id)
    stored.snooze(desk.conn, one.id, at)
    rule = reminders.rule_of(one)
    after = f", and then again {recurrence_words.in_words(rule)}" if rule is not None else ""
    return Result(
        says=f"Snoozed: {one.text}, until {_spoken(at, desk.now)}{after}.",
        data={"reminder": one.id, **_data(stored.get(desk.conn, one.id))},
        items=(one.item,),
        check=_is(one.id, lambda now: (now.due, now.state) == (at, ReminderState.WAITING)),
        undo=Call("restore_reminder", restore()),
    )


@tool(Effect.WRITE)
def cancel_reminder(desk: Desk, reminder: Target) -> Result:
    """Do not remind of something any more; one that comes again is over altogether."""
    one = the_reminder(desk, reminder)
    restore = _changing(desk.conn, one.id)
    stored.settle(desk.conn, one.id)
    return Result(
        says=f"Cancelled: {described(one, desk.now)}.",
        data={"reminder": one.id},
        items=(one.item,),
        check=_is(one.id, lambda now: now.state is ReminderState.DONE),
        undo=Call("restore_reminder", restore()),
    )


@tool(Effect.WRITE)
def finish_reminder(desk: Desk, reminder: Target) -> Result:
    """Put aside what was reminded of; one that comes again goes on coming."""
    one = the_reminder(desk, reminder)
    restore = _changing(desk.conn, one.id)
    if one.state is ReminderState.ANNOUNCED:
        stored.settle(desk.conn, one.id)
    now = stored.get(desk.conn, one.id)
    return Result(
        says=f"Put aside: {one.text}.",
        data={"reminder": one.id},
        items=(one.item,),
        check=_is(one.id, lambda found: found == now),
        undo=Call("restore_reminder", restore()),
    )


@tool(Effect.WRITE, is_hidden=True)
def restore_reminder(desk: Desk, reminder: int, changed: str) -> Result:
    """Put a reminder back as it was before a change."""
    if not fields.put_back(desk.conn, changed):
        raise UndoGone(reminder)
    one = stored.get(desk.conn, reminder)
    return Result(
        says=f"As before: {described(one, desk.now)}.",
        data={"reminder": reminder, **_data(one)},
        items=(one.item,),
        check=_is(reminder, lambda now: now == one),
    )


@tool(Effect.WRITE, is_hidden=True)
def remove_reminder(desk: Desk, reminder: int, made: str) -> Result:
    """Take back that a reminder was set."""
    if _made(desk.conn, reminder) != made:
        raise UndoGone(reminder)
    one = stored.get(desk.conn, reminder)
    if items.get(desk.conn, one.item).kind is Kind.REMINDER:
        items.delete(desk.conn, [one.item])
    else:
        stored.take_out(desk.conn, reminder)
    says = f"Taken back: {one.text}."
    return Result(says, {"reminder": reminder}, check=is_gone("reminder", reminder))


def the_reminder(desk: Desk, words: str) -> Reminder:
    """The reminder that is meant, of those that wait and those that were said lately."""
    standing = reminders.standing(desk.conn, desk.now)
    some = [*stored.in_state(desk.conn, ReminderState.WAITING), *standing]
    if len(standing) == 1 and finding.names_nothing(words, "reminder"):
        return standing[0]  # “snooze it”: the one that was just said
    among = [Candidate(one.id, one.text, "", described(one, desk.now), one.item) for one in some]
    number = finding.find(desk.conn, "reminder", words, among)
    return stored.get(desk.conn, number)


def described(one: Reminder, now: datetime) -> str:
    """A reminder in plain words: Water the plants, Monday, 23 November 2026, 09:00."""
    rule = reminders.rule_of(one)
    again = f", {recurrence_words.in_words(rule)}" if rule is not None else ""
    return f"{one.text}, {_spoken(one.due, now)}{again}"


def _task_of(desk: Desk, text: str) -> int | None:
    """The open task of exactly this name, if it is one."""
    same = [
        one.id
        for one in tasks.open_tasks(desk.conn)
        if finding.plain(one.title) == finding.plain(text)
    ]
    return same[0] if len(same) == 1 else None


def _series(desk: Desk, due: datetime, repeats: str) -> tuple[datetime, Series]:
    """When it is said first, and by which series; a first time that is over is passed by."""
    try:
        rule = recurrence.checked(repeats, due)
    except NotARule as error:
        raise ArgumentRefused("repeats", "not a rule that Tacit keeps") from error
    first = rule.first
    if first.astimezone(UTC) <= desk.now:
        later = recurrence.after(rule, desk.now)
        if later is None:
            raise ArgumentRefused("at", "in the past")
        return later, Series(rule.text, first)
    return first, Series(rule.text, first)


def _moment(when: When, desk: Desk) -> datetime:
    """A moment in the owner's zone; on a whole day, in the morning."""
    if isinstance(when, datetime):
        return when.astimezone(desk.zone)
    morning = datetime.combine(when, time(desk.conventions.morning_hour))
    return recurrence.in_zone(morning, desk.zone)


def _end(until: When, desk: Desk) -> datetime:
    """The first moment that does not belong any more; a day belongs to it whole."""
    if isinstance(until, datetime):
        return until.astimezone(UTC) + timedelta(microseconds=1)
    return recurrence.in_zone(
        datetime.combine(until + timedelta(days=1), time()), desk.zone
    ).astimezone(UTC)


def _spoken(at: datetime, now: datetime) -> str:
    return spoken(Moment(at.astimezone(now.tzinfo)))


def _listed(found: list[Reminder], desk: Desk, *, is_part: bool) -> str:
    if not found:
        return f"There are no reminders{' until then' if is_part else ''}."
    many = f"{len(found)} reminder{'s' if len(found) > 1 else ''}"
    lines = [described(one, desk.now) for one in found[:SPOKEN]]
    more = len(found) - len(lines)
    return "\n".join([f"{many}:", *lines, *([f"and {more} more."] if more else [])])


def _changing(conn: WriteConn, number: int) -> Callable[[], dict[str, Any]]:
    """Look at a reminder before a change; called after it, what puts it back."""
    before = fields.read(conn, [("reminder", number)])

    def arguments() -> dict[str, Any]:
        after = fields.read(conn, [("reminder", number)])
        return {"reminder": number, "changed": fields.difference(before, after)}

    return arguments


def _made(conn: WriteConn, number: int) -> str:
    return fields.difference({}, fields.read(conn, [("reminder", number)]))


def _is(number: int, holds: Callable[[Reminder], bool]) -> Check:
    """Reads a reminder back, and whether this holds of it."""
    return lambda conn: (
        bool(fields.read(conn, [("reminder", number)])) and holds(stored.get(conn, number))
    )


def _data(one: Reminder) -> dict[str, Any]:
    zone = recurrence.zone_named(one.zone)
    return {
        "text": one.text,
        "at": one.due.astimezone(zone).isoformat(),
        "repeats": one.series.rule,
        "state": one.state.value,
    }


REMINDER_TOOLS = (
    set_reminder, list_reminders, snooze_reminder, cancel_reminder, finish_reminder,
    restore_reminder, remove_reminder,
)  # fmt: skip
