"""Everything that is under way while somebody speaks with Tacit, as frozen data.

The phase follows from it, so that no two parts of it can disagree.
"""

from dataclasses import dataclass
from enum import StrEnum

from inference.voice.events import Use
from inference.voice.reply import Reply


class Phase(StrEnum):
    """What is going on, in one word."""

    IDLE = "idle"
    LISTENING = "listening"
    UNDERSTANDING = "understanding"
    THINKING = "thinking"
    SPEAKING = "speaking"


class Speaks(StrEnum):
    """Which answers are spoken."""

    NEVER = "never"
    WHEN_I_SPOKE = "when I spoke"
    ALWAYS = "always"


@dataclass(frozen=True)
class Utterance:
    """Words that are being said, or were."""

    number: int
    began: float
    use: Use = Use.ASK
    is_tapped: bool = False
    "whether the key need not be held"
    settled: str = ""
    open: str = ""
    text: str | None = None
    "all of it; None while that is not known"
    is_cut_off: bool = False
    "whether not all of it may have been heard: the owner looks at it first"

    @property
    def shown(self) -> str:
        """What is known of it by now."""
        return self.text if self.text is not None else f"{self.settled} {self.open}".strip()


@dataclass(frozen=True)
class Talk:
    """What the next step goes out from."""

    sends_at_once: bool = True
    "else words are written down first, to be looked at"
    speaks: Speaks = Speaks.WHEN_I_SPOKE
    open: Utterance | None = None
    "what the microphone is open for"
    ended: tuple[Utterance, ...] = ()
    "utterances that are over, and not sent yet"
    reply: Reply | None = None
    "the latest answer"
    expected: str = ""
    "what was last said to be expected"
    count: int = 0
    "numbers given so far, to utterances and replies"

    @property
    def phase(self) -> Phase:
        if self.open is not None:
            return Phase.LISTENING
        if self.ended:
            return Phase.UNDERSTANDING
        if self.reply is None or self.reply.is_done:
            return Phase.IDLE
        return Phase.SPEAKING if self.reply.is_audible else Phase.THINKING

    @property
    def unsent(self) -> tuple[Utterance, ...]:
        """Everything that was said and is not sent yet."""
        return (*self.ended, self.open) if self.open is not None else self.ended

    @property
    def transcript(self) -> str:
        """The words of it, as far as they are understood."""
        return " ".join(filter(None, (one.shown for one in self.unsent)))
