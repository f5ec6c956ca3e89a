"""People and topics: the picture of who hangs together with whom, and the list beside it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.session import Session
from desktop.translation import in_window
from desktop.viewmodels.memories import TYPING_MS
from desktop.viewmodels.memory_words import tr
from desktop.viewmodels.page import SessionModel
from desktop.viewmodels.table import TableModel

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from desktop.constellation import Sky
    from vault.appearances import Place
    from vault.connection import ReadConn
    from vault.entities import Entity
    from vault.memory_lists import Line

LISTED = 300
TOLD = 60
NAMED = 20


@dataclass(frozen=True)
class Somebody:
    """A row of the list."""

    id: int
    name: str
    kind: str
    count: int


@dataclass(frozen=True)
class Way:
    """To a page of a document."""

    words: str
    where: str
    "as the page “Documents” understands it"


@dataclass(frozen=True)
class Known:
    """What is known about somebody or something."""

    somebody: Somebody
    ties: tuple[str, ...]
    lines: "tuple[Line, ...]"
    count: int
    places: tuple[Way, ...] = ()
    "where documents name them, which says nothing about them"


class PeopleModel(SessionModel):
    """The tab without its window."""

    pictured = Signal(object)
    "a Sky"
    told = Signal(object)
    "a Known, or None"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.list: TableModel[Somebody] = TableModel(
            (self.tr("Name"), self.tr("Memories")),
            lambda one: (
                one.name,
                in_window.number(one.count) if one.count else self.tr("in documents"),
            ),
            self,
        )  # fmt: skip
        self.chosen: int | None = None
        self._words = ""
        self._pictured: set[int] = set()
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._look_up)

    def refresh(self) -> None:
        self._draw(self.chosen)
        self._look_up()
        if self.chosen is not None:
            self._tell(self.chosen)

    def search(self, words: str) -> None:
        self._words = words
        self._typing.start()

    def choose(self, number: int | None) -> None:
        """Tell what is known about somebody; who is not in the picture comes into it."""
        self.chosen = number
        if number is None:
            self.told.emit(None)
            return
        if number not in self._pictured:
            self._draw(number)
        self._tell(number)

    def _draw(self, focus: int | None) -> None:
        def work(assistant: "Assistant") -> "Sky":
            from desktop import constellation
            from vault.errors import NotThere

            try:
                return constellation.seen(assistant.conn, focus)
            except NotThere:  # forgotten meanwhile
                return constellation.seen(assistant.conn)

        def done(sky: "Sky") -> None:
            self._pictured = {star.entity.id for star in sky.stars}
            self.pictured.emit(sky)

        self.session.look(work, on_done=done, on_error=self.fail)

    def _look_up(self) -> None:
        words = self._words.strip()

        def done(found: list[Somebody]) -> None:
            if words == self._words.strip():
                self.list.replace(found)

        self.session.look(
            lambda assistant: _listed(assistant, words), on_done=done, on_error=self.fail
        )

    def _tell(self, number: int) -> None:
        def done(known: Known | None) -> None:
            if number == self.chosen:
                self.told.emit(known)

        self.session.look(
            lambda assistant: _known(assistant, number), on_done=done, on_error=self.fail
        )


def _listed(assistant: "Assistant", words: str) -> list[Somebody]:
    from vault import appearances, entities

    conn = assistant.conn
    found = entities.starting(conn, words, LISTED) if words else entities.busiest(conn, LISTED)
    if not words:  # whom only documents name comes behind
        known = {one.id for one, _count in found}
        named = [one for one, _much in appearances.everybody(conn, LISTED) if one.id not in known]
        found += [(one, 0) for one in named[: LISTED - len(found)]]
    return [somebody(one, count) for one, count in found if one.kind != "owner"]


def _way(conn: "ReadConn", one: "Place") -> Way:
    from inference.reading import citing

    at = citing.place(conn, one.document, (one.page,), in_window)
    words = tr("%s, %s") % (one.title, at) if at else one.title
    return Way(words, f"{one.document}:{one.page}")


def _known(assistant: "Assistant", number: int) -> Known | None:
    from vault import appearances, entities, memory_lists
    from vault.errors import NotThere
    from vault.memory_lists import View

    desk = assistant.desk()
    try:
        one = entities.get(desk.conn, number)
    except NotThere:
        return None
    related = [
        f"{tie.subject.name} – {tie.predicate} – {tie.object.name}"
        for tie in entities.relations(desk.conn, number)[:TOLD]
    ]
    numbers = memory_lists.numbers(desk.conn, View(about=number), desk.now)
    lines = memory_lists.lines(desk.conn, numbers[:TOLD])
    places = tuple(_way(desk.conn, one) for one in appearances.places(desk.conn, number)[:NAMED])
    return Known(somebody(one, len(numbers)), tuple(related), tuple(lines), len(numbers), places)


def somebody(one: "Entity", count: int) -> Somebody:
    return Somebody(one.id, tr("You") if one.kind == "owner" else one.name, kind(one.kind), count)


def kind(name: str) -> str:
    """What an entity is, in words."""
    said = {
        "owner": tr("you"), "person": tr("person"), "place": tr("place"), "pet": tr("pet"),
        "company": tr("company"), "organisation": tr("company"), "project": tr("project"),
    }  # fmt: skip
    return said.get(name, name)
