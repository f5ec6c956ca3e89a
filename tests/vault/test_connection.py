"""The door to SQLCipher: sealed, one thread, all or nothing, and errors that say no content."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

from tests.vault.conftest import KEY, fresh
from vault import connection, migrate
from vault.connection import WriteConn, check_pages, open_reader, open_writer
from vault.errors import (
    MigrationFailed,
    StatementFailed,
    UnsafeLibrary,
    VaultBusy,
    VaultDamaged,
    VaultFull,
    VaultReadOnly,
    VaultTooNew,
)
from vault.migrations import MIGRATIONS

CANARY = "zyxwcanary"


def put(conn: WriteConn, text: str) -> None:
    with conn.transaction():
        conn.run("INSERT OR REPLACE INTO setting(key, value) VALUES (?, ?)", (text, text))


def test_nothing_is_in_clear_in_any_file_of_it(tmp_path: Path) -> None:
    with fresh(tmp_path / "x.db") as conn:
        put(conn, CANARY)
        files = [path for path in tmp_path.iterdir() if path.is_file()]
        assert len(files) >= 2
        for form in (
            CANARY.encode(),
            CANARY.encode("utf-16-le"),
            b"SQLite format",
            b"CREATE TABLE",
        ):
            assert all(form not in path.read_bytes() for path in files)
        assert conn.value("SELECT value FROM setting") == CANARY


def test_every_safety_is_on(tmp_path: Path) -> None:
    with fresh(tmp_path / "x.db") as conn:
        for name, value in {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1,
                            "foreign_keys": 1, "temp_store": 2}.items():  # fmt: skip
            assert conn.pragma(name)[0][0] == value


@pytest.mark.parametrize("key", [bytes(32), None])
def test_a_wrong_key_is_a_damaged_file_and_says_nothing_on_stderr(
    tmp_path: Path, key: bytes | None, capfd: pytest.CaptureFixture[str]
) -> None:
    fresh(tmp_path / "x.db").close()
    with pytest.raises(VaultDamaged):
        open_reader(tmp_path / "x.db", key)
    assert capfd.readouterr().err == ""


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    fresh(tmp_path / "x.db").close()
    with open_reader(tmp_path / "x.db", KEY) as reader, pytest.raises(VaultReadOnly):
        reader.rows("DELETE FROM setting")


def test_all_or_nothing(conn: WriteConn) -> None:
    def half() -> None:
        with conn.transaction():
            put(conn, "inner")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert conn.value("SELECT count(*) FROM setting") == 0
    with pytest.raises(AssertionError):
        conn.run("DELETE FROM setting")


def test_a_connection_stays_on_its_thread(conn: WriteConn) -> None:
    errors: list[BaseException] = []

    def elsewhere() -> None:
        try:
            conn.value("SELECT 1")
        except StatementFailed as error:
            errors.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert errors


def test_one_writer_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.05)
    with fresh(tmp_path / "x.db") as one, open_writer(tmp_path / "x.db", KEY) as two:
        with one.transaction():
            put(one, "first")
            with pytest.raises(VaultBusy):
                put(two, "too early")
        put(two, "second")
        assert one.value("SELECT count(*) FROM setting") == 2


def test_each_transaction_raises_the_revision_once(conn: WriteConn) -> None:
    conn.counts_revisions = True
    before = conn.value("SELECT revision FROM meta")
    with conn.transaction():
        put(conn, "one")
        put(conn, "two")
    assert conn.value("SELECT revision FROM meta") == before + 1


def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlcipher3.dbapi2.sqlite_version_info", (3, 51, 2))
    with pytest.raises(UnsafeLibrary):
        open_writer(tmp_path / "x.db", KEY)


def test_errors_hold_no_content(conn: WriteConn) -> None:
    with pytest.raises(StatementFailed) as caught, conn.transaction():
        conn.run("INSERT INTO nonsense ?", (CANARY,))
    assert CANARY not in repr(caught.value)


DISK_FULL = """
import sys
from pathlib import Path
import resource
from tests.vault.conftest import fresh
from vault.errors import VaultFull
path, limit = Path(sys.argv[1]), int(sys.argv[2])
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
conn = fresh(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
for number in range(2000):
    try:
        with conn.transaction():
            conn.run("INSERT INTO setting(key, value) VALUES (?, ?)", (f"k{number}", "x" * 900))
    except VaultFull:
        print("full", flush=True)
        break
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits file sizes as Linux does")
@pytest.mark.parametrize("limit", [650_000, 700_000, 777_777, 1_000_000])
def test_a_full_disk_is_said_and_what_was_saved_stays(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "x.db"
    done = subprocess.run(
        [sys.executable, "-c", DISK_FULL, str(path), str(limit)], check=True,
        capture_output=True, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    *saved, last = done.stdout.split()
    assert last == "full"
    assert saved
    with open_writer(path, KEY) as conn:
        check_pages(conn)
        assert conn.value("SELECT count(*) FROM setting") == len(saved)


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_files_are_the_owner_s_alone(tmp_path: Path) -> None:
    with fresh(tmp_path / "x.db") as conn:
        put(conn, "x")
        modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("x.db*")}
        assert modes == {0o600}
    with pytest.raises((VaultReadOnly, VaultFull)):
        open_writer(tmp_path / "no such folder" / "x.db", KEY)


@pytest.mark.parametrize("step", MIGRATIONS, ids=lambda step: step.__name__)
def test_each_migration_from_the_one_before(tmp_path: Path, step: ModuleType) -> None:
    steps = MIGRATIONS[: MIGRATIONS.index(step)]
    with open_writer(tmp_path / "x.db", KEY) as conn:
        migrate.migrate(conn, lambda: tmp_path, steps)
        assert migrate.version(conn) == len(steps)
        migrate.migrate(conn, lambda: tmp_path, MIGRATIONS[: len(steps) + 1])
        assert migrate.version(conn) == len(steps) + 1
        check_pages(conn)


def test_versions_rise_one_by_one() -> None:
    assert [step.VERSION for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_a_backup_is_made_before_a_vault_is_changed_and_a_failure_changes_nothing(
    tmp_path: Path,
) -> None:
    broken = ModuleType("m0099_broken")
    broken.VERSION = 99  # type: ignore[attr-defined]
    broken.STATEMENTS = "CREATE TABLE new_one (x); CREATE TABLE item (x);"  # type: ignore[attr-defined]
    made: list[Path] = []

    def backup() -> Path:
        made.append(tmp_path / "backup")
        return made[-1]

    with fresh(tmp_path / "x.db") as conn:
        assert made == []
        with pytest.raises(MigrationFailed):
            migrate.migrate(conn, backup, (*MIGRATIONS, broken))
        assert len(made) == 1
        assert migrate.version(conn) == migrate.KNOWN
        assert conn.value("SELECT 1 FROM sqlite_master WHERE name = 'new_one'") is None


def test_a_newer_vault_is_refused(tmp_path: Path) -> None:
    with fresh(tmp_path / "x.db") as conn:
        conn.pragma(f"user_version={migrate.KNOWN + 1}")
        with pytest.raises(VaultTooNew):
            migrate.migrate(conn, lambda: tmp_path)
