"""Keys from anywhere on Windows: registered for this thread, heard of in Qt's own event loop."""

import ctypes
from typing import Any

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QCoreApplication,
    QKeyCombination,
    QObject,
    Qt,
)

from desktop.cards import ErrorCard
from desktop.hotkeys import Hotkeys, taken, unfit

WM_HOTKEY = 0x0312
ALT, CONTROL, SHIFT, WINDOWS, NO_REPEAT = 1, 2, 4, 8, 0x4000
MODIFIERS = {
    Qt.KeyboardModifier.ShiftModifier: SHIFT, Qt.KeyboardModifier.ControlModifier: CONTROL,
    Qt.KeyboardModifier.AltModifier: ALT, Qt.KeyboardModifier.MetaModifier: WINDOWS,
}  # fmt: skip
F1 = 0x70
NAMED = {
    Qt.Key.Key_Space: 0x20, Qt.Key.Key_Return: 0x0D, Qt.Key.Key_Tab: 0x09,
    Qt.Key.Key_Escape: 0x1B, Qt.Key.Key_Insert: 0x2D, Qt.Key.Key_Pause: 0x13,
    Qt.Key.Key_Home: 0x24, Qt.Key.Key_End: 0x23, Qt.Key.Key_PageUp: 0x21,
    Qt.Key.Key_PageDown: 0x22, Qt.Key.Key_Left: 0x25, Qt.Key.Key_Up: 0x26,
    Qt.Key.Key_Right: 0x27, Qt.Key.Key_Down: 0x28,
}  # fmt: skip


class _Message(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_void_p), ("message", ctypes.c_uint), ("number", ctypes.c_size_t),
        ("rest", ctypes.c_ssize_t),
    )  # fmt: skip


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, keys: "WindowsKeys") -> None:
        super().__init__()
        self._keys = keys

    def nativeEventFilter(self, kind: Any, message: Any) -> Any:  # noqa: N802
        if bytes(kind) == b"windows_generic_MSG":
            found = _Message.from_address(int(message))
            if found.message == WM_HOTKEY:
                self._keys.hear(found.number)
        return False, 0


class WindowsKeys(Hotkeys):
    """Keys by `RegisterHotKey`."""

    can_bind = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._user: Any = ctypes.CDLL("user32")
        self._numbers: dict[str, int] = {}
        self._filter = _Filter(self)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)

    def _take(self, name: str, keys: str, found: QKeyCombination) -> ErrorCard | None:
        key = _virtual(found.key())
        if not key:
            return unfit(keys)
        held = found.keyboardModifiers()
        modifiers = sum(bit for one, bit in MODIFIERS.items() if held & one) | NO_REPEAT
        number = max(self._numbers.values(), default=0) + 1
        if not self._user.RegisterHotKey(None, number, modifiers, key):
            return taken(keys)
        self._numbers[name] = number
        return None

    def hear(self, number: int) -> None:
        for name, bound in list(self._numbers.items()):
            if bound == number:
                self.pressed.emit(name)

    def close(self) -> None:
        for name in list(self._numbers):
            self._free(name)
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self._filter)

    def _free(self, name: str) -> None:
        number = self._numbers.pop(name, None)
        if number is not None:
            self._user.UnregisterHotKey(None, number)


def _virtual(key: Qt.Key) -> int:
    """Windows' number for a key; 0 where it has none."""
    if key in NAMED:
        return NAMED[key]
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F24:
        return F1 + key - Qt.Key.Key_F1
    is_plain = Qt.Key.Key_0 <= key <= Qt.Key.Key_9 or Qt.Key.Key_A <= key <= Qt.Key.Key_Z
    return int(key) if is_plain else 0
