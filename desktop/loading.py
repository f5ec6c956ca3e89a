"""Native libraries that modules bring are loaded while the rest of Tacit goes on.

Python keeps its lock while the system loads a library, which takes a tenth of a second where it
has to come from the disk, and the window stands still. So the library is asked for before, by a
call that gives the lock away; Python then finds it loaded. Linux only: elsewhere nothing changes.
"""

import ctypes
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ExtensionFileLoader, ModuleSpec, PathFinder
from types import ModuleType


class _Loader(ExtensionFileLoader):
    """As Python's own, but its library is there already when Python asks for it."""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        # What goes wrong is found again, and told, by Python itself.
        ctypes.CDLL(None).dlopen(os.fsencode(self.path), sys.getdlopenflags())
        return super().create_module(spec)


class _Finder(MetaPathFinder):
    """Finds what Python finds."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and type(spec.loader) is ExtensionFileLoader:
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def let_others_go_on() -> None:
    """From here on, whatever is imported."""
    if sys.platform == "linux" and not any(isinstance(one, _Finder) for one in sys.meta_path):
        sys.meta_path.insert(sys.meta_path.index(PathFinder), _Finder())
