"""Typing into another program's window on X11, by its XTEST extension, key by key.

libxcb is reached through ctypes, as for the keys from anywhere, and XTEST by its own request: the
library for it need not be there. What is on no key is not typed: it is pasted instead.
"""

import ctypes
import time
from typing import Any

from desktop.hotkeys_x11 import free, library

PRESS, RELEASE = 2, 3
FAKE_INPUT = 2
SHIFT_KEY, LEVEL_3_KEY, CONTROL_KEY = 0xFFE1, 0xFE03, 0xFFE3
RETURN, BACKSPACE, LETTER_V = 0xFF0D, 0xFF08, ord("v")
LEVELS: dict[int, tuple[int, ...]] = {
    0: (), 1: (SHIFT_KEY,), 4: (LEVEL_3_KEY,), 5: (SHIFT_KEY, LEVEL_3_KEY),
}  # fmt: skip
"what is held for the signs of a key that stand at these places"
HELD = 1 | 4 | 8 | 64
"Shift, Ctrl, Alt and Super: with one of them, a letter is a command"
CAPS_LOCK = 2
WAITS_S, LOOK_S = 2.0, 0.02
BETWEEN_S = 0.002
"two keys, so that slow programs keep up"
UNICODE = 0x0100_0000
ALSO = {"€": 0x20AC}
PLAIN = {"’": "'", "\u2018": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "..."}
"for signs that are on few keyboards"


class _Part(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class _Extension(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("number", ctypes.c_int))


class _Request(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_size_t), ("extension", ctypes.POINTER(_Extension)),
        ("opcode", ctypes.c_uint8), ("is_void", ctypes.c_uint8),
    )  # fmt: skip


class _FakeInput(ctypes.Structure):
    _fields_ = (
        ("major", ctypes.c_uint8), ("minor", ctypes.c_uint8), ("length", ctypes.c_uint16),
        ("kind", ctypes.c_uint8), ("detail", ctypes.c_uint8), ("pad0", ctypes.c_uint8 * 2),
        ("time", ctypes.c_uint32), ("root", ctypes.c_uint32), ("pad1", ctypes.c_uint8 * 8),
        ("x", ctypes.c_int16), ("y", ctypes.c_int16), ("pad2", ctypes.c_uint8 * 7),
        ("device", ctypes.c_uint8),
    )  # fmt: skip


class _About(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_uint8), ("pad", ctypes.c_uint8), ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32), ("present", ctypes.c_uint8), ("major", ctypes.c_uint8),
    )  # fmt: skip


class _Focus(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_uint8), ("revert", ctypes.c_uint8), ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32), ("window", ctypes.c_uint32),
    )  # fmt: skip


class _Pointer(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_uint8), ("same", ctypes.c_uint8), ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32), ("root", ctypes.c_uint32), ("child", ctypes.c_uint32),
        ("places", ctypes.c_int16 * 4), ("mask", ctypes.c_uint16),
    )  # fmt: skip


class X11Typist:
    """One connection, on the thread that made it."""

    def __init__(self, display: str | None = None) -> None:
        self._xcb = library()
        self._connection: Any = None
        self.can_type = False
        if self._xcb is not None:
            _declare(self._xcb)
            self._open(display.encode() if display is not None else None)

    def place(self) -> int:
        return int(self._asked("get_input_focus", ctypes.POINTER(_Focus)).window)

    def type(self, text: str) -> int:
        keys: list[tuple[int, tuple[int, ...]]] = []
        for letter in text:
            some = self._keys_for(letter)
            if some is None:
                return 0
            keys += some
        if not self._is_free():
            return 0
        for key, held in keys:
            self._strike(key, held)
        return len(keys)

    def paste(self) -> bool:
        key = self._symbols.get(LETTER_V)
        if key is None or not self._is_free():
            return False
        self._strike(key[0], (CONTROL_KEY,))
        return True

    def erase(self, count: int) -> bool:
        key = self._symbols.get(BACKSPACE)
        if key is None or not self._is_free():
            return False
        for _ in range(count):
            self._strike(key[0], ())
        return True

    def close(self) -> None:
        if self._connection is not None:
            self._xcb.xcb_disconnect(self._connection)
            self._connection, self.can_type = None, False

    def _open(self, display: bytes | None) -> None:
        connection = ctypes.c_void_p(self._xcb.xcb_connect(display, None))
        if self._xcb.xcb_connection_has_error(connection):
            self._xcb.xcb_disconnect(connection)
            return
        self._connection = connection
        setup = self._xcb.xcb_get_setup(connection)
        self._root = self._xcb.xcb_setup_roots_iterator(setup).data.contents.root
        first, last = setup.contents.min_keycode, setup.contents.max_keycode
        self._symbols = self._read_symbols(first, last - first + 1)
        self._extension = _Extension(b"XTEST", 0)
        about = self._asked("query_extension", ctypes.POINTER(_About), 5, b"XTEST")
        self.can_type = bool(about.present) and bool(self._symbols)

    def _read_symbols(self, first: int, count: int) -> dict[int, tuple[int, tuple[int, ...]]]:
        """Which key makes which sign, and what is held for it."""
        xcb = self._xcb
        cookie = xcb.xcb_get_keyboard_mapping(self._connection, first, count)
        reply = xcb.xcb_get_keyboard_mapping_reply(self._connection, cookie, None)
        if not reply:
            return {}
        each, signs = reply.contents.each, xcb.xcb_get_keyboard_mapping_keysyms(reply)
        found: dict[int, tuple[int, tuple[int, ...]]] = {}
        for level, held in LEVELS.items():
            for number in range(count if level < each else 0):
                if sign := signs[number * each + level]:
                    found.setdefault(sign, (first + number, held))
        free(reply)
        return found

    def _keys_for(self, letter: str) -> list[tuple[int, tuple[int, ...]]] | None:
        """What is struck for a sign: one key, or those of a plainer way to write it."""
        if letter == "\n":
            key = self._symbols.get(RETURN)
            return [(key[0], (SHIFT_KEY,))] if key else None
        for sign in (ALSO.get(letter, 0), ord(letter), UNICODE | ord(letter)):
            if sign and (sign < 0x100 or sign >= 0x1000) and (key := self._symbols.get(sign)):
                return [key] if all(one in self._symbols for one in key[1]) else None
        plain = [self._keys_for(one) for one in PLAIN.get(letter, "")]
        flat = [key for one in plain if one is not None for key in one]
        return flat if plain and None not in plain else None

    def _strike(self, key: int, held: tuple[int, ...]) -> None:
        keys = [self._symbols[one][0] for one in held]
        for one in (*keys, key):
            self._send(PRESS, one)
        for one in (key, *reversed(keys)):
            self._send(RELEASE, one)
        self._xcb.xcb_flush(self._connection)
        time.sleep(BETWEEN_S)

    def _send(self, kind: int, key: int) -> None:
        wanted = _FakeInput(kind=kind, detail=key)
        parts = (_Part * 4)()
        parts[2] = _Part(ctypes.addressof(wanted), ctypes.sizeof(wanted))
        request = _Request(1, ctypes.pointer(self._extension), FAKE_INPUT, 1)
        start = ctypes.byref(parts, 2 * ctypes.sizeof(_Part))  # the library uses those before it
        self._xcb.xcb_send_request(self._connection, 0, start, ctypes.byref(request))

    def _is_free(self) -> bool:
        """Whether nothing is held down that would make commands of letters; it is waited for."""
        until = time.monotonic() + WAITS_S
        while (mask := self._mask()) & HELD:
            if time.monotonic() > until:
                return False
            time.sleep(LOOK_S)
        return not mask & CAPS_LOCK

    def _mask(self) -> int:
        return int(self._asked("query_pointer", ctypes.POINTER(_Pointer), self._root).mask)

    def _asked(self, name: str, kind: Any, *given: Any) -> Any:
        """A copy of what the screen answers; nothing but zeros where it is gone."""
        cookie = getattr(self._xcb, f"xcb_{name}")(self._connection, *given)
        reply = getattr(self._xcb, f"xcb_{name}_reply")(self._connection, cookie, None)
        found = kind._type_()
        if reply:
            ctypes.memmove(ctypes.byref(found), reply, ctypes.sizeof(found))
            free(reply)
        return found


def _declare(xcb: Any) -> None:
    """The types of what is used beside what keys from anywhere use."""
    cookie = xcb.xcb_get_keyboard_mapping.restype
    line, number = ctypes.c_void_p, ctypes.c_uint32
    types: dict[str, tuple[Any, list[Any]]] = {
        "get_input_focus": (cookie, [line]),
        "query_pointer": (cookie, [line, number]),
        "query_extension": (cookie, [line, ctypes.c_uint16, ctypes.c_char_p]),
        "send_request": (ctypes.c_uint, [line, ctypes.c_int, line, line]),
    }
    for name in ("get_input_focus", "query_pointer", "query_extension"):
        types[f"{name}_reply"] = (line, [line, cookie, line])
    for name, (result, arguments) in types.items():
        function = getattr(xcb, f"xcb_{name}")
        function.restype, function.argtypes = result, arguments
