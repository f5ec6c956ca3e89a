"""The keychain is used only where it keeps secrets, and every failure of it is the same fact."""

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend

from tests.keychains import PlaintextKeyring, SafeKeychain
from tests.vault.conftest import NOW, PASSPHRASE
from vault import audit, header_file, keychain, profile
from vault.erase import erase
from vault.errors import KeychainUnavailable, PutBackTogether, RolledBack
from vault.keyslots import SlotKind
from vault.places import Places
from vault.vault import Finding, Vault, with_keychain, with_passphrase


def test_kept_fetched_and_dropped(safe: SafeKeychain) -> None:
    keychain.keep("vault-1", b"\0secret")
    assert keychain.fetch("vault-1") == b"\0secret"
    keychain.drop("vault-1")
    with pytest.raises(KeychainUnavailable):
        keychain.fetch("vault-1")
    with pytest.raises(KeychainUnavailable):
        keychain.drop("vault-1")


@pytest.mark.parametrize("unsafe", [fail.Keyring, null.Keyring, PlaintextKeyring])
def test_what_keeps_nothing_or_keeps_it_in_clear_is_refused(
    safe: SafeKeychain, unsafe: type[KeyringBackend]
) -> None:
    keyring.set_keyring(unsafe())
    for use in (lambda: keychain.keep("v", b"x"), lambda: keychain.fetch("v")):
        with pytest.raises(KeychainUnavailable):
            use()


def test_a_locked_or_changed_keychain(safe: SafeKeychain) -> None:
    safe.is_broken = True
    for use in (lambda: keychain.keep("v", b"x"), lambda: keychain.fetch("v")):
        with pytest.raises(KeychainUnavailable):
            use()
    safe.is_broken = False
    safe.kept[keychain.SERVICE, "v"] = "not base64 ☂"
    with pytest.raises(KeychainUnavailable):
        keychain.fetch("v")


def test_of_several_the_first_that_keeps_secrets(
    safe: SafeKeychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChainerBackend, "backends", [PlaintextKeyring(), safe])
    keyring.set_keyring(ChainerBackend())
    assert keychain.backend() is safe
    monkeypatch.setattr(ChainerBackend, "backends", [PlaintextKeyring()])
    assert not keychain.is_there()


def say(vault: Vault, text: str) -> None:
    with vault.writer() as conn:
        profile.put_setting(conn, "said", text)
        audit.note(conn, "said", {}, NOW)


def said(vault: Vault) -> str:
    with vault.reader() as conn:
        return str(profile.setting(conn, "said"))


def reopen(places: Places, *, accept_older: bool = False) -> Vault:
    return Vault.unlock(places, with_passphrase(PASSPHRASE), NOW, accept_older=accept_older)


def moment(places: Places) -> dict[Path, bytes]:
    """Everything of the vault and its anchor, as somebody could copy it away."""
    return {path: path.read_bytes() for path in (places.database, places.anchor)}


def put_back(kept: dict[Path, bytes]) -> None:
    for path, raw in kept.items():
        path.write_bytes(raw)


def test_in_and_out_through_the_keychain(vault: Vault, places: Places, safe: SafeKeychain) -> None:
    vault.add_keychain(NOW)
    vault.close()
    Vault.unlock(places, with_keychain(), NOW).close()
    kept = dict(safe.kept)
    safe.kept.clear()
    for _ in range(5):  # nobody typed anything, so nobody has to wait
        with pytest.raises(KeychainUnavailable):
            Vault.unlock(places, with_keychain(), NOW)
    safe.kept[keychain.SERVICE, vault.header.vault_id] = "b" * 44
    with pytest.raises(KeychainUnavailable):
        Vault.unlock(places, with_keychain(), NOW)
    safe.kept.update(kept)
    vault = reopen(places)
    vault.remove_keychain(NOW)
    assert (keychain.SERVICE, vault.header.vault_id) not in safe.kept
    vault.close()
    safe.kept.update(kept)
    with pytest.raises(KeychainUnavailable):
        Vault.unlock(places, with_keychain(), NOW)


def test_without_a_keychain_nothing_is_added(vault: Vault) -> None:
    before = vault.header
    with pytest.raises(KeychainUnavailable):
        vault.add_keychain(NOW)
    assert vault.header == before


def test_a_keychain_that_is_gone_can_be_left(
    vault: Vault, places: Places, safe: SafeKeychain
) -> None:
    vault.add_keychain(NOW)
    safe.is_broken = True
    vault.remove_keychain(NOW)
    vault.close()
    assert header_file.load(places.header).slot(SlotKind.KEYCHAIN) is None


def test_vault_and_anchor_put_back_together_are_noticed_and_may_be_meant(
    vault: Vault, places: Places, safe: SafeKeychain
) -> None:
    say(vault, "first")
    vault.close()
    earlier = moment(places)
    vault = reopen(places)
    say(vault, "second")
    vault.close()
    put_back(earlier)
    for _ in range(2):
        with pytest.raises(PutBackTogether):
            reopen(places)
    assert moment(places) == earlier
    vault = reopen(places, accept_older=True)
    assert said(vault) == "first"
    vault.close()
    vault = reopen(places)
    assert vault.findings == []
    vault.close()


def test_one_commit_is_enough_to_be_noticed(
    vault: Vault, places: Places, safe: SafeKeychain
) -> None:
    vault.close()
    vault = reopen(places)
    with vault.writer() as conn:
        earlier = moment(places)
        profile.put_setting(conn, "said", "x")
    vault.close()
    put_back(earlier)
    with pytest.raises(RolledBack):
        reopen(places)


def test_a_keychain_that_comes_goes_or_forgets_stops_nothing(
    vault: Vault, places: Places, safe: SafeKeychain
) -> None:
    say(vault, "first")
    vault.close()  # the keychain remembers this
    safe.is_broken = True
    vault = reopen(places)
    assert vault.findings == [Finding.KEYCHAIN_SILENT]
    say(vault, "second")
    vault.close()
    vault = reopen(places)
    assert vault.findings == []  # said once
    vault.close()
    safe.is_broken = False  # what it remembers is older than the vault: no reason to worry
    vault = reopen(places)
    assert (vault.findings, said(vault)) == ([], "second")
    vault.close()
    safe.kept[keychain.HEADS, vault.header.vault_id] = "made up by somebody else"
    vault = reopen(places)
    assert vault.findings == [Finding.KEYCHAIN_SILENT]
    vault.close()


def test_killed_while_open_is_no_rollback_for_the_keychain_either(
    vault: Vault, places: Places, safe: SafeKeychain
) -> None:
    say(vault, "first")
    vault._lock.free()  # gone without closing
    vault = reopen(places)
    assert said(vault) == "first"
    vault.close()


def test_restored_and_salvaged_vaults_raise_no_false_alarm(
    vault: Vault, places: Places, tmp_path: Path, safe: SafeKeychain
) -> None:
    vault.add_keychain(NOW)
    saved = vault.backup()
    say(vault, "after the backup")
    vault.close()
    old_id = vault.header.vault_id
    new = Places.of(tmp_path / "new", tmp_path / "new elsewhere")
    Vault.salvage(places, with_passphrase(PASSPHRASE), new, NOW)
    salvaged = reopen(new)
    assert salvaged.header.vault_id != old_id
    assert salvaged.header.slot(SlotKind.KEYCHAIN) is None
    salvaged.close()
    reopen(places).close()
    carried = tmp_path / "carried"
    carried.write_bytes(saved.read_bytes())
    places.database.unlink()
    Vault.restore(carried, places, with_passphrase(PASSPHRASE), NOW).close()
    restored = Vault.unlock(places, with_keychain(), NOW)
    assert restored.findings == []
    restored.close()


def test_erasing_takes_what_the_keychain_kept(
    vault: Vault, places: Places, safe: SafeKeychain
) -> None:
    vault.add_keychain(NOW)
    vault.close()
    assert len(safe.kept) == 2
    erase(places)
    assert safe.kept == {}
