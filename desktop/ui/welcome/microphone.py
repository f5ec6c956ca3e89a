"""A try of the microphone: a bar that moves, and nothing that is kept."""

from PySide6.QtWidgets import QProgressBar

from desktop.ui.theme import SPACE
from desktop.ui.welcome.step import StepPage
from desktop.ui.widgets import button, label, row
from desktop.viewmodels.microphone import MicrophoneModel
from desktop.viewmodels.welcome import WelcomeModel

FULL = 1000


class MicrophoneStep(StepPage):
    """Off until it is asked for."""

    def __init__(self, model: WelcomeModel) -> None:
        super().__init__(
            model,
            self.tr("Do you want to speak with Tacit?"),
            self.tr(
                "It listens only while you hold its key or press its button, and understands on "
                "this computer. Try your microphone here; nothing of it is kept."
            ),
        )
        self.microphone = MicrophoneModel(model.jobs, self)
        self.bar = QProgressBar(textVisible=False, maximum=FULL)
        self.bar.setAccessibleName(self.tr("How loud it is"))
        self.words = label(style="quiet")
        self.test = button(self.tr("Try the microphone"), self._on_test)
        self.content.addWidget(self.bar)
        self.content.addWidget(self.words)
        line = row(self.test, spacing=SPACE)
        line.addStretch(1)
        self.content.addLayout(line)
        self.setFocusProxy(self.test)
        self.microphone.level_changed.connect(lambda level: self.bar.setValue(round(level * FULL)))
        self.microphone.heard.connect(self._on_heard)
        self.microphone.running_changed.connect(self._on_running)
        self.microphone.failed.connect(self.failed)

    def leave(self) -> None:
        self.microphone.stop()

    def _on_test(self) -> None:
        if self.microphone.is_running:
            self.microphone.stop()
        else:
            self.words.setText(self.tr("Say something…"))
            self.microphone.start()

    def _on_heard(self) -> None:
        self.words.setText(self.tr("I can hear you."))

    def _on_running(self) -> None:
        is_running = self.microphone.is_running
        self.test.setText(self.tr("Stop") if is_running else self.tr("Try the microphone"))
        if not is_running and self.words.text() == self.tr("Say something…"):
            self.words.clear()
