"""Reads what there is to know about today, already in words; off the window's thread.

What lies before midnight of the owner's own zone is today's.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desktop.assistant import Assistant
from desktop.translation import in_window, spoken
from desktop.viewmodels.effect_words import effect
from desktop.viewmodels.task_reading import in_short, is_overdue, is_today, row_of, turning
from desktop.viewmodels.today import Day, Deed, DueReminder
from inference import person, reminders
from inference.guard.questions import ASKERS, in_words
from inference.priorities import Scored
from inference.times.reading import spoken_day
from inference.tools.base import Desk
from inference.tools.task_lists import in_focus, ranked
from vault import changes, memories, runs
from vault import reminders as stored
from vault.changes import Change
from vault.reminders import Reminder, ReminderState

MOST_DUE = 12
MOST_WAITING = 6
MOST_DEEDS = 8
MOST_CHANGES = 500
"of a day, as far as they are looked at"
NOON, EVENING = 12, 18


def read(assistant: Assistant) -> Day:
    desk = assistant.desk()
    matters = ranked(desk)
    focus = in_focus(matters)
    waiting = [one for one in matters if one.task.waiting]
    due = [one for one in matters if one not in [*focus, *waiting] and _is_due(one, desk)]
    deeds = _deeds(desk)
    name = person.used(desk.conn).name
    return Day(
        greeting=_greeting(desk.now, name),
        date=spoken_day(desk.now.date(), spoken()),
        focus=tuple(row_of(one, desk) for one in focus),
        due=tuple(row_of(one, desk) for one in due[:MOST_DUE]),
        more_due=len(due[MOST_DUE:]),
        waiting=tuple(row_of(one, desk) for one in waiting[:MOST_WAITING]),
        more_waiting=len(waiting[MOST_WAITING:]),
        reminders=tuple(_reminders(desk)),
        approvals=len(runs.waiting(desk.conn, desk.now)),
        memories=len(memories.proposed(desk.conn)),
        deeds=tuple(deeds[:MOST_DEEDS]),
        more_deeds=len(deeds[MOST_DEEDS:]),
        turns=_turns(matters, desk),
    )


def _greeting(now: datetime, name: str) -> str:
    if now.hour < NOON:
        words, named = tr("Good morning"), tr("Good morning, %s")
    elif now.hour < EVENING:
        words, named = tr("Good afternoon"), tr("Good afternoon, %s")
    else:
        words, named = tr("Good evening"), tr("Good evening, %s")
    return named % name if name else words


def _is_due(one: Scored, desk: Desk) -> bool:
    return is_overdue(one.task.due, desk.now) or is_today(one.task.due, desk.now)


def _turns(matters: Sequence[Scored], desk: Desk) -> datetime:
    """Midnight, noon and evening, the next due task, the next question that runs out."""
    day = desk.now.replace(minute=0, second=0, microsecond=0)
    greetings = [day.replace(hour=hour) for hour in (NOON, EVENING)]
    ends = [one.expires for one in runs.waiting(desk.conn, desk.now)]
    later = [at for at in (*greetings, *ends) if at > desk.now]
    return min([turning([one.task for one in matters], desk.now), *later])


def _reminders(desk: Desk) -> list[DueReminder]:
    """Those that were said and stand, then those that come today."""
    midnight = (desk.now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    said = reminders.standing(desk.conn, desk.now)
    coming = [
        one for one in stored.in_state(desk.conn, ReminderState.WAITING) if one.due < midnight
    ]
    return [
        *(_reminder(one, desk, is_said=True) for one in said),
        *(_reminder(one, desk, is_said=False) for one in coming),
    ]


def _reminder(one: Reminder, desk: Desk, *, is_said: bool) -> DueReminder:
    return DueReminder(one.id, one.text, in_short(one.due, desk.now), is_said)


def _deeds(desk: Desk) -> list[Deed]:
    """What was done since midnight, the last first; what took something back shows there."""
    midnight = desk.now.replace(hour=0, minute=0, second=0, microsecond=0)
    recent = [one for one in changes.recent(desk.conn, MOST_CHANGES) if one.made >= midnight]
    said = {one.undoes: one.says for one in recent if one.undoes is not None}
    return [_deed(one, desk, said) for one in recent if one.undoes is None]


def _deed(one: Change, desk: Desk, said: Mapping[int, str]) -> Deed:
    words = in_window(in_words(one.tool))
    instead = said.get(one.id, "") if one.undone else ""
    return Deed(
        change=one.id,
        when=f"{one.made.astimezone(desk.zone):%H:%M}",
        says=effect(one.says or instead) or f"{words[0].upper()}{words[1:]}",
        asker=in_window(ASKERS.get(one.asker, one.asker)),
        can_be_undone=one.can_be_undone,
        is_undone=one.undone is not None,
    )


def tr(text: str) -> str:
    return QCoreApplication.translate("TodayPage", text)
