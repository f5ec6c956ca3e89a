"""The main window: shows one scene at a time (welcome, locked, home) and remembers where it was."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

SMALLEST = (720, 520)
USUAL = (1120, 740)


class MainWindow(QMainWindow):
    """The frame around whatever is going on."""

    closed = Signal(str)
    "position and size, to be remembered"

    def __init__(self, geometry: str) -> None:
        super().__init__()
        self.setWindowTitle("Tacit")
        self.hides_on_close: Callable[[], bool] = lambda: False
        "whether its own close button leaves Tacit running without it"
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
        QShortcut(QKeySequence.StandardKey.Quit, self, self.close)

    @property
    def scene(self) -> QWidget | None:
        """What is shown now."""
        return self.centralWidget()

    def show_scene(self, scene: QWidget) -> None:
        """Show this in place of what was shown, which goes away for good."""
        self.setCentralWidget(scene)
        scene.setFocus()

    def place(self) -> str:
        """Position and size, as Qt writes them down."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit(self.place())
        if event.spontaneous() and self.hides_on_close():  # its own button, not Ctrl+Q
            event.ignore()
            self.hide()
            return
        super().closeEvent(event)
