"""A desk for the tools for tasks, reminders and notes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inference.tools.trial import Trial
from tests.vault.conftest import fresh


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    with fresh(tmp_path / "trial.db") as conn:
        yield Trial(conn)


@pytest.fixture(scope="module")
def words_conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """For tests that only look."""
    with fresh(tmp_path_factory.mktemp("words") / "x.db") as conn:
        yield Trial(conn)
