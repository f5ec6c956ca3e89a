"""What goes on, how far it is, and a way to stop it, in one line."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label


class ProgressRow(QWidget):
    """Hidden while nothing goes on."""

    def __init__(self, on_stop: Callable[[], None]) -> None:
        super().__init__()
        self.words = label(style="quiet")
        self.words.setWordWrap(False)
        self.bar = QProgressBar(textVisible=False, maximum=1000)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.stop = button(self.tr("Stop"), on_stop)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE * 2)
        line.addWidget(self.words)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop)
        self.hide()

    def begin(self) -> None:
        """Something goes on; nobody knows yet how far it is."""
        self.tell(self.tr("Working"), 0.0)
        self.show()

    def wait(self, what: str, *, can_stop: bool) -> None:
        """Something goes on whose end nobody can tell."""
        self.words.setText(what)
        self.bar.setMaximum(0)
        self.stop.setVisible(can_stop)
        self.show()

    def tell(self, what: str, share: float) -> None:
        self.words.setText(what)
        self.bar.setValue(round(share * 1000))
