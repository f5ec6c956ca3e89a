"""The page “Approvals”."""

from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.widgets import Empty
from desktop.viewmodels.page import SessionModel


class ApprovalsPage(Page):
    """What is shown before there is anything."""

    def __init__(self, session: Session) -> None:
        super().__init__(SessionModel(session))
        self.set_title(self.tr("Approvals"))
        self.content.addWidget(
            Empty(
                "approvals",
                self.tr("Nothing waits for you"),
                self.tr("What needs your yes will be shown here, word for word."),
            )
        )
