"""The first step: hello, in which language, and the way for who comes with a backup."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from desktop.ui.welcome.step import StepPage
from desktop.ui.widgets import button, label, panel
from desktop.viewmodels.welcome import WelcomeModel


class LanguageStep(StepPage):
    """What Tacit is, in three lines."""

    def __init__(self, model: WelcomeModel) -> None:
        super().__init__(
            model,
            self.tr("Welcome to Tacit"),
            self.tr("A private assistant that lives on this computer, and only here."),
        )
        self.content.addWidget(
            panel(
                label(self.tr("Nothing leaves this computer unless you say so, each time.")),
                label(self.tr("Everything it remembers is encrypted, and only you can open it.")),
                label(
                    self.tr("It changes nothing in the world before you have seen it and said yes.")
                ),
            )
        )
        self.choices: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._add_languages()
        self.restore = button(
            self.tr("I have a backup to restore"), self.restore_wanted.emit, style="link"
        )
        self.content.addWidget(self.restore)

    def _add_languages(self) -> None:
        self.content.addWidget(label(self.tr("Language"), "strong"))
        now = self.model.language
        for code, name in self.model.languages().items():
            choice = QRadioButton(name)
            choice.setChecked(code == now)
            choice.clicked.connect(lambda _on, code=code: self.model.choose_language(code))
            self.choices[code] = choice
            self._group.addButton(choice)
            self.content.addWidget(choice)
