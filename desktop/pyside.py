"""What PySide does beside its work, and Tacit does not need."""

import contextlib
import linecache


def read_no_sources() -> None:
    """Keep PySide from reading the source of every module that is imported after it.

    It looks there for its own name, to know where its `__feature__` switches may apply. Tacit uses
    none of them, and the reading costs a tenth of the start and many megabytes, for the lines stay
    in memory. Where PySide does this in another way one day, nothing happens here.
    """
    with contextlib.suppress(ImportError, AttributeError):
        from PySide6 import QtCore  # noqa: F401 - brings what follows along
        from shibokensupport import feature

        feature._mod_uses_pyside = _uses_pyside  # noqa: SLF001 - there is no other way
    linecache.clearcache()  # what was read until now


def _uses_pyside(_module: object) -> bool:
    return True
