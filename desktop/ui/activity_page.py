"""The page “Activity”."""

from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.widgets import Empty
from desktop.viewmodels.page import SessionModel


class ActivityPage(Page):
    """What is shown before there is anything."""

    def __init__(self, session: Session) -> None:
        super().__init__(SessionModel(session))
        self.set_title(self.tr("Activity"))
        self.content.addWidget(
            Empty(
                "activity",
                self.tr("Nothing has happened yet"),
                self.tr("Everything that Tacit does is written down here."),
            )
        )
