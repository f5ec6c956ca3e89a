"""Speaking without a hand: the words that wake Tacit are heard, and the pause after what is said.

The microphone is open only while the owner wants that, the vault is unlocked, and the computer is
not on its battery (or the owner wants it there, too). That it is open can always be seen.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from desktop import power
from desktop.errors import HandsFreeMissing
from desktop.jobs import Lane
from desktop.session import Session
from desktop.standby import Standby
from desktop.translation import described
from desktop.viewmodels.talking import Phase, Talking
from desktop.viewmodels.voice_settings import VoiceSettings
from inference.engines import watch
from inference.voice.waking import SPOKEN, WakeWord

LOOKS_AT_POWER_MS = 60_000
AGAIN_MS = 15_000
"after a microphone went away, until it is looked for again"
Held = tuple[str, WakeWord | None]


class HandsFree(QObject):
    """Opens and closes the microphone, and lets the owner speak when they are heard."""

    changed = Signal()
    "what `says` and `is_open`"
    failed = Signal(object)
    "an ErrorCard, said once for each time that it went wrong"

    def __init__(
        self, session: Session, talking: Callable[[], Talking], parent: QObject | None = None
    ) -> None:
        """`talking` makes what speaks, when the words are heard first."""
        super().__init__(parent)
        self._session, self._make = session, talking
        self._talking: Talking | None = None
        self.settings = VoiceSettings(session, self)
        self.standby = Standby(session, self)
        self._held: Held | None = None
        "what the microphone is held open for"
        self._follows = 0
        "the utterance whose end is waited for; 0 for none"
        self._is_in_front = False
        self._is_on_battery = True
        "until it is known: it is not opened before"
        self._is_told = False
        "whether the owner knows by now that it does not work"
        self._is_over = False
        self._power = QTimer(self, interval=LOOKS_AT_POWER_MS)
        self._power.timeout.connect(self._look_at_power)
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._apply)
        self.settings.changed.connect(self._on_settings)
        self.standby.woken.connect(self._on_woken)
        self.standby.paused.connect(self._on_paused)
        self.standby.open_changed.connect(self._on_open)
        self.standby.failed.connect(self._on_failed)

    @property
    def is_open(self) -> bool:
        """Whether a microphone is open without anybody speaking."""
        return self.standby.is_open

    @property
    def says(self) -> str:
        """What the microphone is open for; empty while it is closed."""
        if not self.is_open or self._held is None:
            return ""
        word = self._held[1]
        if word is None:
            return self.tr("The microphone is held ready")
        return self.tr("Waiting for “%s”") % SPOKEN[word]

    def attach(self, talking: Talking) -> None:
        """From now on this is what speaks; it hears through what is held open."""
        self._talking = talking
        talking.ear.microphone = self.standby.microphone
        talking.changed.connect(self._on_talking)

    def look_in_front(self, *_state: object) -> None:
        """Whether the owner looks at Tacit has changed."""
        is_active = Qt.ApplicationState.ApplicationActive
        self._is_in_front = QGuiApplication.applicationState() == is_active
        self._apply()

    def turn_off(self) -> None:
        """What the owner presses beside the sign of the open microphone."""
        from inference import preferences

        key = "voice.hands_free" if self._held and self._held[1] else "voice.ready"
        self._session.change(
            lambda assistant: preferences.put(assistant.conn, key, False),  # noqa: FBT003
            on_done=lambda _nothing: self.settings.look(),
        )

    def stop(self) -> None:
        """For good, as when the vault is locked."""
        self._is_over = True
        self._power.stop()
        self._again.stop()
        self.standby.stop()

    def _on_settings(self) -> None:
        if self.settings.now.hands_free and not self._power.isActive() and not self._is_over:
            self._power.start()
            self._look_at_power()
        elif not self.settings.now.hands_free:
            self._power.stop()
        self._is_told = False
        self._apply()
        if self.settings.now.hands_free and not watch.is_possible():
            self.failed.emit(described(HandsFreeMissing()))

    def _look_at_power(self) -> None:
        def found(is_on_battery: bool | None) -> None:
            self._is_on_battery = bool(is_on_battery)
            self._apply()

        self._session.jobs.start(Lane.IO, lambda _job: power.on_battery(), on_done=found)

    def _apply(self) -> None:
        """Open it or close it, as things are now; never under somebody who speaks."""
        is_heard = self._talking is not None and self._talking.talk.open is not None
        if is_heard or self._is_over:
            return
        wanted = self._wanted()
        if wanted == self._held and (wanted is None or self.standby.is_on):
            return
        self._held = wanted
        self._again.stop()
        if wanted is None:
            self.standby.stop()
        else:
            self.standby.start(*wanted)
        self.changed.emit()

    def _wanted(self) -> Held | None:
        now = self.settings.now
        has_power = now.on_battery or not self._is_on_battery
        if now.hands_free and has_power and watch.is_possible():
            return now.device, now.wake_word
        return (now.device, None) if now.keeps_ready and self._is_in_front else None

    def _on_woken(self) -> None:
        if self._talking is None:
            self._make()
        if self._talking is not None and self._talking.talk.open is None:
            self._follows = self._talking.wake(self.settings.now.wake_word)
            self.standby.follow()

    def _on_paused(self, has_spoken: bool) -> None:
        number, self._follows = self._follows, 0
        talking = self._talking
        if talking is None or talking.talk.open is None or talking.talk.open.number != number:
            return
        if has_spoken:
            talking.toggle()
        else:
            talking.cancel()

    def _on_talking(self) -> None:
        """Whatever ended it, a hand or a voice: then the words are waited for again."""
        assert self._talking is not None
        if self._talking.phase is Phase.LISTENING:
            return
        if self._follows:
            self._follows = 0
            self.standby.wait()
        self._apply()

    def _on_open(self, is_open: bool) -> None:
        self._is_told = self._is_told and not is_open
        self.changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._again.start()
        if not self._is_told:
            self._is_told = True
            self.failed.emit(described(error))
