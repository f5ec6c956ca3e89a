"""The page “Tasks”."""

from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.widgets import Empty
from desktop.viewmodels.page import SessionModel


class TasksPage(Page):
    """What is shown before there is anything."""

    def __init__(self, session: Session) -> None:
        super().__init__(SessionModel(session))
        self.set_title(self.tr("Tasks"))
        self.content.addWidget(
            Empty(
                "tasks",
                self.tr("No tasks yet"),
                self.tr("Write down the first thing that you want to get done."),
            )
        )
