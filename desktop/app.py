"""The window's composition root: the only place that builds the parts and joins them.

The order of ending is fixed: nobody outside is heard any more, jobs stop and close their
connections, engines end, the vault forgets its key, garbage goes back to Python. Locking is ending,
with a fresh process in the same place: Python cannot wipe a key, so the process that knew it does
not live on.
"""

import contextlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QApplication

from desktop import loading, translation
from desktop.garbage import Collector
from desktop.jobs import JobRunner, Lane
from desktop.paths import Paths
from desktop.ui import theme
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.entrance import Entrance, Ways
from desktop.viewmodels.window_settings import WindowSettings

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from desktop.mending import Saved
    from desktop.session import Session
    from desktop.surroundings import Surroundings
    from desktop.ui.home import Home
    from desktop.viewmodels.welcome import WelcomeModel
    from desktop.watching import Watching
    from vault.vault import Vault

LOCKING, ERASING, UPDATING = 75, 76, 77
"how the event loop ends where a locked window is to follow; first the vault goes, or this program"
SETTLED_MS = 5_000
"after the vault is open, until what is loaded by then is no garbage"
LOCKING_WAITS_S = 0.8
"for work that does not stop; it ends with the process anyway"


@dataclass
class Parts:
    """Everything that lives as long as the window."""

    paths: Paths
    settings: WindowSettings
    jobs: JobRunner
    collector: Collector
    entrance: Entrance
    window: MainWindow
    session: "Session | None" = None
    home: "Home | None" = None
    clock: "Callable[[], datetime] | None" = None
    "another than the computer's"
    surroundings: "Surroundings | None" = None
    watching: "Watching | None" = None
    "from when the window has settled; its `due` says how many reminders, while it is locked"
    leave: Callable[[int], None] = QApplication.exit
    "ends the event loop"
    was_hidden: bool = False
    "whether the window was in the tray when it was locked"
    update: "tuple[Path, Path] | None" = None
    "a new program, and the one whose place it takes at the end"
    moments: tuple["datetime", ...] = field(default=(), repr=False)
    "at which reminders come due, for the locked window that follows"

    def close(self, *, is_locking: bool = False) -> None:
        if self.surroundings is not None:
            self.surroundings.close()
        following = self.session.following if self.session is not None else None
        if following is not None:
            following.stop()
        self.jobs.close(LOCKING_WAITS_S if is_locking else 5.0)
        with contextlib.suppress(OSError):  # no preference is worth an end that does not come
            self.settings.keep()
        if following is not None:
            following.close()
        self._clear()
        if self.watching is not None:
            self.watching.stop()
        if self.session is not None:
            if is_locking:
                self._note_moments()
            self.session.close()
        self.entrance.close()
        self.collector.stop()
        if "desktop.logs" in sys.modules:
            from desktop import logs

            logs.stop()

    def _clear(self) -> None:
        """Pages go before what they show does: none of their timers may ask for it any more."""
        self.home = None
        scene = self.window.takeCentralWidget()
        if scene is not None:
            shiboken6.delete(scene)

    def settle(self, words: Sequence[str] = ()) -> None:
        """What nobody waits for, once the window is there: logs, watches, the other ways in."""
        from desktop import locking, logs
        from desktop.viewmodels.entrance import now
        from desktop.watching import Watching

        logs.start(self.paths.logs)
        self.watching = Watching(self.jobs, self.settings, parent=self.window)
        self.watching.away.connect(self.lock)
        self.watching.due.connect(self._on_due)
        self.surround(words)
        if self.session is not None:
            self._watch()
        elif self.entrance.places.exists():
            self.watching.wait_for(locking.passed_over(words), self.clock or now)
            is_locked = locking.LOCKED in words
            self.entrance.looked.connect(lambda ways: self._on_looked(ways, is_locked=is_locked))
            self.entrance.look()
            self.jobs.start(Lane.IO, lambda _job: _load_home())

    def surround(self, words: Sequence[str] = ()) -> None:
        """Join the window with what is around it; after it was painted, since it takes a moment."""
        from desktop.surroundings import Surroundings

        self.surroundings = Surroundings(self)
        if words:
            self.surroundings.do(words)

    def _restore(self, home: "Home") -> None:
        """Where the window was left; from now on that is remembered."""
        from desktop.places import PageName, Place

        home.sidebar.set_folded(self.settings.now.sidebar_folded)
        if self.settings.now.page in set(PageName):
            home.go_to(Place(PageName(self.settings.now.page)))
        home.seen.connect(lambda page: self.settings.change(page=page.value))
        home.sidebar.folded.connect(
            lambda is_folded: self.settings.change(sidebar_folded=is_folded)
        )

    def quit(self) -> None:
        """Really, whether the window is seen or waits in the tray."""
        self.window.close()
        self.leave(0)

    def show_locked(self) -> None:
        from desktop.ui.locked import Locked

        locked = Locked(self.entrance)
        locked.restore_wanted.connect(self.show_restoring)
        locked.problem_met.connect(self.show_problem)
        self.window.show_scene(locked)
        if self.watching is not None:
            self.entrance.look()
            if self.watching.reminders is not None and self.watching.reminders.count:
                locked.show_reminders(self.watching.reminders.count)

    def show_welcome(self) -> None:
        """The first run, from its beginning or from where it was left."""
        from desktop.ui.welcome.frame import Welcome
        from desktop.viewmodels.welcome import WelcomeModel

        model = WelcomeModel(self.entrance, self.jobs, self.settings.now.welcome, self.session)
        model.left_at.connect(lambda step: self.settings.change(welcome=step))
        model.language_chosen.connect(lambda code: self.settings.change(language=code))
        model.finished.connect(lambda: self._on_welcomed(model.wish))
        welcome = Welcome(model)
        welcome.restore_wanted.connect(self.show_restoring)
        self.window.show_scene(welcome)

    def _welcome(self) -> "WelcomeModel | None":
        """Of the first run, while that is shown; nothing is loaded to find out."""
        frame, scene = sys.modules.get("desktop.ui.welcome.frame"), self.window.scene
        return scene.model if frame is not None and isinstance(scene, frame.Welcome) else None

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

        self.session = Session(vault, self.paths, self.jobs, self.window)
        self.session.settings = self.settings
        if self.clock is not None:
            self.session.set_clock(self.clock)
        if (welcome := self._welcome()) is not None:
            welcome.entered(self.session)
        elif self.settings.now.welcome:
            self.show_welcome()
        elif self.entrance.by_recovery_key:
            self._offer_new_passphrase()
        else:
            self.show_home()

    def show_home(self) -> None:
        from desktop.ui.home import Home

        assert self.session is not None
        self._follow()
        self.home = Home(self.session)
        self.home.lock_wanted.connect(self.lock)
        self.session.erase_wanted.connect(self.erase)
        self.session.update_wanted.connect(self.take_update)
        self._restore(self.home)
        self.window.show_scene(self.home)
        if self.surroundings is not None:
            self.surroundings.enter()
        self._watch()
        self._tell_findings()
        self.collector.settle_in(SETTLED_MS)

    def _follow(self) -> None:
        """Watched folders, from a quiet moment on."""
        from desktop.watched_live import Following

        assert self.session is not None
        if self.session.following is None:
            self.session.following = Following(self.session, self.window)
            self.session.following.start()

    def lock(self) -> None:
        """Nothing is seen from this moment on; the rest follows when the event loop has ended."""
        if self.session is not None:
            self._go(LOCKING)

    def erase(self) -> None:
        """The same, and the vault goes before a fresh window comes."""
        self._go(ERASING)

    def take_update(self, new: "Path", old: "Path") -> None:
        """The same, and the window that comes is one of the new program."""
        self.update = (new, old)
        self._go(UPDATING)

    def _go(self, code: int) -> None:
        self.was_hidden = not self.window.isVisible()
        if not self.was_hidden:
            self.settings.change(window=self.window.place())
        for shown in QApplication.topLevelWidgets():  # dialogs and the small windows, too
            shown.hide()
        self.leave(code)

    def show_error(self, error: BaseException) -> None:
        """Say it where the owner looks."""
        scene = self.home.page if self.home is not None else self.window.scene
        card = getattr(scene, "card", None)
        if card is not None:
            card.show_error(translation.described(error))

    def _on_welcomed(self, wish: str) -> None:
        from desktop.places import PageName, Place

        self.settings.change(welcome="")
        self.show_home()
        if self.home is not None:
            self.home.go_to(Place(PageName.CHAT))
            if wish:
                self.home.page.begin_with(wish)

    def _on_looked(self, ways: Ways, *, is_locked: bool) -> None:
        """The keychain opens the vault on start; after locking the owner has to."""
        from desktop.ui.locked import Locked

        scene = self.window.scene
        if ways.has_keychain and not is_locked and isinstance(scene, Locked):
            scene.try_keychain()

    def _watch(self) -> None:
        """Who is away is locked out; not at the first run, where weights may take an hour to come
        and the vault holds nothing yet.
        """
        if self.watching is not None:
            self.watching.unlocked()

    def _on_due(self, count: int) -> None:
        from desktop.ui.locked import Locked

        if isinstance(self.window.scene, Locked):
            self.window.scene.show_reminders(count)

    def _offer_new_passphrase(self) -> None:
        from desktop.ui.changing_passphrase import ChangingPassphrase
        from desktop.viewmodels.passphrase import PassphraseModel

        assert self.session is not None
        scene = ChangingPassphrase(self.session, PassphraseModel(self.jobs))
        scene.done.connect(self.show_home)
        self.window.show_scene(scene)
        self._watch()

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
    settings = WindowSettings(paths.settings)
    translation.speak(translation.chosen(settings.now.language))
    base = app.font()
    theme.apply(app, settings.now, base)
    jobs = JobRunner()
    loading.let_others_go_on()
    settings.write_beside(jobs)
    window = MainWindow(settings.now.window)
    settings.setParent(window)
    entrance = Entrance(paths, jobs, window)
    collector = Collector(lambda: jobs.busy)
    parts = Parts(paths, settings, jobs, collector, entrance, window)
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
    entrance.saved.connect(parts.show_saved)
    jobs.failed.connect(parts.show_error)
    app.styleHints().colorSchemeChanged.connect(lambda: theme.apply(app, settings.now, base))
    parts.show_entrance()
    return parts


def _load_home() -> None:
    """What is seen first after unlocking, before it is needed."""
    from desktop.ui import home, today_page
    from desktop.viewmodels import today_reading

    del home, today_page, today_reading
