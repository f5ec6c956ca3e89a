"""One bad input after the other, by number: what a target made of each, and how long that took."""

import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

LONGEST_S = 10
"of processor time for one input: others may want the processors too"
Attempt = Callable[[random.Random], None]


class TooSlow(Exception):
    """One input took longer than anybody would wait."""


@dataclass(frozen=True)
class Finding:
    """An input that was neither read nor refused."""

    number: int
    what: str


def try_out(attempt: Attempt, number: int) -> Finding | None:
    """One input by its number."""
    try:
        with _at_most(LONGEST_S):
            attempt(random.Random(number))
    except Exception as error:  # noqa: BLE001 - whatever comes here is what is looked for
        return Finding(number, f"{type(error).__name__}: {error}"[:200])
    return None


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def over(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
