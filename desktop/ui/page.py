"""What every page is: a title with its actions, a card for what went wrong, and its content.

A page looks at the vault when it is shown, and again when something changed while it is seen.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.card import Card
from desktop.ui.theme import SPACE
from desktop.ui.widgets import label
from desktop.viewmodels.page import PageModel

TURN_MS = 10
"between parts of what comes in turns; sooner, two would come before what else is due"


class Page(QWidget):
    """One page of the window; its subclass fills `content` and `buttons`."""

    asked_for = Signal(object)
    "a Place that the owner wants to see"
    microphone_changed = Signal(bool)
    "whether a microphone is open, wherever that is to be seen"

    def __init__(self, viewmodel: PageModel) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model = viewmodel
        viewmodel.setParent(self)
        self.card = Card()
        self.heading = label(style="title")
        self.heading.setWordWrap(False)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(SPACE)
        self.content = QVBoxLayout()
        self.content.setSpacing(SPACE * 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE * 4, SPACE * 3, SPACE * 4, SPACE * 3)
        whole.setSpacing(SPACE * 2)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addLayout(self.buttons)
        whole.addLayout(top)
        whole.addWidget(self.card)
        whole.addLayout(self.content, 1)
        viewmodel.failed.connect(self.card.show_error)
        viewmodel.said.connect(self.card.show_word)

    def set_title(self, title: str) -> None:
        self.heading.setText(title)
        self.setAccessibleName(title)

    @property
    def is_whole(self) -> bool:
        """Whether all of it is made; much of it is made in several turns."""
        return True

    @property
    def edge(self) -> int:
        """Pixels at its lower edge that words about what was done leave free."""
        return 0

    def says_to_tacit(self, _field: QWidget) -> bool:
        """Whether what is written in this field of the page is said to Tacit."""
        return False

    def go_to(self, number: int | str) -> None:
        """Show this one thing of the page, as a link asks for it."""

    def begin_with(self, words: str) -> None:
        """Have these words ready for the owner to say; a page that takes none ignores them."""

    def take_in(self, paths: Sequence[Path]) -> None:
        """Files that were dropped; most pages have no use for them."""

    def sum_up(self, paths: Sequence[Path]) -> None:
        """Files that are to be kept and summed up; most pages have no use for them."""

    def choose_files(self) -> None:
        """Ask which files are to be added; only a page that takes some does."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._model.set_seen(False)
