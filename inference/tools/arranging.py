"""What a task is like: how far, in which list, when it comes again, its notes; all undoable."""

from enum import StrEnum

from inference.tools import finding
from inference.tools.base import Call, Desk, Effect, Result, Target, When, tool
from inference.tools.errors import ArgumentRefused, NothingLikeThat
from inference.tools.reading_back import changing, holds_of
from inference.tools.repeating import repeating
from inference.tools.task_words import data_of, described, one_line, the_task
from vault import tasks
from vault.errors import NotThere
from vault.tasks import Task, TaskState


class Stage(StrEnum):
    """How far something is that is still to be done."""

    OPEN = "open"
    DOING = "doing"
    WAITING = "waiting"


class Without(StrEnum):
    """What can be taken away from a task."""

    DUE = "due"
    LIST = "list"
    REPEATS = "repeats"


SAID = {
    Stage.OPEN: "Still to do: {}.",
    Stage.DOING: "Begun: {}.",
    Stage.WAITING: "Waiting: {}.",
}
TAKEN = {
    Without.DUE: "{} has no due date any more.", Without.LIST: "{} is in no list any more.",
    Without.REPEATS: "{} does not come again.",
}  # fmt: skip
MOST_LETTERS = 20_000


@tool(Effect.WRITE)
def arrange_task(
    desk: Desk, task: Target, state: Stage | None = None, list: str | None = None,  # noqa: A002
    without: Without | None = None,
) -> Result:  # fmt: skip
    """Say that a task is begun, waits or is still to do, put it into a list, take its date away."""
    one = _any_task(desk, task)
    restore = changing(desk, one.id)
    says = []
    if state is not None:
        tasks.move(desk.conn, one.id, TaskState(state.value), desk.now)
        says.append(SAID[state].format(one.title))
    if list is not None:
        tasks.put_into(desk.conn, one.id, one_line(list, "list"))
        says.append(f"{one.title} is in the list “{one_line(list, 'list')}” now.")
    if without is Without.DUE:
        tasks.undate(desk.conn, one.id)
    elif without is Without.LIST:
        tasks.put_into(desk.conn, one.id, "")
    elif without is Without.REPEATS:
        tasks.repeat(desk.conn, one.id, one.due, tasks.ONCE)
    if without is not None:
        says.append(TAKEN[without].format(one.title))
    now = tasks.get(desk.conn, one.id)
    return Result(
        says=" ".join(says) or f"As it was: {one.title}.",
        data={"task": one.id, **data_of(now)},
        items=(one.id,),
        check=holds_of(one.id, lambda found: found == now),
        undo=Call("restore_task", restore()),
    )


@tool(Effect.WRITE)
def repeat_task(desk: Desk, task: Target, repeats: str, due: When | None = None) -> Result:
    """Let a task come again by a rule, from its first time at or after a date on."""
    one = _any_task(desk, task)
    restore = changing(desk, one.id)
    when, series = repeating(desk, due, repeats)
    tasks.repeat(desk.conn, one.id, when, series)
    now = tasks.get(desk.conn, one.id)
    return Result(
        says=f"Comes again: {described(now, desk.now)}.",
        data={"task": one.id, **data_of(now)},
        items=(one.id,),
        check=holds_of(one.id, lambda found: found == now),
        undo=Call("restore_task", restore()),
    )


@tool(Effect.WRITE)
def annotate_task(desk: Desk, task: Target, notes: str) -> Result:
    """Write down what belongs to a task, in place of what was written there."""
    one = _any_task(desk, task)
    restore = changing(desk, one.id)
    if len(notes) > MOST_LETTERS:
        raise ArgumentRefused("notes", "too long")
    tasks.annotate(desk.conn, one.id, notes.strip())
    return Result(
        says=f"Written down for {one.title}.",
        data={"task": one.id, "notes": notes.strip()},
        items=(one.id,),
        check=holds_of(one.id, lambda found: found.notes == notes.strip()),
        undo=Call("restore_task", restore()),
    )


def _any_task(desk: Desk, words: str) -> Task:
    """By its number also one that was done; by its words one that is open."""
    number = finding.numbered(words, "task")
    if not number:
        return the_task(desk, words)
    try:
        return tasks.get(desk.conn, number)
    except NotThere as error:
        raise NothingLikeThat("task", words) from error


ARRANGING_TOOLS = (arrange_task, repeat_task, annotate_task)
