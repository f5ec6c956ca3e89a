"""Which microphone and loudspeaker, a try of each, and the words to know."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QProgressBar, QVBoxLayout, QWidget

from desktop.session import Session
from desktop.ui.own_words import OwnWords
from desktop.ui.setting_row import CONTROL_WIDTH
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, column, label, line, row
from desktop.viewmodels.microphone import MicrophoneModel
from desktop.viewmodels.setting_rows import Setting
from desktop.viewmodels.voice_settings import VoiceSettings

if TYPE_CHECKING:
    from desktop.audio import Device

FULL = 1000


class SoundRows(QWidget):
    """Looks for devices each time it is seen; listens only while it is tried."""

    failed = Signal(object)
    "an exception"

    def __init__(self, setting: Setting, session: Session) -> None:
        super().__init__()
        self.setting = setting
        self._voices = VoiceSettings(session, self)
        self.trial = MicrophoneModel(session.jobs, self)
        self.microphones = _choice(self.tr("Microphone"))
        self.loudspeakers = _choice(self.tr("Loudspeaker"))
        self.level = QProgressBar(textVisible=False, maximum=FULL)
        self.level.setAccessibleName(self.tr("How loud it is"))
        self.level.setFixedWidth(CONTROL_WIDTH)
        self.told = label(style="small")
        self.test = button(self.tr("Try the microphone"), self._on_test)
        self.play = button(self.tr("Play a sound"), self._voices.try_loudspeaker)
        self.words = button(self.tr("Words to know…"), self._on_words)
        self._lay_out()
        self._connect()
        self._show([], self.microphones, "")
        self._show([], self.loudspeakers, "")

    def show_value(self, setting: Setting) -> None:
        """What is chosen is read with every change of the vault."""
        self.setting = setting

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._voices.find_microphones()
        self._voices.find_loudspeakers()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.trial.stop()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, SPACE, 0, SPACE)
        whole.setSpacing(SPACE)
        for title, about, control, more in (
            (self.tr("Microphone"), self.setting.about, self.microphones, self.test),
            (self.tr("Loudspeaker"), self.tr("What Tacit speaks through."), self.loudspeakers,
             self.play),
        ):  # fmt: skip
            name = label(title)
            name.setBuddy(control)
            right = column(control, more, spacing=SPACE // 2)
            right.setAlignment(more, Qt.AlignmentFlag.AlignRight)
            across = row(spacing=SPACE * 3)
            left = column(name, label(about, "small"), spacing=2)
            left.addStretch(1)
            across.addLayout(left, 1)
            across.addLayout(right)
            whole.addLayout(across)
            if control is self.microphones:
                whole.addLayout(row(self.told, self.level, spacing=SPACE, stretch_before=self.told))
            whole.addWidget(line())
        words = row(spacing=SPACE * 3)
        about = self.tr("Names and terms of yours that are to be understood as you write them.")
        words.addLayout(
            column(label(self.tr("Words to know")), label(about, "small"), spacing=2), 1
        )
        words.addWidget(self.words, 0, Qt.AlignmentFlag.AlignVCenter)
        whole.addLayout(words)
        self.level.hide()
        self.told.hide()

    def _connect(self) -> None:
        voices, trial = self._voices, self.trial
        voices.microphones_found.connect(
            lambda found: self._show(found, self.microphones, voices.now.device)
        )
        voices.loudspeakers_found.connect(
            lambda found: self._show(found, self.loudspeakers, voices.now.loudspeaker)
        )
        voices.changed.connect(self._on_changed)
        voices.failed.connect(self.failed)
        self.microphones.activated.connect(
            lambda _at: voices.choose_microphone(self.microphones.currentData())
        )
        self.loudspeakers.activated.connect(
            lambda _at: voices.choose_loudspeaker(self.loudspeakers.currentData())
        )
        trial.level_changed.connect(lambda level: self.level.setValue(round(level * FULL)))
        trial.heard.connect(lambda: self.told.setText(self.tr("I can hear you.")))
        trial.running_changed.connect(self._on_running)
        trial.failed.connect(self.failed)

    def _show(self, found: "list[Device]", choice: QComboBox, chosen: str) -> None:
        """Those that are here, and the chosen one also where it is not."""
        choice.clear()
        choice.addItem(self.tr("as the system"), "")
        for name in dict.fromkeys(one.name for one in found):
            choice.addItem(name, name)
        if chosen and choice.findData(chosen) < 0:
            choice.addItem(self.tr("%s (not connected)") % chosen, chosen)
        choice.setCurrentIndex(max(choice.findData(chosen), 0))

    def _on_changed(self) -> None:
        now = self._voices.now
        for choice, chosen in (
            (self.microphones, now.device), (self.loudspeakers, now.loudspeaker),
        ):  # fmt: skip
            if chosen and choice.findData(chosen) < 0:
                choice.addItem(self.tr("%s (not connected)") % chosen, chosen)
            choice.setCurrentIndex(max(choice.findData(chosen), 0))

    def _on_test(self) -> None:
        if self.trial.is_running:
            self.trial.stop()
        else:
            self.told.setText(self.tr("Say something…"))
            self.trial.start(self._voices.now.device)

    def _on_running(self) -> None:
        is_running = self.trial.is_running
        self.test.setText(self.tr("Stop") if is_running else self.tr("Try the microphone"))
        self.level.setVisible(is_running)
        self.told.setVisible(is_running)

    def _on_words(self) -> None:
        dialog = OwnWords(self._voices.now.words, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._voices.put_words(dialog.words()))
        dialog.open()


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setFixedWidth(CONTROL_WIDTH)
    made.setAccessibleName(name)
    return made
