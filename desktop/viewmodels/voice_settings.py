"""What holds for speaking: kept in the vault, since names and devices are nobody's business."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job, Lane
from desktop.session import Session
from inference.types import HearingRequest
from inference.voice.talk import Speaks
from inference.voice.waking import WakeWord

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from desktop.audio import Device
    from inference.preference_kinds import Value

ENGLISH = HearingRequest("en")
SPEAKS = {False: Speaks.NEVER, True: Speaks.ALWAYS}
"as the preference is kept"


class TalkKey(StrEnum):
    """What the talk key does."""

    BOTH = "both"
    HOLD = "hold"
    TAP = "tap"


@dataclass(frozen=True)
class Voices:
    """All of it."""

    speaks: Speaks = Speaks.WHEN_I_SPOKE
    sends_at_once: bool = True
    sounds: bool = True
    device: str = ""
    "the microphone that was chosen; empty for the system's"
    request: HearingRequest = ENGLISH
    words: tuple[str, ...] = ()
    "that the owner wrote down to be understood"
    key: TalkKey = TalkKey.BOTH
    speed: float = 1.0
    keeps_ready: bool = False
    "whether the microphone is held open while Tacit is in front"
    hands_free: bool = False
    wake_word: WakeWord = WakeWord.HEY_JARVIS
    on_battery: bool = False
    "whether it is hands-free there, too"
    loudspeaker: str = ""
    "that was chosen; empty for the system's"
    cleans_up: bool = False
    "whether the model tidies what is dictated"
    keeps: bool = False
    "whether what is said can be heard again"


class VoiceSettings(QObject):
    """Reads them when the vault changes, and changes them."""

    changed = Signal()
    microphones_found = Signal(object)
    "Devices"
    loudspeakers_found = Signal(object)
    failed = Signal(object)
    "an exception: what was tried does not work"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.now = Voices()
        session.changed.connect(self.look)
        self.look()

    def look(self) -> None:
        def found(now: Voices) -> None:
            self.now = now
            self.changed.emit()

        self._session.look(_read, on_done=found)

    def choose_microphone(self, name: str) -> None:
        """This one from now on; the system's where it is empty."""
        from inference.voice import hints

        self._session.change(
            lambda assistant: hints.put_microphone(assistant.conn, name),
            on_done=lambda _nothing: self.look(),
        )

    def choose_loudspeaker(self, name: str) -> None:
        """The same for what Tacit speaks through."""
        from inference.voice import hints

        self._session.change(
            lambda assistant: hints.put_loudspeaker(assistant.conn, name),
            on_done=lambda _nothing: self.look(),
        )

    def try_loudspeaker(self) -> None:
        """Play the sound that says that Tacit listens."""
        name = self.now.loudspeaker

        def work(job: Job[None]) -> None:
            from desktop import audio
            from inference.voice import chimes

            with audio.player(name) as player:
                player.play(chimes.opening(), chimes.RATE, lambda: job.is_cancelled)
                player.finish()

        self._session.jobs.start(Lane.LOUDSPEAKER, work, on_error=self.failed.emit)

    def put_words(self, words: tuple[str, ...]) -> None:
        """The owner's own words."""
        from inference.voice import hints

        self._session.change(
            lambda assistant: hints.put_own_words(assistant.conn, words),
            on_done=lambda _nothing: self.look(),
        )

    def find_microphones(self) -> None:
        """Those that are connected now."""

        def find(_job: object) -> "list[Device]":
            from desktop import audio

            return audio.microphones()

        self._session.jobs.start(Lane.MICROPHONE, find, on_done=self.microphones_found.emit)

    def find_loudspeakers(self) -> None:
        def find(_job: object) -> "list[Device]":
            from desktop import audio

            return audio.loudspeakers()

        self._session.jobs.start(Lane.LOUDSPEAKER, find, on_done=self.loudspeakers_found.emit)


def _read(assistant: "Assistant") -> Voices:
    from inference import preferences
    from inference.voice import hints, recordings

    conn = assistant.conn

    def value(key: str) -> "Value":
        return preferences.value(conn, key)

    replies = value("voice.replies")
    speaks = SPEAKS.get(replies, Speaks.WHEN_I_SPOKE) if isinstance(replies, bool) else None
    return Voices(
        speaks or Speaks.WHEN_I_SPOKE, bool(value("voice.at_once")),
        bool(value("voice.sounds")), hints.microphone(conn),
        hints.request(conn, str(value(preferences.LANGUAGE))), hints.own_words(conn),
        TalkKey(str(value("voice.key"))), float(value("voice.speed") or 1.0),
        keeps_ready=bool(value("voice.ready")), hands_free=bool(value("voice.hands_free")),
        wake_word=WakeWord(str(value("voice.wake_word"))),
        on_battery=bool(value("voice.on_battery")), cleans_up=bool(value("voice.clean_up")),
        loudspeaker=hints.loudspeaker(conn), keeps=recordings.are_kept(conn),
    )  # fmt: skip
