"""Keys that work from anywhere, where the owner chose some: X11 and Windows by themselves.

Elsewhere (Wayland, macOS) the system's own settings bind keys to `tacit --quick-ask`,
`--toggle-listen` and `--toggle-dictation`: Wayland's portal takes a structure that PySide6 cannot
send, and macOS lets only programs listen to keys that may read all of them.
"""

import os
import shlex
import sys
from collections.abc import Mapping

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from desktop import autostart
from desktop.cards import ErrorCard

SUGGESTED = "Ctrl+Shift+Space"
FLAGS = {"quick_ask": "--quick-ask", "listen": "--toggle-listen", "dictate": "--toggle-dictation"}


class Hotkeys(QObject):
    """Keys from anywhere; this kind can bind none, and says what to do instead."""

    pressed = Signal(str)
    "the name under which the keys were bound"
    released = Signal(str)
    "the same when they are let go, where the system tells that"

    can_bind = False
    tells_release = False
    "whether `released` follows each `pressed`"

    def bind(self, name: str, keys: str) -> ErrorCard | None:
        """Let these keys mean this from now on, or nothing where they are empty; what keeps it."""
        return None if not keys else _bind_yourself(name)

    def close(self) -> None:
        """No keys any more."""


def of_this_system(
    parent: QObject | None = None, environ: Mapping[str, str] = os.environ
) -> Hotkeys:
    """What this system can do."""
    if not are_bound_here(environ):
        return Hotkeys(parent)
    if sys.platform == "win32":
        from desktop.hotkeys_windows import WindowsKeys

        return WindowsKeys(parent)
    if sys.platform == "linux":
        from desktop.hotkeys_x11 import X11Keys

        made = X11Keys(parent)
        if made.can_bind:
            return made
    return Hotkeys(parent)


def are_bound_here(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether Tacit can bind keys itself; else the system's settings do, to a command."""
    if sys.platform == "win32":
        return True
    is_x11 = bool(environ.get("DISPLAY")) and not environ.get("WAYLAND_DISPLAY")
    return sys.platform == "linux" and is_x11 and environ.get("QT_QPA_PLATFORM", "xcb") == "xcb"


def own_command(name: str) -> str:
    """What the system's settings have to start when the keys are pressed, wherever Tacit lies."""
    return shlex.join([*autostart.program(), FLAGS[name]])


def parsed(keys: str) -> QKeyCombination | None:
    """One key with Ctrl, Alt or the system's key; alone, or with Shift, it would be missed."""
    sequence = QKeySequence(keys)
    if sequence.count() != 1:
        return None
    found: QKeyCombination = sequence[0]  # type: ignore[index]  # PySide6 does not say so
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    is_function = Qt.Key.Key_F1 <= found.key() <= Qt.Key.Key_F35
    if not is_function and not found.keyboardModifiers() & (
        held | Qt.KeyboardModifier.MetaModifier
    ):
        return None
    return found


def taken(keys: str) -> ErrorCard:
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return ErrorCard(
        "These keys are taken",
        f"Another program uses {shown} already, so they do nothing here.",
        "Choose other keys, or free them in the other program.",
    )


def unfit(keys: str) -> ErrorCard:
    return ErrorCard(
        "These keys cannot be used everywhere",
        f"“{keys}” would be in the way of typing, or is no key of this keyboard.",
        f"Use one key together with Ctrl or Alt, such as {SUGGESTED}.",
    )


def _bind_yourself(name: str) -> ErrorCard:
    return ErrorCard(
        "This system lets no program bind keys by itself",
        "Its own settings can: look there for keyboard shortcuts.",
        f"Bind keys to this command: {own_command(name)}",
    )
