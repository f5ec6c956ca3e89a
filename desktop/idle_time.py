"""How long the whole computer was without input, as the system tells it; asked off the window."""

import ctypes
import os
import sys
from ctypes import util

MUTTER = ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core")
PATIENCE_MS = 300


def of_the_system() -> float | None:
    """Seconds; None where the system does not tell."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    if os.environ.get("WAYLAND_DISPLAY"):
        return _mutter()
    return _x11() if os.environ.get("DISPLAY") else None


class _ScreenSaverInfo(ctypes.Structure):
    _fields_ = [
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    ]


def _x11() -> float | None:
    try:
        x11, xss = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    except OSError:
        return None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    screen = ctypes.c_void_p(display)
    try:
        x11.XDefaultRootWindow.restype = ctypes.c_ulong
        root = ctypes.c_ulong(x11.XDefaultRootWindow(screen))
        info = _ScreenSaverInfo()
        if not xss.XScreenSaverQueryInfo(screen, root, ctypes.byref(info)):
            return None
        return float(info.idle) / 1000
    finally:
        x11.XCloseDisplay(screen)


def _mutter() -> float | None:
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

    name, path = MUTTER
    asked = QDBusMessage.createMethodCall(name, path, name, "GetIdletime")
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return None
    answer = bus.call(asked, QDBus.CallMode.Block, PATIENCE_MS)
    said = answer.arguments()
    is_answer = answer.type() == QDBusMessage.MessageType.ReplyMessage
    return float(said[0]) / 1000 if is_answer and said else None


class _LastInput(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint), ("tick", ctypes.c_uint)]


def _windows() -> float | None:
    last = _LastInput(ctypes.sizeof(_LastInput))
    system = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    if not system.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    elapsed: int = (system.kernel32.GetTickCount() - last.tick) & 0xFFFFFFFF
    return elapsed / 1000


def _macos() -> float | None:
    path = util.find_library("ApplicationServices")
    if not path:
        return None
    services = ctypes.CDLL(path)
    ask = services.CGEventSourceSecondsSinceLastEventType
    ask.restype = ctypes.c_double
    ask.argtypes = (ctypes.c_int32, ctypes.c_uint32)
    combined_session, any_input = 0, 0xFFFFFFFF
    return float(ask(combined_session, any_input))
