"""Turn after turn in the real window: all end well, and nothing is left behind by any of them.

A short look at what `benchmarks/soak.py` looks at for hours; memory, which fills up before it
stays, only that can judge.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop import real_screen

ROOT = Path(__file__).parents[2]
TURNS, LOCK = 24, 20
COUNTED = ("descriptors", "threads", "processes", "temporary files")
RUN = f"""
import json, sys, tempfile
from dataclasses import asdict
from pathlib import Path
from benchmarks.living import life
from benchmarks.soak import lived
with tempfile.TemporaryDirectory() as folder, life(Path(folder)) as one:
    samples, wrong = lived(one, {TURNS}, {LOCK}, 8.0)
print(json.dumps({{"samples": [asdict(sample) for sample in samples], "wrong": wrong}}))
"""


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="root may look into it")
@pytest.mark.skipif(bool(real_screen.missing()), reason=real_screen.missing())
def test_turns_leave_nothing_behind(real_weights: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "TACIT_WEIGHTS": str(real_weights)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["wrong"] == 0, done.stdout
    seen = [one["seen"] for one in found["samples"] if one["session"] == 0]
    assert len(seen) == LOCK // 2
    for name in COUNTED:
        # One more is a thing that comes once; a leak is one with every turn.
        assert seen[-1][name] - seen[0][name] <= 1, name
