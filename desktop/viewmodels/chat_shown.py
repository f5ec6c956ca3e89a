"""What the conversation shows, as frozen data: views know nothing else of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.cards import ErrorCard


class Who(StrEnum):
    """Whose words they are."""

    OWNER = "owner"
    TACIT = "assistant"
    PROGRAM = "tool"
    "what was done, as the program says it"


@dataclass(frozen=True)
class Evidence:
    """Something that an answer was written from."""

    item: int
    text: str
    place: str
    "of a source: the file; empty for what is remembered"
    page: int | None = None
    where: str = ""
    "in the file, as it is said"


@dataclass(frozen=True)
class Shown:
    """A message."""

    number: int
    who: Who
    text: str
    at: datetime
    ways: tuple[int, ...] = ()
    "the messages that stand beside each other here, itself among them; empty where it is alone"
    used: tuple[Evidence, ...] = ()
    is_recorded: bool = False
    "whether it was said aloud, and can be heard again"


@dataclass(frozen=True)
class Opened:
    """A conversation as it is shown first."""

    number: int | None
    messages: tuple[Shown, ...] = ()
    has_earlier: bool = False
    is_private: bool = False
    arriving: str | None = None
    "what has come of an answer that is still being written"
    at: int | None = None
    "the message to be seen; the last where nothing is said"


@dataclass(frozen=True)
class Settled:
    """How a turn ended: the owner's words and the answer as they are kept."""

    number: int | None
    own: Shown | None
    answer: Shown | None
    left: str = ""
    "why the answer ended, where that has to be said: stopped, or cut off"


@dataclass(frozen=True)
class Step:
    """Something that was done, or not, on the way."""

    text: str
    card: ErrorCard | None = None


@dataclass(frozen=True)
class Choice:
    """An answer that a question offers."""

    label: str
    value: str


@dataclass(frozen=True)
class Lesson:
    """Something that was noted of what the owner said, or might be."""

    text: str
    memory: int
    is_proposed: bool = False
    is_told: bool = False
    "whether the answer said so already"


@dataclass(frozen=True)
class Fill:
    """How much of what can be held in view is taken."""

    tokens: int = 0
    share: float = 0.0
    left_out: int = 0


@dataclass(frozen=True)
class Attached:
    """A text that goes along with what the owner says."""

    name: str
    untrusted_text: str


@dataclass(frozen=True)
class Offer:
    """Something that can be put into what is being written."""

    title: str
    about: str
    insert: str
    action: str = ""
    "what is done at once instead"
