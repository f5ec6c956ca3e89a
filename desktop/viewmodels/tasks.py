"""The tasks page without its window: what is shown of all tasks, and everything that is done there.

Whatever is done goes through the gate as the owner's own wish, and can be taken back. A time that
is written in words is said back before it is kept.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs import Lane
from desktop.session import Session
from desktop.viewmodels.alarm import Alarm
from desktop.viewmodels.page import SessionModel
from desktop.viewmodels.task_model import TaskModel
from desktop.viewmodels.task_rows import TaskRow, Tasks, Understood
from desktop.viewmodels.task_sifting import KEYS, SIFT, Show, Sort

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.tools.base import Call

TYPING_MS = 150
"after so long without a key it is read what was written"
STATES = ("open", "doing", "waiting", "done")
"the columns of the board"


class TasksViewModel(SessionModel):
    """Which tasks are shown, in which order, and what can be done with them."""

    changed = Signal(object)
    "the Tasks that there are"
    understood = Signal(object)
    "an Understood, of the line for new tasks"
    taken = Signal()
    "the line was understood, and is being kept"
    time_understood = Signal(object)
    "an Understood, of a field for a time, or for how something comes again"
    sorted_by_hand = Signal()
    "the owner moved something: now their own order is shown"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.model = TaskModel(self)
        self.columns = {state: TaskModel(self) for state in STATES}
        self.all = Tasks((), (), None)
        self._show, self._sort, self._list, self._words = Show.OPEN, Sort.MATTERS, "", ""
        self._is_reading = self._is_old_again = False
        self._alarm = Alarm(session.now, self)
        self._alarm.rang.connect(self.grow_old)
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._read_line)
        self._line = ""
        session.jobs.start(Lane.IO, lambda _job: _ready())
        for one in (self.model, *self.columns.values()):
            one.renamed.connect(self.rename)
            one.ticked.connect(self._on_ticked)
        self.model.dropped.connect(self._on_moved)
        for state, one in self.columns.items():
            one.dropped.connect(lambda numbers, at, state=state: self.put(numbers, state, at))

    def refresh(self) -> None:
        """Look at all tasks; while that goes on, one more look is enough for all that changes."""
        if self._is_reading:
            self._is_old_again = True
            return
        self._is_reading = True
        self.session.look(_read, on_done=self._on_read, on_error=self._on_unread)

    def show_only(self, show: Show) -> None:
        self._show = show
        self._sift()

    def show_list(self, name: str) -> None:
        """Tasks of one list; of all where it is empty."""
        self._list = name
        self._sift()

    def search(self, words: str) -> None:
        self._words = words
        self._sift()

    def sort(self, sort: Sort) -> None:
        self._sort = sort
        self._sift()

    def find(self, number: int) -> TaskRow | None:
        return next((one for one in self.all.rows if one.number == number), None)

    def read_line(self, text: str) -> None:
        """What is written so far; it is read when the keys rest."""
        self._line = text
        self._typing.start()

    def add(self, text: str) -> None:
        """Keep the task as it is understood; what is not sure is asked first."""
        self._typing.stop()
        self._line = text
        self._look_at_line(self._add)

    def add_plainly(self, found: Understood) -> None:
        """Keep the words as they are, with nothing read into them."""
        if found.plain is not None:
            self.act(found.plain)

    def read_time(self, text: str) -> None:
        """What words about time mean."""
        self.session.look(
            lambda assistant: _time(assistant, text), on_done=self.time_understood.emit,
            on_error=self.fail,
        )  # fmt: skip

    def set_due(self, number: int, text: str) -> None:
        """Another due date, in words; none where there are none."""
        if not text.strip():
            self.act(_call("arrange_task", task=str(number), without="due"))
            return
        self._with_time(text, lambda at: _call("move_task", task=str(number), due=at))

    def remind(self, number: int, text: str) -> None:
        """Be reminded of a task at a time in words."""
        row = self.find(number)
        if row is not None:
            self._with_time(text, lambda at: _call("set_reminder", text=row.title, at=at))

    def read_repeat(self, number: int, text: str) -> None:
        """What words about how often mean for this task."""
        self._look_at_repeat(number, text, self.time_understood.emit)

    def set_repeat(self, number: int, text: str) -> None:
        """How a task comes again, in words; once where there are none."""
        if not text.strip():
            self.act(_call("arrange_task", task=str(number), without="repeats"))
            return

        def act(found: Understood) -> None:
            if found.call is None:
                self.time_understood.emit(found)
            else:
                self.act(found.call)

        self._look_at_repeat(number, text, act)

    def write_notes(self, number: int, text: str) -> None:
        """What belongs to a task."""
        self.act(_call("annotate_task", task=str(number), notes=text))

    def rename(self, number: int, title: str) -> None:
        self.act(_call("edit_task", task=str(number), title=title))

    def wait_for(self, number: int, whom: str) -> None:
        """Whose turn it is."""
        more = {"who": whom} if whom else {}
        self.act(_call("wait_for", what=str(number), **more))

    def rank(self, numbers: Sequence[int], importance: str) -> None:
        says = self.tr("%s tasks of another importance.") % len(numbers)
        self._do(numbers, says, lambda one: _call(
            "prioritize_task", task=one, importance=importance))  # fmt: skip

    def put_into(self, numbers: Sequence[int], name: str) -> None:
        """Into a list; out of it where the name is empty."""
        says = self.tr("%s tasks in another list.") % len(numbers)
        more = {"list": name} if name else {"without": "list"}
        self._do(numbers, says, lambda one: _call("arrange_task", task=one, **more))

    def complete(self, numbers: Sequence[int]) -> None:
        says = self.tr("%s tasks done.") % len(numbers)
        self._do(numbers, says, lambda one: _call("complete_task", task=one))

    def drop(self, numbers: Sequence[int]) -> None:
        """Take them off the list undone."""
        some = [one for one in numbers if (row := self.find(one)) and not row.is_done]
        says = self.tr("%s tasks taken off your list.") % len(some)
        self._do(some, says, lambda one: _call("drop_task", task=one))

    def put(self, numbers: Sequence[int], state: str, before: int = -1) -> None:
        """Into a column of the board; within its own it changes places."""
        rows = [row for one in numbers if (row := self.find(one))]
        elsewhere = [row.number for row in rows if row.state != state]
        if not elsewhere:
            self.reorder(numbers, self.columns[state], before)
        elif state == "done":
            self.complete(elsewhere)
        else:
            says = self.tr("%s tasks in another column.") % len(elsewhere)
            self._do(elsewhere, says, lambda one: _call("arrange_task", task=one, state=state))

    def reorder(self, numbers: Sequence[int], model: TaskModel, before: int) -> None:
        """The owner's own order: these go before what stands at this place."""
        row = model.row(before)
        order = [one.number for one in self._ordered() if one.number not in numbers]
        at = order.index(row.number) if row and row.number in order else len(order)
        order[at:at] = list(numbers)
        self._sort = Sort.OWN
        self.sorted_by_hand.emit()
        self.session.change(lambda assistant: _keep_order(assistant, order), on_error=self.fail)

    def _on_ticked(self, number: int, is_done: bool) -> None:
        if is_done:
            self.complete([number])
        else:
            self.act(_call("arrange_task", task=str(number), state="open"))

    def _on_moved(self, numbers: list[int], before: int) -> None:
        self.reorder(numbers, self.model, before)

    def _do(self, numbers: Sequence[int], says: str, call: "Callable[[str], Call]") -> None:
        """One thing with its own words; several in one go."""
        calls = [call(str(one)) for one in numbers]
        if len(calls) == 1:
            self.act(calls[0])
        elif calls:
            self.session.act_all(calls, says, on_error=self.fail)

    def _with_time(self, text: str, call: "Callable[[str], Call]") -> None:
        """Do it at the time that these words mean; where that is not sure, it is asked."""

        def act(found: Understood) -> None:
            if found.asks:
                self.time_understood.emit(found)
            else:
                self.act(call(found.parts[0]))

        self.session.look(
            lambda assistant: _time(assistant, text, is_exact=True), on_done=act,
            on_error=self.fail,
        )  # fmt: skip

    def _look_at_repeat(
        self, number: int, text: str, then: Callable[[Understood], None]
    ) -> None:  # fmt: skip
        self.session.look(
            lambda assistant: _repetition(assistant, text, number), on_done=then,
            on_error=self.fail,
        )  # fmt: skip

    def _read_line(self) -> None:
        self._look_at_line(self.understood.emit)

    def _look_at_line(self, then: Callable[[Understood], None]) -> None:
        text = self._line

        def read(found: Understood) -> None:
            if found.text == self._line:  # else something else was written meanwhile
                then(found)

        if text.strip():
            self.session.look(
                lambda assistant: _understood(assistant, text), on_done=read, on_error=self.fail
            )
        else:
            self.understood.emit(Understood(text))

    def _add(self, found: Understood) -> None:
        if found.call is None:
            self.understood.emit(found)
            return
        self._line = ""
        self.taken.emit()
        self.understood.emit(Understood(""))
        self.act(found.call)

    def _on_read(self, tasks: Tasks) -> None:
        self._is_reading = False
        self.all = tasks
        self._alarm.set(tasks.turns)
        self._sift()
        self.changed.emit(tasks)
        if self._is_old_again:
            self._is_old_again = False
            self.grow_old()

    def _on_unread(self, error: BaseException) -> None:
        self._is_reading = False
        self.fail(error)

    def _ordered(self) -> list[TaskRow]:
        return sorted(self.all.rows, key=KEYS[self._sort])

    def _sift(self) -> None:
        """Everything that fits what is asked for."""
        wanted = self._words.casefold().split()
        fitting = [
            one for one in self._ordered()
            if (not self._list or one.list == self._list)
            and all(word in f"{one.title} {one.list}".casefold() for word in wanted)
        ]  # fmt: skip
        self.model.replace([one for one in fitting if SIFT[self._show](one)])
        for state, column in self.columns.items():
            column.replace([one for one in fitting if one.state == state])


def _ready() -> None:
    from desktop.viewmodels import task_writing

    task_writing.ready()


def _call(tool: str, **arguments: str) -> "Call":
    from inference.tools.base import by_owner

    return by_owner(tool, **arguments)


def _read(assistant: "Assistant") -> Tasks:
    from desktop.viewmodels import task_reading

    return task_reading.read(assistant)


def _understood(assistant: "Assistant", text: str) -> Understood:
    from desktop.viewmodels import task_writing

    return task_writing.understood(assistant, text)


def _time(assistant: "Assistant", text: str, *, is_exact: bool = False) -> Understood:
    from desktop.viewmodels import task_writing

    return task_writing.time(assistant, text, is_exact=is_exact)


def _repetition(assistant: "Assistant", text: str, number: int) -> Understood:
    from desktop.viewmodels import task_writing

    return task_writing.repetition(assistant, text, number)


def _keep_order(assistant: "Assistant", order: list[int]) -> None:
    from desktop.viewmodels import task_reading

    task_reading.keep_order(assistant, order)
