"""A recovery key that was just made: shown once, and confirmed by typing parts of it."""

import random
from dataclasses import dataclass

from vault import recovery

ASKED = 2
"groups; who has none of them written down has nothing written down"


@dataclass(frozen=True)
class RecoveryKey:
    """The key in its groups, and which of them are asked for (counted from 0)."""

    groups: tuple[str, ...]
    asked: tuple[int, ...]

    @classmethod
    def of(cls, key: str) -> "RecoveryKey":
        groups = tuple(key.split("-"))
        # Which ones is no secret: it only keeps the same two from being learned.
        asked = sorted(random.sample(range(len(groups)), ASKED))
        return cls(groups, tuple(asked))

    @property
    def text(self) -> str:
        return "-".join(self.groups)

    def is_right(self, answers: tuple[str, ...]) -> bool:
        """As forgiving as unlocking is: case and letters that look like digits do not matter."""
        typed = tuple(_plain(one) for one in answers)
        return typed == tuple(_plain(self.groups[number]) for number in self.asked)


def _plain(text: str) -> str:
    return "".join(text.upper().split()).replace("-", "").translate(recovery.LOOKALIKES)
