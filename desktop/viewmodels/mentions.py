"""What can be put into a message: requests by “/”, and by “@” people, memories and notes.

Everything that is offered is plain text in the end: other words for what could be typed.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from desktop.viewmodels.chat_shown import Offer
from vault import documents, entities, search
from vault.entities import fold
from vault.items import Kind
from vault.search import Query

if TYPE_CHECKING:
    from desktop.assistant import Assistant

MOST = 6
SHORTEST = 2
EXCERPT = 80


class Mentions(QObject):
    """Finds what is meant by the beginning of a word."""

    found = Signal(str, object)
    "what was looked for, and the Offers"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def commands(self, start: str) -> tuple[Offer, ...]:
        """Requests that begin like this."""
        return tuple(one for one in self._commands() if one.title[1:].startswith(start.casefold()))

    def look_for(self, start: str) -> None:
        """People, documents, memories and notes; `found` says which."""
        if self._session.jobs.is_closed:
            return
        self._session.look(
            lambda assistant: _found(assistant, start),
            on_done=lambda some: self.found.emit(start, some),
        )

    def _commands(self) -> tuple[Offer, ...]:
        tr = self.tr
        return (
            Offer("/task", tr("add a task, with a day if you like"), "Add a task: "),
            Offer("/remind", tr("be reminded at a time"), "Remind me to "),
            Offer("/note", tr("write something down"), "Note: "),
            Offer("/remember", tr("something Tacit is to know"), "Remember that "),
            Offer("/find", tr("look in your notes"), "Find notes about "),
            Offer("/know", tr("what Tacit knows about somebody or something"),
                  "What do you know about "),
            Offer("/today", tr("what is due today"), "What is due today?"),
            Offer("/undo", tr("take back what was done last here"), "Undo that"),
            Offer("/new", tr("a new conversation"), "", "new"),
            Offer("/private", tr("a conversation of which nothing is kept"), "", "private"),
            Offer("/help", tr("what you can say, and the keys of this page"), "", "help"),
        )  # fmt: skip


def _found(assistant: "Assistant", start: str) -> tuple[Offer, ...]:
    conn = assistant.conn
    people = [
        Offer(one.name, one.kind, one.name) for one in entities.beginning(conn, start, MOST)
    ]  # fmt: skip
    if len(start) < SHORTEST:
        return tuple(people)
    papers = [
        Offer(_line(title), Kind.DOCUMENT.value, f"“{_line(title)}”")
        for title in documents.titles(conn).values()
        if any(word.startswith(fold(start)) for word in fold(title).split())
    ]  # fmt: skip
    query = Query(start, MOST, (Kind.MEMORY, Kind.NOTE), by_parent=True)
    hits = search.search(conn, query, assistant.desk().now)
    rest = [Offer(_line(hit.text), hit.kind.value, f"“{_line(hit.text)}”") for hit in hits]
    return tuple((people + papers + rest)[:MOST])


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"
