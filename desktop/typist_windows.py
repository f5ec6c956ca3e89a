"""Typing into another program's window on Windows, by `SendInput`, letter by letter.

Written from Microsoft's description; no Windows was here to try it on.
"""

import ctypes
import time
from typing import Any

KEYBOARD = 1
KEY_UP, UNICODE = 2, 4
RETURN, BACKSPACE, SHIFT, CONTROL, LETTER_V = 0x0D, 0x08, 0x10, 0x11, 0x56
HELD = (SHIFT, CONTROL, 0x12, 0x5B, 0x5C)
"Shift, Ctrl, Alt and the keys with the window: with one of them, a letter is a command"
WAITS_S, LOOK_S = 2.0, 0.02


class _Key(ctypes.Structure):
    _fields_ = (
        ("virtual", ctypes.c_ushort), ("scan", ctypes.c_ushort), ("flags", ctypes.c_ulong),
        ("time", ctypes.c_ulong), ("extra", ctypes.c_size_t),
    )  # fmt: skip


class _Mouse(ctypes.Structure):
    _fields_ = (
        ("dx", ctypes.c_long), ("dy", ctypes.c_long), ("data", ctypes.c_ulong),
        ("flags", ctypes.c_ulong), ("time", ctypes.c_ulong), ("extra", ctypes.c_size_t),
    )  # fmt: skip


class _Either(ctypes.Union):
    _fields_ = (("key", _Key), ("mouse", _Mouse))


class _Input(ctypes.Structure):
    _fields_ = (("kind", ctypes.c_ulong), ("either", _Either))


class WindowsTypist:
    """One that sends signs rather than keys, so that the keyboard's layout does not matter."""

    def __init__(self) -> None:
        self._user: Any = ctypes.CDLL("user32")

    def place(self) -> int:
        return int(self._user.GetForegroundWindow() or 0)

    def type(self, text: str) -> int:
        if not self._is_free():
            return 0
        for line_number, line in enumerate(text.split("\n")):
            if line_number and not self._press(RETURN, held=SHIFT):
                return 0
            raw = line.encode("utf-16-le")
            units = [int.from_bytes(raw[at : at + 2], "little") for at in range(0, len(raw), 2)]
            pairs = [(unit, flags) for unit in units for flags in (UNICODE, UNICODE | KEY_UP)]
            if pairs and not self._send([_Key(0, unit, flags, 0, 0) for unit, flags in pairs]):
                return 0
        return len(text)

    def paste(self) -> bool:
        return self._is_free() and self._press(LETTER_V, held=CONTROL)

    def erase(self, count: int) -> bool:
        return self._is_free() and all(self._press(BACKSPACE) for _ in range(count))

    def close(self) -> None:
        """Nothing is held."""

    def _press(self, key: int, held: int = 0) -> bool:
        down = [_Key(one, 0, 0, 0, 0) for one in (held, key) if one]
        up = [_Key(one, 0, KEY_UP, 0, 0) for one in (key, held) if one]
        return self._send([*down, *up])

    def _send(self, keys: list[_Key]) -> bool:
        some = (_Input * len(keys))(*(_Input(KEYBOARD, _Either(key=one)) for one in keys))
        sent = self._user.SendInput(len(keys), some, ctypes.sizeof(_Input)) if keys else 0
        return int(sent) == len(keys)

    def _is_free(self) -> bool:
        """Whether nothing is held down, which is waited for a moment."""
        until = time.monotonic() + WAITS_S
        while any(self._user.GetAsyncKeyState(one) & 0x8000 for one in HELD):
            if time.monotonic() > until:
                return False
            time.sleep(LOOK_S)
        return True
