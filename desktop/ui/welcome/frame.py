"""The first window: one step at a time, with a way back, and a way past what can wait."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.card import Card
from desktop.ui.scene import width_for
from desktop.ui.theme import SPACE
from desktop.ui.welcome.step import StepPage
from desktop.ui.widgets import button, label, line, scrolled, set_state
from desktop.viewmodels.welcome import Step, WelcomeModel

WIDTH, HEIGHT = 600, 680
DOT = 8


class Dots(QWidget):
    """How far it is, at a glance."""

    def __init__(self, count: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(DOT - 2)
        self._dots = [QWidget() for _ in range(count)]
        for dot in self._dots:
            dot.setObjectName("dot")
            dot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            dot.setFixedSize(DOT, DOT)
            row.addWidget(dot)

    def show_number(self, number: int) -> None:
        for place, dot in enumerate(self._dots, start=1):
            set_state(dot, "state", "now" if place == number else "done" if place < number else "")


class Welcome(QWidget):
    """Leads through the steps; each is made when it is first seen."""

    restore_wanted = Signal()

    def __init__(self, model: WelcomeModel) -> None:
        super().__init__()
        self.setObjectName("scene")
        self.model = model
        model.setParent(self)
        self.card = Card()
        self.page: StepPage | None = None
        self._place = label(style="small")
        self._dots = Dots(model.count)
        self._area: QScrollArea | None = None
        self._middle = QVBoxLayout()
        self.back = button("", model.back)
        self.skip = button("", model.go_on, style="flat")
        self.next = button("", self._on_next, style="primary")
        self._lay_out()
        model.step_changed.connect(self._show_step)
        model.failed.connect(self._on_failed)
        model.entrance.busy_changed.connect(self._enable)
        model.begin()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._place, 1)
        top.addWidget(self._dots)
        bottom = QHBoxLayout()
        bottom.setSpacing(SPACE)
        bottom.addWidget(self.back)
        bottom.addStretch(1)
        bottom.addWidget(self.skip)
        bottom.addWidget(self.next)
        inside = QVBoxLayout()
        inside.setSpacing(SPACE * 2)
        inside.addLayout(top)
        inside.addWidget(self.card)
        inside.addLayout(self._middle, 1)
        inside.addWidget(line())
        inside.addLayout(bottom)
        column = QWidget()
        column.setMaximumWidth(width_for(self, WIDTH))
        column.setLayout(inside)
        column.setMaximumHeight(width_for(self, HEIGHT))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(SPACE * 4, SPACE * 3, SPACE * 4, SPACE * 3)
        whole.addStretch(1)
        whole.addWidget(column, 1000)
        whole.addStretch(1)

    def _show_step(self) -> None:
        if self.page is not None and self._area is not None:
            self.page.leave()
            self._middle.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self.card.hide()
        self.page = made(self.model)
        self.page.ready_changed.connect(self._enable)
        self.page.said.connect(self.card.show_word)
        self.page.failed.connect(self._on_failed)
        self.page.described.connect(self.card.show_error)
        self.page.restore_wanted.connect(self.restore_wanted)
        self._area = scrolled(self.page)
        self._middle.addWidget(self._area)
        number = self.model.number
        self._place.setText(self.tr("Step %s of %s") % (number, self.model.count))
        self._dots.show_number(number)
        self.back.setText(self.tr("Back"))  # the language may be another now
        self.skip.setText(self.tr("Skip"))
        self._enable()
        self._focus()

    def _focus(self) -> None:
        first = self.page.focusProxy() if self.page is not None else None
        self.setFocusProxy(first or self.next)
        (first or self.next).setFocus()

    def _enable(self) -> None:
        if self.page is None:
            return
        is_busy = self.model.entrance.is_busy
        self.back.setVisible(self.model.can_go_back)
        self.skip.setVisible(self.model.can_be_skipped)
        self.next.setText(self.page.next_text)
        self.next.setEnabled(self.page.is_ready and not is_busy)
        self.back.setDisabled(is_busy)

    def _on_next(self) -> None:
        if self.page is not None:
            self.card.hide()
            self.page.go_on()

    def _on_failed(self, error: BaseException) -> None:
        from desktop.translation import described

        self.card.show_error(described(error))
        self._enable()


def made(model: WelcomeModel) -> StepPage:
    """The page of the step that it is time for; loaded only then."""
    pages: dict[Step, Callable[[WelcomeModel], StepPage]] = {
        Step.LANGUAGE: _language, Step.PASSPHRASE: _passphrase, Step.RECOVERY: _recovery,
        Step.MACHINE: _machine, Step.WEIGHTS: _weights, Step.MICROPHONE: _microphone,
        Step.PROFILE: _profile, Step.BEGIN: _begin,
    }  # fmt: skip
    return pages[model.step](model)


def _language(model: WelcomeModel) -> StepPage:
    from desktop.ui.welcome.language import LanguageStep

    return LanguageStep(model)


def _passphrase(model: WelcomeModel) -> StepPage:
    from desktop.ui.welcome.passphrase import PassphraseStep

    return PassphraseStep(model)


def _recovery(model: WelcomeModel) -> StepPage:
    from desktop.ui.welcome.recovery import RecoveryStep

    return RecoveryStep(model)


def _machine(model: WelcomeModel) -> StepPage:
    from desktop.ui.welcome.machine import MachineStep

    return MachineStep(model)


def _weights(model: WelcomeModel) -> StepPage:
    from desktop.ui.welcome.weights import WeightsStep

    return WeightsStep(model)


def _microphone(model: WelcomeModel) -> StepPage:
    from desktop.ui.welcome.microphone import MicrophoneStep

    return MicrophoneStep(model)


def _profile(model: WelcomeModel) -> StepPage:
    from desktop.ui.welcome.profile import ProfileStep

    return ProfileStep(model)


def _begin(model: WelcomeModel) -> StepPage:
    from desktop.ui.welcome.begin import BeginStep

    return BeginStep(model)
