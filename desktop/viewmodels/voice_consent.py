"""A question that waits for a yes, answered by voice where that may be.

What leaves this computer, and what is gone for good, is never decided by a word that a microphone
heard: for that the owner looks at the card. Where no hand began what was said, a microphone may
have heard anybody, a television among them: then only what was asked in the last seconds is
answered.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from inference.tools.errors import ApprovalGone
from inference.voice import consent

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.guard import Done


LATEST_S = 20.0
"after a question was asked, for words that no hand began"


class VoiceConsent(QObject):
    """Hears whether the owner's words are a yes or a no to what was asked last."""

    answered = Signal(str)
    "what came of it, in words"
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._number: int | None = None
        self._asked_at = 0.0

    def wait_for(self, number: int, at: float) -> None:
        """This question was just asked."""
        self._number, self._asked_at = number, at

    def was_heard(self, at: float) -> None:
        """Tacit fell silent: if it has asked something, it did so until now."""
        self._asked_at = at

    def answers(self, text: str) -> bool:
        """Whether these words are an answer to it."""
        return self._number is not None and consent.consent(text) is not None

    def forget(self, number: int | None = None) -> None:
        """Something else was said or opened, or this was answered elsewhere: its card is left."""
        if number in (None, self._number):
            self._number = None

    def answer(self, text: str, *, asked_by: float, by_hand: bool) -> None:
        """Do what the owner said to the question; `answered` or `failed` follows.

        `asked_by` is when it began to be said, `by_hand` whether a hand began it.
        """
        if not by_hand and asked_by - self._asked_at > LATEST_S:
            self.answered.emit(self.tr("Please look at the card and answer there."))
            return
        number, self._number = self._number, None
        assert number is not None
        says_yes = bool(consent.consent(text))

        def work(assistant: "Assistant") -> "Done | bool":
            return _decided(assistant, number, says_yes=says_yes)

        def done(came: "Done | bool") -> None:
            if came is True:
                self.answered.emit(self.tr("All right, I left it."))
            elif came is False:
                self.answered.emit(self.tr("Please look at the card and answer there."))
            else:
                self._session.heard_of(came)
                self.answered.emit(came.result.says)
            self._session.tell_changed()

        self._session.look(work, on_done=done, on_error=self._on_error)

    def _on_error(self, error: BaseException) -> None:
        if isinstance(error, ApprovalGone):
            self.answered.emit(self.tr("That question is over already."))
        else:
            self.failed.emit(error)


def _decided(assistant: "Assistant", number: int, *, says_yes: bool) -> "Done | bool":
    """What was done; True where it was left, False where a word is not enough."""
    desk = assistant.desk()
    if not says_yes:
        assistant.guard.deny(desk, number)
        return True
    shown = assistant.guard.show(desk, number)
    if not consent.may_be_spoken(shown.tool, shown.effect):
        return False
    return assistant.guard.approve(desk, number)
