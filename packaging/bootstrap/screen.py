"""How set-up speaks: numbered steps, and under each what is going on and how long it still takes.

On a terminal one line is rewritten; in a log a new line comes every ten seconds. Silence is what
people take for a hang, so `tick` is called every second whether or not anything happened.
"""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

LOG_EVERY_S = 10.0
TOO_EARLY_TO_TELL_S = 3.0


def size(byte_count: float) -> str:
    """Bytes as people read them: 812 kB, 1.1 GB."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if byte_count >= scale:
            return f"{byte_count / scale:.{1 if byte_count < 100 * scale else 0}f} {unit}"
    return f"{byte_count:.0f} bytes"


def duration(seconds: float) -> str:
    """Seconds as people say them: 40 s, 4 min."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


@dataclass
class Progress:
    """Where the running step stands; `done` and `total` count bytes or pieces."""

    done: float = 0
    total: float = 0
    what: str = ""


class Screen:
    """Prints steps, progress and notes to one stream."""

    def __init__(self, stream: TextIO, now: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._now = now
        self._live = stream.isatty()
        self._began = self._spoke = now()
        self._progress = Progress()
        self._steps = 0
        self._step = 0
        self._open_line = False

    def plan(self, steps: int) -> None:
        self._steps = steps

    def step(self, title: str) -> None:
        """Begin the next numbered step."""
        self._step += 1
        self._began = self._spoke = self._now()
        self._progress = Progress()
        self._print(f"[{self._step}/{self._steps}] {title}")

    def progress(self, done: float, total: float, what: str = "") -> None:
        """Note where the step stands; it is shown at the next tick."""
        self._progress = Progress(done, total, what)
        self.tick()

    def tick(self) -> None:
        """Show the step's state if it is time to."""
        now = self._now()
        if self._live:
            if now - self._spoke >= 0.1:
                self._spoke = now
                self._rewrite(self.state())
        elif now - self._spoke >= LOG_EVERY_S:
            self._spoke = now
            self._print("      " + self.state())

    def state(self) -> str:
        """The line under a step: how far, what, and how much longer."""
        at, elapsed = self._progress, self._now() - self._began
        parts = [at.what] if at.what else []
        if at.total > 0:
            share = min(at.done / at.total, 1.0)
            parts.insert(0, f"{share:4.0%}")
            if elapsed > TOO_EARLY_TO_TELL_S and share > 0.02:
                parts.append(f"about {duration(elapsed * (1 - share) / share)} left")
        parts.append(f"{duration(elapsed)} so far")
        return " · ".join(parts)

    def note(self, text: str) -> None:
        """A line of its own, indented under the step."""
        self._print("      " + text)

    def say(self, text: str) -> None:
        """A line of its own, from the margin."""
        self._print(text)

    def _print(self, line: str) -> None:
        if self._open_line:
            self._rewrite("")
            self._stream.write("\r")
            self._open_line = False
        self._stream.write(line + "\n")
        self._stream.flush()

    def _rewrite(self, line: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        self._stream.write("\r" + ("      " + line)[:width].ljust(width))
        self._stream.flush()
        self._open_line = True
