"""What could be saved of a damaged vault, and the new recovery key that comes with the new one."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.mending import Saved
from desktop.translation import in_window
from desktop.ui.card import Card
from desktop.ui.recovery_key import RecoveryKeyView
from desktop.ui.scene import centre
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label
from desktop.viewmodels.entrance import Entrance
from desktop.viewmodels.recovery import RecoveryKey

WIDTH = 520


class SavedKey(QWidget):
    """As at the first run: shown once, confirmed, then in."""

    def __init__(self, entrance: Entrance, saved: Saved) -> None:
        super().__init__()
        self.setObjectName("scene")
        self._entrance = entrance
        self.card = Card()
        self.view = RecoveryKeyView()
        self.view.show(RecoveryKey.of(saved.recovery_key))
        self.next = button(self.tr("I have written it down"), self._on_next, style="primary")
        how_much = self.tr("Everything could be read: %s rows.")
        if not saved.is_whole:
            how_much = self.tr("%s rows could be read; some could not.")
        inside = QVBoxLayout()
        inside.setSpacing(SPACE * 2)
        about = self.tr(
            "The new vault has a new recovery key, shown only now; the old one opens only the "
            "damaged vault. The passphrase stays as it is."
        )
        for one in (
            label(self.tr("Saved"), "title"), label(how_much % in_window.number(saved.rows)),
            label(about, "quiet"), self.card, self.view, self.next,
        ):  # fmt: skip
            inside.addWidget(one)
        centre(self, inside, WIDTH)
        self.setFocusProxy(self.next)
        self.view.said.connect(self.card.show_word)
        self.view.answered.connect(self._on_next)

    def _on_next(self) -> None:
        if not self.view.is_asking:
            self.view.ask()
            self.next.setText(self.tr("Confirm"))
        elif self.view.is_right():
            self.view.forget()
            self._entrance.enter()
        else:
            self.card.show_word(
                self.tr("That is not what was shown. Compare it, or look at the key once more.")
            )
