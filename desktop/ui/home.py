"""The unlocked window: the sidebar, the page that was chosen, and the word about what was done."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.errors import describe
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.pages import Kind, kinds
from desktop.ui.sidebar import Sidebar
from desktop.ui.toast import Toast
from desktop.viewmodels.waiting import Waiting


class Home(QWidget):
    """Makes pages when they are first chosen, and leads from one to the other."""

    lock_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("scene")
        self.session = session
        self._kinds: dict[PageName, Kind] = {one.entry.page: one for one in kinds()}
        self._pages: dict[PageName, Page] = {}
        self.sidebar = Sidebar([one.entry for one in self._kinds.values()])
        self._stack = QStackedWidget()
        self.toast = Toast(self)
        self.waiting = Waiting(session, self)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addWidget(self._stack, 1)
        self._connect()
        self.waiting.count()
        self.go_to(Place(next(iter(self._kinds))))

    @property
    def page(self) -> Page:
        """The page that is seen."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, Page)
        return shown

    def go_to(self, place: Place) -> None:
        """Show a page, and there the thing that was asked for."""
        page = self._page(place.page)
        self.sidebar.choose(place.page)
        self._stack.setCurrentWidget(page)
        page.setFocus()
        if place.number is not None:
            page.go_to(place.number)

    def show_error(self, error: BaseException) -> None:
        """What went wrong where no page had asked for it."""
        self.page.card.show_error(describe(error))

    def _page(self, name: PageName) -> Page:
        if name not in self._pages:
            made = self._kinds[name].make(self.session)
            made.asked_for.connect(self.go_to)
            self._stack.addWidget(made)
            self._pages[name] = made
        return self._pages[name]

    def _connect(self) -> None:
        self.sidebar.chosen.connect(lambda page: self.go_to(Place(page)))
        self.sidebar.lock_wanted.connect(self.lock_wanted)
        for number, name in enumerate(self._kinds, start=1):
            keys = QShortcut(QKeySequence(f"Ctrl+{number % 10}"), self)
            keys.activated.connect(lambda name=name: self.go_to(Place(name)))
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock_wanted.emit)
        QShortcut(QKeySequence("Ctrl+,"), self, lambda: self._go_if_there(PageName.SETTINGS))
        self.session.done.connect(
            lambda done: self.toast.say(
                done.result.says, lambda: self.session.undo(done.change, on_error=self.show_error)
            )
        )
        self.session.offers.connect(self.toast.say)
        self.session.several_done.connect(self._say_several)
        self.session.undone.connect(self.toast.say)
        self.waiting.counted.connect(
            lambda count: self.sidebar.set_badge(PageName.APPROVALS, count)
        )

    def _say_several(self, says: str, dones: list[Any]) -> None:
        def take_back() -> None:
            self.session.undo_all(dones, on_error=self.show_error)

        self.toast.say(says, take_back if dones else None)

    def _go_if_there(self, name: PageName) -> None:
        if name in self._kinds:
            self.go_to(Place(name))
