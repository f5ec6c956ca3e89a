"""What was understood: the calls that the owner's words ask for, or what has to be asked first."""

from dataclasses import dataclass
from enum import StrEnum

from inference.tools.base import Call


class By(StrEnum):
    """What understood it."""

    RULE = "rule"
    MODEL = "model"


@dataclass(frozen=True)
class Question:
    """What the owner has to say before anything is done."""

    text: str
    "as it would be asked"
    argument: str
    "which argument the answer fills"
    choices: tuple[str, ...] = ()
    "what could be meant, as the argument would be given"


@dataclass(frozen=True)
class Plan:
    """What would be done, in order; nothing at all where only an answer is wanted."""

    calls: tuple[Call, ...] = ()
    question: Question | None = None
    "about the first call that cannot be made yet"
    echoes: tuple[str, ...] = ()
    "times as they were understood, in plain words"
    by: By = By.RULE
    reply: str = ""
    "what is answered where only one answer is true"
    is_guess: bool = False
    "whether it fits, but might be meant otherwise"

    @property
    def is_answer(self) -> bool:
        return not self.calls and self.question is None
