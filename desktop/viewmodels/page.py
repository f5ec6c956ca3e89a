"""What every page's view model can: look when it is seen, act through the gate, say why not."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.session import Session

if TYPE_CHECKING:
    from inference.tools.base import Call


class PageModel(QObject):
    """A page without its window; its subclass says in `refresh` what it looks for."""

    failed = Signal(object)
    "an ErrorCard"
    said = Signal(str)
    "a short good word"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_seen = False
        self._is_old = True

    def refresh(self) -> None:
        """Look again at what the page shows."""

    def set_seen(self, is_seen: bool) -> None:
        """Whether the page is in front: one that nobody sees costs nothing."""
        self._is_seen = is_seen
        if is_seen and self._is_old:
            self._is_old = False
            self.refresh()

    def grow_old(self) -> None:
        """What the page shows may be wrong now: look again, at once if it is seen."""
        if self._is_seen:
            self.refresh()
        else:
            self._is_old = True

    def fail(self, error: BaseException) -> None:
        """Say what happened, what was kept, and what to do."""
        from desktop.translation import described

        self.failed.emit(described(error))


class SessionModel(PageModel):
    """A page about what is in the vault."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        session.changed.connect(self.grow_old)

    def act(self, call: "Call") -> None:
        """Do it through the gate; what goes wrong is said on the page."""
        self.session.act(call, on_error=self.fail)
