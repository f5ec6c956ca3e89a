"""What to do first: a score from 0 to 100 for each task, with its reasons.

Urgency by due date: 50 where it is overdue or due today, 30 within the six days after, 10 later, 0
without a date. Importance from one to three, times 10. 20 where the task names something of a goal.
15 where the owner usually does tasks of this list at this hour, or first in the day. Capped at 100.
Pure: the clock, goals and history are passed in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inference.times import names
from inference.times.reading import Moment, spoken, spoken_clock
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


class Why(StrEnum):
    """What can make a task matter."""

    WAS_DUE = "was due"
    WAS_DUE_AT = "was due at"
    DUE_TODAY = "due today"
    DUE_AT = "due at"
    DUE_TOMORROW = "due tomorrow"
    DUE_SOON = "due soon"
    DUE_LATER = "due later"
    IMPORTANT = "important"
    GOAL = "goal"
    HABIT = "habit"
    HABIT_FIRST = "habit first"


SAID = {
    Why.WAS_DUE: "It was due %s.", Why.WAS_DUE_AT: "It was due today at %s.",
    Why.DUE_TODAY: "It is due today.", Why.DUE_AT: "It is due today at %s.",
    Why.DUE_TOMORROW: "It is due tomorrow.", Why.DUE_SOON: "It is due on %s.",
    Why.DUE_LATER: "It is due %s.", Why.IMPORTANT: "It is marked as important.",
    Why.GOAL: "It serves your goal “%s”.",
    Why.HABIT: "You usually do tasks of “%s” at this hour.",
    Why.HABIT_FIRST: "You usually do tasks of “%s” first.",
}  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """One reason for which a task matters."""

    why: Why
    due: Due | None = None
    name: str = ""
    "of the goal or the list"

    def about(self, now: datetime, language: str = "en") -> str:
        """What stands in its sentence: a time, a goal, a list, or nothing."""
        if self.why in (Why.GOAL, Why.HABIT, Why.HABIT_FIRST):
            return self.name
        if self.due is None or self.why in (Why.DUE_TODAY, Why.DUE_TOMORROW):
            return ""
        if self.why in (Why.DUE_AT, Why.WAS_DUE_AT):
            return spoken_clock(self.due.at.astimezone(now.tzinfo), language)
        if self.why is Why.DUE_SOON:
            return names.WEEKDAYS[names.known(language)][due_day(self.due, now).weekday()]
        return spoken_due(self.due, now, language)

    def told(self, now: datetime) -> str:
        """The reason as a sentence."""
        about = self.about(now)
        return SAID[self.why] % about if about else SAID[self.why]


@dataclass(frozen=True)
class Scored:
    """A task with how much it matters now, and why."""

    task: Task
    score: int
    reasons: tuple[Reason, ...]


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


def urgency(due: Due | None, now: datetime) -> tuple[int, Reason | None]:
    if due is None:
        return 0, None
    days = (due_day(due, now) - now.date()).days
    if days < 0:
        return TODAY, Reason(Why.WAS_DUE, due)
    if days == 0:
        at = Why.WAS_DUE_AT if due.at <= now else Why.DUE_AT
        return TODAY, Reason(Why.DUE_TODAY if due.day else at, due)
    if days < SOON_DAYS:
        return SOON, Reason(Why.DUE_TOMORROW if days == 1 else Why.DUE_SOON, due)
    return LATER, Reason(Why.DUE_LATER, due)


def importance(priority: int) -> tuple[int, Reason | None]:
    """Times ten; only what is above the usual is a reason."""
    points = max(0, min(priority, 3)) * IMPORTANCE
    return points, Reason(Why.IMPORTANT) if points >= 3 * IMPORTANCE else None


def goal(task: Task, owner: Owner) -> tuple[int, Reason | None]:
    """Whether the task names something that one of the goals names."""
    if not owner.goals:
        return 0, None
    mine = _words(f"{task.title} {task.notes}", owner.stem)
    for one in owner.goals:
        if mine & _words(one, owner.stem):
            return GOAL, Reason(Why.GOAL, name=one)
    return 0, None


def habit(name: str, now: datetime, history: Sequence[Done]) -> tuple[int, Reason | None]:
    """Whether tasks of this list are usually done about now, or first in the day."""
    mine = [one.at for one in history if one.list.casefold() == name.casefold()]
    if not name or len(mine) < HABIT_TIMES:
        return 0, None
    near = [at for at in mine if _hours_apart(at, now) <= HABIT_HOURS]
    if len(near) >= HABIT_SHARE * len(mine):
        return HABIT, Reason(Why.HABIT, name=name)
    if _is_usually_first(name, now, history):
        return HABIT, Reason(Why.HABIT_FIRST, name=name)
    return 0, None


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


def spoken_due(due: Due, now: datetime, language: str = "en") -> str:
    """When something is due, as it is echoed."""
    if due.day is not None:
        start = datetime(due.day.year, due.day.month, due.day.day, tzinfo=now.tzinfo)
        return spoken(Moment(start, is_day=True), language)
    return spoken(Moment(due.at.astimezone(now.tzinfo)), language)


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
