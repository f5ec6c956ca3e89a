"""Tasks: made, listed by what matters, finished, moved, ranked, renamed, dropped; all undoable."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from inference import priorities, recurrence, reminders
from inference.priorities import Done, Owner, Scored, due_day, spoken_due
from inference.recurrence import NotARule, Rule
from inference.times.reading import on, spoken_day
from inference.tools import finding
from inference.tools.base import OWNER, Call, Check, Desk, Effect, Result, Target, When, tool
from inference.tools.errors import ArgumentRefused, UndoGone
from inference.tools.finding import Candidate
from vault import fields, items, profile, tasks
from vault.connection import ReadConn
from vault.tasks import (
    Due,
    NewReminder,
    NewTask,
    Reminder,
    ReminderState,
    Series,
    Task,
    TaskState,
)

LONGEST_TITLE = 500
MOST_MINUTES = 60 * 24 * 14
SPOKEN = 10
"how many of a list are said"
FOCUS = 3
HISTORY_DAYS = 90
STANDING = (ReminderState.WAITING, ReminderState.ANNOUNCED)
GOALS = "goals"
"where the profile keeps them"


class Importance(StrEnum):
    """How important a task is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Which(StrEnum):
    """Which tasks to list."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"


PRIORITY = {Importance.LOW: 1, Importance.NORMAL: 2, Importance.HIGH: 3}
IMPORTANCE = {number: one for one, number in PRIORITY.items()}


@tool(Effect.WRITE)
def create_task(  # noqa: PLR0913 - the arguments of a tool are what can be said of a task
    desk: Desk, title: str, due: When | None = None, list: str | None = None,  # noqa: A002
    importance: Importance = Importance.NORMAL, minutes: int | None = None,
    repeats: str | None = None,
) -> Result:  # fmt: skip
    """Keep something to do, with when it is due, its list, how important and how long it is."""
    when, series = repeating(desk, due, repeats)
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise ArgumentRefused("minutes", "out of range")
    new = NewTask(
        title=one_line(title, "title"),
        source=OWNER,
        list=one_line(list, "list") if list else "",
        due=when,
        priority=PRIORITY[importance],
        minutes=minutes,
        series=series,
    )
    number = tasks.add(desk.conn, new, desk.now)
    made = tasks.get(desk.conn, number)
    return Result(
        says=f"Task: {described(made, desk.now)}.",
        data={"task": number, **data_of(made)},
        items=(number,),
        check=holds_of(number, lambda task: task == made),
        undo=Call("remove_task", {"task": number, "made": made_of(desk.conn, number)}),
    )


@tool(Effect.READ)
def list_tasks(
    desk: Desk, list: str | None = None, until: When | None = None,  # noqa: A002
    since: When | None = None, state: Which = Which.OPEN,
) -> Result:  # fmt: skip
    """Show the tasks that are open, what matters most first, or those that were done."""
    if state is Which.DONE:
        long_ago = datetime(1970, 1, 1, tzinfo=desk.zone)
        some = [Scored(one, 0, ()) for one in tasks.done_tasks(desk.conn, long_ago)]
    else:
        some = [one for one in ranked(desk) if state is Which.OPEN or one.task.waiting]
    wanted = list.strip().casefold() if list else None
    found = [
        one
        for one in some
        if (wanted is None or one.task.list.casefold() == wanted)
        and _lies_between(_when(one.task, state), desk, since, until)
    ]
    return Result(
        says=_listed(found, desk, state, is_part=bool(list or since or until)),
        data={"tasks": [{"task": one.task.id, **data_of(one.task), "score": one.score,
                         "reasons": [*one.reasons]} for one in found]},
        items=tuple(one.task.id for one in found),
    )  # fmt: skip


@tool(Effect.READ)
def focus(desk: Desk) -> Result:
    """Say which three tasks matter most now, and why."""
    best = in_focus(ranked(desk))
    if not best:
        return Result("There are no open tasks.", {"tasks": []})
    lines = [f"{number}. {one.task.title}. {' '.join(one.reasons)}".strip()
             for number, one in enumerate(best, start=1)]  # fmt: skip
    return Result(
        says="\n".join(lines),
        data={"tasks": [{"task": one.task.id, "title": one.task.title, "score": one.score,
                         "reasons": [*one.reasons]} for one in best]},
        items=tuple(one.task.id for one in best),
    )  # fmt: skip


@tool(Effect.WRITE)
def complete_task(desk: Desk, task: Target) -> Result:
    """Mark a task as done; one that repeats comes again at its next time."""
    one = the_task(desk, task)
    again, following = None, _following(one, desk.now)
    kept = [each for each in tasks.reminders_of(desk.conn, one.id) if each.state in STANDING]
    restore = changing(desk, one.id)
    tasks.move(desk.conn, one.id, TaskState.DONE, desk.now)
    arguments = restore()
    says = f"Done: {one.title}."
    if following is not None:
        again = _made_again(desk, one, following, kept)
        arguments |= {"next_task": again, "next_made": made_of(desk.conn, again)}
        says += f" It comes again, due {spoken_due(following, desk.now)}."
    elif one.series.rule:
        says += " That was the last time."
    return Result(
        says=says,
        data={"task": one.id, "next": again},
        items=(one.id,) if again is None else (one.id, again),
        check=holds_of(one.id, lambda now: now.state is TaskState.DONE),
        undo=Call("restore_task", arguments),
    )


@tool(Effect.WRITE)
def move_task(desk: Desk, task: Target, due: When) -> Result:
    """Give a task another due date."""
    one = the_task(desk, task)
    new = as_due(due, desk)
    restore = changing(desk, one.id)
    tasks.postpone(desk.conn, one.id, new)
    before = f" (it was due {spoken_due(one.due, desk.now)})" if one.due else ""
    return Result(
        says=f"Moved: {one.title}, now due {spoken_due(new, desk.now)}{before}.",
        data={"task": one.id, **data_of(tasks.get(desk.conn, one.id))},
        items=(one.id,),
        check=holds_of(one.id, lambda now: now.due == new),
        undo=Call("restore_task", restore()),
    )


@tool(Effect.WRITE)
def prioritize_task(desk: Desk, task: Target, importance: Importance) -> Result:
    """Say how important a task is."""
    one = the_task(desk, task)
    restore = changing(desk, one.id)
    tasks.rank(desk.conn, one.id, PRIORITY[importance])
    return Result(
        says=f"{one.title} is now of {importance.value} importance.",
        data={"task": one.id, "importance": importance.value},
        items=(one.id,),
        check=holds_of(one.id, lambda now: now.priority == PRIORITY[importance]),
        undo=Call("restore_task", restore()),
    )


@tool(Effect.WRITE)
def drop_task(desk: Desk, task: Target) -> Result:
    """Take a task off the list without doing it."""
    one = the_task(desk, task)
    restore = changing(desk, one.id)
    tasks.move(desk.conn, one.id, TaskState.DROPPED, desk.now)
    return Result(
        says=f"Dropped: {one.title}.",
        data={"task": one.id},
        items=(one.id,),
        check=holds_of(one.id, lambda now: now.state is TaskState.DROPPED),
        undo=Call("restore_task", restore()),
    )


@tool(Effect.WRITE)
def edit_task(desk: Desk, task: Target, title: str) -> Result:
    """Give a task another title."""
    one = the_task(desk, task)
    new = one_line(title, "title")
    restore = changing(desk, one.id)
    tasks.retitle(desk.conn, one.id, new)
    return Result(
        says=f"“{one.title}” is now “{new}”.",
        data={"task": one.id, "title": new},
        items=(one.id,),
        check=holds_of(one.id, lambda now: now.title == new),
        undo=Call("restore_task", restore()),
    )


@tool(Effect.WRITE, is_hidden=True)
def restore_task(
    desk: Desk, task: int, changed: str, next_task: int | None = None,
    next_made: str | None = None,
) -> Result:  # fmt: skip
    """Put a task back as it was before a change."""
    if next_task is not None and made_of(desk.conn, next_task) != next_made:
        raise UndoGone(task)
    if not fields.put_back(desk.conn, changed):
        raise UndoGone(task)
    tasks.refresh(desk.conn, task)
    if next_task is not None:
        items.delete(desk.conn, [next_task])
    one = tasks.get(desk.conn, task)
    return Result(
        says=f"As before: {described(one, desk.now)}.",
        data={"task": task, **data_of(one)},
        items=(task,),
        check=holds_of(task, lambda now: now == one),
    )


@tool(Effect.WRITE, is_hidden=True)
def remove_task(desk: Desk, task: int, made: str) -> Result:
    """Take back that a task was made."""
    if made_of(desk.conn, task) != made:
        raise UndoGone(task)
    title = tasks.get(desk.conn, task).title
    items.delete(desk.conn, [task])
    return Result(f"Taken back: {title}.", {"task": task}, check=is_gone("task", task))


def the_task(desk: Desk, words: str) -> Task:
    """The open task that is meant."""
    some = {one.id: one for one in tasks.open_tasks(desk.conn)}
    among = [
        Candidate(one.id, one.title, one.list, described(one, desk.now)) for one in some.values()
    ]
    return some[finding.find(desk.conn, "task", words, among)]


def ranked(desk: Desk) -> list[Scored]:
    """The open tasks, what matters most first."""
    return priorities.ranked(tasks.open_tasks(desk.conn), desk.now, _owner(desk))


def in_focus(matters: Sequence[Scored]) -> list[Scored]:
    """The first of these that are the owner's turn."""
    return [one for one in matters if one.task.waiting is None][:FOCUS]


def described(task: Task, now: datetime) -> str:
    """A task in plain words: Call Ana, due Friday, 27 November 2026."""
    parts = [task.title]
    if task.due is not None:
        parts.append(f"due {spoken_due(task.due, now)}")
    rule = rule_of(task)
    if rule is not None:
        parts.append(recurrence.in_words(rule))
    if task.priority != tasks.NORMAL:
        parts.append(f"of {_importance(task).value} importance")
    if task.minutes:
        parts.append(f"{task.minutes} minutes")
    if task.list:
        parts.append(f"in the list “{task.list}”")
    if task.waiting is not None:
        since = spoken_day(task.waiting.since.astimezone(now.tzinfo).date(), "en")
        whom = f" for {task.waiting.whom}" if task.waiting.whom else ""
        parts.append(f"waiting{whom} since {since}")
    return ", ".join(parts)


def as_due(when: When, desk: Desk) -> Due:
    """A due date in the owner's zone."""
    zone = recurrence.zone_name(desk.zone)
    if isinstance(when, datetime):
        return Due(when.astimezone(UTC), zone)
    return Due(_midnight(when, desk), zone, when)


def one_line(text: str, name: str) -> str:
    """A text without line ends and needless spaces."""
    line = " ".join(text.split())
    if len(line) > LONGEST_TITLE:
        raise ArgumentRefused(name, "too long")
    return line


def is_gone(kind: str, number: int) -> Check:
    """Reads back that a row is no more."""
    return lambda conn: not fields.read(conn, [(kind, number)])


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


def rule_of(task: Task) -> Rule | None:
    """The rule by which a task comes again, in its own zone."""
    if not task.series.rule or task.series.first is None:
        return None
    zone = recurrence.zone_named(task.due.zone if task.due else "UTC")
    return Rule(task.series.rule, task.series.first.astimezone(zone))


def _following(task: Task, now: datetime) -> Due | None:
    """When a task that repeats is due the next time: after its due date, and not in the past."""
    rule, due = rule_of(task), task.due
    if rule is None or due is None:
        return None
    at = recurrence.after(rule, max(due.at, now))
    if at is None:
        return None
    return Due(at, due.zone, at.date() if due.day else None)


def _made_again(desk: Desk, task: Task, due: Due, kept: Sequence[Reminder]) -> int:
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
            tasks.remind(desk.conn, number, NewReminder(at, one.zone, series, one.own_text))
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


def _owner(desk: Desk) -> Owner:
    """What the vault knows of the owner that bears on priorities."""
    goals: list[str] = []
    for value in profile.below(desk.conn, GOALS).values():
        goals += [str(one) for one in value] if isinstance(value, list) else [str(value)]
    since = desk.now - timedelta(days=HISTORY_DAYS)
    history = tuple(
        Done(one.list, one.done.astimezone(desk.zone))
        for one in tasks.done_tasks(desk.conn, since)
        if one.done is not None
    )
    known: dict[str, str] = {}

    def stem(word: str) -> str:
        if word not in known:
            known.update({word: desk.conn.stems([word]).get(word, word)})
        return known[word]

    return Owner(tuple(goals), history, stem)


def changing(desk: Desk, number: int) -> Callable[[], dict[str, Any]]:
    """Look at a task before a change; called after it, what puts it back."""
    places = tasks.places(desk.conn, number)
    before = fields.read(desk.conn, places)

    def arguments() -> dict[str, Any]:
        after = fields.read(desk.conn, places)
        return {"task": number, "changed": fields.difference(before, after)}

    return arguments


def made_of(conn: ReadConn, number: int) -> str:
    """How a task was made, to be compared with before it is taken away again."""
    return fields.difference({}, fields.read(conn, tasks.places(conn, number)))


def holds_of(number: int, holds: Callable[[Task], bool]) -> Check:
    """Reads a task back, and whether this holds of it."""
    return lambda conn: (
        bool(fields.read(conn, [("task", number)])) and holds(tasks.get(conn, number))
    )


def _midnight(day: date, desk: Desk) -> datetime:
    return recurrence.in_zone(on(day), desk.zone)


def _importance(task: Task) -> Importance:
    return IMPORTANCE.get(task.priority, Importance.NORMAL)


def _when(task: Task, state: Which) -> Due | None:
    if state is not Which.DONE:
        return task.due
    return Due(task.done) if task.done else None


def _lies_between(due: Due | None, desk: Desk, since: When | None, until: When | None) -> bool:
    """Whether something lies in a span; days belong to it whole, the last too."""
    if since is None and until is None:
        return True
    if due is None:
        return False
    return not (
        (since is not None and _compare(due, since, desk) < 0)
        or (until is not None and _compare(due, until, desk) > 0)
    )


def _compare(due: Due, when: When, desk: Desk) -> float:
    """Above 0 where the due date is later; a day is equal to each moment of it."""
    if due.day is None and isinstance(when, datetime):
        return (due.at - when).total_seconds()
    day = when.astimezone(desk.zone).date() if isinstance(when, datetime) else when
    return (due_day(due, desk.now) - day).days


def _listed(found: list[Scored], desk: Desk, state: Which, *, is_part: bool) -> str:
    if not found:
        return f"There are no {state.value} tasks{' like that' if is_part else ''}."
    many = f"{len(found)} {state.value} task{'s' if len(found) > 1 else ''}"
    lines = [described(one.task, desk.now) for one in found[:SPOKEN]]
    more = len(found) - len(lines)
    return "\n".join([f"{many}:", *lines, *([f"and {more} more."] if more else [])])


def data_of(task: Task) -> dict[str, Any]:
    due = task.due
    return {
        "title": task.title,
        "due": (due.day or due.at.astimezone(recurrence.zone_named(due.zone))).isoformat()
        if due
        else None,
        "list": task.list,
        "importance": _importance(task).value,
        "minutes": task.minutes,
        "repeats": task.series.rule,
        "state": task.state.value,
        "done": task.done.isoformat() if task.done else None,
        "waits_for": task.waiting.whom if task.waiting else None,
        "waits_since": task.waiting.since.isoformat() if task.waiting else None,
    }


TASK_TOOLS = (
    create_task, list_tasks, focus, complete_task, move_task, prioritize_task, drop_task,
    edit_task, restore_task, remove_task,
)  # fmt: skip
