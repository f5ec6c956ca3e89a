"""The engines as Tacit runs them here: these weights, at the speed this computer was found to have.

The only place outside of tests where engines are put together.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from desktop import lent
from desktop.paths import Paths
from desktop.weights import open_store
from inference.engines.local import Engines, Preferences
from models import machine

DEFAULT_CONTEXT = 8192
BUSY_SHARE = 0.5
"of the cores, beyond the one that Tacit itself keeps busy"


@contextlib.contextmanager
def opened(paths: Paths, *, context: int = DEFAULT_CONTEXT) -> Iterator[Engines]:
    """Engines that end with the block; what they learned about this computer is kept.

    A command that runs within the window uses those of the window, which go on.
    """
    if (borrowed := lent.found()) is not None:
        yield borrowed.engines
        return
    computer = machine.look()
    known = _known_threads(paths, computer.physical_cores)
    preferences = Preferences(context=context, threads=known)
    engines = Engines(open_store(paths), computer, preferences)
    try:
        yield engines
    finally:
        _remember_threads(paths, computer.physical_cores, {**known, **engines.threads()})
        engines.close()


def _known_threads(paths: Paths, cores: int) -> dict[str, tuple[int, int]]:
    """How many threads to use for which weights, as tried out before on as many cores."""
    try:
        rows = json.loads(_note(paths).read_text(encoding="utf-8"))
        if rows["cores"] != cores:
            return {}
        return {str(name): (int(one), int(two)) for name, (one, two) in rows["threads"].items()}
    except (
        OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError,
    ):  # fmt: skip
        return {}


def _remember_threads(paths: Paths, cores: int, threads: dict[str, tuple[int, int]]) -> None:
    if not threads or threads == _known_threads(paths, cores) or _is_busy(cores):
        return
    with contextlib.suppress(OSError):  # it is found again next time
        _note(paths).write_text(json.dumps({"cores": cores, "threads": threads}), encoding="utf-8")


def _is_busy(cores: int) -> bool:
    """Whether other programs work so hard that what was tried out says little."""
    return hasattr(os, "getloadavg") and os.getloadavg()[0] > BUSY_SHARE * cores + 1


def _note(paths: Paths) -> Path:
    return paths.cache / "threads.json"
