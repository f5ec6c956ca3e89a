"""From the start of the process until the window is painted and a typed letter stands in it."""

import statistics
import time
from pathlib import Path

from benchmarks.window_children import LEAVE, make_vault, start

ROUNDS = 15


def measure(folder: Path) -> None:
    """Alternating, after one round that compiles."""
    make_vault(folder)
    spent: dict[bool, list[float]] = {True: [], False: []}
    for number in range(ROUNDS + 1):
        for is_ours in (True, False) if number % 2 else (False, True):
            took = _once(folder, is_ours=is_ours)
            if number:
                spent[is_ours].append(took)
    ratios = sorted(ours / bare for ours, bare in zip(spent[True], spent[False], strict=True))
    print(
        f"start until a letter is typed, Tacit ÷ a bare window: median "
        f"{statistics.median(spent[True]) / statistics.median(spent[False]):.2f} "
        f"(pairs {ratios[0]:.2f} to {ratios[-1]:.2f}; {ROUNDS} of each, "
        f"{statistics.median(spent[True]) * 1000:.0f} and "
        f"{statistics.median(spent[False]) * 1000:.0f} ms)"
    )


def _once(folder: Path, *, is_ours: bool) -> float:
    began = time.perf_counter()
    child = start(folder, LEAVE, is_ours=is_ours)
    assert child.stdout is not None
    assert child.stdout.readline() == "typed\n"
    took = time.perf_counter() - began
    child.communicate()
    return took
