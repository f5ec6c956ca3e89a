"""Tasks: made, finished, moved, ranked, renamed, dropped; all undoable."""

from inference.priorities import spoken_due
from inference.tools.base import OWNER, Call, Desk, Effect, Result, Target, When, tool
from inference.tools.errors import ArgumentRefused, UndoGone
from inference.tools.reading_back import changing, holds_of, is_gone, made_of
from inference.tools.repeating import as_due, following, made_again, repeating
from inference.tools.task_words import (
    PRIORITY,
    Importance,
    data_of,
    described,
    one_line,
    the_task,
)
from vault import fields, items, reminders, tasks
from vault.reminders import ReminderState
from vault.tasks import NewTask, TaskState

MOST_MINUTES = 60 * 24 * 14
STANDING = (ReminderState.WAITING, ReminderState.ANNOUNCED)


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


@tool(Effect.WRITE)
def complete_task(desk: Desk, task: Target) -> Result:
    """Mark a task as done; one that repeats comes again at its next time."""
    one = the_task(desk, task)
    again, next_due = None, following(one, desk.now)
    kept = [each for each in reminders.of(desk.conn, one.id) if each.state in STANDING]
    restore = changing(desk, one.id)
    tasks.move(desk.conn, one.id, TaskState.DONE, desk.now)
    arguments = restore()
    says = f"Done: {one.title}."
    if next_due is not None:
        again = made_again(desk, one, next_due, kept)
        arguments |= {"next_task": again, "next_made": made_of(desk.conn, again)}
        says += f" It comes again, due {spoken_due(next_due, desk.now)}."
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


TASK_TOOLS = (
    create_task, complete_task, move_task, prioritize_task, drop_task, edit_task, restore_task,
    remove_task,
)  # fmt: skip
