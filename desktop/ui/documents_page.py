"""The page “Documents”."""

from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.widgets import Empty
from desktop.viewmodels.page import SessionModel


class DocumentsPage(Page):
    """What is shown before there is anything."""

    def __init__(self, session: Session) -> None:
        super().__init__(SessionModel(session))
        self.set_title(self.tr("Documents"))
        self.content.addWidget(
            Empty(
                "documents",
                self.tr("No documents yet"),
                self.tr("What you drop here is read on this computer, and can be found and asked."),
            )
        )
