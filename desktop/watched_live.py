"""Follows watched folders while the window is open, without anybody noticing.

It looks when the system says that something changed, and now and then for the truth; reads in small
steps on a lane of its own, with pauses while the computer is used; and rests on battery and while a
question is being answered. What was read is then made findable by its meaning, a little at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QFileSystemWatcher, QObject, QStorageInfo, QTimer, Signal

from desktop import idle_time, power
from desktop.jobs import Job, Lane
from desktop.session import Session

if TYPE_CHECKING:
    from desktop.watched import Round, Tally

FIRST_MS = 8_000
"after unlocking"
SOON_MS = 2_500
"after a change, since one seldom comes alone; longer than a file takes to settle"
AGAIN_MS = 5 * 60_000
"for the truth: not every change is told, and none of a network"
WAIT_MS = 2_000
TELL_MS = 3_000
"between two words to the pages, each of which looks at the vault then"
BATTERY_MS = 60_000
FAILED_MS = 30_000
"after an error, until it is tried again"
STEP_S = 0.4
LEARNED = 24
"passages in one step"
AWAY_S = 60.0
"without input, until it may work without pauses"
MOST_WATCHED = 4_000
"folders and files that the system is asked to tell about"
PORTION = 64
"of them in one go"
REMOTE = frozenset(
    ("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "9p", "ceph",
     "glusterfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse")
)  # fmt: skip
"file systems that tell of no change that another computer made"
AskIdle = Callable[[], float | None]
AskPower = Callable[[], bool | None]


class Doing(StrEnum):
    """What goes on."""

    RESTING = "resting"
    LOOKING = "looking"
    READING = "reading"
    LEARNING = "learning"
    ON_BATTERY = "on battery"
    PAUSED = "paused"


@dataclass(frozen=True)
class Standing:
    """How far it is."""

    doing: Doing = Doing.RESTING
    done: int = 0
    of: int = 0
    name: str = ""


@dataclass(frozen=True)
class _Step:
    """What came of one step."""

    standing: Standing
    has_more: bool
    has_changed: bool
    unsettled: frozenset[str] = frozenset()
    "files that are being written"
    is_away: bool = False
    "whether nobody has used the computer for a while"
    watched: tuple[str, ...] | None = None
    "what the system shall tell about; None where that is as before"
    has_folders: bool = False


class Following(QObject):
    """The only one of its kind in a window."""

    stood = Signal(object)
    "a Standing, when it is another than before"

    def __init__(
        self, session: Session, parent: QObject | None = None,
        ask_idle: AskIdle = idle_time.of_the_system, ask_power: AskPower = power.on_battery,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._ask_idle, self._ask_power = session, ask_idle, ask_power
        self.standing = Standing()
        self._work = _Work(session, ask_idle, ask_power)
        self._job: Job[_Step] | None = None
        self._is_thinking = False
        self._looks_again = True
        self._rests = False
        "whether nothing but the owner may end the wait"
        self._unsettled = frozenset[str]()
        self._settle_ms = SOON_MS
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self.look)
        self._telling = QTimer(self, interval=TELL_MS, singleShot=True)
        self._telling.timeout.connect(session.tell_changed)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_told)
        self._watcher.fileChanged.connect(self._on_told)
        self._to_watch: list[str] = []
        session.thinks.connect(self._on_thinks)
        session.changed.connect(self._on_changed)

    def start(self, after_ms: int = FIRST_MS) -> None:
        self._timer.start(after_ms)

    def look(self) -> None:
        """Look for what is new, as soon as nothing else is under way."""
        self._looks_again = True
        if self._job is None:
            self._timer.start(0)

    def stop(self) -> None:
        """No more steps; the one under way ends soon."""
        for one in (self._timer, self._again, self._telling):
            one.stop()
        self._to_watch.clear()
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """After the lanes have ended."""
        self.stop()
        self._work.close()

    def _go_on(self) -> None:
        if self._job is not None or self._session.jobs.is_closed:
            return
        if self._is_thinking:
            self._timer.start(WAIT_MS)
            return
        self._rests = False
        looks, self._looks_again = self._looks_again, False
        if looks:
            self._stand(Standing(Doing.LOOKING))
        self._job = self._session.jobs.start(
            Lane.IO, lambda job: self._work.step(job, looks=looks), on_done=self._on_step,
            on_error=self._on_error, on_stopped=self._on_ended,
        )  # fmt: skip

    def _on_step(self, step: _Step) -> None:
        self._job = None
        self._stand(step.standing)
        if step.has_changed and not self._telling.isActive():
            self._telling.start()
        if step.watched is not None:
            self._watch(step.watched)
            is_same = step.unsettled == self._unsettled
            self._settle_ms = min(2 * self._settle_ms, AGAIN_MS) if is_same else SOON_MS
            self._unsettled = step.unsettled
            if step.has_folders and not self._again.isActive():
                self._again.start()
            elif not step.has_folders:
                self._again.stop()  # where nothing is watched, nothing wakes up
        if step.standing.doing is Doing.ON_BATTERY:
            self._rest(BATTERY_MS)
        elif step.has_more or self._looks_again:
            self._timer.start(0 if step.is_away else round(STEP_S * 1_000))
        elif step.unsettled:
            self._looks_again = True
            self._soon(self._settle_ms)

    def _on_error(self, _error: BaseException) -> None:
        """The vault is full or busy, or an engine failed: another look tries again."""
        self._on_ended()
        self._rest(FAILED_MS)

    def _on_ended(self) -> None:
        self._job = None
        self._stand(Standing())

    def _stand(self, standing: Standing) -> None:
        if standing != self.standing:
            self.standing = standing
            self.stood.emit(standing)

    def _rest(self, for_ms: int) -> None:
        self._looks_again = self._rests = True
        self._timer.start(for_ms)

    def _soon(self, after_ms: int) -> None:
        """By then at the latest: what is told all the time puts nothing off."""
        if self._timer.isActive() and (self._rests or self._timer.remainingTime() <= after_ms):
            return
        self._timer.start(after_ms)

    def _on_told(self, path: str) -> None:
        """Something changed; whatever else changes in the next moment belongs to it."""
        if path in self._unsettled:
            return  # it is looked at again anyway, less and less often while it is written
        self._looks_again = True
        if self._job is None:
            self._soon(SOON_MS)

    def _on_thinks(self, is_thinking: bool) -> None:
        self._is_thinking = is_thinking

    def _on_changed(self) -> None:
        """There may be something to learn, or another folder to watch."""
        if self._job is None:
            self._soon(SOON_MS)

    def _watch(self, paths: tuple[str, ...]) -> None:
        wanted = set(paths[:MOST_WATCHED])
        before = {*self._watcher.directories(), *self._watcher.files()}
        if gone := list(before - wanted):
            self._watcher.removePaths(gone)
        self._to_watch = [one for one in paths[:MOST_WATCHED] if one not in before]
        self._watch_more()

    def _watch_more(self) -> None:
        """In portions, with room for the window in between."""
        some, self._to_watch = self._to_watch[:PORTION], self._to_watch[PORTION:]
        if some:
            self._watcher.addPaths(some)
            QTimer.singleShot(0, self, self._watch_more)


class _Work:
    """What steps do, on their lane; one at a time."""

    def __init__(self, session: Session, ask_idle: AskIdle, ask_power: AskPower) -> None:
        self._session, self._ask_idle, self._ask_power = session, ask_idle, ask_power
        self._round: Round | None = None
        self._embedder: Any = None
        self._is_left = False
        "whether files are left to be read"

    def close(self) -> None:
        if self._round is not None:
            self._round.close()

    def step(self, job: Job[_Step], *, looks: bool) -> _Step:
        from inference import preferences
        from vault import watched

        with self._session.vault.reader() as conn:
            has_folders = bool(watched.folders(conn))
            follows = preferences.value(conn, "documents.follow")
            on_battery = preferences.value(conn, "documents.on_battery")
        if self._ask_power() and not on_battery:
            return _Step(Standing(Doing.ON_BATTERY), has_more=True, has_changed=False)
        if not follows or (self._round is None and not has_folders):
            return self._learn(job)
        if looks or self._round is None:
            return self._look(job)
        if self._is_left:
            return self._read(job)
        return self._learn(job)

    def _look(self, job: Job[_Step]) -> _Step:
        from desktop.watched import Round

        if self._round is not None:
            self._round.close()
        found = Round(self._session.vault, self._session.now)
        found.look(lambda: job.is_cancelled)
        self._round = found
        self._is_left = True
        told = [one for one in found.folders + found.recent if not _is_remote(one)]
        return _Step(
            _standing(found.tally), has_more=True, has_changed=False, is_away=True,
            watched=tuple(told), has_folders=found.has_folders, unsettled=found.unsettled,
        )  # fmt: skip

    def _read(self, job: Job[_Step]) -> _Step:
        assert self._round is not None
        before = self._round.tally
        self._is_left = self._round.step(STEP_S, lambda: job.is_cancelled)
        tally = self._round.tally
        if not self._is_left:
            self._round.close()
        return _Step(
            _standing(tally), has_more=True, has_changed=_differs(before, tally),
            unsettled=self._round.unsettled, is_away=self._nobody_is_there(),
        )  # fmt: skip

    def _learn(self, job: Job[_Step]) -> _Step:
        """Vectors for a few passages that have none."""
        from vault import items

        unsettled = self._round.unsettled if self._round is not None else frozenset[str]()
        rest = _Step(Standing(), has_more=False, has_changed=False, unsettled=unsettled)
        with self._session.vault.reader() as conn:
            missing = items.count_without_vector(conn)
        if missing <= 0 or job.is_cancelled:
            return rest
        from desktop import meaning  # and numpy, which an idle window does without
        from vault import embedding

        embedder = meaning.ready(self._session.paths, self._session.engines)
        if embedder is None:
            return rest
        with self._session.vault.writer() as conn:
            learned = embedding.catch_up(conn, embedder, most=LEARNED)
        standing = Standing(Doing.LEARNING, learned, missing)
        return _Step(standing, has_more=missing > learned, has_changed=False,
                     unsettled=unsettled, is_away=self._nobody_is_there())  # fmt: skip

    def _nobody_is_there(self) -> bool:
        idle_s = self._ask_idle()
        return idle_s is not None and idle_s >= AWAY_S


def _standing(tally: "Tally") -> Standing:
    if tally.done >= tally.of:
        return Standing()
    return Standing(Doing.READING, tally.done, tally.of, tally.name)


def _differs(before: "Tally", after: "Tally") -> bool:
    """Whether pages should look again."""
    return (before.read, before.changed, before.gone, before.forgotten, before.unread) != (
        after.read, after.changed, after.gone, after.forgotten, after.unread,
    )  # fmt: skip


def _is_remote(path: str) -> bool:
    return bytes(QStorageInfo(path).fileSystemType().data()).decode("ascii", "replace") in REMOTE
