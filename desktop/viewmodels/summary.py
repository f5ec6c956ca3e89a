"""A summary being made: what was chosen, how far it is, what came of it, and a file of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.export import save
from desktop.jobs import Job, Lane
from desktop.session import Session
from desktop.translation import in_window
from desktop.viewmodels.page import PageModel

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from desktop.summaries import Pace, Several
    from desktop.summary_files import Sheet
    from inference.summarizing.summary import Statement
    from vault.documents import Label

SOON_S, MINUTE_S = 45, 60


@dataclass(frozen=True)
class Chosen:
    """What the owner wants to know of which documents."""

    documents: tuple[int, ...]
    titles: tuple[str, ...] = ()
    kind: str = "summary"
    length: str = "short"
    language: str = ""
    instructions: str = ""
    compares: bool = False

    @property
    def is_several(self) -> bool:
        return len(self.documents) > 1


@dataclass(frozen=True)
class Told:
    """One statement, as it is shown."""

    text: str
    where: str
    "its pages, in words"
    absent: str
    "what was not found there"
    heading: str
    document: int
    page: int


@dataclass
class _Made:
    """What came of the last one."""

    chosen: Chosen
    told: list[Told] = field(default_factory=list)
    end: str = ""


class SummaryModel(PageModel):
    """One at a time."""

    stated = Signal(object)
    "a Told"
    noted = Signal(object)
    "a Told that is early: it may be joined with others or left out"
    went_on = Signal(str)
    "how far it is, in words"
    ended = Signal(str)
    "what is to be said below it"
    to_paint = Signal(object, object)
    "a path, and the pieces of a PDF"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._job: Job[Any] | None = None
        self._made = _Made(Chosen(()))
        self._several: Several | None = None
        self._labels: dict[tuple[int, int], Label] = {}
        "of the pages, by the document and the page"
        self._pace: Pace | None = None

    @property
    def has_any(self) -> bool:
        """Whether there is something to be written into a file."""
        return bool(self._made.told) and self._job is None

    def summarize(self, chosen: Chosen) -> None:
        """Say what they say, each statement with its pages."""
        from desktop.summaries import Pace

        self.stop()
        self._made, self._several, self._pace = _Made(chosen), None, Pace()
        session = self.session

        def work(_assistant: "Assistant", job: "Job[None]") -> None:
            for event in _events(session, chosen, job):
                job.emit(event)

        self._job = session.think(
            work, on_event=self._on_event, on_error=self._on_failed, on_stopped=self._on_stopped
        )
        self.went_on.emit(self.tr("Reading…"))

    def stop(self) -> None:
        """What was noted is kept."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def export(self, path: Path, kind: str, title: str) -> None:
        """Write what came into a file, in clear."""
        from desktop.summary_files import FileKind, leave, pieces, written

        sheet, numbers = self._sheet(title), self._made.chosen.documents
        wanted = FileKind(kind)

        def work(_assistant: "Assistant") -> bytes | list[str]:
            with self.session.vault.writer() as conn:
                leave(conn, numbers, self.session.now())
            return pieces([sheet]) if wanted is FileKind.PDF else written([sheet], wanted)

        def done(content: bytes | list[str]) -> None:
            if isinstance(content, bytes):
                self.save(path, content)
            else:
                self.to_paint.emit(path, content)

        self.session.look(work, on_done=done, on_error=self.fail)

    def save(self, path: Path, content: bytes) -> None:
        """The file, once it is made."""
        self.session.jobs.start(
            Lane.IO, lambda _job: save(path, content), on_error=self.fail,
            on_done=lambda _nothing: self.session.offers.emit(
                self.tr("Saved as %s") % path.name, None
            ),
        )  # fmt: skip

    def _sheet(self, title: str) -> "Sheet":
        from desktop.summary_files import Point, Sheet

        points, above = [], ""
        for one in self._made.told:
            where = " · ".join(filter(None, (one.where, one.absent)))
            points.append(Point(one.text, where, one.heading if one.heading != above else ""))
            above = one.heading
        day: datetime = self.session.now().astimezone()
        about = self.tr("Made by Tacit, %s") % f"{day:%Y-%m-%d}"
        return Sheet(title, about, tuple(points), self._made.end)

    def _on_event(self, event: Any) -> None:
        from desktop.summaries import Several
        from inference.summarizing.summary import Noted, Progress, Statement, Summarized

        if isinstance(event, Several):
            self._several = event
        elif isinstance(event, dict):
            self._labels = event
        elif isinstance(event, Statement):
            self._made.told.append(self._told(event))
            self.stated.emit(self._made.told[-1])
        elif isinstance(event, Noted):
            self.noted.emit(self._told(event.statement))
        elif isinstance(event, Progress):
            self.went_on.emit(self._went_on(event))
        elif isinstance(event, Summarized):
            self._job = None
            self._made.end = self._ended(event.statements, event.unproven)
            if event.more:
                more = self.tr("More differences than are listed: %s.") % event.more
                self._made.end = f"{self._made.end} {more}"
            self.ended.emit(self._made.end)

    def _went_on(self, at: Any) -> str:
        left = self._pace.left_s(at) if self._pace else None
        if left is None:
            return self.tr("%s of %s pages are read.") % (at.done, at.of)
        if left < SOON_S:
            return self.tr("%s of %s pages are read, less than a minute left.") % (at.done, at.of)
        minutes = max(round(left / MINUTE_S), 1)
        said = self.tr("%s of %s pages are read. Minutes left, about: %s.")
        return said % (at.done, at.of, minutes)

    def _told(self, said: "Statement") -> Told:
        places = [self._place(page) for page in said.pages]
        text = f"{said.when}  {said.text}" if said.when else said.text
        if said.against:
            text = f"{text}\n→ {said.against}"
        absent = self.tr("Not found there: %s") % "; ".join(said.unproven) if said.unproven else ""
        document, page = places[0] if places else (0, 0)
        return Told(text, self._where(places), absent, self._heading(said.about), document, page)

    def _where(self, places: Sequence[tuple[int, int]]) -> str:
        from inference.reading import citing
        from vault.documents import Label

        titles = dict(zip(self._made.chosen.documents, self._made.chosen.titles, strict=False))
        rows = []
        for document, some in groupby(places, lambda place: place[0]):
            own = [self._labels.get(place, Label("page", place[1])) for place in some]
            name = titles.get(document, str(document)) if self._made.chosen.is_several else ""
            where = citing.together(own, in_window)
            rows.append(self.tr("%s, %s") % (name, where) if name and where else name or where)
        return "; ".join(filter(None, rows))

    def _place(self, page: int) -> tuple[int, int]:
        """The number of a document, and its own page."""
        numbers = self._made.chosen.documents
        if self._several is None:
            return numbers[0], page
        place = self._several.pile.place(page)
        return numbers[place.document], place.page

    def _heading(self, about: str) -> str:
        titles = self._made.chosen.titles or ("", "")
        words = {
            "differs": self.tr("Differs"), "both": self.tr("In both"),
            "first": self.tr("Only in %s") % titles[0],
            "second": self.tr("Only in %s") % titles[-1],
        }  # fmt: skip
        return words.get(about, "")

    def _ended(self, statements: int, unproven: int) -> str:
        if not statements:
            return self.tr("There is nothing of this kind in it.")
        if self._made.chosen.kind == "timeline":
            return self.tr("The document's own sentences, in the order of the days they name.")
        if not unproven:
            return self.tr("Names, numbers and dates were all found on these pages.")
        said = self.tr("In %s of them something was not found on the pages named. Look there.")
        return said % unproven

    def _on_stopped(self) -> None:
        if self._job is None:  # else another has begun meanwhile
            self.ended.emit(
                self.tr("Stopped. What was noted is kept; the next time goes on from there.")
            )

    def _on_failed(self, error: BaseException) -> None:
        self._job = None
        self.ended.emit("")
        self.fail(error)


def _events(session: Session, chosen: Chosen, job: "Job[None]") -> Any:
    """First what pages are called, of several how they lie on each other; then what comes."""
    from desktop import summaries
    from inference.summarizing.wish import Kind, Length, Wish

    wish = Wish(
        Kind(chosen.kind), Length(chosen.length), chosen.instructions, chosen.language
    )  # fmt: skip
    yield summaries.labels(session.vault, chosen.documents)
    chat = None
    if wish.kind is not Kind.TIMELINE:
        chat = session.engines.chat()
        for _event in chat.load(stopped=lambda: job.is_cancelled):
            job.check()
    if not chosen.is_several:
        number = chosen.documents[0]
        yield from summaries.events(session.vault, chat, number, wish, lambda: job.is_cancelled)
        return
    pile = summaries.piled(session.vault, chosen.documents)
    several = summaries.Several(pile, chosen.documents, chosen.compares)
    yield several
    yield from summaries.of_several(session.vault, chat, several, wish, lambda: job.is_cancelled)
