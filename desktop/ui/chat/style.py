"""How the words of a conversation look, and what a document of them remembers of its blocks."""

from dataclasses import dataclass, field

from PySide6.QtGui import QFont, QTextFormat

from desktop.ui.theme import SPACE, Tokens

QUOTED = QTextFormat.Property.UserProperty + 1
"how deep a block is quoted"
RULE = QTextFormat.Property.UserProperty + 2
"whether a block is a line across"
CODE_BAR = 32
"pixels above code, for its language and the button that copies it"
CODE_EDGE = SPACE * 1.5
"pixels beside code"


@dataclass(frozen=True)
class Style:
    """How words look now."""

    tokens: Tokens
    font: QFont


@dataclass
class Code:
    """Where a block of code stands in the document, and what it is."""

    first: int
    "the position of its first line: a block of Qt's may become another one when text is added"
    last: int
    language: str
    lines: list[str] = field(default_factory=list)
    can_scroll: bool = True
    "inside a list it cannot: there lines that are too long are wrapped"
    wraps: bool = False
    offset: int = 0
    "pixels that it is moved to the left by"
    widest: float = 0.0
    measured_to: int = 0
    "the position of the last line that was measured"

    @property
    def text(self) -> str:
        return "\n".join(self.lines)
