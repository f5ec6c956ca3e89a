"""The way into the vault: making it, opening it, and saying what keeps it shut."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job, JobRunner, Lane
from desktop.paths import Paths
from vault.places import Places

if TYPE_CHECKING:
    from vault.keyslots import Cost
    from vault.vault import Opener, Vault


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

    def __init__(self, paths: Paths, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places = Places.of(paths.data, paths.config)
        self.cost: Cost | None = None
        "of the passphrase; found out for this computer where it is None"
        self._jobs = jobs
        self._is_busy = False
        self._new: Vault | None = None

    @property
    def is_busy(self) -> bool:
        return self._is_busy

    def make(self, passphrase: str) -> None:
        """A new vault; `enter` goes in, once its recovery key is written down."""

        def work(_job: "Job[tuple[Vault, str]]") -> "tuple[Vault, str]":
            from vault.vault import Vault

            return Vault.create(self.places, passphrase, datetime.now(UTC), self.cost)

        def done(made: "tuple[Vault, str]") -> None:
            self._mark(is_busy=False)
            self._new = made[0]
            self.made.emit(made[1])

        if not self._is_busy:
            self._jobs.start(Lane.VAULT, work, on_done=done, on_error=self._on_failed)
            self._mark(is_busy=True)

    def enter(self) -> None:
        """Go into the vault that was just made."""
        new, self._new = self._new, None
        if new is not None:
            self.opened.emit(new)

    def with_passphrase(self, passphrase: str, *, accept_older: bool = False) -> None:
        def opener() -> "Opener":
            from vault.vault import with_passphrase

            return with_passphrase(passphrase)

        self._open(opener, accept_older=accept_older)

    def with_recovery_key(self, key: str, *, accept_older: bool = False) -> None:
        def opener() -> "Opener":
            from vault.vault import with_recovery

            return with_recovery(key)

        self._open(opener, accept_older=accept_older)

    def with_keychain(self) -> None:
        def opener() -> "Opener":
            from vault.vault import with_keychain

            return with_keychain()

        self._open(opener, accept_older=False)

    def close(self) -> None:
        """A vault that was made and never entered is closed, too."""
        if self._new is not None:
            self._new.close()
            self._new = None

    def _open(self, opener: "Callable[[], Opener]", *, accept_older: bool) -> None:
        def work(job: "Job[Vault]") -> "Vault":
            from vault.vault import Vault

            def report(done: int, total: int) -> None:
                job.emit(done / max(total, 1))

            return Vault.unlock(
                self.places, opener(), datetime.now(UTC), accept_older=accept_older, report=report
            )

        if not self._is_busy:
            self._jobs.start(
                Lane.VAULT, work, on_done=self._on_opened, on_error=self._on_failed,
                on_event=self.progressed.emit,
            )  # fmt: skip
            self._mark(is_busy=True)

    def _on_opened(self, vault: "Vault") -> None:
        self._mark(is_busy=False)
        self.opened.emit(vault)

    def _on_failed(self, error: BaseException) -> None:
        self._mark(is_busy=False)
        self.failed.emit(error)

    def _mark(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.busy_changed.emit()
