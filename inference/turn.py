"""What happens in one turn of a conversation, as a stream of frozen events.

The window, the command line, the voice and the tests all read this one stream. Whatever happens,
the last event is `TurnFinished` or `TurnFailed`.
"""

from dataclasses import dataclass

from inference.tools.base import Call, Effect, Result
from inference.tools.errors import ToolError
from inference.types import FinishReason, Loading, Reading
from inference.understanding.plan import Plan, Question
from vault.items import Source


@dataclass(frozen=True)
class Heard:
    """The owner's message is kept."""

    message: int | None
    "None in a private conversation"


@dataclass(frozen=True)
class Understood:
    """What the owner's words were taken to ask for."""

    plan: Plan


@dataclass(frozen=True)
class Used:
    """A memory or a passage that an answer was written from."""

    item: int
    text: str
    source: Source
    page: int | None = None


@dataclass(frozen=True)
class Recalled:
    """What was looked up for the answer, and how much of the budget it took."""

    used: tuple[Used, ...]
    tokens: int
    budget: int


@dataclass(frozen=True)
class ToolProposed:
    """Something is about to be done."""

    call: Call
    effect: Effect


@dataclass(frozen=True)
class ApprovalWaits:
    """It is done only after a yes to this question."""

    call: Call
    approval: int


@dataclass(frozen=True)
class ToolDone:
    """It was done, and looking showed that it is so."""

    call: Call
    result: Result
    change: int | None
    "by which it can be taken back"


@dataclass(frozen=True)
class ToolFailed:
    """It was not done."""

    call: Call
    error: ToolError


@dataclass(frozen=True)
class Asked:
    """Before anything is done the owner has to say something."""

    question: Question


@dataclass(frozen=True)
class Words:
    """More text of the answer."""

    text: str


@dataclass(frozen=True)
class TurnFinished:
    """The answer is over, and kept."""

    message: int | None
    text: str
    reason: FinishReason
    used: tuple[Used, ...] = ()


@dataclass(frozen=True)
class TurnFailed:
    """There is no (whole) answer; what had come of it is kept."""

    error: Exception
    "an InferenceError, or a ModelsError where the weights are the trouble"
    message: int | None
    text: str


TurnEvent = (
    Heard
    | Understood
    | Recalled
    | ToolProposed
    | ApprovalWaits
    | ToolDone
    | ToolFailed
    | Asked
    | Loading
    | Reading
    | Words
    | TurnFinished
    | TurnFailed
)
