"""Stands in for a system's keychain, behind the real `keyring` library."""

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
import keyring.errors
from keyring.backend import KeyringBackend


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


@contextmanager
def in_use() -> Iterator[SafeKeychain]:
    """A system with a keychain, for as long as the block lasts."""
    before, made = keyring.get_keyring(), SafeKeychain()
    keyring.set_keyring(made)
    try:
        yield made
    finally:
        keyring.set_keyring(before)
