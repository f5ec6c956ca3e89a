"""How Tacit starts itself again: installed it is one file, from its sources a module of Python."""

import sys


def command(*words: str) -> list[str]:
    """What to run for another process of this program."""
    is_bundle = getattr(sys, "frozen", False)
    return [sys.executable, *([] if is_bundle else ["-P", "-m", "desktop"]), *words]
