"""Before anything is written in clear: what that means, and where it is to go."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

LONGEST_NAME = 60


def ask_for_place(
    parent: QWidget, name: str, then: Callable[[Path], None], kinds: str = ""
) -> None:
    """Warn, then ask where; `then` hears the place."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Tacit", "", parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(parent.tr("This leaves the vault"))
    box.setInformativeText(
        parent.tr("The file will lie there in clear, readable to anyone who gets at it.")
    )
    agree = box.addButton(parent.tr("Choose a place…"), QMessageBox.ButtonRole.AcceptRole)
    refuse = box.addButton(parent.tr("Not now"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refuse)
    box.setEscapeButton(refuse)

    def choose() -> None:
        suggested = str(Path.home() / name)
        chosen, _ = QFileDialog.getSaveFileName(
            parent, parent.tr("Save in clear"), suggested, kinds
        )
        if chosen:
            then(Path(chosen))

    agree.clicked.connect(choose)
    box.open()


def as_file_name(title: str, otherwise: str) -> str:
    """What a file can be called that holds this, on any system."""
    name = "".join(one if one.isalnum() or one in " -_" else " " for one in title)
    return " ".join(name.split())[:LONGEST_NAME] or otherwise
