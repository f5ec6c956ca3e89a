"""The window's process from its first moment to its last.

What follows a locked window is a fresh process in the same place, whatever goes wrong on the way.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from desktop import crash, program
from desktop.app import ERASING, LOCKING, UPDATING, Parts, build
from desktop.paths import Paths
from desktop.ui import theme
from desktop.ui.main_window import MainWindow

KEY_HELPER = "--key-helper"
"opens the helper of `vault.apart` in the place of the window"
SETTLE_MS = 120
"after the window is shown, until what nobody waits for is made"


def run(paths: Paths) -> int:
    """Open the window and stay until it is closed."""
    words = sys.argv[1:]
    QApplication.setApplicationName("Tacit")
    QApplication.setDesktopFileName("tacit")
    app = theme.application(sys.argv[:1])
    parts = build(paths, app)
    crash.watch(paths.logs, lambda error, _report: _show(parts, error))
    show_first(parts.window, words)
    QTimer.singleShot(SETTLE_MS, parts.window, lambda: _settle(parts, words))
    listen = _close_on_interrupt(parts)
    code = app.exec()
    listen.setEnabled(False)
    try:
        parts.close(is_locking=code in (LOCKING, UPDATING))
        if code == ERASING:
            from vault.erase import erase

            erase(parts.entrance.places)
    finally:  # whatever does not close in order: this process does not live on
        if code in (LOCKING, ERASING, UPDATING):
            from desktop import locking

            if parts.update is not None:
                _swap(*parts.update)
            code = locking.start_again(parts.moments, is_hidden=parts.was_hidden)
    return code


def _settle(parts: Parts, words: Sequence[str]) -> None:
    from desktop import hashing

    hashing.keep_small()  # what comes next asks for hashes
    from vault import apart

    apart.use(program.command(KEY_HELPER))
    parts.settle(words)


def _swap(new: Path, old: Path) -> None:
    """Last of all: from here on nothing more can be loaded of the program that ran until now.

    Where it does not work, the old one is in its place, and opens again.
    """
    from desktop import updating

    with contextlib.suppress(OSError):
        updating.swap(new, old)


def show_first(window: MainWindow, words: Sequence[str]) -> None:
    """A window that is not wanted yet waits in the tray, or where there is none, in the taskbar."""
    if not {"--start-hidden", "--quick-ask", "--toggle-listen", "--toggle-dictation"} & set(words):
        window.show()
        return
    from desktop import tray

    if not tray.is_there():
        window.showMinimized()


def _close_on_interrupt(parts: Parts) -> QSocketNotifier:
    """Ctrl+C in the terminal ends Tacit like the entry in its tray.

    Python looks at signals only while it runs, and here Qt does: a byte in a pipe wakes it.
    """
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    signal.set_wakeup_fd(writes)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: parts.quit())
    notifier = QSocketNotifier(reads, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: os.read(reads, 1))
    return notifier


def _show(parts: Parts, error: BaseException) -> None:
    """Say it in the window, from its own thread, whatever thread it broke on."""
    QTimer.singleShot(0, parts.window, lambda: parts.show_error(error))
