"""What kind of summary the owner wants, how long, and in which words the model is told.

These words are ours and the owner's. Nothing of a document stands among them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is to be found out about a document."""

    SUMMARY = "summary"
    POINTS = "points"
    DECISIONS = "decisions"
    FIGURES = "figures"
    QUESTIONS = "questions"
    PLAIN = "plain"


class Length(StrEnum):
    """How much of it."""

    LINE = "line"
    SHORT = "short"
    FULL = "full"


@dataclass(frozen=True)
class Telling:
    """How a kind is put to the model."""

    told: str
    per_piece: int
    "notes of one piece, at most"
    may_be_none: bool = False
    "whether a document may have nothing of this kind"
    again: str = ""
    "the same in a few words, said last"


LINES = {Length.LINE: 1, Length.SHORT: 5, Length.FULL: 20}
"statements at most"
TELLINGS = {
    Kind.SUMMARY: Telling(
        "Write down what someone must know who has not read it: what it is, what it says, and what "
        "follows from it. The most important comes first.", 6,
    ),
    Kind.POINTS: Telling("Write down its key points, one for each line.", 6),
    Kind.DECISIONS: Telling(
        "Write down only what was decided, and what somebody is to do: who, what, until when. "
        "If there is no such thing in it, write: none", 8, may_be_none=True,
        again="Only decisions, and what somebody still has to do.",
    ),
    Kind.FIGURES: Telling(
        "Write down only its figures: amounts, quantities, rates and dates, each with what it is "
        "of. If there are none in it, write: none", 10, may_be_none=True, again="Only figures.",
    ),
    Kind.QUESTIONS: Telling(
        "Write down only what it leaves open: questions without an answer, what is still to be "
        "decided, what is unclear or missing. If there is no such thing in it, write: none", 6,
        may_be_none=True, again="Only what is open.",
    ),
    Kind.PLAIN: Telling(
        "Say what it says in plain, short sentences that a child of twelve understands. Explain "
        "words of law, medicine or technology.", 6, again="In plain words.",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What the owner asked for."""

    kind: Kind = Kind.SUMMARY
    length: Length = Length.SHORT
    instructions: str = ""
    "more, in the owner's own words"

    @property
    def telling(self) -> Telling:
        return TELLINGS[self.kind]

    @property
    def lines(self) -> int:
        return LINES[self.length]
