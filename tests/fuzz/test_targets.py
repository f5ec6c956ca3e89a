"""A short run over every target; `python -m benchmarks.fuzz` is the long one."""

from pathlib import Path

import pytest

from tests.fuzz import targets
from tests.fuzz.trying import try_out

COUNT = {"vault": 12, "letters": 10, "papers": 12}
OTHERWISE = 60


@pytest.mark.parametrize("name", sorted(targets.TARGETS))
def test_bad_input_is_read_or_refused(name: str, tmp_path: Path) -> None:
    with targets.opened(name, tmp_path) as attempt:
        found = [try_out(attempt, number) for number in range(COUNT.get(name, OTHERWISE))]
    assert [one for one in found if one is not None] == []
