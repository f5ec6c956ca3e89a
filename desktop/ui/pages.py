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


def _models(session: Session) -> Page:
    from desktop.ui.weights_page import WeightsPage
    from desktop.viewmodels.weights import WeightsViewModel

    return WeightsPage(WeightsViewModel(session.paths, session.jobs))


def kinds() -> tuple[Kind, ...]:
    """Every page, in the order of the sidebar."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("Sidebar", text)

    return (Kind(Entry(PageName.MODELS, tr("Models"), "models", starts_group=True), _models),)
