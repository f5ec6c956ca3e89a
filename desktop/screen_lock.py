"""Hears when the screen is locked or the computer goes to sleep, where the system says so.

On Linux over D-Bus: screen savers, and logind for sleep and for `loginctl lock-session`. Sleep
waits a moment for us. On macOS and Windows nobody tells us yet: whoever adds it emits `away`.
"""

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

SAVERS = (
    ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
    ("/org/cinnamon/ScreenSaver", "org.cinnamon.ScreenSaver"),
    ("/org/mate/ScreenSaver", "org.mate.ScreenSaver"),
)
LOGIN = "org.freedesktop.login1"
LOGIN_PATH = "/org/freedesktop/login1"
MANAGER = f"{LOGIN}.Manager"
ON_ACTIVE, ON_LOCK = "1on_active(bool)", "1on_lock()"
"slots as Qt writes them: a 1, the name, what it takes"


@dataclass(frozen=True)
class Heard:
    """A signal on the bus."""

    service: str
    path: str
    interface: str
    name: str


class ScreenLock(QObject):
    """Says when whoever was there is away."""

    away = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._delay: object = None
        "a file that is open as long as sleep has to wait for us"

    def listen(self) -> None:
        """From now on; nothing happens where there is nobody to listen to."""
        if sys.platform != "linux":
            return
        from PySide6.QtDBus import QDBusConnection

        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        for path, name in SAVERS:
            self._hear(session, Heard("", path, name, "ActiveChanged"), ON_ACTIVE)
        self._hear(system, Heard(LOGIN, LOGIN_PATH, MANAGER, "PrepareForSleep"), ON_ACTIVE)
        own = session_path(os.environ.get("XDG_SESSION_ID", ""))
        self._hear(system, Heard(LOGIN, own, f"{LOGIN}.Session", "Lock"), ON_LOCK)
        if system.isConnected():
            self._ask_sleep_to_wait()

    def _hear(self, bus: "QDBusConnection", what: "Heard", slot: str) -> None:
        if bus.isConnected():
            # The stubs ask for bytes, PySide itself for a word.
            bus.connect(what.service, what.path, what.interface, what.name, self, slot)  # type: ignore[call-overload]

    @Slot(bool)
    def on_active(self, is_active: bool) -> None:
        if is_active:
            self.away.emit()

    @Slot()
    def on_lock(self) -> None:
        self.away.emit()

    def _ask_sleep_to_wait(self) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        asked = QDBusMessage.createMethodCall(LOGIN, LOGIN_PATH, MANAGER, "Inhibit")
        asked.setArguments(["sleep", "Tacit", "locks the vault", "delay"])
        waiting = QDBusPendingCallWatcher(QDBusConnection.systemBus().asyncCall(asked), self)
        waiting.finished.connect(self._on_answer)

    def _on_answer(self, answered: object) -> None:
        from PySide6.QtDBus import QDBusPendingCallWatcher

        assert isinstance(answered, QDBusPendingCallWatcher)
        said = answered.reply().arguments()
        self._delay = said[0] if said else None
        answered.deleteLater()


def session_path(session: str) -> str:
    """Where logind keeps a session: a number is written as its letter's code, to begin with."""
    if session[:1].isdigit():
        session = f"_{ord(session[0]):02x}{session[1:]}"
    return f"{LOGIN_PATH}/session/{session or 'self'}"
