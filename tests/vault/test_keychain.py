"""The keychain is used only where it keeps secrets, and every failure of it is the same fact."""

from collections.abc import Iterator

import keyring
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from vault import keychain
from vault.errors import KeychainUnavailable


class SafeKeychain(KeyringBackend):
    """Stands in for a system's keychain."""

    priority = 9.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_broken = False

    def _check(self) -> None:
        if self.is_broken:
            raise keyring.errors.KeyringLocked

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


class PlaintextKeyring(SafeKeychain):
    """Keeps secrets in clear, as some do."""


@pytest.fixture
def safe() -> Iterator[SafeKeychain]:
    before, made = keyring.get_keyring(), SafeKeychain()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


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
