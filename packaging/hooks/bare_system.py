"""Runs first in the installed program: what Tacit brings for systems that have little is found.

Libraries by their plain names: Python asks the system's own list, which a bare system does not have
and which does not know ours. And how sound devices are described, without which the sound library
ends the program.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from types import ModuleType

ASKS = "ctypes.util"
_brought = Path(sys._MEIPASS)  # type: ignore[attr-defined]  # noqa: SLF001 - PyInstaller's own name


class _WhenAskedFor:
    """Changes the module that asks when it is imported: it is slow, and few starts need it."""

    def __init__(self) -> None:
        self._loader: Loader | None = None

    def find_spec(
        self, name: str, path: "Sequence[str] | None", target: "ModuleType | None" = None
    ) -> "ModuleSpec | None":
        if name != ASKS:
            return None
        sys.meta_path.remove(self)
        found = (finder.find_spec(name, path, target) for finder in sys.meta_path)
        spec = next(filter(None, found), None)
        if spec is not None:
            self._loader, spec.loader = spec.loader, self  # type: ignore[assignment]
        return spec

    def create_module(self, spec: "ModuleSpec") -> "ModuleType | None":
        assert self._loader is not None
        return self._loader.create_module(spec)

    def exec_module(self, module: "ModuleType") -> None:
        assert self._loader is not None
        assert module.__spec__ is not None
        module.__loader__ = module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        elsewhere = module.find_library
        module.find_library = lambda name: _ours(name) or elsewhere(name)  # type: ignore[attr-defined]


def _ours(name: str) -> str | None:
    ours = sorted(_brought.glob(f"lib{name}.so*"))
    return str(ours[0]) if ours else None


sys.meta_path.insert(0, _WhenAskedFor())
if sys.platform == "linux" and not Path("/usr/share/alsa/alsa.conf").exists():
    os.environ.setdefault("ALSA_CONFIG_PATH", str(_brought / "alsa" / "alsa.conf"))
