"""Getting in, by passphrase, recovery key or keychain; and what is seen where that fails."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.app import Parts
from desktop.paths import Paths
from desktop.ui.changing_passphrase import ChangingPassphrase
from desktop.ui.home import Home
from desktop.ui.locked import Locked
from desktop.ui.problem import Problem
from desktop.ui.restoring import Restoring
from desktop.ui.saved import SavedKey
from desktop.viewmodels.entrance import WayOut, backup_title, ways_out
from tests import keychains
from tests.desktop.conftest import PASSPHRASE, WAIT_MS
from tests.keychains import SafeKeychain
from tests.vault.conftest import COST, NOW
from vault import errors, notes, tries
from vault.connection import PAGE_BYTES
from vault.items import Origin, Source
from vault.places import Places
from vault.vault import Vault, with_passphrase

Unlocked = Callable[[], Parts]


@pytest.fixture
def places(paths: Paths) -> Places:
    return Places.of(paths.data, paths.config)


@pytest.fixture
def recovery_key(places: Places) -> str:
    """A vault that is closed, and its recovery key."""
    vault, key = Vault.create(places, PASSPHRASE, NOW, COST)
    vault.close()
    return key


@pytest.fixture
def locked(recovery_key: str, request: pytest.FixtureRequest) -> Locked:
    """The locked window, settled."""
    parts: Parts = request.getfixturevalue("parts")
    parts.entrance.look()
    assert isinstance(parts.window.scene, Locked)
    return parts.window.scene


def settled(qtbot: QtBot, locked: Locked) -> Locked:
    qtbot.waitUntil(lambda: locked.other is not None, timeout=WAIT_MS)
    return locked


def give(locked: Locked, passphrase: str = PASSPHRASE) -> None:
    locked.passphrase.setText(passphrase)
    locked.unlock.click()


def wait_for(qtbot: QtBot, parts: Parts, kind: type) -> None:
    qtbot.waitUntil(lambda: isinstance(parts.window.scene, kind), timeout=WAIT_MS)


def problem(qtbot: QtBot, parts: Parts) -> Problem:
    wait_for(qtbot, parts, Problem)
    assert isinstance(parts.window.scene, Problem)
    return parts.window.scene


def test_wrong_ones_have_to_wait_and_the_seconds_are_counted(
    qtbot: QtBot, locked: Locked, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(qtbot, locked)
    for _ in range(tries.FREE_TRIES):
        with qtbot.waitSignal(parts.entrance.failed, timeout=WAIT_MS):
            give(locked, "wrong")
    assert not locked.unlock.isEnabled()
    assert not locked.passphrase.isEnabled()
    assert "2" in locked.unlock.text()
    parts.entrance._second.timeout.emit()
    assert "1" in locked.unlock.text()
    parts.entrance._second.timeout.emit()
    assert locked.unlock.isEnabled()
    assert not parts.entrance._second.isActive()


def test_the_wait_is_known_after_a_restart(
    qtbot: QtBot, recovery_key: str, places: Places, request: pytest.FixtureRequest
) -> None:
    for _ in range(10):
        places.tries().failed()
    parts: Parts = request.getfixturevalue("parts")
    with qtbot.waitSignal(parts.entrance.waits_changed, timeout=WAIT_MS):
        parts.entrance.look()
    assert isinstance(parts.window.scene, Locked)
    assert not parts.window.scene.unlock.isEnabled()


def test_the_recovery_key_leads_to_a_new_passphrase(
    qtbot: QtBot, locked: Locked, parts: Parts, recovery_key: str, places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("vault.keyslots.calibrate", lambda: COST)
    assert settled(qtbot, locked).other is not None
    assert locked.other is not None
    locked.other.click()
    assert locked.asks_for_recovery_key
    locked.recovery_key.setText(recovery_key[:-1])
    with qtbot.waitSignal(parts.entrance.failed, timeout=WAIT_MS):
        locked.unlock.click()
    assert "slip" in locked.card.text()
    locked.recovery_key.setText(recovery_key.lower())
    qtbot.keyClick(locked.recovery_key, Qt.Key.Key_Return)
    wait_for(qtbot, parts, ChangingPassphrase)
    scene = parts.window.scene
    assert isinstance(scene, ChangingPassphrase)
    new = "four small boats at dawn"
    scene.fields.first.setText(new)
    scene.fields.again.setText(new)
    qtbot.waitUntil(scene.fields.is_good, timeout=WAIT_MS)
    scene.set.click()
    wait_for(qtbot, parts, Home)
    parts.close()
    Vault.unlock(places, with_passphrase(new), NOW).close()


def test_the_old_passphrase_can_be_kept(
    qtbot: QtBot, locked: Locked, parts: Parts, recovery_key: str
) -> None:
    settled(qtbot, locked)
    assert locked.other is not None
    locked.other.click()
    locked.recovery_key.setText(recovery_key)
    locked.unlock.click()
    wait_for(qtbot, parts, ChangingPassphrase)
    assert isinstance(parts.window.scene, ChangingPassphrase)
    parts.window.scene.keep.click()
    wait_for(qtbot, parts, Home)


def test_caps_lock_is_noticed_and_the_passphrase_can_be_seen(qtbot: QtBot, locked: Locked) -> None:
    qtbot.keyClick(locked.passphrase, Qt.Key.Key_A)
    assert locked.capitals is None
    qtbot.keyClicks(locked.passphrase, "A", Qt.KeyboardModifier.NoModifier)
    assert locked.capitals is not None
    assert locked.capitals.isVisible()
    qtbot.keyClick(locked.passphrase, Qt.Key.Key_CapsLock)
    assert not locked.capitals.isVisible()
    assert not locked.passphrase.is_shown
    locked.passphrase.actions()[0].trigger()
    assert locked.passphrase.is_shown


@pytest.fixture
def safe() -> Iterator[SafeKeychain]:
    with keychains.in_use() as made:
        yield made


@pytest.fixture
def in_keychain(safe: SafeKeychain, places: Places) -> None:
    """A vault that the keychain opens, as the owner wanted it."""
    vault, _key = Vault.create(places, PASSPHRASE, NOW, COST)
    vault.add_keychain(NOW)
    vault.close()


@pytest.mark.usefixtures("in_keychain")
def test_the_keychain_opens_on_start_where_the_owner_wants_it(
    qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    parts: Parts = request.getfixturevalue("parts")
    parts.settle()
    wait_for(qtbot, parts, Home)


@pytest.mark.usefixtures("in_keychain")
def test_after_locking_the_keychain_is_not_asked_by_itself(
    qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    parts: Parts = request.getfixturevalue("parts")
    parts.settle(["--locked"])
    scene = parts.window.scene
    assert isinstance(scene, Locked)
    settled(qtbot, scene)
    assert not parts.entrance.is_busy
    assert scene.keychain is not None
    scene.keychain.click()
    wait_for(qtbot, parts, Home)


def test_a_keychain_that_lost_it_says_nothing_on_start(
    qtbot: QtBot, safe: SafeKeychain, in_keychain: None, request: pytest.FixtureRequest
) -> None:
    safe.kept.clear()
    parts: Parts = request.getfixturevalue("parts")
    with qtbot.waitSignal(parts.entrance.failed, timeout=WAIT_MS):
        parts.settle()
    scene = parts.window.scene
    assert isinstance(scene, Locked)
    assert not scene.card.isVisible()
    assert scene.passphrase.isEnabled()


FACES: dict[BaseException, tuple[WayOut, ...]] = {
    errors.VaultDamaged(): (WayOut.RESTORE, WayOut.SAVE),
    errors.HeaderDamaged(): (WayOut.RESTORE,),
    errors.VaultTooNew(9, 2): (),
    errors.VaultInUse(): (WayOut.TRY_AGAIN,),
    errors.RolledBack(5, 3): (WayOut.RESTORE, WayOut.ACCEPT_OLDER),
    errors.PutBackTogether(5, 3): (WayOut.RESTORE, WayOut.ACCEPT_OLDER),
    errors.AuditBroken(4): (WayOut.RESTORE, WayOut.ACCEPT_OLDER),
    errors.VaultFull(): (WayOut.TRY_AGAIN,),
    errors.VaultReadOnly(): (WayOut.TRY_AGAIN,),
    errors.MigrationFailed(2, Path("before.tacit")): (WayOut.TRY_AGAIN, WayOut.RESTORE),
}


@pytest.mark.parametrize("error", FACES, ids=lambda error: type(error).__name__)
def test_every_state_of_the_vault_has_its_face(
    qtbot: QtBot, locked: Locked, parts: Parts, error: BaseException
) -> None:
    from desktop.errors import describe

    parts.entrance.failed.emit(error)
    shown = problem(qtbot, parts)
    assert shown.title.text() == describe(error).title
    assert tuple(shown.buttons) == FACES[error]
    shown.back.click()
    assert isinstance(parts.window.scene, Locked)


@pytest.mark.parametrize(
    "error", [errors.WrongPassphrase(), errors.WrongRecoveryKey(), errors.TooManyTries(4),
              errors.KeychainUnavailable(), errors.RecoveryKeyMistyped()],
)  # fmt: skip
def test_a_slip_of_the_owners_is_no_state_of_the_vault(error: BaseException) -> None:
    assert ways_out(error) is None


def agree(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Press the button of the box that is about to open."""

    def press(box: QMessageBox) -> int:
        box.show()
        next(one for one in box.findChildren(QPushButton) if one.text() == words).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)


def note(places: Places, words: str) -> None:
    vault = Vault.unlock(places, with_passphrase(PASSPHRASE), NOW)
    with vault.writer() as conn:
        notes.add(conn, ("", words), Source(Origin.OWNER), NOW)
    vault.close()


def test_an_older_vault_opens_on_the_owners_word(
    qtbot: QtBot, recovery_key: str, places: Places, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    shutil.copy(places.database, tmp_path / "older")
    note(places, "something newer")
    shutil.copy(tmp_path / "older", places.database)
    parts: Parts = request.getfixturevalue("parts")
    assert isinstance(parts.window.scene, Locked)
    give(parts.window.scene)
    shown = problem(qtbot, parts)
    agree(monkeypatch, "Cancel")
    shown.buttons[WayOut.ACCEPT_OLDER].click()
    assert not parts.entrance.is_busy
    agree(monkeypatch, "Open it")
    shown.buttons[WayOut.ACCEPT_OLDER].click()
    wait_for(qtbot, parts, Home)


def test_a_vault_that_is_open_elsewhere_opens_when_that_is_closed(
    qtbot: QtBot, vault: Vault, request: pytest.FixtureRequest
) -> None:
    parts: Parts = request.getfixturevalue("parts")
    assert isinstance(parts.window.scene, Locked)
    give(parts.window.scene)
    shown = problem(qtbot, parts)
    with qtbot.waitSignal(parts.entrance.failed, timeout=WAIT_MS):
        shown.buttons[WayOut.TRY_AGAIN].click()
    assert shown.card.isVisible()
    vault.close()
    shown.buttons[WayOut.TRY_AGAIN].click()
    wait_for(qtbot, parts, Home)


def damage(places: Places) -> None:
    """A page in the middle that nobody can read any more."""
    with places.database.open("r+b") as file:
        file.seek(PAGE_BYTES * (places.database.stat().st_size // PAGE_BYTES // 2) + 100)
        file.write(b"damaged!")


def test_a_damaged_vault_is_replaced_by_its_backup(
    qtbot: QtBot, recovery_key: str, places: Places, request: pytest.FixtureRequest
) -> None:
    vault = Vault.unlock(places, with_passphrase(PASSPHRASE), NOW)
    saved = vault.backup()
    vault.close()
    damage(places)
    spoilt = places.database.read_bytes()
    parts: Parts = request.getfixturevalue("parts")
    assert isinstance(parts.window.scene, Locked)
    give(parts.window.scene)
    problem(qtbot, parts).buttons[WayOut.RESTORE].click()
    restoring = parts.window.scene
    assert isinstance(restoring, Restoring)
    qtbot.waitUntil(lambda: restoring.choice.count() == 1, timeout=WAIT_MS)
    assert restoring.choice.currentText() == backup_title(saved)
    restoring.passphrase.setText("wrong")
    with qtbot.waitSignal(parts.entrance.failed, timeout=WAIT_MS):
        restoring.restore.click()
    assert places.database.read_bytes() == spoilt
    assert not list(places.folder.glob("put aside*"))
    restoring.passphrase.setText(PASSPHRASE)
    restoring.restore.click()
    wait_for(qtbot, parts, Home)
    (aside,) = places.folder.glob("put aside*")
    assert (aside / places.database.name).read_bytes() == spoilt


def test_a_backup_that_is_not_whole_leaves_the_vault_where_it_was(
    qtbot: QtBot, recovery_key: str, places: Places, request: pytest.FixtureRequest
) -> None:
    vault = Vault.unlock(places, with_passphrase(PASSPHRASE), NOW)
    saved = vault.backup()
    vault.close()
    raw = bytearray(saved.read_bytes())
    raw[-5000] ^= 1
    saved.write_bytes(raw)
    parts: Parts = request.getfixturevalue("parts")
    parts.show_restoring()
    restoring = parts.window.scene
    assert isinstance(restoring, Restoring)
    qtbot.waitUntil(lambda: restoring.choice.count() == 1, timeout=WAIT_MS)
    restoring.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(parts.entrance.failed, timeout=WAIT_MS):
        restoring.restore.click()
    assert "cannot be used" in restoring.card.text()
    restoring.back.click()
    assert isinstance(parts.window.scene, Locked)
    give(parts.window.scene)
    wait_for(qtbot, parts, Home)


def test_what_can_be_read_of_a_damaged_vault_is_saved(
    qtbot: QtBot, recovery_key: str, places: Places, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    note(places, "the boiler is from 2019")
    damage(places)
    parts: Parts = request.getfixturevalue("parts")
    assert isinstance(parts.window.scene, Locked)
    give(parts.window.scene)
    shown = problem(qtbot, parts)
    agree(monkeypatch, "Save it")
    shown.buttons[WayOut.SAVE].click()
    wait_for(qtbot, parts, SavedKey)
    scene = parts.window.scene
    assert isinstance(scene, SavedKey)
    key = scene.view.key
    assert key is not None
    assert key.text != recovery_key
    scene.next.click()
    for field, number in zip(scene.view.fields, key.asked, strict=True):
        field.setText(key.groups[number])
    scene.next.click()
    wait_for(qtbot, parts, Home)
    assert list(places.folder.glob("put aside*/vault.db"))
    parts.close()
    Vault.unlock(places, with_passphrase(PASSPHRASE), NOW).close()


def test_reminders_are_counted_and_nothing_more(qtbot: QtBot, locked: Locked) -> None:
    locked.show_reminders(1)
    assert locked.reminder is not None
    assert locked.reminder.text() == "A reminder is due."
    locked.show_reminders(3)
    assert locked.reminder.text() == "3 reminders are due."


def test_after_a_migration_it_is_said_that_a_backup_was_made(
    qtbot: QtBot, parts: Parts, vault: Vault
) -> None:
    from vault.vault import Finding

    vault.findings.append(Finding.MIGRATED)
    parts.enter(vault)
    parts.show_home()
    assert parts.home is not None
    toast = parts.home.toast
    qtbot.waitUntil(lambda: "backup" in toast.text(), timeout=WAIT_MS)


def instance() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def test_the_place_of_the_window_is_kept_when_it_locks(
    qtbot: QtBot, parts: Parts, home: Home, paths: Paths
) -> None:
    parts.window.resize(777, 555)
    left: list[int] = []
    parts.leave = left.append
    parts.lock()
    assert left == [app.LOCKING]
    parts.close(is_locking=True)
    again = app.build(paths, instance())
    qtbot.addWidget(again.window)
    assert (again.window.width(), again.window.height()) == (777, 555)
    again.close()
