"""The way to the window: nothing that only the commands need is loaded on it."""

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop import crash, local_wire, paths
from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.output import Output

WINDOW_WORDS = {
    "--start-hidden": "open in the tray only",
    "--quick-ask": "open the small window for one question; for your own keyboard shortcut",
    "--toggle-listen": "begin or end listening; for your own keyboard shortcut",
    "--toggle-dictation": "begin or end dictation into the window that has the keyboard",
    "--locked": "open locked, and do not ask the keychain",
}
"with nothing but these the window opens"
STOPPED = 130


def is_for_window(words: Sequence[str]) -> bool:
    """Whether these open the window: what it is opened for, or files that it is to read."""
    return all(word in WINDOW_WORDS or is_file(word) for word in words)


def is_file(word: str) -> bool:
    """A file as systems hand it over, in full; other words are commands."""
    return os.path.isabs(word) and os.path.exists(word)  # noqa: PTH110, PTH117 - pathlib is loaded later


def main() -> int:
    """Open the window, or say what keeps it from opening."""
    crash.close_memory()
    gc.disable()  # as in desktop/garbage.py; from here on, because so much is made at once
    try:
        return open_window(paths.find().prepare())
    except KeyboardInterrupt:
        return STOPPED
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, a report the place
        return _say(error)


def open_window(places: Paths) -> int:
    """In the window that is open already, or in one of our own, where there is a screen.

    Qt would end the process where there is none.
    """
    if local_wire.may_be_there(local_wire.address(places)):
        from desktop.instance import found_first

        if found_first(places, sys.argv[1:]):
            return 0
    from desktop.display import display_answers, has_display

    if not has_display(os.environ) or not display_answers(os.environ):
        from desktop.errors import NoDisplay

        raise NoDisplay
    from desktop import pyside

    pyside.read_no_sources()
    from desktop.running import run

    return run(places)


def report(error: Exception, out: "Output") -> None:
    """Leave a report of a mistake of ours, where there is a place to leave it."""
    with contextlib.suppress(OSError):
        out.note(f"The report: {crash.write_report(paths.find().prepare().logs, error)}")


def _say(error: Exception) -> int:
    from desktop.errors import describe, is_expected
    from desktop.output import Output

    out = Output(as_json=False)
    out.error(describe(error), type(error).__name__)
    if not is_expected(error):
        report(error, out)
    return 1
