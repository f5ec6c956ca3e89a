"""Real engines on the real starter weights, kept over a module's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inference.engines.local import Engines, Preferences
from models import machine
from models.store import Store
from tests.conftest import REAL_WEIGHTS

TINY = "smollm2-135m"
INT8 = "minilm-l6-v2-int8"


def started(folder: Path, note: Path, **changed: object) -> Engines:
    """Engines over the weights in a folder, with a small context and without probing threads."""
    chosen = {"context": 2048, "threads": {TINY: (2, 2)}, **changed}
    return Engines(Store(folder, note), machine.look(), Preferences(**chosen))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    if not (REAL_WEIGHTS / TINY).is_dir():
        pytest.fail("no starter weights here: run python3 run.py setup")
    found = started(REAL_WEIGHTS, tmp_path_factory.mktemp("engines") / "weights.json")
    yield found
    found.close()
