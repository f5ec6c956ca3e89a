"""The window's own preferences while it runs: changed at one place, kept soon, told to all.

Nothing private is among them; what is lives in the vault. The file is written beside the window's
thread, one write at a time, the last of which holds what holds then.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop import settings
from desktop.hotkeys_now import KeysNow
from desktop.jobs import JobRunner, Lane
from desktop.settings import Settings


class WindowSettings(QObject):
    """The settings file, and what holds now."""

    changed = Signal()
    keys_told = Signal()
    "`keys` says something else than before"

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._now = self._kept = settings.load(path)
        self._jobs: JobRunner | None = None
        self._is_writing = False
        self.keys = KeysNow()
        "what has become of the keys from anywhere that are chosen here"

    @property
    def now(self) -> Settings:
        return self._now

    def write_beside(self, jobs: JobRunner) -> None:
        """From now on the window waits for no disk; `keep` writes what is left at its end."""
        self._jobs = jobs

    def change(self, **values: Any) -> None:
        """Keep other values of these; they hold from this moment on."""
        new = replace(self._now, **values)
        if new != self._now:
            self._now = new
            self._write_soon()
            self.changed.emit()

    def tell_keys(self, now: KeysNow) -> None:
        if now != self.keys:
            self.keys = now
            self.keys_told.emit()

    def keep(self) -> None:
        """Write what is not written yet, here: nothing else does so any more."""
        if self._kept != self._now:
            settings.save(self._path, self._now)
            self._kept = self._now

    def _write_soon(self) -> None:
        if self._jobs is None or self._jobs.is_closed:
            self.keep()
        elif not self._is_writing:
            self._is_writing, new = True, self._now
            self._jobs.start(
                Lane.IO, lambda _job: settings.save(self._path, new),
                on_done=lambda _none: self._on_written(new), on_error=self._on_failed,
            )  # fmt: skip

    def _on_written(self, written: Settings) -> None:
        self._kept, self._is_writing = written, False
        if self._now != written:
            self._write_soon()

    def _on_failed(self, error: BaseException) -> None:
        self._is_writing = False
        if self._jobs is not None:
            self._jobs.failed.emit(error)
