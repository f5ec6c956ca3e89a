"""The power may go out at any moment; `benchmarks/vault_power.py` tries all of them, this a few."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux" or not shutil.which("strace"):
    pytest.skip("needs strace to see what is written and synced", allow_module_level=True)
if subprocess.run(
    ["strace", "-o", "/dev/null", "true"], check=False, capture_output=True
).returncode:
    pytest.skip("strace may not trace here", allow_module_level=True)

from benchmarks.vault_full import prepare
from benchmarks.vault_power import cuts

EVERY = 41


@pytest.mark.parametrize("is_lax", [False, True])
def test_a_power_cut_loses_nothing_and_raises_no_alarm(tmp_path: Path, is_lax: bool) -> None:
    """And the control, which syncs nothing, loses: so the harness would see it."""
    home = tmp_path / "home"
    tried, found = cuts(home, prepare(home), EVERY, is_lax=is_lax)
    assert tried > 30
    assert (found != {}) == is_lax
