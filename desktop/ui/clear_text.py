"""Before anything is written in clear: what that means, and where it is to go."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget


def ask_for_place(parent: QWidget, name: str, then: Callable[[Path], None]) -> None:
    """Warn, then ask where; `then` hears the place."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("Tacit")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(parent.tr("This file will not be encrypted"))
    box.setInformativeText(
        parent.tr("Whoever gets at it can read all of it, with what is personal or secret.")
    )
    agree = box.addButton(parent.tr("Choose a place…"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(
        box.addButton(parent.tr("Not now"), QMessageBox.ButtonRole.RejectRole)
    )  # fmt: skip

    def choose() -> None:
        chosen, _ = QFileDialog.getSaveFileName(parent, parent.tr("Save in clear"), name)
        if chosen:
            then(Path(chosen))

    agree.clicked.connect(choose)
    box.open()
