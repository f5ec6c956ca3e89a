"""How a task comes again, in the owner's words: “every second friday”, counted from its due date.

What is not sure is asked, never guessed.
"""

import re
from dataclasses import replace
from datetime import datetime, time

from desktop.adding import RULES
from desktop.commands import times
from inference import recurrence
from inference.recurrence import NotARule
from inference.times.reading import Moment, Question, Rule
from inference.tools.base import Desk
from inference.tools.errors import ArgumentRefused
from vault.tasks import Task

EVERY = re.compile(
    r"every (?:(?P<times>\d{1,2}|other|second|third|two|three|four|five|six) )?"
    r"(?P<unit>day|week|month|year)s?",
    re.IGNORECASE,
)
"these leave open on which day: it is the day when the task is due"
TIMES = {"other": "2", "second": "2", "third": "3", "two": "2", "three": "3", "four": "4",
         "five": "5", "six": "6"}  # fmt: skip
UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}


def repetition(desk: Desk, text: str, task: Task) -> Rule | Question | None:
    """How a task is to come again; None where these words do not say it."""
    due = _due(desk, task)
    said = on_any_day(text)
    if said:
        today = Moment(desk.now.replace(hour=0, minute=0, second=0, microsecond=0), is_day=True)
        return _checked(Rule(due or today, said))
    try:
        meaning = times.meant(desk, "repeats", text)
    except ArgumentRefused:
        return None
    if isinstance(meaning, Question):
        return meaning
    return _checked(_after(meaning, due)) if isinstance(meaning, Rule) else None


def on_any_day(text: str) -> str:
    """The rule of words that leave the day open; empty for others."""
    said = " ".join(text.casefold().split())
    found = EVERY.fullmatch(said)
    if found is None:
        return RULES.get(said, "")
    often = TIMES.get(found["times"], found["times"]) if found["times"] else "1"
    return f"FREQ={UNITS[found['unit']]}" + (f";INTERVAL={often}" if often != "1" else "")


def _after(rule: Rule, due: Moment | None) -> Rule:
    """Not before the task is due; and at its hour, where the words name none."""
    if due is None:
        return rule
    day = max(rule.first.at.date(), due.at.date())
    clock: time = (due if rule.first.is_day else rule.first).at.timetz()
    first = Moment(datetime.combine(day, clock), is_day=rule.first.is_day and due.is_day)
    return replace(rule, first=first)


def _checked(rule: Rule) -> Rule | None:
    """With its first time as the rule has it."""
    try:
        first = recurrence.checked(rule.rrule, rule.first.at).first
    except NotARule:
        return None
    return replace(rule, first=replace(rule.first, at=first))


def _due(desk: Desk, task: Task) -> Moment | None:
    """When a task is due, if that is still to come."""
    if task.due is None:
        return None
    day, at = task.due.day, task.due.at.astimezone(desk.zone)
    if day is not None:
        at = datetime.combine(day, time(), desk.zone)
    return None if at.date() < desk.now.date() else Moment(at, is_day=day is not None)
