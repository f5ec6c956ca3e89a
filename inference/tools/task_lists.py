"""Which tasks there are, and which of them matter most."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from inference import priorities
from inference.priorities import Done, Owner, Scored, due_day
from inference.tools.base import Desk, Effect, Result, When, tool
from inference.tools.task_words import data_of, described
from vault import profile, tasks
from vault.tasks import Due, Task

SPOKEN = 10
"how many of a list are said"
FOCUS = 3
HISTORY_DAYS = 90
GOALS = "goals"
"where the profile keeps them"


class Which(StrEnum):
    """Which tasks to list."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"


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
                         "reasons": [why.told(desk.now) for why in one.reasons]} for one in found]},
        items=tuple(one.task.id for one in found),
    )  # fmt: skip


@tool(Effect.READ)
def focus(desk: Desk) -> Result:
    """Say which three tasks matter most now, and why."""
    best = in_focus(ranked(desk))
    if not best:
        return Result("There are no open tasks.", {"tasks": []})
    lines = [
        " ".join([f"{number}. {one.task.title}.", *(why.told(desk.now) for why in one.reasons)])
        for number, one in enumerate(best, start=1)
    ]
    return Result(
        says="\n".join(lines),
        data={"tasks": [{"task": one.task.id, "title": one.task.title, "score": one.score,
                         "reasons": [why.told(desk.now) for why in one.reasons]} for one in best]},
        items=tuple(one.task.id for one in best),
    )  # fmt: skip


def ranked(desk: Desk) -> list[Scored]:
    """The open tasks, what matters most first."""
    return priorities.ranked(tasks.open_tasks(desk.conn), desk.now, _owner(desk))


def in_focus(matters: Sequence[Scored]) -> list[Scored]:
    """The first of these that are the owner's turn."""
    return [one for one in matters if one.task.waiting is None][:FOCUS]


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


def _listed(found: list[Scored], desk: Desk, state: Which, *, is_part: bool) -> str:
    if not found:
        return f"There are no {state.value} tasks{' like that' if is_part else ''}."
    many = f"{len(found)} {state.value} task{'s' if len(found) > 1 else ''}"
    lines = [described(one.task, desk.now) for one in found[:SPOKEN]]
    more = len(found) - len(lines)
    return "\n".join([f"{many}:", *lines, *([f"and {more} more."] if more else [])])


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


LISTING_TOOLS = (list_tasks, focus)
