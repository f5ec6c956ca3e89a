"""Everything of Tacit that is not its window: what other processes and the desktop see of it.

Loaded after the window was painted first, and none of it is needed for the window to work.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop import tray
from desktop.hotkeys_chosen import ChosenKeys
from desktop.instance import Instance, found_first
from desktop.notifications import Notifications
from desktop.opening import is_file
from desktop.places import PageName, Place
from desktop.ui.mark import mark
from desktop.viewmodels.glance import GlanceModel

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.app import Parts
    from desktop.assistant import Assistant
    from desktop.ui.quick_ask import QuickAsk
    from desktop.viewmodels.dictating import Dictating, Way
    from desktop.viewmodels.hands_free import HandsFree
    from desktop.viewmodels.quick_ask import QuickAskModel
    from inference.reminders import Announcement


OWN_WORDS_MS = 30_000
"for which a key brings back what was said before it was tidied"
OWN_WORDS_KEYS = "Ctrl+Alt+Z"


class Surroundings(QObject):
    """Joins the window with what is around it."""

    def __init__(self, parts: "Parts") -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._to_read: list[Path] = []
        "files that were opened with Tacit before there was a way in"
        QApplication.setWindowIcon(mark())
        self.instance = Instance(parts.paths, self)
        self.tray = tray.Tray(parts.window)
        self.notifications = Notifications(self.tray.icon, self)
        self.keys = ChosenKeys(parts.settings, self)
        self.hands_free: HandsFree | None = None
        self._own_words_over = QTimer(self, interval=OWN_WORDS_MS, singleShot=True)
        self._connect()
        if not self.instance.listen() and parts.session is None:
            QTimer.singleShot(0, self, self._give_way)
        self.tray.show()
        parts.window.hides_on_close = self._may_hide
        self.apply()
        parts.settings.changed.connect(self.apply)
        parts.settings.keys_told.connect(self.apply)
        if parts.session is not None:
            self.enter()

    def apply(self) -> None:
        """Let the settings hold as they are now."""
        settings = self._parts.settings.now
        self.instance.serves_commands = settings.serves_commands
        self.notifications.is_on = settings.notifications
        self.tray.set_keys(self.keys.of_quick_ask)

    def enter(self) -> None:
        """The vault is open."""
        session = self._parts.session
        assert session is not None
        self.instance.set_session(session)
        glance = GlanceModel(session, self)
        self.tray.enter(glance)
        glance.look()
        self.notifications.enter()
        session.waits.connect(lambda _number: self._tell(self.tr("A question waits for your yes.")))
        if self._parts.home is not None:
            self._parts.home.reminding.announced.connect(self._on_announced)
            self._parts.home.microphone_changed.connect(self.tray.set_listening)
            self._parts.home.window_wanted.connect(self.show_window)
            self.keys.say_through(self._parts.home.toast.say)
            session.changed.connect(self._look_hands_free)
            self._look_hands_free()
        self._read_what_waits()

    def _look_hands_free(self) -> None:
        """What holds a microphone open is loaded only where the owner wants that."""
        if self.hands_free is None and self._parts.session is not None:
            self._parts.session.look(_keeps_open, on_done=self._on_keeps_open)

    def _on_keeps_open(self, is_wanted: bool) -> None:
        if is_wanted and self.hands_free is None:
            self.enter_hands_free()

    def enter_hands_free(self) -> None:
        """The microphone may stay open from now on, and then that is seen here and there."""
        session, home = self._parts.session, self._parts.home
        assert session is not None
        assert home is not None
        from desktop.ui.open_microphone import OpenMicrophone
        from desktop.viewmodels.hands_free import HandsFree

        made = HandsFree(session, lambda: home.talk_keys.talking, self)
        sign = OpenMicrophone(made)
        home.sidebar.put_above_lock(sign)
        home.sidebar.folded.connect(sign.set_folded)
        sign.set_folded(home.sidebar.is_folded)
        made.changed.connect(lambda: self.tray.set_standing_by(made.says))
        made.failed.connect(home.show_card)
        home.talking_made.connect(made.attach)
        if home.talking is not None:
            made.attach(home.talking)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(made.look_in_front)
        made.look_in_front()
        self.hands_free = made

    @cached_property
    def quick_ask(self) -> "QuickAsk":
        """The small window; made when it is first asked for."""
        from desktop.ui.quick_ask import QuickAsk

        made = QuickAsk(self._quick_ask_model)
        made.unlock_wanted.connect(self.show_window)
        made.place_wanted.connect(self.go_to)
        made.summary_wanted.connect(self._on_summary_wanted)
        return made

    def _quick_ask_model(self) -> "QuickAskModel | None":
        """What answers there; None while the vault is locked."""
        if self._parts.home is None or self._parts.session is None:
            return None
        from desktop.viewmodels.quick_ask import QuickAskModel

        return QuickAskModel(self._parts.session)

    def do(self, words: Sequence[str]) -> None:
        """What Tacit was started for, at first or once more."""
        files = [Path(word) for word in words if is_file(word)]
        if files:
            self.open(files)
        elif "--quick-ask" in words:
            self.quick_ask.toggle()
        elif "--toggle-listen" in words:
            self.toggle_listening()
        elif "--toggle-dictation" in words:
            self.toggle_dictation()
        elif "--start-hidden" not in words:
            self.show_window()

    def open(self, files: Sequence[Path]) -> None:
        """Documents to read; while it is locked, they wait for the way in."""
        self.show_window()
        self._to_read += files
        self._read_what_waits()

    def show_window(self) -> None:
        """In front of everything else, as far as the system lets it."""
        window = self._parts.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def toggle_listening(self) -> None:
        """Begin or end listening; while the vault is locked it has to be opened first."""
        if self._parts.home is None:
            self.show_window()
        else:
            self._parts.home.toggle_listening()

    def toggle_dictation(self) -> None:
        """Begin or end dictation into the window that has the keyboard, whoever's that is."""
        if self._parts.home is None:
            self.show_window()
        else:
            self.dictating.toggle(self._own_field())

    @cached_property
    def dictating(self) -> "Dictating":
        """Made when it is first wanted."""
        from desktop.viewmodels.dictating import Dictating

        session, home = self._parts.session, self._parts.home
        assert session is not None
        assert home is not None
        made = Dictating(session, lambda: home.talk_keys.talking, self)
        made.left.connect(self._on_dictated)
        made.tidied.connect(self._on_tidied)
        self._own_words_over.timeout.connect(lambda: self.keys.free("own_words"))
        return made

    def go_to(self, place: Place) -> None:
        """Show the window, and there this; unlocking comes first."""
        self.show_window()
        if self._parts.home is not None:
            self._parts.home.go_to(place)

    def close(self) -> None:
        self.instance.close()
        if self.hands_free is not None:
            self.hands_free.stop()
        self.keys.close()
        if "quick_ask" in self.__dict__:
            self.quick_ask.hide()
        self.tray.hide()

    def _read_what_waits(self) -> None:
        home = self._parts.home
        if home is not None and self._to_read:
            files, self._to_read = self._to_read, []
            home.take_in(files)

    def _give_way(self) -> None:
        """Two were started at the same moment: the one that listens stays."""
        if found_first(self._parts.paths, []):
            self._parts.quit()

    def _may_hide(self) -> bool:
        """Only into a tray that is there at that moment."""
        return self._parts.settings.now.close_to_tray and tray.is_there()

    def _tell(self, outside: str) -> None:
        """Where the owner does not look at the window anyway."""
        if not self._parts.window.isActiveWindow():
            self.notifications.tell(outside)

    def _on_announced(self, some: "Sequence[Announcement]") -> None:
        if not self._parts.window.isActiveWindow():
            for one in some:
                self.notifications.remind(one)

    def _connect(self) -> None:
        self.keys.pressed.connect(self._on_keys)
        self.keys.released.connect(self._on_keys_released)
        self.instance.asked.connect(self.do)
        self.tray.open_wanted.connect(self.show_window)
        self.tray.quick_ask_wanted.connect(self._on_quick_ask)
        self.tray.listen_wanted.connect(self.toggle_listening)
        self.tray.documents_wanted.connect(self._on_add_documents)
        self.tray.lock_wanted.connect(self._parts.lock)
        self.tray.quit_wanted.connect(self._parts.quit)
        self.tray.approvals_wanted.connect(lambda: self.go_to(Place(PageName.APPROVALS)))
        self.tray.today_wanted.connect(lambda: self.go_to(Place(PageName.TODAY)))
        self.notifications.clicked.connect(self.show_window)
        if self._parts.watching is not None:
            self._parts.watching.due.connect(
                lambda _count: self._tell(self.tr("A reminder is due."))
            )

    def _on_summary_wanted(self, paths: "Sequence[Path]") -> None:
        self.go_to(Place(PageName.DOCUMENTS))
        if self._parts.home is not None:
            self._parts.home.page.sum_up(paths)

    def _on_add_documents(self) -> None:
        self.go_to(Place(PageName.DOCUMENTS))
        if self._parts.home is not None:
            self._parts.home.page.choose_files()

    def _on_quick_ask(self) -> None:
        self.quick_ask.open()

    def _on_keys(self, name: str) -> None:
        if name == "quick_ask":
            self.quick_ask.toggle()
        elif name == "own_words":
            self.dictating.use_own_words()
        elif name == "dictate" and self.keys.tells_release and self._parts.home:
            self.dictating.press(self._own_field())
        elif name == "dictate":
            self.toggle_dictation()
        elif self.keys.tells_release and self._parts.home:
            self._parts.home.talk_keys.talking.press()
        else:
            self.toggle_listening()

    def _on_keys_released(self, name: str) -> None:
        if name in ("listen", "dictate") and self._parts.home is not None:
            self._parts.home.talk_keys.talking.release()

    def _own_field(self) -> "Callable[[str], None] | None":
        """Where the owner writes, if that is in Tacit itself; else None."""
        home = self._parts.home
        if home is None or not self._parts.window.isActiveWindow():
            return None
        return home.talk_keys.into_field() or home.talk_keys.talking.wrote.emit

    def _on_dictated(self, way: "Way") -> None:
        """Said without a word of what it is."""
        from desktop.viewmodels.dictating import Way

        if way is Way.COPIED:
            self.notifications.tell(self.tr("What you dictated is on the clipboard for a minute."))

    def _on_tidied(self, own: str) -> None:
        """What was said is one key away, for as long as one remembers it."""
        home = self._parts.home
        if own and home is not None:
            self.keys.bind_for_a_moment("own_words", OWN_WORDS_KEYS)
            self._own_words_over.start()
            home.talk_window.show_own_words(own, self.dictating.use_own_words)
        else:
            self.keys.free("own_words")


def _keeps_open(assistant: "Assistant") -> bool:
    from inference import preferences

    some = ("voice.hands_free", "voice.ready")
    return any(preferences.value(assistant.conn, one) for one in some)
