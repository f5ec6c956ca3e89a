"""The owner's documents: taken in one after the other, listed, searched, looked at, forgotten."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job, Lane
from desktop.session import Session
from desktop.viewmodels import memory_words
from desktop.viewmodels.page import SessionModel
from desktop.viewmodels.shelf import Facts, ShelfModel, facts
from desktop.viewmodels.table import TableModel
from desktop.viewmodels.watched import WatchedModel

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from desktop.library import Outcome, Way
    from desktop.pixels import Pixels
    from inference.reading.series import Series
    from vault.documents import Document, Page, Shown
    from vault.search import Hit

MOST = 500
"documents that are listed at first, and each time that the end of the list is seen"
MOST_FOUND = 30
EXCERPT = 160


@dataclass(frozen=True)
class Found:
    """A place in a document that bears on what was asked."""

    document: int
    title: str
    page: int | None
    excerpt: str
    where: str = ""
    "in the document, as it is said; empty where it is all one"


@dataclass(frozen=True)
class Opened:
    """A document to look at."""

    document: "Document"
    pages: tuple["Page", ...]
    missing: tuple[str, ...]
    "what is in the file and not in the text, in sentences"
    facts: Facts = field(default_factory=Facts)
    places: Mapping[int, str] = field(default_factory=dict)
    "what pages are called that are called something else than their number"


@dataclass(frozen=True)
class Progress:
    """Where taking in stands."""

    name: str
    number: int
    of: int
    share: float


class LibraryModel(SessionModel):
    """The page without its window."""

    busy_changed = Signal()
    progressed = Signal(object)
    "a Progress"
    opened = Signal(object)
    "an Opened"
    gone = Signal(int)
    "the number of a document that was to be opened, and was forgotten meanwhile"
    taken = Signal(object, bool)
    "the numbers of the documents that were added, and whether they are to be summed up"
    found = Signal(object)
    "the list of Found for the words that were asked last"
    password_wanted = Signal(object, bool)
    "the Path of a file that nobody but the owner can open, and whether it is to be summed up"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.documents: TableModel[Document] = TableModel(
            (self.tr("Title"), self.tr("Pages"), self.tr("Changed")), self._cells, self
        )
        self.documents.wants_more.connect(self._list_more)
        self.shelf = ShelfModel(session, self)
        self.shelf.failed.connect(self.fail)
        self.shelf.said.connect(self.said)
        self.watched = WatchedModel(session, self)
        self.watched.failed.connect(self.failed)
        self.watched.said.connect(self.said)
        self._shown: Shown | None = None
        self.hits: TableModel[Found] = TableModel((self.tr("Found"),), self._found_cells, self)
        self._job: Job[Any] | None = None
        self._asked = ""
        self._apart: dict[int, str] = {}
        "what sets documents of one title apart"

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def refresh(self) -> None:
        shown, most = self._shown, max(MOST, self.documents.rowCount())

        def done(found: "list[Document]", apart: dict[int, str]) -> None:
            if shown is self._shown:  # else another choice was made meanwhile
                self._apart = apart
                self.documents.replace(found[:most], has_more=len(found) > most)

        self._list(most + 1, 0, done)
        if self._asked:
            self._look_for(self._asked)
        self.shelf.look_for_choices()
        self.watched.refresh()

    def _list_more(self) -> None:
        shown, skip = self._shown, self.documents.rowCount()

        def done(found: "list[Document]", apart: dict[int, str]) -> None:
            if shown is self._shown and self.documents.rowCount() == skip:
                self._apart = apart
                self.documents.append(found[:MOST], has_more=len(found) > MOST)

        self._list(MOST + 1, skip, done)

    def _list(
        self, most: int, skip: int, done: "Callable[[list[Document], dict[int, str]], None]"
    ) -> None:
        shown = self._shown

        def work(assistant: "Assistant") -> "tuple[list[Document], dict[int, str]]":
            from vault import documents
            from vault.documents import Shown

            found = documents.listed(assistant.conn, most, skip, shown or Shown())
            return found, documents.same_titles(assistant.conn)

        self.session.look(work, on_done=lambda both: done(*both), on_error=self.fail)

    def show_only(self, shown: "Shown | None") -> None:
        """Narrow the list."""
        self._shown = shown
        self.refresh()

    def take_in(
        self, paths: Sequence[Path], *, password: str | None = None, sums_up: bool = False
    ) -> None:
        """Read files and folders; what is under way is not disturbed by it."""
        if self.is_busy:
            self.said.emit(self.tr("One pile after the other: the first is still being read."))
            return
        session = self.session

        def work(job: "Job[list[Outcome]]") -> "list[Outcome]":
            from desktop import library
            from inference.reading.series import Series

            every = list(library.files(paths))
            outcomes = []
            with Series() as series:
                way = _way(session, job, series, password)
                for number, path in enumerate(every, start=1):
                    report = _reporting(job, library.written(Path(path.name)), (number, len(every)))
                    report(0, 1)
                    one = replace(way, report=report)
                    outcomes.append(library.take_in(session.vault, path, session.now(), one))
            return outcomes

        self._start(work, sums_up=sums_up)

    def paste(self, what: "str | Pixels") -> None:
        """A text or a picture that was copied elsewhere."""
        if self.is_busy:
            self.said.emit(self.tr("One pile after the other: the first is still being read."))
            return
        session = self.session
        name = self.tr("Picture of %s") % f"{session.now().astimezone():%Y-%m-%d %H:%M}"

        def work(job: "Job[list[Outcome]]") -> "list[Outcome]":
            from desktop import library, pasting

            job.emit(Progress(self.tr("What was copied"), 1, 1, 0.0))
            way = library.Way(stopped=lambda: job.is_cancelled)
            if isinstance(what, str):
                return [pasting.take_text(session.vault, what, session.now(), way)]
            return [pasting.take_picture(session.vault, what, name, session.now(), way)]

        self._start(work)

    def stop(self) -> None:
        """What was read whole is kept."""
        if self._job is not None:
            self._job.cancel()

    def open(self, number: int) -> None:
        """Show a document's pages."""

        def work(assistant: "Assistant") -> Opened | None:
            from desktop.reading_cards import missing
            from desktop.translation import in_window
            from inference.reading import library
            from vault import documents

            if not documents.titles(assistant.conn, (number,)):
                return None
            one = documents.get(assistant.conn, number)
            pages = tuple(documents.pages(assistant.conn, number))
            gaps = tuple(missing(library.head(one), len(pages), in_window))
            return Opened(one, pages, gaps, facts(assistant, one), _places(assistant, number))

        def done(opened: Opened | None) -> None:
            if opened is not None:
                self.opened.emit(opened)
            else:
                self.gone.emit(number)

        self.session.look(work, on_done=done, on_error=self.fail)

    def search(self, text: str) -> None:
        """Places that bear on these words; of what was asked before nothing comes any more."""
        self._asked = text.strip()
        if not self._asked:
            self.hits.replace([])
            return
        self._look_for(self._asked)

    def _look_for(self, asked: str) -> None:
        """What is found stays as it is where nothing about it changed."""

        def done(found: list[Found]) -> None:
            before = [self.hits.row(at) for at in range(self.hits.rowCount())]
            if asked == self._asked and (found != before or not found):
                self.hits.replace(found)
                self.found.emit(found)

        self.session.look(lambda assistant: _search(assistant, asked), on_done=done,
                          on_error=self.fail)  # fmt: skip

    def preview_forgetting(self, numbers: Sequence[int], on_seen: Callable[[int], None]) -> None:
        """How much would go along with these documents."""

        def work(assistant: "Assistant") -> int:
            from vault import forget

            return forget.preview(assistant.conn, numbers).along

        self.session.look(work, on_done=on_seen, on_error=self.fail)

    def forget(self, numbers: Sequence[int]) -> None:
        """Take them away with everything derived from them; the files themselves stay."""

        def work(assistant: "Assistant") -> int:
            from vault import forget

            return len(forget.forget(assistant.conn, numbers, assistant.desk().now).items)

        def done(count: int) -> None:
            self.said.emit(self.tr("Forgotten: %s. The files themselves are untouched.") % count)

        self.session.change(work, on_done=done, on_error=self.fail)

    def _cells(self, one: "Document") -> tuple[str, ...]:
        title = one.title
        if one.id in self._apart:
            title = self.tr("%s (%s)") % (title, self._apart[one.id])
        title = self.tr("%s (file gone)") % title if one.is_gone else title
        title = "   ".join([title, *(f"#{tag}" for tag in one.tags)])
        return (title, str(one.page_count), memory_words.day(one.latest, None))

    def _found_cells(self, one: Found) -> tuple[str, ...]:
        """Two lines: where, and what it says there."""
        where = self.tr("%s, %s") % (one.title, one.where) if one.where else one.title
        return (f"{where}\n{one.excerpt}",)

    def titles(self, numbers: Sequence[int], on_seen: Callable[[dict[int, str]], None]) -> None:
        """What these documents are called, the first that came first."""

        def work(assistant: "Assistant") -> dict[int, str]:
            from vault import documents

            found = documents.titles(assistant.conn, numbers)
            return {number: found[number] for number in sorted(found)}

        self.session.look(work, on_done=on_seen, on_error=self.fail)

    def _start(
        self, work: "Callable[[Job[list[Outcome]]], list[Outcome]]", *, sums_up: bool = False
    ) -> None:
        self._job = self.session.jobs.start(
            Lane.IO, work, on_done=lambda found: self._on_taken(found, sums_up=sums_up),
            on_error=self._on_failed, on_event=self.progressed.emit, on_stopped=self._on_stopped,
        )  # fmt: skip
        self.busy_changed.emit()

    def _on_taken(self, outcomes: "list[Outcome]", *, sums_up: bool) -> None:
        self._end()
        self.session.tell_changed()
        self._tell(outcomes, sums_up=sums_up)
        kept = {one.document: one for one in outcomes if one.document is not None}
        self.taken.emit(tuple(kept), sums_up)

    def _tell(self, outcomes: "list[Outcome]", *, sums_up: bool) -> None:
        """What became of the pile: one card for the first trouble, one word for all the rest."""
        from desktop.translation import described
        from inference.errors import PasswordNeeded

        bad = [one for one in outcomes if one.error is not None]
        new = [one for one in outcomes if one.document is not None and not one.was_known]
        known = sum(one.was_known for one in outcomes)
        if bad:
            error = bad[0].error
            assert error is not None
            card = described(error)
            if len(outcomes) > 1:
                counted = self.tr("Read: %s. Not read: %s.") % (len(new) + known, len(bad))
                card = replace(card, body=f"{card.body} {counted}".strip())
            self.failed.emit(card)
            if isinstance(error, PasswordNeeded):
                self.password_wanted.emit(bad[0].path, sums_up)
            return
        said = [self.tr("Read: %s.") % len(new)] if new else []
        if len(new) == 1 and new[0].is_newer:
            said = [self.tr("It has changed, and is read anew. The text before is kept with it.")]
        elif len(new) == 1 and new[0].alike:
            said.append(self.tr("It looks like another version of “%s”.") % new[0].alike)
        if known:
            said.append(self.tr("Here already: %s.") % known)
        said += [sentence for one in new for sentence in one.missing][:3]
        self.said.emit(" ".join(said) or self.tr("There was no file to read."))

    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self.fail(error)

    def _on_stopped(self) -> None:
        self._end()
        self.session.tell_changed()
        self.said.emit(self.tr("Stopped. What was read is kept."))

    def _end(self) -> None:
        self._job = None
        self.busy_changed.emit()


def _reporting(job: Job[Any], name: str, place: tuple[int, int]) -> Callable[[int, int], None]:
    number, count = place

    def report(done: int, of: int) -> None:
        job.emit(Progress(name, number, count, done / max(of, 1)))

    return report


def _search(assistant: "Assistant", text: str) -> list[Found]:
    from desktop.translation import in_window
    from inference.reading import citing
    from vault import documents
    from vault.items import Kind
    from vault.search import Query

    def where(hit: "Hit") -> str:
        pages = () if hit.page is None else (hit.page,)
        return citing.place(assistant.conn, hit.item, pages, in_window)

    hits = assistant.desk().find(Query(text, most=MOST_FOUND, kinds=(Kind.DOCUMENT,)))
    titles = {hit.item: documents.get(assistant.conn, hit.item).title for hit in hits}
    texts = [" ".join(hit.text.split())[:EXCERPT] for hit in hits]
    return [
        Found(hit.item, titles[hit.item], hit.page, text, where(hit))
        for hit, text in zip(hits, texts, strict=True)
    ]


def _places(assistant: "Assistant", number: int) -> dict[int, str]:
    from desktop.translation import in_window
    from inference.reading import citing
    from vault import documents

    found = documents.labels(assistant.conn, (number,))
    return {page: words for (_document, page), one in found.items()
            if one.title and (words := citing.words(one, in_window))}  # fmt: skip


def _way(session: Session, job: Job[Any], series: "Series", password: str | None) -> "Way":
    """How files are taken in that the owner brings to the window."""
    from desktop import hearing, library

    with session.vault.reader() as conn:
        keeps = library.keeps_originals(conn)
    return library.Way(
        keeps, password, stopped=lambda: job.is_cancelled, series=series,
        hear=hearing.ready(session.paths, session.engines),
    )  # fmt: skip
