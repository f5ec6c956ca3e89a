"""Recordings of what the owner said: kept with their messages, heard again, deleted.

The sound of words that go off waits here until their message is in the vault; words of which
nothing is kept take their sound along.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job, Lane
from desktop.session import Session
from desktop.viewmodels.chat_shown import Shown

if TYPE_CHECKING:
    from desktop.assistant import Assistant

Sound = tuple[bytes, str]
"samples, and the loudspeaker that the owner chose"


class Recordings(QObject):
    """Those of the messages that are shown."""

    changed = Signal()
    "another message can be heard, or is being played, than before"
    played = Signal()
    "one begins to be heard: whatever else speaks may fall silent"
    failed = Signal(object)
    "an exception"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: dict[object, bytes] = {}
        "of words that go off, by the conversation that they are said in"
        self._there: set[int] = set()
        self._playing: int | None = None
        self._job: Job[Any] | None = None
        session.changed.connect(self.look)

    @property
    def playing(self) -> int | None:
        """The message that is being heard."""
        return self._playing

    def has(self, message: int) -> bool:
        return message in self._there

    def see(self, messages: Sequence[Shown]) -> None:
        """These are shown from now on."""
        self._there |= {one.number for one in messages if one.is_recorded}

    def look(self) -> None:
        """Whether all of them are still there: they may go by themselves, or with all others."""
        wanted = frozenset(self._there)

        def found(there: frozenset[int]) -> None:
            if gone := wanted - there:
                self._there -= gone
                self.changed.emit()

        if wanted:
            self._session.look(partial(_kept, wanted), on_done=found)

    # keeping

    def expect(self, lead: object, sound: bytes) -> None:
        """The words that go off next in this conversation sounded so."""
        self._waiting[lead] = sound

    def on_kept(self, lead: object, message: int) -> None:
        """They are a message of the vault now."""
        sound = self._waiting.pop(lead, b"")
        if sound:
            self._session.change(
                partial(_keep, message, sound),
                on_done=lambda is_kept: self._on_there(message, is_there=is_kept),
                on_error=self.failed.emit,
            )

    def on_over(self, lead: object) -> None:
        """Nothing was kept of words that are not in the vault by now."""
        self._waiting.pop(lead, None)

    # hearing

    def play(self, message: int) -> None:
        """From its beginning, and whatever was heard no longer."""
        self.stop()
        self._playing = message
        self._job = self._session.look(
            partial(_sound, message), on_done=self._on_read, on_error=self._on_error
        )
        self.played.emit()
        self.changed.emit()

    def stop(self) -> bool:
        """Be silent; whether something was heard."""
        was_playing = self._playing is not None
        if self._job is not None:
            self._job.cancel()
        self._over()
        return was_playing

    def _on_read(self, sound: Sound) -> None:
        self._job = self._session.jobs.start(
            Lane.LOUDSPEAKER, lambda job: _play(job, sound), on_done=lambda _nothing: self._over(),
            on_error=self._on_error,
        )  # fmt: skip

    def _on_error(self, error: BaseException) -> None:
        self._over()
        self.look()  # it may be gone
        self.failed.emit(error)

    def _over(self) -> None:
        self._job = None
        if self._playing is not None:
            self._playing = None
            self.changed.emit()

    # deleting

    def delete(self, message: int) -> None:
        """Take it away; the word about it brings it back."""
        if self._playing == message:
            self.stop()

        def done(content: bytes) -> None:
            self._on_there(message, is_there=False)
            back = partial(self._bring_back, message, content)
            self._session.offers.emit(self.tr("Deleted the recording"), back)

        self._session.change(
            partial(_taken_out, message), on_done=done, on_error=self._on_error
        )  # fmt: skip

    def _bring_back(self, message: int, content: bytes) -> None:
        self._session.change(
            partial(_put_back, message, content),
            on_done=lambda _nothing: self._on_there(message, is_there=True),
            on_error=self.failed.emit,
        )

    def _on_there(self, message: int, *, is_there: bool) -> None:
        (self._there.add if is_there else self._there.discard)(message)
        self.changed.emit()


def _kept(messages: frozenset[int], assistant: "Assistant") -> frozenset[int]:
    from vault import recordings

    return recordings.kept(assistant.conn, messages)


def _keep(message: int, sound: bytes, assistant: "Assistant") -> bool:
    from inference.voice import recordings

    return recordings.keep(assistant.desk(), message, sound)


def _sound(message: int, assistant: "Assistant") -> Sound:
    from inference.voice import hints
    from vault import recordings

    return recordings.sound(assistant.conn, message), hints.loudspeaker(assistant.conn)


def _taken_out(message: int, assistant: "Assistant") -> bytes:
    from inference.voice import recordings

    return recordings.take_out(assistant.desk(), message)


def _put_back(message: int, content: bytes, assistant: "Assistant") -> None:
    from vault import recordings

    recordings.put_back(assistant.conn, message, content, assistant.desk().now)


def _play(job: Job[None], sound: Sound) -> None:
    """On the loudspeaker's lane."""
    from desktop import audio

    pcm, device = sound
    with audio.player(device) as player:
        player.play(pcm, audio.RATE, lambda: job.is_cancelled)
        if job.is_cancelled:
            player.cut()
        else:
            player.finish()
