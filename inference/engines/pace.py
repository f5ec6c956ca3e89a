"""With how many threads to write, looked at again while it is written.

All threads wait for the slowest at every step. Where other work has taken a core away (a program
that builds, a call, or our own voice that speaks what is written), half of the threads can be ten
times as fast as all of them. No clock here: what each token took is handed in.
"""

from dataclasses import dataclass

TRIED = 2
"tokens that a trial of fewer threads takes"
FIRST_FEWER, MOST_FEWER = 4, 128
"tokens until fewer threads are tried; twice as many each time they were no better"
FIRST_MORE, MOST_MORE = 32, 512
"the same for more threads, whose trial may cost a lot"
SLOWED = 2.0
"so much slower than usual, and something has changed"
BETTER, AS_GOOD = 0.9, 1.02
"of the usual time, below which a trial of more threads has won, and of fewer: those leave room"
HOPELESS = 1.5
"of the usual time, above which a trial ends at its first token"
SHARE = 0.3
"of the latest token in what is usual"
FEW = 32
"tokens; to read so few waits as often as to write them"


@dataclass
class _Way:
    """One of the two ways to go: when it is tried again, and how long until then."""

    first: int
    most: int
    left: int
    patience: int

    def refused(self) -> None:
        self.patience = min(2 * self.patience, self.most)
        self.left = self.patience

    def soon(self) -> None:
        self.left = self.patience = self.first


class Pace:
    """How many threads write now."""

    def __init__(self, most: int) -> None:
        self._most = max(most, 1)
        self.threads = self._most
        self._settled = self._most
        self._usual = 0.0
        self._trial: list[float] = []
        self._fewer = _Way(FIRST_FEWER, MOST_FEWER, FIRST_FEWER, FIRST_FEWER)
        self._more = _Way(FIRST_MORE, MOST_MORE, FIRST_MORE, FIRST_MORE)

    def note(self, seconds: float) -> bool:
        """One token was written in so many seconds; whether `threads` has changed."""
        before = self.threads
        if self.threads != self._settled:
            self._judge(seconds)
        else:
            self._go_on(seconds)
        return self.threads != before

    def _go_on(self, seconds: float) -> None:
        if self._usual and seconds > SLOWED * self._usual:
            self._fewer.soon()
            self._fewer.left = 0
        self._usual += (seconds - self._usual) * (SHARE if self._usual else 1.0)
        self._fewer.left -= 1
        self._more.left -= 1
        if self._fewer.left < 0 and self._settled > 1:
            self.threads = max(self._settled // 2, 1)
        elif self._more.left < 0 and self._settled < self._most:
            self.threads = min(self._settled * 2, self._most)

    def _judge(self, seconds: float) -> None:
        """A trial goes on, wins or is given up."""
        self._trial.append(seconds)
        mean = sum(self._trial) / len(self._trial)
        if mean <= HOPELESS * self._usual and len(self._trial) < TRIED:
            return
        is_fewer, self._trial = self.threads < self._settled, []
        if mean < (AS_GOOD if is_fewer else BETTER) * self._usual:
            self._settled, self._usual = self.threads, mean
            self._fewer.soon()
            self._more.soon()
            return
        (self._fewer if is_fewer else self._more).refused()
        self.threads = self._settled
