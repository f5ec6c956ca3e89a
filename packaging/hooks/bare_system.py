"""Runs first in the installed program: what Tacit brings for systems that have little is found.

Libraries by their plain names: Python asks the system's own list, which a bare system does not have
and which does not know ours. And how sound devices are described, without which the sound library
ends the program.
"""

import ctypes.util
import os
import sys
from pathlib import Path

_elsewhere = ctypes.util.find_library
_brought = Path(sys._MEIPASS)  # type: ignore[attr-defined]  # noqa: SLF001 - PyInstaller's own name


def _find(name: str) -> str | None:
    ours = sorted(_brought.glob(f"lib{name}.so*"))
    return str(ours[0]) if ours else _elsewhere(name)


ctypes.util.find_library = _find
if sys.platform == "linux" and not Path("/usr/share/alsa/alsa.conf").exists():
    os.environ.setdefault("ALSA_CONFIG_PATH", str(_brought / "alsa" / "alsa.conf"))
