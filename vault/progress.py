"""How long work says how far it is: to whoever asks, and not at all by default."""

from collections.abc import Callable

Report = Callable[[int, int], None]
"done, total"


def silent(_done: int, _total: int) -> None:
    """A report that nobody reads."""
