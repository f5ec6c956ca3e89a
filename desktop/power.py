"""Whether the computer runs on its battery, as the system tells it; asked off the window."""

import ctypes
import sys
from ctypes import util
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")


def on_battery() -> bool | None:
    """None where the system does not tell, as a computer without a battery may not."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    return of_supplies(SUPPLIES)


def of_supplies(folder: Path) -> bool | None:
    """What Linux says of each supply: some mains that is on, or else a battery that gives."""
    try:
        supplies = [
            (
                _word(one / "type"),
                _word(one / "online"),
                _word(one / "status"),
                _word(one / "scope"),
            )
            for one in folder.iterdir()
        ]
    except OSError:
        return None
    own = [one for one in supplies if one[3] != "Device"]  # of a mouse, not of the computer
    if any(kind in ("Mains", "USB") and online == "1" for kind, online, _status, _scope in own):
        return False
    statuses = [status for kind, _online, status, _scope in own if kind == "Battery"]
    return "Discharging" in statuses if statuses else None


def _word(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


class _PowerStatus(ctypes.Structure):
    _fields_ = [
        ("line", ctypes.c_ubyte),
        ("flags", ctypes.c_ubyte),
        ("percent", ctypes.c_ubyte),
        ("saver", ctypes.c_ubyte),
        ("seconds", ctypes.c_uint32),
        ("full_seconds", ctypes.c_uint32),
    ]


def _windows() -> bool | None:
    status = _PowerStatus()
    system = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    if not system.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
        return None
    return {0: True, 1: False}.get(status.line)


def _macos() -> bool | None:
    path = util.find_library("IOKit")
    if not path:
        return None
    power = ctypes.CDLL(path)
    power.IOPSGetTimeRemainingEstimate.restype = ctypes.c_double
    unlimited = -2.0
    return float(power.IOPSGetTimeRemainingEstimate()) != unlimited
