"""Notes: a list, found by words, and the one that is written in."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.session import Session
from desktop.viewmodels import memory_words
from desktop.viewmodels.memories import TYPING_MS
from desktop.viewmodels.page import SessionModel
from desktop.viewmodels.table import TableModel

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.guard import Done
    from inference.tools.base import Call

MOST = 500
"notes that a search finds"


@dataclass(frozen=True)
class Sheet:
    """A note as it is shown."""

    id: int
    title: str
    text: str
    changed: datetime


class NotesModel(SessionModel):
    """The tab without its window."""

    looked = Signal()
    written = Signal(int)
    "the note that was just kept"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.list: TableModel[Sheet] = TableModel(
            (self.tr("Title"), self.tr("Changed")), self._cells, self
        )
        self._zone: tzinfo | None = None
        self._words = ""
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self.refresh)

    def refresh(self) -> None:
        words = self._words.strip()

        def done(found: tuple[list[Sheet], tzinfo]) -> None:
            if words == self._words.strip():
                sheets, self._zone = found
                self.list.replace(sheets)
                self.looked.emit()

        self.session.look(
            lambda assistant: _sheets(assistant, words), on_done=done, on_error=self.fail
        )

    def search(self, words: str) -> None:
        self._words = words
        self._typing.start()

    def write(self, number: int | None, title: str, text: str) -> None:
        """Keep what was written: a new note, or another text in the place of one."""
        from inference.tools.base import by_owner

        if number is None:
            named = {"title": title} if title.strip() else {}
            self._keep(by_owner("create_note", text=text, **named))
        else:
            self._keep(by_owner("rewrite_note", note=str(number), title=title, text=text))

    def append(self, number: int, text: str) -> None:
        """Add a line at the end."""
        from inference.tools.base import by_owner

        self._keep(by_owner("append_note", note=str(number), text=text))

    def _keep(self, call: "Call") -> None:
        def done(done: "Done") -> None:
            self.written.emit(int(done.result.data["note"]))

        self.session.act(call, on_done=done, on_error=self.fail)

    def _cells(self, one: Sheet) -> tuple[str, ...]:
        return (one.title, memory_words.day(one.changed, self._zone))


def _sheets(assistant: "Assistant", words: str) -> tuple[list[Sheet], tzinfo]:
    from vault import notes, search
    from vault.items import Kind, Sensitivity
    from vault.search import Query

    desk = assistant.desk()
    if words:
        query = Query(words, MOST, (Kind.NOTE,), most_sensitive=Sensitivity.SECRET)
        hits = search.search(desk.conn, query, desk.now)
        found = [notes.get(desk.conn, one) for one in dict.fromkeys(hit.item for hit in hits)]
    else:
        found = notes.every(desk.conn)
    return [Sheet(one.id, one.title, one.text, one.changed) for one in found], desk.zone
