"""Tasks, reminders and notes as the gate carries them out and takes them back, over a restart."""

from dataclasses import replace
from pathlib import Path

import pytest

from inference.guard import OWNER, Guard
from inference.tools.base import Argument, Desk, by_owner
from inference.tools.errors import UndoGone
from tests.inference.tools.trial import NOW, TOOLS, Trial
from tests.vault.conftest import KEY, fresh
from vault import audit, recovery, search
from vault.connection import open_writer

CALLS: list[tuple[str, dict[str, Argument]]] = [
    ("create_task", {"title": "Post it", "due": "2026-11-27", "repeats": "FREQ=WEEKLY"}),
    ("complete_task", {"task": "rent"}),
    ("move_task", {"task": "rent", "due": "2026-12-01"}),
    ("prioritize_task", {"task": "rent", "importance": "high"}),
    ("drop_task", {"task": "rent"}),
    ("edit_task", {"task": "rent", "title": "Pay the new rent"}),
    ("set_reminder", {"text": "Stretch", "at": "2026-11-20"}),
    ("set_reminder", {"text": "pay rent", "at": "2026-11-20"}),
    ("snooze_reminder", {"reminder": "plants", "until": "2026-11-21"}),
    ("cancel_reminder", {"reminder": "plants"}),
    ("create_note", {"text": "oats"}),
    ("append_note", {"note": "wifi", "text": "and more"}),
]


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_what_the_gate_did_it_takes_back_after_a_restart(
    tmp_path: Path, name: str, arguments: dict[str, Argument]
) -> None:
    guard = Guard(TOOLS)
    with fresh(tmp_path / "x.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        trial = Trial(conn)
        trial.do("create_task", title="Pay rent", due="2026-11-30", repeats="FREQ=MONTHLY")
        trial.do("set_reminder", text="Water the plants", at="2026-11-19", repeats="FREQ=DAILY")
        trial.do("create_note", text="The wifi code is 1234")
        before = trial.state()
        desk = Desk(conn, NOW, lambda query: search.search(conn, query, NOW))
        done = guard.carry_out(desk, by_owner(name, **arguments), asker=OWNER)
        assert trial.state() != before
        assert done.change is not None
    with open_writer(tmp_path / "x.db", KEY) as conn:
        again = replace(desk, conn=conn)
        Guard(TOOLS).undo(again, done.change)
        assert Trial(conn).state() == before
        with pytest.raises(UndoGone):
            guard.undo(again, done.change)
