"""The main window: holds the pages, remembers where it was."""

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

SMALLEST = (920, 520)
USUAL = (1040, 680)


class MainWindow(QMainWindow):
    """The shell around the page."""

    closed = Signal(str)
    "position and size, to be remembered"

    def __init__(self, page: QWidget, geometry: str) -> None:
        super().__init__()
        self.setWindowTitle("Tacit")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setCentralWidget(page)
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
        QShortcut(QKeySequence.StandardKey.Quit, self, self.close)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit(bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        super().closeEvent(event)
