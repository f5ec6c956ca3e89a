"""The page “Settings”."""

from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.widgets import Empty
from desktop.viewmodels.page import SessionModel


class SettingsPage(Page):
    """What is shown before there is anything."""

    def __init__(self, session: Session) -> None:
        super().__init__(SessionModel(session))
        self.set_title(self.tr("Settings"))
        self.content.addWidget(
            Empty(
                "settings",
                self.tr(""),
                self.tr(""),
            )
        )
