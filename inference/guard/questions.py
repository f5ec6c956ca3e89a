"""Questions to the owner: what they hold, how they are shown, until when they stand.

What is shown is made from the very payload that will be carried out, by plain code. The log's
record of the asking holds its hash, so that neither payload nor hash can be changed unnoticed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from inference.guard import rules
from inference.guard.visible import beyond_ascii, visible
from inference.times.reading import Moment, spoken
from inference.tools.base import Argument, Call, Desk, Effect, Tool
from inference.tools.errors import ApprovalGone
from vault import audit, profile, runs
from vault.connection import ReadConn, WriteConn
from vault.errors import NotThere
from vault.items import Origin, Source
from vault.runs import Answer, Approval, Wish

STANDS_S = "guard.question_stands_s"
SEND_STANDS_S = "guard.send_stands_s"
DAY_S = 24 * 60 * 60
SEND_S = 120
"for what cannot be taken back, while the owner is there; looking at it starts it anew"
EFFECTS = {
    Effect.READ: "This only looks something up.",
    Effect.WRITE: "This can be undone.",
    Effect.SEND: "This leaves this computer or cannot be undone.",
}
FOR_GOOD = frozenset({"forget", "forget_everything"})
"what cannot be undone, and sends nothing anywhere"
WORDS = {
    "annotate_task": "write down what belongs to a task",
    "answer_memories": "answer what waits to be remembered",
    "append_note": "add to a note",
    "arrange_task": "put a task elsewhere",
    "cancel_reminder": "cancel a reminder",
    "change_setting": "change one of Tacit’s settings",
    "complete_task": "mark a task as done",
    "correct": "correct what Tacit remembers",
    "create_note": "write a note",
    "create_task": "add a task",
    "drop_task": "take a task off your list",
    "edit_memory": "remember something in other words",
    "edit_task": "give a task another title",
    "finish_reminder": "put a reminder aside",
    "forget": "forget something for good",
    "forget_everything": "forget everything that it knows about you, for good",
    "move_file": "move or rename a file",
    "move_task": "give a task another due date",
    "prioritize_task": "change how important a task is",
    "put_file": "move or rename a file",
    "remember": "remember something",
    "repeat_task": "let a task come again",
    "rewrite_note": "change a note",
    "set_profile": "change an entry of your profile",
    "set_reminder": "set a reminder",
    "snooze_reminder": "put a reminder off",
    "wait_for": "note what you wait for",
    "take_out_of_profile": "take something out of your profile",
}
"what a tool does, after “Tacit needs your yes to”"
ASKERS = {
    rules.OWNER: "you",
    rules.AGENT: "work that you gave to Tacit",
    rules.SCHEDULE: "a schedule",
    rules.PLUGIN: "a plugin",
}
SOURCES = {
    Origin.OWNER: "from you",
    Origin.ASSISTANT: "chosen by the model, not by you",
    Origin.FILE: "from a file",
    Origin.MAIL: "from a mail",
    Origin.CALENDAR: "from a calendar",
    Origin.WEB: "from the web",
    Origin.IMPORT: "from an import",
}
MAKE_SURE = "make sure that this is the one you mean"


@dataclass(frozen=True)
class Row:
    """One argument as it is shown."""

    name: str
    source: str
    value: str
    "every character to be seen; may have several lines"
    length: int
    "in characters of what will be used"
    is_target: bool
    letters: str = ""
    "names of letters that are not of ASCII, in what decides whom it is done to"


@dataclass(frozen=True)
class Shown:
    """A question as the owner sees it."""

    approval: int
    tool: str
    about: str
    effect: Effect
    asker: str
    rows: tuple[Row, ...]
    sha256: str
    expires: datetime
    along: tuple[str, ...] = ()
    "what else belongs to it, as what would go along"

    @property
    def lines(self) -> tuple[str, ...]:
        """For a terminal, and for a window that has nothing better."""
        wish = f"Tacit needs your yes to {in_words(self.tool)}."
        if self.tool not in WORDS:
            wish = f"{wish} {self.about}"
        found = [f"{wish} {effect_in_words(self.tool, self.effect)}"]
        found += [f"  │ {line}" for line in self.along]
        found += ["Word for word:"] if self.rows else []
        for row in self.rows:
            found += _lines(row)
        until = spoken(Moment(self.expires))
        return (*found, f"Asked by {ASKERS.get(self.asker, self.asker)}. Waits until {until}.")


def in_words(tool: str) -> str:
    """What a tool does, as people say it."""
    return WORDS.get(tool) or tool.replace("_", " ")


def effect_in_words(tool: str, effect: Effect) -> str:
    return "This cannot be undone." if tool in FOR_GOOD else EFFECTS[effect]


def ask(desk: Desk, tool: Tool, call: Call, asker: str, run: int | None) -> int:
    """Keep the question; the same one of the same run is not asked twice. Its number."""
    with desk.conn.transaction():
        expire(desk.conn, desk.now)
        expires = desk.now + timedelta(seconds=_stands_s(desk.conn, tool, asker))
        wish = Wish(tool.name, call.payload, expires, asker, written_origins(call))
        if run is not None and (again := runs.asked_before(desk.conn, run, wish)):
            return again
        number = runs.ask(desk.conn, run, wish, desk.now)
        said = _said(runs.approval(desk.conn, number))
        runs.recorded(desk.conn, number, audit.note(desk.conn, "asked", said, desk.now))
    return number


def standing(conn: ReadConn, number: int, now: datetime) -> Approval:
    """The question, if it waits for an answer and is what was asked; else ApprovalGone."""
    try:
        approval = runs.approval(conn, number)
    except NotThere as error:
        raise ApprovalGone(number) from error
    if (
        approval.answer is not Answer.ASKED
        or approval.expires <= now
        or not is_whole(conn, approval)
    ):
        raise ApprovalGone(number)
    return approval


def is_whole(conn: ReadConn, approval: Approval) -> bool:
    """Whether payload, hash, asker and origins are what the log says was asked."""
    if approval.record is None or runs.digest(approval.payload) != approval.sha256:
        return False
    record = audit.record(conn, approval.record)
    said = _said(approval)
    hashed = runs.digest(_canonical(said))
    return record.action == "asked" and record.payload == said and record.payload_sha256 == hashed


def show(desk: Desk, tool: Tool, approval: Approval) -> Shown:
    """What exactly would be done; that it was shown goes into the log."""
    with desk.conn.transaction():
        if tool.effect is Effect.SEND:
            longest = approval.asked + timedelta(seconds=DAY_S)
            until = desk.now + timedelta(seconds=_setting_s(desk.conn, SEND_STANDS_S, SEND_S))
            runs.prolong(desk.conn, approval.id, min(until, longest))
        said = {"approval": approval.id, "sha256": approval.sha256}
        audit.note(desk.conn, "shown", said, desk.now)
    shown = as_shown(tool, runs.approval(desk.conn, approval.id))
    return replace(shown, expires=shown.expires.astimezone(desk.zone))


def as_shown(tool: Tool, approval: Approval) -> Shown:
    call = call_of(approval)
    targets = {one.name for one in tool.parameters if one.is_target}
    rows = tuple(
        _row(name, value, call.origin(name), name in targets)
        for name, value in call.arguments.items()
    )
    return Shown(approval.id, tool.name, tool.about, tool.effect, approval.asker, rows,
                 approval.sha256, approval.expires)  # fmt: skip


def call_of(approval: Approval) -> Call:
    """Exactly what was asked about."""
    whole = json.loads(approval.payload)
    return Call(str(whole["tool"]), whole["arguments"], read_origins(approval.origins))


def written_origins(call: Call) -> str:
    """Where each argument comes from, as it is kept."""
    where = {name: call.origin(name) for name in call.arguments}
    return _canonical({name: [one.origin.value, one.ref] for name, one in where.items()})


def read_origins(text: str) -> dict[str, Source]:
    return {name: Source(Origin(one[0]), one[1]) for name, one in json.loads(text).items()}


def edited(call: Call, arguments: Mapping[str, Argument]) -> Call:
    """The call with what the owner wrote instead; None takes an argument away."""
    owner = Source(Origin.OWNER)
    whole = {**call.arguments, **arguments}
    changed = {name for name, value in whole.items() if call.arguments.get(name) != value}
    origins = {name: owner if name in changed else call.origin(name) for name in whole}
    return Call(call.tool, {k: v for k, v in whole.items() if v is not None}, origins)


def end(conn: WriteConn, approval: Approval, answer: Answer, now: datetime) -> bool:
    """The question comes to nothing, and its words go; False if it was over before."""
    with conn.transaction():
        if not runs.answer(conn, approval.id, answer, now):
            return False
        runs.empty(conn, approval.id)
        said = {"approval": approval.id, "sha256": approval.sha256}
        audit.note(conn, "edited" if answer is Answer.EDITED else "denied", said, now)
    return True


def expire(conn: WriteConn, now: datetime) -> list[int]:
    """Questions that nobody answered in time are a no."""
    with conn.transaction():
        gone = runs.expire(conn, now)
        for number in gone:
            audit.note(conn, "expired", {"approval": number}, now)
    return gone


def _said(approval: Approval) -> dict[str, Any]:
    """What the log keeps of a question: hashes, so that forgetting stays possible."""
    return {
        "approval": approval.id,
        "tool": approval.tool,
        "asker": approval.asker,
        "run": approval.run,
        "sha256": approval.sha256,
        "origins_sha256": runs.digest(approval.origins),
    }


def _stands_s(conn: ReadConn, tool: Tool, asker: str) -> float:
    if tool.effect is Effect.SEND and asker == rules.OWNER:
        return _setting_s(conn, SEND_STANDS_S, SEND_S)
    return _setting_s(conn, STANDS_S, DAY_S)


def _setting_s(conn: ReadConn, key: str, default: int) -> float:
    said = profile.setting(conn, key, default)
    is_fit = isinstance(said, int | float) and not isinstance(said, bool) and said > 0
    most = DAY_S if key == SEND_STANDS_S else 30 * DAY_S
    return min(float(said), float(most)) if is_fit else float(default)


def _row(name: str, value: Argument, source: Source, is_target: bool) -> Row:
    where = SOURCES[source.origin]
    if source.ref:
        where = f"{where}, “{visible(source.ref, is_target=True).replace(chr(10), ' ')}”"
    text = value if isinstance(value, str) else ""
    if isinstance(value, list):
        text = "\n".join(value)
        quoted = [f"“{visible(one, is_target=is_target)}”" for one in value]
        shown = "\n".join(f"{at}. {one}" for at, one in enumerate(quoted, 1)) or "nothing"
    elif isinstance(value, str):
        shown = f"“{visible(value, is_target=is_target)}”"
    else:
        shown = json.dumps(value)
    letters = beyond_ascii(text) if is_target else ""
    return Row(visible(name), where, shown, len(text), is_target, letters)


def _lines(row: Row) -> list[str]:
    doubt = f"; {MAKE_SURE}" if row.is_target and row.source != SOURCES[Origin.OWNER] else ""
    length = f"; {row.length:,} characters" if row.length else ""
    found = [f"{row.name} ({row.source}{doubt}{length}):"]
    found += [f"  │ {line}" for line in row.value.split("\n")]
    if row.letters:
        found.append(f"  letters beyond ASCII: {row.letters}")
    return found


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
