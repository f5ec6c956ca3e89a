"""A process, the weights that are held open as long as it uses them, and asking it for things."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from inference.engines.client import Asked, Child, Condition
from inference.engines.protocols import Stopped, never
from inference.errors import (
    EngineDied,
    EngineHung,
    InferenceError,
    WeightsRefused,
    WeightsUnusable,
)
from models.errors import ModelsError
from models.refusals import Refusals
from models.store import Installed, Store

CRASHES = ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGSYS")
"ends that the weights themselves may have caused; a kill from outside is none of them"


class Held:
    """A process and the weights that are held open for it."""

    def __init__(self, store: Store, refusals: Refusals, weights: Installed, child: Child) -> None:
        self.weights = weights
        self.child = child
        self._store = store
        self._refusals = refusals
        self._lease = contextlib.ExitStack()
        self._has_lease = False
        self._changing = threading.Lock()

    def uses(self, name: str) -> bool:
        """Whether it is started with a file of these weights, as its own or beside them."""
        return any(Path(file).parent.name == name for file in self.child.opening.files)

    @contextlib.contextmanager
    def weights_held(self) -> Iterator[None]:
        """The weights checked and held while they are used, and as long as the process lives."""
        if self._refusals.has(self.weights):
            raise WeightsRefused(self.weights.name)
        with self._changing:
            if not self._has_lease:
                self._lease.enter_context(self._store.use(self.weights.name))
                self._hold_beside()
                self._has_lease = True
        try:
            yield
        except (EngineDied, EngineHung, WeightsUnusable) as error:
            if self._is_the_weights_fault(error):
                self._refusals.add(self.weights)
            raise
        finally:
            self.release_if_ended()

    def _hold_beside(self) -> None:
        """What is asked beside these weights; where it is not what was checked, it is not asked."""
        opening = self.child.opening
        weigher = opening.settings.get("weigher")
        if not weigher or self.child.is_running:
            return
        try:
            self._lease.enter_context(self._store.use(Path(weigher).parent.name))
        except ModelsError:
            alone = {name: one for name, one in opening.settings.items() if name != "weigher"}
            files = tuple(one for one in opening.files if one != weigher)
            self.child.opening = replace(opening, settings=alone, files=files)

    def release_if_ended(self) -> None:
        with self._changing:
            if self._has_lease and not self.child.is_running:
                self._has_lease = False
                self._lease.close()
                self._lease = contextlib.ExitStack()

    def close(self) -> None:
        self.child.close()
        self.release_if_ended()

    def _is_the_weights_fault(self, error: InferenceError) -> bool:
        if isinstance(error, WeightsUnusable):
            return True
        if not self.child.condition.seal:  # it did not even come to the weights
            return False
        if isinstance(error, EngineDied):
            return error.state == "loading" and error.cause in CRASHES
        return isinstance(error, EngineHung) and error.state == "loading"


class Asker:
    """Asks one engine for things, as long as the engines are open."""

    def __init__(self, held: Held, is_closed: Callable[[], bool]) -> None:
        self._held = held
        self._is_closed = is_closed

    @property
    def weights(self) -> Installed:
        return self._held.weights

    @property
    def condition(self) -> Condition:
        return self._held.child.condition

    def close(self) -> None:
        self._held.child.close()

    @contextlib.contextmanager
    def asking(
        self, kind: str, fields: dict[str, Any], payload: bytes = b"", *, stopped: Stopped = never
    ) -> Iterator[Asked]:
        """Ask the process for something, with its weights checked and held."""
        if self._is_closed():
            raise EngineDied(self.weights.role.value, "idle", "closed")
        held = self._held
        with held.child.ask(
            kind, fields, payload, stopped=stopped, around=held.weights_held
        ) as asked:
            yield asked
