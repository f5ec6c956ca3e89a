"""What can still be read of a damaged vault is saved, and nothing that refers to what is lost."""

import random
from pathlib import Path

from tests.vault.conftest import KEY, NOW, fresh
from vault import conversations, entities, memories, search
from vault.connection import check_pages, open_reader, open_writer
from vault.conversations import Said, Speaker
from vault.items import Origin, Source
from vault.memories import Fact, NewMemory, Tier
from vault.salvage import TABLES, salvage
from vault.search import Query

PAGE = 4096


def filled(path: Path) -> int:
    """A vault of some size; how many messages it holds."""
    with fresh(path) as conn:
        ana = entities.know(conn, "person", "Ana")
        talk = conversations.begin(conn, "talk", NOW)
        for number in range(250):
            text = f"word{number} " + "filling " * 30
            said = conversations.say(conn, talk, Said(Speaker.OWNER, text), NOW)
            if number % 10 == 0:
                fact = NewMemory(Tier.SEMANTIC, Fact(f"fact{number}"), Source(Origin.OWNER), NOW,
                                 derived_from=(said,), about=(ana,))  # fmt: skip
                memories.remember(conn, fact, NOW)
        conn.checkpoint()
    return 250


def test_a_whole_vault_is_saved_whole(tmp_path: Path) -> None:
    count = filled(tmp_path / "old.db")
    path = tmp_path / "old.db"
    with open_reader(path, KEY) as old, fresh(tmp_path / "new.db") as new:
        saved = salvage(lambda: open_reader(path, KEY), new)
        assert [one.table for one in saved] == list(TABLES)
        assert all(one.is_whole for one in saved)
        for table in TABLES:
            sql = f'SELECT count(*) FROM "{table}"'
            assert new.value(sql) == old.value(sql)
        assert new.value("SELECT count(*) FROM message") == count
        (hit,) = search.search(new, Query("word77"), NOW)
        assert hit.text.startswith("word77 ")


def test_damaged_pages_cost_their_rows_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    count = filled(path)
    whole = path.read_bytes()
    pages, kept = len(whole) // PAGE, count
    for seed in range(20):  # where each table lies moves with every migration
        raw = bytearray(whole)
        for page in random.Random(seed).sample(range(pages // 3, pages), pages // 20):
            raw[page * PAGE + 100] ^= 0xFF
        path.write_bytes(raw)
        (tmp_path / "new.db").unlink(missing_ok=True)
        with fresh(tmp_path / "new.db") as new:
            saved = {one.table: one for one in salvage(lambda: open_reader(path, KEY), new)}
            kept = new.value("SELECT count(*) FROM message")
        assert not all(one.is_whole for one in saved.values())
        if kept < count:
            break
    with open_writer(tmp_path / "new.db", KEY) as new:
        assert count * 0.4 < kept < count
        check_pages(new)
        assert new.rows("PRAGMA foreign_key_check") == []
        text = new.value("SELECT text FROM message LIMIT 1")
        assert search.search(new, Query(text.split()[0]), NOW)
