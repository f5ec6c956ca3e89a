"""The window's composition root: the only place that builds the parts and joins them.

The order of ending is fixed: jobs stop and close their connections, engines end, the vault forgets
its key, settings are saved, garbage goes back to Python. Locking is ending, with a fresh process in
the same place: Python cannot wipe a key, so the process that knew it does not live on.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from desktop import crash, settings
from desktop.garbage import Collector
from desktop.jobs import JobRunner, Lane
from desktop.paths import Paths
from desktop.ui import theme
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.entrance import Entrance, Ways

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.due import Due
    from desktop.heartbeat import Heartbeat
    from desktop.idle import Idle
    from desktop.mending import Saved
    from desktop.screen_lock import ScreenLock
    from desktop.session import Session
    from desktop.ui.home import Home
    from vault.vault import Vault

LOCKING = 75
"how the event loop ends where a locked window is to follow"
SETTLE_MS = 120
"after the window is shown, until what nobody waits for is made"
LOCKING_WAITS_S = 0.8
"for work that does not stop; it ends with the process anyway"


@dataclass
class Watches:
    """What runs beside the window, from when it has settled."""

    heartbeat: "Heartbeat"
    idle: "Idle"
    screen: "ScreenLock"


@dataclass
class Parts:
    """Everything that lives as long as the window."""

    paths: Paths
    settings: settings.Settings
    jobs: JobRunner
    collector: Collector
    entrance: Entrance
    window: MainWindow
    session: "Session | None" = None
    home: "Home | None" = None
    watches: Watches | None = None
    due: "Due | None" = None
    "of reminders, while the vault is locked; its `due` says how many"
    leave: Callable[[int], None] = QApplication.exit
    "ends the event loop"
    was_hidden: bool = False
    "whether the window was in the tray when it was locked"
    moments: tuple["datetime", ...] = field(default=(), repr=False)
    "at which reminders come due, for the locked window that follows"

    def close(self, *, is_locking: bool = False) -> None:
        self.jobs.close(LOCKING_WAITS_S if is_locking else 5.0)
        if self.watches is not None:
            self.watches.idle.stop()
            self.watches.heartbeat.stop()
        if self.due is not None:
            self.due.stop()
        if self.session is not None:
            if is_locking:
                self._note_moments()
            self.session.close()
        self.entrance.close()
        settings.save(self.paths.settings, self.settings)
        self.collector.stop()
        if "desktop.logs" in sys.modules:
            from desktop import logs

            logs.stop()

    def keep(self, **changes: Any) -> None:
        """Change settings, and save them at once: a crash must not bring the old ones back."""
        self.settings = replace(self.settings, **changes)
        saved = self.settings
        self.jobs.start(Lane.IO, lambda _job: settings.save(self.paths.settings, saved))

    def settle(self, words: Sequence[str] = ()) -> None:
        """What nobody waits for, once the window is there: logs, watches, the other ways in."""
        from desktop import idle_time, locking, logs
        from desktop.heartbeat import Heartbeat
        from desktop.idle import Idle
        from desktop.screen_lock import ScreenLock

        logs.start(self.paths.logs)
        heartbeat = Heartbeat(self.window)
        idle = Idle(self.jobs, idle_time.of_the_system, parent=self.window)
        self.watches = Watches(heartbeat, idle, ScreenLock(self.window))
        idle.idle.connect(self.lock)
        self.watches.screen.away.connect(self._on_away)
        heartbeat.start()
        if self.session is not None:
            self._watch()
        elif self.entrance.places.exists():
            self._wait_for_reminders(locking.passed_over(words))
            is_locked = locking.LOCKED in words
            self.entrance.looked.connect(lambda ways: self._on_looked(ways, is_locked=is_locked))
            self.entrance.look()

    def show_locked(self) -> None:
        from desktop.ui.locked import Locked

        locked = Locked(self.entrance)
        locked.restore_wanted.connect(self.show_restoring)
        locked.problem_met.connect(self.show_problem)
        self.window.show_scene(locked)
        if self.due is not None and self.due.count:
            locked.show_reminders(self.due.count)
        if self.watches is not None:
            self.entrance.look()

    def show_welcome(self) -> None:
        """The first run, from its beginning or from where it was left."""
        from desktop.ui.welcome.frame import Welcome
        from desktop.viewmodels.welcome import WelcomeModel

        model = WelcomeModel(self.entrance, self.jobs, self.settings.welcome, self.session)
        model.left_at.connect(lambda step: self.keep(welcome=step))
        model.language_chosen.connect(lambda code: self.keep(language=code))
        model.finished.connect(lambda: self._on_welcomed(model.wish))
        welcome = Welcome(model)
        welcome.restore_wanted.connect(self.show_restoring)
        self.window.show_scene(welcome)

    def show_restoring(self) -> None:
        from desktop.ui.restoring import Restoring

        scene = Restoring(self.entrance)
        scene.back_wanted.connect(self.show_entrance)
        self.window.show_scene(scene)

    def show_problem(self, error: BaseException) -> None:
        """The vault does not open: say what is wrong with it, and what can be done."""
        from desktop.ui.problem import Problem

        scene = Problem(self.entrance, error)
        scene.back_wanted.connect(self.show_locked)
        scene.restore_wanted.connect(self.show_restoring)
        self.window.show_scene(scene)

    def show_saved(self, saved: "Saved") -> None:
        """A new vault took the place of a damaged one; it has a recovery key of its own."""
        from desktop.ui.saved import SavedKey

        self.window.show_scene(SavedKey(self.entrance, saved))

    def show_entrance(self) -> None:
        if self.entrance.places.exists():
            self.show_locked()
        else:
            self.show_welcome()

    def enter(self, vault: "Vault") -> None:
        """The vault is open: go on with the first run where one is going on, else in."""
        from desktop.session import Session
        from desktop.ui.welcome.frame import Welcome

        self.session = Session(vault, self.paths, self.jobs, self.window)
        if self.due is not None:
            self.due.stop()
        self._watch()
        if isinstance(self.window.scene, Welcome):
            self.window.scene.model.entered(self.session)
        elif self.settings.welcome:
            self.show_welcome()
        elif self.entrance.by_recovery_key:
            self._offer_new_passphrase()
        else:
            self.show_home()

    def show_home(self) -> None:
        from desktop.ui.home import Home

        assert self.session is not None
        self.home = Home(self.session)
        self.home.lock_wanted.connect(self.lock)
        self.window.show_scene(self.home)
        self._tell_findings()

    def lock(self) -> None:
        """Nothing is seen from this moment on; the rest follows when the event loop has ended."""
        if self.session is None:
            return
        self.was_hidden = not self.window.isVisible()
        if not self.was_hidden:
            self.settings = replace(self.settings, window=self.window.place())
        self.window.hide()
        self.leave(LOCKING)

    def show_error(self, error: BaseException) -> None:
        """Say it where the owner looks."""
        from desktop.errors import describe

        scene = self.home.page if self.home is not None else self.window.scene
        card = getattr(scene, "card", None)
        if card is not None:
            card.show_error(describe(error))

    def _on_welcomed(self, wish: str) -> None:
        from desktop.places import PageName, Place

        self.keep(welcome="")
        self.show_home()
        if self.home is not None:
            self.home.go_to(Place(PageName.CHAT))
            self.home.page.begin_with(wish)

    def _on_looked(self, ways: Ways, *, is_locked: bool) -> None:
        """The keychain opens the vault on start; after locking the owner has to."""
        from desktop.ui.locked import Locked

        scene = self.window.scene
        if ways.has_keychain and not is_locked and isinstance(scene, Locked):
            scene.try_keychain()

    def _on_away(self) -> None:
        if self.settings.locks_with_screen:
            self.lock()

    def _watch(self) -> None:
        """From unlocking on: who is away is locked out."""
        if self.watches is not None and self.session is not None:
            self.watches.idle.start(self.settings.lock_minutes)
            self.watches.screen.listen()

    def _wait_for_reminders(self, moments: "tuple[datetime, ...]") -> None:
        from desktop.due import Due

        def tell(count: int) -> None:
            from desktop.ui.locked import Locked

            if isinstance(self.window.scene, Locked):
                self.window.scene.show_reminders(count)

        self.due = Due(moments, parent=self.window)
        self.due.due.connect(tell)
        self.due.look()

    def _offer_new_passphrase(self) -> None:
        from desktop.ui.changing_passphrase import ChangingPassphrase
        from desktop.viewmodels.passphrase import PassphraseModel

        assert self.session is not None
        scene = ChangingPassphrase(self.session, PassphraseModel(self.jobs))
        scene.done.connect(self.show_home)
        self.window.show_scene(scene)

    def _tell_findings(self) -> None:
        """What unlocking found out, said once."""
        if self.session is not None and self.home is not None:
            from desktop.viewmodels.findings import said

            words = said(self.session.vault)
            if words:
                self.home.toast.say(words)

    def _note_moments(self) -> None:
        """Only times; where they cannot be read, locking goes on all the same."""
        from desktop import locking
        from desktop.viewmodels.entrance import now
        from vault.errors import VaultError

        assert self.session is not None
        with contextlib.suppress(VaultError):
            self.moments = locking.moments(self.session.vault, now())


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
    entrance.saved.connect(parts.show_saved)
    jobs.failed.connect(parts.show_error)
    app.styleHints().colorSchemeChanged.connect(lambda: theme.apply(app, parts.settings, base))
    parts.show_entrance()
    return parts


def run(paths: Paths) -> int:
    """Open the window and stay until it is closed."""
    words = sys.argv[1:]
    QApplication.setApplicationName("Tacit")
    QApplication.setDesktopFileName("tacit")
    app = QApplication(sys.argv[:1])
    parts = build(paths, app)
    crash.watch(paths.logs, lambda error, _report: _show(parts, error))
    parts.window.show()
    QTimer.singleShot(SETTLE_MS, parts.window, lambda: parts.settle(words))
    listen = _close_on_interrupt(parts.window)
    code = app.exec()
    listen.setEnabled(False)
    try:
        parts.close(is_locking=code == LOCKING)
    finally:  # whatever does not close in order: this process does not live on
        if code == LOCKING:
            from desktop import locking

            code = locking.start_again(parts.moments, is_hidden=parts.was_hidden)
    return code


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
