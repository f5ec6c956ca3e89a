"""The locked window: one field, and nothing that tells what is inside."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from desktop.errors import describe
from desktop.ui.card import Card
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Picture, button, label
from desktop.viewmodels.entrance import Entrance

WIDTH = 380


class Locked(QWidget):
    """Asks for the passphrase."""

    def __init__(self, entrance: Entrance) -> None:
        super().__init__()
        self.setObjectName("scene")
        self._entrance = entrance
        self.card = Card()
        self.passphrase = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(self.tr("Passphrase"))
        self.passphrase.setAccessibleName(self.tr("Passphrase"))
        self.unlock = button(self.tr("Unlock"), self._on_unlock, style="primary")
        self._progress = QProgressBar(textVisible=False, maximum=1000)
        self._progress.hide()
        self._lay_out()
        self.setFocusProxy(self.passphrase)
        self.passphrase.returnPressed.connect(self._on_unlock)
        entrance.failed.connect(self._on_failed)
        entrance.busy_changed.connect(self._on_busy_changed)
        entrance.progressed.connect(self._on_progressed)

    def _lay_out(self) -> None:
        inside = QVBoxLayout()
        inside.setSpacing(SPACE * 2)
        inside.addWidget(Picture("lock", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        title = label(self.tr("Tacit is locked"), "title")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(title)
        for one in (self.card, self.passphrase, self.unlock, self._progress):
            one.setFixedWidth(WIDTH)
            inside.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(inside)
        whole.addStretch(3)

    def _on_unlock(self) -> None:
        if self.passphrase.text():
            self.card.hide()
            self._entrance.with_passphrase(self.passphrase.text())

    def _on_failed(self, error: BaseException) -> None:
        self.card.show_error(describe(error))
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _on_busy_changed(self) -> None:
        is_busy = self._entrance.is_busy
        self.passphrase.setDisabled(is_busy)
        self.unlock.setDisabled(is_busy)
        self.unlock.setText(self.tr("Unlocking…") if is_busy else self.tr("Unlock"))
        self._progress.hide()

    def _on_progressed(self, share: float) -> None:
        self._progress.setVisible(share < 1)
        self._progress.setValue(round(share * 1000))
