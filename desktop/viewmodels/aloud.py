"""Reading aloud: the voice speaks on its own lane, and stops within a step of the sound."""

from PySide6.QtCore import QObject, Signal

from desktop import audio
from desktop.jobs import Job, Lane
from desktop.session import Session
from inference.types import SpeakingRequest


class Aloud(QObject):
    """Reads one text at a time."""

    changed = Signal(object)
    "what is being read: the key that it was started with; None when it is silent"
    failed = Signal(object)
    "an exception"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job[None] | None = None

    def read(self, key: object, text: str) -> None:
        """Read this, and whatever was being read no longer."""
        self.hush()

        def work(job: Job[None]) -> None:
            stopped = lambda: job.is_cancelled  # noqa: E731
            with audio.player() as player:
                voice = self._session.engines.speaker()
                for sound in voice.say(SpeakingRequest(text), stopped=stopped):
                    player.play(sound.pcm, sound.rate, stopped)
                    job.check()
                player.finish()

        self._job = self._session.jobs.start(
            Lane.VOICE, work, on_done=lambda _nothing: self._over(), on_error=self._on_error
        )
        self.changed.emit(key)

    def hush(self) -> None:
        """Be silent."""
        if self._job is not None:
            self._job.cancel()
            self._over()

    def _over(self) -> None:
        self._job = None
        self.changed.emit(None)

    def _on_error(self, error: BaseException) -> None:
        self._over()
        self.failed.emit(error)
