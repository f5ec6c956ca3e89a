"""Reads questions with everything in words, and does what is answered; off the window's thread."""

import json
from collections.abc import Mapping
from typing import get_origin

from PySide6.QtCore import QCoreApplication

from desktop import translation
from desktop.assistant import Assistant
from desktop.commands import approving
from desktop.commands.times import TIMES, spoken_when
from desktop.translation import in_window
from desktop.viewmodels.approvals import Field, Line, Outcome, Question
from desktop.viewmodels.effect_words import effect
from inference import guard
from inference.guard import Ruling, Shown, visible
from inference.guard.questions import (
    ASKERS,
    FOR_GOOD,
    MAKE_SURE,
    SOURCES,
    WORDS,
    call_of,
    effect_in_words,
    in_words,
    standing,
)
from inference.times.reading import Moment, spoken
from inference.tools import catalog
from inference.tools.base import Argument, Effect, Parameter
from inference.tools.errors import ApprovalGone
from vault import runs
from vault.errors import NotThere
from vault.items import Origin
from vault.runs import Answer, Approval


def look(assistant: Assistant, number: int) -> Question | Outcome:
    """The question word for word, or what became of it; that it was shown goes into the log."""
    try:
        shown = assistant.guard.show(assistant.desk(), number)
    except ApprovalGone:
        try:
            return outcome(runs.approval(assistant.conn, number))
        except NotThere:
            return Outcome(number, "", tr("Over"), tr("There is no such question any more."))
    return _question(assistant, shown, runs.approval(assistant.conn, number))


def _question(assistant: Assistant, shown: Shown, approval: Approval) -> Question:
    goal = runs.get(assistant.conn, approval.run).goal if approval.run is not None else ""
    return Question(
        number=shown.approval,
        wish=in_window(in_words(shown.tool)) if shown.tool in WORDS else visible(shown.about),
        effect=in_window(effect_in_words(shown.tool, shown.effect)),
        is_final=shown.effect is Effect.SEND or shown.tool in FOR_GOOD,
        asker=in_window(ASKERS.get(shown.asker, shown.asker)),
        goal=visible(goal),
        run=approval.run,
        along=(*shown.along, *approving.along(assistant, shown)),
        lines=_lines(shown, approval),
        fields=_fields(approval),
        expires=shown.expires,
        until=spoken(Moment(shown.expires), translation.spoken()),
    )


def _lines(shown: Shown, approval: Approval) -> tuple[Line, ...]:
    arguments = call_of(approval).arguments
    tool = catalog.BY_NAME.get(approval.tool)
    places = {one.name: at for at, one in enumerate(tool.parameters if tool else ())}
    found = []
    for row in sorted(shown.rows, key=lambda row: places.get(row.name, len(places))):
        is_doubtful = row.is_target and row.source != SOURCES[Origin.OWNER]
        said_at = str(arguments.get(row.name)) if row.name in TIMES else ""
        when = spoken_when(said_at, translation.spoken())
        letters = tr("letters beyond ASCII: %s") % row.letters if row.letters else ""
        notes = (when, in_window(MAKE_SURE) if is_doubtful else "", letters)
        said = "\n".join(one for one in notes if one)
        source = in_window(row.source)
        found.append(Line(_title(row.name), source, row.value, said, is_doubtful))
    return tuple(found)


def _fields(approval: Approval) -> tuple[Field, ...]:
    call = call_of(approval)
    tool = catalog.BY_NAME.get(approval.tool)
    if tool is None:
        return ()
    return tuple(
        _field(one, call.arguments.get(one.name))
        for one in tool.parameters
        if one.name in call.arguments or not tool.is_hidden
    )


def _field(parameter: Parameter, value: Argument) -> Field:
    schema = parameter.schema()
    choices = tuple(str(one) for one in schema.get("enum", ()))
    if schema.get("type") == "boolean":
        choices = ("true", "false")
    has_lines = get_origin(parameter.kind) is tuple
    if value is None:
        text = ""
    elif isinstance(value, list):
        text = "\n".join(value)
    else:
        text = value if isinstance(value, str) else json.dumps(value)
    return Field(
        parameter.name, _title(parameter.name), text, choices, parameter.is_needed,
        has_lines or "\n" in text,
    )  # fmt: skip


def edit(assistant: Assistant, number: int, texts: Mapping[str, str]) -> int:
    """The number of the question that takes the place of this one."""
    approval = standing(assistant.conn, number, assistant.desk().now)
    parameters = {one.name: one for one in catalog.BY_NAME[approval.tool].parameters}
    wanted = {name: _read(assistant, parameters[name], text) for name, text in texts.items()}
    return assistant.guard.edit(assistant.desk(), number, wanted)


def _read(assistant: Assistant, parameter: Parameter, text: str) -> Argument:
    """What the owner wrote, as the tool takes it; nothing takes an argument away."""
    if not text.strip() and not parameter.is_needed:
        return None
    if get_origin(parameter.kind) is tuple:
        return [line for line in text.split("\n") if line.strip()]
    return approving.read(assistant, parameter, text)


def never(assistant: Assistant, number: int) -> tuple[str, str, Ruling | None]:
    """Answer with no, and set the rule; which it was, and what held before it."""
    desk = assistant.desk()
    approval = standing(desk.conn, number, desk.now)
    asked = {one.form: one.tool for one in catalog.EXACT}
    tool = asked.get(approval.tool, approval.tool)
    before = guard.rule(desk.conn, tool, approval.asker)
    assistant.guard.deny(desk, number)
    guard.set_rule(desk.conn, tool, approval.asker, guard.Ruling.NEVER, now=desk.now)
    return tool, approval.asker, before


def set_rule(assistant: Assistant, tool: str, asker: str, rule: Ruling | None) -> None:
    desk = assistant.desk()
    guard.set_rule(desk.conn, tool, asker, rule, now=desk.now)


def outcome(approval: Approval) -> Outcome:
    """What became of a question that is over, as far as that is kept."""
    kept = json.loads(approval.result or "{}")
    says = str(kept.get("says", "")) if isinstance(kept, dict) else ""
    failed = ("bad", tr("Not carried out"), tr("You said yes, and it did not happen."))
    state, word, instead = {
        Answer.USED: ("good", tr("Done"), tr("What it was about was forgotten.")),
        Answer.YES: failed,
        Answer.NO: ("", tr("No"), tr("Nothing was done.")),
        Answer.EXPIRED: ("", tr("Ran out"), tr("Nobody answered in time: nothing was done.")),
        Answer.EDITED: ("", tr("Changed"), tr("Another question took its place.")),
        Answer.ASKED: ("", tr("Over"), tr("It is not what was asked any more: it is a no.")),
    }[approval.answer]
    if approval.answer is Answer.USED and approval.result is None:
        state, word, instead = failed
    return Outcome(approval.id, state, word, effect(says) or instead)


def _title(name: str) -> str:
    words = name.replace("_", " ")
    return in_window(words[:1].upper() + words[1:])


def tr(text: str) -> str:
    return QCoreApplication.translate("ApprovalModel", text)
