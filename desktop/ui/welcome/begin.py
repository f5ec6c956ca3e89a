"""The last step: a few things to begin with, or straight in."""

from PySide6.QtWidgets import QPushButton

from desktop.ui.welcome.step import StepPage
from desktop.ui.widgets import button, label
from desktop.viewmodels.welcome import WelcomeModel


class BeginStep(StepPage):
    """Leads into the first conversation."""

    def __init__(self, model: WelcomeModel) -> None:
        super().__init__(
            model,
            self.tr("Tacit is ready"),
            self.tr("Say it in your own words. For example:"),
        )
        self.suggestions: list[QPushButton] = [
            self._suggestion(words)
            for words in (
                self.tr("Remind me to call Ana tomorrow at 3"),
                self.tr("Add a task: finish the report by Friday"),
                self.tr("What can you do for me?"),
            )
        ]
        self.content.addWidget(
            label(
                self.tr(
                    "You can also drop a document into the window, or lock it with Ctrl+L at any "
                    "time."
                ),
                "quiet",
            )
        )
        self.next_text = self.tr("Begin")

    def _suggestion(self, words: str) -> QPushButton:
        made = button(words, lambda: self._begin_with(words), style="suggestion")
        self.content.addWidget(made)
        return made

    def _begin_with(self, words: str) -> None:
        self.model.wish = words
        self.model.go_on()
