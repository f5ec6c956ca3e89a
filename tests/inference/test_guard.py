"""The gate: rules and the floor under them, a yes for one payload, all of an effect or nothing."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from inference import guard as gate
from inference.guard import AGENT, ANY, OWNER, Guard, Ruling, set_rule, settle
from inference.guard import questions as asked
from inference.guard.visible import visible
from inference.tools.base import (
    MODEL,
    Argument,
    Call,
    Desk,
    Effect,
    Result,
    Target,
    Tool,
    by_owner,
    tool,
)
from inference.tools.base import OWNER as FROM_OWNER
from inference.tools.errors import (
    ApprovalGone,
    ApprovalNeeded,
    ArgumentRefused,
    EverythingStopped,
    NotAllowed,
    NotDone,
    UndoGone,
    UnknownTool,
)
from tests.vault.conftest import KEY, NOW, fresh
from vault import audit, changes, items, profile, recovery, runs, tasks
from vault.connection import ReadConn, WriteConn, open_reader
from vault.items import Origin, Source
from vault.runs import Answer
from vault.tasks import NewTask

MAIL = Source(Origin.MAIL, "<1@example.org>")
FILE = Source(Origin.FILE, "/letter.pdf")
sent: list[tuple[str, str]] = []
"what left the computer"


@tool(Effect.READ)
def look(desk: Desk) -> Result:
    """List what is to do."""
    found = tasks.open_tasks(desk.conn)
    return Result(f"{len(found)} to do", {"titles": [one.title for one in found]})


@tool(Effect.WRITE)
def jot(desk: Desk, title: str) -> Result:
    """Note something to do."""
    number = tasks.add(desk.conn, NewTask(title, FROM_OWNER), desk.now)
    return Result(f"Noted {title}.", {"task": number}, (number,),
                  lambda conn: tasks.get(conn, number).title == title,
                  by_owner("unjot", task=number, title=title))  # fmt: skip


@tool(Effect.WRITE, is_hidden=True)
def unjot(desk: Desk, task: int, title: str) -> Result:
    """Take a note away again."""
    if tasks.get(desk.conn, task).title != title:
        raise UndoGone(task)
    items.delete(desk.conn, [task])
    return Result("It is gone.", {}, (), lambda conn: _missing(conn, task))


@tool(Effect.WRITE)
def rename(desk: Desk, task: Target, title: str) -> Result:
    """Give a task another name."""
    number, old = int(task), tasks.get(desk.conn, int(task)).title
    desk.conn.run("UPDATE task SET title = ? WHERE item = ?", (title, number))
    return Result(f"Now {title}.", {}, (number,),
                  lambda conn: tasks.get(conn, number).title == title,
                  by_owner("rename", task=task, title=old))  # fmt: skip


@tool(Effect.WRITE)
def tune(desk: Desk, name: Target, value: str) -> Result:
    """Change a setting."""
    before = profile.setting(desk.conn, name, "unset")
    profile.put_setting(desk.conn, name, value)
    return Result(f"{name} is {value}.", check=lambda conn: profile.setting(conn, name) == value,
                  undo=by_owner("tune", name=name, value=before))  # fmt: skip


@tool(Effect.SEND)
def send(desk: Desk, to: Target, body: str) -> Result:
    """Send a message."""
    sent.append((to, body))
    return Result("Sent.")


@tool(Effect.SEND)
def forget(desk: Desk, what: Target) -> Result:
    """Forget a task for good."""
    items.delete(desk.conn, [int(what)])
    return Result("Forgotten.", {}, (int(what),), lambda conn: _missing(conn, int(what)))


@tool(Effect.WRITE)
def careless(desk: Desk) -> Result:
    """Write without looking whether it worked."""
    tasks.add(desk.conn, NewTask("careless", FROM_OWNER), desk.now)
    return Result("Surely done.")


@tool(Effect.WRITE)
def vain(desk: Desk) -> Result:
    """Say that something was done that was not."""
    tasks.add(desk.conn, NewTask("vain", FROM_OWNER), desk.now)
    return Result("Done.", check=lambda _: False)


@tool(Effect.WRITE)
def clumsy(desk: Desk) -> Result:
    """Fall over halfway."""
    tasks.add(desk.conn, NewTask("half", FROM_OWNER), desk.now)
    raise ZeroDivisionError


@tool(Effect.WRITE)
def put_file(desk: Desk, path: Target) -> Result:
    """Write a file."""
    where = Path(path)
    where.write_text("x")
    return Result("Written.", {}, (), lambda _: where.exists(), by_owner("drop_file", path=path))


@tool(Effect.WRITE, is_hidden=True)
def drop_file(desk: Desk, path: Target) -> Result:
    """Take a file away."""
    Path(path).unlink()
    return Result("Gone.", check=lambda _: not Path(path).exists())


TOOLS: dict[str, Tool] = {
    one.name: one
    for one in (
        look,
        jot,
        unjot,
        rename,
        tune,
        send,
        forget,
        careless,
        vain,
        clumsy,
        put_file,
        drop_file,
    )
}


def _missing(conn: ReadConn, number: int) -> bool:
    return conn.value("SELECT 1 FROM item WHERE id = ?", (number,)) is None


def desk_at(conn: WriteConn, now: datetime = NOW) -> Desk:
    return Desk(conn, now, lambda _: [])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    sent.clear()
    with fresh(tmp_path / "test.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        yield desk_at(conn)
        audit.verify(conn)


@pytest.fixture
def guard() -> Guard:
    return Guard(TOOLS)


def mixed(name: str, where: dict[str, Source], **arguments: Argument) -> Call:
    return Call(name, arguments, {**dict.fromkeys(arguments, FROM_OWNER), **where})


def asks(guard: Guard, desk: Desk, call: Call, asker: str = OWNER) -> int:
    with pytest.raises(ApprovalNeeded) as caught:
        guard.carry_out(desk, call, asker=asker)
    return caught.value.approval


def titles(desk: Desk) -> list[str]:
    return [one.title for one in tasks.open_tasks(desk.conn)]


def phases(desk: Desk) -> list[tuple[str, str]]:
    return [(one.action, one.phase.value) for one in audit.records(desk.conn)]


# What may be done


def test_reading_is_allowed_and_writing_where_the_owner_asked(guard: Guard, desk: Desk) -> None:
    mine, made_up = by_owner("jot", title="tea"), Call("jot", {"title": "tea"})
    assert guard.ruling(desk, by_owner("look"), "plugin") is Ruling.ALWAYS
    assert guard.ruling(desk, mine, OWNER) is Ruling.ALWAYS
    assert guard.ruling(desk, made_up, OWNER) is Ruling.ALWAYS  # words made up, no target
    assert guard.ruling(desk, mixed("jot", {"title": MAIL}, title="tea"), OWNER) is Ruling.ASK
    for asker in (AGENT, "schedule", "plugin", "somebody"):
        assert guard.ruling(desk, mine, asker) is Ruling.ASK
    target = mixed("rename", {"task": MODEL}, task="1", title="tea")
    assert guard.ruling(desk, target, OWNER) is Ruling.ASK
    assert guard.ruling(desk, by_owner("rename", task="1", title="tea"), OWNER) is Ruling.ALWAYS


def test_the_owner_s_rules(guard: Guard, desk: Desk) -> None:
    call = by_owner("jot", title="tea")
    set_rule(desk.conn, "jot", AGENT, Ruling.ALWAYS, now=NOW)
    assert guard.ruling(desk, call, AGENT) is Ruling.ALWAYS
    set_rule(desk.conn, ANY, AGENT, Ruling.NEVER, now=NOW)
    assert guard.ruling(desk, call, AGENT) is Ruling.NEVER
    with pytest.raises(NotAllowed) as caught:
        guard.carry_out(desk, call, asker=AGENT)
    assert (caught.value.tool, caught.value.reason) == ("jot", "never")
    assert titles(desk) == []
    set_rule(desk.conn, ANY, AGENT, None, now=NOW)
    guard.carry_out(desk, call, asker=AGENT)
    assert titles(desk) == ["tea"]
    assert ("refused", "note") in phases(desk)


@pytest.mark.parametrize("rule", list(Ruling))
@pytest.mark.parametrize("asker", [OWNER, AGENT, "schedule"])
@pytest.mark.parametrize("origin", list(Origin))
def test_no_rule_asker_or_argument_lowers_the_floor(
    guard: Guard, desk: Desk, rule: Ruling, asker: str, origin: Origin
) -> None:
    for which in ("send", ANY):
        for whose in (asker, ANY):
            set_rule(desk.conn, which, whose, rule, now=NOW)
    source = Source(origin, "x")
    call = mixed("send", {"body": source, "to": source}, to="ana@example.org", body="hello")
    with pytest.raises((ApprovalNeeded, NotAllowed)):
        guard.carry_out(desk, call, asker=asker)
    assert sent == []
    refused = origin in gate.OUTSIDE or rule is Ruling.NEVER
    assert guard.ruling(desk, call, asker) is (Ruling.NEVER if refused else Ruling.ASK)


@pytest.mark.parametrize("origin", sorted(gate.OUTSIDE))
def test_text_from_outside_never_chooses_a_target(guard: Guard, desk: Desk, origin: Origin) -> None:
    guard.carry_out(desk, by_owner("jot", title="tea"), asker=OWNER)
    call = mixed("rename", {"task": Source(origin, "x")}, task="1", title="rum")
    for rule in Ruling:
        set_rule(desk.conn, ANY, ANY, rule, now=NOW)
        with pytest.raises(NotAllowed) as caught:
            guard.carry_out(desk, call, asker=OWNER)
        assert caught.value.reason == "outside"
    assert titles(desk) == ["tea"]


def test_a_rule_that_is_none_asks(guard: Guard, desk: Desk) -> None:
    profile.put_setting(desk.conn, "guard.rule.owner.jot", "sure, go ahead")
    assert guard.ruling(desk, by_owner("jot", title="x"), OWNER) is Ruling.ASK


def test_only_what_fits_and_is_offered(guard: Guard, desk: Desk) -> None:
    for call in (by_owner("unjot", task=1, title="x"), by_owner("launch")):
        with pytest.raises(UnknownTool):
            guard.carry_out(desk, call, asker=OWNER)
    for call in (by_owner("jot"), by_owner("jot", title=3), by_owner("jot", title="a\ud800")):
        with pytest.raises(ArgumentRefused):
            guard.carry_out(desk, call, asker=OWNER)
    assert "unjot" not in guard.tools
    assert phases(desk) == []


# Doing


def test_the_intent_is_on_the_disk_before_and_all_the_rest_is_one(
    guard: Guard, desk: Desk, tmp_path: Path
) -> None:
    seen: list[tuple[list[str], list[str]]] = []
    with open_reader(tmp_path / "test.db", KEY) as other:

        def within(conn: WriteConn, result: Result) -> None:
            before = [one.phase.value for one in audit.records(other)]
            seen.append((before, [one.title for one in tasks.open_tasks(other)]))

        done = guard.carry_out(desk, by_owner("jot", title="tea"), asker=OWNER, within=within)
    assert seen == [(["intent"], [])]
    assert phases(desk) == [("doing", "intent"), ("doing", "outcome")]
    assert done.change is not None
    kept = changes.get(desk.conn, done.change)
    assert (kept.says, kept.tool, kept.asker) == ("Noted tea.", "jot", OWNER)
    assert kept.can_be_undone
    assert audit.unfinished(desk.conn) == []


@pytest.mark.parametrize(("name", "error"), [("careless", TypeError), ("vain", NotDone),
                                             ("clumsy", ZeroDivisionError)])  # fmt: skip
def test_what_did_not_work_left_nothing_and_is_in_the_log(
    guard: Guard, desk: Desk, name: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        guard.carry_out(desk, by_owner(name), asker=OWNER)
    assert titles(desk) == []
    assert changes.recent(desk.conn) == []
    assert audit.records(desk.conn)[-1].payload == {"done": False, "error": error.__name__}


def test_a_journal_that_cannot_be_kept_takes_the_effect_along(guard: Guard, desk: Desk,
                                                              tmp_path: Path) -> None:  # fmt: skip
    def broken(conn: WriteConn, result: Result) -> None:
        raise ZeroDivisionError

    for call in (by_owner("jot", title="x"), by_owner("put_file", path=str(tmp_path / "x"))):
        with pytest.raises(ZeroDivisionError):
            guard.carry_out(desk, call, asker=OWNER, within=broken)
    assert titles(desk) == []
    assert not (tmp_path / "x").exists()  # a file is in no transaction: it was taken back
    assert audit.records(desk.conn)[-1].payload["taken back"] is True


def test_stop_stops_and_what_waits_waits(guard: Guard, desk: Desk) -> None:
    number = asks(guard, desk, by_owner("send", to="ana", body="hi"))
    gate.stop_everything(desk.conn, NOW)
    with pytest.raises(EverythingStopped):
        guard.carry_out(desk, by_owner("jot", title="x"), asker=OWNER)
    with pytest.raises(EverythingStopped):
        guard.carry_out(desk, by_owner("send", to="a", body="b"), asker=OWNER)
    with pytest.raises(EverythingStopped):
        guard.approve(desk, number)
    assert guard.carry_out(desk, by_owner("look"), asker=OWNER).result.says == "0 to do"
    assert sent == []
    gate.go_on(desk.conn, NOW)
    guard.approve(desk, number)
    assert sent == [("ana", "hi")]
    assert {("stopped everything", "note"), ("went on", "note")} <= set(phases(desk))


def test_what_was_stopped_halfway_is_said_at_the_next_start(desk: Desk) -> None:
    audit.intend(desk.conn, "doing", {"tool": "jot"}, NOW)
    audit.intend(desk.conn, "something else", {}, NOW)
    assert settle(desk) == 1
    assert settle(desk) == 0
    assert [one.action for one in audit.unfinished(desk.conn)] == ["something else"]


# Undoing


def test_undo_once_and_only_while_nothing_changed(guard: Guard, desk: Desk) -> None:
    first = guard.carry_out(desk, by_owner("jot", title="tea"), asker=OWNER)
    task = first.result.items[0]
    second = guard.carry_out(desk, by_owner("rename", task=str(task), title="rum"), asker=OWNER)
    assert first.change is not None
    assert second.change is not None
    with pytest.raises(UndoGone):
        guard.undo(desk, first.change)  # renamed since
    guard.undo(desk_at(desk.conn, NOW + timedelta(days=40)), second.change)
    assert titles(desk) == ["tea"]
    with pytest.raises(UndoGone):
        guard.undo(desk, second.change)
    redo = changes.recent(desk.conn)[0]
    assert redo.undoes == second.change
    guard.undo(desk, redo.id)
    assert titles(desk) == ["rum"]
    with pytest.raises(UndoGone):
        guard.undo(desk, 99)


def test_undo_where_it_was_changed_by_hand(guard: Guard, desk: Desk) -> None:
    done = guard.carry_out(desk, by_owner("jot", title="tea"), asker=OWNER)
    task = done.result.items[0]
    named = guard.carry_out(desk, by_owner("rename", task=str(task), title="rum"), asker=OWNER)
    tasks.move(desk.conn, task, tasks.TaskState.DONE, NOW)
    with pytest.raises(UndoGone):
        guard.undo(desk, named.change or 0)
    assert audit.unfinished(desk.conn) == []
    items.mark_used(desk.conn, [task], NOW)
    tasks.move(desk.conn, task, tasks.TaskState.OPEN, NOW)
    guard.undo(desk, named.change or 0)  # as it was again; having been used does not count
    guard.undo(desk, done.change or 0)
    assert titles(desk) == []


def test_undo_of_what_is_no_item(guard: Guard, desk: Desk) -> None:
    first, second = (
        guard.carry_out(desk, by_owner("tune", name="pitch", value=value), asker=OWNER).change or 0
        for value in ("440", "442")
    )
    other = guard.carry_out(desk, by_owner("tune", name="volume", value="9"), asker=OWNER)
    with pytest.raises(UndoGone):
        guard.undo(desk, first)  # tuned again since
    assert profile.setting(desk.conn, "pitch") == "442"
    guard.undo(desk, other.change or 0)
    guard.undo(desk, second)
    assert profile.setting(desk.conn, "pitch") == "440"
    guard.undo(desk, first)
    assert profile.setting(desk.conn, "pitch") == "unset"


def test_forgetting_takes_the_words_out_of_changes_questions_and_the_log(
    guard: Guard, desk: Desk
) -> None:
    secret = "xyzzy-canary"
    number = asks(guard, desk, by_owner("jot", title=secret), AGENT)
    done = guard.approve(desk, number)
    denied = asks(guard, desk, by_owner("jot", title=secret), AGENT)
    guard.deny(desk, denied)
    wish = asks(guard, desk, by_owner("forget", what=str(done.result.items[0])))
    guard.approve(desk, wish)
    about = [one for one in audit.records(desk.conn) if one.action == "doing"][:2]
    assert [one.payload for one in about] == [None, None]
    for table in ("change", "approval", "audit", "passage", "task", "setting"):
        assert secret not in str(desk.conn.rows(f"SELECT * FROM {table}"))
    assert [runs.approval(desk.conn, one).answer for one in (number, denied)] == [
        Answer.USED,
        Answer.NO,
    ]


# Questions


def test_a_yes_does_exactly_what_was_shown_once(guard: Guard, desk: Desk) -> None:
    number = asks(guard, desk, by_owner("send", to="ana@example.org", body="hello"))
    assert sent == []
    shown = guard.show(desk, number)
    assert shown.sha256 == runs.digest(by_owner("send", to="ana@example.org", body="hello").payload)
    done = guard.approve(desk, number)
    assert sent == [("ana@example.org", "hello")]
    assert done.result.says == "Sent."
    for again in (guard.approve, guard.deny, guard.show):
        with pytest.raises(ApprovalGone):
            again(desk, number)
    with pytest.raises(ApprovalGone):
        guard.edit(desk, number, {"body": "more"})
    assert len(sent) == 1
    assert [one[0] for one in phases(desk)] == ["asked", "shown", "approved", "doing", "doing"]
    kept = json.loads(runs.approval(desk.conn, number).result or "")
    assert kept["says"] == "Sent."


def test_a_yes_is_used_up_even_where_it_fails(guard: Guard, desk: Desk) -> None:
    number = asks(guard, desk, by_owner("vain"), AGENT)
    with pytest.raises(NotDone):
        guard.approve(desk, number)
    with pytest.raises(ApprovalGone):
        guard.approve(desk, number)
    assert titles(desk) == []


def test_denied_and_unknown_questions_do_nothing(guard: Guard, desk: Desk) -> None:
    number = asks(guard, desk, by_owner("send", to="ana", body="hi"))
    guard.deny(desk, number)
    for gone in (number, 99):
        with pytest.raises(ApprovalGone):
            guard.approve(desk, gone)
    assert sent == []


@pytest.mark.parametrize(
    ("name", "asker", "seconds"),
    [("send", OWNER, 120), ("send", AGENT, 86400), ("jot", AGENT, 86400)],
)
def test_silence_is_a_no(guard: Guard, desk: Desk, name: str, asker: str, seconds: int) -> None:
    arguments = {"to": "ana", "body": "hi"} if name == "send" else {"title": "x"}
    for after, is_gone in ((seconds, True), (seconds - 1, False)):
        number = asks(guard, desk, by_owner(name, **arguments), asker)
        late = desk_at(desk.conn, NOW + timedelta(seconds=after))
        if not is_gone:
            guard.approve(late, number)
            continue
        with pytest.raises(ApprovalGone):
            guard.approve(late, number)
        assert runs.approval(desk.conn, number).answer is Answer.EXPIRED
        assert (sent, titles(desk)) == ([], [])


def test_looking_at_a_question_leaves_time_to_answer_it(guard: Guard, desk: Desk) -> None:
    number = asks(guard, desk, by_owner("send", to="ana", body="hi"))
    for minute in range(1, 6):
        guard.show(desk_at(desk.conn, NOW + timedelta(minutes=minute)), number)
    guard.approve(desk_at(desk.conn, NOW + timedelta(minutes=6)), number)
    assert sent == [("ana", "hi")]


def test_how_long_a_question_stands_can_be_set(guard: Guard, desk: Desk) -> None:
    profile.put_setting(desk.conn, asked.STANDS_S, 60)
    number = asks(guard, desk, by_owner("jot", title="x"), AGENT)
    assert runs.approval(desk.conn, number).expires == NOW + timedelta(seconds=60)
    profile.put_setting(desk.conn, asked.SEND_STANDS_S, "for ever")
    number = asks(guard, desk, by_owner("send", to="a", body="b"))
    assert runs.approval(desk.conn, number).expires == NOW + timedelta(seconds=120)


def test_edit_then_approve(guard: Guard, desk: Desk) -> None:
    call = mixed("send", {"body": MAIL, "to": MODEL}, to="eve@example.org", body="secret")
    old = asks(guard, desk, call, AGENT)
    new = guard.edit(desk, old, {"to": "ana@example.org"})
    with pytest.raises(ApprovalGone):
        guard.approve(desk, old)
    question = runs.approval(desk.conn, new)
    assert question.sha256 != runs.approval(desk.conn, old).sha256
    rows = {row.name: row.source for row in guard.show(desk, new).rows}
    assert (
        rows == {"to": "from you", "body": "from a mail, “⟨U+003C”"}
        or "from a mail" in rows["body"]
    )
    assert rows["to"] == "from you"
    guard.approve(desk, new)
    assert sent == [("ana@example.org", "secret")]
    with pytest.raises(ArgumentRefused):
        guard.edit(desk, asks(guard, desk, call, AGENT), {"to": None})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE approval SET payload = replace(payload, 'ana', 'eve')",
        "UPDATE approval SET payload = replace(payload, 'ana', 'eve'), payload_sha256 = :sha",
        "UPDATE approval SET origins = replace(origins, 'assistant', 'owner')",
        "UPDATE approval SET asker = 'owner'",
        "UPDATE approval SET tool = 'jot'",
        "UPDATE approval SET record = NULL",
        "UPDATE audit SET payload = replace(payload, 'agent', 'owner') WHERE action = 'asked'",
    ],
)
def test_what_was_changed_between_is_refused(guard: Guard, desk: Desk, change: str) -> None:
    call = Call("send", {"to": "ana", "body": "hi"})
    number = asks(guard, desk, call, AGENT)
    sha = runs.digest(replace(call, arguments={"to": "eve", "body": "hi"}).payload)
    with desk.conn.transaction():
        desk.conn.run(change.replace(":sha", f"'{sha}'"))
    for answer in (guard.show, guard.approve, guard.deny):
        with pytest.raises(ApprovalGone):
            answer(desk, number)
    assert sent == []
    if "audit" in change:  # put the log back, so that the fixture finds it whole
        with desk.conn.transaction():
            desk.conn.run(
                "UPDATE audit SET payload = replace(payload, 'owner', 'agent') "
                "WHERE action = 'asked'"
            )


def test_a_rule_made_after_the_question_counts(guard: Guard, desk: Desk) -> None:
    number = asks(guard, desk, by_owner("send", to="ana", body="hi"))
    set_rule(desk.conn, "send", ANY, Ruling.NEVER, now=NOW)
    with pytest.raises(NotAllowed):
        guard.approve(desk, number)
    assert sent == []


def test_a_thousand_replays_do_nothing(guard: Guard, desk: Desk) -> None:
    number = asks(guard, desk, by_owner("send", to="ana", body="hi"))
    guard.approve(desk, number)
    for _ in range(1_000):
        with pytest.raises(ApprovalGone):
            guard.approve(desk, number)
    assert len(sent) == 1


# Exact calls

NUMBERED = gate.Exact(
    "forget",
    "forget",
    lambda desk, call: by_owner("forget", what=str(_number(desk, str(call.arguments["what"])))),
    lambda _, call: f"task {call.arguments['what']}\u202e goes along",
)
PLACED = gate.Exact(
    "put_file",
    "put_exactly",
    lambda _, call: replace(call, tool="put_exactly", arguments={**call.arguments, "mark": "m"}),
)


@tool(Effect.WRITE, is_hidden=True)
def put_exactly(desk: Desk, path: Target, mark: str) -> Result:
    """Write this very file, once."""
    where = Path(path)
    where.write_text(mark)
    return Result("Written.", {}, (), lambda _: where.exists(), by_owner("drop_file", path=path))


def _number(desk: Desk, words: str) -> int:
    if words.isdecimal():
        return int(words)
    return next(one.id for one in tasks.open_tasks(desk.conn) if one.title == words)


def test_what_is_asked_about_says_exactly_what_it_means(desk: Desk) -> None:
    guard = Guard(TOOLS, [NUMBERED])
    first, second = (
        guard.carry_out(desk, by_owner("jot", title=title), asker=OWNER).result.items[0]
        for title in ("tea", "rum")
    )
    number = asks(guard, desk, by_owner("forget", what="tea"))
    shown = guard.show(desk, number)
    assert shown.rows[0].value == f"“{first}”"
    assert shown.along == (f"task {first}⟨U+202E RIGHT-TO-LEFT OVERRIDE⟩ goes along",)
    assert shown.along[0] in "\n".join(shown.lines)
    other = guard.edit(desk, number, {"what": "rum"})
    assert guard.show(desk, other).rows[0].value == f"“{second}”"
    guard.approve(desk, other)
    assert titles(desk) == ["tea"]


def test_an_exact_form_stands_under_the_rules_of_its_tool(desk: Desk, tmp_path: Path) -> None:
    guard = Guard({**TOOLS, "put_exactly": put_exactly}, [PLACED])
    path = str(tmp_path / "x")
    guard.carry_out(desk, by_owner("put_file", path=path), asker=OWNER)
    assert Path(path).read_text() == "m"
    guard.undo(desk, changes.recent(desk.conn)[0].id)
    exact = guard.exact(desk, by_owner("put_file", path=path))
    assert guard.exact(desk, exact) == exact
    guard.carry_out(desk, exact, asker=OWNER)  # begun again after a crash
    guard.undo(desk, changes.recent(desk.conn)[0].id)
    number = asks(guard, desk, by_owner("put_file", path=path), AGENT)
    set_rule(desk.conn, "put_file", AGENT, Ruling.NEVER, now=NOW)
    for refused in (exact, replace(exact, origins={"path": MAIL})):
        with pytest.raises(NotAllowed):
            guard.carry_out(desk, refused, asker=AGENT)
    with pytest.raises(NotAllowed):
        guard.approve(desk, number)
    assert not Path(path).exists()
    assert "put_exactly" not in guard.tools
    with pytest.raises(UnknownTool):
        Guard(TOOLS | {"put_exactly": put_exactly}).carry_out(desk, exact, asker=OWNER)


def test_an_exact_form_that_does_more_than_its_tool_is_a_bug(desk: Desk) -> None:
    as_look = gate.Exact("look", "unjot", lambda *_: by_owner("unjot", task=1, title="x"))
    with pytest.raises(TypeError):
        Guard(TOOLS, [as_look]).carry_out(desk, by_owner("look"), asker=OWNER)
    elsewhere = gate.Exact("jot", "jot", lambda *_: by_owner("send", to="a", body="b"))
    with pytest.raises(TypeError):
        Guard(TOOLS, [elsewhere]).carry_out(desk, by_owner("jot", title="x"), asker=OWNER)
    assert sent == []


# What is shown

NAMED = re.compile(r"⟨(?:(\d+) × )?U\+([0-9A-F]{4,6}) [^⟩]*⟩")


def read_again(shown: str) -> str:
    """What a patient reader of the names would write down."""
    return NAMED.sub(lambda one: chr(int(one[2], 16)) * int(one[1] or 1), shown)


NASTY = (
    "\u202e\u2066\u2069\u200b\u200d\ufeff\u00ad\u034f\u3164\u2800\u115f\u180e\ufe0f\U000e0041"
    "аеорсухАВЕ\u0399οα\uff41\U0001d41a⟨⟩×\x00\x1b\x7f\r\n\t\u2028\u0085 \u00a0\u0301é/.⁄․@"  # noqa: RUF001
)
LETTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]), st.sampled_from(NASTY), st.sampled_from("abc 1.@")
)
SHORT = st.text(LETTERS, min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
RUNS = st.tuples(st.text(LETTERS, min_size=1, max_size=8), st.integers(1, 400)).map(
    lambda both: both[0] * both[1]
)
LONG = st.text(LETTERS, min_size=1, max_size=9).map(lambda text: (text * 100_000)[:100_000])
TEXTS = st.one_of(SHORT, SHORT, SHORT, RUNS, RUNS, LONG).filter(lambda text: bool(text.strip()))
OFTEN = settings(
    deadline=None, database=None, derandomize=True, print_blob=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                           HealthCheck.data_too_large],
)  # fmt: skip


def shown_text(lines: tuple[str, ...], name: str) -> str:
    """The text of one argument, read off the lines that a terminal shows."""
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{name} ("))
    found = []
    for line in lines[start + 1 :]:
        if not line.startswith("  │ "):
            break
        found.append(line.removeprefix("  │ "))
    whole = "\n".join(found)
    assert whole[0] + whole[-1] == "“”"
    return read_again(whole[1:-1])


def shown_is_executed(guard: Guard, desk: Desk, to: str, body: str) -> None:
    """One action from the wish to its effect."""
    sent.clear()
    call = Call("send", {"to": to, "body": body}, {"to": FROM_OWNER, "body": MAIL})
    number = asks(guard, desk, call, AGENT)
    shown = guard.show(desk, number)
    assert f"{len(body):,} characters" in "\n".join(shown.lines)
    for line in shown.lines:
        assert all(one.isprintable() for one in line), "something on the screen cannot be seen"
    guard.approve(desk, number)
    assert sent == [(shown_text(shown.lines, "to"), shown_text(shown.lines, "body"))]
    assert sent == [(to, body)]
    executed = Call("send", {"to": sent[0][0], "body": sent[0][1]}).payload
    assert runs.digest(executed) == shown.sha256


@pytest.fixture
def examples() -> int:
    """How many generated actions: few by default, 10,000 with TACIT_MANY=1."""
    import os

    return 10_000 if os.environ.get("TACIT_MANY") else 200


def test_shown_is_executed_for_generated_actions(guard: Guard, desk: Desk, examples: int) -> None:
    seen: list[int] = []

    @settings(OFTEN, max_examples=examples)
    @given(to=SHORT, body=TEXTS)
    def check(to: str, body: str) -> None:
        seen.append(len(body))
        shown_is_executed(guard, desk, to, body)

    check()
    assert len(seen) >= examples
    assert max(seen) > 50_000


@settings(OFTEN, max_examples=60)
@given(one=TEXTS, other=TEXTS, is_target=st.booleans())
def test_different_texts_look_different(one: str, other: str, is_target: bool) -> None:
    assert read_again(visible(one, is_target=is_target)) == one
    assume(one != other)
    assert visible(one, is_target=is_target) != visible(other, is_target=is_target)


def test_every_character_is_to_be_seen() -> None:
    points = [*range(0xD800), *range(0xE000, 0x32000), *range(0xE0000, 0xE0200), 0xF0000, 0x10FFFF]
    for start in range(0, len(points), 0x4000):
        text = "".join(f" a{chr(point)}b" for point in points[start : start + 0x4000])
        shown = visible(text)
        assert read_again(shown) == text
        unseen = {one for one in shown if unicodedata.category(one)[0] in "CZ"} - {" ", "\n"}
        assert unseen == set()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("p\u0430ypal@example.org", "CYRILLIC SMALL LETTER A"),
        ("\u0430\u0440\u0440\u04cf\u0435", "CYRILLIC SMALL LETTER PALOCHKA"),
        ("ana\u202egro.elpmaxe@", "RIGHT-TO-LEFT OVERRIDE"),
        ("ana\u200b@example.org", "ZERO WIDTH SPACE"),
        ("\uff41na", "FULLWIDTH LATIN SMALL LETTER A"),
        ("\U0001d5ba", "MATHEMATICAL SANS-SERIF SMALL A"),
        ("exampl\u0435.org", "CYRILLIC SMALL LETTER IE"),
        ("\u03bfmega", "GREEK SMALL LETTER OMICRON"),
        ("example\u2024org", "ONE DOT LEADER"),
        ("example.org\u2044x", "FRACTION SLASH"),
        ("\u13a0pple", "CHEROKEE LETTER A"),
        ("\u0251na", "LATIN SMALL LETTER ALPHA"),
        ("e\u0301va", "COMBINING ACUTE ACCENT"),
        ("\u05d0na 1", "HEBREW LETTER ALEF"),
        ("a" + " " * 300 + "b", "300 × U+0020 SPACE"),
        ("a" + "\n" * 300 + "b", "300 × U+000A LINE FEED"),
        ("x\u3164", "HANGUL FILLER"),
        ("x \n", "U+0020 SPACE"),
    ],
)
def test_what_deceives_the_eye_is_named(text: str, hint: str) -> None:
    assert hint in visible(text, is_target=True)


@pytest.mark.parametrize(
    "text",
    [
        "Grüße an Zoë in Łódź, für 3 € – “morgen”…",
        "Позвони маме завтра, оса и рос",  # noqa: RUF001
        "Η Αθήνα είναι πόλη",  # noqa: RUF001
        "明日の会議を予約する",
        "שלום, מה שלומך",
        "مرحبا بالعالم",
        "  indented\n\nand spaced",
        "नमस्ते दुनिया",
    ],
)
def test_what_people_write_is_left_as_it_is(text: str) -> None:
    assert visible(text) == text
