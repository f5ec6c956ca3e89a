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
    TIMELINE = "timeline"
    "found by code: no model is asked"


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
    is_spread: bool = False
    "whether it is about all of a document, rather than about what there is of a kind"
    keeps_words: bool = False
    "whether it may say things as the document does"


TIMELINE_LINES = 500
LINES = {Length.LINE: 1, Length.SHORT: 8, Length.FULL: 20}
"statements at most"
TELLINGS = {
    Kind.SUMMARY: Telling(
        "Write down what someone must know who has not read it: what it is, what it says, and what "
        "follows from it.", 5, is_spread=True, keeps_words=True,
    ),
    Kind.POINTS: Telling(
        "Write down its key points, one for each line.", 5, is_spread=True, keeps_words=True,
    ),
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
        "words of law, medicine or technology.", 5, again="In plain words.",
        is_spread=True,
    ),
    Kind.TIMELINE: Telling("", 0, may_be_none=True),
}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What the owner asked for."""

    kind: Kind = Kind.SUMMARY
    length: Length = Length.SHORT
    instructions: str = ""
    "more, in the owner's own words"
    language: str = ""
    "in which to write, as two letters; the document's own where empty"

    @property
    def telling(self) -> Telling:
        return TELLINGS[self.kind]

    @property
    def lines(self) -> int:
        return LINES[self.length]

    @property
    def is_spread(self) -> bool:
        """Whether each line gets its share of the text; the owner's own words may say otherwise."""
        return self.telling.is_spread and self.lines > 1 and not self.instructions.strip()

    @property
    def keeps_words(self) -> bool:
        return self.telling.keeps_words and not self.language
