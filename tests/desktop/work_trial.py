"""`tacit …` in a process that kills itself, by SIGKILL, at a call of ours or when a file was moved.

`python -m tests.desktop.work_trial WHERE words…`: WHERE is the number of a call of ours after the
plan is kept, or `moved`. Without being killed, it writes the number of calls to standard error.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from desktop.cli import main

ROOT = Path(__file__).parents[2]
OURS = tuple(str(ROOT / part) for part in ("inference/agents", "inference/guard", "vault"))
RUNNER = str(ROOT / "inference" / "agents" / "runner.py")
MOVING = str(ROOT / "inference" / "tools" / "moving.py")


class Killer:
    """Counts calls of ours from where a run goes on; kills at one of them, or after a move."""

    def __init__(self, where: str) -> None:
        self.count = 0
        self._where = where
        self._is_going = False

    def __call__(self, frame: FrameType, event: str, _value: object) -> None:
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        if event == "return" and (file, name, self._where) == (MOVING, "move", "moved"):
            os.kill(os.getpid(), signal.SIGKILL)
        self._is_going |= (file, name) == (RUNNER, "go")
        if event == "call" and self._is_going and file.startswith(OURS):
            self.count += 1
            if str(self.count) == self._where:
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    killer = Killer(sys.argv[1])
    sys.setprofile(killer)
    code = main(sys.argv[2:])
    sys.setprofile(None)
    print(killer.count, file=sys.stderr)  # noqa: T201
    sys.exit(code)
