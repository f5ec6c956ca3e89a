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
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from desktop import crash, logs, settings
from desktop.garbage import Collector
from desktop.jobs import JobRunner, Lane
from desktop.paths import Paths
from desktop.session import Session
from desktop.ui import theme
from desktop.ui.locked import Locked
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.entrance import Entrance

if TYPE_CHECKING:
    from desktop.surroundings import Surroundings
    from desktop.ui.home import Home
    from vault.vault import Vault

LOCKING = 75
"how the event loop ends where a locked window is to follow"


@dataclass
class Parts:
    """Everything that lives as long as the window."""

    paths: Paths
    settings: settings.Settings
    jobs: JobRunner
    collector: Collector
    entrance: Entrance
    window: MainWindow
    session: Session | None = None
    home: "Home | None" = None
    surroundings: "Surroundings | None" = None
    leave: Callable[[int], None] = QApplication.exit
    "ends the event loop"
    was_hidden: bool = False
    "whether the window was in the tray when it was locked"

    def close(self) -> None:
        if self.surroundings is not None:
            self.surroundings.close()
        self.jobs.close()
        if self.session is not None:
            self.session.close()
        self.entrance.close()
        settings.save(self.paths.settings, self.settings)
        self.collector.stop()
        logs.stop()

    def enter(self, vault: "Vault") -> None:
        """The vault is open: show what is in it."""
        from desktop.ui.home import Home

        self.session = Session(vault, self.paths, self.jobs, self.window)
        self.home = Home(self.session)
        self.home.lock_wanted.connect(self.lock)
        self._restore(self.home)
        self.window.show_scene(self.home)
        if self.surroundings is not None:
            self.surroundings.enter()

    def surround(self, words: Sequence[str] = ()) -> None:
        """Join the window with what is around it; after it was painted, since it takes a moment."""
        from desktop.surroundings import Surroundings

        self.surroundings = Surroundings(self)
        if words:
            self.surroundings.do(words)

    def keep(self, **changes: Any) -> None:
        """Change settings, and save them at once: a crash must not bring the old ones back."""
        self.settings = replace(self.settings, **changes)
        saved = self.settings
        self.jobs.start(Lane.IO, lambda _job: settings.save(self.paths.settings, saved))
        if self.surroundings is not None:
            self.surroundings.apply(saved)

    def _restore(self, home: "Home") -> None:
        """Where the window was left; from now on that is remembered."""
        from desktop.places import PageName, Place

        home.sidebar.set_folded(self.settings.sidebar_folded)
        if self.settings.page in set(PageName):
            home.go_to(Place(PageName(self.settings.page)))

        def remember(page: PageName) -> None:
            self.settings = replace(self.settings, page=page.value)

        home.seen.connect(remember)
        home.sidebar.folded.connect(lambda is_folded: self.keep(sidebar_folded=is_folded))

    def quit(self) -> None:
        """Really, whether the window is seen or waits in the tray."""
        self.window.close()
        self.leave(0)

    def lock(self) -> None:
        """Nothing is seen from this moment on; the rest follows when the event loop has ended."""
        self.was_hidden = not self.window.isVisible()
        self.window.hide()
        self.window.close()
        self.leave(LOCKING)

    def show_error(self, error: BaseException) -> None:
        """Say it where the owner looks."""
        from desktop.errors import describe

        scene = self.home.page if self.home is not None else self.window.scene
        card = getattr(scene, "card", None)
        if card is not None:
            card.show_error(describe(error))


def build(paths: Paths, app: QApplication) -> Parts:
    """Make the parts and join them; nothing is shown yet."""
    saved = settings.load(paths.settings)
    base = app.font()
    theme.apply(app, saved, base)
    jobs = JobRunner()
    window = MainWindow(saved.window)
    entrance = Entrance(paths, jobs, window)
    parts = Parts(paths, saved, jobs, Collector(), entrance, window)

    def remember(geometry: str) -> None:
        parts.settings = replace(parts.settings, window=geometry)

    window.closed.connect(remember)
    entrance.opened.connect(parts.enter)
    jobs.failed.connect(parts.show_error)
    app.styleHints().colorSchemeChanged.connect(lambda: theme.apply(app, parts.settings, base))
    if entrance.places.exists():
        window.show_scene(Locked(entrance))
    else:
        from desktop.ui.welcome import Welcome

        window.show_scene(Welcome(entrance))
    return parts


def run(paths: Paths) -> int:
    """Open the window and stay until it is closed."""
    words = sys.argv[1:]
    QApplication.setApplicationName("Tacit")
    QApplication.setDesktopFileName("tacit")
    app = QApplication(sys.argv[:1])
    logs.start(paths.logs)
    parts = build(paths, app)
    crash.watch(paths.logs, lambda error, _report: _show(parts, error))
    if not _starts_hidden(words):
        parts.window.show()
    QTimer.singleShot(0, parts.window, lambda: parts.surround(words))
    listen = _close_on_interrupt(parts)
    code = app.exec()
    listen.setEnabled(False)
    parts.close()
    if code == LOCKING:
        return _start_again(["--start-hidden"] if parts.was_hidden else [])
    return code


def _start_again(words: Sequence[str]) -> int:
    """A fresh process in the place of this one: nothing of its memory is left."""
    command = [sys.executable, "-P", "-m", "desktop", *words]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - no shell is the point
    subprocess.Popen(command)
    return 0


def _starts_hidden(words: Sequence[str]) -> bool:
    """A window that is not shown needs a tray from which it can be."""
    if not {"--start-hidden", "--quick-ask", "--toggle-listen"} & set(words):
        return False
    from desktop import tray

    return tray.is_there()


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
