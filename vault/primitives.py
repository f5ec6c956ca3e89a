"""The few things that Tacit asks of a library for cryptography; nobody else asks it.

The library is large and needed for a moment only, so it is brought in by the call that needs it.
Functions that stretch, wrap and unwrap are called through `apart.call`, which knows where.
"""

import hashlib
import hmac
import math
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

MUCH = 32 << 20
"bytes; Python's own hashes, which the window has, take 0.15 s for them"
HASH_BYTES = hashlib.sha256().digest_size


class WrongKey(Exception):
    """What is wrapped was not wrapped with this key."""


def load() -> None:
    """Bring the library in, where what comes next is timed."""
    import cryptography.hazmat.primitives.kdf.argon2  # noqa: F401


def stretch(words: bytes, salt: bytes, memory_kib: int, iterations: int, lanes: int) -> bytes:
    """The key that a passphrase gives: Argon2id, so that guessing is dear."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(
        salt=salt, length=HASH_BYTES, iterations=iterations, lanes=lanes, memory_cost=memory_kib
    ).derive(words)


def wrap(key: bytes, secret: bytes) -> bytes:
    """A key under another key (RFC 3394)."""
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    return aes_key_wrap(key, secret)


def unwrap(key: bytes, wrapped: bytes) -> bytes:
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    try:
        return aes_key_unwrap(key, wrapped)
    except InvalidUnwrap:
        raise WrongKey from None


def sha256_for(size: int) -> "Callable[[bytes], _Hash]":
    """SHA-256 for so many bytes: OpenSSL's is several times as quick, but stays in memory."""
    if size < MUCH:
        return hashlib.sha256
    try:
        from _hashlib import openssl_sha256
    except ImportError:
        return hashlib.sha256
    return openssl_sha256


def expand(secret: bytes, purpose: bytes, length: int = HASH_BYTES) -> bytes:
    """The key for one purpose out of a random secret: HKDF with SHA-256, without a salt."""
    inner = hmac.digest(bytes(HASH_BYTES), secret, "sha256")
    block, whole = b"", b""
    for number in range(1, math.ceil(length / HASH_BYTES) + 1):
        block = hmac.digest(inner, block + purpose + bytes([number]), "sha256")
        whole += block
    return whole[:length]
