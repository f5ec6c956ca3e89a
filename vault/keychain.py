"""The system's keychain: a convenience that may vanish, never the only way in.

Backends that keep secrets in clear, or nowhere, are refused. The library is brought in when it is
needed: it is slow to come, large, and most commands do without. `look`, `read`, `write` and
`remove` talk to it, through `apart.call`, which knows where.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vault import apart
from vault.errors import KeychainUnavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "tacit vault"
HEADS = "tacit vault head"
"under this name lies what was last seen of each vault; see `anchor.py`"
REFUSED = ("fail", "null", "plaintext", "file", "chainer")


def need() -> None:
    """Raise where the system has no keychain that can be used."""
    apart.call("look")


def is_there() -> bool:
    """Whether the system has a keychain that can be used."""
    try:
        need()
    except KeychainUnavailable:
        return False
    return True


def keep(vault_id: str, secret: bytes) -> None:
    apart.call("write", SERVICE, vault_id, base64.b64encode(secret).decode())


def fetch(vault_id: str) -> bytes:
    text = apart.call("read", SERVICE, vault_id)
    try:
        return base64.b64decode(text or "", validate=True) or _nothing()
    except ValueError as error:
        raise KeychainUnavailable from error


def drop(vault_id: str) -> None:
    apart.call("remove", SERVICE, vault_id)


def keep_head(vault_id: str, text: str) -> None:
    apart.call("write", HEADS, vault_id, text)


def fetch_head(vault_id: str) -> str | None:
    """What was last seen of this vault, or None where nothing was kept."""
    text: str | None = apart.call("read", HEADS, vault_id)
    return text


def drop_head(vault_id: str) -> None:
    apart.call("remove", HEADS, vault_id)


def look() -> None:
    backend()


def read(service: str, name: str) -> str | None:
    with _our_errors():
        return backend().get_password(service, name)


def write(service: str, name: str, text: str) -> None:
    with _our_errors():
        backend().set_password(service, name, text)


def remove(service: str, name: str) -> None:
    with _our_errors():
        backend().delete_password(service, name)


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


def is_unsafe(found: "KeyringBackend") -> bool:
    name = f"{type(found).__module__}.{type(found).__name__}".lower()
    return any(word in name for word in REFUSED)


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
