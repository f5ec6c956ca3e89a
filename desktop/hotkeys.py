"""Keys that work from anywhere, where the owner chose some: X11, Windows and Wayland's portal.

Elsewhere (macOS, a desktop without that portal) the system's own settings bind keys to
`tacit --quick-ask`, `--toggle-listen` and `--toggle-dictation`: macOS lets only programs listen to
keys that may read all of them.
"""

import os
import shlex
import sys
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from desktop import autostart
from desktop.cards import ErrorCard
from desktop.hotkeys_now import KeysNow

SUGGESTED = "Ctrl+Shift+Space"
FLAGS = {"quick_ask": "--quick-ask", "listen": "--toggle-listen", "dictate": "--toggle-dictation"}


def tr(text: str) -> str:
    return QCoreApplication.translate("Keys", text)


class Hotkeys(QObject):
    """Keys from anywhere; this kind can bind none, and says what to do instead."""

    pressed = Signal(str)
    "the name under which the keys were bound"
    released = Signal(str)
    "the same when they are let go, where the system tells that"
    told = Signal()
    "`now` says something else than before"

    can_bind = False
    is_known = True
    "whether `can_bind` is more than a guess"
    tells_release = False
    "whether `released` follows each `pressed`"
    binds_for_a_moment = True
    "whether keys can be bound without the owner being asked"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.troubles: dict[str, ErrorCard] = {}
        self.given: dict[str, str] = {}

    @property
    def now(self) -> KeysNow:
        can_bind = self.can_bind if self.is_known else None
        return KeysNow(can_bind, dict(self.troubles), dict(self.given))

    def bind(self, name: str, keys: str) -> None:
        """Let these keys mean this from now on, or nothing where they are empty."""
        self._free(name)
        self.given.pop(name, None)
        self.troubles.pop(name, None)
        found = parsed(keys)
        trouble = None
        if keys:
            trouble = unfit(keys) if found is None else self._take(name, keys, found)
        if trouble is not None:
            self.troubles[name] = trouble
        self.told.emit()

    def close(self) -> None:
        """No keys any more."""

    def _take(self, name: str, keys: str, found: QKeyCombination) -> ErrorCard | None:  # noqa: ARG002
        """Bind them, as this system does; or what keeps it from that."""
        return bind_yourself(name)

    def _free(self, name: str) -> None:
        """Keys that were bound mean nothing any more."""


def of_this_system(
    parent: QObject | None = None, environ: Mapping[str, str] = os.environ
) -> Hotkeys:
    """What this system can do."""
    if sys.platform == "win32":
        from desktop.hotkeys_windows import WindowsKeys

        return WindowsKeys(parent)
    if has_portal(environ):
        from desktop.hotkeys_portal import PortalKeys

        return PortalKeys(parent, environ)
    if are_bound_here(environ):
        from desktop.hotkeys_x11 import X11Keys

        made = X11Keys(parent)
        if made.can_bind:
            return made
    return Hotkeys(parent)


def are_bound_here(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether Tacit can surely bind keys itself; where there may be a portal, it has to look."""
    if sys.platform == "win32":
        return True
    is_x11 = bool(environ.get("DISPLAY")) and not environ.get("WAYLAND_DISPLAY")
    return sys.platform == "linux" and is_x11 and environ.get("QT_QPA_PLATFORM", "xcb") == "xcb"


def has_portal(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether this is a session whose portal may bind keys."""
    has_bus = bool(environ.get("DBUS_SESSION_BUS_ADDRESS") or environ.get("XDG_RUNTIME_DIR"))
    is_seen = environ.get("QT_QPA_PLATFORM", "wayland") in ("wayland", "xcb")
    return sys.platform == "linux" and bool(environ.get("WAYLAND_DISPLAY")) and has_bus and is_seen


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
        tr("These keys are taken"),
        tr("Another program uses %s already, so they do nothing here.") % shown,
        tr("Choose other keys, or free them in the other program."),
    )


def unfit(keys: str) -> ErrorCard:
    suggested = QKeySequence(SUGGESTED).toString(QKeySequence.SequenceFormat.NativeText)
    return ErrorCard(
        tr("These keys cannot be used everywhere"),
        tr("“%s” would be in the way of typing, or is no key of this keyboard.") % keys,
        tr("Use one key together with Ctrl or Alt, such as %s.") % suggested,
    )


def bind_yourself(name: str) -> ErrorCard:
    return ErrorCard(
        tr("This system lets no program bind keys by itself"),
        tr("Its own settings can: look there for keyboard shortcuts."),
        tr("Bind keys to this command: %s") % own_command(name),
    )
