"""Watched folders in the window: which there are, how each was found, and what goes on now."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from desktop.viewmodels.page import SessionModel
from desktop.watched_live import Doing, Standing

if TYPE_CHECKING:
    from desktop.assistant import Assistant

TROUBLES = 30


@dataclass(frozen=True)
class Row:
    """A watched folder as it is shown."""

    id: int
    path: str
    said: str
    forgets: bool
    is_away: bool
    troubles: tuple[str, ...]
    "files that could not be read, each with why"


class WatchedModel(SessionModel):
    """Beside the list of documents."""

    rows_changed = Signal()
    stood = Signal(str)
    "what goes on, in words; empty where nothing does"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.rows: tuple[Row, ...] = ()
        if session.following is not None:
            session.following.stood.connect(lambda standing: self.stood.emit(self.words(standing)))

    @property
    def standing(self) -> str:
        following = self.session.following
        return self.words(following.standing) if following is not None else ""

    def refresh(self) -> None:
        self.session.look(self._rows, on_done=self._on_rows, on_error=self.fail)

    def watch(self, path: Path, *, forgets: bool = False) -> None:
        """Follow a folder from now on."""

        def work(assistant: "Assistant") -> None:
            from desktop import watched

            own = self.session.paths.data.resolve()
            watched.watch(assistant.conn, path, assistant.desk().now, forgets=forgets, own=own)

        def done(_nothing: None) -> None:
            self.said.emit(self.tr("“%s” is followed from now on.") % path.name)
            self.look()

        self.session.change(work, on_done=done, on_error=self.fail)

    def unwatch(self, number: int) -> None:
        """Its documents stay; it can be taken back."""
        row = next((one for one in self.rows if one.id == number), None)

        def work(assistant: "Assistant") -> None:
            from desktop import watched

            watched.unwatch(assistant.conn, number, assistant.desk().now)

        def done(_nothing: None) -> None:
            self.look()
            if row is not None:
                said = self.tr("“%s” is followed no more. Its documents stay.")
                path = Path(row.path)
                self.session.offers.emit(
                    said % path.name, lambda: self.watch(path, forgets=row.forgets)
                )

        self.session.change(work, on_done=done, on_error=self.fail)

    def look(self) -> None:
        """Look into all folders now."""
        if self.session.following is not None:
            self.session.following.look()

    def words(self, standing: Standing) -> str:
        """What goes on, as it is said below the list."""
        if standing.doing is Doing.LOOKING:
            return self.tr("Looking into watched folders…")
        if standing.doing is Doing.READING:
            said = self.tr("Reading watched folders: %s of %s")
            return said % (standing.done + 1, standing.of)
        if standing.doing is Doing.LEARNING:
            return self.tr("Learning what documents mean: %s passages to go") % standing.of
        if standing.doing is Doing.ON_BATTERY:
            return self.tr("Watched folders wait for the mains.")
        return ""

    def _on_rows(self, rows: tuple[Row, ...]) -> None:
        if rows != self.rows:
            self.rows = rows
            self.rows_changed.emit()

    def _rows(self, assistant: "Assistant") -> tuple[Row, ...]:
        from desktop import watched
        from desktop.translation import described
        from vault import watched as kept
        from vault.watched import FolderState

        conn, found = assistant.conn, []
        for one in kept.folders(conn):
            counts = kept.counts(conn, one.id)
            said = self.tr("Documents: %s") % counts.kept
            if counts.unread:
                said = self.tr("Documents: %s. Not read: %s.") % (counts.kept, counts.unread)
            is_away = one.state is FolderState.AWAY
            if is_away:
                said = self.tr("Not there now. Its documents are kept.")
            elif one.looked is None:
                said = self.tr("Not looked into yet")
            troubles = tuple(
                f"{Path(file.path).name}: {described(watched.trouble(file)).title}"
                for file in kept.troubles(conn, one.id, TROUBLES)
            )
            found.append(Row(one.id, one.path, said, one.forgets, is_away, troubles))
        return tuple(found)
