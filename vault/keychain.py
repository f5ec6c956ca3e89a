"""The system's keychain: a convenience that may vanish, never the only way in.

Backends that keep secrets in clear, or nowhere, are refused.
"""

import base64

import keyring
import keyring.errors
from keyring.backend import KeyringBackend

from vault.errors import KeychainUnavailable

SERVICE = "tacit vault"
REFUSED = ("fail", "null", "plaintext", "file", "chainer")


def backend() -> KeyringBackend:
    """The keychain, if it is one that keeps secrets."""
    found = keyring.get_keyring()
    if is_unsafe(found):
        raise KeychainUnavailable
    return found


def is_unsafe(found: KeyringBackend) -> bool:
    name = f"{type(found).__module__}.{type(found).__name__}".lower()
    return any(word in name for word in REFUSED)


def keep(vault_id: str, secret: bytes) -> None:
    try:
        backend().set_password(SERVICE, vault_id, base64.b64encode(secret).decode())
    except keyring.errors.KeyringError as error:
        raise KeychainUnavailable from error


def fetch(vault_id: str) -> bytes:
    try:
        text = backend().get_password(SERVICE, vault_id)
    except keyring.errors.KeyringError as error:
        raise KeychainUnavailable from error
    try:
        return base64.b64decode(text or "", validate=True) or _nothing()
    except ValueError as error:
        raise KeychainUnavailable from error


def drop(vault_id: str) -> None:
    try:
        backend().delete_password(SERVICE, vault_id)
    except keyring.errors.KeyringError as error:
        raise KeychainUnavailable from error


def _nothing() -> bytes:
    raise KeychainUnavailable
