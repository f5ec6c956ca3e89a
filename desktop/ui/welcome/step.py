"""What every step of the first run is: a title, a few words, its content, and when it is done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import label
from desktop.viewmodels.welcome import WelcomeModel


class StepPage(QWidget):
    """One step; its subclass fills `content`."""

    ready_changed = Signal()
    "whether it can be gone on from, or what the button says"
    said = Signal(str)
    "a short word for the card"
    failed = Signal(object)
    "an error for the card"
    described = Signal(object)
    "an ErrorCard for the card"
    restore_wanted = Signal()
    "a backup instead"

    def __init__(self, model: WelcomeModel, title: str, about: str) -> None:
        super().__init__()
        self.model = model
        self.is_ready = True
        self.next_text = self.tr("Continue")
        self.setAccessibleName(title)
        self.content = QVBoxLayout()
        self.content.setSpacing(SPACE * 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE * 2)
        whole.addWidget(label(title, "title"))
        whole.addWidget(label(about, "quiet"))
        whole.addLayout(self.content)
        whole.addStretch(1)
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Minimum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_ready(self, *, is_ready: bool) -> None:
        if is_ready != self.is_ready:
            self.is_ready = is_ready
            self.ready_changed.emit()

    def set_next(self, text: str) -> None:
        self.next_text = text
        self.ready_changed.emit()

    def go_on(self) -> None:
        """The owner wants to go on."""
        self.model.go_on()

    def leave(self) -> None:
        """Another step comes: nothing of this one goes on."""
