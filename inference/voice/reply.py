"""An answer on its way to the ear: what was written of it, what is said, and what was heard."""

from dataclasses import dataclass, field, replace

from inference.voice.cutting import Cut, Piece, cut
from inference.voice.events import Interrupted


@dataclass(frozen=True)
class Reply:
    """One answer."""

    number: int
    is_spoken: bool
    "whether it is for the ear at all"
    cut: Cut = field(default_factory=Cut)
    pieces: tuple[Piece, ...] = ()
    said: int = 0
    "pieces that were handed to the voice, or need no voice"
    heard: int = 0
    "of those, how many were heard to their end"
    share: float = 0.0
    "how much was heard of the piece in which it was interrupted"
    is_over: bool = False
    "whether all of it is written, as far as it will be"
    is_hushed: bool = False
    is_quiet: bool = True
    "whether the loudspeaker has nothing of it left"

    @property
    def is_audible(self) -> bool:
        """Whether something of it is to be heard still."""
        return self.is_spoken and not self.is_quiet

    @property
    def is_done(self) -> bool:
        return self.is_over and not self.is_audible

    @property
    def interrupted(self) -> Interrupted | None:
        """What was heard and what was not, where somebody stopped it."""
        if not (self.is_spoken and self.is_hushed):
            return None
        texts = [one.text for one in self.pieces]
        current = texts[self.heard] if self.heard < len(texts) else ""
        words = current.split(" ")
        begun = " ".join(words[: round(len(words) * self.share)])
        heard = "".join([*texts[: self.heard], begun])
        unheard = "".join([*texts, self.cut.held])[len(heard) :]
        if not unheard.strip() or all(one.is_silent for one in self.pieces[self.heard :]):
            return None
        return Interrupted(heard.strip(), unheard.strip())

    def with_words(self, text: str) -> "Reply":
        now, pieces = cut(self.cut, text)
        return replace(self, cut=now, pieces=self.pieces + pieces)

    def ended(self) -> "Reply":
        now, pieces = cut(self.cut, "", is_end=True)
        return replace(self, cut=now, pieces=self.pieces + pieces, is_over=True)

    def up_to(self, piece: int) -> "Reply":
        """Heard to the end of this piece, and whatever silent ones follow it."""
        return replace(self, heard=max(self.heard, self._after_silent(piece + 1)))

    def _after_silent(self, at: int) -> int:
        while at < self.said and self.pieces[at].is_silent:
            at += 1
        return at
