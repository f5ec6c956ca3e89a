"""Being woken, as seen from Tacit: a sealed process of its own, which sound is handed to.

It needs no weights of the store: those it uses come in packages. Handing sound over never waits.
"""

import contextlib
import importlib.util
from collections.abc import Iterator

from inference.engines import events
from inference.engines.client import Asked, Child, Condition, Patience
from inference.engines.host import Opening
from inference.engines.protocols import Stopped, never
from inference.voice.waking import Paused, WakeWord, Woken

ROLE = "wake"
MEMORY_BYTES = 1 << 30
IDLE_S = 30.0
STARTING_S, WORKING_S = 60.0, 30.0


def is_possible() -> bool:
    """Whether the package is here: there is none for every system."""
    return importlib.util.find_spec("pymicro_wakeword") is not None


class Watch:
    """Starts its process when somebody wants to be heard, and ends it with `close`."""

    def __init__(self) -> None:
        opening = Opening(ROLE, ROLE, (), {}, MEMORY_BYTES, IDLE_S)
        self._child = Child(opening, Patience(STARTING_S, WORKING_S))

    @property
    def condition(self) -> Condition:
        return self._child.condition

    @contextlib.contextmanager
    def over(self, word: WakeWord, *, stopped: Stopped = never) -> Iterator["Watching"]:
        """Wait for these words as long as the block lasts."""
        with self._child.ask("watch", {"word": word.value}, stopped=stopped) as asked:
            for _ in asked.opened():
                pass
            yield Watching(asked)

    def close(self) -> None:
        self._child.close_for_good()


class Watching:
    """What sound is handed to, and what was heard in it."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def hear(self, pcm: bytes) -> list[Woken | Paused]:
        """More sound, 16-bit mono at 16 kHz; what was noticed by now."""
        self._asked.send("sound", pcm)
        return [events.noticed(one.kind, one.fields) for one in self._asked.arrived()]

    def follow(self) -> None:
        """Somebody speaks to Tacit from here on: wait for the pause after it."""
        self._asked.send("follow")

    def wait(self) -> None:
        """Nobody does any more: wait for the words."""
        self._asked.send("wait")
