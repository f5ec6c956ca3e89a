"""A newer Tacit from a file, step by step: looked at, agreed to, tried, and then installed."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop import updating
from desktop.jobs import Job, JobRunner, Lane
from desktop.updating import Update
from models.progress import Progress


class UpdateModel(QObject):
    """One file at a time; nothing is replaced while the window is open."""

    offered = Signal(str)
    "the version that a file holds, and that could be installed"
    came = Signal(int)
    "how far it is unpacked and checked, in thousandths"
    ready = Signal(object, object)
    "the folder of the new program, and of the one whose place it takes when this process ends"
    failed = Signal(object)
    "an ErrorCard"

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._update: Update | None = None
        self._job: Job[tuple[Path, Path]] | None = None

    def look(self, file: Path) -> None:
        """Whether this file can be trusted, and is newer."""

        def found(update: Update) -> None:
            self._update = update
            self.offered.emit(update.version)

        self._jobs.start(Lane.IO, lambda _job: updating.look(file, updating.program()),
                         on_done=found, on_error=self._fail)  # fmt: skip

    def install(self) -> None:
        """Unpack and try what was looked at."""
        update = self._update
        if update is None or self._job is not None:
            return

        def work(job: Job[tuple[Path, Path]]) -> tuple[Path, Path]:
            folder = updating.program()
            return updating.bring_in(update, folder, job.emit), folder

        self._job = self._jobs.start(Lane.IO, work, on_done=self._on_ready, on_error=self._fail,
                                     on_event=self._on_progress)  # fmt: skip

    def stop(self) -> None:
        """Leave everything as it is."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_progress(self, at: Progress) -> None:
        self.came.emit(at.done_bytes * 1000 // max(at.total_bytes, 1))

    def _on_ready(self, both: tuple[Path, Path]) -> None:
        self._job = None
        self.ready.emit(*both)

    def _fail(self, error: BaseException) -> None:
        from desktop.translation import described

        self._job = None
        self.failed.emit(described(error))
