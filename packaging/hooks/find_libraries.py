"""Runs first in the installed program: libraries that it brings are found by their plain names.

Python asks the system's own list of libraries, which a bare system does not have, and which does
not know ours. The sound library is looked for that way.
"""

import ctypes.util
import sys
from pathlib import Path

_elsewhere = ctypes.util.find_library


def _find(name: str) -> str | None:
    ours = sorted(Path(sys._MEIPASS).glob(f"lib{name}.so*"))  # type: ignore[attr-defined]  # noqa: SLF001 - PyInstaller's own name
    return str(ours[0]) if ours else _elsewhere(name)


ctypes.util.find_library = _find
