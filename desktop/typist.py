"""Words into the window of another program: typed where the system lets us, else on the clipboard.

Nothing is ever sent off with it: a new line is Shift and Return, and only because it was dictated.
Words go only where the owner was when they began to speak; into another window nothing is typed.
"""

import os
import sys
from collections.abc import Mapping
from typing import Protocol


class Typist(Protocol):
    """Types into whatever window has the keyboard; used on one thread, and waits a little."""

    def place(self) -> int:
        """Which window has the keyboard; 0 where that is not known."""
        ...

    def type(self, text: str) -> int:
        """How many letters were typed for it: all of them, or none."""
        ...

    def paste(self) -> bool:
        """Press the keys that insert what is on the clipboard."""
        ...

    def erase(self, count: int) -> bool:
        """Take back so many letters."""
        ...

    def close(self) -> None: ...


def of_this_system(environ: Mapping[str, str] = os.environ) -> Typist | None:
    """Who types here; None where no program may, as on Wayland and macOS."""
    if sys.platform == "win32":
        from desktop.typist_windows import WindowsTypist

        return WindowsTypist()
    is_x11 = bool(environ.get("DISPLAY")) and not environ.get("WAYLAND_DISPLAY")
    if sys.platform == "linux" and is_x11:
        from desktop.typist_x11 import X11Typist

        made = X11Typist()
        return made if made.can_type else None
    return None
