"""What brings a large library is done by a helper, which ends; and here where none can be had."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.conftest import NOW, PASSPHRASE
from vault import apart, keychain, primitives
from vault.errors import KeychainUnavailable, WrongPassphrase
from vault.keyslots import Cost
from vault.places import Places
from vault.primitives import WrongKey
from vault.vault import Vault, with_passphrase

ROOT = Path(__file__).parents[2]
KEY, SECRET = bytes(range(32)), bytes(reversed(range(32)))
HELPER = [sys.executable, "-P", "-m", "desktop", "--key-helper"]


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in the window: calls are made by the helper, which finds the modules of this folder."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keychains.SafeKeychain")
    apart.use(HELPER)
    yield
    apart.use([])


def running() -> list[str]:
    """The command lines of what this process started and what did not end."""
    done = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "args="],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [line for line in done.stdout.splitlines() if "--key-helper" in line]


@given(st.binary(min_size=1, max_size=80), st.binary(max_size=80), st.integers(1, 200))
def test_keys_are_expanded_as_the_standard_says(secret: bytes, purpose: bytes, length: int) -> None:
    theirs = HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(secret)
    assert primitives.expand(secret, purpose, length) == theirs


@pytest.mark.usefixtures("beside")
def test_the_helper_gives_what_is_given_here_and_ends() -> None:
    with apart.held():
        there = [
            apart.call("stretch", b"words", bytes(16), 64, 1, 1),
            apart.call("wrap", KEY, SECRET),
            apart.call("unwrap", KEY, apart.call("wrap", KEY, SECRET)),
        ]
        assert len(running()) == 1
    assert running() == []
    apart.use([])
    wrapped = apart.call("wrap", KEY, SECRET)
    assert there == [apart.call("stretch", b"words", bytes(16), 64, 1, 1), wrapped, SECRET]


@pytest.mark.usefixtures("beside")
def test_the_keychain_is_asked_there() -> None:
    with apart.held():
        assert keychain.is_there()
        keychain.keep("vault-1", b"\0secret")
        assert keychain.fetch("vault-1") == b"\0secret"
        assert keychain.fetch_head("vault-1") is None
        keychain.drop("vault-1")
        with pytest.raises(KeychainUnavailable):
            keychain.fetch("vault-1")


@pytest.mark.usefixtures("beside")
def test_what_is_wrong_is_said_as_here(tmp_path: Path) -> None:
    with pytest.raises(WrongKey):
        apart.call("unwrap", KEY, bytes(40))
    places = Places.of(tmp_path / "data", tmp_path / "config")
    Vault.create(places, PASSPHRASE, NOW, Cost())[0].close()
    with pytest.raises(WrongPassphrase):
        Vault.unlock(places, with_passphrase("something else"), NOW)
    Vault.unlock(places, with_passphrase(PASSPHRASE), NOW).close()
    assert running() == []


@pytest.mark.parametrize(
    "helper", [["/nowhere/tacit"], [sys.executable, "-c", "print('hello')"], ["/bin/true"]]
)
def test_without_a_helper_it_is_done_here(helper: list[str]) -> None:
    apart.use(helper)
    try:
        assert apart.call("unwrap", KEY, apart.call("wrap", KEY, SECRET)) == SECRET
    finally:
        apart.use([])


def test_unlocking_leaves_no_large_library_in_the_window(tmp_path: Path) -> None:
    places = Places.of(tmp_path / "data", tmp_path / "config")
    Vault.create(places, PASSPHRASE, NOW, Cost())[0].close()
    code = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from vault import apart\n"
        "from vault.places import Places\n"
        "from vault.vault import Vault, with_passphrase\n"
        f"apart.use({HELPER!r})\n"
        f"places = Places.of(*map(Path, {[str(tmp_path / 'data'), str(tmp_path / 'config')]!r}))\n"
        f"vault = Vault.unlock(places, with_passphrase({PASSPHRASE!r}), datetime.now(UTC))\n"
        "vault.close()\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "sqlcipher3" in loaded
    assert loaded.isdisjoint({"cryptography", "keyring"})
