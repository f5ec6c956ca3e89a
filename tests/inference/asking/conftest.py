"""A vault with a few papers in it, read as files are."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inference.asking.finding import Desk
from inference.reading import library
from inference.reading.library import Taken
from inference.reading.reader import read_bytes
from vault import migrate, search
from vault.connection import WriteConn, open_writer

NOW = datetime(2026, 3, 4, tzinfo=UTC)
LEASE = (
    "# Lease Mill Lane 7\n\nAnna Weber lets the flat at Mill Lane 7 to Jonas Brandt.\n\n# Rent\n\n"
    "The monthly rent amounts to 900 euros. It is due on the third working day.\n\n# Notice\n\n"
    "Either side may end the lease with a notice of three months. Notice is given in writing.\n"
)
MANUAL = (
    "# Manual of the Brezza 12\n\nThe device weighs 8.5 kilograms.\n\n# Cleaning\n\n"
    "The filter is changed every 6 weeks. Never use vinegar.\n"
)
SPENDING = (
    "Date,Category,Amount\n2026-01-05,Travel,120.50\n2026-01-09,Office,40.00\n"
    "2026-02-11,Travel,80.00\n2026-02-20,Software,19.99\n"
)
Put = Callable[[str, str], int]


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[WriteConn]:
    with open_writer(tmp_path / "v.db", bytes(32)) as opened:
        migrate.migrate(opened, lambda: tmp_path)
        yield opened


@pytest.fixture
def put(conn: WriteConn) -> Put:
    def put(name: str, text: str) -> int:
        document = read_bytes(text.encode(), name)
        return library.put(conn, document, Taken.of(f"/p/{name}", text.encode(), keeps=False), NOW)

    return put


@pytest.fixture
def papers(put: Put) -> dict[str, int]:
    named = {"lease.md": LEASE, "manual.md": MANUAL, "spending.csv": SPENDING}
    return {name: put(name, text) for name, text in named.items()}


@pytest.fixture
def desk(conn: WriteConn) -> Desk:
    """By words alone: no model is asked what texts mean."""
    return Desk(conn, lambda query: search.search(conn, query, NOW))
