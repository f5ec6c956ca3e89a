"""A few things about the owner, each of them optional."""

from PySide6.QtWidgets import QLineEdit

from desktop.alive import while_alive
from desktop.ui.theme import SPACE
from desktop.ui.welcome.step import StepPage
from desktop.ui.widgets import column, label, set_state
from desktop.viewmodels import basics
from desktop.viewmodels.welcome import WelcomeModel


class ProfileStep(StepPage):
    """Name, working hours, zone; kept in the vault, readable and editable on the Profile page."""

    def __init__(self, model: WelcomeModel) -> None:
        super().__init__(
            model,
            self.tr("A little about you"),
            self.tr(
                "It stays in your vault. You can read, change and take back every entry on the "
                "Profile page."
            ),
        )
        self._fields: dict[str, QLineEdit] = {}
        self.name = self._field(
            "identity.name", self.tr("What should Tacit call you?"), self.tr("Your name")
        )
        self.hours = self._field(
            "work.hours", self.tr("When do you work?"), self.tr("9:00 to 17:30")
        )
        here = basics.zone_here()
        this = self.tr("This computer’s: %s") % here if here else self.tr("This computer’s")
        self.zone = self._field("work.zone", self.tr("Which time zone are you in?"), this)
        self.setFocusProxy(self.name)

    def go_on(self) -> None:
        session = self.model.session
        assert session is not None
        self._enable(is_idle=False)
        basics.keep(
            session,
            [(key, field.text()) for key, field in self._fields.items()],
            on_done=while_alive(self, self.model.go_on),
            on_error=while_alive(self, self._on_error),
        )

    def _field(self, key: str, question: str, example: str) -> QLineEdit:
        made = self._fields[key] = QLineEdit()
        made.setPlaceholderText(example)
        made.setAccessibleName(question)
        made.returnPressed.connect(self.go_on)
        self.content.addLayout(column(label(question), made, spacing=SPACE // 2))
        return made

    def _on_error(self, error: BaseException) -> None:
        self._enable(is_idle=True)
        asked = basics.refused(error)
        if asked is None:
            self.failed.emit(error)
            return
        field = self._fields[asked.key]
        set_state(field, "bad", value=True)
        field.setFocus()
        self.said.emit(self.tr("%s It takes %s.") % (field.accessibleName(), asked.wanted))

    def _enable(self, *, is_idle: bool) -> None:
        for field in self._fields.values():
            field.setEnabled(is_idle)
            set_state(field, "bad", value=False)
        self.set_ready(is_ready=is_idle)
