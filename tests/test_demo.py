"""The made-up vault for pictures: everything that a page shows is in it, and the log is whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import demo
import pytest
from demo_life import KEPT_OF_PROPOSED

from tests.vault.conftest import COST
from vault import audit, conversations, entities, memories, notes, profile, reminders, runs, tasks
from vault.memories import State
from vault.places import Places
from vault.reminders import ReminderState
from vault.vault import Vault

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("now", [NOW, NOW.replace(hour=2), NOW + timedelta(days=101)])
def test_every_page_has_something_to_show(tmp_path: Path, now: datetime) -> None:
    places = Places.of(tmp_path / "data", tmp_path / "config")
    vault, _key = Vault.create(places, demo.PASSPHRASE, now, COST)
    demo.fill(vault, now)
    with vault.reader() as conn:
        assert len(conversations.recent(conn)) > 8
        assert len(memories.known(conn, now)) > 50
        assert len(memories.proposed(conn)) > KEPT_OF_PROPOSED
        assert conn.value("SELECT count(*) FROM memory WHERE state = ?", (State.ENDED.value,)) > 4
        assert len(entities.relations(conn, entities.find(conn, "you")[0].id)) > 4
        assert len(notes.every(conn)) == len(reminders.in_state(conn, ReminderState.WAITING)) + 1
        assert tasks.open_tasks(conn)
        assert len(profile.current(conn)) > 20
        assert len(runs.waiting(conn, now)) == 3
        assert audit.verify(conn) > 100
        told = conn.value("SELECT max(happened_us) FROM item")
        assert told <= int(now.timestamp() * 1_000_000)
    vault.close()
