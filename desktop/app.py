"""The window's composition root: the only place that builds the parts and joins them.

The order of ending is fixed: nobody outside is heard any more, jobs stop and close their
connections, engines end, the vault forgets its key, settings are saved, garbage goes back to
Python. Locking is ending, with a fresh process in the same place: Python cannot wipe a key, so the
process that knew it does not live on.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from desktop import crash, logs, translation
from desktop.garbage import Collector
from desktop.jobs import JobRunner
from desktop.paths import Paths
from desktop.session import Session
from desktop.ui import theme
from desktop.ui.locked import Locked
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.entrance import Entrance
from desktop.viewmodels.window_settings import WindowSettings

if TYPE_CHECKING:
    from desktop.surroundings import Surroundings
    from desktop.ui.home import Home
    from vault.vault import Vault

LOCKING, ERASING = 75, 76
"how the event loop ends where a locked window is to follow; and where first the vault goes"


@dataclass
class Parts:
    """Everything that lives as long as the window."""

    paths: Paths
    settings: WindowSettings
    jobs: JobRunner
    collector: Collector
    entrance: Entrance
    window: MainWindow
    session: Session | None = None
    home: "Home | None" = None
    clock: Callable[[], datetime] | None = None
    "another than the computer's"
    surroundings: "Surroundings | None" = None
    leave: Callable[[int], None] = QApplication.exit
    "ends the event loop"

    def close(self) -> None:
        if self.surroundings is not None:
            self.surroundings.close()
        self.jobs.close()
        if self.session is not None:
            self.session.close()
        self.entrance.close()
        self.collector.stop()
        logs.stop()

    def enter(self, vault: "Vault") -> None:
        """The vault is open: show what is in it."""
        from desktop.ui.home import Home

        self.session = Session(vault, self.paths, self.jobs, self.window)
        self.session.settings = self.settings
        if self.clock is not None:
            self.session.set_clock(self.clock)
        self.home = Home(self.session)
        self.home.lock_wanted.connect(self.lock)
        self.session.erase_wanted.connect(self.erase)
        self.window.show_scene(self.home)
        if self.surroundings is not None:
            self.surroundings.enter()

    def surround(self) -> None:
        """Join the window with what is around it; after it was painted, since it takes a moment."""
        from desktop.surroundings import Surroundings

        self.surroundings = Surroundings(self)

    def lock(self) -> None:
        """Nothing is seen from this moment on; the rest follows when the event loop has ended."""
        self._go(LOCKING)

    def erase(self) -> None:
        """The same, and the vault goes before a fresh window comes."""
        self._go(ERASING)

    def _go(self, code: int) -> None:
        self.window.hide()
        self.window.close()
        self.leave(code)

    def show_error(self, error: BaseException) -> None:
        """Say it where the owner looks."""
        from desktop.errors import describe

        scene = self.home.page if self.home is not None else self.window.scene
        card = getattr(scene, "card", None)
        if card is not None:
            card.show_error(describe(error))


def build(paths: Paths, app: QApplication) -> Parts:
    """Make the parts and join them; nothing is shown yet."""
    settings = WindowSettings(paths.settings)
    translation.speak(translation.chosen(settings.now.language))
    base = app.font()
    theme.apply(app, settings.now, base)
    jobs = JobRunner()
    window = MainWindow(settings.now.window)
    settings.setParent(window)
    entrance = Entrance(paths, jobs, window)
    parts = Parts(paths, settings, jobs, Collector(), entrance, window)
    dressed = settings.now

    def dress() -> None:
        nonlocal dressed
        new = settings.now
        if (new.theme, new.text_percent) != (dressed.theme, dressed.text_percent):
            theme.apply(app, new, base)
        dressed = new

    window.closed.connect(lambda geometry: settings.change(window=geometry))
    settings.changed.connect(dress)
    entrance.opened.connect(parts.enter)
    jobs.failed.connect(parts.show_error)
    app.styleHints().colorSchemeChanged.connect(lambda: theme.apply(app, settings.now, base))
    if entrance.places.exists():
        window.show_scene(Locked(entrance))
    else:
        from desktop.ui.welcome import Welcome

        window.show_scene(Welcome(entrance))
    return parts


def run(paths: Paths) -> int:
    """Open the window and stay until it is closed."""
    QApplication.setApplicationName("Tacit")
    QApplication.setDesktopFileName("tacit")
    app = QApplication(sys.argv[:1])
    logs.start(paths.logs)
    parts = build(paths, app)
    crash.watch(paths.logs, lambda error, _report: _show(parts, error))
    parts.window.show()
    QTimer.singleShot(0, parts.window, parts.surround)
    listen = _close_on_interrupt(parts.window)
    code = app.exec()
    listen.setEnabled(False)
    parts.close()
    if code == ERASING:
        from vault.erase import erase

        erase(parts.entrance.places)
    if code in (LOCKING, ERASING):
        return _start_again(sys.argv[1:])
    return code


def _start_again(words: Sequence[str]) -> int:
    """A fresh process in the place of this one: nothing of its memory is left."""
    command = [sys.executable, "-P", "-m", "desktop", *words]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - no shell is the point
    subprocess.Popen(command)
    return 0


def _close_on_interrupt(window: MainWindow) -> QSocketNotifier:
    """Ctrl+C in the terminal closes the window like its own button.

    Python looks at signals only while it runs, and here Qt does: a byte in a pipe wakes it.
    """
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    signal.set_wakeup_fd(writes)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: window.close())
    notifier = QSocketNotifier(reads, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: os.read(reads, 1))
    return notifier


def _show(parts: Parts, error: BaseException) -> None:
    """Say it in the window, from its own thread, whatever thread it broke on."""
    QTimer.singleShot(0, parts.window, lambda: parts.show_error(error))
