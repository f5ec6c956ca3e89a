"""A desk over a real vault, and an owner who says things at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inference.tools.base import Desk
from tests.inference.memory.told import Tell, desk_over, teller
from tests.vault.conftest import fresh


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh(tmp_path / "test.db") as conn:
        yield desk_over(conn)


@pytest.fixture
def tell(desk: Desk) -> Tell:
    return teller(desk)
