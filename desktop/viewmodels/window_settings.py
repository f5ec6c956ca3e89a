"""The window's own preferences while it runs: changed at one place, kept at once, told to all.

Nothing private is among them; what is lives in the vault.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop import settings
from desktop.settings import Settings


class WindowSettings(QObject):
    """The settings file, and what holds now."""

    changed = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._now = settings.load(path)

    @property
    def now(self) -> Settings:
        return self._now

    def change(self, **values: Any) -> None:
        """Keep other values of these; they hold from this moment on."""
        new = replace(self._now, **values)
        if new != self._now:
            self._now = new
            settings.save(self._path, new)
            self.changed.emit()
