"""How `tacit summarize` shows what comes: to people, to programs, and in files."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from desktop.cards import ErrorCard, command
from desktop.commands import terminal
from desktop.output import Output
from desktop.reading_cards import UNITS
from desktop.summaries import Pace
from desktop.summary_files import Point, Sheet
from inference.reading import citing
from inference.summarizing.several import Pile
from inference.summarizing.summary import Noted, Progress, Statement, Summarized
from inference.summarizing.wish import Kind
from inference.types import Loading, Reading
from vault.documents import Document, Label

ORDERS = "It holds sentences that tell a program what to write. They were left out."
UNKNOWN_FILE = ErrorCard(
    "No such kind of file",
    "The ending of the file says what it becomes: md, docx or pdf.",
    f"For example: {command('summarize lease.pdf --export lease.docx')}",
)
NOT_TWO = ErrorCard(
    "Two documents are compared",
    "With more of them it is not said which differs from which.",
    f"Name two, or make one text of all: {command('summarize --together FILE…')}",
)
NO_TIMES = ErrorCard(
    "A timeline is not compared",
    "The days of several documents stand in one order when they are taken together.",
    f"For example: {command('summarize --together --kind timeline FILE…')}",
)
SOON_S, MINUTE_S = 45, 60
SHOWN = 78
"signs of a note that are shown while it works"


@dataclass(frozen=True)
class Shown:
    """One text about one or several documents."""

    documents: tuple[Document, ...]
    pile: Pile | None
    "None of one document"
    compares: bool = False
    labels: Mapping[tuple[int, int], Label] = field(default_factory=dict)
    "of the pages, by the document and the page"
    pace: Pace = field(default_factory=Pace)

    @property
    def title(self) -> str:
        titles = [f"{terminal.plain(one.title)} ({one.id})" for one in self.documents]
        return " · ".join(titles)

    def line(self, said: Statement) -> str:
        """A statement with its pages, and a mark where something of it was not found there."""
        head = f"{self.heading(said)}: " if said.about else ""
        when = f"{said.when}  " if said.when else ""
        return f"– {head}{when}{self._text(said)}{self.places(said)}{_absent(said)}"

    def where(self, said: Statement) -> str:
        """Its pages, of several documents with their titles."""
        found = []
        places = [self.place(page) for page in said.pages]
        for document, some in groupby(places, lambda place: place[0]):
            one = self.documents[document]
            own = [self.labels.get((one.id, page), Label("page", page)) for _at, page in some]
            name = terminal.plain(one.title) if len(self.documents) > 1 else ""
            where = terminal.plain(citing.together(own))
            found.append(", ".join(filter(None, (name, where))))
        return "; ".join(filter(None, found))

    def places(self, said: Statement) -> str:
        """The same in brackets; nothing where a document is all one."""
        where = self.where(said)
        return f" [{where}]" if where else ""

    def place(self, page: int) -> tuple[int, int]:
        """Which of the documents, from 0, and its own page."""
        if self.pile is None:
            return 0, page
        place = self.pile.place(page)
        return place.document, place.page

    def heading(self, said: Statement) -> str:
        """What is said of which of the two."""
        if said.about in ("first", "second"):
            one = self.documents[said.about == "second"]
            return f"Only in {terminal.plain(one.title)}"
        return {"differs": "Differs", "both": "In both"}.get(said.about, "")

    def row(self, said: Statement, event: str) -> dict[str, Any]:
        """The same for programs."""
        row: dict[str, Any] = {"event": event, "document": self.documents[0].id, **asdict(said)}
        row = {key: value for key, value in row.items() if value != ""}
        if where := self.where(said):
            row["place"] = where
        if self.pile is not None:
            places = [self.place(page) for page in said.pages]
            row["pages"] = [
                {"document": self.documents[document].id, "page": page} for document, page in places
            ]
            row["document"] = [one.id for one in self.documents]
        return row

    def ended_row(self, end: Summarized) -> dict[str, Any]:
        ids = [one.id for one in self.documents]
        return {"event": "finished", "document": ids[0] if len(ids) == 1 else ids, **asdict(end)}

    def show_work(self, event: object, out: Output) -> None:
        """What goes on before anything can be said for good."""
        ids = [one.id for one in self.documents]
        number = ids[0] if len(ids) == 1 else ids
        if isinstance(event, Noted):
            out.working(terminal.plain(event.statement.text)[:SHOWN])
            out.data(self.row(event.statement, "noted"))
        elif isinstance(event, Progress):
            pages = UNITS.get(self.documents[0].unit, UNITS["page"])[1]
            left = self.pace.left_s(event)
            out.working(f"{event.done:,} of {event.of:,} {pages}{_time_left(left)}")
            row = {"document": number, "done": event.done, "of": event.of}
            out.data({"event": "progress", **row, "left_s": None if left is None else round(left)})
        elif isinstance(event, Loading):
            out.share("Loading", event.share)
        elif isinstance(event, Reading):
            out.share("Reading", event.done / max(event.total, 1))

    def sheet(self, said: Sequence[Statement], end: Summarized, kind: Kind, now: datetime) -> Sheet:
        """What a file holds of it."""
        what = "comparison" if self.compares else kind.value
        points, above = [], ""
        for one in said:
            heading = self.heading(one)
            text = f"{one.when}: {self._text(one)}" if one.when else self._text(one)
            where = f"{self.places(one)}{_absent(one)}".strip()
            points.append(Point(text, where, heading if heading != above else ""))
            above = heading
        about = f"{what.capitalize()}, {now:%Y-%m-%d}, made by Tacit"
        return Sheet(self.title, about, tuple(points), ended(end, kind))

    def _text(self, said: Statement) -> str:
        against = f" → {terminal.plain(said.against)}" if said.against else ""
        return f"{terminal.plain(said.text)}{against}"


def ended(end: Summarized, kind: Kind) -> str:
    """What is to be said below a summary."""
    more = f" There are {end.more:,} more differences than are listed." if end.more else ""
    return _ended(end, kind) + more


def _ended(end: Summarized, kind: Kind) -> str:
    if end.reason == "stopped":
        return "Stopped. What was noted is kept; the next time goes on from there."
    if not end.statements:
        return "There is nothing of this kind in it."
    if kind is Kind.TIMELINE:
        return "These are the sentences of the document, in the order of the days they name."
    if not end.unproven:
        return "Names, numbers and dates were all found on these pages."
    what = "In one statement" if end.unproven == 1 else f"In {end.unproven} statements"
    return f"{what}, something was not found on the pages named. Look there yourself."


def _absent(said: Statement) -> str:
    if not said.unproven:
        return ""
    return terminal.plain(f" (not found in the text: {'; '.join(said.unproven)})")


def _time_left(left_s: float | None) -> str:
    if left_s is None:
        return ""
    if left_s < SOON_S:
        return ", less than a minute left"
    minutes = max(round(left_s / MINUTE_S), 1)
    return f", about {minutes} minute{'' if minutes == 1 else 's'} left"
