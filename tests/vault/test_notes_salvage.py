"""Notes, tasks and reminders of a damaged vault are saved, also where their item was lost."""

from pathlib import Path

import pytest

from tests.vault.conftest import KEY, NOW, fresh
from vault import notes, reminders, tasks
from vault.connection import open_reader
from vault.items import Origin, Source
from vault.reminders import NewReminder
from vault.salvage import salvage
from vault.tasks import Due, NewTask

OWNER = Source(Origin.OWNER)


@pytest.mark.parametrize("is_lost", [False, True])
def test_what_was_kept_is_saved(tmp_path: Path, *, is_lost: bool) -> None:
    path = tmp_path / "old.db"
    with fresh(path) as conn:
        note = notes.add(conn, ("Shopping", "oats"), OWNER, NOW)
        task = tasks.add(conn, NewTask("call Ana", OWNER, due=Due(NOW)), NOW)
        reminders.add(conn, task, NewReminder(NOW))
        reminders.add_alone(conn, NewReminder(NOW, text="stretch"), OWNER, NOW)
        if is_lost:
            conn.pragma("foreign_keys=OFF")
            with conn.transaction():
                conn.run("DELETE FROM item")
        conn.checkpoint()
    with fresh(tmp_path / "new.db") as new:
        salvage(lambda: open_reader(path, KEY), new)
        assert notes.get(new, note).text == "oats"
        assert [one.title for one in tasks.open_tasks(new)] == ["call Ana"]
        assert [one.text for one in reminders.due(new, NOW)] == ["call Ana", "stretch"]
        kinds = new.column("SELECT kind FROM item ORDER BY id")
        assert kinds == ["note", "task", "reminder"]
