"""Trying out the microphone: how loud it is, and whether somebody was heard."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job, JobRunner, Lane

HEARD = 0.35
"above the noise of a room"


class MicrophoneModel(QObject):
    """Listens while it is asked to; nothing is kept."""

    level_changed = Signal(float)
    heard = Signal()
    "something louder than the room"
    failed = Signal(object)
    "the error"
    running_changed = Signal()

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job[None] | None = None
        self._has_heard = False

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self, device: str = "") -> None:
        """The usual one where none is named."""

        def work(job: Job[None]) -> None:
            from desktop import audio

            for level in audio.levels(device):
                job.emit(level)

        if self._job is None:
            self._has_heard = False
            self._job = self._jobs.start(
                Lane.MICROPHONE, work, on_event=self._on_level, on_error=self._on_error
            )
            self.running_changed.emit()

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._end()

    def _on_level(self, level: Any) -> None:
        self.level_changed.emit(level)
        if level >= HEARD and not self._has_heard:
            self._has_heard = True
            self.heard.emit()

    def _on_error(self, error: BaseException) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._job = None
        self.level_changed.emit(0.0)
        self.running_changed.emit()
