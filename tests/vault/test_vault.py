"""The vault's life: made, opened, closed, killed, put back, damaged, saved elsewhere, erased."""

import contextlib
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.vault.conftest import COST, NOW, PASSPHRASE
from vault import anchor, audit, backup, conversations, header_file, keychain, keyslots, profile
from vault.connection import check_pages
from vault.conversations import Said, Speaker
from vault.erase import erase
from vault.errors import (
    BackupDamaged,
    HeaderDamaged,
    RolledBack,
    TooManyTries,
    VaultDamaged,
    VaultError,
    VaultExists,
    VaultInUse,
    VaultMissing,
    WrongPassphrase,
)
from vault.keyslots import MasterKey
from vault.places import Places
from vault.tries import Tries
from vault.vault import Vault, with_passphrase, with_recovery, with_secret

ROOT = Path(__file__).parents[2]


def reopen(places: Places, *, accept_older: bool = False) -> Vault:
    return Vault.unlock(places, with_passphrase(PASSPHRASE), NOW, accept_older=accept_older)


def say(vault: Vault, text: str) -> None:
    with vault.writer() as conn:
        talk = conversations.begin(conn, "", NOW)
        conversations.say(conn, talk, Said(Speaker.OWNER, text), NOW)


def renew(vault: Vault) -> str:
    shown: list[str] = []
    vault.renew_recovery(NOW, shown.append)
    return shown[0]


def heard(vault: Vault) -> list[str]:
    with vault.reader() as conn:
        return conn.column("SELECT text FROM message ORDER BY item")


def test_what_was_said_is_there_after_closing(vault: Vault, places: Places) -> None:
    say(vault, "hello")
    vault.close()
    again = reopen(places)
    assert heard(again) == ["hello"]
    assert again.verify() >= 1
    again.close()


def test_the_key_is_forgotten_on_closing(vault: Vault) -> None:
    master = vault._master
    vault.close()
    assert bytes(master._raw) == bytes(32)
    with pytest.raises(AssertionError):
        vault.reader()


@pytest.mark.usefixtures("safe")
def test_every_way_in(places: Places) -> None:
    vault, recovery_key = Vault.create(places, PASSPHRASE, NOW, COST)
    vault.add_keychain(NOW)
    secret = keychain.fetch(vault.header.vault_id)
    vault.close()
    for opener in (with_recovery(recovery_key), with_secret(secret), with_passphrase(PASSPHRASE)):
        Vault.unlock(places, opener, NOW).close()
    vault = reopen(places)
    vault.change_passphrase("another good one", NOW, COST)
    newer = renew(vault)
    vault.remove_keychain(NOW)
    vault.close()
    with pytest.raises(WrongPassphrase):
        reopen(places)
    for gone in (with_recovery(recovery_key), with_secret(secret)):
        with pytest.raises(VaultError):
            Vault.unlock(places, gone, NOW)
    vault = Vault.unlock(places, with_recovery(newer), NOW)
    with vault.reader() as conn:
        actions = [record.action for record in audit.records(conn)]
    assert actions == ["vault created", "keychain added", "passphrase changed",
                       "recovery key renewed", "recovery key renewed",
                       "keychain removed"]  # fmt: skip
    vault.close()


def test_there_is_one_vault_and_one_that_has_it_open(vault: Vault, places: Places) -> None:
    with pytest.raises(VaultExists):
        Vault.create(places, PASSPHRASE, NOW, COST)
    with pytest.raises(VaultInUse):
        reopen(places)
    vault.close()
    reopen(places).close()


def test_no_vault_yet(places: Places) -> None:
    with pytest.raises(VaultMissing):
        reopen(places)


def test_a_pause_after_wrong_passphrases(tmp_path: Path) -> None:
    now = [1000.0]
    tries = Tries(tmp_path / "tries", lambda: now[0])
    for _ in range(2):
        assert tries.failed() == 0
        tries.check()
    assert [tries.failed() for _ in range(3)] == [2, 4, 8]
    with pytest.raises(TooManyTries) as caught:
        Tries(tmp_path / "tries", lambda: now[0]).check()
    assert caught.value.wait_s == 8
    now[0] -= 10_000
    with pytest.raises(TooManyTries) as caught:
        tries.check()
    assert caught.value.wait_s <= 8
    now[0] += 10_009
    tries.check()
    assert max(Tries.pause(number) for number in range(100)) <= 300
    tries.succeeded()
    tries.check()


def test_wrong_passphrases_are_counted_and_a_right_one_ends_it(
    vault: Vault, places: Places
) -> None:
    vault.close()
    for expected in (0, 0, 2):
        with pytest.raises(WrongPassphrase) as caught:
            Vault.unlock(places, with_passphrase("wrong wrong"), NOW)
        assert caught.value.wait_s == expected
    with pytest.raises(TooManyTries):
        reopen(places)
    places.tries().succeeded()
    reopen(places).close()


def put_back(saved: Path, places: Places) -> None:
    shutil.copy(saved, places.database)


def test_an_older_file_put_back_is_noticed_and_may_be_meant(
    vault: Vault, places: Places, tmp_path: Path
) -> None:
    say(vault, "first")
    vault.close()
    saved = tmp_path / "saved.db"
    shutil.copy(places.database, saved)
    vault = reopen(places)
    say(vault, "second")
    vault.close()
    put_back(saved, places)
    with pytest.raises(RolledBack):
        reopen(places)
    with pytest.raises(RolledBack):
        reopen(places)
    accepted = reopen(places, accept_older=True)
    assert heard(accepted) == ["first"]
    accepted.close()
    reopen(places).close()


def test_one_older_page_put_back_is_noticed(vault: Vault, places: Places) -> None:
    """Its MAC is right, and neither SQLCipher nor SQLite finds fault with it."""
    with vault.writer() as conn:
        profile.put_setting(conn, "balance", "a" * 20)
    vault.close()
    old = places.database.read_bytes()
    vault = reopen(places)
    with vault.writer() as conn:
        profile.put_setting(conn, "balance", "b" * 20)
    vault.close()
    new = bytearray(places.database.read_bytes())
    assert len(new) == len(old)
    seen = anchor.load(places.anchor, _master(places))
    assert seen is not None
    changed = [at for at in range(0, len(new), 4096) if new[at : at + 4096] != old[at : at + 4096]]
    noticed = 0
    for at in changed:
        mixed = bytearray(new)
        mixed[at : at + 4096] = old[at : at + 4096]
        places.database.write_bytes(mixed)
        assert anchor.digest(anchor.pieces(places.database)) != seen.file_sha256
        with pytest.raises((RolledBack, VaultDamaged)):
            reopen(places)
        noticed += 1
    assert noticed == len(changed) > 1
    places.database.write_bytes(new)
    reopen(places).close()


def _master(places: Places) -> MasterKey:
    return keyslots.open_with_passphrase(header_file.load(places.header), PASSPHRASE)


def test_ten_thousand_flipped_bits_are_all_noticed_before_use(vault: Vault, places: Places) -> None:
    say(vault, "hello")
    vault.close()
    seen = anchor.load(places.anchor, _master(places))
    assert seen is not None
    raw = bytearray(places.database.read_bytes())
    rng = random.Random(7)
    path = places.folder / "flipped"
    missed = 0
    for number in range(10_000):
        # every bit of the first bytes of each page, then anywhere
        at = (
            (number // 8) % 16 + 4096 * (number // 128)
            if number < 2_000
            else rng.randrange(len(raw))
        )
        at %= len(raw)
        raw[at] ^= 1 << number % 8
        missed += seen.file_sha256 == _sha256(raw)
        raw[at] ^= 1 << number % 8
    assert missed == 0
    for _ in range(5):
        at = rng.randrange(len(raw))
        raw[at] ^= 4
        places.database.write_bytes(raw)
        with pytest.raises(VaultDamaged):
            reopen(places)
        raw[at] ^= 4
    path.unlink(missing_ok=True)
    places.database.write_bytes(raw)
    reopen(places).close()


def _sha256(raw: bytearray) -> str:
    """What the anchor holds of a file, by its definition."""
    pieces = range(0, len(raw), anchor.PIECE_BYTES)
    digests = [hashlib.sha256(raw[at : at + anchor.PIECE_BYTES]).digest() for at in pieces]
    return hashlib.sha256(b"".join(digests)).hexdigest()


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0" + bytes(9000)])
def test_a_file_that_is_none(vault: Vault, places: Places, content: bytes) -> None:
    vault.close()
    places.database.write_bytes(content)
    with pytest.raises((VaultDamaged, RolledBack)):
        reopen(places)


def test_damaged_keys_are_not_a_wrong_passphrase(vault: Vault, places: Places) -> None:
    vault.close()
    for path in places.folder.glob("vault.keys*"):
        path.write_bytes(path.read_bytes().replace(b"vault_id", b"vault_xx"))
    with pytest.raises(HeaderDamaged):
        reopen(places)


CRASHING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from vault import conversations
from vault.conversations import Said, Speaker
from vault.places import Places
from vault.vault import Vault, with_passphrase
now = datetime(2026, 3, 4, tzinfo=UTC)
places = Places.of(Path(sys.argv[1]), Path(sys.argv[2]))
vault = Vault.unlock(places, with_passphrase(sys.stdin.readline().strip()), now)
with vault.writer() as conn:
    talk = conversations.begin(conn, "", now)
    for number in range(100_000):
        conversations.say(conn, talk, Said(Speaker.OWNER, f"said {number}"), now)
        print(number, flush=True)
"""


def test_killed_at_any_moment_nothing_that_was_acknowledged_is_lost(
    vault: Vault, places: Places
) -> None:
    vault.close()
    rng = random.Random(3)
    for _ in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", CRASHING, str(places.folder), str(places.anchor.parent)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
        )  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(PASSPHRASE + "\n")
        child.stdin.flush()
        first = child.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.15))
        child.send_signal(signal.SIGKILL)
        acknowledged = [first, *child.stdout.readlines()]
        child.wait()
        child.stdin.close()
        child.stdout.close()
        whole = [line for line in acknowledged if line.endswith("\n")]
        opened = reopen(places)
        with opened.reader() as conn:
            talk = conn.value("SELECT max(item) FROM conversation")
            said = [message.text for message in conversations.messages(conn, talk)]
        assert said[: len(whole)] == [f"said {number}" for number in range(len(whole))]
        assert len(said) - len(whole) in (0, 1)
        opened.verify()
        opened.close()


def test_the_harness_can_see_a_loss(vault: Vault, places: Places) -> None:
    """The control: a commit that was acknowledged and then taken away is missed."""
    say(vault, "acknowledged")
    with vault.writer() as conn, conn.transaction():
        conn.run("DELETE FROM message")
    assert heard(vault) == []


def test_a_backup_opens_on_an_empty_machine_with_the_recovery_key_alone(
    places: Places, tmp_path: Path
) -> None:
    vault, recovery_key = Vault.create(places, PASSPHRASE, NOW, COST)
    for number in range(50):
        say(vault, f"number {number}")
    saved = vault.backup()
    say(vault, "after the backup")
    counts = None
    vault.close()
    moved = tmp_path / "usb stick" / "my backup.tacit"
    moved.parent.mkdir()
    shutil.copy(saved, moved)
    erase(places)
    assert not places.exists()
    new = Places.of(tmp_path / "new machine", tmp_path / "new elsewhere")
    restored = Vault.restore(moved, new, with_recovery(recovery_key), NOW)
    assert heard(restored) == [f"number {number}" for number in range(50)]
    with restored.reader() as conn:
        check_pages(conn)
        counts = backup.count_rows(conn)
    assert counts["message"] == 50
    restored.close()
    reopen(new).close()
    with pytest.raises(VaultExists):
        Vault.restore(moved, new, with_recovery(recovery_key), NOW)


def test_backups_are_sealed_kept_for_some_generations_and_leave_nothing_else(
    vault: Vault, places: Places
) -> None:
    say(vault, "zyxwcanary")
    last = [vault.backup() for _ in range(backup.KEPT + 2)][-1]
    kept = backup.kept(places.backups)
    assert len(kept) == backup.KEPT
    assert kept[-1] == last
    assert sorted(places.backups.iterdir()) == kept
    for form in (b"zyxwcanary", "zyxwcanary".encode("utf-16-le"), b"SQLite format"):
        assert form not in last.read_bytes()


@pytest.mark.parametrize("at", [0, 10, 20, 60, 1500, 5000, -1])
def test_a_damaged_backup_is_refused_and_leaves_no_vault(
    vault: Vault, tmp_path: Path, at: int
) -> None:
    saved = vault.backup()
    raw = bytearray(saved.read_bytes())
    raw[at] ^= 0xFF
    saved.write_bytes(raw)
    new = Places.of(tmp_path / "new", tmp_path / "new elsewhere")
    with pytest.raises((BackupDamaged, WrongPassphrase, HeaderDamaged)):
        Vault.restore(saved, new, with_passphrase(PASSPHRASE), NOW)
    assert not new.exists()


def test_a_cut_backup(vault: Vault, tmp_path: Path) -> None:
    saved = vault.backup()
    raw = saved.read_bytes()
    new = Places.of(tmp_path / "new", tmp_path / "new elsewhere")
    for length in (0, 5, 17, 300, 5000, len(raw) - 4096, len(raw) - 1):
        saved.write_bytes(raw[:length])
        with pytest.raises(BackupDamaged):
            Vault.restore(saved, new, with_passphrase(PASSPHRASE), NOW)
        assert not new.exists()


def test_erased_is_gone(vault: Vault, places: Places) -> None:
    say(vault, "hello")
    vault.backup()
    with pytest.raises(VaultInUse):
        erase(places)
    vault.close()
    erase(places)
    assert list(places.folder.iterdir()) == []
    assert not places.anchor.exists()
    with pytest.raises(VaultMissing):
        reopen(places)


def test_a_crash_while_open_is_no_rollback(vault: Vault, places: Places, tmp_path: Path) -> None:
    """Closed in disorder, the vault opens again, though it is not the file that was anchored."""
    say(vault, "first")
    vault.close()
    child = subprocess.run(
        [sys.executable, "-c", CRASHING.replace("100_000", "3") + "\nimport os; os._exit(9)",
         str(places.folder), str(places.anchor.parent)],
        input=PASSPHRASE + "\n", cwd=ROOT, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert child.returncode == 9, child.stderr
    again = reopen(places)
    assert heard(again)[-1] == "said 2"
    again.close()
    assert os.listdir(places.folder)  # noqa: PTH208


def test_a_creation_that_was_interrupted_can_be_begun_again(places: Places) -> None:
    """Whatever of it lies there: an unnamed file, keys without a file."""
    places.folder.mkdir()
    (places.folder / "vault.db.new").write_bytes(b"half")
    header_file.save(places.header, keyslots.create(PASSPHRASE, COST).header)
    with pytest.raises(VaultMissing):
        reopen(places)
    vault, _recovery = Vault.create(places, PASSPHRASE, NOW, COST)
    vault.close()
    assert not list(places.folder.glob("vault.db.new*"))
    reopen(places).close()


def test_killed_right_after_unlocking_is_no_rollback(vault: Vault, places: Places) -> None:
    say(vault, "hello")
    vault.close()
    opened = reopen(places)
    with opened.writer() as conn:
        profile.put_setting(conn, "x", 1)
        conn.checkpoint()
    opened._lock.free()  # gone without closing
    again = reopen(places)
    assert heard(again) == ["hello"]
    again.close()


def test_damage_after_a_crash_is_noticed_too(vault: Vault, places: Places) -> None:
    say(vault, "hello")
    with vault.writer() as conn:
        conn.checkpoint()
    vault._lock.free()
    raw = bytearray(places.database.read_bytes())
    raw[len(raw) // 2] ^= 1
    places.database.write_bytes(raw)
    with pytest.raises(VaultDamaged):
        reopen(places)


def test_a_copy_of_the_keys_that_fell_behind_is_mended(vault: Vault, places: Places) -> None:
    copy = places.header.with_name("vault.keys.copy")
    old = copy.read_bytes()
    vault.change_passphrase("another good one", NOW, COST)
    vault.close()
    copy.write_bytes(old)
    Vault.unlock(places, with_passphrase("another good one"), NOW).close()
    assert copy.read_bytes() == places.header.read_bytes()


def test_one_damaged_slot_is_made_up_for_by_the_copy(vault: Vault, places: Places) -> None:
    vault.close()
    raw = places.header.read_bytes()
    at = raw.index(b'"wrapped": "') + 20
    places.header.write_bytes(
        raw[:at] + (b"A" if raw[at : at + 1] != b"A" else b"B") + raw[at + 1 :]
    )
    reopen(places).close()
    assert places.header.read_bytes() == raw


def test_a_log_of_writes_that_was_laid_beside_a_closed_vault(vault: Vault, places: Places) -> None:
    """It would be read into the file, so it is not taken for nothing."""
    log = places.database.with_name("vault.db-wal")
    with vault.writer():  # while a connection is open, the log is there
        say(vault, "first")
        stolen = log.read_bytes()
    assert stolen
    vault.close()
    log.write_bytes(stolen)
    with pytest.raises((RolledBack, VaultDamaged)):
        reopen(places)


def test_closing_with_a_reader_left_is_no_rollback_later(
    vault: Vault, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.connection.BUSY_TIMEOUT_S", 0.1)
    say(vault, "first")
    reader = vault.reader()
    reader.rows("BEGIN")
    reader.rows("SELECT count(*) FROM message")
    say(vault, "second")
    vault.close()
    reader.close()
    again = reopen(places)
    assert heard(again) == ["first", "second"]
    again.close()


def test_a_backup_is_restored_over_what_a_lost_file_left(vault: Vault, places: Places) -> None:
    say(vault, "saved")
    saved = vault.backup()
    with vault.writer():
        say(vault, "after")
        kept = places.database.with_name("vault.db-wal").read_bytes()
    vault._lock.free()
    places.database.unlink()
    places.database.with_name("vault.db-wal").write_bytes(kept)
    restored = Vault.restore(saved, places, with_passphrase(PASSPHRASE), NOW)
    assert heard(restored) == ["saved"]
    restored.close()


def test_a_clock_that_was_turned_back_costs_no_backup(vault: Vault, places: Places) -> None:
    vault.backup()
    (only,) = backup.kept(places.backups)
    only.rename(places.backups / f"29991231-235959-000000{backup.SUFFIX}")
    for _ in range(backup.KEPT + 1):
        made = vault.backup()
        assert made.exists()
        assert backup.kept(places.backups)[-1] == made


def test_closing_hashes_what_was_written_and_only_that(
    vault: Vault, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With pieces of one page each, so that there are many."""
    monkeypatch.setattr(anchor, "PIECE_BYTES", 4096)
    for number in range(30):
        say(vault, f"{number} " * 500)
    vault.close()
    hashed: list[int] = []
    real = anchor._sha256

    def counted(raw: bytes, whole: int = 0) -> bytes:
        hashed.append(len(raw))
        return real(raw, whole)

    monkeypatch.setattr(anchor, "_sha256", counted)
    for written in ("a" * 9_000, "b", ""):  # growing, changing, nothing
        vault = reopen(places)
        hashed.clear()
        if written:
            with vault.writer() as conn:
                profile.put_setting(conn, "written", written)
        vault.close()
        seen = anchor.load(places.anchor, _master(places))
        assert seen is not None
        pages = places.database.stat().st_size // 4096
        assert 1 <= len(hashed) < pages / 3
        assert seen.file_sha256 == _sha256(bytearray(places.database.read_bytes()))
    reopen(places).close()


def test_a_page_changed_by_others_while_open_is_not_vouched_for(
    vault: Vault, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tail is as before, so closing does not look at it; unlocking does."""
    monkeypatch.setattr(anchor, "PIECE_BYTES", 4096)
    for number in range(30):
        say(vault, f"{number} " * 500)
    vault.close()
    pages = places.database.stat().st_size // 4096
    whole = places.database.read_bytes()
    left_to_unlocking = 0
    for page in range(pages // 2, pages, 5):
        vault = reopen(places)
        at = page * 4096 + 1000
        with places.database.open("r+b") as file:
            file.seek(at)
            file.write(bytes([whole[at] ^ 1]))
        with contextlib.suppress(VaultDamaged):  # a page that closing itself reads
            vault.close()
            left_to_unlocking += 1
        with pytest.raises(VaultDamaged):
            reopen(places)
        places.database.write_bytes(whole)
        reopen(places).close()
    assert left_to_unlocking


def test_what_takes_long_says_how_far_it_is(vault: Vault, places: Places) -> None:
    say(vault, "hello " * 1000)
    vault.close()
    told: list[tuple[int, int]] = []
    vault = Vault.unlock(
        places, with_passphrase(PASSPHRASE), NOW, report=lambda *at: told.append(at)
    )
    for work in (lambda: None, vault.verify, vault.close):
        work()
        assert told
        assert told[-1][0] == told[-1][1] > 0
        assert [done for done, _total in told] == sorted(done for done, _total in told)
        told.clear()
