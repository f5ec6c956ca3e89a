"""From words to the loudspeaker: piece after piece, the next one made while one is heard.

Two lanes: one has the voice make sound, the other plays it. Falling silent needs neither of them to
finish anything: what was handed to the device is thrown away, and how far it came is told.
"""

import queue
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from desktop import audio
from desktop.jobs import Job, Lane
from desktop.session import Session
from inference.types import SpeakingRequest

LOOK_S = 0.05
BYTES = 2
"of a sample"


@dataclass(frozen=True)
class Text:
    """A piece to be said."""

    piece: int
    text: str


@dataclass(frozen=True)
class Made:
    """Some of its sound."""

    piece: int
    pcm: bytes = field(repr=False)
    rate: int


@dataclass(eq=False)
class Speech:
    """One reply between the window and the two lanes, and where it is."""

    reply: int
    texts: "queue.SimpleQueue[Text | None]" = field(default_factory=queue.SimpleQueue)
    sounds: "queue.SimpleQueue[Made | None]" = field(default_factory=queue.SimpleQueue)
    is_hushed: bool = False
    "set by the window, seen by both lanes"
    piece: int = -1
    "the one that is being played"
    made: int = 0
    "bytes of it that were made"
    played: int = 0
    "bytes of it that were handed to the device"
    gaps: int = 0
    "how often there was nothing to play in time, though more was on its way"

    def share(self, ahead: int = 0) -> float:
        """How much of the piece was heard."""
        return max(self.played - ahead, 0) / self.made if self.made else 0.0


class Mouth(QObject):
    """Says replies, one after the other."""

    began = Signal(int)
    "the first sound of a reply is on its way to the ear"
    spoken = Signal(int, int)
    "a reply, and a piece of it that was said to its end"
    quiet = Signal(int, int, float)
    "a reply that is no longer heard, the piece in which it was stopped, and how much of that"
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._speech: Speech | None = None
        self.speed = 1.0
        self.device = ""
        "the loudspeaker that the owner chose; the usual one where there is none"
        self.gaps = 0
        "in all replies until now"

    @property
    def is_speaking(self) -> bool:
        return self._speech is not None

    def say(self, reply: int, piece: int, text: str) -> None:
        """A piece more of a reply; another reply than the one that is heard silences that."""
        if self._speech is not None and self._speech.reply != reply:
            self.hush()
        if self._speech is None:
            self._start(Speech(reply))
        assert self._speech is not None
        self._speech.texts.put(Text(piece, text))

    def no_more(self, reply: int) -> None:
        """That was its last piece: `quiet` follows when it was heard."""
        if self._speech is not None and self._speech.reply == reply:
            self._speech.texts.put(None)

    def hush(self) -> None:
        """Silence, now; `quiet` follows."""
        if self._speech is not None:
            self._speech.is_hushed = True
            self._speech.texts.put(None)
            self._speech = None

    def wake(self) -> None:
        """Load the voice, so that the first words need not wait for it."""

        def work(job: Job[None]) -> None:
            voice = self._session.engines.speaker()
            for _sound in voice.say(SpeakingRequest(""), stopped=lambda: job.is_cancelled):
                pass

        # what is wrong with the voice is told when there is something to say
        self._session.jobs.start(Lane.VOICE, work, on_error=lambda _error: None)

    def play(self, pcm: bytes, rate: int) -> None:
        """A sound that is no speech, if nothing else is heard; without a device there is none."""

        device = self.device

        def work(job: Job[None]) -> None:
            with audio.player(device) as player:
                player.play(pcm, rate, lambda: job.is_cancelled)
                player.finish()

        self._session.jobs.start(Lane.LOUDSPEAKER, work, on_error=lambda _error: None)

    def _start(self, speech: Speech) -> None:
        self._speech = speech
        jobs, speed, device = self._session.jobs, self.speed, self.device
        jobs.start(
            Lane.VOICE, lambda job: self._make(job, speech, speed), on_error=self.failed.emit
        )
        jobs.start(
            Lane.LOUDSPEAKER, lambda job: _play(job, speech, device),
            on_event=lambda piece: self._on_piece(speech, piece),
            on_done=lambda is_whole: self._on_quiet(speech, is_whole=is_whole),
            on_error=lambda error: self._on_error(speech, error),
        )  # fmt: skip

    def _make(self, job: Job[None], speech: Speech, speed: float) -> None:
        """On the voice's lane: sound for each piece as it comes."""
        try:
            voice = self._session.engines.speaker()
            while (text := _next(job, speech)) is not None:
                request = SpeakingRequest(text.text, speed, begins=text.piece == 0)
                for sound in voice.say(request, stopped=lambda: speech.is_hushed):
                    speech.sounds.put(Made(text.piece, sound.pcm, sound.rate))
                speech.sounds.put(Made(text.piece, b"", 0))
        finally:
            speech.sounds.put(None)

    def _on_piece(self, speech: Speech, piece: int) -> None:
        if piece < 0:
            self.began.emit(speech.reply)
        else:
            self.spoken.emit(speech.reply, piece)

    def _on_quiet(self, speech: Speech, *, is_whole: bool) -> None:
        self.gaps += speech.gaps
        if self._speech is speech:
            self._speech = None
        self.quiet.emit(speech.reply, -1 if is_whole else speech.piece, speech.share())

    def _on_error(self, speech: Speech, error: BaseException) -> None:
        speech.is_hushed = True
        self._on_quiet(speech, is_whole=False)
        self.failed.emit(error)


def _next(job: Job[None], speech: Speech) -> Text | None:
    while not speech.is_hushed:
        job.check()
        try:
            return speech.texts.get(timeout=LOOK_S)
        except queue.Empty:
            continue
    return None


def _play(job: Job[bool], speech: Speech, device: str) -> bool:
    """On the loudspeaker's lane: whether all of it was heard."""
    with audio.player(device) as player:
        ended = _played(job, speech, player)
        if speech.is_hushed:
            ahead = int(player.ahead_s * player.rate) * BYTES
            player.cut()
            speech.played = max(speech.played - ahead, 0)
            return False
        player.finish()
        speech.gaps += player.gaps
        return ended


def _played(job: Job[bool], speech: Speech, player: audio.Player) -> bool:
    """Sound after sound, until there are no more; False where the voice failed on the way."""
    last = -1
    while not speech.is_hushed:
        job.check()
        try:
            made = speech.sounds.get_nowait()
        except queue.Empty:
            player.wait()
            continue
        if made is None:
            return last == speech.piece
        if not made.rate:
            last = made.piece
            speech.piece = made.piece
            job.emit(made.piece)
            continue
        if made.piece != speech.piece or last == speech.piece:
            speech.piece, speech.made, speech.played = made.piece, 0, 0
        speech.made += len(made.pcm)
        if last < 0 and not speech.played:
            job.emit(-1)
        speech.played += player.play(made.pcm, made.rate, lambda: speech.is_hushed)
    return False
