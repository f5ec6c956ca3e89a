"""What to do first: a score from 0 to 100 for each task, with its reasons in plain words.

Urgency by due date: 50 where it is overdue or due today, 30 within the six days after, 10 later, 0
without a date. Importance from one to three, times 10. 20 where the task names something of a goal.
15 where the owner usually does tasks of this list at this hour, or first in the day. Capped at 100.
Pure: the clock, goals and history are passed in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inference.times.reading import Moment, spoken
from inference.tools.finding import plain
from vault.items import EPOCH
from vault.search import STOPWORDS
from vault.tasks import Due, Task

MOST = 100
TODAY, SOON, LATER = 50, 30, 10
SOON_DAYS = 7
IMPORTANCE = 10
GOAL = 20
HABIT = 15
HABIT_TIMES = 4
"how often something was done before it is a habit"
HABIT_SHARE = 0.5
HABIT_HOURS = 1.0
"how far from the same hour still counts"
LEAST_LETTERS = 3

Stem = Callable[[str], str]


@dataclass(frozen=True)
class Done:
    """A task that was done: of which list, and when, in the owner's zone."""

    list: str
    at: datetime


@dataclass(frozen=True)
class Owner:
    """What is known of the owner that bears on priorities."""

    goals: tuple[str, ...] = ()
    history: tuple[Done, ...] = ()
    stem: Stem = str
    "the form of a word under which its other forms are known too"


@dataclass(frozen=True)
class Scored:
    """A task with how much it matters now, and why."""

    task: Task
    score: int
    reasons: tuple[str, ...]


NOBODY = Owner()


def ranked(tasks: Sequence[Task], now: datetime, owner: Owner = NOBODY) -> list[Scored]:
    """The tasks, what matters most first; equals by due date, then as they came in."""
    scored = [score(task, now, owner) for task in tasks]
    return sorted(scored, key=_order)


def score(task: Task, now: datetime, owner: Owner = NOBODY) -> Scored:
    """How much a task matters now; `now` carries the owner's zone."""
    parts = [urgency(task.due, now), importance(task.priority), goal(task, owner),
             habit(task.list, now, owner.history)]  # fmt: skip
    points = min(MOST, sum(one for one, _why in parts))
    return Scored(task, points, tuple(why for one, why in parts if one and why))


def urgency(due: Due | None, now: datetime) -> tuple[int, str]:
    if due is None:
        return 0, ""
    day = due_day(due, now)
    days = (day - now.date()).days
    if days < 0:
        return TODAY, f"It was due {spoken_due(due, now)}."
    if days == 0:
        late = due.day is None and due.at <= now
        time = "" if due.day else f" at {due.at.astimezone(now.tzinfo):%H:%M}"
        return TODAY, f"It was due today{time}." if late else f"It is due today{time}."
    if days < SOON_DAYS:
        return SOON, "It is due tomorrow." if days == 1 else f"It is due on {day:%A}."
    return LATER, f"It is due {spoken_due(due, now)}."


def importance(priority: int) -> tuple[int, str]:
    """Times ten; only what is above the usual is a reason."""
    points = max(0, min(priority, 3)) * IMPORTANCE
    return points, "It is marked as important." if points >= 3 * IMPORTANCE else ""


def goal(task: Task, owner: Owner) -> tuple[int, str]:
    """Whether the task names something that one of the goals names."""
    if not owner.goals:
        return 0, ""
    mine = _words(f"{task.title} {task.notes}", owner.stem)
    for one in owner.goals:
        if mine & _words(one, owner.stem):
            return GOAL, f"It serves your goal “{one}”."
    return 0, ""


def habit(name: str, now: datetime, history: Sequence[Done]) -> tuple[int, str]:
    """Whether tasks of this list are usually done about now, or first in the day."""
    mine = [one.at for one in history if one.list.casefold() == name.casefold()]
    if not name or len(mine) < HABIT_TIMES:
        return 0, ""
    near = [at for at in mine if _hours_apart(at, now) <= HABIT_HOURS]
    if len(near) >= HABIT_SHARE * len(mine):
        return HABIT, f"You usually do tasks of “{name}” at this hour."
    if _is_usually_first(name, now, history):
        return HABIT, f"You usually do tasks of “{name}” first."
    return 0, ""


def _is_usually_first(name: str, now: datetime, history: Sequence[Done]) -> bool:
    """Of the days on which more than one list was worked on; and nothing was done yet today."""
    days: dict[date, list[Done]] = {}
    for one in history:
        days.setdefault(one.at.date(), []).append(one)
    if now.date() in days:
        return False
    shared = [some for some in days.values() if len({one.list.casefold() for one in some}) > 1]
    both = [some for some in shared if any(one.list.casefold() == name.casefold() for one in some)]
    first = [
        some for some in both
        if min(some, key=lambda one: one.at).list.casefold() == name.casefold()
    ]  # fmt: skip
    return len(both) >= HABIT_TIMES and len(first) >= HABIT_SHARE * len(both)


def due_day(due: Due, now: datetime) -> date:
    """The day on which something is due, in the owner's zone."""
    return due.day or due.at.astimezone(now.tzinfo).date()


def spoken_due(due: Due, now: datetime) -> str:
    """When something is due, as it is echoed."""
    if due.day is not None:
        start = datetime(due.day.year, due.day.month, due.day.day, tzinfo=now.tzinfo)
        return spoken(Moment(start, is_day=True))
    return spoken(Moment(due.at.astimezone(now.tzinfo)))


def _order(one: Scored) -> tuple[int, bool, datetime, int]:
    due = one.task.due
    return -one.score, due is None, due.at if due else EPOCH, one.task.id


def _hours_apart(one: datetime, other: datetime) -> float:
    """On the clock, whichever way round is shorter."""
    minutes = abs((one.hour * 60 + one.minute) - (other.hour * 60 + other.minute))
    return min(minutes, 24 * 60 - minutes) / 60


def _words(text: str, stem: Stem) -> set[str]:
    return {
        stem(word)
        for word in plain(text)
        if len(word) >= LEAST_LETTERS and word not in STOPWORDS and word not in EMPTY
    }


EMPTY = frozenset(
    "more less better get goal goals make start finish keep every each day week month year new "  # noqa: SIM905
    "own want until two three first next last".split()
)
"words of goals that say nothing of what they are about"
