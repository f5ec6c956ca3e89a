"""Tasks and reminders of a vault from before notes are there afterwards, and mean the same."""

from pathlib import Path

from tests.vault.conftest import KEY, NOW
from vault import items, migrate, reminders, tasks
from vault.connection import open_writer
from vault.items import Kind, NewItem, Origin, Passage, Source
from vault.migrations import MIGRATIONS, m0004_notes
from vault.tasks import NORMAL, Due, Series

BEFORE = MIGRATIONS[: MIGRATIONS.index(m0004_notes)]


def test_what_was_there_is_kept(tmp_path: Path) -> None:
    with open_writer(tmp_path / "x.db", KEY) as conn:
        migrate.migrate(conn, lambda: tmp_path, BEFORE)
        with conn.transaction():
            new = NewItem(Kind.TASK, Source(Origin.OWNER), NOW)
            item = items.add(conn, new, NOW, [Passage("water the plants")])
            conn.run(
                "INSERT INTO task(item, title, state, due_us) VALUES (?, ?, 'open', ?)",
                (item, "water the plants", items.to_us(NOW)),
            )
            conn.run(
                "INSERT INTO reminder(item, due_us, rule, state) VALUES (?, ?, ?, 'waiting')",
                (item, items.to_us(NOW), "FREQ=DAILY"),
            )
        migrate.migrate(conn, lambda: tmp_path)
        (task,) = tasks.open_tasks(conn)
        assert (task.title, task.due, task.priority) == ("water the plants", Due(NOW), NORMAL)
        (reminder,) = reminders.due(conn, NOW)
        assert reminder.text == "water the plants"
        assert reminder.series == Series("FREQ=DAILY", NOW)
