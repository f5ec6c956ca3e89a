"""An unlocked vault, and the two lanes that know it: one looks after pages, one answers.

Work gets an `Assistant` of its lane, whose connection never leaves its thread. Whatever is done for
the owner goes through the gate; then `changed` tells every page that what it shows may be old.
"""

import contextlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs import Job, JobRunner, Lane, taking_turns
from desktop.paths import Paths

if TYPE_CHECKING:  # the window is painted before any of this is loaded
    from desktop.assistant import Assistant
    from desktop.viewmodels.window_settings import WindowSettings
    from desktop.watched_live import Following
    from inference.engines.local import Engines
    from inference.guard import Done
    from inference.tools.base import Call
    from vault.vault import Vault

LEARNED_FIRST = 64
"new passages before a search looks; a folder that was just read would hold it up for minutes"
CHANGED_MS = 60
"what changes in one go is told once"
SWEEP_MS = 60 * 60_000
"an hour: a window may stay open for weeks, and its computer sleep for days"
Result = TypeVar("Result")
Failing = Callable[[BaseException], None]


def _ignore(_value: Any) -> None:
    """What happens with results that nobody waits for."""


class Session(QObject):
    """From unlocking to locking."""

    changed = Signal()
    "something in the vault is different now"
    done = Signal(object)
    "a Done that can be taken back"
    waits = Signal(int)
    "the number of a question that waits for the owner's yes"
    asked = Signal(int)
    "the same, of something that the owner just did on a page: they are there to answer it"
    update_wanted = Signal(object, object)
    "the folders of a new program and of the one whose place it takes; see `updating.py`"
    erase_wanted = Signal()
    "the owner wants the vault gone, and said so twice"
    several_done = Signal(str, object)
    "what was done in one go, in words, and the Dones that can be taken back together"
    undone = Signal(str)
    "what was taken back, in words"
    offers = Signal(str, object)
    "what was done outside of the gate, and a function that takes it back"
    thinks = Signal(bool)
    "whether anything is being thought about, or waits for its turn"

    def __init__(
        self, vault: "Vault", paths: Paths, jobs: JobRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.vault = vault
        self.paths = paths
        self.jobs = jobs
        self.settings: WindowSettings | None = None
        "the window's own; None where there is no window"
        self.following: Following | None = None
        "what follows watched folders; None where there is no window"
        self._clock: Callable[[], datetime] | None = None
        self._engines: Engines | None = None
        self._assistants: dict[Lane, Assistant] = {}
        self._making = taking_turns()
        self._open = contextlib.ExitStack()
        self._is_closed = False
        self._thoughts = 0
        self._thinking: WeakSet[Job[Any]] = WeakSet()
        self._telling = QTimer(self, interval=CHANGED_MS, singleShot=True)
        self._telling.timeout.connect(self.changed)
        self._sweeping = QTimer(self, interval=SWEEP_MS)
        self._sweeping.timeout.connect(self.sweep)
        self._sweeping.start()

    def set_clock(self, clock: Callable[[], datetime]) -> None:
        """Another clock than the computer's; before any work is started."""
        self._clock = clock

    def now(self) -> datetime:
        """The moment, by the clock that everything here goes by."""
        return self._clock() if self._clock else datetime.now(UTC)

    @property
    def engines(self) -> "Engines":
        """What runs the weights; made when it is first asked for, which no window thread does."""
        with self._making:
            if self._engines is None:
                from desktop import engines

                self._engines = self._open.enter_context(engines.opened(self.paths))
            return self._engines

    def look(
        self,
        work: "Callable[[Assistant], Result]",
        *,
        on_done: Callable[[Result], None] = _ignore,
        on_error: Failing | None = None,
    ) -> Job[Result]:
        """Quick work on the vault, which no model is asked for: what pages show."""
        return self._start(
            Lane.VAULT, lambda assistant, _job: work(assistant), on_done=on_done, on_error=on_error
        )

    def change(
        self,
        work: "Callable[[Assistant], Result]",
        *,
        on_done: Callable[[Result], None] = _ignore,
        on_error: Failing | None = None,
    ) -> Job[Result]:
        """Quick work that changes what is Tacit's own, as the title of a conversation."""

        def finished(result: Result) -> None:
            on_done(result)
            self.tell_changed()

        return self._wish(work, on_done=finished, on_error=on_error)

    def _wish(
        self,
        work: "Callable[[Assistant], Result]",
        *,
        on_done: Callable[[Result], None],
        on_error: Failing | None,
    ) -> Job[Result]:
        """What the owner wants done is done, also when Tacit is locked the moment after."""
        return self._start(
            Lane.VAULT, lambda assistant, _job: work(assistant), on_done=on_done,
            on_error=on_error, lasts=True,
        )  # fmt: skip

    def act(
        self,
        call: "Call",
        *,
        on_done: "Callable[[Done], None]" = _ignore,
        on_error: Failing | None = None,
    ) -> None:
        """Do what the owner asked for, through the gate; `done` offers to take it back."""
        from inference.guard import OWNER

        def finished(done: "Done") -> None:
            self.heard_of(done)
            on_done(done)

        self._wish(
            lambda assistant: assistant.guard.carry_out(assistant.desk(), call, asker=OWNER),
            on_done=finished, on_error=lambda error: self._not_done(error, on_error),
        )  # fmt: skip

    def act_all(
        self, calls: "Sequence[Call]", says: str, *, on_error: Failing | None = None
    ) -> None:
        """The same with several things in one go; what could not be done stops the rest."""
        from inference.guard import OWNER

        made: list[Done] = []

        def work(assistant: "Assistant") -> None:
            for call in calls:
                done = assistant.guard.carry_out(assistant.desk(), call, asker=OWNER)
                made.append(done)  # at once: what was done before one fails can be taken back

        def finished(_result: object) -> None:
            part = self.tr("%s of %s things done.") % (len(made), len(calls))
            told = says if len(made) == len(calls) else part
            if made:
                self.several_done.emit(told, [one for one in made if one.result.undo is not None])
            self.tell_changed()

        def failed(error: BaseException) -> None:
            finished(None)
            self._not_done(error, on_error)

        self._wish(work, on_done=finished, on_error=failed)

    def undo_all(self, dones: "Sequence[Done]", *, on_error: Failing | None = None) -> None:
        """Take several things back, the last first."""

        def work(assistant: "Assistant") -> str:
            said = ""
            for done in reversed(dones):
                if done.change is not None:
                    said = assistant.guard.undo(assistant.desk(), done.change).says
            return said

        def finished(says: str) -> None:
            self.undone.emit(says)
            self.tell_changed()

        def failed(error: BaseException) -> None:
            self.tell_changed()  # some may be taken back already
            (on_error or self.jobs.failed.emit)(error)

        self._wish(work, on_done=finished, on_error=failed)

    def heard_of(self, done: "Done") -> None:
        """Tell everyone of something that was done, wherever that was."""
        if done.result.undo is not None and done.change is not None:
            self.done.emit(done)
        if done.change is not None:
            self.tell_changed()

    def undo(self, change: int, *, on_error: Failing | None = None) -> None:
        """Take a change back."""

        def finished(says: str) -> None:
            self.undone.emit(says)
            self.tell_changed()

        self._wish(
            lambda assistant: assistant.guard.undo(assistant.desk(), change).says,
            on_done=finished, on_error=on_error,
        )  # fmt: skip

    def think(
        self,
        work: "Callable[[Assistant, Job[Result]], Result]",
        *,
        on_done: Callable[[Result], None] = _ignore,
        on_error: Failing | None = None,
        on_event: Callable[[Any], None] = _ignore,
        on_stopped: Callable[[], None] = lambda: None,
    ) -> Job[Result]:
        """Work that may ask a model, one piece at a time: it reports with `job.emit`."""
        self._count_thoughts(1)

        def over(then: Callable[..., None]) -> Callable[..., None]:
            def call(*said: Any) -> None:
                self._count_thoughts(-1)
                then(*said)

            return call

        job = self._start(
            Lane.MODEL, work, on_done=over(on_done), on_event=on_event,
            on_error=over(on_error or self.jobs.failed.emit), on_stopped=over(on_stopped),
        )  # fmt: skip
        self._thinking.add(job)
        return job

    def stop_thinking(self) -> None:
        """Whatever a model works on, or is to work on next: no more of it."""
        for job in list(self._thinking):
            job.cancel()

    def _count_thoughts(self, more: int) -> None:
        self._thoughts += more
        self.thinks.emit(self._thoughts > 0)

    def sweep(self) -> None:
        """What the owner keeps for a while only goes, when the while is over."""

        def finished(count: int) -> None:
            if count:
                self.tell_changed()

        self._wish(_sweep, on_done=finished, on_error=None)

    def tell_changed(self) -> None:
        """Pages look again, soon."""
        if not self._telling.isActive():
            self._telling.start()

    def close(self) -> None:
        """After the lanes have ended: the engines, then the vault and its keys; once is enough."""
        if self._is_closed:
            return
        self._is_closed = True
        self._telling.stop()
        self._sweeping.stop()
        self._open.close()
        self.vault.close()

    def _not_done(self, error: BaseException, on_error: Failing | None) -> None:
        """It waits for a yes, or something kept it from being done."""
        from inference.tools.errors import ApprovalNeeded

        if isinstance(error, ApprovalNeeded):
            self.waits.emit(error.approval)
            self.asked.emit(error.approval)
            self.tell_changed()
        else:
            (on_error or self.jobs.failed.emit)(error)

    def _start(
        self, lane: Lane, work: "Callable[[Assistant, Job[Result]], Result]", **callbacks: Any
    ) -> Job[Result]:
        return self.jobs.start(lane, lambda job: work(self._assistant(lane), job), **callbacks)

    def _assistant(self, lane: Lane) -> "Assistant":
        """The lane's own, made on its thread and closed there."""
        with self._making:
            made = self._assistants.get(lane)
            if made is None or (lane is Lane.MODEL and self._answers_otherwise(made)):
                made = self._assistants[lane] = self._made(lane)
            return made

    def _answers_otherwise(self, made: "Assistant") -> bool:
        """Whether other weights answer by now: some were fetched, or chosen."""
        from desktop.assistant import chat_of

        names = [getattr(one, "name", "") for one in (chat_of(self.engines), made.mind.chat)]
        return names[0] != names[1]

    def _made(self, lane: Lane) -> "Assistant":
        from desktop import assistant
        from inference.guard import settle

        clock = self._clock or assistant.now
        here = self.vault, lambda: self.engines
        place = assistant.Place(*here, self.paths, clock, LEARNED_FIRST)
        opened = contextlib.ExitStack()
        made = opened.enter_context(assistant.at(place, answers=lane is Lane.MODEL))
        if not self._assistants:  # nothing of ours is under way yet
            settle(made.desk())
            self._forget_hidden(made)
            _sweep(made)
        self.jobs.at_end(lane, opened.close)
        if lane is Lane.VAULT:
            self.jobs.at_end(lane, lambda: self._forget_hidden(made))
        return made

    def _forget_hidden(self, assistant: "Assistant") -> None:
        """What the owner deleted cannot be brought back after this."""
        from vault import conversations
        from vault.errors import VaultError

        now = assistant.desk().now
        with contextlib.suppress(VaultError):  # the next unlocking does it then
            if conversations.hidden(assistant.conn, now):
                from inference.memory import forgetting

                forgetting.forget_hidden(assistant.conn, now, now)


def _sweep(assistant: "Assistant") -> int:
    from inference.voice import recordings
    from vault.errors import VaultError

    try:
        return recordings.sweep(assistant.desk())
    except VaultError:  # the next time does it then
        return 0
