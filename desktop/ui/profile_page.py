"""The page “Profile”."""

from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.widgets import Empty
from desktop.viewmodels.page import SessionModel


class ProfilePage(Page):
    """What is shown before there is anything."""

    def __init__(self, session: Session) -> None:
        super().__init__(SessionModel(session))
        self.set_title(self.tr("Profile"))
        self.content.addWidget(
            Empty(
                "profile",
                self.tr("Nothing is known about you yet"),
                self.tr("What Tacit may know about you, as a document that you can edit."),
            )
        )
