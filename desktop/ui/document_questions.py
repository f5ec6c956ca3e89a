"""What the owner is asked about documents before something happens; nothing happens by itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.ui.security_dialogs import Asking

LONGEST_TITLE = 90
"letters of it in a box: about two lines"


class _Question(QMessageBox):
    """Plain text: a stranger may have written the names in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tacit")
        self.setTextFormat(Qt.TextFormat.PlainText)


class Forgetting(_Question):
    """Whether a document is to go, with how much goes along."""

    def __init__(self, parent: QWidget, title: str, along: int) -> None:
        super().__init__(parent)
        self.setText(self.tr("Forget “%s”?") % _short(title))
        said = self.tr("What was learned from it goes along: %s. The file itself stays.")
        self.setInformativeText(said % along)
        self.yes = self.addButton(self.tr("Forget it"), QMessageBox.ButtonRole.AcceptRole)
        no = self.addButton(self.tr("Not now"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(no)


def _short(title: str) -> str:
    """A box is not made for a whole page."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


class FollowingOn(_Question):
    """Whether a folder is read once, or from now on."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setText(self.tr("Follow “%s” from now on?") % name)
        self.setInformativeText(
            self.tr("Then what is put there or changes is read by itself while Tacit is open.")
        )
        self.follow = self.addButton(self.tr("Follow it"), QMessageBox.ButtonRole.YesRole)
        self.once = self.addButton(self.tr("Read it once"), QMessageBox.ButtonRole.NoRole)
        self.addButton(self.tr("Not now"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.once)


class FilePassword(Asking):
    """The password that a file opens with."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(
            parent, parent.tr("This file has a password"),
            parent.tr("“%s” opens with a password. It is used now and not kept.") % name,
            parent.tr("Read it"),
        )  # fmt: skip
        self.password = self.add_field(self.tr("Password of the file"))
