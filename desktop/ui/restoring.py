"""Bringing a backup: which one, and what opens it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.card import Card
from desktop.ui.passphrase_field import PassphraseField
from desktop.ui.scene import centre
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, row
from desktop.viewmodels.entrance import Entrance, Ways, backup_title

WIDTH = 480


class Restoring(QWidget):
    """A backup takes the place of the vault that is here, if there is one."""

    back_wanted = Signal()

    def __init__(self, entrance: Entrance) -> None:
        super().__init__()
        self.setObjectName("scene")
        self._entrance = entrance
        self.card = Card()
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Backup"))
        self.choice.setPlaceholderText(self.tr("No backup chosen yet"))
        self.another = button(self.tr("Another file…"), self._choose_file)
        self.passphrase = PassphraseField(self.tr("The passphrase it was made with"))
        self.recovery_key = QLineEdit()
        self.recovery_key.setPlaceholderText(self.tr("The recovery key it was made with"))
        self.recovery_key.setAccessibleName(self.recovery_key.placeholderText())
        self.swap = button(self.tr("Use the recovery key"), self._swap, style="link")
        self.restore = button(self.tr("Restore"), self._on_restore, style="primary")
        self.back = button(self.tr("Back"), self.back_wanted.emit)
        self._progress = QProgressBar(textVisible=False, maximum=0)
        self._lay_out()
        self._connect()
        entrance.look()

    def take(self, path: Path) -> None:
        """This file is meant."""
        self.choice.insertItem(0, path.name, path)
        self.choice.setCurrentIndex(0)

    def _lay_out(self) -> None:
        inside = QVBoxLayout()
        inside.setSpacing(SPACE * 2)
        inside.addWidget(label(self.tr("Restore a backup"), "title"))
        about = self.tr("Each page is checked before it counts.")
        if self._entrance.places.exists():
            about = self.tr(
                "Each page is checked before it counts. The vault that is here now is put aside, "
                "not deleted."
            )
        inside.addWidget(label(about, "quiet"))
        inside.addWidget(self.card)
        line = row(self.choice, self.another, spacing=SPACE)
        line.setStretch(0, 1)
        inside.addLayout(line)
        for one in (self.passphrase, self.recovery_key, self._progress):
            inside.addWidget(one)
        inside.addWidget(self.swap, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addLayout(row(self.back, self.restore, spacing=SPACE, stretch_before=self.restore))
        centre(self, inside, WIDTH)
        self._progress.hide()
        self.recovery_key.hide()
        self.setFocusProxy(self.passphrase)

    def _connect(self) -> None:
        self.passphrase.returnPressed.connect(self._on_restore)
        self.recovery_key.returnPressed.connect(self._on_restore)
        self._entrance.looked.connect(self._on_looked)
        self._entrance.failed.connect(self._on_failed)
        self._entrance.busy_changed.connect(self._enable)
        self._entrance.waits_changed.connect(self._enable)

    def _on_looked(self, ways: Ways) -> None:
        for path in ways.backups:
            if self.choice.findData(path) < 0:
                self.choice.addItem(backup_title(path), path)
        if self.choice.currentIndex() < 0 and ways.backups:
            self.choice.setCurrentIndex(0)

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("A backup"), "", self.tr("Backups of Tacit (*.tacit);;All files (*)")
        )
        if chosen:
            self.take(Path(chosen))

    def _swap(self) -> None:
        to_key = self.recovery_key.isHidden()
        self.recovery_key.setVisible(to_key)
        self.passphrase.setVisible(not to_key)
        passphrase = self.tr("Use the passphrase")
        self.swap.setText(passphrase if to_key else self.tr("Use the recovery key"))
        (self.recovery_key if to_key else self.passphrase).setFocus()

    def _on_restore(self) -> None:
        is_key = not self.recovery_key.isHidden()
        secret = self.recovery_key.text() if is_key else self.passphrase.text()
        path = self.choice.currentData()
        if path is None:
            self.card.show_word(self.tr("Choose a backup first."))
        elif secret:
            self.card.hide()
            self._entrance.restore(path, secret, is_recovery_key=is_key)

    def _on_failed(self, error: BaseException) -> None:
        from desktop.translation import described

        self.card.show_error(described(error))

    def _enable(self) -> None:
        is_busy = self._entrance.is_busy
        for one in (self.choice, self.another, self.passphrase, self.recovery_key, self.swap,
                    self.restore, self.back):  # fmt: skip
            one.setDisabled(is_busy)
        self._progress.setVisible(is_busy)
