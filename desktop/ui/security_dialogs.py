"""Small windows that ask for what only the owner knows, before the ways into the vault change."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, row

WIDTH = 420


class Asking(QDialog):
    """Some fields, a yes that says what it does, and a way back."""

    def __init__(self, parent: QWidget, title: str, about: str, yes: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH + SPACE * 6)
        self.problem = label(style="bad")
        self.problem.hide()
        self.fields: list[QLineEdit] = []
        self.yes = button(yes, self._on_yes, style="primary")
        self.no = button(self.tr("Not now"), self.reject)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(SPACE)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 3)
        whole.setSpacing(SPACE * 2)
        whole.addWidget(label(title, "heading"))
        whole.addWidget(label(about, "quiet"))
        whole.addLayout(self._inside)
        whole.addWidget(self.problem)
        line: QHBoxLayout = row(self.no, self.yes, spacing=SPACE)
        line.insertStretch(0, 1)
        whole.addLayout(line)

    def add_field(self, name: str, *, is_secret: bool = True) -> QLineEdit:
        made = QLineEdit()
        if is_secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setPlaceholderText(name)
        made.setAccessibleName(name)
        made.returnPressed.connect(self._on_yes)
        self.fields.append(made)
        self._inside.addWidget(made)
        return made

    def trouble(self) -> str:
        """What keeps the yes from being taken; empty where nothing does."""
        return "" if all(one.text() for one in self.fields) else self.tr("Something is missing.")

    def _on_yes(self) -> None:
        self.problem.setText(self.trouble())
        self.problem.setVisible(bool(self.problem.text()))
        if not self.problem.text():
            self.accept()


class NewPassphrase(Asking):
    """The passphrase that holds, and twice the one that is to hold."""

    def __init__(self, parent: QWidget, change: Callable[[str, str], None]) -> None:
        super().__init__(
            parent,
            self.tr("Change the passphrase"),
            self.tr("Several words that nobody would guess are stronger than one with signs."),
            self.tr("Change it"),
        )
        self.old = self.add_field(self.tr("The passphrase now"))
        self.new = self.add_field(self.tr("The new one"))
        self.again = self.add_field(self.tr("The new one again"))
        self.accepted.connect(lambda: change(self.old.text(), self.new.text()))

    def trouble(self) -> str:
        if self.new.text() != self.again.text():
            return self.tr("The two new ones are not the same yet.")
        return super().trouble()


class AskPassphrase(Asking):
    """The passphrase, before something that an open window alone should not allow."""

    def __init__(
        self, parent: QWidget, title: str, about: str, *, then: Callable[[str], None]
    ) -> None:
        super().__init__(parent, title, about, self.tr("Go on"))
        self.passphrase = self.add_field(self.tr("The passphrase"))
        self.accepted.connect(lambda: then(self.passphrase.text()))


class ShowRecoveryKey(QDialog):
    """A recovery key, shown once."""

    def __init__(self, parent: QWidget, key: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Your new recovery key"))
        self.setFixedWidth(WIDTH + SPACE * 6)
        self.key = label(key, "mono")
        about = self.tr(
            "It is shown only now. Write it down and keep it away from this computer. The old "
            "one opens nothing any more, except backups that were made before."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 3)
        layout.setSpacing(SPACE * 2)
        layout.addWidget(label(self.windowTitle(), "heading"))
        layout.addWidget(label(about, "quiet"))
        layout.addWidget(self.key)
        layout.addWidget(button(self.tr("I have written it down"), self.accept, style="primary"))


class Erasing(Asking):
    """A word to be typed before everything goes."""

    def __init__(self, parent: QWidget, erase: Callable[[], None]) -> None:
        self._word = "erase"
        super().__init__(
            parent,
            self.tr("Erase everything"),
            self.tr(
                "The vault goes, and with it all backups on this computer. Nobody can undo this. "
                "Type “%s” to say that you mean it."
            )
            % self._word,
            self.tr("Erase everything"),
        )
        self.word = self.add_field(self._word, is_secret=False)
        self.accepted.connect(erase)

    def trouble(self) -> str:
        typed = self.word.text().strip().casefold()
        return "" if typed == self._word else self.tr("The word is not there yet.")
