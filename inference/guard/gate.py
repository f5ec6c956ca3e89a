"""Carrying out: the one way by which anything happens, and the one back.

The log holds the intent, on the disk, before anything is done. Then one transaction holds the
effect, what takes it back, whatever else must be true with it, and the outcome. The effect is read
back before the transaction ends: if it is not there, nothing is.
"""

import contextlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inference.errors import InferenceError
from inference.guard import questions, rules
from inference.guard.exact import Exact
from inference.guard.questions import Shown
from inference.guard.rules import Ruling
from inference.guard.visible import visible
from inference.tools.base import Argument, Call, Desk, Effect, Result, Tool
from inference.tools.errors import (
    ApprovalGone,
    ApprovalNeeded,
    ArgumentRefused,
    NotAllowed,
    NotDone,
    ToolError,
    UndoGone,
    UnknownTool,
)
from vault import audit, changes, forget, runs
from vault.changes import Change, NewChange
from vault.connection import WriteConn
from vault.errors import NotThere, VaultBusy, VaultError
from vault.runs import Answer, Approval

Within = Callable[[WriteConn, Result], None]
"what has to be true together with the effect, as the journal of a run; the change is kept already"
DOING, UNDOING = "doing", "undoing"


@dataclass(frozen=True)
class Done:
    """What was carried out."""

    result: Result
    change: int | None
    "by which it can be taken back; None where nothing was changed"


@dataclass(frozen=True)
class Errand:
    """Something that may be done now."""

    tool: Tool
    call: Call
    asker: str
    intent: int
    approval: int | None = None
    undoes: int | None = None
    within: Within | None = None


class Guard:
    """The gate in front of these tools."""

    def __init__(self, tools: Mapping[str, Tool], exact: Sequence[Exact] = ()) -> None:
        self._tools = dict(tools)
        self._exact = {one.tool: one for one in exact}
        self._forms = {one.form: one for one in exact}

    @property
    def tools(self) -> Mapping[str, Tool]:
        """Those that can be asked for."""
        return {name: one for name, one in self._tools.items() if not one.is_hidden}

    def effect(self, name: str) -> Effect:
        return self._named(name).effect

    def ruling(self, desk: Desk, call: Call, asker: str) -> Ruling:
        """What would become of this call, without doing anything."""
        return rules.ruling(desk.conn, self._fit(call), call, asker)

    def exact(self, desk: Desk, call: Call) -> Call:
        """The call as it would be asked about and carried out."""
        tool = self._fit(call)
        if rules.from_outside(tool, call):
            raise NotAllowed(tool.name, "outside")  # not even looked up
        one = self._exact.get(call.tool)
        if one is None:
            return call
        made = one.make(desk, call)
        if made.tool not in (one.tool, one.form):
            raise TypeError(f"{call.tool} becomes something else")
        self._fit(made)
        return made

    def carry_out(
        self, desk: Desk, call: Call, *, asker: str, run: int | None = None,
        within: Within | None = None,
    ) -> Done:  # fmt: skip
        """Do it, or raise why not: NotAllowed, ApprovalNeeded, EverythingStopped, NotDone, …"""
        assert not desk.conn.in_transaction, "the intent has to be on the disk first"
        tool = self._fit(call)
        self._refuse(desk, tool, call, asker)
        if tool.effect is not Effect.READ:
            rules.check_going(desk.conn)
        ruling = rules.ruling(desk.conn, tool, call, asker)
        call = self.exact(desk, call)
        self._refuse(desk, tool, call, asker)
        tool = self._named(call.tool)
        if ruling is Ruling.ASK:
            raise ApprovalNeeded(tool.name, questions.ask(desk, tool, call, asker, run))
        if tool.effect is Effect.READ:
            return _look(desk, Errand(tool, call, asker, 0, within=within))
        said = {**_about(call, asker), "run": run}
        intent = audit.intend(desk.conn, DOING, said, desk.now)
        return self._do(desk, Errand(tool, call, asker, intent, within=within))

    def show(self, desk: Desk, number: int) -> Shown:
        """A question that waits, as exactly what would be done."""
        approval = questions.standing(desk.conn, number, desk.now)
        shown = questions.show(desk, self._named(approval.tool), approval)
        one = self._forms.get(approval.tool)
        if one is None or one.preview is None:
            return shown
        along = visible(one.preview(desk, questions.call_of(approval)))
        return replace(shown, along=tuple(along.split("\n")))

    def approve(self, desk: Desk, number: int) -> Done:
        """The owner's yes: do exactly what was asked about, once."""
        assert not desk.conn.in_transaction, "the intent has to be on the disk first"
        approval = self._standing(desk, number)
        call = questions.call_of(approval)
        tool = self._fit(call)
        self._refuse(desk, tool, call, approval.asker)
        if tool.effect is not Effect.READ:
            rules.check_going(desk.conn)
        intent = _use_up(desk, approval)
        tool = self._named(call.tool)
        return self._do(desk, Errand(tool, call, approval.asker, intent, approval=number))

    def deny(self, desk: Desk, number: int) -> None:
        """The owner's no."""
        approval = self._standing(desk, number)
        if not questions.end(desk.conn, approval, Answer.NO, desk.now):
            raise ApprovalGone(number)

    def edit(self, desk: Desk, number: int, arguments: Mapping[str, Argument]) -> int:
        """Ask about something else instead, as the owner wrote it; the new question's number."""
        approval = self._standing(desk, number)
        call = questions.edited(questions.call_of(approval), arguments)
        ruled = self._fit(call)
        call = self.exact(desk, call)
        self._refuse(desk, ruled, call, approval.asker)
        tool = self._named(call.tool)
        with desk.conn.transaction():
            if not questions.end(desk.conn, approval, Answer.EDITED, desk.now):
                raise ApprovalGone(number)
            return questions.ask(desk, tool, call, approval.asker, approval.run)

    def undo(self, desk: Desk, change: int) -> Result:
        """Take a change back, if nothing changed since what it changed.

        A hidden tool exists only for this, looks for itself, and knows better which part counts.
        """
        assert not desk.conn.in_transaction, "the intent has to be on the disk first"
        try:
            found = changes.get(desk.conn, change)
        except NotThere as error:
            raise UndoGone(change) from error
        if found.undo is None or found.undone:
            raise UndoGone(change)
        call = _read_call(found.undo)
        tool = self._named(call.tool)
        if not tool.is_hidden and not _is_as_left(desk.conn, found, tool, call):
            raise UndoGone(change)
        said = {**_about(call, rules.OWNER), "undoes": change}
        intent = audit.intend(desk.conn, UNDOING, said, desk.now)
        try:
            errand = Errand(tool, call, rules.OWNER, intent, undoes=change)
            return self._do(desk, errand).result
        except (ToolError, NotThere) as error:
            raise UndoGone(change) from error

    def expire(self, desk: Desk) -> list[int]:
        """Questions that nobody answered in time are a no; which those are."""
        return questions.expire(desk.conn, desk.now)

    def _named(self, name: str) -> Tool:
        if (tool := self._tools.get(name)) is None:
            raise UnknownTool(name)
        return tool

    def _fit(self, call: Call) -> Tool:
        """The tool whose rules hold for a call that anybody may make, its arguments checked."""
        tool = self._named(call.tool)
        if tool.is_hidden and call.tool not in self._forms:
            raise UnknownTool(call.tool)
        for name, value in call.arguments.items():
            _check_writable(name, value)
        tool.read(call.arguments)
        ruled = self._named(self._forms[call.tool].tool) if tool.is_hidden else tool
        if ruled.effect is not tool.effect:
            raise TypeError(f"{tool.name} does something else than {ruled.name}")
        return ruled

    def _refuse(self, desk: Desk, tool: Tool, call: Call, asker: str) -> None:
        """By the rules for the tool, and by what its exact form takes for targets."""
        try:
            rules.refuse(desk.conn, tool, call, asker)
            rules.refuse(desk.conn, self._named(call.tool), call, asker)
        except ToolError:
            audit.note(desk.conn, "refused", _about(call, asker), desk.now)
            raise

    def _standing(self, desk: Desk, number: int) -> Approval:
        questions.expire(desk.conn, desk.now)
        return questions.standing(desk.conn, number, desk.now)

    def _do(self, desk: Desk, errand: Errand) -> Done:
        conn, results = desk.conn, list[Result]()
        try:
            with conn.transaction():
                if errand.undoes is None and errand.tool.effect is not Effect.READ:
                    rules.check_going(conn)
                result = errand.tool.run(desk, errand.call.arguments)
                results.append(result)
                _read_back(conn, errand.tool, result)
                change = _keep(desk, errand, result)
        except BaseException as error:
            self._failed(desk, errand, error, results)
            raise
        if errand.tool.effect is Effect.SEND:
            _leave_no_trace(conn, result)
        return Done(result, change)

    def _failed(
        self, desk: Desk, errand: Errand, error: BaseException, results: list[Result]
    ) -> None:
        """Say so in the log, and take back what the transaction could not, as a moved file."""
        is_there = bool(results) and _is_there(desk.conn, results[0])
        said = {"done": None if is_there else False, "error": type(error).__name__}
        with contextlib.suppress(VaultError):  # the intent stays open, and `settle` closes it
            if is_there and results[0].undo is not None:
                said = {**said, "taken back": self._take_back(desk, results[0].undo)}
            audit.conclude(desk.conn, errand.intent, said, desk.now)

    def _take_back(self, desk: Desk, undo: Call) -> bool:
        try:
            with desk.conn.transaction():
                result = self._named(undo.tool).run(desk, undo.arguments)
        except (InferenceError, OSError):
            return False
        return result.check is None or result.check(desk.conn)


def settle(desk: Desk) -> int:
    """After a start: what was stopped halfway did not happen; how many that were."""
    questions.expire(desk.conn, desk.now)
    stopped = [one for one in audit.unfinished(desk.conn) if one.action in (DOING, UNDOING)]
    for one in stopped:
        said = {"done": None, "error": "stopped halfway"}
        audit.conclude(desk.conn, one.sequence, said, desk.now)
    return len(stopped)


def _look(desk: Desk, errand: Errand) -> Done:
    said = _about(errand.call, errand.asker)
    try:
        result = errand.tool.run(desk, errand.call.arguments)
    except BaseException as error:
        audit.note(desk.conn, "read", {**said, "error": type(error).__name__}, desk.now)
        raise
    with desk.conn.transaction():
        audit.note(desk.conn, "read", said, desk.now, sorted(set(result.items)))
        if errand.within is not None:
            errand.within(desk.conn, result)
    return Done(result, None)


def _use_up(desk: Desk, approval: Approval) -> int:
    """The yes, used up before anything happens, so that it never counts twice; the intent."""
    with desk.conn.transaction():
        if not runs.answer(desk.conn, approval.id, Answer.YES, desk.now) or not runs.use(
            desk.conn, approval.id, approval.payload, desk.now
        ):
            raise ApprovalGone(approval.id)
        said = {"approval": approval.id, "sha256": approval.sha256}
        audit.note(desk.conn, "approved", said, desk.now)
        about = _about(questions.call_of(approval), approval.asker)
        whole = {**about, "run": approval.run, "approval": approval.id}
        intent = audit.intend(desk.conn, DOING, whole, desk.now)
        runs.carrying_out(desk.conn, approval.id, intent)
    return intent


def _read_back(conn: WriteConn, tool: Tool, result: Result) -> None:
    if tool.effect is Effect.WRITE and result.check is None:
        raise TypeError(f"{tool.name} writes, and cannot say whether it did")
    if result.check is not None and not result.check(conn):
        raise NotDone(tool.name)


def _is_there(conn: WriteConn, result: Result) -> bool:
    """Whether an effect outlived its transaction, because it lies outside of the vault."""
    if result.check is None:
        return False
    try:
        return result.check(conn)
    except (VaultError, InferenceError, OSError):
        return False


def _is_as_left(conn: WriteConn, change: Change, tool: Tool, call: Call) -> bool:
    """Whether the items are as the change left them, and nothing later was done to the same."""
    targets = [one.name for one in tool.parameters if one.is_target]
    later = changes.after(conn, change.id)
    taken_back = {one.id for one in later if one.undoes is None}
    for one in later:
        if one.undo is None or one.undone is not None or one.undoes in taken_back:
            continue
        other = _read_call(one.undo)
        is_same = all(other.arguments.get(name) == call.arguments.get(name) for name in targets)
        if targets and is_same and other.tool == call.tool:
            return False
    return changes.is_as_left(conn, change)


def _keep(desk: Desk, errand: Errand, result: Result) -> int | None:
    """Everything that has to be true together with the effect; the change's number."""
    conn, items = desk.conn, tuple(sorted(set(result.items)))
    change = None
    if errand.undoes is not None and not changes.mark_undone(conn, errand.undoes, desk.now):
        raise UndoGone(errand.undoes)
    if errand.tool.effect is not Effect.READ:
        undo = None if result.undo is None else _written_call(result.undo)
        new = NewChange(errand.intent, errand.tool.name, errand.asker, errand.call.payload,
                        result.says, undo, items, errand.undoes)  # fmt: skip
        change = changes.add(conn, new, desk.now)
    if errand.within is not None:
        errand.within(conn, result)
    if errand.approval is not None:
        kept = {"says": result.says, "data": dict(result.data), "items": items, "change": change}
        runs.keep_result(conn, errand.approval, json.dumps(kept, default=str), items)
    audit.concerns(conn, errand.intent, items)
    audit.conclude(conn, errand.intent, {"done": True, "change": change}, desk.now)
    return change


def _leave_no_trace(conn: WriteConn, result: Result) -> None:
    """What was forgotten is to leave no copy in what SQLite keeps of deleted rows."""
    if len(changes.still_there(conn, result.items)) < len(set(result.items)):
        with contextlib.suppress(VaultBusy):  # somebody reads; the next forgetting takes it along
            forget.scrub(conn)


def _about(call: Call, asker: str) -> dict[str, Any]:
    """What the log says of a call: hashes and sources, no words."""
    where = {name: call.origin(name).origin.value for name in call.arguments}
    return {"tool": call.tool, "asker": asker, "sha256": runs.digest(call.payload),
            "origins": where}  # fmt: skip


def _written_call(call: Call) -> str:
    whole = {"payload": call.payload, "origins": questions.written_origins(call)}
    return json.dumps(whole, ensure_ascii=False)


def _read_call(text: str) -> Call:
    whole = json.loads(text)
    said = json.loads(whole["payload"])
    return Call(said["tool"], said["arguments"], questions.read_origins(whole["origins"]))


def _check_writable(name: str, value: Argument) -> None:
    """A payload has to mean the same when it is read again: no half characters, no odd numbers."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ArgumentRefused(name, "of another kind")
    for text in value if isinstance(value, list | tuple) else [value]:
        if isinstance(text, str):
            try:
                text.encode()
            except UnicodeEncodeError as error:
                raise ArgumentRefused(name, "of another kind") from error
