"""What crosses between the layers: requests to the engines and the events they answer with.

Everything here is frozen data. Events that an engine's process sends are rebuilt by `events.py`,
which checks each field; nothing in this module may be anything but text, numbers and tuples.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Speaker = Literal["system", "user", "assistant", "tool"]
FinishReason = Literal["end", "length", "context", "stop", "cancelled"]


@dataclass(frozen=True)
class Message:
    """One message of a conversation."""

    role: Speaker
    text: str


@dataclass(frozen=True)
class Form:
    """The form that an answer must have; exactly one of the first three is given."""

    schema: dict[str, Any] | None = None
    "a JSON schema"
    choices: tuple[str, ...] = ()
    pattern: str = ""
    "a regular expression"
    after: str = ""
    "free text may come first: the form begins after these words, if they come at all"


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen; a temperature of 0 takes the likeliest."""

    temperature: float = 0.0
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    seed: int = 0


@dataclass(frozen=True)
class ChatRequest:
    """A conversation to go on with."""

    messages: tuple[Message, ...]
    fixed: int = 0
    "how many leading messages never change: their state is kept, over restarts too"
    max_tokens: int = 512
    sampling: Sampling = Sampling()
    stop: tuple[str, ...] = ()
    form: Form | None = None
    begin: str = ""
    "what the answer begins with; it is not sent back"
    quotes_prompt: bool = False
    "whether much of the answer stands in the prompt, as when summarizing: guess from it"
    goes_on: bool = False
    "whether more of this conversation follows: it is kept while others are answered"


@dataclass(frozen=True)
class Loading:
    """Weights are being loaded."""

    share: float


@dataclass(frozen=True)
class Started:
    """The prompt is known: its length, and how much of it need not be read again."""

    prompt_tokens: int
    reused_tokens: int


@dataclass(frozen=True)
class Reading:
    """A part of the prompt was read."""

    done: int
    total: int


@dataclass(frozen=True)
class Token:
    """More text of the answer."""

    text: str


@dataclass(frozen=True)
class Usage:
    """What the answer cost."""

    prompt_tokens: int
    evaluated_tokens: int
    reused_tokens: int
    answer_tokens: int
    forced_tokens: int
    "of the answer's: those that its form left no choice about"
    guessed_tokens: int
    "of the answer's: those that were guessed from the prompt and held"
    reading_s: float
    writing_s: float


@dataclass(frozen=True)
class Finished:
    """The answer is over."""

    reason: FinishReason


@dataclass(frozen=True)
class Failed:
    """There will be no (more) answer."""

    error: Exception
    "an InferenceError, or a ModelsError where the weights are the trouble"


ChatEvent = Loading | Started | Reading | Token | Usage | Finished | Failed


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    text: str
    usage: Usage
    reason: FinishReason


@dataclass(frozen=True)
class Word:
    """A word that was heard, in seconds from the beginning."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True)
class Segment:
    """A stretch of speech."""

    text: str
    start: float
    end: float
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Partial:
    """What was understood so far; `settled` will not change any more."""

    settled: str
    open: str


@dataclass(frozen=True)
class Heard:
    """What was said."""

    text: str
    language: str
    segments: tuple[Segment, ...] = ()
    confidence: float = 0.0
    "mean probability of the tokens, 0 to 1"


@dataclass(frozen=True)
class HearingRequest:
    """How to listen. Sound is 16-bit mono at 16 kHz."""

    language: str = ""
    "two letters; recognized from the sound where empty"
    hints: tuple[str, ...] = ()
    "names that may be said"
    manner: str = ""
    "a few sentences as they may be said: the recognizer goes on as somebody who said these"
    whole: bool = False
    "a recording with segments and word times, rather than a command"


@dataclass(frozen=True)
class SpeakingRequest:
    """What to say, and how."""

    text: str
    speed: float = 1.0
    voice: int = 0
    "which speaker, where a voice has several"
    begins: bool = True
    "whether an answer begins here: then its first clause is cut short, so that sound begins soon"


@dataclass(frozen=True)
class Sound:
    """A stretch of speech as 16-bit mono sound, and the words it says."""

    pcm: bytes = field(repr=False)
    rate: int
    text: str
