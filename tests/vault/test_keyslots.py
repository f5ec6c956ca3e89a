"""The ways in: each opens, none can be swapped, weakened or guessed around."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vault.conftest import COST, PASSPHRASE
from vault import header_file, keyslots, recovery
from vault.errors import (
    HeaderDamaged,
    KeychainUnavailable,
    LastSlot,
    RecoveryKeyMistyped,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryKey,
)
from vault.keyslots import Cost, Header, NewVault, SlotKind


@pytest.fixture(scope="module")
def new() -> NewVault:
    return keyslots.create(PASSPHRASE, COST)


def same_key(header: Header, new: NewVault, passphrase: str = PASSPHRASE) -> bool:
    opened = keyslots.open_with_passphrase(header, passphrase)
    return opened.derive("x") == new.master.derive("x")


def test_each_way_opens_to_the_same_key(new: NewVault) -> None:
    assert same_key(new.header, new)
    by_recovery = keyslots.open_with_recovery(new.header, new.recovery_key)
    assert by_recovery.derive("x") == new.master.derive("x")
    header, secret = keyslots.add_keychain(new.header, new.master)
    assert keyslots.open_with_secret(header, secret).derive("x") == new.master.derive("x")
    assert same_key(header, new)


def test_one_purpose_says_nothing_about_another(new: NewVault) -> None:
    keys = {new.master.derive(purpose) for purpose in ("database", "anchor", "header mac")}
    assert len(keys) == 3


def test_wrong_words_say_only_wrong(new: NewVault) -> None:
    for wrong in (PASSPHRASE + " ", PASSPHRASE.upper(), "another passphrase"):
        with pytest.raises(WrongPassphrase):
            keyslots.open_with_passphrase(new.header, wrong)
    other = keyslots.create(PASSPHRASE, COST)
    with pytest.raises(WrongRecoveryKey):
        keyslots.open_with_recovery(new.header, other.recovery_key)
    with pytest.raises(KeychainUnavailable):
        keyslots.open_with_secret(new.header, bytes(32))


def test_the_same_words_from_another_keyboard(new: NewVault) -> None:
    header = keyslots.set_passphrase(new.header, new.master, "Grüße aus München", COST)
    assert same_key(header, new, "Gru\u0308ße aus Mu\u0308nchen")


def test_a_new_passphrase_wraps_again_and_the_old_one_is_out(new: NewVault) -> None:
    header = keyslots.set_passphrase(new.header, new.master, "another good one", COST)
    assert same_key(header, new, "another good one")
    with pytest.raises(WrongPassphrase):
        keyslots.open_with_passphrase(header, PASSPHRASE)
    keyslots.open_with_recovery(header, new.recovery_key)


def test_a_new_recovery_key_puts_the_old_one_out(new: NewVault) -> None:
    header, text = keyslots.renew_recovery(new.header, new.master)
    keyslots.open_with_recovery(header, text)
    with pytest.raises(WrongRecoveryKey):
        keyslots.open_with_recovery(header, new.recovery_key)


def test_short_passphrases_and_cheap_costs_are_refused(new: NewVault) -> None:
    with pytest.raises(WeakPassphrase):
        keyslots.set_passphrase(new.header, new.master, "short", COST)
    for cheap in (Cost(memory_kib=32 << 10), Cost(iterations=2), Cost(lanes=0)):
        with pytest.raises(ValueError, match="cost"):
            keyslots.set_passphrase(new.header, new.master, PASSPHRASE, cheap)


def test_slots_cannot_be_swapped_between_vaults(new: NewVault) -> None:
    other = keyslots.create(PASSPHRASE, COST)
    theirs = other.header.slot(SlotKind.PASSPHRASE)
    assert theirs
    mixed = replace(new.header, slots=(theirs, *new.header.slots[1:]))
    with pytest.raises(HeaderDamaged):
        keyslots.open_with_passphrase(mixed, PASSPHRASE)


def test_the_last_way_of_the_owner_s_own_stays(new: NewVault) -> None:
    header = keyslots.remove(new.header, new.master, SlotKind.RECOVERY)
    header, _ = keyslots.add_keychain(header, new.master)
    with pytest.raises(LastSlot):
        keyslots.remove(header, new.master, SlotKind.PASSPHRASE)
    without = keyslots.remove(header, new.master, SlotKind.KEYCHAIN)
    keyslots.open_with_passphrase(without, PASSPHRASE)


def test_the_key_is_not_in_the_header_or_in_words(new: NewVault) -> None:
    raw = header_file.serialize(new.header)
    assert bytes(new.master._raw) not in raw
    assert bytes(new.master._raw).hex().encode() not in raw
    assert repr(new.master) == "MasterKey(…)"


def test_forgetting_overwrites(new: NewVault) -> None:
    made = keyslots.create(PASSPHRASE, COST)
    made.master.forget()
    assert bytes(made.master._raw) == bytes(32)


def test_calibration_is_never_weaker_than_safe() -> None:
    ticks = iter(range(1000))
    slow = keyslots.calibrate(clock=lambda: float(next(ticks)), lanes=1)
    assert slow == Cost(lanes=1)
    quick = iter(number / 1000 for number in range(1000))
    assert keyslots.calibrate(clock=lambda: next(quick), lanes=1).memory_kib > COST.memory_kib


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(entropy=st.binary(min_size=20, max_size=20))
def test_recovery_keys_are_read_as_they_were_written(entropy: bytes) -> None:
    text = recovery.write(entropy)
    assert recovery.read(text) == entropy
    assert recovery.read(text.lower().replace("-", " ")) == entropy
    assert recovery.read(text.replace("0", "O").replace("1", "l")) == entropy
    assert len(text.split("-")) == 9


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(entropy=st.binary(min_size=20, max_size=20), at=st.integers(0, 35), by=st.integers(1, 31))
def test_a_slip_of_the_pen_is_noticed(entropy: bytes, at: int, by: int) -> None:
    letters = list(recovery.write(entropy).replace("-", ""))
    letters[at] = recovery.ALPHABET[(recovery.ALPHABET.index(letters[at]) + by) % 32]
    with pytest.raises(RecoveryKeyMistyped):
        recovery.read("".join(letters))


@pytest.mark.parametrize("text", ["", "hello", "0" * 35, "0" * 37, "é" * 36, "-" * 36])
def test_what_is_no_recovery_key(text: str) -> None:
    with pytest.raises(RecoveryKeyMistyped):
        recovery.read(text)
