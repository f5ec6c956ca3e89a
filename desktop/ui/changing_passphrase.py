"""After the recovery key opened the vault: a new passphrase in place of the forgotten one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.alive import while_alive
from desktop.session import Session
from desktop.ui.card import Card
from desktop.ui.new_passphrase import NewPassphrase
from desktop.ui.scene import centre
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, row
from desktop.viewmodels.passphrase import PassphraseModel, set_passphrase

WIDTH = 460


class ChangingPassphrase(QWidget):
    """Offers it; the old one can be kept."""

    done = Signal()

    def __init__(self, session: Session, model: PassphraseModel) -> None:
        super().__init__()
        self.setObjectName("scene")
        self._session = session
        self.card = Card()
        self.fields = NewPassphrase(model)
        self.keep = button(self.tr("Keep the old one"), self.done.emit)
        self.set = button(self.tr("Set it"), self._on_set, style="primary")
        inside = QVBoxLayout()
        inside.setSpacing(SPACE * 2)
        about = self.tr(
            "The recovery key opened the vault. If the passphrase is forgotten, choose a new one "
            "now; the recovery key stays as it is."
        )
        for one in (
            label(self.tr("A new passphrase?"), "title"), label(about, "quiet"), self.card,
            self.fields,
        ):  # fmt: skip
            inside.addWidget(one)
        inside.addLayout(row(self.keep, self.set, spacing=SPACE, stretch_before=self.set))
        centre(self, inside, WIDTH)
        self.setFocusProxy(self.fields)
        self.fields.wanted.connect(self._on_set)

    def _on_set(self) -> None:
        if not self.fields.is_good():
            self.card.show_word(self.fields.what_is_missing())
            return
        self._enable(is_idle=False)
        set_passphrase(
            self._session,
            self.fields.passphrase,
            on_done=while_alive(self, self._on_done),
            on_error=while_alive(self, self._on_error),
        )
        self.fields.clear()

    def _on_done(self) -> None:
        self.done.emit()

    def _on_error(self, error: BaseException) -> None:
        from desktop.translation import described

        self._enable(is_idle=True)
        self.card.show_error(described(error))

    def _enable(self, *, is_idle: bool) -> None:
        for one in (self.fields, self.keep, self.set):
            one.setEnabled(is_idle)
