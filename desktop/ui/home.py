"""The unlocked window: the sidebar, the page that was chosen, and the word about what was done."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.cards import ErrorCard
from desktop.keys import Keys
from desktop.places import NEW, PRIVATE, PageName, Place
from desktop.session import Session
from desktop.translation import described
from desktop.ui.page import TURN_MS, Page
from desktop.ui.pages import Coming, Kind, kinds
from desktop.ui.reminder_cards import ReminderCards
from desktop.ui.shortcuts import Shortcuts
from desktop.ui.sidebar import Sidebar, page_keys
from desktop.ui.talk_keys import TalkKeys
from desktop.ui.toast import Toast
from desktop.viewmodels.effect_words import effect
from desktop.viewmodels.reminding import Reminding
from desktop.viewmodels.waiting import Waiting

if TYPE_CHECKING:
    from desktop.ui.palette import Palette
    from desktop.viewmodels.talking import Talking


class Home(QWidget):
    """Makes pages when they are first chosen, and leads from one to the other."""

    lock_wanted = Signal()
    microphone_changed = Signal(bool)
    "whether it is open"
    talking_made = Signal(object)
    "a Talking, once the chat is there"
    window_wanted = Signal()
    "in front"
    seen = Signal(object)
    "the PageName that is in front now"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("scene")
        self.setAcceptDrops(True)
        self.session = session
        self._kinds: dict[PageName, Kind] = {one.entry.page: one for one in kinds()}
        self._pages: dict[PageName, Page] = {}
        self.sidebar = Sidebar([one.entry for one in self._kinds.values()])
        self._stack = QStackedWidget()
        self.toast = Toast(self)
        self.toast.edge = lambda: self.page.edge
        self.waiting = Waiting(session, self)
        self.shortcuts = Shortcuts(self)
        self.talk_keys = TalkKeys(self, self._speaks, self._is_composer)
        self.talking: Talking | None = None
        "what speaks, once the chat is there"
        self._palette: Palette | None = None
        self.reminding = Reminding(session, self)
        self.reminders = ReminderCards(session, self)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addWidget(self._stack, 1)
        self._connect()
        self.waiting.count()
        self.reminding.look()
        self.go_to(Place(next(iter(self._kinds))))

    @property
    def page(self) -> Page:
        """The page that is seen."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, Page)
        return shown

    def go_to(self, place: Place) -> None:
        """Show a page, and there the thing that was asked for."""
        self._close_overlays()
        page = self._page(place.page)
        self.sidebar.choose(place.page)
        self._stack.setCurrentWidget(page)
        page.setFocus()
        self.seen.emit(place.page)
        if place.number is not None:
            page.go_to(place.number)

    @property
    def palette_above(self) -> "Palette":
        """The field for everything; made when it is first asked for."""
        if self._palette is None:
            from desktop.ui.palette import Palette
            from desktop.viewmodels.palette import Known

            entries = [one.entry for one in self._kinds.values()]
            pages = [
                Known(one.title, one.icon, Place(one.page), page_keys(number))
                for number, one in enumerate(entries, start=1)
            ]
            self._palette = Palette(self, self.session, pages)
            self._palette.chosen.connect(self._on_chosen)
        return self._palette

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files that no page takes for itself are documents."""
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        self.take_in([Path(url.toLocalFile()) for url in urls])

    def take_in(self, files: Sequence[Path]) -> None:
        """Read these as documents, and show that."""
        self.go_to(Place(PageName.DOCUMENTS))
        self.page.take_in(files)

    def find_anything(self) -> None:
        """Open the field for everything."""
        self._close_overlays()
        self.palette_above.open_above()

    def show_error(self, error: BaseException) -> None:
        """What went wrong where no page had asked for it."""
        self.show_card(described(error))

    def show_card(self, card: ErrorCard) -> None:
        """The same, in words already; on the page that is seen."""
        self.page.card.show_error(card)

    def _page(self, name: PageName) -> Page:
        if name not in self._pages:
            kind = self._kinds[name]
            if kind.is_loaded or not self._pages:  # the first is what was unlocked for
                self._add(name, kind.make(self.session))
            else:
                coming = Coming(self.session, kind)
                coming.loaded.connect(lambda: self._on_loaded(name, coming))
                self._add(name, coming)
        return self._pages[name]

    def _add(self, name: PageName, page: Page) -> None:
        page.asked_for.connect(self.go_to)
        page.microphone_changed.connect(self._on_microphone)
        if hasattr(page, "talking"):
            self.talking = page.talking
            self.talking_made.emit(page.talking)
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._pages[name] = page

    def _on_loaded(self, name: PageName, coming: Coming) -> None:
        """The page is made, dressed and shown, each in a turn of its own: each takes a moment."""
        if self._pages[name] is not coming:
            return  # somebody was quicker
        page = self._kinds[name].make(self.session)
        QTimer.singleShot(TURN_MS, self, lambda: self._dress(name, coming, page))

    def _dress(self, name: PageName, coming: Coming, page: Page) -> None:
        self._stack.addWidget(page)
        QTimer.singleShot(TURN_MS, self, lambda: self._take_place(name, coming, page))

    def _take_place(self, name: PageName, coming: Coming, page: Page) -> None:
        """Show the page where it was coming, and tell it what was wanted of it meanwhile."""
        if self._pages[name] is not coming:
            self._stack.removeWidget(page)
            page.deleteLater()
            return
        self._add(name, page)
        if self._stack.currentWidget() is coming:
            had_focus = coming.hasFocus()
            self._stack.setCurrentWidget(page)
            if had_focus:
                page.setFocus()
        self._stack.removeWidget(coming)
        coming.deleteLater()
        coming.hand_over(page)

    def toggle_listening(self) -> None:
        """What the keys from anywhere do, and the tray."""
        self.talk_keys.talking.toggle()

    def _speaks(self) -> "Talking":
        """What speaks, for all pages: the conversation of the chat."""
        from desktop.ui.chat_page import ChatPage
        from desktop.ui.talk_window import TalkWindow

        chat = self._page(PageName.CHAT)
        if isinstance(chat, Coming):  # whoever speaks is not kept waiting
            coming, chat = chat, self._kinds[PageName.CHAT].make(self.session)
            self._take_place(PageName.CHAT, coming, chat)
        assert isinstance(chat, ChatPage)
        window = TalkWindow(chat.talking)
        window.open_wanted.connect(self.window_wanted)
        window.open_wanted.connect(lambda: self.go_to(Place(PageName.CHAT)))
        self.destroyed.connect(window.deleteLater)
        self.talk_window = window
        return chat.talking

    def _on_microphone(self, is_open: bool) -> None:
        """Where the chat is not in front, what is heard is seen above everything else."""
        self.microphone_changed.emit(is_open)
        is_seen = self.isActiveWindow() and self.page is self._pages.get(PageName.CHAT)
        if is_open and not is_seen:
            self.talk_keys.talking  # noqa: B018 - makes the window that it needs
            self.talk_window.open()

    def _is_composer(self, field: QWidget) -> bool:
        chat = self._pages.get(PageName.CHAT)
        return chat is not None and chat.says_to_tacit(field)

    def _connect(self) -> None:
        self.sidebar.chosen.connect(lambda page: self.go_to(Place(page)))
        self.sidebar.lock_wanted.connect(self.lock_wanted)
        for number, name in enumerate(self._kinds, start=1):
            keys = QShortcut(QKeySequence(page_keys(number)), self)
            keys.activated.connect(lambda name=name: self.go_to(Place(name)))
        self.sidebar.search_wanted.connect(self.find_anything)
        for wanted, act in {
            Keys.LOCK: self.lock_wanted.emit,
            Keys.SETTINGS: lambda: self._go_if_there(Place(PageName.SETTINGS)),
            Keys.FIND_ANYTHING: self.find_anything,
            Keys.NEW_CHAT: lambda: self._go_if_there(Place(PageName.CHAT, NEW)),
            Keys.PRIVATE_CHAT: lambda: self._go_if_there(Place(PageName.CHAT, PRIVATE)),
            Keys.UNDO: self.toast.undo,  # a field that is written in hears it first
            Keys.SHORTCUTS: self._show_shortcuts,
            Keys.SHORTCUTS_TOO: self._show_shortcuts,
        }.items():
            QShortcut(QKeySequence(wanted), self, act)
        self.session.done.connect(
            lambda done: self.toast.say(
                effect(done.result.says),
                lambda: self.session.undo(done.change, on_error=self.show_error),
            )
        )
        self.session.offers.connect(self.toast.say)
        self.session.asked.connect(lambda number: self.go_to(Place(PageName.APPROVALS, number)))
        self.session.several_done.connect(self._say_several)
        self.session.undone.connect(lambda says: self.toast.say(effect(says)))
        self.reminding.stand.connect(self.reminders.keep_only)
        self.reminding.announced.connect(self.reminders.announce)
        self.waiting.counted.connect(
            lambda count: self.sidebar.set_badge(PageName.APPROVALS, count)
        )
        self.waiting.memories_counted.connect(
            lambda count: self.sidebar.set_badge(PageName.MEMORY, count)
        )

    def _say_several(self, says: str, dones: list[Any]) -> None:
        def take_back() -> None:
            self.session.undo_all(dones, on_error=self.show_error)

        self.toast.say(says, take_back if dones else None)

    def _on_chosen(self, goal: object) -> None:
        """What was chosen in the field for everything."""
        from desktop.viewmodels.palette import Act

        if isinstance(goal, Place):
            self._go_if_there(goal)
        elif goal is Act.LOCK:
            self.lock_wanted.emit()
        elif goal is Act.SHORTCUTS:
            self._show_shortcuts()

    def _show_shortcuts(self) -> None:
        if self._palette is not None:
            self._palette.close_above()
        self.shortcuts.toggle()

    def _close_overlays(self) -> None:
        self.shortcuts.close_above()
        if self._palette is not None:
            self._palette.close_above()

    def _go_if_there(self, place: Place) -> None:
        if place.page in self._kinds:
            self.go_to(place)
