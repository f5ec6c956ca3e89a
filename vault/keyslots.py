"""The ways into the vault: one random master key, wrapped once per way.

Each slot of the header wraps the master key under a key of its own: a passphrase (Argon2id), a
recovery key, or a secret in the system's keychain. A MAC keyed from the master key covers the whole
header, so slots cannot be swapped, added or weakened. Changing the passphrase wraps again; nothing
is encrypted again. A slot that does not open says only "wrong": whether it was damaged instead is
known to nobody who lacks the key. How the header lies on the disk: `vault/header_file.py`.
"""

import base64
import hmac
import json
import os
import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from vault import apart, primitives, recovery
from vault.errors import (
    HeaderDamaged,
    KeychainUnavailable,
    LastSlot,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryKey,
)
from vault.primitives import WrongKey, expand

VERSION = 1
KEY_BYTES = 32
SALT_BYTES = 16
LEAST_PASSPHRASE_CHARACTERS = 8
LEAST_MEMORY_KIB = 64 << 10
MOST_MEMORY_KIB = 2 << 20
LEAST_ITERATIONS = 3
MOST_ITERATIONS = 1_000
MOST_LANES = 16
AIM_S = 0.75
"what opening with a passphrase should take on the machine that made the vault"


class SlotKind(StrEnum):
    """The ways into a vault."""

    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a way in, not a secret
    RECOVERY = "recovery"
    KEYCHAIN = "keychain"


TRUSTED = (SlotKind.PASSPHRASE, SlotKind.RECOVERY)
"ways that depend on nothing but the owner"


@dataclass(frozen=True)
class Cost:
    """How much work Argon2id makes of each guess."""

    memory_kib: int = LEAST_MEMORY_KIB
    iterations: int = LEAST_ITERATIONS
    lanes: int = 4

    def is_sane(self) -> bool:
        """Neither too weak to protect nor so large that opening would exhaust the machine."""
        return (
            LEAST_MEMORY_KIB <= self.memory_kib <= MOST_MEMORY_KIB
            and LEAST_ITERATIONS <= self.iterations <= MOST_ITERATIONS
            and 1 <= self.lanes <= MOST_LANES
        )


@dataclass(frozen=True)
class Slot:
    """One way in."""

    kind: SlotKind
    salt: bytes
    wrapped: bytes
    cost: Cost | None = None
    "of a passphrase; the other ways start from random keys that need no stretching"


@dataclass(frozen=True)
class Header:
    """Everything in the header file."""

    vault_id: str
    slots: tuple[Slot, ...]
    mac: bytes = b""
    version: int = VERSION

    def slot(self, kind: SlotKind) -> Slot | None:
        return next((slot for slot in self.slots if slot.kind is kind), None)


class MasterKey:
    """The key that every other key comes from; `forget` overwrites what Python lets us."""

    def __init__(self, raw: bytes) -> None:
        self._raw = bytearray(raw)

    def derive(self, purpose: str) -> bytes:
        """The key for one purpose; one says nothing about another."""
        return expand(bytes(self._raw), b"tacit " + purpose.encode())

    def wrap(self, key: bytes) -> bytes:
        wrapped: bytes = apart.call("wrap", key, bytes(self._raw))
        return wrapped

    def forget(self) -> None:
        self._raw[:] = bytes(len(self._raw))

    def __repr__(self) -> str:
        return "MasterKey(…)"


@dataclass(frozen=True)
class NewVault:
    """What making a vault gives: the recovery key is shown once and kept nowhere."""

    header: Header
    master: MasterKey
    recovery_key: str


def create(passphrase: str, cost: Cost) -> NewVault:
    """A new master key with a passphrase and a recovery key."""
    master = MasterKey(secrets.token_bytes(KEY_BYTES))
    header = Header(_new_id(), ())
    header = set_passphrase(header, master, passphrase, cost)
    header, recovery_key = renew_recovery(header, master)
    return NewVault(header, master, recovery_key)


def calibrate(clock: Callable[[], float] = time.perf_counter, lanes: int | None = None) -> Cost:
    """The cost at which opening takes about three quarters of a second here, never less than safe.

    Memory first, because it is what makes guessing on special hardware dear.
    """
    cost = Cost(lanes=lanes or min(4, os.cpu_count() or 1))
    spent = _time(cost, clock)
    while spent < AIM_S / 2 and cost.memory_kib < 4 * LEAST_MEMORY_KIB:
        cost = replace(cost, memory_kib=cost.memory_kib * 2)
        spent = _time(cost, clock)
    if spent < AIM_S:
        iterations = round(cost.iterations * AIM_S / max(spent, 1e-3))
        cost = replace(cost, iterations=min(max(iterations, LEAST_ITERATIONS), 64))
    return cost


def open_with_passphrase(header: Header, passphrase: str) -> MasterKey:
    slot = header.slot(SlotKind.PASSPHRASE)
    if slot is None or slot.cost is None:
        raise WrongPassphrase
    key = _stretch(passphrase, slot.salt, slot.cost)
    try:
        return _open(header, slot, key)
    except WrongKey:
        raise WrongPassphrase from None


def open_with_recovery(header: Header, text: str) -> MasterKey:
    entropy = recovery.read(text)
    slot = header.slot(SlotKind.RECOVERY)
    try:
        if slot is None:
            raise WrongKey
        return _open(header, slot, _recovery_key(entropy, slot.salt))
    except WrongKey:
        raise WrongRecoveryKey from None


def open_with_secret(header: Header, secret: bytes) -> MasterKey:
    """Open with what the system's keychain kept for us."""
    slot = header.slot(SlotKind.KEYCHAIN)
    try:
        if slot is None:
            raise WrongKey
        return _open(header, slot, expand(secret, b"tacit keychain" + slot.salt))
    except WrongKey:
        raise KeychainUnavailable from None  # nobody typed it, so it is no wrong try


def set_passphrase(header: Header, master: MasterKey, passphrase: str, cost: Cost) -> Header:
    """Wrap under a new passphrase, in place of an old one."""
    if len(passphrase) < LEAST_PASSPHRASE_CHARACTERS:
        raise WeakPassphrase(LEAST_PASSPHRASE_CHARACTERS)
    if not cost.is_sane():
        raise ValueError("a cost that does not protect")
    salt = secrets.token_bytes(SALT_BYTES)
    wrapped = master.wrap(_stretch(passphrase, salt, cost))
    return _with(header, master, Slot(SlotKind.PASSPHRASE, salt, wrapped, cost))


def renew_recovery(header: Header, master: MasterKey) -> tuple[Header, str]:
    """A new recovery key; the old one stops working."""
    entropy = secrets.token_bytes(recovery.ENTROPY_BYTES)
    salt = secrets.token_bytes(SALT_BYTES)
    slot = Slot(SlotKind.RECOVERY, salt, master.wrap(_recovery_key(entropy, salt)))
    return _with(header, master, slot), recovery.write(entropy)


def add_keychain(header: Header, master: MasterKey) -> tuple[Header, bytes]:
    """A slot for a random secret that the system's keychain is to keep."""
    secret, salt = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(SALT_BYTES)
    wrapped = master.wrap(expand(secret, b"tacit keychain" + salt))
    return _with(header, master, Slot(SlotKind.KEYCHAIN, salt, wrapped)), secret


def anew(header: Header, master: MasterKey) -> Header:
    """The same ways in for another vault; the keychain's belongs to the one it was made for."""
    rest = tuple(slot for slot in header.slots if slot.kind in TRUSTED)
    return _sealed(replace(header, vault_id=_new_id(), slots=rest), master)


def written(slot: Slot) -> dict[str, Any]:
    """A slot as it stands in the header file."""
    return {
        "kind": slot.kind.value,
        "salt": text_of(slot.salt),
        "wrapped": text_of(slot.wrapped),
        "cost": asdict(slot.cost) if slot.cost else None,
    }


def put(header: Header, master: MasterKey, slot: Slot) -> Header:
    """Put a slot that was written down in place of the one of its kind."""
    return _with(header, master, slot)


def remove(header: Header, master: MasterKey, kind: SlotKind) -> Header:
    """Take a way in away, as long as one remains that depends on nobody else."""
    rest = tuple(slot for slot in header.slots if slot.kind is not kind)
    if not any(slot.kind in TRUSTED for slot in rest):
        raise LastSlot
    return _sealed(replace(header, slots=rest), master)


def _new_id() -> str:
    return secrets.token_hex(16)


def _open(header: Header, slot: Slot, key: bytes) -> MasterKey:
    master = MasterKey(apart.call("unwrap", key, slot.wrapped))
    if not hmac.compare_digest(_mac(header, master), header.mac):
        raise HeaderDamaged
    return master


def _with(header: Header, master: MasterKey, slot: Slot) -> Header:
    rest = tuple(other for other in header.slots if other.kind is not slot.kind)
    return _sealed(replace(header, slots=(*rest, slot)), master)


def _sealed(header: Header, master: MasterKey) -> Header:
    return replace(header, mac=_mac(header, master))


def _mac(header: Header, master: MasterKey) -> bytes:
    covered = json.dumps(body(header), sort_keys=True).encode()
    return hmac.digest(master.derive("header mac"), covered, "sha256")


def body(header: Header) -> dict[str, Any]:
    """What stands in the header file and the MAC covers."""
    return {
        "version": header.version,
        "vault_id": header.vault_id,
        "slots": [written(slot) for slot in header.slots],
    }


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The same words typed on another keyboard give the same bytes: hence the normal form."""
    words = unicodedata.normalize("NFKC", passphrase).encode()
    key: bytes = apart.call("stretch", words, salt, cost.memory_kib, cost.iterations, cost.lanes)
    return key


def _recovery_key(entropy: bytes, salt: bytes) -> bytes:
    return expand(entropy, b"tacit recovery" + salt)


def _time(cost: Cost, clock: Callable[[], float]) -> float:
    """How long stretching takes in this process: what is timed must not wait for another."""
    primitives.load()
    began = clock()
    primitives.stretch(
        b"how long does this take", bytes(SALT_BYTES), cost.memory_kib, cost.iterations, cost.lanes
    )
    return clock() - began


def text_of(raw: bytes) -> str:
    """Bytes as they stand in the header file."""
    return base64.b64encode(raw).decode()
