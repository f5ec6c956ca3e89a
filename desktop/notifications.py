"""Telling the owner something while they look elsewhere, through the tray or the desktop’s portal.

What it is about is said only while the vault is open, and of what is private not even then.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.ui.mark import mark

if TYPE_CHECKING:
    from inference.reminders import Announcement

SHOWN_MS = 10_000
PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")
INTERFACE = "org.freedesktop.portal.Notification"


class Notifications(QObject):
    """Small messages of the system."""

    clicked = Signal()

    def __init__(self, icon: QSystemTrayIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_on = True
        self._icon = icon
        self._is_open = False
        icon.messageClicked.connect(self.clicked)

    def enter(self) -> None:
        """The vault is open: what things are about may be said."""
        self._is_open = True

    def remind(self, one: "Announcement") -> None:
        """Say a reminder."""
        self.tell(one.says_outside, "" if one.is_private else one.says)

    def tell(self, outside: str, inside: str = "") -> None:
        """Say `inside` while the vault is open, else `outside`, which has no content."""
        if self.is_on:
            self._show(inside if self._is_open and inside else outside)

    def _show(self, text: str) -> None:
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._icon.showMessage(self.tr("Tacit"), text, mark(), SHOWN_MS)
        else:
            _through_portal(self.tr("Tacit"), text)


def _through_portal(title: str, text: str) -> None:
    """Where the desktop has no tray; nothing happens where it has no portal either."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return
    message = QDBusMessage.createMethodCall(*PORTAL, INTERFACE, "AddNotification")
    message.setArguments(["tacit", {"title": title, "body": text}])
    bus.send(message)
