"""Keys from anywhere on X11, by grabbing them on a connection of our own; no thread, no waiting.

libxcb is reached through ctypes, because Qt shows no way to grab keys. Each of its answers is
checked on the spot, so that keys which another program has are noticed.
"""

import ctypes
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QKeyCombination, QObject, QSocketNotifier, Qt, QTimer

from desktop.cards import ErrorCard
from desktop.hotkeys import Hotkeys, bind_yourself, taken, unfit

KEY_PRESS, KEY_RELEASE, MAPPING_CHANGED = 2, 3, 34
REPEATS_MS, REPEATED_MS = 25, 2
"a key that is held is told as let go and pressed again at one moment; how long that may take"
ASYNC = 1
SHIFT, CAPS_LOCK, CONTROL, ALT, NUM_LOCK, SUPER = 1, 2, 4, 8, 16, 64
LOCKS = (0, CAPS_LOCK, NUM_LOCK, CAPS_LOCK | NUM_LOCK)
"whatever of these is on, the keys mean the same"
HELD = SHIFT | CONTROL | ALT | SUPER
MODIFIERS = {
    Qt.KeyboardModifier.ShiftModifier: SHIFT, Qt.KeyboardModifier.ControlModifier: CONTROL,
    Qt.KeyboardModifier.AltModifier: ALT, Qt.KeyboardModifier.MetaModifier: SUPER,
}  # fmt: skip
NO_SYMBOL = 0
F1 = 0xFFBE
NAMED = {
    Qt.Key.Key_Space: 0x20, Qt.Key.Key_Return: 0xFF0D, Qt.Key.Key_Tab: 0xFF09,
    Qt.Key.Key_Escape: 0xFF1B, Qt.Key.Key_Insert: 0xFF63, Qt.Key.Key_Pause: 0xFF13,
    Qt.Key.Key_Home: 0xFF50, Qt.Key.Key_End: 0xFF57, Qt.Key.Key_PageUp: 0xFF55,
    Qt.Key.Key_PageDown: 0xFF56, Qt.Key.Key_Left: 0xFF51, Qt.Key.Key_Up: 0xFF52,
    Qt.Key.Key_Right: 0xFF53, Qt.Key.Key_Down: 0xFF54,
}  # fmt: skip


class _Setup(ctypes.Structure):
    _fields_ = (
        ("status", ctypes.c_uint8), ("pad0", ctypes.c_uint8), ("major", ctypes.c_uint16),
        ("minor", ctypes.c_uint16), ("length", ctypes.c_uint16), ("release", ctypes.c_uint32),
        ("resource_base", ctypes.c_uint32), ("resource_mask", ctypes.c_uint32),
        ("motion", ctypes.c_uint32), ("vendor_len", ctypes.c_uint16),
        ("maximum_request", ctypes.c_uint16), ("roots", ctypes.c_uint8),
        ("formats", ctypes.c_uint8), ("image_order", ctypes.c_uint8),
        ("bitmap_order", ctypes.c_uint8), ("unit", ctypes.c_uint8), ("pad", ctypes.c_uint8),
        ("min_keycode", ctypes.c_uint8), ("max_keycode", ctypes.c_uint8),
    )  # fmt: skip


class _Screen(ctypes.Structure):
    _fields_ = (("root", ctypes.c_uint32),)


class _Screens(ctypes.Structure):
    _fields_ = (("data", ctypes.POINTER(_Screen)), ("rest", ctypes.c_int), ("index", ctypes.c_int))


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Mapping(ctypes.Structure):
    _fields_ = (("type", ctypes.c_uint8), ("each", ctypes.c_uint8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_uint8), ("keycode", ctypes.c_uint8), ("sequence", ctypes.c_uint16),
        ("times_and_windows", ctypes.c_uint32 * 4), ("places", ctypes.c_int16 * 4),
        ("state", ctypes.c_uint16),
    )  # fmt: skip


@dataclass(frozen=True)
class _Grab:
    keycode: int
    modifiers: int


class X11Keys(Hotkeys):
    """Keys grabbed on the root window."""

    tells_release = True

    def __init__(self, parent: QObject | None = None, display: str | None = None) -> None:
        super().__init__(parent)
        self._bound: dict[str, tuple[str, _Grab]] = {}
        self._held: str | None = None
        "what is held down now"
        self._let_go_at = 0
        self._letting_go = QTimer(self, interval=REPEATS_MS, singleShot=True)
        self._letting_go.timeout.connect(self._let_go)
        self._xcb = library()
        self._connection: Any = None
        if self._xcb is not None:
            self._open(display.encode() if display is not None else None)
        self.can_bind = self._connection is not None

    def _take(self, name: str, keys: str, found: QKeyCombination) -> ErrorCard | None:
        if self._connection is None:
            return bind_yourself(name)
        grab = self._grab_for(found)
        if grab is None:
            return unfit(keys)
        if any(other == grab for _keys, other in self._bound.values()) or not self._grab(grab):
            return taken(keys)
        self._bound[name] = (keys, grab)
        return None

    def close(self) -> None:
        if self._connection is not None:
            self._notifier.setEnabled(False)
            self._xcb.xcb_disconnect(self._connection)
            self._connection = None
            self._bound.clear()

    def _open(self, display: bytes | None) -> None:
        xcb = self._xcb
        connection = ctypes.c_void_p(xcb.xcb_connect(display, None))
        if xcb.xcb_connection_has_error(connection):
            xcb.xcb_disconnect(connection)
            return
        self._connection = connection
        setup = xcb.xcb_get_setup(connection)
        self._first, last = setup.contents.min_keycode, setup.contents.max_keycode
        self._count = last - self._first + 1
        self._root = xcb.xcb_setup_roots_iterator(setup).data.contents.root
        self._symbols = self._read_symbols()
        self._notifier = QSocketNotifier(
            xcb.xcb_get_file_descriptor(connection), QSocketNotifier.Type.Read, self
        )
        self._notifier.activated.connect(self._on_ready)

    def _read_symbols(self) -> dict[int, int]:
        """Which key makes which sign, without Shift."""
        xcb = self._xcb
        cookie = xcb.xcb_get_keyboard_mapping(self._connection, self._first, self._count)
        reply = xcb.xcb_get_keyboard_mapping_reply(self._connection, cookie, None)
        if not reply:
            return {}
        each = reply.contents.each
        signs = xcb.xcb_get_keyboard_mapping_keysyms(reply)
        found: dict[int, int] = {}
        for number in range(self._count):
            found.setdefault(signs[number * each], self._first + number)
        free(reply)
        found.pop(NO_SYMBOL, None)
        return found

    def _grab_for(self, keys: QKeyCombination) -> _Grab | None:
        keycode = self._symbols.get(_symbol(keys.key()))
        if keycode is None:
            return None
        held = keys.keyboardModifiers()
        return _Grab(keycode, sum(bit for one, bit in MODIFIERS.items() if held & one))

    def _grab(self, grab: _Grab) -> bool:
        """All or nothing."""
        for locks in LOCKS:
            cookie = self._xcb.xcb_grab_key_checked(
                self._connection, 1, self._root, grab.modifiers | locks, grab.keycode, ASYNC, ASYNC
            )
            error = self._xcb.xcb_request_check(self._connection, cookie)
            if error:
                free(error)
                self._release(grab)
                return False
        return True

    def _free(self, name: str) -> None:
        if self._held == name:
            self._letting_go.stop()
            self._let_go()
        bound = self._bound.pop(name, None)
        if bound is not None:
            self._release(bound[1])

    def _release(self, grab: _Grab) -> None:
        for locks in LOCKS:
            self._xcb.xcb_ungrab_key(
                self._connection, grab.keycode, self._root, grab.modifiers | locks
            )
        self._xcb.xcb_flush(self._connection)

    def _on_ready(self) -> None:
        if self._xcb.xcb_connection_has_error(self._connection):
            self._notifier.setEnabled(False)  # the screen has gone
            return
        while event := self._xcb.xcb_poll_for_event(self._connection):
            kind = event.contents.type & 0x7F
            grab = _Grab(event.contents.keycode, event.contents.state & HELD)
            at = event.contents.times_and_windows[0]
            free(event)
            if kind == MAPPING_CHANGED:
                self._bind_anew()
            elif kind == KEY_PRESS:
                self._press(grab, at)
            elif kind == KEY_RELEASE:
                self._release_key(grab.keycode, at)

    def _press(self, pressed: _Grab, at: int) -> None:
        if self._letting_go.isActive():
            self._letting_go.stop()
            if at - self._let_go_at <= REPEATED_MS:
                return
            self._let_go()
        for name, (_keys, grab) in list(self._bound.items()):
            if grab == pressed and name != self._held:
                self._let_go()  # of another one
                self._held = name
                self.pressed.emit(name)

    def _release_key(self, keycode: int, at: int) -> None:
        """Whatever is still held with it: the key alone counts."""
        bound = self._bound.get(self._held or "")
        if bound is not None and bound[1].keycode == keycode:
            self._let_go_at = at
            self._letting_go.start()

    def _let_go(self) -> None:
        name, self._held = self._held, None
        if name is not None:
            self.released.emit(name)

    def _bind_anew(self) -> None:
        """The keyboard may be another one now."""
        symbols = self._read_symbols()
        if symbols == self._symbols:
            return
        self._symbols = symbols
        for name, (keys, _grab) in list(self._bound.items()):
            self.bind(name, keys)


def _symbol(key: Qt.Key) -> int:
    """X11's number for a sign on a key."""
    if key in NAMED:
        return NAMED[key]
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
        return F1 + key - Qt.Key.Key_F1
    return ord(chr(key).lower()) if key < 0x100 else NO_SYMBOL


def free(pointer: Any) -> None:
    libc = ctypes.CDLL(None)
    libc.free.argtypes = [ctypes.c_void_p]
    libc.free(pointer)


def library() -> Any:
    """libxcb with the types of what is used; None where it is not here."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return None
    line, byte, short = ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint16
    number, setup, mapping = ctypes.c_uint32, ctypes.POINTER(_Setup), ctypes.POINTER(_Mapping)
    types: dict[str, tuple[Any, list[Any]]] = {
        "connect": (line, [ctypes.c_char_p, ctypes.c_void_p]),
        "connection_has_error": (ctypes.c_int, [line]),
        "disconnect": (None, [line]),
        "flush": (ctypes.c_int, [line]),
        "get_file_descriptor": (ctypes.c_int, [line]),
        "get_setup": (setup, [line]),
        "setup_roots_iterator": (_Screens, [setup]),
        "get_keyboard_mapping": (_Cookie, [line, byte, byte]),
        "get_keyboard_mapping_reply": (mapping, [line, _Cookie, ctypes.c_void_p]),
        "get_keyboard_mapping_keysyms": (ctypes.POINTER(number), [mapping]),
        "grab_key_checked": (_Cookie, [line, byte, number, short, byte, byte, byte]),
        "request_check": (ctypes.c_void_p, [line, _Cookie]),
        "ungrab_key": (_Cookie, [line, byte, number, short]),
        "poll_for_event": (ctypes.POINTER(_Event), [line]),
    }
    for name, (result, arguments) in types.items():
        function = getattr(xcb, f"xcb_{name}")
        function.restype, function.argtypes = result, arguments
    return xcb
