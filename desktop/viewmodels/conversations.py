"""The list of conversations: pages of it, found by typed words, and everything done to one.

Deleting hides at once and forgets when the time for undo is over. A list that is shown follows the
vault without losing what is selected.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from desktop import export
from desktop.export import Format, Names
from desktop.jobs import Job, Lane
from desktop.session import Session
from desktop.viewmodels.days import short_day
from desktop.viewmodels.listed import PAGE, Group, Hidden, Line, Listed, Wanted, hidden, listed
from desktop.viewmodels.page import SessionModel
from desktop.viewmodels.rows import NOWHERE, Index, Row, RowsModel
from vault import conversations
from vault.conversations import Shelf

if TYPE_CHECKING:
    from desktop.assistant import Assistant

UNDO_MS = 60_000
"how long a deleted conversation can be brought back; the word about it stays for half of that"
UNDO = timedelta(milliseconds=UNDO_MS / 2)
FORMAT = "application/x-tacit-conversations"


class ConversationsModel(RowsModel):
    """The rows; more of them are fetched when the view comes to the end."""

    wants_more = Signal()
    renamed = Signal(int, str)

    def __init__(self, show: Any, parent: QObject | None = None) -> None:
        super().__init__(show, parent)
        self.has_more = False

    def canFetchMore(self, parent: Index = NOWHERE) -> bool:
        return self.has_more and not parent.isValid()

    def fetchMore(self, parent: Index = NOWHERE) -> None:
        if self.canFetchMore(parent):
            self.has_more = False
            self.wants_more.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Conversations can be dragged, onto a folder."""
        found, line = super().flags(index), self.line(index)
        if line is None or line.conversation is None:
            return found
        return found | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Their numbers, which mean something in this window alone."""
        lines = [self.line(one) for one in sorted(indexes, key=QModelIndex.row)]
        numbers = [str(one.conversation.id) for one in lines if one and one.conversation]
        data = QMimeData()
        data.setData(FORMAT, " ".join(numbers).encode())
        return data

    def setData(
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:  # fmt: skip
        """A new title, from the row itself."""
        line, title = self.line(index), " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or line is None or line.conversation is None:
            return False
        if not title or title == line.conversation.title:
            return False
        self._lines[index.row()] = replace(
            line, conversation=replace(line.conversation, title=title)
        )
        where = self.index(index.row()) if isinstance(index, QPersistentModelIndex) else index
        self.dataChanged.emit(where, where)
        self.renamed.emit(line.conversation.id, title)
        return True


def numbers_in(data: QMimeData) -> tuple[int, ...]:
    """The conversations that are being dragged."""
    return tuple(int(one) for one in bytes(data.data(FORMAT).data()).decode().split())


class ConversationsViewModel(SessionModel):
    """What the panel at the left of the chat shows and does."""

    listed = Signal()
    "the list shows what is wanted"
    folders_changed = Signal()
    gone = Signal(object)
    "numbers of conversations that were deleted"
    came_back = Signal(object)
    to_paint = Signal(object, object)
    "where a PDF goes, and the pieces it is painted from"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.model = ConversationsModel(self._row, self)
        self.folders: tuple[str, ...] = ()
        self.text = ""
        self.shelf = Shelf()
        self.is_loaded = False
        "whether anything was listed yet"
        self.reach: Callable[[], int] = lambda: 0
        "how many rows somebody looks at, or has selected: what lies below is fetched when needed"
        self._today: datetime | None = None
        self._open: int | None = None
        self._job: Job[Any] | None = None
        self._is_refreshing = False
        self._forgetting = QTimer(self, interval=UNDO_MS, singleShot=True)
        self._forgetting.timeout.connect(self.forget_hidden)
        self.model.wants_more.connect(self._more)
        self.model.renamed.connect(self.rename)

    @property
    def is_looking(self) -> bool:
        return self._job is not None

    @property
    def open(self) -> int | None:
        return self._open

    def mark(self, number: int | None) -> None:
        """Which conversation is open now."""
        if number != self._open:
            self._open = number
            self.model.repaint()

    def search(self, text: str) -> None:
        """Show what holds these words; all of the shelf where there are none."""
        if text.strip() != self.text:
            self.text = text.strip()
            self._begin()

    def look_at(self, folder: str | None, *, is_archived: bool = False) -> None:
        """Show what is in this folder, or what is archived."""
        self.shelf = Shelf(folder, is_archived)
        self._begin()

    def refresh(self) -> None:
        self._look_again(self.reach() + PAGE)

    def rename(self, number: int, title: str) -> None:
        self.session.change(lambda one: conversations.rename(one.conn, number, title))

    def pin(self, numbers: Sequence[int], *, is_pinned: bool) -> None:
        self.session.change(
            lambda one: conversations.pin(one.conn, numbers, is_pinned=is_pinned)
        )  # fmt: skip

    def archive(self, numbers: Sequence[int], *, is_archived: bool) -> None:
        """Out of the way, or back; it can be taken back from the word about it."""

        def done(_nothing: None) -> None:
            says = self.tr("Archived") if is_archived else self.tr("Back in the list")
            back = partial(self.archive, numbers, is_archived=not is_archived)
            self.session.offers.emit(says, back)

        self.session.change(
            lambda one: conversations.archive(one.conn, numbers, is_archived=is_archived),
            on_done=done,
        )

    def put_into(self, folder: str, numbers: Sequence[int]) -> None:
        self.session.change(lambda one: conversations.put_into(one.conn, folder.strip(), numbers))

    def rename_folder(self, old: str, new: str) -> None:
        if not new.strip():
            return
        if self.shelf.folder == old:
            self.shelf = replace(self.shelf, folder=new.strip())
        self.session.change(lambda one: conversations.rename_folder(one.conn, old, new.strip()))

    def delete(self, numbers: Sequence[int]) -> None:
        """Hide them at once; what goes along is said where it can still be taken back."""
        if numbers:
            self.session.change(partial(hidden, tuple(numbers)), on_done=self._on_hidden)

    def bring_back(self, numbers: Sequence[int]) -> None:
        def done(found: list[int]) -> None:
            if found:
                self.came_back.emit(tuple(found))
            else:
                self.session.offers.emit(self.tr("That was forgotten for good already."), None)

        self.session.change(
            lambda one: conversations.bring_back(one.conn, numbers), on_done=done
        )  # fmt: skip

    def forget_hidden(self) -> None:
        """The time for undo is over."""
        from inference.memory import forgetting

        def work(assistant: "Assistant") -> int:
            now = assistant.desk().now
            return forgetting.forget_hidden(assistant.conn, now - UNDO, now)

        self.session.change(work)

    def export(self, numbers: Sequence[int], kind: Format, path: Path) -> None:
        """Write conversations into a file, in clear."""
        names = Names(self.tr("You"), "Tacit", self.tr("Untitled conversation"))

        def work(assistant: "Assistant") -> Any:
            talks = export.taken_out(assistant.conn, numbers, assistant.desk().now)
            if kind is Format.PDF:
                return export.pieces(talks, names)
            return export.written(talks, kind, names)

        def done(made: Any) -> None:
            if kind is Format.PDF:
                self.to_paint.emit(path, made)
            else:
                self.save(path, made)

        self.session.look(work, on_done=done)

    def save(self, path: Path, content: bytes) -> None:
        """The file, once it is made."""
        self.session.jobs.start(
            Lane.IO, lambda _job: export.save(path, content),
            on_done=lambda _nothing: self.session.offers.emit(
                self.tr("Saved as %s") % path.name, None
            ),
        )  # fmt: skip

    def _begin(self) -> None:
        """Another list than before, from its beginning."""
        self._look_again(PAGE)

    def _more(self) -> None:
        lines = self.model.lines
        if self._is_refreshing:
            self._look_again(len(lines) + PAGE)
            return
        skip = sum(one.conversation is not None for one in lines)
        after = lines[-1].group if lines else None
        self._look(Wanted(self.text, self.shelf, PAGE, skip, after))

    def _look_again(self, most: int) -> None:
        """From the first on, in place of what is shown."""
        self._is_refreshing = True
        self._look(Wanted(self.text, self.shelf, most, before=tuple(self.model.lines)))

    def _look(self, wanted: Wanted) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self.session.look(partial(listed, wanted), on_done=self._on_listed)

    def _on_listed(self, listed: Listed) -> None:
        self._job, self._today = None, listed.today
        self._is_refreshing, self.is_loaded = False, True
        if listed.wanted.skip:
            self.model.extend(listed.lines)
        else:
            self.model.has_more = False  # nobody asks for more between two rows
            self.model.become(listed.lines, listed.alike)
        self.model.has_more = not listed.is_last
        if self.folders != listed.folders:
            self.folders = listed.folders
            self.folders_changed.emit()
        self.listed.emit()

    def _on_hidden(self, hidden: Hidden) -> None:
        self._forgetting.start()
        was_open = self._open in hidden.numbers
        self.gone.emit(hidden.numbers)
        self.session.offers.emit(self._says(hidden), partial(self.bring_back, hidden.numbers))
        if was_open:
            self.mark(None)

    def _says(self, hidden: Hidden) -> str:
        """What was deleted, and what goes along."""
        count = len(hidden.numbers)
        title = hidden.title or self.tr("Untitled conversation")
        if hidden.learned is None:
            return self.tr("Deleted %s conversations, with what was learned there") % count
        if not hidden.learned:
            one, more = self.tr("Deleted “%s”"), self.tr("Deleted %s conversations")
            return one % title if count == 1 else more % count
        if count == 1:
            if hidden.learned == 1:
                return self.tr("Deleted “%s”, with one thing learned there") % title
            return self.tr("Deleted “%s”, with %s things learned there") % (title, hidden.learned)
        return self.tr("Deleted %s conversations, with %s things learned there") % (
            count, hidden.learned,
        )  # fmt: skip

    def _row(self, line: Line) -> Row:
        """A line as it is painted now."""
        one = line.conversation
        if one is None:
            return Row(self._heading(line.group), is_head=True)
        title = one.title or self.tr("Untitled conversation")
        marks = [*(["pin"] if one.is_pinned else []), *(["archive"] if one.is_archived else [])]
        said = [title, self._day(line.happened), one.folder]
        said += [self.tr("pinned")] if one.is_pinned else []
        said += [self.tr("archived")] if one.is_archived else []
        return Row(
            title, " ".join(line.passage.split()), self._day(line.happened), marks=tuple(marks),
            spoken=", ".join(filter(None, [*said, line.passage])), is_faint=not one.title,
            is_open=one.id == self._open, can_edit=True,
        )  # fmt: skip

    def _heading(self, group: Group) -> str:
        return {
            Group.PINNED: self.tr("Pinned"),
            Group.TODAY: self.tr("Today"),
            Group.YESTERDAY: self.tr("Yesterday"),
            Group.WEEK: self.tr("This week"),
            Group.OLDER: self.tr("Older"),
            Group.TITLED: self.tr("In the title"),
            Group.SAID: self.tr("In what was said"),
            Group.MORE: self.tr("And more: type another word"),
        }[group]

    def _day(self, happened: datetime | None) -> str:
        return short_day(happened, self._today) if happened and self._today else ""
