"""What the owner's words would become: a new task, or a time; off the window's thread."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from desktop import adding, repeating
from desktop.assistant import Assistant
from desktop.commands import times
from desktop.viewmodels.task_rows import Understood
from inference.times.echo import echo
from inference.times.reading import Question, Rule, spoken
from inference.times.use import iso
from inference.tools.base import Call, by_owner
from inference.tools.errors import ArgumentRefused
from inference.understanding import frames, wording
from inference.understanding.rules import Rules
from inference.understanding.slots import Spoken, end
from vault import tasks


def ready() -> None:
    """Load the rules, which takes seconds once: before anybody waits for them."""
    Rules(frames.english(), wording.english()).read(
        "add a task: call Ana tomorrow", Spoken(datetime.now(UTC))
    )


def understood(assistant: Assistant, text: str) -> Understood:
    """A line for a new task."""
    desk = assistant.desk()
    plan = adding.understood(assistant, desk, text)
    call, question = plan.calls[0], plan.question
    plain = by_owner("create_task", title=text)
    if question is None:
        return Understood(text, _parts(call), call=call, plain=plain)
    choices = tuple(
        (times.spoken_when(one) or one, adding.settled(desk, text, one)) for one in question.choices
    )
    return Understood(text, _parts(call), question.text, choices, plain=plain)


def time(assistant: Assistant, text: str, *, is_exact: bool = False) -> Understood:
    """Words about one time; with `is_exact` the only part is the time as tools take it."""
    desk = assistant.desk()
    try:
        meaning = times.meant(desk, "due", text)
    except ArgumentRefused:
        return Understood(text, asks=tr("That is no time that Tacit reads. For example: fri 5pm"))
    if isinstance(meaning, Rule):
        return Understood(text, asks=tr("Only one time fits here."))
    if isinstance(meaning, Question):
        choices = tuple((spoken(one), iso(one)) for one in meaning.choices)
        return Understood(text, (), echo(meaning), choices)
    at = str(end(meaning))
    return Understood(text, (at if is_exact else times.spoken_when(at),))


def repetition(assistant: Assistant, text: str, number: int) -> Understood:
    """Words about how a task comes again."""
    found = repeating.repetition(assistant.desk(), text, tasks.get(assistant.conn, number))
    if isinstance(found, Question):
        desk = assistant.desk()
        lines = ((spoken(one), adding.settled(desk, text, iso(one))) for one in found.choices)
        return Understood(text, (), echo(found), tuple(lines))
    if found is None:
        says = tr("Tacit does not read that. For example: every second friday")
        return Understood(text, asks=says)
    call = by_owner("repeat_task", task=str(number), repeats=found.rrule, due=iso(found.first))
    return Understood(text, (echo(found),), call=call)


def _parts(call: Call) -> tuple[str, ...]:
    """What was understood, piece by piece."""
    said = call.arguments
    found = [str(said.get("title", "")), *times.spoken_times(call)]
    if said.get("importance") == "high":
        found.append(tr("important"))
    elif said.get("importance") == "low":
        found.append(tr("not so important"))
    if said.get("minutes"):
        found.append(tr("%s minutes") % said["minutes"])
    if said.get("list"):
        found.append(f"#{said['list']}")
    return tuple(found)


def tr(text: str) -> str:
    return QCoreApplication.translate("TasksViewModel", text)
