"""The system's keychain: a convenience that may vanish, never the only way in.

Backends that keep secrets in clear, or nowhere, are refused. The library is brought in when it is
needed: it is slow to come, and most commands do without.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vault.errors import KeychainUnavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "tacit vault"
HEADS = "tacit vault head"
"under this name lies what was last seen of each vault; see `anchor.py`"
REFUSED = ("fail", "null", "plaintext", "file", "chainer")


def backend() -> "KeyringBackend":
    """The keychain, if it is one that keeps secrets."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    with _our_errors():
        found = keyring.get_keyring()
    several = found.backends if isinstance(found, ChainerBackend) else (found,)
    for one in several:
        if not is_unsafe(one):
            return one
    raise KeychainUnavailable


def is_there() -> bool:
    """Whether the system has a keychain that can be used."""
    try:
        backend()
    except KeychainUnavailable:
        return False
    return True


def is_unsafe(found: "KeyringBackend") -> bool:
    name = f"{type(found).__module__}.{type(found).__name__}".lower()
    return any(word in name for word in REFUSED)


def keep(vault_id: str, secret: bytes) -> None:
    with _our_errors():
        backend().set_password(SERVICE, vault_id, base64.b64encode(secret).decode())


def fetch(vault_id: str) -> bytes:
    with _our_errors():
        text = backend().get_password(SERVICE, vault_id)
    try:
        return base64.b64decode(text or "", validate=True) or _nothing()
    except ValueError as error:
        raise KeychainUnavailable from error


def drop(vault_id: str) -> None:
    with _our_errors():
        backend().delete_password(SERVICE, vault_id)


def keep_head(vault_id: str, text: str) -> None:
    with _our_errors():
        backend().set_password(HEADS, vault_id, text)


def fetch_head(vault_id: str) -> str | None:
    """What was last seen of this vault, or None where nothing was kept."""
    with _our_errors():
        return backend().get_password(HEADS, vault_id)


def drop_head(vault_id: str) -> None:
    with _our_errors():
        backend().delete_password(HEADS, vault_id)


@contextmanager
def _our_errors() -> Iterator[None]:
    """Backends talk to services of the system, and fail in more ways than they document."""
    import keyring.errors

    try:
        yield
    except (keyring.errors.KeyringError, OSError, RuntimeError) as error:
        raise KeychainUnavailable from error


def _nothing() -> bytes:
    raise KeychainUnavailable
