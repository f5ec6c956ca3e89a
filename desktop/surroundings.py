"""Everything of Tacit that is not its window: what other processes and the desktop see of it.

Loaded after the window was painted first, and none of it is needed for the window to work.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop.instance import Instance

if TYPE_CHECKING:
    from desktop.app import Parts


class Surroundings(QObject):
    """Joins the window with what is around it."""

    def __init__(self, parts: "Parts") -> None:
        super().__init__(parts.window)
        self._parts = parts
        self.instance = Instance(parts.paths, self)
        self.instance.asked.connect(self.do)
        self.instance.listen()
        if parts.session is not None:
            self.enter()

    def enter(self) -> None:
        """The vault is open."""
        session = self._parts.session
        assert session is not None
        self.instance.set_session(session)

    def do(self, words: Sequence[str]) -> None:
        """What Tacit was started for, once more."""
        if "--start-hidden" not in words:
            self.show_window()

    def show_window(self) -> None:
        """In front of everything else, as far as the system lets it."""
        window = self._parts.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def close(self) -> None:
        self.instance.close()
