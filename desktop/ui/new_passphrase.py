"""Two fields for a new passphrase, with a bar and a sentence that say what it is worth."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QProgressBar, QVBoxLayout, QWidget

from desktop.ui.passphrase_field import PassphraseField
from desktop.ui.theme import SPACE
from desktop.ui.widgets import label, set_state
from desktop.viewmodels.passphrase import PassphraseModel

FULL = 1000


class NewPassphrase(QWidget):
    """Asks for it twice; a weak one is the owner's to decide, one that protects nothing is not."""

    changed = Signal()
    "whether it may be used, perhaps"
    wanted = Signal()
    "Return was pressed in the last field"

    def __init__(self, model: PassphraseModel) -> None:
        super().__init__()
        self._model = model
        model.setParent(self)
        self.first = PassphraseField(self.tr("A passphrase"))
        self.again = PassphraseField(self.tr("The same again"))
        self.bar = QProgressBar(textVisible=False, maximum=FULL)
        self.bar.setAccessibleName(self.tr("How strong it is"))
        self.words = label(style="quiet")
        self.capitals = label(self.tr("Caps Lock is on."), "warn")
        self.anyway = QCheckBox(self.tr("I know, and I want to use it"))
        self._lay_out()
        self._connect()

    @property
    def passphrase(self) -> str:
        return self.first.text()

    def is_good(self) -> bool:
        """Whether it may be used as it stands."""
        if not self._model.is_judged or self.first.text() != self.again.text():
            return False
        is_allowed = self._model.level != "weak" or self.anyway.isChecked()
        return self._model.level != "refused" and is_allowed

    def what_is_missing(self) -> str:
        """Why it may not be used yet, in a sentence."""
        if self.first.text() and self.first.text() != self.again.text():
            return self.tr("The two are not the same yet.")
        if self._model.level == "weak":
            return self.tr("It is weak. Add a few words, or say that you want it all the same.")
        return self._model.words or self.tr("Choose a passphrase first.")

    def clear(self) -> None:
        """Nothing of it stays in the fields."""
        for one in (self.first, self.again):
            one.clear()
            one.set_shown(False)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE)
        for one in (self.first, self.again, self.capitals, self.bar, self.words, self.anyway):
            inside.addWidget(one)
        self.capitals.hide()
        self.anyway.hide()
        self.setFocusProxy(self.first)

    def _connect(self) -> None:
        self.first.textChanged.connect(self._model.typed)
        self.again.textChanged.connect(self.changed)
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.wanted)
        self.anyway.toggled.connect(self.changed)
        self.first.shown_changed.connect(self.again.set_shown)
        self.again.shown_changed.connect(self.first.set_shown)
        for one in (self.first, self.again):
            one.capitals_changed.connect(self.capitals.setVisible)
        self._model.judged.connect(self._on_judged)

    def _on_judged(self) -> None:
        level = self._model.level
        self.bar.setValue(round(self._model.share * FULL))
        set_state(self.bar, "level", level)
        self.words.setText(self._model.words)
        self.anyway.setVisible(level == "weak")
        if level != "weak":
            self.anyway.setChecked(False)
        self.changed.emit()
