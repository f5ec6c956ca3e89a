"""Which pages there are: each is made when it is first shown, and only then is it loaded.

Loading takes longer than a window may stand still, so it happens on a lane, and `Coming` stands
where the page will be.
"""

import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop.alive import while_alive
from desktop.jobs import Lane
from desktop.places import PageName
from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.sidebar import Entry
from desktop.viewmodels.page import PageModel


@dataclass(frozen=True)
class Kind:
    """A page and how it is made."""

    entry: Entry
    file: str
    "of this folder, that it comes from"
    make: Callable[[Session], Page]

    @property
    def _module(self) -> str:
        return f"{__package__}.{self.file}"

    @property
    def is_loaded(self) -> bool:
        """Whether the page can be made at once."""
        there = sys.modules.get(self._module)
        return there is not None and not getattr(there.__spec__, "_initializing", False)

    def load(self) -> None:
        importlib.import_module(self._module)


class Coming(Page):
    """Stands where a page will be while that is loaded, and keeps what is wanted of it."""

    loaded = Signal()

    def __init__(self, session: Session, kind: Kind) -> None:
        super().__init__(PageModel())
        self.set_title(kind.entry.title)
        self._wishes: list[Callable[[Page], None]] = []
        self._typed: list[tuple[int, Qt.KeyboardModifier, str]] = []
        session.jobs.start(
            Lane.IO, lambda _job: kind.load(),
            on_done=while_alive(self, lambda _nothing: self.loaded.emit()),
            on_error=while_alive(self, self._model.fail),
        )  # fmt: skip

    def go_to(self, number: int | str) -> None:
        self._wishes.append(lambda page: page.go_to(number))

    def begin_with(self, words: str) -> None:
        self._wishes.append(lambda page: page.begin_with(words))

    def take_in(self, paths: Sequence[Path]) -> None:
        self._wishes.append(lambda page: page.take_in(paths))

    def sum_up(self, paths: Sequence[Path]) -> None:
        self._wishes.append(lambda page: page.sum_up(paths))

    def choose_files(self) -> None:
        self._wishes.append(lambda page: page.choose_files())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whoever writes at once is a moment too early; nothing of it is lost."""
        self._typed.append((event.key(), event.modifiers(), event.text()))

    def hand_over(self, page: Page) -> None:
        for wish in self._wishes:
            wish(page)
        writes_in = QApplication.focusWidget() or page
        for key, modifiers, text in self._typed:
            pressed = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)
            QApplication.sendEvent(writes_in, pressed)  # posted, it would come after what follows


def _today(session: Session) -> Page:
    from desktop.ui.today_page import TodayPage

    return TodayPage(session)


def _chat(session: Session) -> Page:
    from desktop.ui.chat_page import ChatPage

    return ChatPage(session)


def _tasks(session: Session) -> Page:
    from desktop.ui.tasks_page import TasksPage

    return TasksPage(session)


def _documents(session: Session) -> Page:
    from desktop.ui.documents_page import DocumentsPage

    return DocumentsPage(session)


def _memory(session: Session) -> Page:
    from desktop.ui.memory_page import MemoryPage

    return MemoryPage(session)


def _approvals(session: Session) -> Page:
    from desktop.ui.approvals_page import ApprovalsPage

    return ApprovalsPage(session)


def _activity(session: Session) -> Page:
    from desktop.ui.activity_page import ActivityPage

    return ActivityPage(session)


def _profile(session: Session) -> Page:
    from desktop.ui.profile_page import ProfilePage

    return ProfilePage(session)


def _settings(session: Session) -> Page:
    from desktop.ui.settings_page import SettingsPage

    return SettingsPage(session)


def _models(session: Session) -> Page:
    from desktop.ui.weights_page import WeightsPage
    from desktop.viewmodels.weights import WeightsViewModel

    return WeightsPage(WeightsViewModel(session.paths, session.jobs))


def kinds() -> tuple[Kind, ...]:
    """Every page, in the order of the sidebar."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("Sidebar", text)

    return (
        Kind(Entry(PageName.TODAY, tr("Today"), "today"), "today_page", _today),
        Kind(Entry(PageName.CHAT, tr("Chat"), "chat"), "chat_page", _chat),
        Kind(Entry(PageName.TASKS, tr("Tasks"), "tasks"), "tasks_page", _tasks),
        Kind(
            Entry(PageName.DOCUMENTS, tr("Documents"), "documents"),
            "documents_page",
            _documents,
        ),
        Kind(Entry(PageName.MEMORY, tr("Memory"), "memory"), "memory_page", _memory),
        Kind(
            Entry(PageName.APPROVALS, tr("Approvals"), "approvals", starts_group=True),
            "approvals_page",
            _approvals,
        ),
        Kind(
            Entry(PageName.ACTIVITY, tr("Activity"), "activity"),
            "activity_page",
            _activity,
        ),
        Kind(
            Entry(PageName.PROFILE, tr("Profile"), "profile", starts_group=True),
            "profile_page",
            _profile,
        ),
        Kind(Entry(PageName.MODELS, tr("Models"), "models"), "weights_page", _models),
        Kind(
            Entry(PageName.SETTINGS, tr("Settings"), "settings"),
            "settings_page",
            _settings,
        ),
    )
