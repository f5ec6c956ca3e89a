"""Looking through memories: a part of them, found by words and by meaning, corrected in place.

Words are looked for at once. Meaning asks a model, so it comes a moment later, below what the words
found; without weights for it the words alone must do, and that is said.
"""

from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs import Job
from desktop.session import Session
from desktop.translation import in_window
from desktop.viewmodels.memory_table import MemoryTable
from desktop.viewmodels.page import SessionModel
from vault.memories import State
from vault.memory_lists import Line, Order, View, Which

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from desktop.known import Around

TYPING_MS = 180
"after the last letter, before anything is looked for"
MOST_MEANT = 60
LIKE = 0.3
"how close a meaning has to be at least; something is always near"
EVERYTHING = (Order.TEXT, Order.KIND, Order.ABOUT, Order.SOURCE, Order.LEARNED, Order.USED,
              Order.SURE, Order.PRIVATE)  # fmt: skip
WAITING = (Order.TEXT, Order.SOURCE, Order.LEARNED, Order.SURE)


@dataclass(frozen=True)
class Found:
    """What there is of a view."""

    numbers: list[int]
    zone: tzinfo
    is_learning: bool
    can_mean: bool
    "whether weights for meaning are here"


class MemoryList(SessionModel):
    """A list of memories, whichever part."""

    looked = Signal()
    "which there are is known now"

    def __init__(
        self, session: Session, orders: tuple[Order, ...], view: View,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(session, parent)
        self.table = MemoryTable(orders, self)
        self.view = view
        self._meant: Job[Any] | None = None
        self.table.wanted.connect(self._fetch)
        self.table.edited.connect(self.correct)
        self.table.order_wanted.connect(self._sort)

    def refresh(self) -> None:
        view = self.view
        self.session.look(
            lambda assistant: _numbers(self.session, assistant, view),
            on_done=lambda found: self._on_found(view, found), on_error=self.fail,
        )  # fmt: skip

    def look_at(self, view: View) -> None:
        """Look at another part, or in another order."""
        if view != self.view:
            self.view = view
            self.refresh()

    def correct(self, number: int, text: str) -> None:
        """How it really is; what it said before stays as history."""
        from inference.tools.base import by_owner

        self.act(by_owner("correct", old=str(number), new=text))

    def _fetch(self, page: int) -> None:
        numbers = self.table.page(page)

        def work(assistant: "Assistant") -> list[Line]:
            from vault import memory_lists

            return memory_lists.lines(assistant.conn, numbers)

        self.session.look(
            work, on_done=lambda lines: self.table.fill(page, lines), on_error=self.fail
        )

    def _sort(self, order: Order, is_down: bool) -> None:
        self.look_at(replace(self.view, order=order, is_down=is_down))

    def _on_found(self, view: View, found: Found) -> None:
        if view == self.view:  # otherwise something else is wanted by now
            self.table.set_numbers(found.numbers, found.zone)
            self.looked.emit()


class WaitingMemories(SessionModel):
    """How many memories wait for the owner's word; and where in the page a thing is shown."""

    counted = Signal(int)
    memory_found = Signal(int)
    note_found = Signal(int)

    def refresh(self) -> None:
        def work(assistant: "Assistant") -> int:
            from vault import memory_lists

            return memory_lists.count(assistant.conn, State.PROPOSED)

        self.session.look(work, on_done=self.counted.emit, on_error=self.fail)

    def find(self, number: int) -> None:
        """Which memory or note an item is; a relation is shown with what says it."""

        def done(found: tuple[bool, int]) -> None:
            is_note, shown = found
            (self.note_found if is_note else self.memory_found).emit(shown)

        self.session.look(
            lambda assistant: _place(assistant, number), on_done=done, on_error=self.fail
        )


class ReviewModel(MemoryList):
    """What waits for the owner's word."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, WAITING, View(Which.PROPOSED, is_down=False), parent)

    def keep(self, numbers: list[int]) -> None:
        self._answer("keep", numbers)

    def drop(self, numbers: list[int]) -> None:
        self._answer("drop", numbers)

    def correct(self, number: int, text: str) -> None:
        from inference.tools.base import by_owner

        self.act(by_owner("edit_memory", memory=str(number), text=text))

    def every(self) -> list[int]:
        return self.table.numbers(0, self.table.rowCount() - 1)

    def _answer(self, how: str, numbers: list[int]) -> None:
        from inference.tools.base import by_owner

        if numbers:
            given = [str(one) for one in numbers]
            self.act(by_owner("answer_memories", **{how: given}))


class MemoriesModel(MemoryList):
    """Everything, with what hangs together with the chosen one."""

    told = Signal(object)
    "Around, or None where nothing is chosen"
    learning_changed = Signal(bool)
    by_words_only = Signal(bool)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, EVERYTHING, View(), parent)
        self.zone: tzinfo | None = None
        self._words = ""
        self._chosen: int | None = None
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._look_for_words)

    def parts(self) -> tuple[tuple[Which, str], ...]:
        """The parts that can be shown, with their names."""
        return (
            (Which.KNOWN, self.tr("Everything that counts")),
            (Which.SAID, self.tr("Learned from conversations")),
            (Which.WRITTEN, self.tr("What you wrote")),
            (Which.OUTSIDE, self.tr("From documents and mail")),
            (Which.PRIVATE, self.tr("Personal and secret")),
            (Which.EXPIRING, self.tr("Only for a while")),
            (Which.ENDED, self.tr("What held once")),
        )

    def search(self, words: str) -> None:
        """Look for words, once no more are typed."""
        self._words = words
        self._typing.start()

    def show_part(self, which: Which) -> None:
        self.look_at(replace(self.view, which=which))

    def show_about(self, entity: int | None) -> None:
        """Only what is about somebody or something."""
        self.look_at(replace(self.view, about=entity, which=Which.KNOWN))

    def choose(self, number: int | None) -> None:
        """Tell everything about one memory."""
        self._chosen = number
        if number is None:
            self.told.emit(None)
            return

        def work(assistant: "Assistant") -> "Around | None":
            from desktop import known
            from vault.errors import NotThere

            try:
                return known.around(assistant.conn, number)
            except NotThere:  # forgotten meanwhile
                return None

        def done(around: "Around | None") -> None:
            if number == self._chosen:
                self.told.emit(around)

        self.session.look(work, on_done=done, on_error=self.fail)

    def set_learning(self, *, is_on: bool) -> None:
        """Whether Tacit learns from what is said."""
        from inference.tools.base import by_owner

        self.act(by_owner("change_setting", name="learning.on", value="on" if is_on else "off"))

    def export(self, path: Path) -> None:
        """All that is known, as a document in clear."""

        def work(assistant: "Assistant") -> int:
            from desktop import known
            from desktop.viewmodels import memory_document
            from vault import audit

            desk = assistant.desk()
            parts = known.parts(desk, 10**9)
            known.write(path, memory_document.lines(parts, desk.now))
            count = sum(one.count for one in parts)
            audit.note(desk.conn, "memories exported", {"memories": count}, desk.now)
            return count

        def done(count: int) -> None:
            said = self.tr("%s memories are in “%s”, readable to anyone who gets at it.")
            self.said.emit(said % (in_window.number(count), path.name))

        self.session.look(work, on_done=done, on_error=self.fail)

    def refresh(self) -> None:
        super().refresh()
        if self._chosen is not None:
            self.choose(self._chosen)

    def _look_for_words(self) -> None:
        self.look_at(replace(self.view, words=self._words.strip()))

    def _on_found(self, view: View, found: Found) -> None:
        self.zone = found.zone
        super()._on_found(view, found)
        self.learning_changed.emit(found.is_learning)
        if view != self.view:
            return
        if self._meant is not None:
            self._meant.cancel()
        is_search = bool(view.words) and view.which is Which.KNOWN
        self.by_words_only.emit(is_search and not found.can_mean)
        if is_search and found.can_mean:
            self._look_for_meaning(view, found)

    def _look_for_meaning(self, view: View, found: Found) -> None:
        def done(numbers: list[int]) -> None:
            known = set(found.numbers)
            more = [one for one in numbers if one not in known]
            if view == self.view and more:
                self.table.set_numbers([*found.numbers, *more], found.zone)
                self.looked.emit()

        self._meant = self.session.think(
            lambda assistant, _job: _meant(assistant, view), on_done=done, on_error=self.fail
        )


def _numbers(session: Session, assistant: "Assistant", view: View) -> Found:
    from desktop import meaning
    from inference import learning, preferences
    from vault import memory_lists

    desk = assistant.desk()
    return Found(
        memory_lists.numbers(desk.conn, view, desk.now),
        desk.zone,
        bool(preferences.value(desk.conn, learning.LEARNING)),
        meaning.ready(session.paths, session.engines) is not None,
    )


def _place(assistant: "Assistant", number: int) -> tuple[bool, int]:
    from vault import items, traces
    from vault.items import Kind

    kind = items.get(assistant.conn, number).kind
    if kind is Kind.RELATION:
        number = next(iter(traces.origins(assistant.conn, number)), number)
    return kind is Kind.NOTE, number


def _meant(assistant: "Assistant", view: View) -> list[int]:
    """Those that mean something like it, the closest first."""
    from vault import memories, memory_lists
    from vault.items import Kind, Sensitivity
    from vault.search import Query

    desk = assistant.desk()
    about = () if view.about is None else (view.about,)
    query = Query(view.words, MOST_MEANT, (Kind.MEMORY,), about=about,
                  most_sensitive=Sensitivity.SECRET)  # fmt: skip
    hits = sorted(desk.find(query), key=lambda hit: -hit.likeness)
    close = dict.fromkeys(hit.item for hit in hits if hit.likeness >= LIKE)
    kept = memories.among(desk.conn, close)
    counts = [one.id for one in kept if one.state is State.KEPT]
    return [one.id for one in memory_lists.lines(desk.conn, counts)]
