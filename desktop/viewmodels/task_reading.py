"""Reads tasks from the vault in one go, with everything already in words; off the window's thread.

Nothing of the window loads this before it is needed: it brings what reads times and repetitions.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.assistant import Assistant
from desktop.translation import in_window, spoken
from desktop.viewmodels.task_rows import TaskRow, Tasks
from inference import recurrence_words
from inference.priorities import SAID, Reason, Scored, due_day
from inference.tools.base import Desk
from inference.tools.repeating import rule_of
from inference.tools.task_lists import ranked
from inference.tools.task_words import IMPORTANCE, Importance
from vault import profile, reminders, tasks
from vault.reminders import Reminder, ReminderState
from vault.tasks import Due, Task

ORDER = "tasks.order"
"the setting that keeps the owner's own order: numbers, the first first"
DONE_DAYS = 30
"how long what was done is shown"
SOON_DAYS = 7


def read(assistant: Assistant) -> Tasks:
    """Everything open, and what was done lately."""
    desk = assistant.desk()
    matters = ranked(desk)
    order = profile.setting(desk.conn, ORDER, [])
    own = {number: at for at, number in enumerate(order)}
    waiting: dict[int, list[Reminder]] = {}
    for one in reminders.in_state(desk.conn, ReminderState.WAITING):
        waiting.setdefault(one.item, []).append(one)
    rows = [
        row_of(one, desk, place, own.get(one.task.id, len(own)), waiting.get(one.task.id, []))
        for place, one in enumerate(matters)
    ]
    rows += [_done_row(one, desk, len(rows)) for one in _lately_done(desk)]
    lists = sorted({one.list for one in rows if one.list}, key=str.casefold)
    return Tasks(tuple(rows), tuple(lists), turning([one.task for one in matters], desk.now))


def keep_order(assistant: Assistant, order: list[int]) -> None:
    """The owner's own order from now on."""
    profile.put_setting(assistant.conn, ORDER, order)


def row_of(
    scored: Scored, desk: Desk, place: int = 0, own_place: int = 0,
    waiting: Sequence[Reminder] = (),
) -> TaskRow:  # fmt: skip
    task = scored.task
    rule = rule_of(task)
    is_done = task.state.value == "done"
    return TaskRow(
        number=task.id,
        title=task.title,
        state=task.state.value,
        list=task.list,
        due=due_in_short(task.due, desk.now) if task.due else "",
        due_at=task.due.at if task.due else None,
        is_overdue=not is_done and is_overdue(task.due, desk.now),
        is_today=not is_done and is_today(task.due, desk.now),
        repeats=recurrence_words.in_words(rule, spoken()) if rule else "",
        notes=task.notes,
        reminders=tuple(in_short(one.due, desk.now) for one in waiting),
        importance=IMPORTANCE.get(task.priority, Importance.NORMAL).value,
        minutes=task.minutes,
        reasons=tuple(_told(one, desk.now) for one in scored.reasons),
        place=place,
        own_place=own_place,
        waits_for=task.waiting.whom if task.waiting else "",
        waits_since=since_in_short(task.waiting.since, desk.now) if task.waiting else "",
    )


def turning(tasks: list[Task], now: datetime) -> datetime:
    """When what is shown of these is not true any more."""
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    later = [one.due.at for one in tasks if one.due and not one.due.day and one.due.at > now]
    return min([midnight, *later])


def is_overdue(due: Due | None, now: datetime) -> bool:

    if due is None:
        return False
    if due.day is None:
        return due.at <= now
    return due_day(due, now) < now.date()


def is_today(due: Due | None, now: datetime) -> bool:

    return due is not None and due_day(due, now) == now.date()


def due_in_short(due: Due, now: datetime) -> str:
    """As short as it can be said: Today, Tomorrow at 17:00, Fri 27 Nov."""
    if due.day is not None:
        return _day(datetime(due.day.year, due.day.month, due.day.day, tzinfo=now.tzinfo), now)
    return in_short(due.at, now)


def in_short(at: datetime, now: datetime) -> str:
    """A moment in the owner's zone."""
    there = at.astimezone(now.tzinfo)
    return tr("%s, %s") % (_day(there, now), f"{there:%H:%M}")


def since_in_short(at: datetime, now: datetime) -> str:
    """Since when something is as it is, by the day."""
    there = at.astimezone(now.tzinfo)
    days = (now.date() - there.date()).days
    near = {0: tr("since today"), 1: tr("since yesterday")}
    return near.get(days) or tr("since %s") % _day(there, now)


def _day(at: datetime, now: datetime) -> str:
    days = (at.date() - now.date()).days
    near = {-1: tr("Yesterday"), 0: tr("Today"), 1: tr("Tomorrow")}
    if days in near:
        return near[days]
    if 0 < days < SOON_DAYS:
        return QLocale().dayName(at.isoweekday())
    shape = tr("ddd d MMM") if at.year == now.year else tr("ddd d MMM yyyy")
    return QLocale().toString(QDate(at.year, at.month, at.day), shape)


def _told(reason: Reason, now: datetime) -> str:
    """Why a task matters, as a sentence of the window."""
    about = reason.about(now, spoken())
    return in_window(SAID[reason.why]) % about if about else in_window(SAID[reason.why])


def _lately_done(desk: Desk) -> list[Task]:

    return tasks.done_tasks(desk.conn, desk.now - timedelta(days=DONE_DAYS))


def _done_row(task: "Task", desk: Desk, place: int) -> TaskRow:

    return row_of(Scored(task, 0, ()), desk, place, place)


def tr(text: str) -> str:
    return QCoreApplication.translate("TaskRow", text)
