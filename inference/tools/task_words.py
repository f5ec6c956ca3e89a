"""A task in words and as data, and the one that is meant by words."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from inference import recurrence, recurrence_words
from inference.priorities import spoken_due
from inference.times.reading import spoken_day
from inference.tools import finding
from inference.tools.base import Desk
from inference.tools.errors import ArgumentRefused
from inference.tools.finding import Candidate
from inference.tools.repeating import rule_of
from vault import tasks
from vault.tasks import Task

LONGEST_TITLE = 500


class Importance(StrEnum):
    """How important a task is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


PRIORITY = {Importance.LOW: 1, Importance.NORMAL: 2, Importance.HIGH: 3}
IMPORTANCE = {number: one for one, number in PRIORITY.items()}


def the_task(desk: Desk, words: str) -> Task:
    """The open task that is meant."""
    some = {one.id: one for one in tasks.open_tasks(desk.conn)}
    among = [
        Candidate(one.id, one.title, one.list, described(one, desk.now)) for one in some.values()
    ]
    return some[finding.find(desk.conn, "task", words, among)]


def described(task: Task, now: datetime) -> str:
    """A task in plain words: Call Ana, due Friday, 27 November 2026."""
    parts = [task.title]
    if task.due is not None:
        parts.append(f"due {spoken_due(task.due, now)}")
    rule = rule_of(task)
    if rule is not None:
        parts.append(recurrence_words.in_words(rule))
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


def one_line(text: str, name: str) -> str:
    """A text without line ends and needless spaces."""
    line = " ".join(text.split())
    if len(line) > LONGEST_TITLE:
        raise ArgumentRefused(name, "too long")
    return line


def _importance(task: Task) -> Importance:
    return IMPORTANCE.get(task.priority, Importance.NORMAL)
