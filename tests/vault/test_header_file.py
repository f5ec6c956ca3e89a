"""The header as a file: whole or refused, whoever wrote it, and never a call for endless work."""

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vault.conftest import COST, PASSPHRASE
from vault import header_file, keyslots
from vault.errors import HeaderDamaged, VaultError, VaultTooNew
from vault.keyslots import NewVault

MADE = keyslots.create(PASSPHRASE, COST)
SERIALIZED = header_file.serialize(MADE.header)


@pytest.fixture
def new() -> NewVault:
    return MADE


def test_saved_twice_and_read_from_the_copy_if_one_is_damaged(
    new: NewVault, tmp_path: Path
) -> None:
    path = tmp_path / "vault.keys"
    header_file.save(path, new.header)
    assert header_file.load(path) == new.header
    path.write_bytes(b"damaged")
    assert header_file.load(path) == new.header
    (tmp_path / "vault.keys.copy").write_bytes(b"")
    with pytest.raises(HeaderDamaged):
        header_file.load(path)
    if os.name == "posix":
        header_file.save(path, new.header)
        assert {stat.S_IMODE(p.stat().st_mode) for p in tmp_path.iterdir()} == {0o600}


def test_a_newer_header_is_not_a_damaged_one(new: NewVault, tmp_path: Path) -> None:
    row = json.loads(header_file.serialize(new.header))
    row["version"] = 2
    with pytest.raises(VaultTooNew):
        header_file.parse(json.dumps(row).encode())


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"{}", b'{"version": 1}', b"[" * 100_000, b"x" * (1 << 17),
     b'{"version": 1, "vault_id": "x", "slots": [], "mac": ""}'],
)  # fmt: skip
def test_headers_that_are_none(raw: bytes) -> None:
    with pytest.raises(HeaderDamaged):
        header_file.parse(raw)


@pytest.mark.parametrize(
    "cost",
    [{"memory_kib": 1 << 40}, {"iterations": 1 << 40}, {"lanes": 999}, {"memory_kib": 1},
     {"iterations": 1}, {"lanes": "4"}],
)  # fmt: skip
def test_a_header_cannot_ask_for_any_work(new: NewVault, cost: dict[str, object]) -> None:
    row = json.loads(header_file.serialize(new.header))
    row["slots"][0]["cost"].update(cost)
    with pytest.raises(HeaderDamaged):
        header_file.parse(json.dumps(row).encode())


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_no_flipped_bit_opens_to_anything_else(at: int, bit: int) -> None:
    raw = bytearray(SERIALIZED)
    raw[at % len(raw)] ^= 1 << bit
    try:
        header = header_file.parse(bytes(raw))
        opened = keyslots.open_with_passphrase(header, PASSPHRASE)
    except VaultError:
        return
    # A flip in white space or of letter case in JSON may change nothing at all.
    assert header == MADE.header
    assert opened.derive("x") == MADE.master.derive("x")
