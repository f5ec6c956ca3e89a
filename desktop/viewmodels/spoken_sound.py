"""The sound of what is being said, until it is known whose words it is: kept, or let go.

It goes with words that are said to Tacit, at once or after they were looked at. Everything else
takes its sound along: a yes, a stop, words for another field, words that were thrown away.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from desktop.viewmodels.talking import Talking

ENOUGH = 0.5
"of the words that were said, to be sent still; else they were written over"


class SpokenSound(QObject):
    """Follows what is said, from the microphone until its message is on its way."""

    def __init__(self, talking: "Talking") -> None:
        super().__init__(talking)
        self._talking = talking
        self._unsent: dict[int, bytes] = {}
        "of utterances that are still being understood, or wait for each other"
        self._written: tuple[str, bytes] = ("", b"")
        "words that wait in the field to be sent, and how they sounded"
        chat, ear = talking.chat, talking.ear
        ear.keeps = lambda: talking.settings.now.keeps and not chat.is_private
        ear.recorded.connect(self._on_recorded)
        talking.wrote.connect(self._on_wrote)
        talking.changed.connect(self._on_changed)
        chat.own_said.connect(self._on_own_said)
        chat.opened.connect(lambda _opened: self._let_go())

    def _on_recorded(self, utterance: int, sound: bytes) -> None:
        self._unsent[utterance] = sound

    def _on_wrote(self, text: str) -> None:
        """Some words more, for the field in which words to Tacit are written."""
        if sound := self._taken():
            words, before = self._written
            self._written = (f"{words} {text}".strip(), before + sound)

    def _on_own_said(self, text: str) -> None:
        chat = self._talking.chat
        if self._talking.is_sending:
            sound = self._taken()
        else:
            (words, sound), self._written = self._written, ("", b"")
            sound = sound if _is_still_said(words, text) else b""
        if sound:
            chat.recordings.expect(chat.lead, sound)

    def _on_changed(self) -> None:
        """Words that nobody waits for any more went elsewhere, or nowhere."""
        if not self._talking.talk.unsent:
            self._unsent.clear()

    def _taken(self) -> bytes:
        """All that goes off in one piece, in the order in which it was said."""
        sound = b"".join(self._unsent[number] for number in sorted(self._unsent))
        self._unsent.clear()
        return sound

    def _let_go(self) -> None:
        """Nothing of one conversation goes over into another."""
        self._unsent.clear()
        self._written = ("", b"")


def _is_still_said(words: str, text: str) -> bool:
    said, sent = words.casefold().split(), set(text.casefold().split())
    return sum(one in sent for one in said) >= ENOUGH * len(said)
