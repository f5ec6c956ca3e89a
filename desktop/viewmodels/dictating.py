"""Dictation into whatever window has the keyboard: typed there, pasted, or left on the clipboard.

Words go where the owner was when they began to speak, or nowhere: in another window nothing is
typed. Nothing says what they are, and the clipboard forgets them after a minute.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop import typist
from desktop.clipboard import SecretClipboard
from desktop.jobs import Job, Lane
from desktop.session import Session
from desktop.viewmodels.talking import Talking
from inference.voice import dictation, tidying

if TYPE_CHECKING:
    from desktop.assistant import Assistant

Into = Callable[[str], None]


class Way(StrEnum):
    """Where words went."""

    TYPED = "typed"
    PASTED = "pasted"
    COPIED = "copied"
    "they are on the clipboard, and nobody has them yet"


@dataclass(frozen=True)
class Last:
    """What was typed last, so that it can be taken back or gone on with."""

    place: int = 0
    text: str = ""
    strokes: int = 0
    own: str = ""
    "what was said, where that was tidied"


class Dictating(QObject):
    """Begins and ends with its keys, or a command."""

    left = Signal(object)
    "the Way that words went; never what they are"
    tidied = Signal(str)
    "the owner's own words, of which others were written; empty where they are gone back to"

    def __init__(
        self, session: Session, talking: Callable[[], Talking], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._talking = session, talking
        self.clipboard = SecretClipboard(self)
        self.last = Last()
        self._place = 0

    def press(self, into: Into | None = None) -> None:
        """The key goes down; words go into this, a field of our own, or else to another window."""
        self._look_where()
        self._talking().press_to_write(into or self._write)

    def release(self) -> None:
        self._talking().release()

    def toggle(self, into: Into | None = None) -> None:
        self._look_where()
        self._talking().toggle_to_write(into or self._write)

    def use_own_words(self) -> None:
        """Of what was tidied, what was said: word for word."""
        last = self.last
        if last.own:
            self.last = Last()
            self._send_to(last.place, last.strokes, last.own, "")

    def _look_where(self) -> None:
        """Which window has the keyboard as the owner begins; at the end it is too late to ask."""
        if self._talking().talk.open is None:
            self._place = 0
            self._session.jobs.start(
                Lane.IO, lambda _job: _place(), on_done=self._on_place, on_error=lambda _no: None
            )

    def _on_place(self, place: int) -> None:
        self._place = place

    def _write(self, said: str) -> None:
        """Words are understood: signs for their names, then tidied where the owner wants that."""
        settings = self._talking().settings.now
        found = dictation.written(said, settings.request.language)
        place, last = self._place, self.last
        strokes = last.strokes if found.takes_back and last.place == place else 0
        if strokes:
            self.last = last = Last()
        if settings.cleans_up and found.text:
            self._tidy(place, strokes, found.text)
        elif found.text or strokes:
            before = last.text if last.place == place else ""
            self._send_to(place, strokes, dictation.joined(before, found.text), "")

    def _tidy(self, place: int, strokes: int, text: str) -> None:
        def work(assistant: "Assistant", job: Job[str]) -> str:
            from inference.engines.local import whole

            chat = assistant.mind.chat
            if chat is None:
                return tidying.without_fillers(text)
            stream = chat.stream(tidying.request(text), stopped=lambda: job.is_cancelled)
            return tidying.accepted(text, whole(stream).text)

        def done(tidied: str) -> None:
            before = self.last.text if self.last.place == place else ""
            said = dictation.joined(before, text)
            written = dictation.joined(before, tidied)
            self._send_to(place, strokes, written, said if written != said else "")

        def failed(_error: BaseException) -> None:
            done(text)  # nothing to tidy with is no reason to lose it

        self._session.think(work, on_done=done, on_error=failed)

    def _send_to(self, place: int, strokes: int, text: str, own: str) -> None:
        """Take back so many letters there, then type this; what cannot be typed is pasted."""

        def typed(strokes: int | None) -> None:
            if strokes is not None:
                self._on_written(Way.TYPED, Last(place, text, strokes, own))
            else:
                self.clipboard.copy(text.lstrip(" ") if not place else text)
                self._session.jobs.start(Lane.IO, lambda _job: _paste(place), on_done=pasted)

        def pasted(is_there: bool) -> None:
            way = Way.PASTED if is_there else Way.COPIED
            strokes = len(text) if is_there else 0
            self._on_written(way, Last(place if is_there else 0, text, strokes, own))

        self._session.jobs.start(Lane.IO, lambda _job: _typed(place, strokes, text), on_done=typed)

    def _on_written(self, way: Way, last: Last) -> None:
        self.last = last
        self.left.emit(way)
        self.tidied.emit(last.own if last.place else "")


def _place() -> int:
    typing = typist.of_this_system()
    if typing is None:
        return 0
    place = typing.place()
    typing.close()
    return place


def _typed(place: int, strokes: int, text: str) -> int | None:
    """How many letters were typed; None where they were not."""
    typing = typist.of_this_system() if place else None
    if typing is None:
        return None
    try:
        if typing.place() != place or (strokes and not typing.erase(strokes)):
            return None
        count = typing.type(text) if text else 0
        return count if count or not text else None
    finally:
        typing.close()


def _paste(place: int) -> bool:
    typing = typist.of_this_system() if place else None
    if typing is None:
        return False
    try:
        return typing.place() == place and typing.paste()
    finally:
        typing.close()
