"""The page “Memory”."""

from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.widgets import Empty
from desktop.viewmodels.page import SessionModel


class MemoryPage(Page):
    """What is shown before there is anything."""

    def __init__(self, session: Session) -> None:
        super().__init__(SessionModel(session))
        self.set_title(self.tr("Memory"))
        self.content.addWidget(
            Empty(
                "memory",
                self.tr("Nothing is remembered yet"),
                self.tr("What you tell Tacit to remember will be here, with where it comes from."),
            )
        )
