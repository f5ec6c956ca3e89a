"""What may be worth keeping of what was said, before it is held against what is known."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from inference import person
from vault.items import Sensitivity
from vault.memories import Fact, Tier

OWNER = "owner"
"the subject of what is about the owner"


def bag(words: str, separator: str | None = None) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split(separator))


PLAIN = 0.95
"how sure a plain statement is: people misspeak"
GUESS = 0.6


class Change(StrEnum):
    """What a statement does to what was known before."""

    HOLDS = "holds"
    ENDS = "ends"
    "it is so no longer"


@dataclass(frozen=True)
class Proposal:
    """A fact as it was understood, and what is to be known for keeping it."""

    fact: Fact
    tier: Tier = Tier.SEMANTIC
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    confidence: float = PLAIN
    change: Change = Change.HOLDS
    names: tuple[tuple[str, str], ...] = field(default=())
    "entities that it is about: kind and name"
    profile: tuple[str, Any] | None = None
    "the entry of the profile that it sets"
    happened: datetime | None = None
    "where it tells of another time than now"
    expires: datetime | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it was stated, rather than guessed."""
        return self.confidence > GUESS


MANY = bag(
    "likes|dislikes|allergic to|always|never|usually|wants|speaks|plays|owns|has|is a|"
    "learns|decided|knows|sister|brother|child|son|daughter|friend|colleague|cousin|"
    "aunt|uncle|niece|nephew|dog|cat|pet|client|neighbour|grandmother|grandfather|"
    "roommate|note|did|eats not|stopped|health|best friend|coworker|flatmate|teammate|"
    "team member|goal|no longer|supports|takes|is|collects|volunteers|wears|sings|fears|learns",
    "|",
)
OPPOSITE = {"likes": "dislikes", "dislikes": "likes"}


def is_single(predicate: str) -> bool:
    """Whether a new value takes the place of the old one; what is not known to be many, is single.

    An attribute that somebody has (“favourite colour”, “shoe size”, “locker code”) has one value.
    """
    key = person.BY_NAME.get(predicate)
    return not key.is_list if key else predicate not in MANY
