"""Bad input for everything that reads any: `.venv/bin/python -m benchmarks.fuzz --seconds 300`
with `--only NAME`, `--from NUMBER` to go on elsewhere, `--one NUMBER` to see one input fail again.

Each target (`tests/fuzz/`) makes one bad input from each number: a header with flipped bytes, a
calendar that nests for ever, a tool called with half a character. What is neither read nor refused
by an error with a card is a finding; so is what takes ten seconds. The control is a parser that
believes what it reads: its faults have to be found. Exit code 0 where nothing was found but those.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz import nasty, targets
from tests.fuzz.trying import Attempt, try_out

SHOWN = 8
CONTROL = "the control"


def believing(_folder: Path) -> Iterator[Attempt]:
    """A parser as one would write it without thinking of anybody."""

    def attempt(rng: random.Random) -> None:
        row = json.loads(nasty.written({"name": "x", "many": [1, 2]}, rng))
        assert len(row["name"].encode()) + sum(row["many"]) < 1 << 40

    yield attempt


def run(name: str, first: int, seconds: float) -> Counter[str]:
    """What was found in so many seconds, by kind; printed with the numbers that show it again."""
    found: Counter[str] = Counter()
    number, until = first, time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder, targets.opened(name, Path(folder)) as attempt:
        while time.monotonic() < until:
            if finding := try_out(attempt, number):
                kind = finding.what
                if name != CONTROL and not found[kind] and len(found) < SHOWN:
                    print(f"  {name} --one {number}: {kind}", flush=True)
                found[kind] += 1
            number += 1
    print(f"{name}: {number - first:,} inputs, {found.total()} findings of {len(found)} kinds",
          flush=True)  # fmt: skip
    return found


def one(name: str, number: int) -> int:
    with tempfile.TemporaryDirectory() as folder, targets.opened(name, Path(folder)) as attempt:
        try:
            attempt(random.Random(number))
        except Exception:  # noqa: BLE001 - it is shown
            traceback.print_exc()
            return 1
    return 0


def main() -> int:
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's real one
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--only", choices=sorted(targets.TARGETS), action="append")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first number")
    parser.add_argument("--one", type=int, help="one input of the target, with what it raises")
    args = parser.parse_args()
    names = args.only or list(targets.TARGETS)
    if args.one is not None:
        return one(names[0], args.one)
    found = sum((run(name, args.first, args.seconds) for name in names), Counter[str]())
    targets.TARGETS[CONTROL] = believing
    control = run(CONTROL, args.first, 1.0)
    return 0 if not found and control else 1


if __name__ == "__main__":
    sys.exit(main())
