"""The first window: a passphrase for the vault, and its recovery key, shown once."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.errors import describe
from desktop.ui.card import Card
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label
from desktop.viewmodels.entrance import Entrance

WIDTH = 460


class Welcome(QWidget):
    """Makes the vault."""

    def __init__(self, entrance: Entrance) -> None:
        super().__init__()
        self.setObjectName("scene")
        self._entrance = entrance
        self.card = Card()
        self.passphrase = self._field(self.tr("A passphrase"))
        self.again = self._field(self.tr("The same again"))
        self.make = button(self.tr("Make the vault"), self._on_make, style="primary")
        self.key = label(style="mono")
        self.go_on = button(self.tr("I have written it down"), entrance.enter, style="primary")
        self._about = label(
            self.tr("Everything that Tacit remembers is kept in a vault that only you can open."),
            "quiet",
        )
        self._lay_out()
        entrance.made.connect(self._on_made)
        entrance.failed.connect(lambda error: self.card.show_error(describe(error)))

    def _field(self, name: str) -> QLineEdit:
        made = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        made.setPlaceholderText(name)
        made.setAccessibleName(name)
        made.returnPressed.connect(self._on_make)
        return made

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setSpacing(SPACE * 2)
        whole.addStretch(2)
        for one in (
            label(self.tr("Welcome to Tacit"), "title"), self._about, self.card, self.passphrase,
            self.again, self.make, self.key, self.go_on,
        ):  # fmt: skip
            one.setFixedWidth(WIDTH)
            whole.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.key.hide()
        self.go_on.hide()

    def _on_make(self) -> None:
        if self.passphrase.text() != self.again.text():
            self.card.show_word(self.tr("The two are not the same yet."))
        elif self.passphrase.text():
            self.card.hide()
            self._entrance.make(self.passphrase.text())

    def _on_made(self, recovery_key: str) -> None:
        for one in (self.passphrase, self.again, self.make):
            one.clear() if isinstance(one, QLineEdit) else None
            one.hide()
        self._about.setText(
            self.tr(
                "This is your recovery key, shown only now. It opens the vault if you forget the "
                "passphrase. Write it down and keep it away from this computer."
            )
        )
        self.key.setText(recovery_key)
        self.key.show()
        self.go_on.show()
        self.go_on.setFocus()
