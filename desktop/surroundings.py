"""Everything of Tacit that is not its window: what other processes and the desktop see of it.

Loaded after the window was painted first, and none of it is needed for the window to work.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from desktop import hotkeys, tray
from desktop.cards import ErrorCard
from desktop.hotkeys import Hotkeys
from desktop.instance import Instance
from desktop.notifications import Notifications
from desktop.places import PageName, Place
from desktop.ui.mark import mark
from desktop.ui.quick_ask import QuickAsk
from desktop.viewmodels.glance import GlanceModel
from desktop.viewmodels.quick_ask import QuickAskModel

if TYPE_CHECKING:
    from desktop.app import Parts
    from inference.reminders import Announcement


class Surroundings(QObject):
    """Joins the window with what is around it."""

    listen_toggled = Signal()
    "keys or a command of the system ask to begin or end listening"

    def __init__(self, parts: "Parts") -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._keys: dict[str, str] = {}
        self._troubles: dict[str, ErrorCard] = {}
        "of keys that do nothing, by what they were to mean"
        QApplication.setWindowIcon(mark())
        self.instance = Instance(parts.paths, self)
        self.tray = tray.Tray(parts.window)
        self.quick_ask = QuickAsk()
        self.notifications = Notifications(self.tray.icon, self)
        self.hotkeys: Hotkeys = hotkeys.of_this_system(self)
        self._connect()
        self.instance.listen()
        if tray.is_there():
            self.tray.show()
        self.apply()
        parts.settings.changed.connect(self.apply)
        if parts.session is not None:
            self.enter()

    def apply(self) -> None:
        """Let the settings hold as they are now."""
        settings = self._parts.settings.now
        self.instance.serves_commands = settings.serves_commands
        self.notifications.is_on = settings.notifications
        self._parts.window.hides_on_close = settings.close_to_tray and self.tray.icon.isVisible()
        self._bind("quick_ask", settings.quick_ask_keys)
        self._bind("listen", settings.listen_keys)
        keys = QKeySequence(settings.quick_ask_keys)
        self.tray.set_keys(keys.toString(QKeySequence.SequenceFormat.NativeText))

    def enter(self) -> None:
        """The vault is open."""
        session = self._parts.session
        assert session is not None
        self.instance.set_session(session)
        glance = GlanceModel(session, self)
        self.tray.enter(glance)
        glance.look()
        self.quick_ask.enter(QuickAskModel(session, self.quick_ask))
        self.notifications.enter()
        session.waits.connect(lambda _number: self._tell(self.tr("A question waits for your yes.")))
        if self._parts.home is not None:
            self._parts.home.reminding.announced.connect(self._on_announced)
        self._tell_troubles()

    def do(self, words: Sequence[str]) -> None:
        """What Tacit was started for, at first or once more."""
        if "--quick-ask" in words:
            self.quick_ask.toggle()
        elif "--toggle-listen" in words:
            self.listen_toggled.emit()
        elif "--start-hidden" not in words:
            self.show_window()

    def show_window(self) -> None:
        """In front of everything else, as far as the system lets it."""
        window = self._parts.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def go_to(self, place: Place) -> None:
        """Show the window, and there this; unlocking comes first."""
        self.show_window()
        if self._parts.home is not None:
            self._parts.home.go_to(place)

    def close(self) -> None:
        self.instance.close()
        self.hotkeys.close()
        self.quick_ask.hide()
        self.tray.hide()

    def _bind(self, name: str, keys: str) -> None:
        if self._keys.get(name, "") == keys:
            return
        self._keys[name] = keys
        self._troubles.pop(name, None)
        trouble = self.hotkeys.bind(name, keys)
        if trouble is not None:
            self._troubles[name] = trouble
            self._tell_troubles()

    def _tell_troubles(self) -> None:
        """Keys that do nothing: said once, where the owner looks."""
        if self._parts.home is not None and self._troubles:
            card = next(iter(self._troubles.values()))
            self._troubles.clear()
            self._parts.home.toast.say(f"{card.title}. {card.body} {card.action}")

    def _tell(self, outside: str) -> None:
        """Where the owner does not look at the window anyway."""
        if not self._parts.window.isActiveWindow():
            self.notifications.tell(outside)

    def _on_announced(self, some: "Sequence[Announcement]") -> None:
        if not self._parts.window.isActiveWindow():
            for one in some:
                self.notifications.remind(one)

    def _connect(self) -> None:
        self.instance.asked.connect(self.do)
        self.tray.open_wanted.connect(self.show_window)
        self.tray.quick_ask_wanted.connect(self.quick_ask.open)
        self.tray.lock_wanted.connect(self._parts.lock)
        self.tray.quit_wanted.connect(self._parts.quit)
        self.tray.approvals_wanted.connect(lambda: self.go_to(Place(PageName.APPROVALS)))
        self.tray.today_wanted.connect(lambda: self.go_to(Place(PageName.TODAY)))
        self.quick_ask.unlock_wanted.connect(self.show_window)
        self.quick_ask.place_wanted.connect(self.go_to)
        self.notifications.clicked.connect(self.show_window)
        self.hotkeys.pressed.connect(self._on_keys)
        if self._parts.watching is not None:
            self._parts.watching.due.connect(
                lambda _count: self._tell(self.tr("A reminder is due."))
            )

    def _on_keys(self, name: str) -> None:
        if name == "quick_ask":
            self.quick_ask.toggle()
        else:
            self.listen_toggled.emit()
