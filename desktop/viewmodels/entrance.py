"""The way into the vault: making it, opening it, and what can be done where it does not open."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs import Job, JobRunner, Lane
from desktop.paths import Paths
from vault import errors
from vault.places import Places

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.mending import Saved
    from vault.keyslots import Cost
    from vault.vault import Opener, Vault

SECOND_MS = 1_000


class WayOut(StrEnum):
    """What can be done where the vault does not open."""

    TRY_AGAIN = "try again"
    RESTORE = "restore"
    "a backup"
    SAVE = "save"
    "what can still be read"
    ACCEPT_OLDER = "accept older"
    "the owner put the older state back, and means it"


WAYS_OUT: dict[type[BaseException], tuple[WayOut, ...]] = {
    errors.VaultDamaged: (WayOut.RESTORE, WayOut.SAVE),
    errors.HeaderDamaged: (WayOut.RESTORE,),
    errors.RolledBack: (WayOut.RESTORE, WayOut.ACCEPT_OLDER),
    errors.AuditBroken: (WayOut.RESTORE, WayOut.ACCEPT_OLDER),
    errors.VaultTooNew: (),
    errors.UnsafeLibrary: (),
    errors.VaultInUse: (WayOut.TRY_AGAIN,),
    errors.VaultFull: (WayOut.TRY_AGAIN,),
    errors.VaultReadOnly: (WayOut.TRY_AGAIN,),
    errors.VaultBusy: (WayOut.TRY_AGAIN,),
    errors.MigrationFailed: (WayOut.TRY_AGAIN, WayOut.RESTORE),
    OSError: (WayOut.TRY_AGAIN,),
}
"of what is wrong with the vault itself; a slip of the owner's is not among them"


def ways_out(error: BaseException) -> tuple[WayOut, ...] | None:
    """What can be done about it; None where only what was typed was wrong."""
    kinds = (kind for kind in type(error).__mro__ if kind in WAYS_OUT)
    found = next(kinds, None)
    return None if found is None else WAYS_OUT[found]


@dataclass(frozen=True)
class Ways:
    """What the locked window can offer, told without opening anything."""

    has_keychain: bool
    "the owner turned it on for this vault"
    backups: tuple[Path, ...]
    "the newest first"
    waits_s: float = 0.0
    "until the next try is heard, after wrong ones before"


class Entrance(QObject):
    """Makes and opens the vault off the window's thread."""

    made = Signal(str)
    "the recovery key of a vault that was just made; it is shown once"
    opened = Signal(object)
    "the Vault"
    failed = Signal(object)
    "the error"
    busy_changed = Signal()
    progressed = Signal(float)
    "of reading the vault's file (0 to 1)"
    looked = Signal(object)
    "the Ways"
    waits_changed = Signal(int)
    "seconds until the next try is heard; 0 when it is"
    saved = Signal(object)
    "Saved: what could be read of a damaged vault; `enter` goes in"

    def __init__(self, paths: Paths, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places = Places.of(paths.data, paths.config)
        self.cost: Cost | None = None
        "of the passphrase; found out for this computer where it is None"
        self.by_recovery_key = False
        "whether the vault was opened with it: perhaps the passphrase is forgotten"
        self._jobs = jobs
        self._is_busy = False
        self._new: Vault | None = None
        self._opener: Callable[[], Opener] | None = None
        self._waits_s = 0
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._on_second)

    @property
    def is_busy(self) -> bool:
        return self._is_busy

    @property
    def waits_s(self) -> int:
        """Seconds until the next passphrase is heard."""
        return self._waits_s

    def look(self) -> None:
        """Find out what can be offered, and load what unlocking needs before it is needed."""
        self._jobs.start(
            Lane.IO, lambda _job: look(self.places), on_done=self._on_looked,
            on_error=lambda _error: None,  # unlocking says what is wrong
        )  # fmt: skip

    def make(self, passphrase: str) -> None:
        """A new vault; `enter` goes in, once its recovery key is written down."""

        def work(_job: "Job[tuple[Vault, str]]") -> "tuple[Vault, str]":
            from vault.vault import Vault

            return Vault.create(self.places, passphrase, now(), self.cost)

        def done(made: "tuple[Vault, str]") -> None:
            self._new = made[0]
            self.made.emit(made[1])

        self._start(work, done)

    def enter(self) -> None:
        """Go into the vault that was just made."""
        new, self._new = self._new, None
        if new is not None:
            self.opened.emit(new)

    def with_passphrase(self, passphrase: str) -> None:
        self._open(passphrase_opener(passphrase))

    def with_recovery_key(self, key: str) -> None:
        self._open(recovery_opener(key), by_recovery_key=True)

    def with_keychain(self) -> None:
        def opener() -> "Opener":
            from vault.vault import with_keychain

            return with_keychain()

        self._open(opener)

    def again(self, *, accept_older: bool = False) -> None:
        """The last try once more; `accept_older`: the owner says that an older state is meant."""
        if self._opener is not None:
            self._unlock(self._opener, accept_older=accept_older)

    def restore(self, saved: Path, secret: str, *, is_recovery_key: bool) -> None:
        """A backup in the place of the vault; what is there now is put aside."""
        opener = recovery_opener(secret) if is_recovery_key else passphrase_opener(secret)

        def work(_job: "Job[Vault]") -> "Vault":
            from desktop import mending

            return mending.restore(saved, self.places, opener(), now())

        self._start(work, self.opened.emit)

    def save_what_is_left(self) -> None:
        """What can be read of the damaged vault, opened as at the last try."""
        opener = self._opener

        def work(_job: "Job[Saved]") -> "Saved":
            from desktop import mending

            assert opener is not None, "nobody tried to open it yet"
            return mending.save_what_is_left(self.places, opener(), now())

        def done(saved: "Saved") -> None:
            self._new = saved.vault
            self.saved.emit(saved)

        self._start(work, done)

    def close(self) -> None:
        """A vault that was made and never entered is closed, too."""
        if self._new is not None:
            self._new.close()
            self._new = None

    def _open(self, opener: "Callable[[], Opener]", *, by_recovery_key: bool = False) -> None:
        if not self._is_busy:
            self._opener, self.by_recovery_key = opener, by_recovery_key
            self._unlock(opener, accept_older=False)
            self._jobs.start(Lane.IO, _load)

    def _unlock(self, opener: "Callable[[], Opener]", *, accept_older: bool) -> None:
        def work(job: "Job[Vault]") -> "Vault":
            from vault.vault import Vault

            def report(done: int, total: int) -> None:
                job.emit(done / max(total, 1))

            return Vault.unlock(
                self.places, opener(), now(), accept_older=accept_older, report=report
            )

        self._start(work, self._on_opened)

    def _start(self, work: Callable[[Job[Any]], Any], done: Callable[[Any], None]) -> None:
        def finished(result: Any) -> None:
            self._mark(is_busy=False)
            done(result)

        if not self._is_busy:
            self._jobs.start(
                Lane.VAULT, work, on_done=finished, on_error=self._on_failed,
                on_event=self.progressed.emit,
            )  # fmt: skip
            self._mark(is_busy=True)

    def _on_opened(self, vault: "Vault") -> None:
        self._opener = None
        self.opened.emit(vault)

    def _on_failed(self, error: BaseException) -> None:
        self._mark(is_busy=False)
        self.failed.emit(error)
        self._wait(getattr(error, "wait_s", 0.0))

    def _on_looked(self, ways: Ways) -> None:
        self._wait(ways.waits_s)
        self.looked.emit(ways)
        self._jobs.start(Lane.IO, lambda _job: load_ahead())

    def _wait(self, wait_s: float) -> None:
        if wait_s > 0:
            self._waits_s = math.ceil(wait_s)
            self._second.start()
            self.waits_changed.emit(self._waits_s)

    def _on_second(self) -> None:
        self._waits_s -= 1
        if self._waits_s <= 0:
            self._second.stop()
        self.waits_changed.emit(self._waits_s)

    def _mark(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.busy_changed.emit()


def look(places: Places) -> Ways:
    """Which ways in a vault has, and which backups of it are here."""
    import vault.vault  # noqa: F401 - all that unlocking needs, before anybody waits for it
    from vault import backup, header_file, keyslots

    backups = tuple(reversed(backup.kept(places.backups)))
    waits_s = 0.0
    try:
        places.tries().check()
    except errors.TooManyTries as early:
        waits_s = early.wait_s
    try:
        has_keychain = header_file.load(places.header).slot(keyslots.SlotKind.KEYCHAIN) is not None
    except errors.VaultError:  # unlocking says what is wrong
        has_keychain = False
    return Ways(has_keychain, backups, waits_s)


def load_ahead() -> None:
    """What the first page after unlocking needs, while the passphrase is typed."""
    import desktop.assistant  # noqa: F401


def backup_title(path: Path) -> str:
    """The moment at which it was made, as its name tells it in UTC; else its name."""
    from datetime import UTC, datetime

    try:
        made = datetime.strptime(path.stem[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return path.name
    return f"{made.astimezone():%Y-%m-%d %H:%M}"


def passphrase_opener(passphrase: str) -> "Callable[[], Opener]":
    def opener() -> "Opener":
        from vault.vault import with_passphrase

        return with_passphrase(passphrase)

    return opener


def recovery_opener(key: str) -> "Callable[[], Opener]":
    def opener() -> "Opener":
        from vault.vault import with_recovery

        return with_recovery(key)

    return opener


def now() -> "datetime":
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _load(_job: Job[None]) -> None:
    """Everything that the open vault is going to need, while the key is still being worked out."""
    import desktop.assistant  # noqa: F401 - loaded once, found ready by whoever needs it
