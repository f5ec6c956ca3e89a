"""Real vaults in temporary folders; a raw key opens one in milliseconds."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import keychains
from tests.keychains import SafeKeychain
from vault import audit, migrate
from vault.connection import WriteConn, open_writer
from vault.keyslots import Cost
from vault.places import Places
from vault.vault import Vault

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
COST = Cost()
PASSPHRASE = "correct horse battery staple"
KEY = bytes(range(32))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.of(tmp_path / "vault", tmp_path / "elsewhere")


@pytest.fixture
def vault(places: Places) -> Iterator[Vault]:
    made, _recovery = Vault.create(places, PASSPHRASE, NOW, COST)
    yield made
    if made._database_key is not None:
        made.close()


@pytest.fixture
def safe() -> Iterator[SafeKeychain]:
    """The system's keychain."""
    with keychains.in_use() as made:
        yield made


def fresh(path: Path, key: bytes | None = KEY) -> WriteConn:
    """A migrated database, without the rest of a vault."""
    conn = open_writer(path, key)
    migrate.migrate(conn, lambda: path)
    with conn.transaction():
        conn.run("INSERT INTO meta(id, vault_id, revision) VALUES (1, 'test', 1)")
    return conn


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[WriteConn]:
    from vault import recovery

    with fresh(tmp_path / "test.db") as opened:
        audit.begin(opened, recovery.write(bytes(20)))
        yield opened
