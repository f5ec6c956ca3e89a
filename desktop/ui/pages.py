"""Which pages there are: each is made when it is first shown, and only then is it loaded."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.places import PageName
from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.sidebar import Entry


@dataclass(frozen=True)
class Kind:
    """A page and how it is made."""

    entry: Entry
    make: Callable[[Session], Page]


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
        Kind(Entry(PageName.TODAY, tr("Today"), "today"), _today),
        Kind(Entry(PageName.CHAT, tr("Chat"), "chat"), _chat),
        Kind(Entry(PageName.TASKS, tr("Tasks"), "tasks"), _tasks),
        Kind(Entry(PageName.DOCUMENTS, tr("Documents"), "documents"), _documents),
        Kind(Entry(PageName.MEMORY, tr("Memory"), "memory"), _memory),
        Kind(
            Entry(PageName.APPROVALS, tr("Approvals"), "approvals", starts_group=True), _approvals
        ),
        Kind(Entry(PageName.ACTIVITY, tr("Activity"), "activity"), _activity),
        Kind(Entry(PageName.PROFILE, tr("Profile"), "profile", starts_group=True), _profile),
        Kind(Entry(PageName.MODELS, tr("Models"), "models"), _models),
        Kind(Entry(PageName.SETTINGS, tr("Settings"), "settings"), _settings),
    )
