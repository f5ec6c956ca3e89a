"""A vault for the words that depend on one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vault import migrate
from vault.connection import WriteConn, open_writer


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[WriteConn]:
    with open_writer(tmp_path / "v.db", bytes(32)) as opened:
        migrate.migrate(opened, lambda: tmp_path)
        yield opened
