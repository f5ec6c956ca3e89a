"""The recovery key: shown once, and confirmed by typing a part of it back."""

from desktop.ui.recovery_key import RecoveryKeyView
from desktop.ui.welcome.step import StepPage
from desktop.viewmodels.recovery import RecoveryKey
from desktop.viewmodels.welcome import WelcomeModel


class RecoveryStep(StepPage):
    """First read, then asked for."""

    def __init__(self, model: WelcomeModel) -> None:
        super().__init__(
            model,
            self.tr("Your recovery key"),
            self.tr(
                "It opens the vault if you forget the passphrase, and it is shown only now. Write "
                "it down on paper and keep it away from this computer."
            ),
        )
        self.view = RecoveryKeyView()
        self.content.addWidget(self.view)
        self.is_ready = False
        self.next_text = self.tr("I have written it down")
        self.view.said.connect(self.said)
        self.view.answered.connect(self.go_on)
        self.view.again.clicked.connect(self._on_again)
        model.key_made.connect(self._on_made)

    def go_on(self) -> None:
        if not self.view.is_asking:
            self.view.ask()
            self.set_next(self.tr("Confirm"))
        elif self.view.is_right():
            self.view.forget()
            self.model.confirmed()
        else:
            self.said.emit(
                self.tr("That is not what was shown. Compare it, or look at the key once more.")
            )

    def leave(self) -> None:
        self.view.forget()

    def _on_made(self, key: RecoveryKey) -> None:
        self.view.show(key)
        self.set_ready(is_ready=True)

    def _on_again(self) -> None:
        self.set_next(self.tr("I have written it down"))
