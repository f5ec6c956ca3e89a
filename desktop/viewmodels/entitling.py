"""Naming a conversation when nobody waits for anything: off the way of every answer.

A model is asked once for each conversation, when its owner has said nothing for a while, and is
stopped as soon as they do.
"""

from PySide6.QtCore import QObject, QTimer

from desktop.jobs import Job
from desktop.session import Session
from desktop.viewmodels.chat_lead import Lead

REST_MS = 6_000
"after so long without a word it is quiet"


class Entitling(QObject):
    """Waits until it is quiet, then has the conversation named."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lead: Lead | None = None
        self._job: Job[bool] | None = None
        self._asked: set[int] = set()
        self._quiet = QTimer(self, interval=REST_MS, singleShot=True)
        self._quiet.timeout.connect(self.begin)

    def rest(self, lead: Lead) -> None:
        """An answer is over: it may become quiet now."""
        self._lead = lead
        self._quiet.start()

    def leave(self) -> None:
        """Something is said again."""
        self._quiet.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def begin(self) -> None:
        """It is quiet."""
        lead = self._lead
        if lead is None or lead.is_private or lead.number is None or lead.number in self._asked:
            return
        if self._session.jobs.is_closed:
            return
        number = lead.number

        def done(is_named: bool) -> None:
            self._job = None
            self._asked.add(number)
            if is_named:
                self._session.tell_changed()

        def failed(_error: BaseException) -> None:
            """The title by rule is one; an engine that is ill says so where somebody waits."""
            self._job = None
            self._asked.add(number)

        self._job = self._session.think(
            lambda assistant, job: lead.entitle(assistant, lambda: job.is_cancelled),
            on_done=done, on_error=failed,
        )  # fmt: skip
