"""The passphrase of the vault: what it is worth, and what it means to lose it."""

from desktop.ui.new_passphrase import NewPassphrase
from desktop.ui.welcome.step import StepPage
from desktop.ui.widgets import label, panel
from desktop.viewmodels.passphrase import PassphraseModel
from desktop.viewmodels.welcome import WelcomeModel


class PassphraseStep(StepPage):
    """Makes the vault."""

    def __init__(self, model: WelcomeModel) -> None:
        super().__init__(
            model,
            self.tr("A passphrase for your vault"),
            self.tr(
                "Everything that Tacit remembers is kept in a vault that only this passphrase "
                "opens. Four or five words that belong together only for you are easy to keep "
                "and hard to guess."
            ),
        )
        self.fields = NewPassphrase(PassphraseModel(model.jobs))
        self.content.addWidget(self.fields)
        self.content.addWidget(
            panel(
                label(self.tr("If it is lost"), "strong"),
                label(
                    self.tr(
                        "Nobody can open the vault without it, Tacit’s makers included. The only "
                        "other way in is the recovery key, which comes next."
                    ),
                    "quiet",
                ),
            )
        )
        self.next_text = self.tr("Make the vault")
        self.setFocusProxy(self.fields)
        self.fields.wanted.connect(self.go_on)
        model.entrance.busy_changed.connect(self._on_busy)

    def go_on(self) -> None:
        if self.fields.is_good():
            self.model.make_vault(self.fields.passphrase)
        else:
            self.said.emit(self.fields.what_is_missing())

    def leave(self) -> None:
        self.fields.clear()

    def _on_busy(self) -> None:
        is_busy = self.model.entrance.is_busy
        self.fields.setDisabled(is_busy)
        self.set_next(self.tr("Making the vault…") if is_busy else self.tr("Make the vault"))
