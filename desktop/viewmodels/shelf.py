"""What the owner does with documents that are here: tags, earlier versions, the files themselves;
and by what the list can be narrowed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.file_opening import what_opens
from desktop.jobs import Job, Lane
from desktop.session import Session

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.reading.looks import Look
    from vault.documents import Document, Page, Shown
    from vault.versions import Version

MOST_PEOPLE, MOST_MONTHS = 15, 12
NAMED = 8
"people of a document that are shown"


@dataclass(frozen=True)
class Choice:
    """Something that the list can be narrowed to."""

    words: str
    shown: "Shown"
    begins_group: bool = False


@dataclass(frozen=True)
class Earlier:
    """What a document said before."""

    document: int
    until: datetime
    pages: "tuple[Page, ...]"


@dataclass(frozen=True)
class Looked:
    """How a page of a document looks."""

    document: int
    page: int
    look: "Look"


@dataclass(frozen=True)
class Facts:
    """What is known of a document beside its text."""

    people: tuple[str, ...] = ()
    "the most often named first"
    versions: "tuple[Version, ...]" = ()
    alike: tuple[int, str] | None = None
    "the number and title of a document that says nearly the same"
    file: Path | None = None
    "where its file lies now"
    every_tag: tuple[str, ...] = ()
    "that there is, to choose from"
    has_look: bool = False
    "whether its pages are more than their text, and the file is at hand"


class ShelfModel(QObject):
    """Beside the list and the document that is open."""

    failed = Signal(object)
    "an exception"
    said = Signal(str)
    choices = Signal(object)
    "the list of Choice"
    version_opened = Signal(object)
    "an Earlier"
    looked = Signal(object)
    "a Looked"
    found_file = Signal(object)
    "the Path of a file that is to be opened where it lies, or of the folder that it lies in"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def look_for_choices(self) -> None:
        self._session.look(self._choices, on_done=self.choices.emit, on_error=self.failed.emit)

    def tag(self, number: int, tag: str) -> None:
        def work(assistant: "Assistant") -> None:
            from vault import tags

            with assistant.conn.transaction():
                tags.add(assistant.conn, number, tag)

        self._session.change(work, on_error=self.failed.emit)

    def untag(self, number: int, tag: str) -> None:
        """Offers to put it back."""

        def work(assistant: "Assistant") -> None:
            from vault import tags

            with assistant.conn.transaction():
                tags.remove(assistant.conn, number, tag)

        def done(_nothing: None) -> None:
            said = self.tr("“%s” is taken off.") % tag
            self._session.offers.emit(said, lambda: self.tag(number, tag))

        self._session.change(work, on_done=done, on_error=self.failed.emit)

    def open_version(self, version: "Version") -> None:
        def work(assistant: "Assistant") -> Earlier:
            from vault import versions
            from vault.documents import Page

            found = versions.pages(assistant.conn, version.id)
            pages = tuple(Page(at, *page) for at, page in enumerate(found, start=1))
            return Earlier(version.document, version.until, pages)

        self._session.look(work, on_done=self.version_opened.emit, on_error=self.failed.emit)

    def look_at(self, number: int, page: int, width: int) -> None:
        """How a page looks; the file is opened by the reader's process, and written nowhere."""
        session = self._session

        def work(job: Job[Looked]) -> Looked:
            from desktop import library
            from inference.reading import looks

            with session.vault.reader() as conn:
                name, contents = library.file_of(conn, number)
            found = looks.look(contents, name, page, width, stopped=lambda: job.is_cancelled)
            return Looked(number, page, found)

        session.jobs.start(Lane.IO, work, on_done=self.looked.emit, on_error=self.failed.emit)

    def open_file(self, path: Path) -> None:
        """Only where it still is; the look at the disk is not the window's.

        One that is really not there is noted as gone, which the list then says; with its folder
        away, as on a disk that is not connected, nobody knows.
        """

        def work(_job: Job[bool]) -> bool:
            from desktop import watched
            from models.errors import NoSuchPath

            if path.is_file():
                return True
            if watched.is_gone(str(path)) and path.parent.is_dir():
                return False
            raise NoSuchPath(path)

        def done(is_there: bool) -> None:
            from models.errors import NoSuchPath

            if is_there:
                self._show_file(path)
                return
            self.failed.emit(NoSuchPath(path))
            self._session.change(note_gone, on_error=self.failed.emit)

        def note_gone(assistant: "Assistant") -> None:
            from desktop import library
            from vault import watched

            watched.note_gone(assistant.conn, library.written(path), assistant.desk().now)

        self._session.jobs.start(Lane.IO, work, on_done=done, on_error=self.failed.emit)

    def _show_file(self, path: Path) -> None:
        shown = what_opens(path)
        if shown != path:
            said = self.tr("“%s” may do things by itself when it is opened. Here is its folder.")
            self.said.emit(said % path.name)
        self.found_file.emit(shown)

    def save_copy(self, number: int, path: Path) -> None:
        """The file that is kept in the vault, in clear from then on."""
        session = self._session

        def work(_job: Job[None]) -> None:
            from desktop import library
            from vault import documents
            from vault.errors import NotThere

            with session.vault.reader() as conn:
                contents = documents.original(conn, number)
            if contents is None:
                raise NotThere("original", number)
            library.save_over(contents, path)  # the owner was asked by the dialog

        def done(_nothing: None) -> None:
            self.said.emit(self.tr("Saved as “%s”, readable to whoever gets at it.") % path.name)

        session.jobs.start(Lane.IO, work, on_done=done, on_error=self.failed.emit)

    def _choices(self, assistant: "Assistant") -> list[Choice]:
        from vault import appearances, documents, tags
        from vault.documents import Shown

        conn = assistant.conn
        found = [Choice(self.tr("All documents"), Shown())]
        for words, shown in (
            (self.tr("Files that are gone"), Shown(gone=True)),
            (self.tr("Versions of one another"), Shown(alike=True)),
        ):
            if documents.listed(conn, 1, shown=shown):
                found.append(Choice(words, shown))
        groups = [
            [Choice(f"#{tag} ({many})", Shown(tag=tag)) for tag, many in tags.all_of_them(conn)],
            [
                Choice(self.tr("Names %s (%s)") % (who.name, many), Shown(person=who.id))
                for who, many in appearances.everybody(conn, MOST_PEOPLE)
            ],
            [
                Choice(
                    self.tr("About %s (%s)") % (f"{month:%Y-%m}", many), Shown(days=_whole(month))
                )
                for month, many in appearances.months(conn, MOST_MONTHS)
            ],
        ]
        for group in groups:
            found += [
                Choice(one.words, one.shown, begins_group=at == 0) for at, one in enumerate(group)
            ]
        return found


def facts(assistant: "Assistant", one: "Document") -> Facts:
    """What is shown beside a document's text."""
    from inference.reading import looks
    from vault import appearances, documents, tags, versions, watched

    conn = assistant.conn
    people = [seen.name for _who, seen in appearances.people(conn, one.id)[:NAMED]]
    here = [file for file in watched.of_document(conn, one.id) if file.gone is None]
    alike = None if one.alike is None else (one.alike, documents.get(conn, one.alike).title)
    every = tuple(tag for tag, _many in tags.all_of_them(conn))
    file = Path(here[0].path) if here else None
    has_look = looks.can_be_shown(one.media) and (one.has_original or file is not None)
    earlier = tuple(versions.listed(conn, one.id))
    return Facts(tuple(people), earlier, alike, file, every, has_look)


def _whole(month: date) -> tuple[date, date]:
    last = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return month, date.fromordinal(last.toordinal() - 1)
