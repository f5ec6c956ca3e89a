"""The locked window: one field, and nothing that tells what is inside."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.ui.card import Card
from desktop.ui.passphrase_field import PassphraseField
from desktop.ui.scene import centre
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Picture, button, label
from desktop.viewmodels.entrance import Entrance, Ways, ways_out

WIDTH = 400


class Locked(QWidget):
    """Asks for the passphrase, or for the recovery key; other ways in are offered below."""

    restore_wanted = Signal()
    problem_met = Signal(object)
    "an error of the vault itself, which no other passphrase would help"

    def __init__(self, entrance: Entrance) -> None:
        super().__init__()
        self.setObjectName("scene")
        self._entrance = entrance
        self.card = Card()
        self.passphrase = PassphraseField(self.tr("Passphrase"))
        self.recovery_key = QLineEdit()
        self.unlock = button(self.tr("Unlock"), self._on_unlock, style="primary")
        self._is_silent = False
        self._progress = QProgressBar(textVisible=False, maximum=1000)
        self._inside = QVBoxLayout()
        self.title = label(self.tr("Tacit is locked"), "title")
        self.reminder: QLabel | None = None
        self.capitals: QLabel | None = None
        self.keychain: QPushButton | None = None
        self.other: QPushButton | None = None
        self._lay_out()
        self._connect()

    @property
    def asks_for_recovery_key(self) -> bool:
        return not self.recovery_key.isHidden()

    def show_reminders(self, count: int) -> None:
        """Say that something is due, and not what."""
        if self.reminder is None:
            self.reminder = label(style="accent")
            self.reminder.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._inside.insertWidget(2, self.reminder)
        says = self.tr("A reminder is due.") if count == 1 else self.tr("%s reminders are due.")
        self.reminder.setText(says if count == 1 else says % count)
        self.reminder.setAccessibleName(self.reminder.text())

    def offer(self, ways: Ways) -> None:
        """Show the other ways in, once it is known which there are."""
        if self.other is not None:
            return
        self.other = button(self.tr("Use the recovery key"), self._swap, style="link")
        restore = button(self.tr("Restore a backup"), self.restore_wanted.emit, style="link")
        links = [self.other, restore]
        if ways.has_keychain:
            self.keychain = button(
                self.tr("Use the system’s keychain"), self._entrance.with_keychain, style="link"
            )
            links.insert(0, self.keychain)
        for one in links:
            self._inside.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)

    def try_keychain(self) -> None:
        """Without being asked; where it does not open, the passphrase does, and nothing is said."""
        if not self._entrance.is_busy and not self.passphrase.text():
            self._is_silent = True
            self._entrance.with_keychain()

    def _lay_out(self) -> None:
        inside = self._inside
        inside.setSpacing(SPACE * 2)
        middle = Qt.AlignmentFlag.AlignHCenter
        inside.addWidget(Picture("lock", 40), 0, middle)
        self.title.setAlignment(middle)
        inside.addWidget(self.title)
        for one in (self.card, self.passphrase, self.recovery_key, self.unlock, self._progress):
            inside.addWidget(one)
        self._progress.hide()
        self.recovery_key.hide()
        centre(self, inside, WIDTH)
        self.setFocusProxy(self.passphrase)

    def _connect(self) -> None:
        self.passphrase.returnPressed.connect(self._on_unlock)
        self.recovery_key.returnPressed.connect(self._on_unlock)
        self.passphrase.capitals_changed.connect(self._on_capitals)
        self._entrance.failed.connect(self._on_failed)
        self._entrance.busy_changed.connect(self._enable)
        self._entrance.waits_changed.connect(self._enable)
        self._entrance.progressed.connect(self._on_progressed)
        self._entrance.looked.connect(self.offer)

    def _field(self) -> QLineEdit:
        return self.recovery_key if self.asks_for_recovery_key else self.passphrase

    def _on_unlock(self) -> None:
        field = self._field()
        if field.text() and self.unlock.isEnabled():
            self.card.hide()
            if field is self.passphrase:
                self._entrance.with_passphrase(field.text())
            else:
                self._entrance.with_recovery_key(field.text())

    def _swap(self) -> None:
        """Ask for the other one: the recovery key, or the passphrase."""
        to_key = not self.asks_for_recovery_key
        if to_key:
            self.recovery_key.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
            self.recovery_key.setAccessibleName(self.tr("Recovery key"))
        self.recovery_key.setVisible(to_key)
        self.passphrase.setVisible(not to_key)
        self.setFocusProxy(self._field())
        self._field().setFocus()
        self.card.hide()
        self._enable()
        if self.other is not None:
            passphrase = self.tr("Use the passphrase")
            self.other.setText(self.tr("Use the recovery key") if not to_key else passphrase)

    def _on_failed(self, error: BaseException) -> None:
        if ways_out(error) is not None:
            self.problem_met.emit(error)
            return
        was_silent, self._is_silent = self._is_silent, False
        if was_silent:
            return
        from desktop.translation import described

        self.card.show_error(described(error))
        self._field().selectAll()
        self._field().setFocus()

    def _enable(self) -> None:
        is_busy, waits_s = self._entrance.is_busy, self._entrance.waits_s
        for field in (self.passphrase, self.recovery_key):
            field.setDisabled(is_busy or waits_s > 0)
        self.unlock.setDisabled(is_busy or waits_s > 0)
        if is_busy:
            self.unlock.setText(self.tr("Unlocking…"))
        elif waits_s:
            self.unlock.setText(self.tr("Wait %s s") % waits_s)
        else:
            self.unlock.setText(self.tr("Unlock"))
            self._field().setFocus()
        self._progress.hide()

    def _on_progressed(self, share: float) -> None:
        self._progress.setVisible(share < 1)
        self._progress.setValue(round(share * 1000))

    def _on_capitals(self, has: bool) -> None:
        if self.capitals is None:
            self.capitals = label(self.tr("Caps Lock is on."), "warn")
            self._inside.insertWidget(self._inside.indexOf(self.unlock), self.capitals)
        self.capitals.setVisible(has)
