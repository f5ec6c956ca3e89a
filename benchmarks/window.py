"""What the window costs: `.venv/bin/python -m benchmarks.window [PART …]`.

Each part stands in a file of its own (`benchmarks/window_*.py`) as `measure(folder)`, which prints
its ratios; without a name every part runs. Everything is compared with a bare PySide6 window in the
same run: a QMainWindow with one field to type in.
"""

import argparse
import importlib
import tempfile
from pathlib import Path

PARTS = ("start", "idle", "lock", "loop", "rendering", "lists", "yielding")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    wanted = parser.parse_args().parts or PARTS
    for part in wanted:
        module = importlib.import_module(f"benchmarks.window_{part}")
        with tempfile.TemporaryDirectory() as folder:
            module.measure(Path(folder))


if __name__ == "__main__":
    main()
