"""A question about documents: what is answered, where it stands, and how it ended, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job
from desktop.session import Session
from desktop.translation import in_window
from desktop.viewmodels.page import SessionModel

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.asking.answer import Answered, AskEvent
    from inference.asking.following import Before
    from vault.connection import ReadConn

LONGEST_EXCERPT = 200


@dataclass(frozen=True)
class Told:
    """Part of an answer, or a place that comes close to one."""

    text: str
    document: int
    "0 of what is drawn from many: each of them follows by itself"
    title: str
    page: int
    passage: str
    "the words of the document that it is from"
    where: str = ""
    "in the document, as it is said; empty where it is all one"


class AskingModel(SessionModel):
    """One question at a time; another one takes its place."""

    told = Signal(object)
    "a Told"
    went_on = Signal(str)
    "what is being done, in words"
    ended = Signal(str)
    "what is to be said below the answer"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self._job: Job[None] | None = None
        self._is_one = False
        self._before: Before | None = None
        "the last question: the next may lean on it"

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def ask(self, question: str, numbers: Sequence[int] = ()) -> None:
        """Look for the answer in these documents, or in all."""
        self.stop()
        self._is_one = len(numbers) == 1
        before = self._before

        def work(assistant: "Assistant", job: "Job[None]") -> None:
            from inference.asking.answer import ask
            from inference.asking.finding import Desk

            here = assistant.desk()
            desk = Desk(here.conn, here.find, numbers, here.now.date())
            chat, stopped = assistant.mind.chat, lambda: job.is_cancelled
            for event in ask(question, desk, chat, stopped=stopped, before=before):
                for one in _told(assistant.conn, event):
                    job.emit(one)
                job.emit(event)

        job = self.session.think(
            work, on_event=lambda event: self._on_event(job, event),
            on_error=lambda error: self._on_failed(job, error),
            on_stopped=lambda: self._on_stopped(job), on_done=lambda _none: None,
        )  # fmt: skip
        self._job = job
        self.went_on.emit(self.tr("Looking…"))

    def begin_anew(self) -> None:
        """What was asked before has nothing to do with what comes."""
        self.stop()
        self._before = None

    def stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self.ended.emit(self.tr("Stopped."))

    def _on_event(self, job: Job[None], event: Any) -> None:
        from inference.asking.answer import Answered, Looked
        from inference.types import Loading, Reading

        if job is not self._job:
            return
        if isinstance(event, Told):
            self.told.emit(event)
        elif isinstance(event, Loading):
            self.went_on.emit(self.tr("Loading the model…"))
        elif isinstance(event, Looked | Reading):
            self.went_on.emit(self.tr("Reading the places that bear on it…"))
        elif isinstance(event, Answered):
            self._on_answered(event)

    def _on_answered(self, end: "Answered") -> None:
        self._job, self._before = None, end.before
        self.ended.emit(self._said(end.reason, has_places=bool(end.nearest)))

    def _said(self, reason: str, *, has_places: bool) -> str:
        if reason == "unasked":
            return self.tr("There is no model here yet that could answer. These places bear on it.")
        if reason == "part":
            return self.tr("Of the rest nothing is said here.")
        if reason != "absent":
            return ""
        if not has_places:
            return self.tr("Nothing here bears on that.")
        if self._is_one:
            return self.tr("This document does not say that. These places come closest.")
        return self.tr("Your documents do not say that. These places come closest.")

    def _on_stopped(self, job: Job[None]) -> None:
        if job is self._job:
            self.stop()

    def _on_failed(self, job: Job[None], error: BaseException) -> None:
        from desktop.translation import described

        if job is not self._job:
            return
        self._job = None
        card = described(error)
        self.ended.emit(f"{card.title}. {card.body}" if card.body else card.title)


def _told(conn: "ReadConn", event: "AskEvent") -> "Iterator[Told]":
    """What is shown of an event: a part of the answer, or the places that come close to one."""
    from inference.asking.answer import Answered, Computed, Gathered, Statement
    from inference.reading import citing

    def where(document: int, *pages: int) -> str:
        return citing.place(conn, document, pages, in_window)

    if isinstance(event, Statement | Computed):
        pages = event.pages if isinstance(event, Computed) else (event.page,)
        yield Told(event.text, event.document, event.title, event.page, event.untrusted_quote,
                   where(event.document, *pages))  # fmt: skip
    if isinstance(event, Gathered):
        yield Told(event.text, 0, "", 0, "")
    for one in event.nearest if isinstance(event, Answered) else ():
        text = " ".join(one.untrusted_text.split())
        excerpt = text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…"
        yield Told(excerpt, one.document, one.title, one.page, one.untrusted_text,
                   where(one.document, one.page))  # fmt: skip
