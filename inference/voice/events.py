"""What happens while somebody speaks with Tacit, and what is to be done about it.

`VoiceEvent`s come in, `Order`s go out (`turn.py`). Whoever carries out the orders owes an answer to
four of them, whatever goes wrong: `Understand` brings one `Heard` or `NotHeard`, `Send` one
`ReplyOver`, `Say` and `Hush` sooner or later a `Quiet`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """What becomes of the words."""

    ASK = "ask"
    "they are said to Tacit"
    WRITE = "write"
    "they are written where the cursor is"


# what happens


@dataclass(frozen=True)
class Pressed:
    """The talk key goes down, or its button."""

    at: float
    "seconds, by any clock that goes on evenly"
    use: Use = Use.ASK


@dataclass(frozen=True)
class Released:
    """The talk key goes up."""

    at: float


@dataclass(frozen=True)
class Toggled:
    """A key of which only the press is seen, a command, or the tray."""

    at: float
    use: Use = Use.ASK


@dataclass(frozen=True)
class Ticked:
    """Time goes by while the microphone is open."""

    at: float


@dataclass(frozen=True)
class Partly:
    """More of an utterance is understood; `settled` does not change any more.

    Where nothing is open, somebody rests: it may have been all.
    """

    utterance: int
    settled: str
    open: str = ""


@dataclass(frozen=True)
class Heard:
    """An utterance is understood to its end; empty where nothing was said."""

    utterance: int
    text: str


@dataclass(frozen=True)
class NotHeard:
    """An utterance could not be understood: the weights or their process failed."""

    utterance: int


@dataclass(frozen=True)
class MicrophoneLost:
    """There is no microphone, or it went away in the middle of a sentence."""

    utterance: int


@dataclass(frozen=True)
class Typed:
    """The owner sent words that were written: an answer is on its way."""


@dataclass(frozen=True)
class Left:
    """Another conversation is in front: what was said and answered in this one stays here."""


@dataclass(frozen=True)
class ReplyWords:
    """More text of an answer."""

    reply: int
    text: str


@dataclass(frozen=True)
class ReplyOver:
    """No more text of this answer comes, for whatever reason."""

    reply: int


@dataclass(frozen=True)
class Spoken:
    """A piece of an answer was heard to its end."""

    reply: int
    piece: int


@dataclass(frozen=True)
class Quiet:
    """The loudspeaker is silent: everything was said, or it was stopped or failed on the way."""

    reply: int
    piece: int = -1
    "the piece in which it fell silent; none where everything before was heard to its end"
    share: float = 0.0
    "how much of that piece was heard"


@dataclass(frozen=True)
class KeyHit:
    """Any key while Tacit speaks: be silent, and go on in writing."""


@dataclass(frozen=True)
class Cancelled:
    """Stop, whatever it is."""


VoiceEvent = (
    Pressed | Released | Toggled | Ticked | Partly | Heard | NotHeard | MicrophoneLost
    | Typed | Left | ReplyWords | ReplyOver | Spoken | Quiet | KeyHit | Cancelled
)  # fmt: skip


# what is to be done


@dataclass(frozen=True)
class Listen:
    """Open the microphone for an utterance, and wake whatever will answer it."""

    utterance: int


@dataclass(frozen=True)
class Understand:
    """Close the microphone, and say what the utterance was."""

    utterance: int


@dataclass(frozen=True)
class Discard:
    """Close the microphone if it is open for this, and forget what was said."""

    utterance: int


@dataclass(frozen=True)
class Expect:
    """These words are understood, it seems: what answering them will need may be read already."""

    text: str


@dataclass(frozen=True)
class Interrupted:
    """An answer of which not everything was spoken."""

    heard: str
    unheard: str


@dataclass(frozen=True)
class Send:
    """Say this to Tacit; its answer is this reply."""

    reply: int
    text: str
    before: Interrupted | None = None
    "what of the answer before the owner did not hear"


@dataclass(frozen=True)
class Follow:
    """The answer to what was typed is this reply."""

    reply: int
    before: Interrupted | None = None


@dataclass(frozen=True)
class Write:
    """Put these words where the owner writes, to be looked at first."""

    text: str


@dataclass(frozen=True)
class Say:
    """Speak a piece of a reply, after those before it."""

    reply: int
    piece: int
    text: str
    "as it is written: the voice leaves out what is for eyes"


@dataclass(frozen=True)
class LastSaid:
    """No more pieces of this reply will come."""

    reply: int


@dataclass(frozen=True)
class Hush:
    """Fall silent at once, in the middle of a word."""

    reply: int


@dataclass(frozen=True)
class StopReply:
    """Write no more of this reply."""

    reply: int


@dataclass(frozen=True)
class Nothing:
    """An utterance ended, and there was not a word in it."""


Order = (
    Listen | Understand | Discard | Expect | Send | Follow | Write | Say | LastSaid | Hush
    | StopReply | Nothing
)  # fmt: skip
