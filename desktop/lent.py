"""The vault of the open window, lent to a command that runs within it.

Such a command closes nothing and starts no engines of its own: both belong to the window.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a locked window lends nothing
    from inference.engines.local import Engines
    from vault.vault import Vault


@dataclass(frozen=True)
class Lent:
    """What the window lends."""

    vault: "Vault"
    engines: "Engines"


_lent: ContextVar[Lent | None] = ContextVar("lent", default=None)


def found() -> Lent | None:
    """What was lent to the command of this thread; None where it opens the vault itself."""
    return _lent.get()


@contextlib.contextmanager
def lending(lent: Lent) -> Iterator[None]:
    """During this, commands of this thread use what is lent."""
    token = _lent.set(lent)
    try:
        yield
    finally:
        _lent.reset(token)
