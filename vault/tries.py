"""A pause after wrong passphrases, longer each time; it outlives a restart.

It slows down a person at the keyboard. Who copies the files is slowed down by Argon2id.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path

from vault.errors import TooManyTries

FREE_TRIES = 3
LONGEST_S = 300.0
MOST_COUNTED = 20
"failures, after which the pause grows no longer"


class Tries:
    """Counts failures in a file beside the vault."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock

    def check(self) -> None:
        """Raise if the next try comes too early."""
        failures, last = self._read()
        waited = self._clock() - last
        if waited < 0:
            # A clock that was turned back: the pause begins now, or it would last until the clock
            # is again where it was.
            self._note(failures)
            waited = 0.0
        left = self.pause(failures) - waited
        if left > 0:
            raise TooManyTries(left)

    def failed(self) -> float:
        """Count a failure; how long the next try has to wait."""
        failures = self._read()[0] + 1
        self._note(failures)
        return self.pause(failures)

    def succeeded(self) -> None:
        self._path.unlink(missing_ok=True)

    @staticmethod
    def pause(failures: int) -> float:
        if failures < FREE_TRIES:
            return 0.0
        return min(2.0 ** (min(failures, MOST_COUNTED) - FREE_TRIES + 1), LONGEST_S)

    def _note(self, failures: int) -> None:
        self._path.write_text(json.dumps([failures, self._clock()]))

    def _read(self) -> tuple[int, float]:
        try:
            failures, last = json.loads(self._path.read_text())
            return max(0, int(failures)), float(last)
        except (OSError, ValueError, TypeError, RecursionError, OverflowError):
            return 0, 0.0
