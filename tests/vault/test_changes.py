"""A change knows what it was about, notices that it was overtaken, and forgets with its items."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.vault.conftest import KEY, NOW
from vault import changes, items, migrate, runs, tasks
from vault.changes import NewChange
from vault.connection import WriteConn, open_writer
from vault.errors import NotThere
from vault.items import Origin, Source
from vault.migrations import MIGRATIONS
from vault.runs import Answer, Run, RunState, Wish
from vault.tasks import NewTask

OWNER = Source(Origin.OWNER)
LATER = NOW + timedelta(hours=1)


def made(conn: WriteConn, *about: int) -> int:
    new = NewChange(1, "create_task", "owner", '{"said":"tea"}', "Noted tea.", "{}", about)
    return changes.add(conn, new, NOW)


def test_changes_the_newest_first(conn: WriteConn) -> None:
    task = tasks.add(conn, NewTask("tea", OWNER), NOW)
    first, second = made(conn, task), made(conn)
    assert [one.id for one in changes.recent(conn)] == [second, first]
    assert [one.id for one in changes.recent(conn, 1)] == [second]
    assert [one.id for one in changes.after(conn, first)] == [second]
    one = changes.get(conn, first)
    assert (one.items, one.made, one.says, one.can_be_undone) == ((task,), NOW, "Noted tea.", True)
    with pytest.raises(NotThere):
        changes.get(conn, 99)


def test_a_change_is_taken_back_once(conn: WriteConn) -> None:
    number = made(conn)
    assert changes.mark_undone(conn, number, LATER)
    assert not changes.mark_undone(conn, number, LATER)
    assert changes.get(conn, number).undone == LATER
    assert not changes.get(conn, number).can_be_undone


def test_whatever_changes_an_item_is_noticed(conn: WriteConn) -> None:
    task = tasks.add(conn, NewTask("tea", OWNER), NOW)
    number = made(conn, task)
    items.mark_used(conn, [task], LATER)
    assert changes.is_as_left(conn, changes.get(conn, number))
    for statement in (
        "UPDATE task SET title = 'rum'",
        "UPDATE item SET sensitivity = 2",
        "UPDATE passage SET text = 'rum'",
        f"INSERT INTO reminder(item, due_us, state) VALUES ({task}, 1, 'waiting')",
        "DELETE FROM task",
    ):
        conn.command("BEGIN")
        conn.run(statement)
        assert not changes.is_as_left(conn, changes.get(conn, number)), statement
        conn.command("ROLLBACK")
    assert changes.is_as_left(conn, changes.get(conn, number))


def test_forgetting_an_item_empties_what_was_said_of_it(conn: WriteConn) -> None:
    task = tasks.add(conn, NewTask("tea", OWNER), NOW)
    number, other = made(conn, task), made(conn)
    question = runs.ask(conn, None, Wish("create_task", '{"said":"tea"}', LATER), NOW)
    runs.keep_result(conn, question, '{"says":"tea"}', [task])
    items.delete(conn, [task])
    assert "tea" not in str(changes.get(conn, number))
    assert "tea" in str(changes.get(conn, other))
    assert "tea" not in str(runs.approval(conn, question))
    assert not changes.get(conn, number).can_be_undone


def test_what_is_about_something_gone_keeps_no_words(conn: WriteConn) -> None:
    task = tasks.add(conn, NewTask("tea", OWNER), NOW)
    items.delete(conn, [task])
    assert "tea" not in str(changes.get(conn, made(conn, task)))
    question = runs.ask(conn, None, Wish("forget", '{"what":"tea"}', LATER), NOW)
    runs.keep_result(conn, question, '{"says":"tea"}', [task])
    assert "tea" not in str(runs.approval(conn, question))


def test_questions_run_out_and_can_be_prolonged(conn: WriteConn) -> None:
    first, second = (
        runs.ask(conn, None, Wish("send", "{}", NOW + timedelta(minutes=1)), NOW) for _ in range(2)
    )
    runs.prolong(conn, second, LATER)
    runs.prolong(conn, second, NOW)  # never shorter
    assert runs.expire(conn, NOW + timedelta(minutes=2)) == [first]
    assert runs.approval(conn, first).answer is Answer.EXPIRED
    assert runs.approval(conn, first).payload == ""
    assert runs.approval(conn, second).expires == LATER
    runs.prolong(conn, first, LATER)
    assert runs.approval(conn, first).expires < LATER


def test_runs_by_where_they_stand(conn: WriteConn) -> None:
    first, second = (runs.begin(conn, "plan", goal, OWNER, NOW) for goal in ("a", "b"))
    runs.save(conn, Run(first, "plan", "a", RunState.DONE, "[]"), NOW)
    assert [one.id for one in runs.of_state(conn, RunState.RUNNING, RunState.WAITING)] == [second]
    assert [one.id for one in runs.of_state(conn, RunState.DONE)] == [first]


def test_questions_of_an_older_vault_are_kept(tmp_path: Path) -> None:
    with open_writer(tmp_path / "x.db", KEY) as conn:
        migrate.migrate(conn, lambda: tmp_path, MIGRATIONS[:2])
        with conn.transaction():
            conn.run(
                "INSERT INTO item(id, kind, source, created_us, happened_us) "
                "VALUES (7, 'run', 'owner', 1, 1)"
            )
            conn.run(
                "INSERT INTO approval(id, run, tool, payload, payload_sha256, state, asked_us, "
                "expires_us) VALUES (3, 7, 'send', '{}', 'x', 'asked', 1, 2)"
            )
        migrate.migrate(conn, lambda: tmp_path)
        old = runs.approval(conn, 3)
        assert (old.run, old.payload, old.answer, old.record) == (7, "{}", Answer.ASKED, None)
        assert runs.ask(conn, None, Wish("send", "{}", LATER), NOW) == 4
        items.delete(conn, [7])
        assert conn.column("SELECT id FROM approval") == [4]
