"""What ALSA and JACK have to say on the terminal where a device is not there: nothing.

Each is told so itself, once, before it is first used. Our own stderr is not touched: it belongs to
the whole process, and what another thread writes meanwhile, or a crash, must not be lost.
"""

import contextlib
import ctypes
import os
import sys
from ctypes.util import find_library
from functools import cache

SAID_BY = (
    ("libasound.so.2", "snd_lib_error_set_handler"),
    ("libjack.so.0", "jack_set_error_function"),
    ("libjack.so.0", "jack_set_info_function"),
)


@cache
def silence() -> None:
    """Only Linux has them; PortAudio brings them in, where it is built with them."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            ctypes.CDLL(find_library("portaudio"))  # so that only what it uses is spoken to
        for library, teller in SAID_BY:
            _tell(library, teller)


def _tell(library: str, teller: str) -> None:
    """Have it call a function that does nothing with what it is handed.

    One of C's own: a thread that only plays sound, or a process that is ending, has no Python.
    """
    nothing = ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p)
    with contextlib.suppress(OSError, AttributeError):
        getattr(ctypes.CDLL(library, os.RTLD_NOLOAD | os.RTLD_NOW), teller)(nothing)
