"""The page “Today”."""

from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.widgets import Empty
from desktop.viewmodels.page import SessionModel


class TodayPage(Page):
    """What is shown before there is anything."""

    def __init__(self, session: Session) -> None:
        super().__init__(SessionModel(session))
        self.set_title(self.tr("Today"))
        self.content.addWidget(
            Empty(
                "today",
                self.tr("Nothing for today yet"),
                self.tr("Tasks that are due, reminders, and what waits for you will be here."),
            )
        )
