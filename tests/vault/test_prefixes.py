"""What a model has read is kept sealed, and only the latest of it."""

from datetime import timedelta
from pathlib import Path

from tests.vault.conftest import KEY, NOW, fresh
from vault import migrate, prefixes
from vault.connection import open_writer
from vault.migrations import MIGRATIONS, m0005_prefixes


def test_a_state_comes_back_and_the_oldest_make_room(tmp_path: Path) -> None:
    with fresh(tmp_path / "x.db") as conn:
        assert prefixes.load(conn, "0") is None
        for number in range(prefixes.MOST + 2):
            prefixes.save(conn, str(number), bytes([number]), NOW + timedelta(seconds=number))
        kept = [prefixes.load(conn, str(number)) for number in range(prefixes.MOST + 2)]
        assert kept == [None, None, b"\2", b"\3", b"\4", b"\5"]


def test_a_newer_state_takes_the_place_of_the_older(tmp_path: Path) -> None:
    with fresh(tmp_path / "x.db") as conn:
        prefixes.save(conn, "a", b"old", NOW)
        prefixes.save(conn, "a", b"new", NOW)
        assert prefixes.load(conn, "a") == b"new"


def test_what_is_too_large_is_read_again_instead(tmp_path: Path) -> None:
    with fresh(tmp_path / "x.db") as conn:
        prefixes.save(conn, "a", bytes(prefixes.LARGEST_BYTES + 1), NOW)
        assert prefixes.load(conn, "a") is None


def test_a_vault_from_before_gets_a_place_for_them(tmp_path: Path) -> None:
    before = MIGRATIONS[: MIGRATIONS.index(m0005_prefixes)]
    with open_writer(tmp_path / "x.db", KEY) as conn:
        migrate.migrate(conn, lambda: tmp_path, before)
        migrate.migrate(conn, lambda: tmp_path)
        prefixes.save(conn, "a", b"state", NOW)
        assert prefixes.load(conn, "a") == b"state"
