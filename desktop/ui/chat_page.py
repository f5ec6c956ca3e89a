"""The page “Chat”."""

from desktop.session import Session
from desktop.ui.page import Page
from desktop.ui.widgets import Empty
from desktop.viewmodels.page import SessionModel


class ChatPage(Page):
    """What is shown before there is anything."""

    def __init__(self, session: Session) -> None:
        super().__init__(SessionModel(session))
        self.set_title(self.tr("Chat"))
        self.content.addWidget(
            Empty(
                "chat",
                self.tr("Nothing has been said yet"),
                self.tr("Ask something, or tell Tacit what to do."),
            )
        )
